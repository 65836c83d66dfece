"""Incidents: what a record says, in the mechanism's own codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from .report import Problem


class Unresolved(msgspec.Struct, frozen=True):
    """A value as the user wrote it that is no word of the mechanism (or no date)."""

    text: str


Stated = str | Unresolved


class Signature:
    """What records of equal facts share: a mark by which later layers know them again.

    Two records with one signature say the same on every facet but free text. Two signatures may
    still stand for equal facts; nothing may be concluded from their being different.

    Attributes:
        values, unknown: As in `Record`, without the facets of free text.
        texts: The facets of free text.
    """

    __slots__ = ("texts", "unknown", "values")

    def __init__(
        self,
        values: dict[str, tuple[Stated, ...]],
        unknown: tuple[str, ...],
        texts: frozenset[str],
    ) -> None:
        self.values = values
        self.unknown = unknown
        self.texts = texts

    def fits(self, values: Mapping[str, Any], unknown: tuple[str, ...]) -> bool:
        """Tell whether this still is the mark of these facts: somebody may have changed a copy."""
        if unknown != self.unknown:
            return False
        get, more = values.get, len(values) - len(self.values)
        for facet, stated in self.values.items():
            if get(facet) is not stated:
                return False
        return not more or more == len(self.texts & values.keys())


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """Where the fields of a table stand, so that what is wrong is found in the sheet.

    Attributes:
        sheet: Name of the sheet; None where the file is one table.
        head: Row of the field names, from 1.
        letters: Letters of a column by facet code.
        strange: Letters of a column by a field name that the mechanism does not have.
        names: Place of a column, from 0, and the name at its head, for all that have one.
        above: What stands above the head, row by row.
    """

    sheet: str | None
    head: int
    letters: Mapping[str, str]
    strange: Mapping[str, str] = {}
    names: tuple[tuple[int, str], ...] = ()
    above: tuple[tuple[str, ...], ...] = ()

    def cell(self, field: str | None, row: int | None) -> str | None:
        """Return the cell in A1 style where a field of a row stands, None where it has none.

        A field that the mechanism does not have is wrong at the head of its column.
        """
        if field is None:
            return None
        letters = self.letters.get(field)
        if letters is not None:
            return None if row is None else f"{letters}{row}"
        letters = self.strange.get(field)
        return None if letters is None else f"{letters}{self.head}"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A record after its words were looked up, before it was checked.

    Attributes:
        source: Name of the file, or `-`.
        index: Position in the file, from 1 (line of JSONL, document of YAML, record of a sheet).
        line: Line (row of a sheet) where it begins, from 1, or None.
        values: Stated values by facet code, in the order written; `()` is a known empty list.
            Concepts and agencies are codes, places the `code` of a `Place`, dates ISO strings.
        unknown: Facets marked `unknown` (a partial list keeps its known values as well).
        unrecognised: Field names that the mechanism does not have, as written.
        notes: Problems of severity `info` (a former name was taken, say).
        problems: Problems found while reading the record itself (a field given twice …).
        signature: The mark of its facts, or None.
        columns: Where its fields stand, for a row of a table; else None.
        written: Its cells as texts, one for each name of `columns`.
    """

    source: str
    index: int
    line: int | None
    values: dict[str, tuple[Stated, ...]]
    unknown: tuple[str, ...] = ()
    unrecognised: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    signature: Signature | None = None
    columns: Columns | None = None
    written: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return _equal(self, other)

    @property
    def sheet(self) -> str | None:
        """The sheet in which it stands, or None."""
        return None if self.columns is None else self.columns.sheet

    def cell(self, field: str | None) -> str | None:
        """Return the cell in which a field of it stands, or None."""
        return None if self.columns is None else self.columns.cell(field, self.line)


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """A checked record: every value is a word of the mechanism.

    Attributes:
        id: The record's identifier.
        values: Codes by facet; a facet that is absent was not stated, `()` is a known empty list.
        unknown: Facets on which more may hold than is stated, absent facets not included.
        notes: What the reader should be told (`Problem` of severity `info`).
        signature: The mark of its facts, or None.
    """

    id: str
    values: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()
    signature: Signature | None = None

    def __eq__(self, other: object) -> bool:
        return _equal(self, other)

    def to_dict(self) -> dict[str, Any]:
        """Return the record in canonical form: codes, lists for every value.

        A facet marked unknown keeps its values and gains `unknown`.
        """
        fields: dict[str, Any] = {facet: list(vals) for facet, vals in self.values.items()}
        for facet in self.unknown:
            fields[facet] = [*fields.get(facet, []), "unknown"]
        return fields


def _equal(one: msgspec.Struct, other: object) -> bool:
    """Tell whether two values say the same; how they were recognised does not count."""
    if type(one) is not type(other):
        return False
    return all(
        getattr(one, name) == getattr(other, name)
        for name in one.__struct_fields__
        if name != "signature"
    )
