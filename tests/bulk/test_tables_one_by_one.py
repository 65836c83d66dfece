"""Tables decided one after the other, or at once, say what each says by itself."""

from __future__ import annotations

import pickle
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zhize
from tests.bulk.rows import TODAY, as_table, judged, random_rows
from tests.bulk.test_decide_table import GOOD
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


@pytest.mark.parametrize("zones", [("UTC", "Asia/Shanghai"), ("Asia/Shanghai", "UTC")])
def test_one_moment_is_another_day_in_another_zone(
    notice: zhize.Mechanism, zones: tuple[str, str], tmp_path: Path
) -> None:
    moment = pa.array([datetime(2025, 2, 28, 16, tzinfo=UTC)])
    tables = []
    for zone in zones:
        table = as_table([{**GOOD, "id": zone}])
        column = table.schema.get_field_index("reported_on")
        tables.append(
            table.set_column(column, "reported_on", moment.cast(pa.timestamp("us", zone)))
        )
    expected = ["decided" if zone == "Asia/Shanghai" else "refused" for zone in zones]
    assert [judged(notice, t.to_pylist())[0][1] is not None for t in tables] == [
        status == "decided" for status in expected
    ]
    notice._spare.clear()
    found = [notice.decide_table(table, today=TODAY).codes for table in tables]
    assert [codes["status"].to_pylist() for codes in found] == [[status] for status in expected]
    (tmp_path / "in").mkdir()
    for number, table in enumerate(tables):
        pq.write_table(table, tmp_path / "in" / f"{number}.parquet")
    notice.batch(tmp_path / "in", tmp_path / "out.parquet", today=TODAY)
    assert pq.read_table(tmp_path / "out.parquet")["status"].to_pylist() == expected


def test_tables_decided_at_once(notice: zhize.Mechanism) -> None:
    tables = [random_rows(notice, random.Random(seed), 80, bad=0.1) for seed in range(16)]
    expected = [said(notice, rows, TODAY) for rows in tables]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda rows: said(notice, rows, TODAY), tables * 3)) == expected * 3
