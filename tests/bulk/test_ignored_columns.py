"""Tables and batches pass over the columns that they are told to, and no others."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest

import zhize
from tests.bulk.files import lines_of, told, write
from tests.bulk.rows import TODAY, Row, as_table, random_rows
from tests.commands import Run


@pytest.fixture(scope="module")
def rows(notice: zhize.Mechanism) -> list[Row]:
    return random_rows(notice, random.Random(51), 200)


@pytest.fixture(scope="module")
def numbered(rows: list[Row]) -> list[Row]:
    return [{**row, "序号": str(number)} for number, row in enumerate(rows)]


def test_a_table_gets_what_it_gets_without_the_column(
    notice: zhize.Mechanism, rows: list[Row], numbered: list[Row]
) -> None:
    expected = notice.decide_table(as_table(rows), today=TODAY)
    found = notice.decide_table(as_table(numbered), today=TODAY, ignore=["序号"])
    assert found.codes == expected.codes
    assert found.dictionary == expected.dictionary
    refused = notice.decide_table(as_table(numbered), today=TODAY).codes["status"].to_pylist()
    assert set(refused) == {"refused"}
    checked = notice.validate_table(as_table(numbered), today=TODAY, ignore=["序号"])
    assert checked.report == notice.validate_table(as_table(rows), today=TODAY).report
    assert checked.report.problems


def test_what_a_table_lacks_and_what_is_a_field_cannot_be_ignored(
    notice: zhize.Mechanism, rows: list[Row]
) -> None:
    table = as_table(rows)
    for call in (notice.decide_table, notice.validate_table):
        with pytest.raises(
            zhize.UsageError, match="no column `序号` to be ignored; there are `id`"
        ):
            call(table, ignore=["序号"])
        with pytest.raises(zhize.UsageError, match="it is the field `zones`"):
            call(table, ignore=["区域"])


@pytest.mark.parametrize("given", ["parquet", "csv", "tsv", "jsonl"])
def test_a_batch_gets_what_it_gets_without_the_column(
    notice: zhize.Mechanism, rows: list[Row], numbered: list[Row], run: Run,
    tmp_path: Path, given: str,
) -> None:  # fmt: skip
    plain, more = write(tmp_path / f"a.{given}", rows), write(tmp_path / f"b.{given}", numbered)
    notice.batch(plain, tmp_path / "a-out.parquet", today=TODAY)
    out = tmp_path / "b-out.parquet"
    argv = ("batch", str(more), str(out), "--today", TODAY.isoformat())
    assert run(*argv, "--ignore-columns", "序号").code == 1  # some are refused
    assert told(out) == told(tmp_path / "a-out.parquet")
    # The same output again, but not the same question: that is no going on.
    answer = run(*argv)
    assert answer.code == 2
    assert "--restart" in answer.err


@pytest.mark.parametrize("given", ["parquet", "csv"])
def test_the_reasons_of_a_batch_tell_of_the_option(
    notice: zhize.Mechanism, numbered: list[Row], tmp_path: Path, given: str
) -> None:
    source = write(tmp_path / f"a.{given}", numbered)
    notice.batch(source, tmp_path / "out.parquet", today=TODAY)
    lines = lines_of(tmp_path / "out.parquet.refused.jsonl")
    assert len(lines) == len(numbered)
    for line in lines:
        (said,) = (p["message"] for p in line["problems"] if p["code"] == "unknown-field")
        assert "`--ignore-columns 序号`" in said["en"]


def test_a_batch_says_which_column_is_not_there_and_which_is_a_field(
    notice: zhize.Mechanism, rows: list[Row], tmp_path: Path
) -> None:
    source = write(tmp_path / "a.parquet", rows)
    with pytest.raises(zhize.UnreadableError, match="no column `序号` to be ignored"):
        notice.batch(source, tmp_path / "out.parquet", today=TODAY, ignore=["序号"])
    with pytest.raises(zhize.UsageError, match="it is the field `zones`"):
        notice.batch(source, tmp_path / "out.parquet", today=TODAY, ignore=["zones"])


def test_files_are_checked_without_the_columns(
    notice: zhize.Mechanism, rows: list[Row], numbered: list[Row], run: Run, tmp_path: Path
) -> None:
    plain = write(tmp_path / "a.parquet", rows)
    expected = notice.validate_files([plain], today=TODAY)
    write(plain, numbered)
    assert notice.validate_files([plain], today=TODAY, ignore=["序号"]) == expected
    one_by_one = notice.validate(notice.records(plain, ignore=["序号"]), today=TODAY)
    assert one_by_one == expected
    assert expected.problems
    answer = run("validate", str(plain), "--ignore-columns", "备考", "--format", "json")
    assert answer.code == 3
    assert "no-such-column" in answer.out


def test_columns_of_one_name_are_all_ignored(notice: zhize.Mechanism, rows: list[Row]) -> None:
    table = as_table(rows)
    for _ in range(2):
        table = table.append_column("x", pa.nulls(len(rows), pa.string()).fill_null("1"))
    found = notice.decide_table(table, today=TODAY, ignore=["X"])
    assert found.codes == notice.decide_table(as_table(rows), today=TODAY).codes
