"""Numbers for pairs of numbers: the one data structure by which rows are grouped.

Lists of values, combinations of columns and states of a decision are all walks through such tables:
from where a row stands, and what its next value is, to where it stands then.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from .columns import Column

Codes: TypeAlias = npt.NDArray[np.intp]
"""Small numbers, one for each row."""

_DENSE = 1 << 21
"""Cells of a table that is kept as such; beyond that, only the pairs that occur are kept."""


class Growing:
    """A list of numbers that is read as an array.

    Args:
        values: The first numbers.
        kind: How they are kept, as in `array.array`.
    """

    def __init__(self, values: Iterable[int] = (), kind: str = "q") -> None:
        self._values = array(kind, values)
        self._array = np.array(self._values)
        self.append = self._values.append
        self.extend = self._values.extend

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, at: int) -> int:
        return self._values[at]

    def extend_by(self, numbers: npt.NDArray[Any]) -> None:
        """Add the numbers of an array, without making Python numbers of them."""
        self._values.frombytes(numbers.astype(self._values.typecode).tobytes())

    def array(self) -> npt.NDArray[Any]:
        """Return all numbers; an array given before stays as it is."""
        if len(self._array) != len(self._values):
            self._array = np.array(self._values)  # a copy: what is looked at cannot grow
        return self._array


class Pairs:
    """A table from pairs of numbers to numbers, filled in as pairs are met.

    Args:
        make: Gives the number of a pair that was not met before.
    """

    def __init__(self, make: Callable[[int, int], int]) -> None:
        self._make = make
        self._table: Codes = np.full((8, 8), -1, np.intp)
        self._known: dict[int, int] | None = None
        self._met = 0

    def __len__(self) -> int:
        """Return how many pairs were met."""
        return self._met if self._known is None else len(self._known)

    def look_up(self, left: Codes, right: Codes, height: int, width: int) -> Codes:
        """Return the number of each pair.

        Args:
            left: One number for each row, below `height`.
            right: Another, below `width`.
            height: How many different numbers there are on the left.
            width: How many there are on the right.
        """
        self._fit(height, width)
        if self._known is not None:
            return self._sparse(left, right, self._known)
        flat = self._table.reshape(-1)
        keys = left * self._table.shape[1] + right
        found: Codes = flat.take(keys)
        if len(found) and found.min() < 0:
            missing = np.unique(keys[found < 0]).tolist()
            for key in missing:
                flat[key] = self._make(*divmod(key, self._table.shape[1]))
            self._met += len(missing)
            found = flat.take(keys)
        return found

    def _fit(self, height: int, width: int) -> None:
        rows, columns = self._table.shape
        if self._known is not None or (height <= rows and width <= columns):
            return
        rows, columns = _room(rows, height), _room(columns, width)
        old = self._table
        if rows * columns > _DENSE:
            met = np.argwhere(old >= 0)
            self._known = {(r << 32) + c: int(old[r, c]) for r, c in met.tolist()}
            return
        self._table = np.full((rows, columns), -1, np.intp)
        self._table[: old.shape[0], : old.shape[1]] = old

    def _sparse(self, left: Codes, right: Codes, known: dict[int, int]) -> Codes:
        keys, inverse = np.unique((left << 32) + right, return_inverse=True)
        found = []
        for key in keys.tolist():
            number = known.get(key)
            if number is None:
                number = known[key] = self._make(key >> 32, key & 0xFFFFFFFF)
            found.append(number)
        return np.array(found, np.intp)[inverse]


class Tuples:
    """A table from tuples of numbers to numbers, by pairs: filled in as tuples are met.

    Args:
        width: How many numbers a tuple has.
        make: Gives the number of a tuple that was not met before.
    """

    def __init__(self, width: int, make: Callable[[tuple[int, ...]], int]) -> None:
        self._make = make
        self._met: list[list[tuple[int, ...]]] = [[] for _ in range(width)]
        self._pairs = [Pairs(partial(self._pair, level)) for level in range(1, width)]
        self._found = Growing()

    def __len__(self) -> int:
        """Return how many pairs were met."""
        return sum(map(len, self._pairs))

    def look_up(self, columns: Sequence[Column], sizes: Sequence[int]) -> Column:
        """Return the number of each tuple.

        Args:
            columns: The numbers of the rows.
            sizes: How many different ones there are in each column.
        """
        at, height = columns[0], sizes[0]
        if len(columns) == 1:
            for number in range(len(self._found), height):
                self._found.append(self._make((number,)))
        for pairs, met, column, size in zip(
            self._pairs, self._met[1:], columns[1:], sizes[1:], strict=True
        ):
            at = _joined(pairs, at, column, height, size)
            height = len(met)
        return at.through(self._found.array())

    def _pair(self, level: int, left: int, right: int) -> int:
        met = self._met[level]
        row = (*(self._met[level - 1][left] if level > 1 else (left,)), right)
        met.append(row)
        if level == len(self._pairs):
            self._found.append(self._make(row))
        return len(met) - 1


def _joined(pairs: Pairs, left: Column, right: Column, height: int, width: int) -> Column:
    """Return the numbers of pairs, in as few steps as the columns allow."""
    if (one := left.only) is not None:
        numbers = right.numbers
        return Column(pairs.look_up(np.full_like(numbers, one), numbers, height, width), right.at)
    if (one := right.only) is not None:
        numbers = left.numbers
        return Column(pairs.look_up(numbers, np.full_like(numbers, one), height, width), left.at)
    return Column(pairs.look_up(left.full(), right.full(), height, width))


def _room(has: int, needs: int) -> int:
    while has < needs:
        has *= 2
    return has
