"""What a batch keeps is bounded, whatever the data; and it forgets without saying anything else."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zhize
from tests.bulk.files import told, write
from tests.bulk.rows import TODAY, as_table, random_rows
from zhize.bulk.engine import Engine
from zhize.bulk.legend import Legend
from zhize.bulk.parts import ROWS
from zhize.bulk.raw import RawValues
from zhize.bulk.sources import Sources

_MEASURE = """
import sys
from zhize.cli import main
main(sys.argv[1:])
print(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
"""
"""What `getrusage` says would include the process that started it."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells")
def test_memory_does_not_grow_with_the_length(notice: zhize.Mechanism, tmp_path: Path) -> None:
    rows = random_rows(notice, random.Random(7), 2000, bad=0.0)
    table = as_table(rows)
    peaks = []
    for times in (10, 80):
        long = pa.concat_tables([table] * times)
        names = pa.array([f"N-{n}" for n in range(long.num_rows)])
        path = tmp_path / f"{times}.parquet"
        column = long.schema.get_field_index("id")
        pq.write_table(long.set_column(column, "id", names), path, row_group_size=20_000)
        ended = subprocess.run(
            [sys.executable, "-c", _MEASURE, "batch", str(path), str(tmp_path / f"{times}-out"),
             "--today", "2025-06-01", "--part-rows", "20000"],
            capture_output=True, check=True, timeout=120,
        )  # fmt: skip
        peaks.append(int(ended.stdout.split()[-1]) / 1024)
    assert peaks[1] < 400, "MiB"
    assert peaks[1] - peaks[0] < 60, "MiB, for eight times the rows"


@pytest.mark.parametrize("made", ["out.parquet", "folder"])
def test_outcomes_nearly_all_different_are_forgotten_and_mean_the_same(
    notice: zhize.Mechanism, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    rows = random_rows(notice, random.Random(9), 700)
    rows += [{**row, "id": f"M-{number}"} for number, row in enumerate(rows)]
    source = write(tmp_path / "in.parquet", rows)
    (tmp_path / "free").mkdir()
    (tmp_path / "bound").mkdir()
    notice.batch(source, tmp_path / "free" / made, today=TODAY, part_rows=128)
    kept: list[int] = []
    original = Legend.codes

    def counting(legend: Legend, *given: object) -> object:
        found = original(legend, *given)  # type: ignore[arg-type]
        kept.append(legend.known)
        return found

    monkeypatch.setattr(Legend, "codes", counting)
    monkeypatch.setattr("zhize.bulk.job.KEPT", 40)
    notice.batch(source, tmp_path / "bound" / made, today=TODAY, part_rows=128)
    assert told(tmp_path / "bound" / made) == told(tmp_path / "free" / made)
    assert max(kept) == 40, "so many entries are known again, and no more"

    def entries(out: Path) -> int:
        name = f"{out}.duties.parquet" if out.suffix else out / "_duties.parquet"
        return pq.read_metadata(name).num_rows

    bound, free = entries(tmp_path / "bound" / made), entries(tmp_path / "free" / made)
    assert bound > free > 100, "some outcomes came again after they were forgotten"


def test_rows_of_duties_need_no_dictionary(notice: zhize.Mechanism, tmp_path: Path) -> None:
    source = write(tmp_path / "in.parquet", random_rows(notice, random.Random(9), 50))
    notice.batch(source, tmp_path / "out.parquet", today=TODAY, duties="rows")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "in.parquet", "out.parquet", "out.parquet.manifest.json", "out.parquet.refused.jsonl",
    ]  # fmt: skip


def test_an_engine_forgets_before_it_holds_too_much(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = write(tmp_path / "in.parquet", random_rows(notice, random.Random(10), 2000))
    held: list[tuple[int, bool]] = []
    original = Engine.refresh

    def watched(engine: Engine) -> bool:
        begun = original(engine)
        held.append((engine.size, begun))
        return begun

    monkeypatch.setattr(Engine, "refresh", watched)
    monkeypatch.setattr("zhize.bulk.engine._MOST", 9000)
    monkeypatch.setattr("zhize.bulk.parts.ROWS", 100)
    notice.batch(source, tmp_path / "out.parquet", today=TODAY)
    assert len(held) >= 20
    assert max(size for size, _ in held) < 9000
    assert max(size for size, _ in held) > 1000
    assert any(begun for _, begun in held)


def test_long_words_weigh_more_and_overlong_ones_are_not_kept() -> None:
    short, long = RawValues(), RawValues()
    short.number("泥")
    long.number("泥" * 10_000)
    assert len(long) > 50 * len(short)
    assert long.number("泥" * 100_001) == 1, "it is left to the reader of single records"
    assert len(long.values) == 3


def test_lists_that_are_left_to_the_reader_of_single_records_count_as_kept() -> None:
    lists = pa.array([[a, b] for a in range(60) for b in range(60)])
    raw = RawValues()
    assert set(raw.of(lists).full().tolist()) == {1}
    assert len(raw) > len(lists)


def test_rows_that_are_small_in_the_file_are_few_at_once(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    rows = [
        row | {"id": f"N-{n}", "description": f"{n % 20} " * 10_000}
        for n, row in enumerate(random_rows(notice, random.Random(8), 2000, bad=0.0))
    ]
    path = tmp_path / "in.parquet"
    with pq.ParquetWriter(path, as_table(rows).schema) as to:
        for some in (rows, [], rows[:9], []):
            to.write_table(as_table(rows).schema.empty_table() if not some else as_table(some))
    assert path.stat().st_size < 1 << 20
    pieces = list(Sources(path).pieces(ROWS, 1 << 20))
    assert [piece.first for piece in pieces][-1] == 2001
    assert sum(piece.count for piece in pieces) == 2009
    assert max(piece.batch.nbytes for piece in pieces if piece.batch) < 16 << 20
