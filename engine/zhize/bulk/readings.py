"""From the values of columns to what they say: each distinct value is looked up once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from ..model.incident import Stated
from ..model.report import Problem
from ..records import resolve
from .columns import Column
from .pairs import Growing, Pairs
from .raw import IRREGULAR, NOTHING, RawValues

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..records import Lexicon

ABSENT, ODD = 0, 1
"""Codes of every axis: nothing is stated; the row must be read as a single record."""


class Part(msgspec.Struct, frozen=True):
    """What a record says on one axis, and what is to be told about it.

    Attributes:
        values: As in a `Record`.
        unknown: Facets on which more may hold.
        notes: Problems of severity `info`.
    """

    values: dict[str, tuple[Stated, ...]]
    unknown: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


class Axis:
    """Facets that are read together: one facet, or all places, which depend on each other.

    Two ways to write the same get the same code, unless a note shows what was written.

    Attributes:
        fields: Codes of the facets.
        parts: What is stated, by code.
    """

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self.parts: list[Part] = [Part({}), Part({})]
        self._codes: dict[object, int] = {(): ABSENT}

    def code(self, part: Part) -> int:
        """Return the code of what is stated."""
        key = tuple(
            (field, part.values.get(field), field in part.unknown)
            for field in self.fields
            if field in part.values or field in part.unknown
        ) + tuple((note.code, note.field, note.value) for note in part.notes)
        found = self._codes.get(key)
        if found is None:
            found = self._codes[key] = len(self.parts)
            self.parts.append(part)
        return found


class WordAxis(Axis):
    """An axis whose values are looked up in the lexicon.

    Args:
        fields: Codes of the facets, those first on which the others depend.
        lexicon: The words of the mechanism.
    """

    def __init__(self, fields: tuple[str, ...], lexicon: Lexicon) -> None:
        super().__init__(fields)
        self._lexicon = lexicon
        self.raws = {field: RawValues() for field in fields}
        self._first = Growing()
        self._rows: list[list[tuple[Any, ...]]] = [[] for _ in fields[1:]]
        self._last = Growing()
        self._pairs = [
            Pairs(lambda left, right, level=level: self._pair(level, left, right))  # type: ignore[misc]
            for level in range(len(fields) - 1)
        ]

    @property
    def size(self) -> int:
        """How much was met so far, to keep it within bounds."""
        return sum(map(len, self.raws.values())) + sum(map(len, self._pairs)) + len(self.parts)

    def codes(self, ids: Mapping[str, Column]) -> Column:
        """Return the code of each row.

        Args:
            ids: For each facet, the numbers of the values as written.
        """
        first, *others = self.fields
        raws = self.raws[first].values
        if not others:
            for raw in raws[len(self._first) :]:
                self._first.append(self._read((raw,)))
            return ids[first].through(self._first.array())
        at, height = ids[first], len(raws)
        for pairs, rows, field in zip(self._pairs, self._rows, others, strict=True):
            at = self._joined(pairs, at, ids[field], height, len(self.raws[field].values))
            height = len(rows)
        return at.through(self._last.array())

    @staticmethod
    def _joined(pairs: Pairs, left: Column, right: Column, height: int, width: int) -> Column:
        """Return the numbers of pairs, in as few steps as the columns allow."""
        if (one := left.only) is not None:
            numbers = right.numbers
            return Column(
                pairs.look_up(np.full_like(numbers, one), numbers, height, width), right.at
            )
        if (one := right.only) is not None:
            numbers = left.numbers
            return Column(
                pairs.look_up(numbers, np.full_like(numbers, one), height, width), left.at
            )
        return Column(pairs.look_up(left.full(), right.full(), height, width))

    def _pair(self, level: int, left: int, right: int) -> int:
        above: tuple[Any, ...] = (
            self._rows[level - 1][left] if level else (self.raws[self.fields[0]].values[left],)
        )
        row = (*above, self.raws[self.fields[level + 1]].values[right])
        rows = self._rows[level]
        rows.append(row)
        if level == len(self._pairs) - 1:
            self._last.append(self._read(row))
        return len(rows) - 1

    def _read(self, raws: tuple[Any, ...]) -> int:
        """Return the code of values as written."""
        if any(raw is IRREGULAR for raw in raws):
            return ODD
        stated = {
            field: raw for field, raw in zip(self.fields, raws, strict=True) if raw is not NOTHING
        }
        record = resolve(stated, self._lexicon)
        if record.problems or record.unrecognised:
            return ODD
        return self.code(Part(record.values, record.unknown, record.notes))


class TextAxis(Axis):
    """A field of free text, of which only counts whether there is one."""

    ONE = 2

    def __init__(self, field: str) -> None:
        super().__init__((field,))
        self.code(Part({field: ("…",)}))
