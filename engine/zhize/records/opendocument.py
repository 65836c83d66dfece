"""What calamine does not tell of an .ods sheet: its true extent, its error cells, merged cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sheet_facts import ERROR_VALUES, UNCALCULATED, SheetFacts, XmlScan

if TYPE_CHECKING:
    from .limits import Limits
    from .packages import Package

CONTENT = "content.xml"
_ROW, _CELLS = "table:table-row", ("table:table-cell", "table:covered-table-cell")
_MANY_ROWS, _MANY_COLUMNS = "table:number-rows-repeated", "table:number-columns-repeated"
_KIND = "calcext:value-type"
"""LibreOffice says there what the standard has no word for: that a value is an error."""


class OpenDocumentBook:
    """An OpenDocument spreadsheet (OpenDocument 1.3 part 3, 9.1).

    Raises:
        FaultFound: A sheet reaches too far: calamine reads all of them when it opens the file.
    """

    def __init__(self, package: Package, limits: Limits) -> None:
        self._tables: list[SheetFacts] = []
        self._names: list[str] = []
        self._row = self._column = 0
        self._rows = 0
        self._scan = XmlScan(self._start)
        self._scan.run(package.part(CONTENT) or b"")
        for name, facts in zip(self._names, self._tables, strict=True):
            facts.check(limits, name)

    def facts(self, sheet: str, rank: int) -> SheetFacts:
        """Return what is to be known of a sheet before its cells are read."""
        del sheet
        return self._tables[rank] if rank < len(self._tables) else SheetFacts()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _CELLS:
            self._cell(attributes)
        elif tag == _ROW:
            self._row += self._rows
            self._rows, self._column = _count(attributes, _MANY_ROWS), 0
        elif tag == "table:table":
            # Only tables of the document's own level: cells hold none in a spreadsheet.
            self._tables.append(SheetFacts(from_1904=None))
            self._names.append(attributes.get("table:name", ""))
            self._row = self._rows = self._column = 0

    def _cell(self, attributes: dict[str, str]) -> None:
        columns = _count(attributes, _MANY_COLUMNS)
        row, column = self._row, self._column
        self._column += columns
        if not self._tables:
            return
        facts = self._tables[-1]
        if "office:value-type" not in attributes:
            if "table:formula" in attributes:
                facts.reach(row, column)
                facts.errors[row, column] = UNCALCULATED
            return
        facts.reach(row + self._rows - 1, column + columns - 1)
        down = _count(attributes, "table:number-rows-spanned")
        across = _count(attributes, "table:number-columns-spanned")
        if down > 1 or across > 1:
            facts.merged.append(((row, column), (row + down - 1, column + across - 1)))
        kind = attributes.get(_KIND)
        if kind == "error" or (kind is None and "table:formula" in attributes):
            self._scan_error(facts, row, column, declared=kind == "error")

    def _scan_error(self, facts: SheetFacts, row: int, column: int, *, declared: bool) -> None:
        """Look at what a formula shows: another program than LibreOffice says errors only there."""

        def take(text: str) -> None:
            shown = text.strip()
            if declared or shown in ERROR_VALUES or shown.startswith("Err:"):
                facts.errors[row, column] = shown

        self._scan.text(take)


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() else 1
