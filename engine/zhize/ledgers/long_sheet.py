"""A sheet of many rows under one head, which goes on in another where it is full."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..explain.width import display_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..documents.workbook import WorkbookFile

MOST_ROWS = 1_000_000
"""Rows of one sheet; Excel has 48,576 more."""
_MOST_LINKS = 60_000
"""Links of one sheet (Excel has 65,530); what lies behind them is named in any case."""
_MEASURED = 200
"""Rows by which the widths of columns are found."""
_LONGEST = 32_767
_LEAST, _MOST = 7.0, 18.0
_LINE, _TALLEST = 13.5, 400.0
"""Points of a line, and of the highest row (Excel has 409)."""
_HEAD = {"bold": True, "bg_color": "#E7ECF2", "border": 1, "valign": "vcenter"}
_LINK = {"font_color": "#0B57A4", "underline": 1}


class Place(NamedTuple):
    """A cell that may be linked to: its sheet, and its row from 0."""

    sheet: str
    row: int

    def link(self, column: str = "A") -> str:
        """Return it as links within a workbook are written."""
        name = self.sheet.replace("'", "''")
        return f"'{name}'!{column}{self.row + 1}"


class Prepared(NamedTuple):
    """Cells as XML, the lines they take, their texts, and the column of the first."""

    xml: str
    lines: int
    cells: tuple[str, ...]
    first: int


class LongSheet:
    """Writes rows from top to bottom.

    Args:
        file: The workbook.
        name: What its tab says.
        heads: The names of the columns; an empty one has none.
        wide: The widths of columns of running text, in Latin characters; their lines are broken,
            and the others are as wide as what is in them, within limits.
        above: What stands above the head, row by row.
    """

    def __init__(
        self,
        file: WorkbookFile,
        name: str,
        heads: Sequence[str],
        wide: Mapping[int, float],
        *,
        above: Sequence[Sequence[str]] = (),
    ) -> None:
        self._file, self._name, self._heads, self._wide = file, name, heads, wide
        self._text = file.number()
        self._head, self._link = file.number(**_HEAD), file.number(**_LINK)
        self._first_wide = min(wide)
        self._plain = [self._text] * len(heads)
        self._begin(above)

    def _begin(self, above: Sequence[Sequence[str]]) -> None:
        top = len(above)
        made = self._file.sheet(self._name, landscape=True, frozen=(top + 1, 1), repeated=top)
        self._sheet, self._rows = made.worksheet, self._file.rows_of(made)
        self._rows.reach(len(self._heads))
        self._widths = [self._wide.get(c, _LEAST) for c in range(len(self._heads))]
        self._links = self._written = 0
        self._top = self._row = top
        for row, texts in enumerate(above):
            self._rows.write(row, self._rows.cells(texts, [self._text] * len(texts)))
        heads = self._rows.cells(self._heads, [self._head] * len(self._heads))
        self._rows.write(top, heads, height=self._lines(self._heads, 0) * _LINE + 6)
        self._measure(self._heads, 0)

    @property
    def next(self) -> Place:
        """The place of the row that is written next, if it is not told another."""
        if self._row + 1 >= MOST_ROWS:
            self.end()
            self._begin(())
        return Place(self._sheet.get_name(), self._row + 1)

    def prepare(self, cells: Sequence[str], first: int) -> Prepared:
        """Return cells of plain text from a column on, ready to be written in any row."""
        return Prepared(
            self._rows.cells(_short(cells), self._plain, first),
            self._lines(cells, first),
            tuple(cells),
            first,
        )

    def write(
        self,
        cells: Sequence[str],
        links: Mapping[int, str] | None = None,
        *,
        row: int | None = None,
        prepared: Prepared | None = None,
    ) -> None:
        """Write a row.

        Args:
            cells: The texts.
            links: By column, where a text leads to.
            row: Its row, from 0, where it is not the next one.
            prepared: What stands in the columns behind them.
        """
        if row is None:
            row = self._row + 1
            if row >= MOST_ROWS:
                row = self.next.row
        self._row = row
        self._written += 1
        lines, more = self._lines(cells, 0), ""
        if prepared is not None:
            lines, more = max(lines, prepared.lines), prepared.xml
        if self._written < _MEASURED:
            self._measure(cells, 0)
            if prepared is not None:
                self._measure(prepared.cells, prepared.first)
        styles = self._plain
        if links:
            styles = list(styles)
            for column, target in links.items():
                if self._links < _MOST_LINKS and cells[column]:
                    self._links += 1
                    styles[column] = self._link
                    self._rows.link(row, column, target)
        self._rows.write(row, self._rows.cells(_short(cells), styles), more, height=_height(lines))

    def write_under(
        self, cells: Sequence[str], links: Mapping[int, str], rows: Sequence[Prepared]
    ) -> None:
        """Write rows that begin with the same cells.

        Args:
            cells: These cells.
            links: By column, where they lead to in the first of the rows.
            rows: What stands in the columns behind them.
        """
        self.write(cells, links, prepared=rows[0])
        rest = rows[1:]
        if self._written + len(rest) < _MEASURED or self._row + len(rest) + 1 >= MOST_ROWS:
            for prepared in rest:
                self.write(cells, prepared=prepared)
            return
        lines = self._lines(cells, 0)
        same = self._rows.cells(_short(cells), self._plain)
        for row, prepared in enumerate(rest, start=self._row + 1):
            height = _height(max(lines, prepared.lines))
            self._rows.write(row, same, prepared.xml, height=height)
        self._row += len(rest)
        self._written += len(rest)

    def _measure(self, cells: Sequence[str], first: int) -> None:
        for column, text in enumerate(cells, start=first):
            if text and column not in self._wide:
                line = max(map(display_width, text[:200].split("\n")))
                self._widths[column] = max(self._widths[column], min(_MOST, line * 1.05 + 2))

    def _lines(self, cells: Sequence[str], first: int) -> int:
        """Return how many lines the highest of some cells takes."""
        most = 1
        if first + len(cells) <= self._first_wide:
            return most
        for column, width in self._wide.items():
            if first <= column < first + len(cells):
                text = cells[column - first]
                if len(text) * 2 > width:
                    most = max(most, sum(_broken(line, width) for line in text.split("\n")))
        return most

    def end(self) -> None:
        """Set the widths, and let the rows be filtered."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, width)
        first = next((c for c, name in enumerate(self._heads) if name), 0)
        last = max(self._row, self._top + 1)
        self._sheet.autofilter(self._top, first, last, len(self._heads) - 1)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})


def _height(lines: int) -> float | None:
    """Return the points of a row of so many lines, None for a usual one."""
    return min(_TALLEST, lines * _LINE + 2) if lines > 1 else None


def _short(cells: Sequence[str]) -> list[str]:
    return [text if len(text) <= _LONGEST else text[:_LONGEST] for text in cells]


def _broken(line: str, width: float) -> int:
    """Return into how many lines one is broken: a Chinese character is as wide as two letters."""
    columns = (len(line) + len(line.encode("utf-8", "replace"))) // 2
    return max(1, -(-columns // int(width - 1)))
