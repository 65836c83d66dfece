"""Opening one named file or stream, and telling what is in it from its first bytes."""

from __future__ import annotations

import contextlib
import io
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from . import faults
from .faults import ACCEPTED_EN, ACCEPTED_ZH, Fault, FaultFound

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = 1 << 16
BOM = b"\xef\xbb\xbf"
_MAGIC = (
    (b"PK\x03\x04", "ZIP（Excel、Word 文件也是）", "a ZIP archive (Excel and Word files are such)"),
    (b"%PDF", "PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "旧版 Excel 或 Word 文件", "an old Excel or Word file"),
    (b"\x1f\x8b", "gzip 压缩文件", "a gzip archive"),
    (b"7z\xbc\xaf", "7z 压缩文件", "a 7z archive"),
    (b"Rar!", "RAR 压缩文件", "a RAR archive"),
    (b"\x89PNG", "PNG 图片", "a PNG picture"),
    (b"\xff\xd8\xff", "JPEG 图片", "a JPEG picture"),
    (b"PAR1", "Parquet 文件", "a Parquet file"),
    (b"SQLite format 3\x00", "SQLite 数据库", "an SQLite database"),
)
_XML = re.compile(rb"<\?xml|<!(?:DOCTYPE|ENTITY)\b|<rdf:RDF[\s>]|<html[\s>]", re.IGNORECASE)


class _Rewound(io.RawIOBase):
    """A stream whose first bytes were taken off and are given back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._head:
            taken, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            taken = self._rest.read(len(buffer)) or b""
        buffer[: len(taken)] = taken
        return len(taken)


@contextlib.contextmanager
def opened(source: Path | BinaryIO) -> Iterator[tuple[BinaryIO, bytes, int | None]]:
    """Open a regular file, or take a stream; give it back with its head and its size if known.

    The head is up to 64 KiB without a byte order mark; the stream still begins with it.

    Raises:
        FaultFound: No such file, or not a regular file.
        OSError: The operating system refuses; see `unreadable`.
    """
    if not isinstance(source, Path):
        head = _head(source)
        yield _whole(head, source), head, None
        return
    try:
        regular = stat.S_ISREG(source.stat().st_mode)
    except (FileNotFoundError, ValueError):  # ValueError: a NUL in the path
        raise FaultFound(
            Fault(
                "missing-file", "没有这个文件；请核对路径", "there is no such file; check the path"
            )
        ) from None
    if not regular:
        raise FaultFound(_not_regular(source))
    with source.open("rb") as file:
        head = _head(file)
        yield _whole(head, file), head, os.fstat(file.fileno()).st_size


def unreadable(error: OSError) -> Fault:
    """Return the fault for what the operating system refuses."""
    reason = error.strerror or str(error)
    return Fault("unreadable", f"无法读取（{reason}）", f"cannot be read ({reason})")


def _head(stream: BinaryIO) -> bytes:
    head = b""
    while len(head) < HEAD:
        more = stream.read(HEAD - len(head))
        if not more:
            break
        head += more
    return head.removeprefix(BOM)


def _whole(head: bytes, rest: BinaryIO) -> BinaryIO:
    return io.BufferedReader(_Rewound(head, rest), HEAD)


def _not_regular(path: Path) -> Fault:
    if path.is_dir():
        return Fault(
            "unreadable",
            "这是文件夹；请写出其中的文件",
            "this is a folder; name the files in it",
        )
    return Fault(
        "unreadable",
        "这不是普通文件；可用 - 从标准输入读取",
        "this is no regular file; use - to read standard input",
    )


def examine(head: bytes) -> None:
    """Refuse what cannot be a record file by its first bytes.

    Raises:
        FaultFound: Empty, binary, UTF-16, XML.
    """
    if not head.strip():
        if len(head) < HEAD:
            raise FaultFound(faults.empty())
        return
    for magic, zh, en in _MAGIC:
        if head.startswith(magic):
            raise FaultFound(_binary(f"这是{zh}，不是文本", f"this is {en}, not text"))
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FaultFound(faults.not_utf8(1, 1, "UTF-16"))
    if b"\x00" in head:
        raise FaultFound(_binary("这是二进制文件，不是文本", "this is a binary file, not text"))
    if _XML.match(head.lstrip()):
        raise FaultFound(
            Fault(
                "doctype",
                f"这是 XML（含 RDF/XML、HTML），为安全起见一概不读；请转为 {ACCEPTED_ZH}",
                "this is XML (RDF/XML and HTML included), which is never read, for safety; "
                f"convert it to {ACCEPTED_EN}",
            )
        )


def _binary(zh: str, en: str) -> Fault:
    return Fault("binary", f"{zh}；可读 {ACCEPTED_ZH}", f"{en}; what can be read is {ACCEPTED_EN}")


def read_whole(stream: BinaryIO, known_size: int | None, kind: str, limit: int) -> bytes:
    """Return all bytes of a document, if there are not too many.

    Raises:
        FaultFound: `too-large`; a file that says so by its size is not read at all.
    """
    if known_size is None or known_size <= limit:
        data = stream.read(limit + 1)
        if len(data) <= limit:
            return data
    raise FaultFound(faults.too_large(kind, limit))


def bad_byte(data: bytes, line: int = 1) -> tuple[int, Fault] | None:
    """Return the offset of the first byte that is not UTF-8, with its fault, or None.

    Args:
        data: What to look at, from the beginning of a line.
        line: The number of that line, from 1.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start
        begin = data.rfind(b"\n", 0, offset) + 1
        number = data.count(b"\n", 0, offset) + line
        return offset, faults.not_utf8(number, offset - begin + 1, _guess(data))
    return None


def _guess(data: bytes) -> str | None:
    """Name the encoding of Chinese Windows where the bytes are text in it."""
    try:
        text = data[: 1 << 20].decode("gb18030")
    except UnicodeDecodeError as error:
        if error.end < min(len(data), 1 << 20):  # more than a character cut at the end
            return None
        text = data[: error.start].decode("gb18030", "ignore")
    usual = sum("\u4e00" <= c <= "\u9fff" for c in text)
    strange = sum(c > "\u007f" and not _usual(c) for c in text)
    return "GB18030" if usual > strange else None


def _usual(char: str) -> bool:
    return (
        "\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef"
    )
