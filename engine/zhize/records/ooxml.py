"""What calamine does not tell of an .xlsx sheet: its true extent, its error cells, its calendar."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from .faults import FaultFound
from .packages import damaged
from .sheet_facts import UNCALCULATED, Cell, SheetFacts, XmlScan, column_number

if TYPE_CHECKING:
    from .packages import Package

BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ROOT = re.compile(rb"(?:<\?xml[^<>?]*\?>)?\s*<worksheet[\s>]")
_UNUSUAL = re.compile(rb"<(?:f[\s/>]|[!?])")
_CELL = re.compile(rb"<c[\s/>]")
_PLAIN_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]+")?(?: t="(?:s|n|b|str|inlineStr)")?/?>'
)


class OfficeBook:
    """An Office Open XML workbook (ECMA-376 part 1, 18.2 and 18.3)."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._from_1904 = False
        self._targets: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        XmlScan(self._relation).run(package.part(_RELATIONS) or b"")
        XmlScan(self._entry).run(package.part(BOOK) or b"")

    def facts(self, sheet: str, rank: int) -> SheetFacts:
        """Return what is to be known of a sheet before its cells are read.

        Raises:
            FaultFound: The sheet is not where the workbook says, or no XML.
        """
        del rank
        part = self._package.part(self._paths.get(sheet, ""))
        if part is None:
            raise FaultFound(damaged())
        reach = _plain_reach(part)
        facts = SheetFacts(from_1904=self._from_1904)
        if reach is None:
            _scan(part, facts)
        else:
            facts.reach(*reach)
        return facts

    def _relation(self, tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.join("xl", target)
            self._targets[attributes.get("Id", "")] = posixpath.normpath(path)

    def _entry(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _local(tag)
        if kind == "sheet":
            found = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self._paths[attributes.get("name", "")] = self._targets.get(found, "")
        elif kind == "workbookPr":
            self._from_1904 = attributes.get("date1904") in {"1", "true"}


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _plain_reach(part: bytes) -> Cell | None:
    """Return the farthest row and column of a sheet whose cells are all written the usual way.

    None for any other, on which `_scan` takes twice as long: one with formulas, error values,
    a prefix, comments, or cells with another attribute or none. As no attribute and no text holds
    a bare `<`, what is found here are elements.

    Raises:
        FaultFound: It is no well-formed XML.
    """
    root = _ROOT.match(part)
    if root is None or part.count(b"worksheet") != 2 or _UNUSUAL.search(part, root.end()):
        return None
    cells = _PLAIN_CELL.findall(part)
    if not cells or len(cells) != len(_CELL.findall(part)):
        return None
    XmlScan().run(part)
    row = max(map(int, {row for _, row in cells}))
    return row - 1, max(column_number(name.decode()) for name in {name for name, _ in cells})


def _scan(part: bytes, facts: SheetFacts) -> None:
    """Go through the cells of a sheet; those without an address follow each other (18.3.1.4)."""
    numbers: dict[str, int] = {}
    reach, errors = facts.reach, facts.errors
    row, column, cell, value, line, formula = -1, -1, "c", "v", "row", "f"
    failed = as_text = False

    def settle(at: Cell, text: str) -> None:
        if text or as_text:
            del errors[at]

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, cell, value, line, formula, failed, as_text
        if tag == cell:
            place = attributes.get("r")
            if place is None:
                column += 1
            else:
                letters = place.rstrip("0123456789")
                column = numbers.get(letters, -1)
                if column < 0:
                    column = numbers[letters] = column_number(letters)
                row = int(place[len(letters) :]) - 1
            reach(row, column)
            kind = attributes.get("t")
            failed, as_text = kind == "e", kind == "str"
        elif tag == value:
            at = (row, column)
            if failed:
                scan.text(lambda text: errors.__setitem__(at, text))
            elif at in errors:  # the formula before it has a value, if there is anything in it
                scan.text(lambda text: settle(at, text))
        elif tag == formula:
            errors[row, column] = UNCALCULATED
        elif tag == line:
            place = attributes.get("r")
            row, column = row + 1 if place is None else int(place) - 1, -1
        elif _local(tag) == "worksheet":  # the root: all others have its prefix
            prefix = tag.removesuffix("worksheet")
            cell, value = f"{prefix}c", f"{prefix}v"
            line, formula = f"{prefix}row", f"{prefix}f"

    scan = XmlScan(start)
    scan.run(part)
