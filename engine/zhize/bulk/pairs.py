"""Numbers for pairs of numbers: the one data structure by which rows are grouped.

Lists of values, combinations of columns and states of a decision are all walks through such tables:
from where a row stands, and what its next value is, to where it stands then.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

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


def _room(has: int, needs: int) -> int:
    while has < needs:
        has *= 2
    return has
