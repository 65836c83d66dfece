"""Columns of numbers in which few different ones stand: what is done to all is done to those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

if TYPE_CHECKING:
    from .pairs import Codes

Indices: TypeAlias = npt.NDArray[np.signedinteger[Any]]
Words: TypeAlias = npt.NDArray[np.uint64]
"""Numbers of 64 bits."""


class Column(NamedTuple):
    """A column of numbers.

    Attributes:
        numbers: Those that occur, some perhaps several times, and perhaps others: a dictionary may
            hold words that no row has. Where `at` is None, those of the rows themselves.
        at: For each row, where its number stands in `numbers`, perhaps counted from the end.
    """

    numbers: Codes
    at: Indices | None = None

    def through(self, table: Codes) -> Column:
        """Return the column of what a table has for each number."""
        return Column(table.take(self.numbers), self.at)

    def full(self) -> Codes:
        """Return the number of each row."""
        return self.numbers if self.at is None else self.numbers.take(self.at)

    def of(self, rows: Codes) -> Codes:
        """Return the numbers of some rows."""
        return self.numbers.take(rows if self.at is None else self.at.take(rows))

    @property
    def only(self) -> int | None:
        """The number of all rows, where that is plain to see."""
        return int(self.numbers[0]) if self.at is not None and len(self.numbers) == 1 else None


def constant(number: int, count: int) -> Column:
    """Return a column in which all rows have one number."""
    return Column(np.array([number], np.intp), np.zeros(count, np.int8))


def told_apart(words: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], Indices]:
    """Return the different ones of some words, in order of appearance, and which each one is."""
    found = pa.array(words).dictionary_encode()
    return found.dictionary.to_numpy(), found.indices.to_numpy()


def first_of_each(at: Indices, count: int) -> Codes:
    """Return for each of the numbers below `count`, all of which occur, the row of the first."""
    found = np.zeros(count, np.intp)
    found[at[::-1]] = np.arange(len(at) - 1, -1, -1)
    return found
