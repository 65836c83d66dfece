"""Files in, files out: what is written, and what is said."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

import zhize
from tests.bulk.files import told, write
from tests.bulk.rows import TODAY, Row, as_table, judged, random_rows

COMMAND = [sys.executable, "-m", "zhize.cli"]


@pytest.fixture(scope="module")
def rows(notice: zhize.Mechanism) -> list[Row]:
    """Rows of which many are good, and some repeat an identifier."""
    return random_rows(notice, random.Random(3), 700, bad=0.02)


@pytest.fixture(scope="module")
def expected(notice: zhize.Mechanism, rows: list[Row]) -> list[tuple[Any, ...]]:
    """What the same rows get in memory."""
    table = notice.decide_table(as_table(rows), today=TODAY)
    duties = table.dictionary["duties"].to_pylist()
    problems = table.problems["problems"].to_pylist()
    return [
        (
            row["id"], row["status"], row["reason"],
            None if row["duties"] is None else duties[row["duties"]],
            None if row["problems"] is None else problems[row["problems"]],
        )
        for row in table.codes.to_pylist()
    ]  # fmt: skip


@pytest.mark.parametrize("given", ["parquet", "csv", "tsv", "jsonl"])
@pytest.mark.parametrize("made", ["out.parquet", "out.csv", "out.jsonl", "folder"])
def test_a_file_gets_what_its_table_gets(
    notice: zhize.Mechanism, rows: list[Row], expected: list[tuple[Any, ...]],
    tmp_path: Path, given: str, made: str,
) -> None:  # fmt: skip
    source = write(tmp_path / f"in.{given}", rows)
    report = notice.batch(source, tmp_path / made, today=TODAY, part_rows=128)
    assert told(tmp_path / made) == expected
    assert report.rows == len(rows)
    assert report.refused == sum(row[1] == "refused" for row in expected) > 20
    assert report.decided == sum(row[1] == "decided" for row in expected) > 100
    assert not list(tmp_path.rglob("*.tmp")) + list(tmp_path.rglob("*.parts"))


@pytest.mark.parametrize("size", [50, 300, 699])
def test_groups_of_rows_in_a_file_may_be_of_any_size(
    notice: zhize.Mechanism, rows: list[Row], expected: list[tuple[Any, ...]],
    tmp_path: Path, size: int,
) -> None:  # fmt: skip
    source = tmp_path / "in.parquet"
    pq.write_table(as_table(rows), source, row_group_size=size)
    notice.batch(source, tmp_path / "out.parquet", today=TODAY, part_rows=128)
    assert told(tmp_path / "out.parquet") == expected


@pytest.mark.parametrize("given", ["parquet", "jsonl"])
def test_refused_records_lie_beside_the_output_with_full_reasons(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path, given: str
) -> None:
    source = write(tmp_path / f"in.{given}", rows)
    notice.batch(source, tmp_path / "out.csv", today=TODAY, part_rows=100)
    lines = Path(f"{tmp_path / 'out.csv'}.refused.jsonl").read_text(encoding="utf-8").splitlines()
    found = {line["position"]: line["problems"] for line in map(json.loads, lines)}
    wanted = {}
    for index, (problems, decision) in enumerate(judged(notice, rows), start=1):
        line = index if given == "jsonl" else None
        if decision is None:
            wanted[index] = [
                msgspec.structs.replace(p, source=source.name, row=line).to_dict() for p in problems
            ]
    assert found.keys() == wanted.keys()
    again = 0
    for index, problems in wanted.items():
        codes = [(p["code"], p["field"], p["value"], p["nearest"]) for p in found[index]]
        assert codes == [(p["code"], p["field"], p["value"], p["nearest"]) for p in problems]
        again += any(code[0] == "duplicate-id" for code in codes)
        if given == "parquet":
            assert [p["message"] for p in found[index]] == [p["message"] for p in problems]
    assert again > 3, "some identifiers are used twice, in different parts"


def test_rows_of_duties_are_those_of_the_table(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path
) -> None:
    source = write(tmp_path / "in.parquet", rows)
    table = notice.decide_table(as_table(rows), today=TODAY).exploded().to_pylist()
    for made in ("out.parquet", "folder"):
        notice.batch(source, tmp_path / made, duties="rows", today=TODAY, part_rows=100)
        assert pq.read_table(tmp_path / made).to_pylist() == table


def test_a_folder_of_files_is_one_batch(
    notice: zhize.Mechanism, rows: list[Row], expected: list[tuple[Any, ...]], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        write(folder / f"{number}.parquet", rows[number * 250 : number * 250 + 250])
    notice.batch(folder, tmp_path / "out.parquet", today=TODAY, part_rows=100)
    assert told(tmp_path / "out.parquet") == expected, "identifiers are compared across files"


def test_lines_that_are_no_records_are_refused_where_they_stand(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    good = (
        '{"id": "A", "reported_on": "2025-03-01", "township": "凤城镇", '
        '"violations": "非法采砂", "discovered_by": "群众"}'
    )
    lines = [
        good, "", "{broken", good.replace('"A"', '7'), good.replace('"A"', '"B", "id": "C"'),
        good.replace('"A"', '"D"').replace("}", ', "surprise": 1}'), '["no object"]',
        good.replace('"A"', '"E"').replace('"群众"', '["群众", 5]'), good,
    ]  # fmt: skip
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    notice.batch(path, tmp_path / "out.jsonl", today=TODAY)
    checker, statuses, codes = notice.checker(TODAY), [], []
    for record in notice.records(path):
        problems, _, decision = notice.judge(record, checker)
        statuses.append("refused" if decision is None else "decided")
        codes.append([p.code for p in problems])
    found = told(tmp_path / "out.jsonl")
    assert [row[1] for row in found] == statuses
    assert [sorted(p["code"] for p in row[4] or ()) for row in found] == [sorted(c) for c in codes]
    assert found[-1][4][0]["code"] == "duplicate-id"


def test_a_finished_batch_says_so_and_a_changed_one_is_refused(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path
) -> None:
    source = write(tmp_path / "in.parquet", rows[:50])
    for out in (tmp_path / "out.parquet", tmp_path / "folder"):
        assert not notice.batch(source, out, today=TODAY).already
        before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
        assert notice.batch(source, out).already, "the day is that of the first run"
        assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
        with pytest.raises(zhize.UsageError, match="was begun with duties"):
            notice.batch(source, out, duties="rows")
    write(source, rows[:60])
    for out in (tmp_path / "out.parquet", tmp_path / "folder"):
        with pytest.raises(zhize.UsageError, match="the input is not the one"):
            notice.batch(source, out, today=TODAY)
        assert notice.batch(source, out, today=TODAY, restart=True).rows == 60
        assert len(told(out)) == 60


@pytest.mark.parametrize(
    ("source", "out", "words"),
    [
        ("none.parquet", "out.parquet", "there is no file"),
        ("in.xlsx", "out.parquet", "formats that a batch reads"),
        ("in.parquet", "out.xlsx", "cannot write the format"),
        ("in.parquet", "in.parquet", "both input and output"),
        ("in.parquet", "none/out.parquet", "there is no folder"),
        ("torn.parquet", "out.parquet", "cannot be read"),
        ("empty", "out.parquet", "holds no file"),
    ],
)
def test_what_cannot_be_done_is_said(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path, source: str, out: str, words: str
) -> None:
    write(tmp_path / "in.parquet", rows[:5])
    (tmp_path / "in.xlsx").write_bytes(b"PK")
    (tmp_path / "torn.parquet").write_bytes((tmp_path / "in.parquet").read_bytes()[:-20])
    (tmp_path / "empty").mkdir()
    with pytest.raises(zhize.ZhizeError, match=words) as raised:
        notice.batch(tmp_path / source, tmp_path / out)
    assert raised.value.exit_code in (2, 3)


def test_no_cell_of_csv_is_a_formula(notice: zhize.Mechanism, tmp_path: Path) -> None:
    row = {
        "id": "=cmd()", "reported_on": "2025-03-01", "township": "凤城镇",
        "violations": "非法采砂", "discovered_by": "群众",
    }  # fmt: skip
    source = write(tmp_path / "in.csv", [row, {**row, "id": "@x", "township": "+1"}])
    notice.batch(source, tmp_path / "out.csv", today=TODAY)
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith('"\'=cmd()",')
    assert lines[2].startswith('"\'@x",')
    assert lines[2].endswith('"\'+1"')


def run(*argv: str | Path, **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, argv)], capture_output=True, check=False, timeout=120, **more
    )


@pytest.mark.parametrize("duties", ["codes", "rows"])
def test_csv_can_be_read_by_those_who_guess_how_it_is_written(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path, duties: str
) -> None:
    duckdb = pytest.importorskip("duckdb")
    source = write(tmp_path / "in.parquet", rows)
    for name in ("out.csv", "out.parquet"):
        notice.batch(source, tmp_path / name, today=TODAY, duties=duties)
    assert b"\r\n" not in (tmp_path / "out.csv").read_bytes()
    counted = [
        duckdb.sql(f"SELECT count(*) FROM '{tmp_path / name}'").fetchall()
        for name in ("out.csv", "out.parquet")
    ]
    assert counted[0] == counted[1]


def test_the_command_tells_counts_and_ends_with_1_where_records_are_refused(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path
) -> None:
    source = write(tmp_path / "in.parquet", rows)
    ended = run("--lang", "en", "batch", source, tmp_path / "out.parquet", "--today", "2025-06-01")
    text = ended.stderr.decode()
    assert ended.returncode == 1
    assert ended.stdout == b""
    assert text.startswith("700 records: ")
    assert "\r" not in text, "progress is for a terminal"
    again = run("--lang", "en", "batch", source, tmp_path / "out.parquet")
    assert "is finished already" in again.stderr.decode()
    assert again.returncode == 1


def test_two_processes_do_not_write_to_one_output(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path
) -> None:
    fcntl = pytest.importorskip("fcntl")
    source = write(tmp_path / "in.parquet", rows[:5])
    work = tmp_path / "out.parquet.parts"
    work.mkdir()
    with (work / ".lock").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(zhize.UsageError, match="another process is writing"):
            notice.batch(source, tmp_path / "out.parquet")
