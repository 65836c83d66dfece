"""Ledgers as workbooks to measure with."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from benchmarks.records import Fields
from zhize import Mechanism


def write_workbook(mechanism: Mechanism, records: list[Fields], path: Path) -> None:
    """Write records as an office would: one a row, field codes at the head."""
    codes = [facet.code for facet in mechanism.rulebase.facets]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, codes)
        for row, fields in enumerate(records, start=1):
            for column, code in enumerate(codes):
                value = fields.get(code)
                if value is not None:
                    text = ";".join(value) or "none" if isinstance(value, list) else str(value)
                    sheet.write_string(row, column, text)
