"""Members of a zip file that are compressed while they are made, by a thread of their own.

What stands at the head of a sheet is known only when its rows are: its columns, how far it
reaches. So its rows are compressed apart, and joined to the rest at the end.

Source: RFC 1951 (blocks of different compressors may follow each other where they end on a
byte), APPNOTE 4.3.7 (local headers).
"""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from .fixed import FIXED_DAY

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_LEVEL = 4
"""Rows are so alike that more effort makes them hardly smaller."""
_STEP = 1 << 20


class Packed:
    """Bytes that are compressed as they come.

    Args:
        worker: Who does it, one task after the other.
    """

    def __init__(self, worker: Executor) -> None:
        self._worker = worker
        self._packer = _packer()
        self._pieces: list[Future[bytes]] = []
        self._waiting: list[bytes] = []
        self._room = _STEP
        self.size = self.crc = 0

    def add(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._waiting.append(data)
        self._room -= len(data)
        if self._room <= 0:
            self._hand_over()

    def _hand_over(self) -> None:
        self._pieces.append(self._worker.submit(self._pack, b"".join(self._waiting)))
        self._waiting, self._room = [], _STEP

    def _pack(self, data: bytes) -> bytes:
        self.size += len(data)
        self.crc = zlib.crc32(data, self.crc)
        return self._packer.compress(data)

    def end(self) -> list[bytes]:
        """Return all of them, compressed; nothing is added after that."""
        self._hand_over()
        done = [piece.result() for piece in self._pieces]
        return [*done, self._packer.flush(zlib.Z_SYNC_FLUSH)]


def add_small(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a member to a zip file; the same bytes on every run."""
    archive.writestr(_member(name), data, compresslevel=_LEVEL)


def add_packed(
    archive: zipfile.ZipFile, name: str, before: bytes, packed: Packed, after: bytes
) -> None:
    """Add a member whose greater part is compressed already; the same bytes on every run.

    Args:
        archive: The file, in memory; it has a member, without which `zipfile` ends it empty.
        name: The path of the member.
        before: How it begins.
        packed: What follows.
        after: How it ends.
    """
    head, tail = _packer(), _packer()
    pieces = [head.compress(before), head.flush(zlib.Z_SYNC_FLUSH)]
    pieces += packed.end()
    pieces += [tail.compress(after), tail.flush()]
    member = _member(name)
    member.CRC = zlib.crc32(after, _joined(zlib.crc32(before), packed.crc, packed.size))
    member.file_size = len(before) + packed.size + len(after)
    member.compress_size = sum(map(len, pieces))
    _write(archive, member, pieces)


def _write(archive: zipfile.ZipFile, member: zipfile.ZipInfo, pieces: list[bytes]) -> None:
    """Write compressed bytes, for which `zipfile` has no method, as `mkdir` writes none."""
    file = archive.fp
    assert file is not None  # it is open
    file.seek(archive.start_dir)
    member.header_offset = archive.start_dir
    file.write(member.FileHeader())
    file.writelines(pieces)
    archive.start_dir = file.tell()
    archive.filelist.append(member)
    archive.NameToInfo[member.filename] = member


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, FIXED_DAY.timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 0  # not the system at hand
    member.external_attr = 0o600 << 16
    return member


def _packer() -> zlib._Compress:
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)


def _joined(first: int, second: int, size: int) -> int:
    """Return the CRC-32 of bytes behind others, by that of each and how many the second ones are.

    It is linear: what the first contribute is what they would before as many zeros.
    """
    alone, behind = 0, first
    while size > 0:
        zeros = bytes(min(size, _STEP))
        alone, behind = zlib.crc32(zeros, alone), zlib.crc32(zeros, behind)
        size -= len(zeros)
    return alone ^ behind ^ second
