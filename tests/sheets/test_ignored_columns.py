"""Columns that are no fields are refused, until somebody says that they may be passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import python_calamine

import zhize
from tests.commands import Run
from tests.sheets.making import COAL, HEAD, KINDS, SAND, table

DAY = ("--today", "2025-01-01")
OURS = ["序号", "承办人 "]
ROWS = [
    [*HEAD, *OURS],
    [*SAND, 1, "张三"],
    [*COAL, 2, None],
    [*[None] * len(HEAD), 3, None],  # numbered in advance, and not yet filled
]
IGNORED = ("--ignore-columns", "序号", "--ignore-columns", "承办人")


@pytest.fixture(params=KINDS)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / f"台账.{request.param}"
    file.write_bytes(table(ROWS, request.param))
    return file


def test_a_column_that_is_no_field_is_refused_with_the_remedy(run: Run, ledger: Path) -> None:
    answer = run("validate", str(ledger), "--format", "json", *DAY)
    assert answer.code == 1
    problems = [row for row in json.loads(answer.out) if row["code"] == "unknown-field"]
    assert {row["field"] for row in problems} == {"序号", "承办人"}
    first = problems[0]
    assert "可用 --ignore-columns 序号 忽略" in first["message"]["zh"]
    assert first["message"]["en"].endswith("is passed over by `--ignore-columns 序号`")


def test_ignored_columns_are_passed_over_and_so_are_rows_that_have_nothing_else(
    run: Run, ledger: Path
) -> None:
    answer = run("validate", str(ledger), "--format", "json", *IGNORED, *DAY)
    assert (answer.code, json.loads(answer.out)) == (0, [])
    decided = run("decide", str(ledger), "--format", "jsonl", *IGNORED, *DAY)
    assert decided.code == 0
    assert [json.loads(line)["incident"] for line in decided.out.splitlines()] == ["A", "B"]


def test_the_result_workbook_keeps_them(run: Run, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果.xlsx"
    assert run("decide", str(ledger), "--out", str(out), *IGNORED, *DAY).code == 0
    rows = python_calamine.CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    head = next(n for n, row in enumerate(rows) if "序号" in row)
    column = rows[head].index("序号")
    assert [str(row[column]).removesuffix(".0") for row in rows[head + 1 : head + 3]] == ["1", "2"]


def test_an_ignored_name_that_no_column_has_is_said(run: Run, ledger: Path) -> None:
    answer = run("validate", str(ledger), "--format", "json", "--ignore-columns", "备考", *DAY)
    (problem,) = json.loads(answer.out)
    assert (answer.code, problem["code"]) == (3, "no-such-column")
    assert "没有要忽略的列“备考”" in problem["message"]["zh"]
    assert "`序号`" in problem["message"]["en"]


@pytest.mark.parametrize("name", ["区域", "zones", "所在区域"])
@pytest.mark.parametrize("command", ["decide", "validate"])
def test_a_field_cannot_be_ignored_by_any_of_its_names(
    run: Run, ledger: Path, command: str, name: str
) -> None:
    answer = run(command, str(ledger), "--ignore-columns", name, "--lang", "zh", *DAY)
    assert (answer.code, answer.out) == (2, "")
    assert f"不能忽略“{name}”：它是字段 zones" in answer.err


def test_what_an_ignored_cell_holds_is_nobodys_business(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    file = tmp_path / "台账.csv"
    file.write_bytes(table([[*HEAD, "合计"], [*SAND, "#REF!"], [*COAL, "1.40522E+17"]], "csv"))
    assert [r.problems for r in notice.records(file, ignore=["合计"])] == [(), ()]
    codes = {p.code for r in notice.records(file) for p in r.problems}
    assert codes == {"error-cell", "rounded-number"}


def test_records_of_other_formats_leave_the_fields_out(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text('{"id": "A", "seq": 1}\n{"id": "B"}\n', encoding="utf-8")
    assert [r.unrecognised for r in notice.records(file, ignore=["SEQ"])] == [(), ()]
    assert [r.unrecognised for r in notice.records(file)] == [("seq",), ()]
    # It was no column of a table: the remedy would be another.
    (problem,) = (p for p in notice.validate(notice.records(file)) if p.code == "unknown-field")
    assert "--ignore-columns" not in problem.message["en"]
