"""Kinds of rows: rows of which all that is ever read is the same are looked at once.

A row is known by what is read of it on each axis. These small numbers, put side by side as the bits
of one word, are the row's key; where one word has no room for all, what it holds is numbered, and
that number goes on into the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .columns import Column, first_of_each, told_apart
from .pairs import Growing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .columns import Words
    from .pairs import Codes
    from .readings import Axis

_BITS, _BEFORE = 64, 32
"""Bits of a word; those that hold the number of the word before."""


class Kinds:
    """The kinds of rows that were met, and what was found of each.

    Args:
        axes: What a row is read by.
        read: Given an axis, returns all that matters of its codes to whoever finds: a number, or
            several, for each code.
        find: Given, for each axis by its first field, the codes of some rows, and how many rows
            they are, returns what there is to know of them: some numbers for each row.
        found: How many numbers.
    """

    def __init__(
        self,
        axes: Sequence[Axis],
        read: Callable[[Axis], Sequence[Codes]],
        find: Callable[[Mapping[str, Codes], int], Sequence[Codes]],
        found: int,
    ) -> None:
        self._seen = [_Seen(axis, read) for axis in axes]
        self._find = find
        self._found = [Growing() for _ in range(found)]
        self._words = [_Word(0)]

    @property
    def size(self) -> int:
        """How much was met so far."""
        return sum(len(word.known) for word in self._words)

    def look_up(self, columns: Mapping[str, Column], count: int) -> list[Column]:
        """Return what there is to know of some rows, as columns.

        Args:
            columns: For each axis, by its first field, the codes of the rows.
            count: How many rows there are.
        """
        if sum([seen.grow() for seen in self._seen]):  # all of them are read
            self._lay_out()
        kinds: Column | None = None
        for word in self._words:
            keys, at = told_apart(word.keys(columns, count, kinds))
            numbers, new = word.numbers(keys.tolist())
            kinds = Column(numbers, at)
            if new and word is self._words[-1]:
                self._learn(columns, first_of_each(at, len(keys)).take(new))
        return [kinds.through(found.array()) for found in self._found] if kinds else []

    def _learn(self, columns: Mapping[str, Column], rows: Codes) -> None:
        """Find what there is to know of kinds that are new, each by its first row."""
        codes = {name: column.of(rows) for name, column in columns.items()}
        for known, numbers in zip(self._found, self._find(codes, len(rows)), strict=True):
            known.extend_by(numbers)

    def _lay_out(self) -> None:
        """Put the axes into words; all kinds have to be learned again."""
        self._found = [Growing() for _ in self._found]
        self._words = [_Word(0)]
        for seen in self._seen:
            if not self._words[-1].take_in(seen):
                self._words.append(_Word(_BEFORE))
                self._words[-1].take_in(seen)


class _Seen:
    """What is read of one axis, and how many bits its number has room in.

    Attributes:
        axis: The axis. `classes`: for each code, the number of what is read of it.
        bits: So many bits.
    """

    def __init__(self, axis: Axis, read: Callable[[Axis], Sequence[Codes]]) -> None:
        self.axis = axis
        self.classes = Growing()
        self.bits = 0
        self._read = read
        self._numbers: dict[tuple[int, ...], int] = {}

    def grow(self) -> bool:
        """Read what is new on the axis, and tell whether it needs more room."""
        start = len(self.classes)
        if start < len(self.axis.parts):
            known, columns = self._numbers, self._read(self.axis)
            rows = zip(*[column[start:].tolist() for column in columns], strict=True)
            self.classes.extend([known.setdefault(row, len(known)) for row in rows])
        needed = (len(self._numbers) - 1).bit_length()
        if needed <= self.bits:
            return False
        self.bits = needed + 1  # one to spare, so that room is seldom made
        return True


class _Word:
    """Axes whose numbers have room in one word.

    Attributes:
        known: The words that were met, numbered in order.

    Args:
        used: Bits that hold the number of the word before.
    """

    def __init__(self, used: int) -> None:
        self.known: dict[int, int] = {}
        self._parts: list[tuple[_Seen, np.uint64]] = []
        self._used = used

    def take_in(self, seen: _Seen) -> bool:
        """Add an axis, and tell whether there was room for it."""
        if self._used + seen.bits > _BITS:
            return False
        self._parts.append((seen, np.uint64(self._used)))
        self._used += seen.bits
        return True

    def keys(self, columns: Mapping[str, Column], count: int, before: Column | None) -> Words:
        """Return the word of each row."""
        keys = np.zeros(count, np.uint64)
        if before is not None:
            keys |= before.full().astype(np.uint64)
        for seen, shift in self._parts:
            numbers, at = columns[seen.axis.fields[0]]
            bits = seen.classes.array().take(numbers).astype(np.uint64) << shift
            keys |= bits if at is None or len(bits) == 1 else bits.take(at)
        return keys

    def numbers(self, keys: list[int]) -> tuple[Codes, list[int]]:
        """Return the numbers of different words, and which of them are new."""
        known, before = self.known, len(self.known)
        numbers = [known.setdefault(key, len(known)) for key in keys]
        return np.array(numbers, np.intp), [n for n, at in enumerate(numbers) if at >= before]
