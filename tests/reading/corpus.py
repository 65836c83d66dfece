"""The narrative corpora, and what is wrong with a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

from zhize.narratives import Draft

FOLDER = Path(__file__).parent / "narratives"
TABLES = Path(__file__).parent / "tables"
IDENTIFIER = "id"
"""The identifier is never in a narrative: the corpora do not list it as missing."""

Values = dict[str, frozenset[str]]


class Narrative(NamedTuple):
    """One narrative with the record that may be read from it.

    `record` must be read, `may` may be read beside it or, for a field of one value, instead.
    """

    file: str
    text: str
    record: Values
    may: Values
    negated: frozenset[tuple[str, str]]
    missing: frozenset[str]


def narratives(folder: Path = FOLDER) -> list[Narrative]:
    """Return all narratives of a folder, in the order of its files."""
    return [
        _narrative(path.stem, row)
        for path in sorted(folder.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text("utf-8"))
    ]


def _narrative(file: str, row: dict[str, Any]) -> Narrative:
    return Narrative(
        file=file,
        text=row["text"],
        record=_values(row["record"]),
        may=_values(row.get("may") or {}),
        negated=frozenset((n["field"], n["value"]) for n in row.get("negated") or ()),
        missing=frozenset(row["missing"]),
    )


def _values(fields: dict[str, Any]) -> Values:
    return {f: frozenset(v if isinstance(v, list) else [str(v)]) for f, v in fields.items()}


def values_of(draft: Draft) -> Values:
    """Return the values of a draft, field by field."""
    return {
        field: frozenset((value,) if isinstance(value, str) else value)
        for field, value in draft.record.items()
    }


def denied(draft: Draft) -> frozenset[tuple[str, str]]:
    """Return what a draft says the text denies."""
    return frozenset((span.field, span.value) for span in draft.negated)


def faults(narrative: Narrative, draft: Draft) -> list[str]:
    """Return what is wrong with a draft, in words; nothing where it is right."""
    found = []
    got = values_of(draft)
    for field in sorted({*got, *narrative.record}):
        wanted, read = narrative.record.get(field, frozenset()), got.get(field, frozenset())
        may = narrative.may.get(field, frozenset())
        if wanted - read and not (len(read) == 1 and read <= may):
            found.append(f"{field} not read: {sorted(wanted - read)}")
        if read - wanted - may:
            found.append(f"{field} wrongly read: {sorted(read - wanted - may)}")
    if narrative.negated - denied(draft):
        found.append(f"denial not read: {sorted(narrative.negated - denied(draft))}")
    missing = frozenset(draft.missing) - {IDENTIFIER}
    if missing != narrative.missing:
        found.append(f"missing {sorted(missing)}, not {sorted(narrative.missing)}")
    return found
