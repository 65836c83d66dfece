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
    from collections.abc import Iterable, Mapping

_IN_MEMORY = 1 << 24
"""Bytes of rows of one sheet that are held before they go to a file."""
_BATCH = 256
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


class SharedTexts(dict[str, str]):
    """The texts of all cells of a workbook, each once, with how a cell of it ends."""

    def __missing__(self, text: str) -> str:
        end = self[text] = f"{len(self)}</v></c>"
        return end

    def part(self) -> Iterable[bytes]:
        """Yield the part that holds them."""
        yield (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<sst xmlns="{_MAIN}" uniqueCount="{len(self)}">'
        ).encode()
        for text in self:
            yield f'<si><t xml:space="preserve">{escaped(text)}</t></si>'.encode("utf-8", "replace")
        yield b"</sst>"


class BulkRows:
    r"""The rows of one sheet, written from top to bottom.

    Rows and cells are text in which `\0` stands for the number of the row: such text may be made
    once, and be written in many rows.

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
