"""Files that are broken, disguised or too much are refused with what to do, and harm nothing."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableRow

import zhize
from tests.sheets.making import LEDGER, ods_cell, refused, rezipped, table, xls, xlsx
from zhize.records import FileError, Limits, read_records


def test_what_is_no_workbook_is_said_to_be_none(notice: zhize.Mechanism) -> None:
    web = refused(notice, b"<html><table><tr><td>1", "export.xls")
    assert (web.code, "网页" in web.message["zh"]) == ("no-workbook", True)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refused(notice, out.getvalue()).code == "no-workbook"
    assert refused(notice, b"", "empty.xlsx").code == "empty-file"
    assert refused(notice, b"\xff\xfe1\x00", "utf16.csv").code == "not-utf8"
    assert refused(notice, "编号,\xff".encode("latin-1", "replace") + b"\xff\xff", "x.csv").code


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_damaged_workbook_is_refused_wherever_it_ends(notice: zhize.Mechanism, kind: str) -> None:
    whole = table(LEDGER, kind)
    for end in range(8, len(whole) - 1, max(1, len(whole) // 25)):
        assert refused(notice, whole[:end], f"book.{kind}").code in {
            "damaged-workbook", "no-workbook",
        }  # fmt: skip


def test_a_workbook_with_a_password_is_said_to_have_one(notice: zhize.Mechanism) -> None:
    # An encrypted .xlsx is a compound file with these two streams ([MS-OFFCRYPTO] 2.3.4).
    data = xls(LEDGER)
    encrypted = data.replace("Workbook".encode("utf-16-le"), "Encrypted".encode("utf-16-le")[:16])
    assert encrypted != data
    name = "EncryptedPackage".encode("utf-16-le")
    at = encrypted.index("Encrypte".encode("utf-16-le"))
    encrypted = encrypted[:at] + name + encrypted[at + len(name) :]
    encrypted = encrypted[: at + 64] + struct.pack("<H", len(name) + 2) + encrypted[at + 66 :]
    error = refused(notice, encrypted)
    assert error.code == "password"
    assert "去掉密码" in error.message["zh"]
    assert "remove the password" in error.message["en"]


def test_a_zip_bomb_is_not_unpacked_whatever_its_directory_says(notice: zhize.Mechanism) -> None:
    bomb = rezipped(xlsx(LEDGER), "xl/styles.xml", b" " * (40 << 20))
    small = Limits(max_unpacked=1 << 20)

    def told(data: bytes) -> str:
        with pytest.raises(FileError) as raised:
            list(read_records(io.BytesIO(data), notice.lexicon, name="b.xlsx", limits=small))
        return raised.value.code

    assert told(bomb) == "too-large"
    size = struct.pack("<I", 40 << 20)
    liar = bomb.replace(size, struct.pack("<I", 100))
    assert liar != bomb
    assert told(liar) in {"too-large", "damaged-workbook"}


def test_a_sheet_that_reaches_far_is_refused_before_room_is_made_for_it(
    notice: zhize.Mechanism,
) -> None:
    def at(cell: str) -> str:
        data = xlsx(LEDGER, more=lambda _, sheet: sheet.write(cell, "x"))
        return refused(notice, data).message["zh"]

    assert "有 1048576 行，最多 200000 行" in at("B1048576")
    assert "有 16384 列，最多 500 列" in at("XFD2")
    assert "行" in at("SA190000")


def test_an_opendocument_sheet_that_repeats_itself_is_refused(notice: zhize.Mechanism) -> None:
    book = OpenDocumentSpreadsheet()
    sheet = Table(name="事项")
    row = TableRow(numberrowsrepeated=1_000_000)
    row.addElement(ods_cell("x", numbercolumnsrepeated=16_000))
    sheet.addElement(row)
    book.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    book.write(out)
    assert refused(notice, out.getvalue(), "b.ods").code == "too-large"


def test_entities_in_a_workbook_are_not_expanded(notice: zhize.Mechanism) -> None:
    bad = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    data = rezipped(xlsx(LEDGER), "xl/worksheets/sheet1.xml", bad)
    assert refused(notice, data).code == "damaged-workbook"


def test_csv_that_is_broken_off_says_where(notice: zhize.Mechanism) -> None:
    text = '编号,标题,乡镇\nA,甲,凤城镇\nB,"乙,北留镇\n'
    error = refused(notice, text.encode(), "b.csv")
    assert (error.code, error.line) == ("truncated", 3)
    wide = ("编号,标题\nA," + "," * 600).encode()
    assert refused(notice, wide, "b.csv").code == "too-large"
    long = ("编号,标题\nA," + "x" * 140_000).encode()
    assert refused(notice, long, "b.csv").code == "too-large"
