"""Lists of numbers of any length, one for each row, side by side in one array."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .pairs import Codes

Numbers = npt.NDArray[np.signedinteger[Any]]


class Lists(NamedTuple):
    """Lists of numbers.

    Attributes:
        ends: For each list, where it ends in `flat`; the next one begins there.
        flat: The numbers of all.
    """

    ends: Codes
    flat: Numbers

    def one(self, number: int) -> Numbers:
        """Return one list."""
        return self.flat[int(self.ends[number - 1]) if number else 0 : int(self.ends[number])]

    def take(self, numbers: Codes) -> tuple[Lists, Codes]:
        """Return some lists one after the other, and for each of their numbers which it is of."""
        lengths = np.diff(self.ends, prepend=0)
        each = lengths.take(numbers)
        ends = np.cumsum(each)
        owners = np.repeat(np.arange(len(numbers)), each)
        # The first number of a list stands where that begins; each one after it, one further.
        shift = (self.ends - lengths).take(numbers) - (ends - each)
        return Lists(ends, self.flat.take(np.arange(len(owners)) + shift.take(owners))), owners


def lists_from(rows: Sequence[Sequence[int]]) -> Lists:
    """Return lists given one by one."""
    flat = [number for row in rows for number in row]
    return Lists(np.cumsum([len(row) for row in rows], dtype=np.intp), np.array(flat, np.intp))


def lists_of(owners: Codes, flat: Numbers, count: int) -> Lists:
    """Return lists by whose each number is; the numbers stand in the order of their lists.

    Args:
        owners: For each number, which list it belongs to.
        flat: The numbers.
        count: How many lists there are.
    """
    return Lists(np.cumsum(np.bincount(owners, minlength=count)), flat)


def empty(count: int) -> Lists:
    """Return so many lists without a number."""
    return Lists(np.zeros(count, np.intp), np.zeros(0, np.intp))


def beginnings(keys: Codes) -> Codes:
    """Return where runs of equal numbers begin."""
    if not len(keys):
        return np.zeros(0, np.intp)
    return np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))


def in_bytes(columns: Sequence[Lists]) -> Iterator[bytes]:
    """Yield for each row all its lists as bytes; equal bytes are equal lists.

    Args:
        columns: Lists of numbers that are not negative, each with as many rows.
    """
    lengths = [np.diff(lists.ends, prepend=0) for lists in columns]
    whole = np.sum(lengths, axis=0) + len(columns)  # a mark stands behind each list
    ends = np.cumsum(whole)
    row = np.full(int(ends[-1]) if len(ends) else 0, -1, np.int32)
    begin = ends - whole
    for lists, length in zip(columns, lengths, strict=True):
        shift = begin - (lists.ends - length)
        row[np.arange(len(lists.flat)) + np.repeat(shift, length)] = lists.flat
        begin = begin + length + 1
    data, start = row.tobytes(), 0
    for end in (4 * ends).tolist():
        yield data[start:end]
        start = end
