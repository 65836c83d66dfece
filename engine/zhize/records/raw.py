"""A record between its format and its meaning: field names and values as written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.report import ERROR, Problem
from .faults import Fault, excerpt

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from ..model.incident import Columns

NOTHING: Mapping[str, Any] = {}


class RawRecord(NamedTuple):
    """What one record says, before its words are looked up.

    Attributes:
        position: Place in the file, from 1 (the line, in JSONL). `line`: where it begins, or None.
        fields: Text, None (left out), lists and mappings of these by field name.
        problems: What went wrong while it was read; then `fields` may be empty.
        columns: Where the fields stand, for a row of a table; else None.
        written: Its cells as texts, for a row of a table.
        remarks: Problems about the file as a whole, told with its first record.
    """

    position: int
    line: int | None
    fields: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    columns: Columns | None = None
    written: tuple[str, ...] = ()
    remarks: tuple[Problem, ...] = ()


def without(raw: RawRecord, names: Container[str]) -> RawRecord:
    """Return a record without some of its fields."""
    kept = {name: value for name, value in raw.fields.items() if name not in names}
    return raw if len(kept) == len(raw.fields) else raw._replace(fields=kept)


def broken(position: int, line: int | None, fault: Fault, source: str) -> RawRecord:
    """Return the stand-in for a record that could not be read."""
    return RawRecord(position, line, NOTHING, (fault.problem(source),))


def duplicate_field(name: str, value: str | None, source: str, line: int | None) -> Problem:
    """Return the problem of a field that a record gives twice; `value` is the later one."""
    later_zh = "" if value is None else f"，后一次的值是“{excerpt(value)}”"
    later_en = "" if value is None else f", the second time as `{excerpt(value)}`"
    return Problem(
        code="duplicate-field",
        severity=ERROR,
        message={
            "zh": f"字段“{name}”写了两次{later_zh}。请只留一个。",
            "en": f"field `{name}` is given twice{later_en}; keep one",
        },
        field=name,
        value=value,
        source=source,
        row=line,
    )
