"""Sets of bits as rows of words of 64 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from .columns import told_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .columns import Indices
    from .pairs import Codes

Rows = npt.NDArray[np.uint64]
"""A set in each row: the lowest 64 bits first."""


def width_of(bits: int) -> int:
    """Return how many words hold a set; at least one."""
    return max(1, -(-bits.bit_length() // 64))


def rows_of(sets: Iterable[int], width: int) -> Rows:
    """Return sets as rows of so many words."""
    data = b"".join([bits.to_bytes(8 * width, "little") for bits in sets])
    return np.frombuffer(data, "<u8").reshape(-1, width)


def number_of(row: Rows) -> int:
    """Return a row as one number."""
    return int.from_bytes(row.astype("<u8").tobytes(), "little")


def set_bits(rows: Rows) -> tuple[Codes, Codes]:
    """Return the bits that are set: the row and the number of each, in order."""
    at, words = np.nonzero(rows)
    octets = rows[at, words].astype("<u8").view(np.uint8).reshape(-1, 8)
    which, bits = np.nonzero(np.unpackbits(octets, axis=1, bitorder="little"))
    return at.take(which), 64 * words.take(which) + bits


def has(rows: Rows, at: Codes, bits: Codes) -> npt.NDArray[np.bool_]:
    """Tell for some rows whether the bit with a number is set."""
    found: npt.NDArray[np.bool_] = (
        rows[at, bits >> 6] >> (bits & 63).astype(np.uint64) & np.uint64(1)
    ) == 1
    return found


def different(rows: Rows) -> tuple[Rows, Indices]:
    """Return the different ones of some rows, in order of appearance, and which each one is."""
    width = rows.shape[1]
    if width == 1:
        found, at = told_apart(rows.ravel())
        return found.reshape(-1, 1), at
    data = pa.py_buffer(np.ascontiguousarray(rows))
    whole = pa.FixedSizeBinaryArray.from_buffers(pa.binary(8 * width), len(rows), [None, data])
    encoded = whole.dictionary_encode()
    words = np.frombuffer(b"".join(encoded.dictionary.to_pylist()), "<u8").reshape(-1, width)
    return words, encoded.indices.to_numpy()


class Narrow:
    """Sets whose bits lie close together, of which only the words between them are kept.

    Args:
        sets: The sets; none is empty.
    """

    def __init__(self, sets: Sequence[int]) -> None:
        first = [(bits & -bits).bit_length() - 1 >> 6 for bits in sets]
        shifted = [bits >> 64 * word for bits, word in zip(sets, first, strict=True)]
        width = max(map(width_of, shifted), default=1)
        self._words = rows_of(shifted, width)
        self._first = np.array(first, np.intp)

    def touch(self, rows: Rows, at: Codes, which: Codes) -> npt.NDArray[np.bool_]:
        """Tell for some rows whether they have a bit in common with a set.

        Args:
            rows: All rows.
            at: Some of them.
            which: The number of a set, for each of those.
        """
        first = self._first.take(which)
        found = np.zeros(len(at), bool)
        for number in range(self._words.shape[1]):
            word = np.minimum(first + number, rows.shape[1] - 1)  # behind the last, no bit is set
            found |= rows[at, word] & self._words[:, number].take(which) != 0
        return found


class Matrix:
    """Rows of words to which more are added.

    Args:
        width: Words of a row.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._data = bytearray()
        self._rows = rows_of([], width)

    def add(self, bits: int) -> None:
        """Add a row."""
        self._data += bits.to_bytes(8 * self._width, "little")

    def rows(self) -> Rows:
        """Return all rows; what was returned before stays as it is."""
        if self._rows.nbytes != len(self._data):
            self._rows = np.frombuffer(bytes(self._data), "<u8").reshape(-1, self._width)
        return self._rows
