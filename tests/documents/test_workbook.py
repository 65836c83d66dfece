"""Workbooks: what is written is read back as text, whatever it looks like, and never runs."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook

from zhize.documents.workbook import Rich, WorkbookFile, fitted


def made() -> bytes:
    file = WorkbookFile("标题")
    sheet = file.sheet("a/b: [c]?", paper="A3", landscape=True, frozen=(1, 1), repeated=0)
    sheet.widths((10, 20))
    sheet.write(["机关", "head"], [{"bold": True}] * 2)
    sheet.write(["=1+1", "http://x.example"])
    sheet.write(["007", Rich("主办 8.1", "承办 15.5\n反馈 15.6")])
    sheet.write(["", Rich("only")], [{}, {"bg_color": "#FFFFFF"}])
    sheet.filter(0, 2)
    file.sheet("A/B: [C]?").write(["x" * 40_000])
    file.sheet("长" * 40)
    return file.to_bytes()


def test_texts_come_back_as_they_were_written() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made()))
    first, second, third = book.sheet_names
    assert first == "a／b： （c）？"
    assert second != first
    assert second.lower().startswith(first.lower())
    assert third == "长" * 31
    rows = book.get_sheet_by_name(first).to_python()
    assert rows == [
        ["机关", "head"], ["=1+1", "http://x.example"],
        ["007", "主办 8.1\n承办 15.5\n反馈 15.6"], ["", "only"],
    ]  # fmt: skip
    ((long,),) = book.get_sheet_by_name(second).to_python()
    assert len(str(long)) == 32_767


def test_equal_sheets_give_equal_bytes() -> None:
    assert made() == made()


def test_columns_are_as_wide_as_their_longest_line_within_limits() -> None:
    narrow, wide, limited = fitted([["a", ""], ["机关机关机关\nx"], ["长" * 99]], 8, 30)
    assert narrow == 8
    assert 14 <= wide <= 16
    assert limited == 30
