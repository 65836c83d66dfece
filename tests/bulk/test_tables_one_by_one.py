"""Tables decided one after the other, or at once, say what each says by itself."""

from __future__ import annotations

import pickle
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import zhize
from tests.bulk.rows import TODAY, as_table, random_rows
from zhize import _batching

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"


def said(mechanism: zhize.Mechanism, rows: list[dict[str, Any]], day: date) -> list[Any]:
    found = mechanism.decide_table(as_table(rows), today=day)
    tables = (found.codes, found.dictionary, found.problems, found.exploded())
    return [table.to_pylist() for table in tables]


@pytest.mark.parametrize("folder", [None, HARBOUR])
@pytest.mark.parametrize("most", [0, 60, 1 << 15])
def test_earlier_tables_change_nothing(
    folder: Path | None, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_batching, "_SPARE", most)
    warm, fresh = zhize.load(folder), zhize.load(folder)
    rng = random.Random(most)
    for number in range(12):
        rows = random_rows(warm, rng, rng.choice([1, 7, 60]), bad=0.1)
        day = TODAY if number % 4 else date(2024, 8, 1)
        expected = said(fresh, rows, day)
        fresh._spare.clear()
        assert said(warm, rows, day) == expected
    assert len(warm._spare) <= 1
    assert bool(warm._spare) == (most == 1 << 15)


def test_a_mechanism_that_decided_tables_survives_pickling(notice: zhize.Mechanism) -> None:
    rows = random_rows(notice, random.Random(1), 20)
    expected = said(notice, rows, TODAY)
    assert said(pickle.loads(pickle.dumps(notice)), rows, TODAY) == expected


def test_tables_decided_at_once(notice: zhize.Mechanism) -> None:
    tables = [random_rows(notice, random.Random(seed), 80, bad=0.1) for seed in range(16)]
    expected = [said(notice, rows, TODAY) for rows in tables]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda rows: said(notice, rows, TODAY), tables * 3)) == expected * 3
