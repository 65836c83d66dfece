"""The parts of a zipped document (.xlsx, .ods), unpacked within bounds.

A zip file is read here before any other reader sees it: what its directory says of sizes need not
be true, and a reader that believes it may fill all memory.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from . import faults
from .faults import Fault, FaultFound

if TYPE_CHECKING:
    from .limits import Limits

_STEP = 1 << 20
_LOCAL = struct.Struct("<4s5H3L2H")
"""The local header of a member (APPNOTE 4.3.7)."""
_ENCRYPTED = 1


class Package:
    """A zip file whose every member was unpacked once, so that their true sizes are known.

    Raises:
        FaultFound: It is damaged, protected, or unpacks to too much.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise FaultFound(damaged()) from None
        if len(members) > limits.max_members:
            raise FaultFound(too_much(limits.max_unpacked))
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise FaultFound(protected())
        # Members that share their bytes would unpack to more than the file can hold.
        if sum(member.compress_size for member in members) > len(data):
            raise FaultFound(damaged())
        self._parts: dict[str, bytes] = {}
        left = limits.max_unpacked
        if sum(member.file_size for member in members) > left:
            raise FaultFound(too_much(limits.max_unpacked))
        for member in members:
            part = self._unpacked(member, left, limits.max_unpacked)
            if len(part) != member.file_size or member.filename in self._parts:
                raise FaultFound(damaged())
            left -= len(part)
            self._parts[member.filename] = part

    def part(self, name: str) -> bytes | None:
        """Return a part by its path, whatever its case, or None."""
        found = self._parts.get(name)
        if found is None:
            low = name.casefold()
            return next((p for n, p in self._parts.items() if n.casefold() == low), None)
        return found

    def _unpacked(self, member: zipfile.ZipInfo, most: int, limit: int) -> bytes:
        packed = self._packed(member)
        if member.compress_type == zipfile.ZIP_STORED:
            return packed
        if member.compress_type != zipfile.ZIP_DEFLATED:
            raise FaultFound(damaged())
        unpack = zlib.decompressobj(-zlib.MAX_WBITS)
        pieces: list[bytes] = []
        size = 0
        try:
            while not unpack.eof:
                piece = unpack.decompress(packed, _STEP)
                packed = unpack.unconsumed_tail
                if not piece and not packed:
                    break
                size += len(piece)
                if size > most:
                    raise FaultFound(too_much(limit))
                pieces.append(piece)
        except zlib.error:
            raise FaultFound(damaged()) from None
        return b"".join(pieces)

    def _packed(self, member: zipfile.ZipInfo) -> bytes:
        start = member.header_offset
        header = self._data[start : start + _LOCAL.size]
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            raise FaultFound(damaged())
        *_, name, extra = _LOCAL.unpack(header)
        start += _LOCAL.size + name + extra
        packed = self._data[start : start + member.compress_size]
        if len(packed) != member.compress_size:
            raise FaultFound(damaged())
        return packed


def damaged() -> Fault:
    """The workbook cannot be opened."""
    return Fault(
        "damaged-workbook",
        "工作簿不完整或已损坏；请用 Excel 或 WPS 打开后另存，再试",
        "the workbook is incomplete or damaged; open it in Excel or WPS, save it again and retry",
    )


def protected() -> Fault:
    """The workbook asks for a password."""
    return Fault(
        "password",
        "工作簿有打开密码，无法读取；请去掉密码后另存",
        "the workbook is protected by a password; remove the password and save it again",
    )


def too_much(limit: int) -> Fault:
    """The workbook unpacks to more than is read."""
    size = faults.size(limit)
    return Fault(
        "too-large",
        f"工作簿解压后超过 {size}；请分成几个文件，或另存为 CSV",
        f"the workbook unpacks to more than {size}; divide it, or save it as CSV",
    )
