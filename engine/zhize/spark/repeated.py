"""Where rows stand in a data frame, and which of them use an identifier again.

A row is numbered as Spark's `monotonically_increasing_id` numbers it: the number of its partition,
and its place in that. The first row with an identifier, in this order, keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from .._errors import UsageError
from ..bulk.texts import found_in, hash_texts

if TYPE_CHECKING:
    import numpy.typing as npt

    from ..bulk.block import Block
    from ..bulk.texts import Hashes
    from ..validation.findings import Use, Where

ROW_BITS = 33
"""Bits of a row's number that hold its place in the partition, from 0."""


def source_of(partition: int) -> str:
    """Return the name of a partition, as the files have it that Spark writes."""
    return f"part-{partition:05}"


def number_of(partition: int, place: int) -> int:
    """Return the number of a row.

    Args:
        partition: The number of its partition.
        place: Its place there, from 1 as everywhere in this package.
    """
    return (partition << ROW_BITS) + place - 1


def where(number: int) -> Where:
    """Return where the row with a number stands."""
    partition, place = divmod(number, 1 << ROW_BITS)
    return source_of(partition), place + 1, None


class Repeated(NamedTuple):
    """The identifiers that several rows have; small enough to be sent to every worker.

    Attributes:
        hashes: In order. `names`: the identifiers, each of one hash. `firsts`: the number of the
            first row that has it.
    """

    hashes: Hashes
    names: pa.Array
    firsts: npt.NDArray[np.int64]

    @staticmethod
    def of(names: pa.Array, firsts: npt.NDArray[np.int64]) -> Repeated:
        """Return identifiers in the order of their hashes."""
        hashes = hash_texts(names)
        order = np.argsort(hashes, kind="stable")
        return Repeated(hashes[order], names.take(pa.array(order)), firsts[order])

    def again(self, block: Block, partition: int) -> dict[int, Use]:
        """Return the rows of a block that use an identifier again, with it and where it was.

        Raises:
            UsageError: The rows stand elsewhere than when the identifiers were read.
        """
        if not len(self.hashes):
            return {}
        found: dict[int, Use] = {}
        met = set()
        names = block.names()
        mine, at = found_in(self.hashes, names.hashes)
        for n, place in zip(mine.tolist(), at.tolist(), strict=True):
            name = names.texts[n].as_py()
            first = self._first(place, name)
            if first is None:
                continue
            row = int(names.rows[n])
            number = number_of(partition, block.first + row)
            if number < first:
                raise _moved()
            if number == first:
                met.add(first)
            else:
                found.setdefault(row, (name, where(first)))
        self._look_for_firsts(block, partition, met)
        return found

    def _first(self, at: int, name: str) -> int | None:
        wanted = self.hashes[at]
        while at < len(self.hashes) and self.hashes[at] == wanted:
            if self.names[at].as_py() == name:
                return int(self.firsts[at])
            at += 1
        return None

    def _look_for_firsts(self, block: Block, partition: int, met: set[int]) -> None:
        """Make sure that every first row that should stand in a block does."""
        begin = number_of(partition, block.first)
        here = (self.firsts >= begin) & (self.firsts < begin + block.count)
        if not met.issuperset(self.firsts[here].tolist()):
            raise _moved()


def _moved() -> UsageError:
    return UsageError(
        "两次读取这个 DataFrame 时，各行的顺序不同，无法断定重复编号中哪一行在先。"
        "请先把它写成文件，或用 persist()、checkpoint() 固定下来。",
        "the rows of the data frame came in another order when they were read again, so that it "
        "is not known which of the rows with one identifier is the first; write the frame to a "
        "file first, or fix it by persist() or checkpoint()",
    )
