"""Short lists as single numbers: up to eight elements, a byte for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .pairs import Codes

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST, MOST = 8, 255
"""Elements of a list, and different elements, that can be packed."""

Words = npt.NDArray[np.uint64]

MASKS: Words = np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)
"""By how many bytes are kept of a word."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_BITS = 13


def words_of(data: npt.NDArray[np.uint8]) -> Words:
    """Return the word that begins at each byte, without copying; eight bytes more must follow."""
    return np.ndarray((len(data) - 7,), "<u8", data.data, strides=(1,))


def packed(elements: npt.NDArray[np.uint8], starts: Codes, lengths: Codes) -> Words:
    """Return a number for each list; equal numbers are equal lists.

    Args:
        elements: The elements of all lists, below `MOST`.
        starts: Where each list begins.
        lengths: How long it is, up to `LONGEST`.
    """
    data = np.zeros(len(elements) + 8, np.uint8)
    np.add(elements, 1, out=data[:-8])  # so that the end of a list differs from any element
    found: Words = words_of(data)[starts] & MASKS.take(lengths)
    return found


class Slots:
    """A table from packed lists to numbers, most of which are found at the first look.

    Args:
        make: Gives the number of a list that was not met before, from its elements.
    """

    def __init__(self, make: Callable[[list[int]], int]) -> None:
        self._make = make
        self._keys = np.zeros(1 << _BITS, np.uint64)
        self._numbers: Codes = np.zeros(1 << _BITS, np.intp)
        self._known: dict[int, int] = {}
        self._numbers[0] = self._known[0] = make([])

    def look_up(self, keys: Words) -> Codes:
        """Return the number of each list."""
        slots = ((keys * _FACTOR) >> np.uint64(64 - _BITS)).astype(np.intp)
        found: Codes = self._numbers.take(slots)
        missed = np.flatnonzero(self._keys.take(slots) != keys)
        if len(missed):
            others, inverse = np.unique(keys.take(missed), return_inverse=True)
            numbers = [self._number(key) for key in others.tolist()]
            found[missed] = np.array(numbers, np.intp).take(inverse)
        return found

    def _number(self, key: int) -> int:
        number = self._known.get(key)
        if number is None:
            elements = [byte - 1 for byte in key.to_bytes(8, "little") if byte]
            number = self._known[key] = self._make(elements)
            slot = (key * int(_FACTOR) & (1 << 64) - 1) >> (64 - _BITS)
            if slot and not self._keys[slot]:
                self._keys[slot], self._numbers[slot] = key, number
        return number
