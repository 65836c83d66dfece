"""Sheets of very many rows, put into a workbook that XlsxWriter made without them.

XlsxWriter takes 8 µs a cell, most of it for text that is the same in thousands of rows. Here a
row's text is looked up once among the shared strings, and equal cells are written once.

Source: ECMA-376 part 1, 18.3.1 (worksheets), 18.4 (shared strings), 22.9.2.19 (`_x000D_`).
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Any

from ..records.sheet_facts import column_letters
from .fixed import FIXED_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_IN_MEMORY = 1 << 24
"""Bytes of rows of one sheet that are held before they go to a file."""
_BATCH = 2048
_STEP = 1 << 20
_LEVEL = 4
"""Rows are so alike that more effort makes them hardly smaller."""
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


class SharedTexts:
    """The texts of all cells of a workbook, each once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number by which cells refer to a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def part(self) -> Iterable[bytes]:
        """Yield the part that holds them."""
        yield (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<sst xmlns="{_MAIN}" uniqueCount="{len(self._numbers)}">'
        ).encode()
        for text in self._numbers:
            yield f'<si><t xml:space="preserve">{escaped(text)}</t></si>'.encode("utf-8", "replace")
        yield b"</sst>"


class BulkRows:
    """The rows of one sheet, written from top to bottom.

    Args:
        texts: Those of the workbook.
    """

    def __init__(self, texts: SharedTexts) -> None:
        self._texts = texts
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - until the end
        self._waiting: list[str] = []
        self._links: list[str] = []
        self._columns = 1
        self._last = 0

    def cells(self, cells: Sequence[str], styles: Sequence[int], first: int = 0) -> str:
        r"""Return cells as text in which `\0` stands for the number of the row.

        Args:
            cells: The texts; blank ones are left out.
            styles: The format of each, by number.
            first: The column of the first, from 0.
        """
        number = self._texts.number
        return "".join(
            [
                f"{_beginning(first + rank, styles[rank])}{number(text)}</v></c>"
                for rank, text in enumerate(cells)
                if text
            ]
        )

    def write(self, row: int, *cells: str, height: float | None = None) -> None:
        """Write a row, from 0, made of what `cells` gave; its height is in points."""
        number = str(row + 1)
        body = "".join(cells).replace("\0", number)
        tall = "" if height is None else _tall(height)
        self._waiting.append(f'<row r="{number}"{tall}>{body}</row>')
        self._last = row + 1
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
        self._file.write("".join(self._waiting).encode())
        self._waiting.clear()

    def put_into(self, sheet: str) -> Iterable[bytes]:
        """Yield the XML of a sheet that was made without them."""
        self._flush()
        before, _, after = sheet.partition("<sheetData/>")
        whole = f'<dimension ref="A1:{column_letters(self._columns - 1)}{max(self._last, 1)}"/>'
        yield re.sub('<dimension ref="[^"]*"/>', whole, before, count=1).encode()
        yield b"<sheetData>"
        self._file.seek(0)
        while piece := self._file.read(_STEP):
            yield piece
        self._file.close()
        yield b"</sheetData>"
        if self._links:
            links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>"
            after = after.replace("<pageMargins", f"{links}<pageMargins", 1)
        yield after.encode()


@cache
def _beginning(column: int, style: int) -> str:
    """Return how a cell of shared text begins."""
    return f'<c r="{column_letters(column)}\0" s="{style}" t="s"><v>'


@cache
def _tall(height: float) -> str:
    return f' ht="{height:g}" customHeight="1"'


def filled(package: bytes, sheets: Mapping[int, BulkRows], texts: SharedTexts) -> bytes:
    """Return a workbook with rows in its sheets; the same bytes on every run.

    Args:
        package: The workbook as XlsxWriter made it, without shared strings.
        sheets: Rows by the number of their sheet, from 0.
        texts: The texts of all rows.
    """
    by_path = {f"xl/worksheets/sheet{n + 1}.xml": rows for n, rows in sheets.items()}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name in by_path:
                _add(new, name, by_path[name].put_into(part.decode()))
            elif name in _PARTS:
                end, more = _PARTS[name]
                _add(new, name, [part.decode().replace(end, more + end).encode()])
            else:
                _add(new, name, [part])
        _add(new, _STRINGS, texts.part())
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    member = zipfile.ZipInfo(name, FIXED_DAY.timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 0  # not the system at hand
    _set_level(member)
    with archive.open(member, "w") as file:
        for piece in _gathered(pieces):
            file.write(piece)


def _set_level(member: Any) -> None:
    """Choose the effort: a member that is named by a `ZipInfo` does not ask the archive."""
    name = "compress_level" if hasattr(member, "compress_level") else "_compresslevel"
    setattr(member, name, _LEVEL)  # public from Python 3.13 on


def _gathered(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """Yield pieces that are worth a call."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _STEP:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def escaped(text: str) -> str:
    """Return a text as it stands in XML, and is not taken for an escape by Excel."""
    if "_x" in text:
        text = _LIKE_AN_ESCAPE.sub("_x005F_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;")
    if text.isprintable():
        return text
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
