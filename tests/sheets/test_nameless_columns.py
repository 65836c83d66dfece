"""What stands in a ledger under no field name is not passed over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import zhize
from tests.sheets.making import COAL, HEAD, KINDS, LEDGER, SAND, found, only, table, xlsx
from zhize.cli import main

UNNAMED = ["", "炸药", None]
"""A column without a name, with one value."""


def test_a_value_under_a_head_that_is_two_columns_wide_is_not_passed_over(
    notice: zhize.Mechanism,
) -> None:
    def more(_: Any, sheet: Any) -> None:
        sheet.merge_range("F1:G1", "区域")

    problem = only(notice, xlsx([HEAD, [*SAND, "林地"]], more=more))
    assert (problem.code, problem.cell, problem.record) == ("unnamed-column", "G2", "A")
    assert problem.value == "林地"
    assert problem.message == {
        "zh": "工作表“事项”单元格 G2：这一列没有字段名，不知道说的是什么；请在 G1 写上字段名，"
        "或把值并入它所属的列。",
        "en": "cell G2 of sheet `事项`: its column has no name, so nobody can tell what it says; "
        "name the column in G1, or move the value to the column where it belongs",
    }


def test_a_head_of_two_rows_is_no_record(notice: zhize.Mechanism) -> None:
    def more(_: Any, sheet: Any) -> None:
        for column, name in zip("ABCDEF", HEAD, strict=True):
            sheet.merge_range(f"{column}1:{column}2", name)

    assert not found(notice, xlsx([HEAD, [None] * 6, SAND], more=more), "book.xlsx")


def test_a_column_that_is_named_above_the_head_alone_has_no_name(notice: zhize.Mechanism) -> None:
    def more(_: Any, sheet: Any) -> None:
        sheet.merge_range("A1:A2", "矿种")
        sheet.merge_range("B1:G1", "事项")

    rows = [["矿种", "事项"], [None, *HEAD], ["煤", *SAND]]
    problem = only(notice, xlsx(rows, more=more))
    assert (problem.code, problem.cell, problem.value) == ("unnamed-column", "A3", "煤")


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_between_the_columns_needs_a_name(notice: zhize.Mechanism, kind: str) -> None:
    rows = [[*row[:4], extra, *row[4:]] for row, extra in zip(LEDGER, UNNAMED, strict=True)]
    problem = only(notice, table(rows, kind), f"book.{kind}")
    assert (problem.code, problem.cell, problem.record) == ("unnamed-column", "E2", "A")


def test_what_stands_beside_the_table_is_no_part_of_it(notice: zhize.Mechanism) -> None:
    rows = [[None, *HEAD], [1, *SAND, "印章"], [2, *COAL, None]]
    assert not found(notice, xlsx(rows), "book.xlsx")


def test_a_line_of_csv_with_more_values_than_names_says_so(notice: zhize.Mechanism) -> None:
    head, row = [*HEAD[:4], HEAD[5], HEAD[4]], [*SAND[:4], SAND[5], "公安,水务"]
    line = ",".join(map(str, row))
    problem = only(notice, f"{','.join(head)}\n{line}\n".encode(), "book.csv")
    assert (problem.code, problem.cell, problem.value) == ("unnamed-column", "G2", "水务")
    assert problem.message["en"].endswith(
        "a value with a separator in it belongs in quotation marks"
    )


def test_the_result_keeps_a_value_without_a_name(notice: zhize.Mechanism, tmp_path: Path) -> None:
    rows = [[*row[:4], extra, *row[4:]] for row, extra in zip(LEDGER, UNNAMED, strict=True)]
    (tmp_path / "book.xlsx").write_bytes(xlsx(rows))
    out = tmp_path / "result.xlsx"
    assert main(["decide", str(tmp_path / "book.xlsx"), "--out", str(out), "--lang", "zh"]) == 1
    book = openpyxl.load_workbook(out)
    assert book["事项"]["E2"].value == "炸药"
    assert book["问题"]["F2"].hyperlink.location == "'事项'!E2"
