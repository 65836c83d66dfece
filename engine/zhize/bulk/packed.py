"""Short lists as single numbers: up to eight elements, a byte for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from .columns import Column, Words
    from .pairs import Codes

LONGEST, MOST = 8, 254
"""Elements of a list, and different elements, that can be packed."""

NONE = np.uint64(2**64 - 1)
"""Stands for no list; no list is packed so."""

MASKS: Words = np.array([(1 << (8 * size)) - 1 for size in range(9)], np.uint64)
"""By how many bytes are kept of a word."""


def words_of(data: npt.NDArray[np.uint8]) -> Words:
    """Return the word that begins at each byte, without copying; eight bytes more must follow."""
    return np.ndarray((len(data) - 7,), "<u8", data.data, strides=(1,))


def packed(elements: Column, starts: Codes, lengths: Codes) -> Words:
    """Return a number for each list; equal numbers are equal lists.

    Args:
        elements: The elements of all lists, below `MOST`.
        starts: Where each list begins.
        lengths: How long it is, up to `LONGEST`.
    """
    # One is added so that the end of a list differs from any element.
    found = elements.through(np.arange(1, MOST + 1, dtype=np.uint8)).full()
    data = np.zeros(len(found) + 8, np.uint8)
    data[:-8] = found
    words: Words = words_of(data)[starts] & MASKS.take(lengths)
    return words


def unpacked(word: int) -> list[int]:
    """Return the elements of a list."""
    return [byte - 1 for byte in word.to_bytes(8, "little") if byte]
