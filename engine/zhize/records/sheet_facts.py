"""What is looked up in a sheet's own bytes, because the reader of its cells does not tell it.

calamine gives error cells as empty ones, and makes room for a whole rectangle however few of its
cells are filled; both must be known before.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING
from xml.parsers import expat

from .faults import Fault, FaultFound
from .packages import damaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from .limits import Limits

    Start = Callable[[str, dict[str, str]], None]

Cell = tuple[int, int]
"""Row and column, from 0."""
Area = tuple[Cell, Cell]
"""The first and the last cell of merged ones."""


ERROR_VALUES = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
"""How spreadsheets write that a formula has no value."""
UNCALCULATED = "=?"
"""Stands for a formula whose value no program has yet calculated and stored."""


class SheetFacts:
    """What a sheet holds.

    Attributes:
        rows, columns: How far it reaches.
        errors: Error values by cell, as they are shown: `#REF!`; or `UNCALCULATED`.
        merged: Merged cells, where the reader of cells does not know them.
        from_1904: Whether its dates count from 1904; None where that is not known.
    """

    def __init__(self, *, from_1904: bool | None = None) -> None:
        self.rows = 0
        self.columns = 0
        self.errors: dict[Cell, str] = {}
        self.merged: list[Area] = []
        self.from_1904 = from_1904

    def reach(self, row: int, column: int) -> None:
        """Take a filled cell into the extent."""
        if row >= self.rows:
            self.rows = row + 1
        if column >= self.columns:
            self.columns = column + 1

    def check(self, limits: Limits, sheet: str) -> None:
        """Refuse a sheet that reaches too far.

        Raises:
            FaultFound: `too-large`.
        """
        if self.rows > limits.max_rows:
            raise FaultFound(too_many_rows(self.rows, limits.max_rows, sheet))
        if self.columns > limits.max_columns:
            raise FaultFound(too_many_columns(self.columns, limits.max_columns, sheet))
        if self.rows * self.columns > limits.max_cells:  # room is made for all, be they empty
            raise FaultFound(too_many_rows(self.rows, limits.max_cells // self.columns, sheet))


def too_many_rows(rows: int, limit: int, sheet: str | None) -> Fault:
    """A table with more rows than are read."""
    zh, en = ("", "the table") if sheet is None else (f"工作表“{sheet}”", f"sheet `{sheet}`")
    return Fault(
        "too-large",
        f"{zh}有 {rows} 行，最多 {limit} 行；请分成几个文件，或改用 JSONL",
        f"{en} has {rows} rows; at most {limit} are read: divide it, or use JSONL",
    )


def too_many_columns(columns: int, limit: int, sheet: str | None) -> Fault:
    """A table with more columns than are read."""
    zh, en = ("", "the table") if sheet is None else (f"工作表“{sheet}”", f"sheet `{sheet}`")
    return Fault(
        "too-large",
        f"{zh}有 {columns} 列，最多 {limit} 列；请删去右边多余的列",
        f"{en} has {columns} columns; at most {limit} are read: delete those on the right",
    )


@functools.cache
def column_letters(column: int) -> str:
    """Return the letters of a column, from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column, from 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


class XmlScan:
    """One pass over the XML of a workbook, in which an element's text can be asked for.

    Args:
        start: Is told of each element and its attributes; by default nobody is.
    """

    def __init__(self, start: Start | None = None) -> None:
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = start
        self._parser.StartDoctypeDeclHandler = _refuse

    def run(self, data: bytes) -> None:
        """Read a document.

        Raises:
            FaultFound: It is no well-formed XML, or declares entities.
        """
        try:
            self._parser.Parse(data, True)
        except (expat.ExpatError, ValueError):
            raise FaultFound(damaged()) from None

    def text(self, take: Callable[[str], None]) -> None:
        """Give the text up to the end of the present element to somebody."""
        pieces: list[str] = []

        def end(tag: str) -> None:
            del tag
            self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
            take("".join(pieces))

        self._parser.CharacterDataHandler = pieces.append
        self._parser.EndElementHandler = end


def _refuse(*_: object) -> None:
    raise FaultFound(damaged())
