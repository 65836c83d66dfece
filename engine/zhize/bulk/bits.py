"""Sets of bits as rows of words of 64 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from .columns import told_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def flags(rows: Rows, count: int) -> npt.NDArray[np.bool_]:
    """Return for each row whether each of its first bits is set: rows × `count`."""
    octets = np.ascontiguousarray(rows, "<u8").view(np.uint8)
    return np.unpackbits(octets, axis=1, count=count, bitorder="little").view(bool)


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
