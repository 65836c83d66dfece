"""Identifiers that are used again, found without holding them all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from .texts import found_in, repeated

if TYPE_CHECKING:
    from pathlib import Path

    from ..validation.findings import Use, Where
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


_UNUSED = np.array(
    (0, 0, 0, 0, 0),
    [("begin", "i8"), ("length", "i4"), ("source", "i4"), ("index", "i8"), ("line", "i8")],
)
"""Where an identifier was used first, and where its text stands."""


class Watch:
    """Finds rows that use an identifier again, among those whose hashes say that they might.

    What is kept of an identifier is its text and where it was used first, as bytes and numbers:
    there may be millions.

    Args:
        suspects: Hashes that occur more than once, in order.
    """

    def __init__(self, suspects: Hashes | None = None) -> None:
        self._suspects = np.zeros(0, np.uint64) if suspects is None else suspects
        self._first = np.full(len(self._suspects), _UNUSED)
        self._texts = bytearray()
        self._sources: list[str] = []
        self._others: dict[str, Where] = {}  # whose hash is that of another identifier as well

    def repetitions(self, block: Block) -> dict[int, Use]:
        """Return the rows of a block that use an identifier again, with it and where it was."""
        if not len(self._suspects):
            return {}
        names = block.names()
        mine, at = found_in(self._suspects, names.hashes)
        texts = names.texts.take(pa.array(mine)).to_pylist()
        found: dict[int, list[tuple[int, str]]] = {}
        for row, slot, text in zip(names.rows[mine].tolist(), at.tolist(), texts, strict=True):
            found.setdefault(row, []).append((slot, text))
        again = {}
        for row, own in found.items():
            before = [(slot, text, self._use(slot, text)) for slot, text in own]
            used = [(text, where) for _, text, where in before if where is not None]
            if used:
                again[row] = used[0]
            for slot, text, where in before:
                if where is None:
                    self._note(slot, text, (block.source, block.position(row), block.line(row)))
        return again

    def _use(self, slot: int, text: str) -> Where | None:
        """Return where an identifier was used first."""
        first = self._first[slot]
        if not first["length"]:
            return None
        begin = int(first["begin"])
        if self._texts[begin : begin + int(first["length"])] != text.encode():
            return self._others.get(text)
        line = int(first["line"])
        source = self._sources[int(first["source"])]
        return source, int(first["index"]), None if line < 0 else line

    def _note(self, slot: int, text: str, where: Where) -> None:
        """Keep where an identifier was used first."""
        if self._first[slot]["length"]:
            self._others.setdefault(text, where)
            return
        source, index, line = where
        if source not in self._sources[-1:]:  # files come one after the other
            self._sources.append(source)
        written = text.encode()
        self._first[slot] = (
            len(self._texts), len(written), len(self._sources) - 1, index,
            -1 if line is None else line,
        )  # fmt: skip
        self._texts += written
