"""The words of narratives that belong to no mechanism: openings, days, and what a list leaves open.

What one field says is the mechanism's own (`zz:sentence` and its kin in `ontology/core.ttl`).
"""

from __future__ import annotations

NARRATIVE_WORDS: dict[str, dict[str, str]] = {
    "opening": {
        "zh": "{day}获知，{place}有下列情况：{matter}。",
        "en": "The following became known on {day}, in {place}: {matter}.",
    },
    "opening.no-day": {
        "zh": "获知{place}有下列情况：{matter}。",
        "en": "The following became known, in {place}: {matter}.",
    },
    "opening.no-place": {
        "zh": "{day}获知下列情况：{matter}。",
        "en": "The following became known on {day}: {matter}.",
    },
    "opening.bare": {
        "zh": "获知下列情况：{matter}。",
        "en": "The following became known: {matter}.",
    },
    "nothing-certain": {"zh": "尚待查明", "en": "still to be looked into"},
    "day": {"zh": "{year}年{month}月{day}日", "en": "{day} {month} {year}"},
    "sentence": {"zh": "{facet}：{values}。", "en": "{facet}: {values}."},
    "sentence.none": {"zh": "{facet}：无。", "en": "{facet}: none."},
    "sentence.unknown": {"zh": "{facet}：未知。", "en": "{facet}: not known."},
    "maybe-more": {"zh": "可能还有其他，尚待查明", "en": "there may be more"},
}
"""Words by key. `{…}` are filled by the caller."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
"""The months in English; in Chinese they are numbers."""
