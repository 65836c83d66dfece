"""What goes wrong in ledgers is said with the sheet, the cell, the value and what to do."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableRow

import zhize
from tests.sheets.making import (
    COAL,
    HEAD,
    LEDGER,
    SAND,
    delimited,
    found,
    ods_cell,
    only,
    read,
    refused,
    rezipped,
    table,
    xlsx,
)  # fmt: skip
from zhize.cli import main

# ---------------------------------------------------------------- cells


def test_an_error_cell_is_no_empty_cell(notice: zhize.Mechanism) -> None:
    def more(_: Any, sheet: Any) -> None:
        sheet.write_formula("F2", "=VLOOKUP(1,A:B,2,0)", None, "#N/A")
        sheet.write_formula("C3", "=Sheet9!A1", None, "#REF!")

    first, second = found(notice, xlsx(LEDGER, more=more))
    assert (first.code, first.sheet, first.cell, first.row) == ("error-cell", "事项", "F2", 2)
    assert (first.field, first.value, first.record) == ("zones", "#N/A", "A")
    assert first.message == {
        "zh": "工作表“事项”单元格 F2（区域）：公式的结果是错误值 #N/A；请改正公式，或直接填写值。",
        "en": "cell F2 of sheet `事项` (区域): the formula gives the error #N/A; mend it, or write "
        "the value itself",
    }
    assert (second.code, second.cell, second.value) == ("error-cell", "C3", "#REF!")


def test_error_cells_of_the_old_format_are_found_too(notice: zhize.Mechanism) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("事项")
    for r, row in enumerate(LEDGER):
        for c, value in enumerate(row):
            sheet.write(r, c, str(value) if value else None)
    sheet.row(3).set_cell_error(0, "#REF!")
    sheet.row(3).write(1, "2024-08-01")
    out = io.BytesIO()
    book.save(out)
    codes = [(p.code, p.cell, p.value) for p in found(notice, out.getvalue(), "book.xls")]
    assert codes[0] == ("error-cell", "A4", "#REF!")
    assert {code for code, *_ in codes[1:]} == {"missing-field"}


def test_error_cells_of_opendocument_are_found_too(notice: zhize.Mechanism) -> None:
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="事项")
    broken = ods_cell("#REF!", formula="of:=[.#REF!]")
    broken.setAttribute("stringvalue", "")
    for row in (
        [ods_cell(v) for v in HEAD],
        [*(ods_cell(v) for v in SAND[:5]), broken],
        [ods_cell(v) for v in COAL],
    ):
        made = TableRow()
        for cell in row:
            made.addElement(cell)
        sheet.addElement(made)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    problem = only(notice, out.getvalue(), "book.ods")
    assert (problem.code, problem.cell, problem.value) == ("error-cell", "F2", "#REF!")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_number_that_was_rounded_is_refused(notice: zhize.Mechanism, kind: str) -> None:
    data = table([HEAD, [140522198001011234, *SAND[1:]]], kind)
    problem = only(notice, data, f"book.{kind}")
    assert (problem.code, problem.cell, problem.field) == ("rounded-number", "A2", "id")
    assert problem.value.startswith("1405221980010112")
    assert problem.message == {
        "zh": "工作表“事项”单元格 A2（编号）：位数多的数字已被表格软件舍入；"
        "请把单元格设为文本格式，再重新输入。",
        "en": "cell A2 of sheet `事项` (编号): the spreadsheet has rounded a number of "
        "many digits; format the cell as text and enter it anew",
    }
    [record] = read(notice, table([HEAD, ["140522198001011234", *SAND[1:]]], kind))
    assert record.values["id"] == ("140522198001011234",), "as text it is whole"


def test_a_date_without_a_format_is_read_by_its_serial_number_and_said(
    notice: zhize.Mechanism,
) -> None:
    problem = only(notice, xlsx([HEAD, [SAND[0], 45505, *SAND[2:]]]))
    assert (problem.code, problem.severity, problem.cell) == ("date-serial", "info", "B2")
    assert problem.message["zh"].endswith(
        "数字 45505 没有日期格式，按表格软件的日期序号读作 2024-08-01。"
    )
    assert problem.message["en"].endswith(
        "the number 45505 has no date format; it is read as the day 2024-08-01"
    )


def test_serial_numbers_follow_the_calendar_of_the_workbook(notice: zhize.Mechanism) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, [SAND[0], 44043, *SAND[2:]])
        sheet.write_row(2, 0, ["B", None, *SAND[2:]])
        sheet.write_datetime("B3", datetime(2024, 8, 1), book.add_format({"num_format": "d/m/yy"}))
    days = [r.values["reported_on"] for r in read(notice, out.getvalue())]
    assert days == [("2024-08-01",)] * 2


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (20240801, "20240801"),
        (3, "3"),
        (45505.5, "45505.5"),
        ("8/1/2024", "8/1/2024"),
        ("2024-02-30", "2024-02-30"),
        ("24.8.1", "24.8.1"),
        (datetime(2024, 8, 1, 13, 30), "2024-08-01T13:30:00"),
    ],
)
def test_what_is_no_plain_day_is_refused_at_its_cell(
    notice: zhize.Mechanism, written: Any, shown: str
) -> None:
    problem = only(notice, xlsx([HEAD, [SAND[0], written, *SAND[2:]]]))
    assert (problem.code, problem.cell, problem.value) == ("malformed-date", "B2", shown)


@pytest.mark.parametrize("text", ["2024-08-01", "2024/8/1", "2024.8.1", "2024年8月1日"])
def test_days_written_as_text_are_read(notice: zhize.Mechanism, text: str) -> None:
    [record] = read(notice, xlsx([HEAD, [SAND[0], text, *SAND[2:]]]))
    assert record.values["reported_on"] == ("2024-08-01",)


def test_a_time_alone_is_no_value(notice: zhize.Mechanism) -> None:
    def more(book: Any, sheet: Any) -> None:
        sheet.write_datetime("F2", time(13, 30), book.add_format({"num_format": "hh:mm"}))

    problem = only(notice, xlsx([HEAD, SAND], more=more))
    assert (problem.code, problem.cell) == ("wrong-type", "F2")


def test_a_cell_that_is_merged_away_is_no_empty_cell(notice: zhize.Mechanism) -> None:
    def more(_: Any, sheet: Any) -> None:
        sheet.merge_range("C2:C3", "凤城镇")
        sheet.merge_range("H2:I3", "印章")  # beside the table: nobody's business

    problem = only(notice, xlsx([HEAD, SAND, [*COAL[:2], None, *COAL[3:]]], more=more))
    assert (problem.code, problem.cell, problem.record) == ("merged-cell", "C3", "B")
    assert problem.message == {
        "zh": "工作表“事项”单元格 C3（乡镇）：与 C2 合并，只有 C2 有值；"
        "请取消合并，每个单元格各填各的值。",
        "en": "cell C3 of sheet `事项` (乡镇): it is merged with C2, which alone has a value; "
        "unmerge them and fill each",
    }


def test_merged_cells_of_opendocument_are_found_too(notice: zhize.Mechanism) -> None:
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="事项")
    rows = [[ods_cell(v) for v in row] for row in (HEAD, SAND, COAL)]
    rows[1][2] = ods_cell("凤城镇", numberrowsspanned=2, numbercolumnsspanned=1)
    rows[2][2] = CoveredTableCell()
    for row in rows:
        made = TableRow()
        for cell in row:
            made.addElement(cell)
        sheet.addElement(made)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    problem = only(notice, out.getvalue(), "book.ods")
    assert (problem.code, problem.cell) == ("merged-cell", "C3")


# ---------------------------------------------------------------- the head


def test_an_unknown_head_is_named_at_its_own_cell_with_the_nearest(
    notice: zhize.Mechanism,
) -> None:
    rows = [["台账"], [*HEAD[:5], "区域类"], SAND, COAL]
    problem = only(notice, xlsx(rows))
    assert (problem.code, problem.field, problem.cell) == ("unknown-field", "区域类", "F2")
    assert (problem.nearest, problem.row, problem.record) == ("zones", 3, "A")
    assert "是否指 zones（区域）" in problem.message["zh"]
    assert "did you mean `zones`" in problem.message["en"]


def test_two_columns_of_one_field_are_refused_where_both_are_filled(
    notice: zhize.Mechanism,
) -> None:
    rows = [[*HEAD, "乡镇", "township"], [*SAND, None, "北留镇"], [*COAL, None, None]]
    problem = only(notice, xlsx(rows))
    assert (problem.code, problem.cell, problem.value) == ("duplicate-field", "H2", "北留镇")
    assert problem.record == "A"


def test_a_missing_column_is_a_missing_field_of_every_row(notice: zhize.Mechanism) -> None:
    problems = found(notice, xlsx([HEAD[:4], SAND[:4], COAL[:4]]))
    assert [(p.code, p.field, p.row, p.sheet, p.cell) for p in problems] == [
        ("missing-field", "discovered_by", 2, "事项", None),
        ("missing-field", "discovered_by", 3, "事项", None),
    ]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_table_without_a_head_is_refused_with_what_to_write(
    notice: zhize.Mechanism, kind: str
) -> None:
    error = refused(notice, table([SAND, COAL], kind), f"book.{kind}")
    assert error.code == "no-header"
    assert "编号、标题、获知日期" in error.message["zh"]
    assert "zhize template" in error.message["en"]


def test_shapes_are_located_whatever_field_they_are_about(notice: zhize.Mechanism) -> None:
    rows = [HEAD, ["A", "x", "凤诚镇", "非法采纱", None, "水裤"], ["A", *SAND[1:]]]
    problems = found(notice, xlsx(rows))
    assert {(p.code, p.cell) for p in problems} == {
        ("malformed-date", "B2"),
        ("unknown-place", "C2"),
        ("unknown-code", "D2"),
        ("missing-field", "E2"),
        ("unknown-code", "F2"),
        ("duplicate-id", "A3"),
    }
    assert {p.sheet for p in problems} == {"事项"}
    by_pyshacl = notice.validate(
        read(notice, xlsx(rows)), today=date(2025, 1, 1), engine="reference"
    )
    assert {(p.code, p.cell) for p in by_pyshacl if p.severity == "error"} == {
        (p.code, p.cell) for p in problems
    }


@pytest.mark.parametrize(
    ("value", "code"),
    [("1.40522E+17", "rounded-number"), ("#REF!", "error-cell"), ("1E+05", None), ("#3", None)],
)
def test_what_a_spreadsheet_exports_of_lost_values_is_refused(
    notice: zhize.Mechanism, value: str, code: str | None
) -> None:
    problems = found(notice, delimited([HEAD, [value, *SAND[1:]]]), "b.csv")
    assert [(p.code, p.cell, p.value) for p in problems] == (
        [] if code is None else [(code, "A2", value)]
    )


def test_a_formula_that_nobody_calculated_is_no_empty_cell(notice: zhize.Mechanism) -> None:
    book = openpyxl.Workbook()
    for row in ([*HEAD, "标题"], [*SAND, '="甲"&"乙"'], [*COAL, None]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    problem = only(notice, out.getvalue())
    assert (problem.code, problem.cell, problem.record) == ("error-cell", "G2", "A")
    assert "公式没有存下结果；请用 Excel 或 WPS 打开后保存" in problem.message["zh"]
    assert "the formula has no stored value; open the workbook" in problem.message["en"]

    def calculated(_: Any, sheet: Any) -> None:
        sheet.write_formula("F2", '="水库"&"库区"', None, "水库库区")
        sheet.write_formula("F3", '=""', None, "")

    data = xlsx(LEDGER, more=calculated)
    part = "xl/worksheets/sheet1.xml"
    sheet = zipfile.ZipFile(io.BytesIO(data)).read(part).replace(b'r="F3"', b'r="F3" t="str"')
    assert found(notice, rezipped(data, part, sheet)) == [], "as Excel writes an empty text"


def test_a_formula_that_gives_a_text_is_no_error(notice: zhize.Mechanism) -> None:
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="事项")
    for row in (HEAD, ["#1", *SAND[1:]]):
        made = TableRow()
        for value in row:
            made.addElement(ods_cell(value, **({"formula": "of:=X"} if value == "#1" else {})))
        sheet.addElement(made)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    assert found(notice, out.getvalue(), "b.ods") == []


def test_line_breaks_within_csv_values_do_not_shift_the_rows(notice: zhize.Mechanism) -> None:
    rows = [[*HEAD, "描述"], [*SAND, "一\n二\n三"], [*COAL[:2], "北流镇", *COAL[3:], "x"]]
    problem = only(notice, delimited(rows), "b.csv")
    assert (problem.code, problem.row, problem.sheet, problem.cell) == (
        "unknown-place", 3, None, "C3",
    )  # fmt: skip


# ---------------------------------------------------------------- the command line


def test_validate_lists_every_problem_with_sheet_and_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "台账.xlsx"
    rows = [HEAD, ["A", *SAND[1:2], "凤诚镇", *SAND[3:]], COAL]
    path.write_bytes(xlsx(rows))
    argv = ["validate", str(path), "--today", "2025-01-01"]
    assert main([*argv, "--format", "json"]) == 1
    [row] = json.loads(capsys.readouterr().out)
    assert {k: row[k] for k in ("row", "sheet", "cell", "value", "nearest", "record")} == {
        "row": 2, "sheet": "事项", "cell": "C2", "value": "凤诚镇",
        "nearest": "凤城镇", "record": "A",
    }  # fmt: skip
    assert main([*argv, "--lang", "zh"]) == 1
    shown = capsys.readouterr().out.replace("\n", "").replace(" ", "")
    assert "工作表“事项”，第2行）错误C2记录A，字段“乡镇”，值“凤诚镇”" in shown
    assert main([*argv, "--lang", "en"]) == 1
    shown = " ".join(capsys.readouterr().out.split())
    assert "sheet “事项”, row 2) error C2 Record `A`, field `township`, value `凤诚镇`" in shown


def test_all_commands_that_read_records_read_ledgers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ledger.bin"
    path.write_bytes(xlsx([HEAD, SAND], sheet="八月"))
    reading = [str(path), "--input-format", "xlsx", "--sheet", "八月", "--lang", "en"]
    assert main(["decide", *reading, "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["incident"] == "A"
    for argv in (
        ["why", *reading, "--agency", "water"],
        ["why-not", *reading, "--agency", "forestry"],
        ["what-if", *reading, "--unset", "zones"],
    ):
        assert main(argv) == 0
        assert "A" in capsys.readouterr().out
    assert main(["decide", str(path), "--input-format", "xlsx", "--sheet", "九月"]) == 3
    assert "没有名为“九月”的工作表；有：八月" in capsys.readouterr().err.replace("\n        ", "")
