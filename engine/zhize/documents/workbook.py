"""Excel workbooks in Chinese and English, by XlsxWriter: nothing in them is a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from ..explain.width import display_width
from .bulk_rows import BulkRows, SharedTexts, filled
from .fixed import FIXED_DAY

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "宋体"
"""A font that Excel and WPS have in every Chinese office; another is put in its place elsewhere."""

_CELL_LIMIT = 32_767
"""Characters that a cell holds (Excel specifications and limits)."""
_NAME_LIMIT = 31
_FORBIDDEN = str.maketrans("[]:*?/\\", "（）：×？／＼")
_LINE = 1.45
"""Height of a line, in font sizes."""
PAPERS = {"A3": 8, "A4": 9}


class Rich(NamedTuple):
    """A text whose first line is set apart: bold, the rest small."""

    first: str
    rest: str = ""

    def __str__(self) -> str:
        return f"{self.first}\n{self.rest}" if self.rest else self.first


class WorkbookFile:
    """A workbook that is written sheet by sheet; equal sheets give equal bytes.

    Args:
        title: Its title, among its properties.
        bulk: Whether sheets may be filled by `rows_of`.
    """

    def __init__(self, title: str, *, bulk: bool = False) -> None:
        import xlsxwriter

        self._out = io.BytesIO()
        options = {
            # Its own few texts then stand in their cells, and leave the shared ones to `rows_of`.
            "constant_memory" if bulk else "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = xlsxwriter.Workbook(self._out, options)
        self.book.set_properties({"title": title, "created": FIXED_DAY.replace(tzinfo=None)})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: set[str] = set()
        self._texts = SharedTexts()
        self._bulk: dict[int, BulkRows] = {}
        self._worker = ThreadPoolExecutor(max_workers=1)  # it begins with its first task

    def format(self, **properties: Any) -> Format:
        """Return a cell format: text, wrapped, at the top; equal properties give the same one."""
        given = {
            "font_name": FONT, "font_size": 10, "text_wrap": True, "valign": "top",
            "num_format": "@", **properties,
        }  # fmt: skip
        key = tuple(sorted(given.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(given)
        return self._formats[key]

    def sheet(
        self,
        name: str,
        *,
        paper: str = "A4",
        landscape: bool = False,
        frozen: tuple[int, int] = (0, 0),
        repeated: int | None = None,
    ) -> Sheet:
        """Begin a sheet.

        Args:
            name: What its tab says; what a tab cannot hold is replaced or cut off.
            paper: `A3` or `A4`; the sheet is printed one page wide.
            landscape: Whether it is printed across.
            frozen: Rows and columns that stay in sight.
            repeated: The last row of those that are printed on every page.
        """
        short = name.translate(_FORBIDDEN).strip("'")[:_NAME_LIMIT] or "-"
        rank = 1
        while short.lower() in self._names:
            rank += 1
            short = f"{short[: _NAME_LIMIT - 4]} {rank}"
        self._names.add(short.lower())
        sheet = self.book.add_worksheet(short)
        sheet.set_paper(PAPERS[paper])
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.35, right=0.35, top=0.4, bottom=0.5)
        sheet.set_footer("&C&P / &N")
        sheet.freeze_panes(*frozen)
        if repeated is not None:
            sheet.repeat_rows(0, repeated)
        return Sheet(self, sheet)

    def rows_of(self, sheet: Sheet) -> BulkRows:
        """Return what fills a sheet of very many rows, of which nothing is written otherwise."""
        rows = BulkRows(self._texts, self._worker)
        self._bulk[self.book.worksheets().index(sheet.worksheet)] = rows
        return rows

    def number(self, **properties: Any) -> int:
        """Return the number of a format, by which `BulkRows` refers to it."""
        return int(self.format(**properties)._get_xf_index())

    def to_bytes(self) -> bytes:
        """Return the file."""
        self.book.close()
        package = self._out.getvalue()
        if self._bulk:
            package = filled(package, self._bulk, self._texts, self._worker)
        self._worker.shutdown()
        return package


class Sheet:
    """One sheet of a workbook, written row by row.

    Attributes:
        worksheet: XlsxWriter's, for what has no method here.
        row: The next row, from 0.
    """

    def __init__(self, file: WorkbookFile, worksheet: Worksheet) -> None:
        self._file, self.worksheet, self.row = file, worksheet, 0
        self._widths: list[float] = []

    def widths(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns, in Latin characters."""
        self._widths = list(widths)
        for rank, width in enumerate(widths):
            self.worksheet.set_column(rank, rank, width)

    def write(
        self,
        cells: Sequence[str | Rich],
        formats: Sequence[Mapping[str, Any]] = (),
        *,
        height: float | None = None,
    ) -> None:
        """Write a row of texts, as high as the highest of them needs.

        Args:
            cells: The texts; an empty one is written as an empty cell with its format.
            formats: The properties of each cell's format; by default none.
            height: The row's height in points, where that is not to be found out.
        """
        needed = 1.0
        for rank, cell in enumerate(cells):
            look = dict(formats[rank]) if rank < len(formats) else {}
            self._write(rank, cell, look)
            width = self._widths[rank] if rank < len(self._widths) else 8.43
            size = float(look.get("font_size", 10))
            more = 1 if isinstance(cell, Rich) else 0  # its first line is a point larger
            needed = max(needed, _height(str(cell), width, size) + more * 2)
        self.worksheet.set_row(self.row, min(409.0, height or needed + 3))
        self.row += 1

    def _write(self, column: int, cell: str | Rich, look: dict[str, Any]) -> None:
        alone = isinstance(cell, Rich) and not cell.rest
        form = self._file.format(**(look | {"bold": True} if alone else look))
        text = str(cell)[:_CELL_LIMIT]
        if not text:
            self.worksheet.write_blank(self.row, column, None, form)
        elif isinstance(cell, Rich) and cell.first and cell.rest and len(str(cell)) <= _CELL_LIMIT:
            size = look.get("font_size", 10)
            bold = self._file.format(font_size=size + 1, bold=True)
            small = self._file.format(font_size=size)
            self.worksheet.write_rich_string(
                self.row, column, bold, cell.first, small, f"\n{cell.rest}", form
            )
        else:
            self.worksheet.write_string(self.row, column, text, form)

    def merged(self, first: int, last: int, text: str, look: Mapping[str, Any]) -> None:
        """Write one text over several columns of the next row, which `write` then passes by."""
        form = self._file.format(**look)
        if first == last:
            self.worksheet.write_string(self.row, first, text, form)
        else:
            self.worksheet.merge_range(self.row, first, self.row, last, text, form)

    def next_row(self, height: float | None = None) -> None:
        """Go to the next row."""
        if height is not None:
            self.worksheet.set_row(self.row, height)
        self.row += 1

    def filter(self, top: int, columns: int) -> None:
        """Let the reader filter the rows written since a heading row."""
        if self.row > top + 1:
            self.worksheet.autofilter(top, 0, self.row - 1, columns - 1)


def fitted(columns: Iterable[Iterable[str]], least: float, most: float) -> list[float]:
    """Return widths that fit the longest line of each column, within limits."""
    return [
        min(
            most,
            max(
                [
                    least,
                    *(display_width(line) * 1.05 + 2 for cell in c for line in cell.split("\n")),
                ]
            ),
        )
        for c in columns
    ]


def _height(text: str, width: float, size: float) -> float:
    """Return the height in points that a text needs in a column."""
    room = max(1.0, (width - 0.5) * 10 / size)
    lines = sum(max(1, -(-display_width(line) // int(room))) for line in text.split("\n"))
    return lines * size * _LINE
