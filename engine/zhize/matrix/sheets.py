"""The matrix as a workbook: a sheet for each table, and one that explains them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..documents.workbook import Rich, WorkbookFile, fitted
from .citing import Citations
from .plain import NORM_COLUMNS, norm_rows
from .words import FILLS, NO_FILL, SWAP, circled

if TYPE_CHECKING:
    from ..documents.workbook import Sheet
    from .layout import Layout
    from .values import Column, Table

_HEAD: dict[str, Any] = {
    "bold": True, "bg_color": "#ECEFF3", "border": 1, "valign": "vcenter", "font_size": 10,
}  # fmt: skip
_CENTRED = _HEAD | {"align": "center"}
_BODY: dict[str, Any] = {"border": 1, "border_color": "#B4B4B4", "font_size": 9}
_TITLE: dict[str, Any] = {"bold": True, "font_size": 14, "text_wrap": False}
_WIDTHS = {"violation": 15.5, "article": 13.0}
"""Widths of a cell in each table, so that it can be read on A3."""
_STRIPES = 14
"""XlsxWriter's number of thin diagonal stripes, for what further facts decide."""
_SUBTITLE: dict[str, Any] = {"bold": True, "font_size": 12, "text_wrap": False}


def matrix_workbook(layout: Layout) -> bytes:
    """Return the whole matrix as an Excel file."""
    file = WorkbookFile(layout.line(layout.title()))
    for table in layout.matrix.tables:
        _table(file, layout, table)
    _notes(file, layout)
    return file.to_bytes()


def _table(file: WorkbookFile, layout: Layout, table: Table) -> None:
    grouped = any(layout.in_group(table, column) for column in table.columns)
    top = 1 if grouped else 0
    sheet = file.sheet(
        layout.line(layout.name(table, "sheet")),
        paper="A3", landscape=True, frozen=(top + 1, 1), repeated=top,
    )  # fmt: skip
    labels = [layout.line(layout.agency(agency)) for agency in table.rows]
    sheet.widths((*fitted([labels], 14, 22), *[_WIDTHS[table.by]] * len(table.columns)))
    if grouped:
        _groups(sheet, layout, table)
    sheet.write(
        [
            layout.line(layout.heading("agency")),
            *(
                layout.line(
                    layout.under_group(column)
                    if layout.in_group(table, column)
                    else layout.column(column)
                )
                for column in table.columns
            ),
        ],
        [_CENTRED] * (len(table.columns) + 1),
    )
    for label, agency in zip(labels, table.rows, strict=True):
        sheet.write(
            [label, *(_cell(layout, table, agency, column) for column in table.columns)],
            [_HEAD | {"valign": "top"}, *(_look(layout, table, agency, c) for c in table.columns)],
        )
    sheet.filter(top, len(table.columns) + 1)


def _groups(sheet: Sheet, layout: Layout, table: Table) -> None:
    """Write the names of groups above their columns."""
    place = 1
    sheet.merged(0, 0, layout.line(layout.name(table)), _CENTRED)
    for _, found in groupby(table.columns, lambda column: (column.facet, column.group)):
        columns = list(found)
        name = layout.line(layout.group(columns[0])) if len(columns) > 1 else ""
        sheet.merged(place, place + len(columns) - 1, name, _CENTRED)
        place += len(columns)
    sheet.next_row(30)


def _cell(layout: Layout, table: Table, agency: str, column: Column) -> Rich:
    first, *rest = [layout.text(line) for line in layout.lines(table.cell(agency, column))] or [""]
    return Rich(first, "\n".join(rest))


def _look(layout: Layout, table: Table, agency: str, column: Column) -> dict[str, Any]:
    lines = layout.lines(table.cell(agency, column))
    if not lines:
        return _BODY
    fill = f"#{FILLS.get(lines[0].part, NO_FILL)}"
    if lines[0].hollow:
        return _BODY | {"pattern": _STRIPES, "fg_color": fill, "bg_color": "#FFFFFF"}
    return _BODY | {"bg_color": fill}


def _notes(file: WorkbookFile, layout: Layout) -> None:
    sheet = file.sheet(layout.line(layout.voices("sheet.notes")), landscape=True)
    sheet.widths((9, 20, 22, 40, 90, 14))
    say, heading = layout.line, layout.heading
    sheet.write([say(layout.title())], [_TITLE], height=24)
    sheet.write([layout.stamp()], [{"text_wrap": False}], height=16)
    sheet.next_row()
    sheet.write([say(heading("read"))], [_SUBTITLE], height=20)
    for said in layout.reading():
        _across(sheet, say(said))
    sheet.next_row()
    sheet.write([say(heading("legend"))], [_SUBTITLE], height=20)
    shapes: dict[str, str] = {}
    for table in layout.matrix.tables:
        for part in layout.parts_of(table):
            shapes.setdefault(part, layout.shapes(table, part))
    for part, shape in shapes.items():
        fill = {"bg_color": f"#{FILLS.get(part, NO_FILL)}"}
        sheet.write([shape, say(layout.part(part))], [_BODY | fill, _BODY])
    if choices := layout.choices():
        _across(sheet, say(choices), SWAP)
    sheet.next_row()
    if layout.notes:
        sheet.write([say(heading("conditions"))], [_SUBTITLE], height=20)
        for note in layout.notes:
            _across(sheet, say(layout.terms(note.terms)), circled(note.number))
        sheet.next_row()
    sheet.write([say(heading("norms"))], [_SUBTITLE], height=20)
    sheet.write([say(heading(key)) for key in NORM_COLUMNS], [_HEAD] * len(NORM_COLUMNS))
    citations = Citations(layout)
    for row in norm_rows(citations):
        sheet.write(row, [_BODY | {"bold": True}, *[_BODY] * (len(row) - 1)])
    if rests := citations.interpretations():
        sheet.next_row()
        sheet.write([say(heading("interpretations"))], [_SUBTITLE], height=20)
        for _, said in rests:
            _across(sheet, say(said))


def _across(sheet: Sheet, text: str, first: str = "") -> None:
    """Write a text over the width of the sheet, behind a short first cell if there is one."""
    from ..explain.width import wrap

    start = 0
    if first:
        sheet.merged(0, 0, first, _BODY)
        start = 1
    sheet.merged(start, len(NORM_COLUMNS) - 1, text, _BODY)
    sheet.next_row(14.0 * len(wrap(text, 150)))
