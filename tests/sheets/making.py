"""Ledgers for the tests, made by other programs than the one that reads them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

import zhize
from zhize.records import FileError

if TYPE_CHECKING:
    from zhize.model.incident import Record
    from zhize.model.report import Problem

Rows = Sequence[Sequence[Any]]

HEAD = ["编号", "获知日期", "乡镇", "违法类型", "发现者", "区域"]
SAND = ["A", date(2024, 8, 1), "凤城镇", "无证开采；非法采砂", "水务部门", "水库库区"]
COAL = ["B", "2024年8月2日", "北留镇", "非法采矿", "社会公众", None]
LEDGER: Rows = [HEAD, SAND, COAL]
KINDS = ("xlsx", "xls", "ods", "csv", "tsv")


def xlsx(rows: Rows = (), *, sheet: str = "事项", more: Any = None) -> bytes:
    """Return a workbook; `more` does what is left to do with it and its first sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        made = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    made.write_datetime(r, c, _moment(value), day)
                elif isinstance(value, str):
                    made.write_string(r, c, value)
                elif value is not None:
                    made.write(r, c, value)
        if more is not None:
            more(book, made)
    return out.getvalue()


def xls(rows: Rows, *, sheet: str = "事项") -> bytes:
    book = xlwt.Workbook()
    made = book.add_sheet(sheet)
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, date):
                made.write(r, c, _moment(value), day)
            elif value is not None:
                made.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: Rows, *, sheet: str = "事项") -> bytes:
    book = OpenDocumentSpreadsheet()
    table = Table(name=sheet)
    for row in rows:
        made = TableRow()
        for value in row:
            made.addElement(ods_cell(value))
        table.addElement(made)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def ods_cell(value: Any, **more: Any) -> TableCell:
    if value is None:
        return TableCell(**more)
    if isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat(), **more)
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value, **more)
    else:
        cell = TableCell(valuetype="string", **more)
    cell.addElement(P(text=str(value)))
    return cell


def delimited(rows: Rows, mark: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(
        ["" if v is None else v.isoformat() if isinstance(v, date) else v for v in row]
        for row in rows
    )
    return out.getvalue().encode(encoding)


def table(rows: Rows, kind: str) -> bytes:
    """Return a table of any kind."""
    if kind in {"csv", "tsv"}:
        return delimited(rows, "\t" if kind == "tsv" else ",")
    return {"xlsx": xlsx, "xls": xls, "ods": ods}[kind](rows)


def read(
    mechanism: zhize.Mechanism, data: bytes, name: str = "book.xlsx", **more: Any
) -> list[Record]:
    return list(mechanism.records(io.BytesIO(data), name=name, **more))


def facts(records: list[Record]) -> list[tuple[dict[str, Any], tuple[str, ...]]]:
    """Return what records say, without where they stand."""
    return [(dict(r.values), r.unknown) for r in records]


def found(mechanism: zhize.Mechanism, data: bytes, name: str = "book.xlsx") -> list[Problem]:
    """Return the problems of a table, warnings left out."""
    report = mechanism.validate(read(mechanism, data, name), today=date(2025, 1, 1))
    return [p for p in report if p.severity != "warning"]


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def rezipped(data: bytes, part: str, content: bytes) -> bytes:
    """Return a workbook with another content of one part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


def refused(mechanism: zhize.Mechanism, data: bytes, name: str = "book.xlsx") -> FileError:
    with pytest.raises(FileError) as raised:
        read(mechanism, data, name)
    return raised.value


def only(mechanism: zhize.Mechanism, data: bytes, name: str = "book.xlsx") -> Any:
    [problem] = found(mechanism, data, name)
    assert problem.source == name
    return problem
