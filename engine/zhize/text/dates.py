"""Dates named in running text, as far as they name a year: 2024年5月, 2024-05-03, 3 May 2024."""

from __future__ import annotations

import re

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = "(" + "|".join(_MONTHS) + r")[a-z]*\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), groups)
    for pattern, groups in (
        (r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?", (1, 2, 3)),
        (r"\b(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?\b", (1, 2, 3)),
        (rf"\b{_DAY}(?: of)? {_MONTH},? (\d{{4}})\b", (3, 2, 1)),
        (rf"\b{_MONTH} {_DAY},? (\d{{4}})\b", (3, 1, 2)),
        (rf"\b{_MONTH},? (?:of )?(\d{{4}})\b", (2, 1, 0)),
    )
)
"""Patterns with the groups of year, month and day (0: no day)."""


def dates_in(text: str) -> list[str]:
    """Return dates as ISO strings, cut to the month where no day is named, in order of the text."""
    found: dict[int, str] = {}
    for pattern, (year, month, day) in _PATTERNS:
        for match in pattern.finditer(text):
            number = _month(match[month])
            if not 1 <= number <= 12 or any(abs(at - match.start()) < 4 for at in found):
                continue
            iso = f"{match[year]}-{number:02}"
            if day and match[day]:
                iso += f"-{int(match[day]):02}"
            found[match.start()] = iso
    return [found[at] for at in sorted(found)]


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else _MONTHS.index(text[:3].casefold()) + 1
