"""`zhize validate FILE.parquet` says what the same records get one by one."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zhize
from tests.bulk.rows import TODAY, as_table, random_rows
from tests.commands import Run
from zhize.bulk import validating

GOOD: dict[str, Any] = {
    "id": "A-1", "reported_on": "2025-03-01", "township": "凤城镇",
    "violations": ["illegal-sand-mining"], "zones": ["reservoir-area"], "mineral": "sand",
    "discovered_by": ["ecology-environment"],
}  # fmt: skip
DAY = ("--today", TODAY.isoformat())


@pytest.fixture
def files(notice: zhize.Mechanism, tmp_path: Path) -> list[str]:
    """Two files of random records; each has some identifiers of the other."""
    names = []
    for seed in (41, 42):
        table = as_table(random_rows(notice, random.Random(seed), 300, bad=0.1))
        names.append(str(tmp_path / f"{seed}.parquet"))
        pq.write_table(table, names[-1], row_group_size=100)
    return names


def test_files_have_the_problems_that_their_records_have_one_by_one(
    notice: zhize.Mechanism, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validating, "_ROWS", 64)
    records = [record for name in files for record in notice.records(name)]
    assert [r.index for r in records] == [*range(1, 301), *range(1, 301)]
    expected = notice.validate(records, today=TODAY)
    assert notice.validate_files(files, today=TODAY) == expected
    used = [p for p in expected if p.code == "duplicate-id" and p.source == files[1]]
    assert any(
        "used before by record" in p.message["en"] and " of `" in p.message["en"] for p in used
    )


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_command_says_the_same_whichever_way_it_takes(
    run: Run, files: list[str], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = run("validate", *files, "--format", form, *DAY)
    assert fast.code == 1
    ways: list[str] = []
    monkeypatch.setattr("zhize.cli.validate._check_columns", lambda *_: ways.append("asked"))
    assert run("validate", *files, "--format", form, *DAY) == fast
    assert ways == ["asked"]
    if form == "json":
        assert {row["source"] for row in json.loads(fast.out)} == set(files)


def test_columns_are_read_where_all_files_have_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "good.parquet"
    pq.write_table(as_table([GOOD]), file)
    monkeypatch.setattr("zhize.cli.validate._check", lambda *_: pytest.fail("one by one"))
    assert run("validate", str(file), *DAY).code == 0
    assert run("validate", str(file), str(file), *DAY).code == 1


def test_an_identifier_is_found_again_in_a_file_of_another_format(run: Run, tmp_path: Path) -> None:
    columns, lines = tmp_path / "a.parquet", tmp_path / "b.jsonl"
    pq.write_table(as_table([GOOD]), columns)
    lines.write_bytes(msgspec.json.encode(GOOD) + b"\n")
    answer = run("validate", str(lines), str(columns), "--format", "json", *DAY)
    assert answer.code == 1
    assert [row["code"] for row in json.loads(answer.out)] == ["duplicate-id"]


def test_a_damaged_file_is_said_to_be_so_behind_what_could_be_read(
    run: Run, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.parquet", tmp_path / "bad.parquet"
    pq.write_table(as_table([{**GOOD, "zones": ["nonsense"]}]), good)
    bad.write_bytes(good.read_bytes()[:200])
    answer = run("validate", str(good), str(bad), "--format", "json", *DAY)
    assert answer.code == 3
    rows = json.loads(answer.out)
    assert [(row["source"], row["code"]) for row in rows] == [
        (str(good), "unknown-code"), (str(bad), "syntax"),
    ]  # fmt: skip
    assert "导出" in rows[1]["message"]["zh"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "missing-file"), (b"id,title\n", "unknown-format"), (b"", "empty-file")],
)
def test_what_is_no_parquet_is_refused_as_by_every_reader(
    run: Run, tmp_path: Path, content: bytes | None, code: str
) -> None:
    file = tmp_path / "a.parquet"
    if content is not None:
        file.write_bytes(content)
    answer = run("validate", str(file), "--format", "json")
    assert (answer.code, [row["code"] for row in json.loads(answer.out)]) == (3, [code])


def test_a_file_without_rows_holds_no_record(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(as_table([GOOD]).slice(0, 0), file)
    answer = run("validate", str(file), "--format", "json")
    assert (answer.code, [row["code"] for row in json.loads(answer.out)]) == (3, ["empty-file"])


def test_a_shape_without_a_form_over_columns_is_checked_one_by_one(
    run: Run, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = run("validate", *files, *DAY)

    def unknown(*_: object, **__: object) -> None:
        raise zhize.CompilationError("不行", "no")

    monkeypatch.setattr("zhize.bulk.checks.refuse_unknown", unknown)
    assert run("validate", *files, *DAY) == fast


def test_records_of_parquet_are_decided_too_also_from_a_stream(
    notice: zhize.Mechanism, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({k: [v] for k, v in GOOD.items()}), file)
    answer = run("decide", str(file), "--format", "jsonl", *DAY)
    assert answer.code == 0
    assert json.loads(answer.out)["incident"] == "A-1"
    with file.open("rb") as stream:
        (record,) = notice.records(stream)
    assert record.values["zones"] == ("reservoir-area",)


def test_without_the_library_it_is_said_what_to_install(
    notice: zhize.Mechanism, files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhize.records.parquet_records.find_spec", lambda _: None)
    with pytest.raises(zhize.UnreadableError, match=r"zhize\[bulk\]"):
        next(notice.records(files[0]))
