"""Sheets of very many rows, put into a workbook that XlsxWriter made without them.

XlsxWriter takes 8 µs a cell, most of it for text that is the same in thousands of rows. Here a
row's text is looked up once among the shared strings, and equal cells are written once.

Source: ECMA-376 part 1, 18.3.1 (worksheets), 18.4 (shared strings), 22.9.2.19 (`_x000D_`).
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING

from ..records.sheet_facts import column_letters
from .packing import Packed, add_packed, add_small

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from concurrent.futures import Executor

_BATCH = 256
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS = "xl/sharedStrings.xml"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
)
_PARTS = {
    "[Content_Types].xml": (
        "</Types>",
        f'<Override PartName="/{_STRINGS}" ContentType="{_STRINGS_TYPE}"/>',
    ),
    "xl/_rels/workbook.xml.rels": (
        "</Relationships>",
        f'<Relationship Id="rIdTexts" Type="{_STRINGS_RELATION}" Target="sharedStrings.xml"/>',
    ),
}


class SharedTexts(dict[str, str]):
    """The texts of all cells of a workbook, each once, with how a cell of it ends."""

    def __missing__(self, text: str) -> str:
        end = self[text] = f"{len(self)}</v></c>"
        return end

    def add_to(self, archive: zipfile.ZipFile, worker: Executor) -> None:
        """Add the part that holds them to a workbook."""
        before = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<sst xmlns="{_MAIN}" uniqueCount="{len(self)}">'
        )
        packed = Packed(worker)
        for text in self:
            item = f'<si><t xml:space="preserve">{escaped(text)}</t></si>'
            packed.add(item.encode("utf-8", "replace"))
        add_packed(archive, _STRINGS, before.encode(), packed, b"</sst>")


class BulkRows:
    r"""The rows of one sheet, written from top to bottom.

    Rows and cells are text in which `\0` stands for the number of the row: such text may be made
    once, and be written in many rows.

    Args:
        texts: Those of the workbook.
        worker: Who compresses the rows, one task after the other.
    """

    def __init__(self, texts: SharedTexts, worker: Executor) -> None:
        self._texts = texts
        self._packed = Packed(worker)
        self._waiting: list[str] = []
        self._links: list[str] = []
        self._columns = 1
        self._last = 0

    def cell(self, text: str, beginning: str) -> str:
        """Return a cell of a row, nothing for a blank one; it begins as `beginning` says."""
        return beginning + self._texts[text] if text else ""

    def cells(self, texts: Iterable[str], beginnings: Iterable[str]) -> str:
        """Return cells of a row that stand one behind the other."""
        ends = self._texts
        return "".join(
            [
                beginning + ends[text]
                for text, beginning in zip(texts, beginnings, strict=False)
                if text
            ]
        )

    def write(self, row: int, *texts: str) -> None:
        """Write rows, made of `opening`, cells and `CLOSING`; the first one's place is from 0."""
        add = self._waiting.append
        for number, text in enumerate(texts, start=row + 1):
            add(text.replace("\0", str(number)))
        self._last = row + len(texts)
        if len(self._waiting) >= _BATCH:
            self._flush()

    def link(self, row: int, column: int, target: str) -> None:
        """Let a cell lead to another: `'Sheet'!A1`."""
        place = f"{column_letters(column)}{row + 1}"
        self._links.append(f'<hyperlink ref="{place}" location="{escaped(target)}"/>')

    def reach(self, columns: int) -> None:
        """Say how many columns there are."""
        self._columns = max(self._columns, columns)

    def _flush(self) -> None:
        self._packed.add("".join(self._waiting).encode())
        self._waiting.clear()

    def add_to(self, archive: zipfile.ZipFile, name: str, sheet: str) -> None:
        """Add a sheet to a workbook.

        Args:
            archive: The workbook.
            name: The path of the sheet.
            sheet: Its XML as it was made without the rows.
        """
        self._flush()
        before, _, after = sheet.partition("<sheetData/>")
        whole = f'<dimension ref="A1:{column_letters(self._columns - 1)}{max(self._last, 1)}"/>'
        before = re.sub('<dimension ref="[^"]*"/>', whole, before, count=1) + "<sheetData>"
        if self._links:
            links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>"
            after = after.replace("<pageMargins", f"{links}<pageMargins", 1)
        after = "</sheetData>" + after
        add_packed(archive, name, before.encode(), self._packed, after.encode())


CLOSING = "</row>"


@cache
def opening(height: float | None = None) -> str:
    """Return how a row begins; its height is in points, None for the usual one."""
    tall = "" if height is None else f' ht="{height:g}" customHeight="1"'
    return f'<row r="\0"{tall}>'


@cache
def beginning(column: int, style: int) -> str:
    """Return how a cell of shared text begins.

    Args:
        column: Its column, from 0.
        style: Its format, by number.
    """
    return f'<c r="{column_letters(column)}\0" s="{style}" t="s"><v>'


def filled(
    package: bytes, sheets: Mapping[int, BulkRows], texts: SharedTexts, worker: Executor
) -> bytes:
    """Return a workbook with rows in its sheets; the same bytes on every run.

    Args:
        package: The workbook as XlsxWriter made it, without shared strings.
        sheets: Rows by the number of their sheet, from 0.
        texts: The texts of all rows.
        worker: As for the rows.
    """
    by_path = {f"xl/worksheets/sheet{n + 1}.xml": rows for n, rows in sheets.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name in by_path:
                by_path[name].add_to(new, name, part.decode())
            elif name in _PARTS:
                end, more = _PARTS[name]
                add_small(new, name, part.decode().replace(end, more + end).encode())
            else:
                add_small(new, name, part)
        texts.add_to(new, worker)
    return out.getvalue()


def escaped(text: str) -> str:
    """Return a text as it stands in XML, and is not taken for an escape by Excel."""
    if "_x" in text:
        text = _LIKE_AN_ESCAPE.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;")
    if text.isprintable():
        return text
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
