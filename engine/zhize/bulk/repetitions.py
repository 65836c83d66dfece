"""Identifiers that are used again, found without holding them all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from ..model.incident import Record
from ..validation.findings import Identifiers
from .texts import repeated

if TYPE_CHECKING:
    from pathlib import Path

    from ..validation.findings import Where
    from .block import Block
    from .texts import Hashes

_COMPARED, _AT_ONCE = 1 << 24, 2
"""Hashes that are sorted together; how often that is done at the same time."""


def suspects_in(files: list[Path]) -> Hashes:
    """Return the hashes that occur more than once in some files, by shares that fit into memory."""
    count = sum(path.stat().st_size for path in files) // 8
    bits = max(1, (count // _COMPARED).bit_length())

    def share(number: int) -> Hashes:
        """Look at the hashes that begin with some bits."""
        mine = [np.zeros(0, np.uint64)]
        for path in files:
            hashes = np.fromfile(path, np.uint64)
            mine.append(hashes[hashes >> np.uint64(64 - bits) == np.uint64(number)])
        return repeated(np.concatenate(mine))

    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return np.concatenate(list(threads.map(share, range(1 << bits))))


class Watch:
    """Finds rows that use an identifier again, among those whose hashes say that they might.

    Args:
        suspects: Hashes that occur more than once, in order.
    """

    def __init__(self, suspects: Hashes | None = None) -> None:
        self._suspects = np.zeros(0, np.uint64) if suspects is None else suspects
        self._seen = Identifiers()

    def repetitions(self, block: Block) -> dict[int, Where]:
        """Return the rows of a block whose identifier was used before, with where."""
        if not len(self._suspects):
            return {}
        names = block.names()
        at = np.searchsorted(self._suspects, names.hashes)
        at[at == len(self._suspects)] = 0
        found: dict[int, list[str]] = {}
        for number in np.flatnonzero(self._suspects[at] == names.hashes).tolist():
            found.setdefault(int(names.rows[number]), []).append(names.texts[number].as_py())
        again = {}
        for row, texts in found.items():
            record = Record(
                source=block.source, index=block.position(row), line=block.line(row), values={}
            )
            used = self._seen.used_before(tuple(texts), record)
            if used is not None:
                again[row] = used[1]
        return again
