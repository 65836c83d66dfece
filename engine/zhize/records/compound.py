"""What calamine does not tell of an .xls or .et sheet, from the records of its stream.

Sources: [MS-CFB] (compound files), [MS-XLS] 2.1.4 and 2.4 (records).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from .faults import FaultFound
from .packages import damaged, protected
from .sheet_facts import SheetFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .limits import Limits

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA  # from here on, numbers of sectors are marks
_STREAMS = ("Workbook", "Book")
_BOF, _EOF, _SHEET, _PASSWORD, _FROM_1904 = 0x0809, 0x000A, 0x0085, 0x002F, 0x0022
_FORMULA, _BOOL_OR_ERROR, _MANY = 0x0006, 0x0205, frozenset({0x00BD})
_CELLS = frozenset({_FORMULA, _BOOL_OR_ERROR, 0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6, *_MANY})
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


class CompoundBook:
    """A workbook of the binary format.

    Raises:
        FaultFound: It is damaged, or protected by a password, or a sheet reaches too far: calamine
            reads all of them when it opens the file.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            stream = _workbook_stream(data)
            sheets: list[tuple[str, int]] = []
            from_1904 = False
            for kind, body in _records(stream, 0):
                if kind == _PASSWORD:
                    raise FaultFound(protected())
                if kind == _SHEET:
                    sheets.append((_name(body), int.from_bytes(body[:4], "little")))
                elif kind == _FROM_1904:
                    from_1904 = body[:1] == b"\x01"
            self._sheets = [_facts(stream, at, from_1904=from_1904) for _, at in sheets]
        except (struct.error, IndexError):
            raise FaultFound(damaged()) from None
        for (name, _), facts in zip(sheets, self._sheets, strict=True):
            facts.check(limits, name)

    def facts(self, sheet: str, rank: int) -> SheetFacts:
        """Return what is to be known of a sheet."""
        del sheet
        return self._sheets[rank] if rank < len(self._sheets) else SheetFacts()


def _name(body: bytes) -> str:
    """Return the name of a sheet (2.5.240 ShortXLUnicodeString)."""
    length, wide = body[6], body[7] & 1
    if wide:
        return body[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    return body[8 : 8 + length].decode("latin-1")


def _facts(stream: bytes, at: int, *, from_1904: bool) -> SheetFacts:
    """Go through the cells of a sheet that begins at an offset."""
    facts = SheetFacts(from_1904=from_1904)
    for kind, body in _records(stream, at):
        if kind not in _CELLS:
            continue
        row, column = struct.unpack_from("<HH", body)
        last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in _MANY else column
        facts.reach(row, last)
        code = _error_code(kind, body)
        if code is not None:
            facts.errors[row, column] = _ERRORS.get(code, "#?")
    return facts


def _error_code(kind: int, body: bytes) -> int | None:
    if kind == _BOOL_OR_ERROR and body[7]:
        return body[6]
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one substream, without those of charts that lie within it."""
    depth = 0
    while True:
        kind, size = struct.unpack_from("<HH", stream, at)
        at += 4
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[at : at + size]
        at += size


def _workbook_stream(data: bytes) -> bytes:
    """Return the stream that holds the workbook."""
    if len(data) < 512:
        raise FaultFound(damaged())
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    first_directory, cutoff, first_mini = (
        struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60)
    )
    if shift not in {9, 12} or mini_shift != 6:
        raise FaultFound(damaged())
    size = 1 << shift
    table = _sector_table(data, size)

    def chain(first: int) -> bytes:
        pieces, seen = [], 0
        while first < _FREE:
            seen += 1
            if seen > len(table):  # a circle
                raise FaultFound(damaged())
            piece = data[(first + 1) * size : (first + 2) * size]
            if not piece:
                raise FaultFound(damaged())
            pieces.append(piece)
            first = table[first]
        return b"".join(pieces)

    directory = chain(first_directory)
    entries: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        entries[name] = struct.unpack_from("<II", directory, at + 116)
    if "EncryptedPackage" in entries:
        raise FaultFound(protected())
    found = next((entries[name] for name in _STREAMS if name in entries), None)
    if found is None:
        raise FaultFound(damaged())
    first, length = found
    if length >= cutoff:
        stream = chain(first)[:length]
        if len(stream) < length:
            raise FaultFound(damaged())
        return stream
    root = chain(entries.get("Root Entry", (_FREE, 0))[0])
    mini = struct.unpack(f"<{len(small) // 4}I", small) if (small := chain(first_mini)) else ()
    pieces: list[bytes] = []
    while first < _FREE and len(pieces) <= len(mini):
        pieces.append(root[first * 64 : first * 64 + 64])
        first = mini[first]
    return b"".join(pieces)[:length]


def _sector_table(data: bytes, size: int) -> tuple[int, ...]:
    """Return the number of the sector after each, from all sectors that say so."""
    listed = list(struct.unpack_from("<109I", data, 76))
    further, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        if further >= _FREE:
            break
        numbers = struct.unpack_from(f"<{size // 4}I", data, (further + 1) * size)
        listed += numbers[:-1]
        further = numbers[-1]
    parts = [data[(s + 1) * size : (s + 2) * size] for s in listed if s < _FREE]
    table = b"".join(parts)
    return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
