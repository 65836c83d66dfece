"""A sheet of many rows under one head, which goes on in another where it is full."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..documents.bulk_rows import CLOSING, beginning, opening
from ..explain.width import display_width
from ..model.memo import Memo

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
_MEMO_LIMIT = 1 << 16
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


class Piece(NamedTuple):
    """Cells of plain text that stand side by side: as XML, the lines they take, their texts."""

    xml: str
    lines: int
    cells: tuple[str, ...]


class Prepared(NamedTuple):
    """A row with one cell open: what stands around it as XML, its column, all other texts."""

    before: str
    behind: str
    gap: int
    pieces: tuple[Piece, ...]


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
        text, head = file.number(), file.number(**_HEAD)
        columns = range(max(len(heads), *map(len, above), 0))
        self._plain = [beginning(column, text) for column in columns]
        self._bold = [beginning(column, head) for column in columns]
        self._link = file.number(**_LINK)
        self._first_wide = min(wide)
        self._pieces: Memo[tuple[int, tuple[str, ...]], Piece] = Memo(_MEMO_LIMIT)
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
            self._rows.write(row, _row(self._rows.cells(texts, self._plain)))
        height = self._lines(self._heads, 0) * _LINE + 6
        self._rows.write(top, _row(self._rows.cells(self._heads, self._bold), height))
        self._measure(self._heads, 0)

    @property
    def next(self) -> Place:
        """The place of the row that is written next, if it is not told another."""
        if self._row + 1 >= MOST_ROWS:
            self.end()
            self._begin(())
        return Place(self._sheet.get_name(), self._row + 1)

    def prepare(self, before: tuple[str, ...], *behind: tuple[str, ...]) -> Prepared:
        """Return a row that is ready but for one cell, which is no column of running text.

        Args:
            before: The cells before the open one, from the first column on.
            behind: Those behind it, in groups: equal groups are made only once.
        """
        pieces = [self._piece(before, 0)]
        column = len(before) + 1
        for group in behind:
            pieces.append(self._piece(group, column))
            column += len(group)
        first, *rest = [piece.xml for piece in pieces]
        return Prepared(
            opening(_height(max([piece.lines for piece in pieces]))) + first,
            "".join(rest) + CLOSING,
            len(before),
            tuple(pieces),
        )

    def _piece(self, cells: tuple[str, ...], column: int) -> Piece:
        """Return cells from a column on."""
        key = (column, cells)
        known = self._pieces.get(key)
        if known is None:
            xml = self._rows.cells(_short(cells), self._plain[column:])
            known = self._pieces.keep(key, Piece(xml, self._lines(cells, column), cells))
        return known

    def write(
        self, cells: Sequence[str], links: Mapping[int, str], *, row: int | None = None
    ) -> None:
        """Write a row.

        Args:
            cells: The texts.
            links: By column, where a text leads to.
            row: Its row, from 0, where it is not the next one.
        """
        row = self._enter(row)
        if self._written < _MEASURED:
            self._measure(cells, 0)
        beginnings = self._plain
        if links:
            beginnings = beginnings.copy()
            for column, target in links.items():
                if cells[column]:
                    beginnings[column] = self._linked(row, column, target)
        xml = self._rows.cells(_short(cells), beginnings)
        self._rows.write(row, _row(xml, _height(self._lines(cells, 0))))

    def write_under(self, text: str, target: str, rows: Sequence[Prepared]) -> None:
        """Write rows with one text in the open cell of each.

        Args:
            text: The text.
            target: Where it leads to in the first of the rows.
            rows: Rows that are open at the same column.
        """
        text = text[:_LONGEST]
        self._fill(rows[0], text, target)
        rest = rows[1:]
        if not rest:
            return
        if self._written + len(rest) < _MEASURED or self._row + len(rest) + 1 >= MOST_ROWS:
            for prepared in rest:
                self._fill(prepared, text)
            return
        cell = self._rows.cell(text, self._plain[rows[0].gap])
        self._rows.write(self._row + 1, *[f"{p.before}{cell}{p.behind}" for p in rest])
        self._row += len(rest)
        self._written += len(rest)

    def _fill(self, prepared: Prepared, text: str, target: str | None = None) -> None:
        """Write a row with a text, which may lead somewhere, in its open cell."""
        row, gap = self._enter(), prepared.gap
        if self._written < _MEASURED:
            before, *behind = prepared.pieces
            self._measure([*before.cells, text, *[c for piece in behind for c in piece.cells]], 0)
        begun = self._plain[gap]
        if target is not None and text:
            begun = self._linked(row, gap, target)
        cell = self._rows.cell(text, begun)
        self._rows.write(row, f"{prepared.before}{cell}{prepared.behind}")

    def _enter(self, row: int | None = None) -> int:
        """Go to a row, by default the next one, and return it."""
        if row is None:
            row = self._row + 1
            if row >= MOST_ROWS:
                row = self.next.row
        self._row = row
        self._written += 1
        return row

    def _linked(self, row: int, column: int, target: str) -> str:
        """Let a cell lead somewhere, unless too many do, and return how it begins."""
        if self._links >= _MOST_LINKS:
            return self._plain[column]
        self._links += 1
        self._rows.link(row, column, target)
        return beginning(column, self._link)

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


def _row(cells: str, height: float | None = None) -> str:
    return f"{opening(height)}{cells}{CLOSING}"


def _short(cells: Sequence[str]) -> Sequence[str]:
    """Return texts as far as cells hold them."""
    if max(map(len, cells), default=0) <= _LONGEST:
        return cells
    return [text[:_LONGEST] for text in cells]


def _broken(line: str, width: float) -> int:
    """Return into how many lines one is broken: a Chinese character is as wide as two letters."""
    columns = (len(line) + len(line.encode("utf-8", "replace"))) // 2
    return max(1, -(-columns // int(width - 1)))
