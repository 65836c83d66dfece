"""Identifiers used again are found by their texts; a hash only says where to look."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np
import pyarrow as pa
import pytest

from zhize.bulk.block import Block, Names
from zhize.bulk.repetitions import Watch, suspects_in
from zhize.model.incident import Record
from zhize.validation.findings import Identifiers


class _Rows:
    """As much of a block as is asked for."""

    def __init__(self, source: str, first: int, rows: Sequence[tuple[str, ...]]) -> None:
        self.source = source
        self._first = first
        self._rows = rows

    def names(self) -> Names:
        flat = [(row, text) for row, texts in enumerate(self._rows) for text in texts]
        hashes = np.array([len(text) for _, text in flat], np.uint64)  # many have the same
        rows = np.array([row for row, _ in flat], np.intp)
        return Names(rows, pa.array([text for _, text in flat], pa.string()), hashes)

    def position(self, row: int) -> int:
        return self._first + row

    def line(self, row: int) -> int | None:
        return None if self.source == "a" else 10 * (self._first + row)


@pytest.mark.parametrize("seed", range(20))
def test_it_finds_what_comparing_all_finds(seed: int) -> None:
    rng = random.Random(seed)
    words = ["甲", "a", "b", "乙一", "aa", "ab", "三个字", "abc"]
    watch, seen, met = Watch(np.array([1, 2, 3, 7], np.uint64)), Identifiers(), 0
    for number in range(12):
        source, first = ("a" if number < 6 else "b"), 1 + 4 * number
        rows = [tuple(rng.sample(words, rng.choice([0, 1, 1, 1, 2]))) for _ in range(4)]
        block = _Rows(source, first, rows)
        expected = {}
        for row, texts in enumerate(rows):
            at, line = block.position(row), block.line(row)
            used = seen.used_before(texts, Record(source=source, index=at, line=line, values={}))
            if used is not None:
                expected[row] = used
        met += len(expected)
        assert watch.repetitions(cast(Block, block)) == expected
    assert met > 5


def test_hashes_in_several_files_that_occur_twice_are_found(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    files, parts = [], []
    for number in range(4):
        parts.append(rng.integers(0, 2**64 - 1, 1000, dtype=np.uint64))
        parts[-1][:3] = parts[0][:3] + np.uint64(number // 2)
        files.append(tmp_path / str(number))
        parts[-1].tofile(files[-1])
    values, counts = np.unique(np.concatenate(parts), return_counts=True)
    assert suspects_in(files).tolist() == values[counts > 1].tolist()
    assert len(suspects_in(files)) == 6
    assert suspects_in([]).tolist() == []
