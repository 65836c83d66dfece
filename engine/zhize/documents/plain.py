"""Reading plain text as office programs write it, whatever its encoding."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from .._errors import UnreadableError

_MOST_BYTES = 2 << 20
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_ENCODINGS = ("utf-8", "gb18030")


def read_text(source: Path | BinaryIO, ending: str = ".txt") -> str:
    """Return a plain text: UTF-8, else GB 18030, or UTF-16 with its byte order mark.

    Args:
        source: A file, or a stream that is open already.
        ending: What such a file is called, for what is said of one that is no text.

    Raises:
        UnreadableError: There is no such file, or it is no text, or very large.
    """
    name = source.name if isinstance(source, Path) else "-"
    try:
        data = _bytes(source)
    except FileNotFoundError:
        raise _unreadable(
            str(source), "没有这个文件；请核对路径", "does not exist; check the path"
        ) from None
    except IsADirectoryError:
        raise _unreadable(
            name, "这是文件夹；请写出其中的文件", "is a folder; name a file in it"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _unreadable(name, f"无法读取（{reason}）", f"cannot be read ({reason})") from None
    if len(data) > _MOST_BYTES:
        raise _unreadable(
            name, f"大于 {_MOST_BYTES >> 20} MiB", f"is larger than {_MOST_BYTES >> 20} MiB"
        )
    text = _decoded(data)
    if text is None or "\x00" in text:
        raise _unreadable(
            name,
            f"不是纯文本；请另存为 UTF-8 的 {ending}",
            f"is no plain text; save it as {ending} in UTF-8",
        )
    return text


def _bytes(source: Path | BinaryIO) -> bytes:
    if not isinstance(source, Path):
        return source.read(_MOST_BYTES + 1)
    if source.is_dir():  # Windows would speak of a lack of permission
        raise IsADirectoryError
    with source.open("rb") as file:
        return file.read(_MOST_BYTES + 1)


def _decoded(data: bytes) -> str | None:
    named = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in named or _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _unreadable(name: str, zh: str, en: str) -> UnreadableError:
    return UnreadableError(f"“{name}”：{zh}。", f"`{name}` {en}")
