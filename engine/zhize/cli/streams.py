"""Where the command line reads from and writes to."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from .commands import Wrong
from .messages import MESSAGES

if TYPE_CHECKING:
    from types import TracebackType

    from .messages import Messages


def prepare() -> None:
    r"""Make standard output and error UTF-8 with `\n`, whatever the locale and the system."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(io.UnsupportedOperation, ValueError):
                stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")


def silence() -> None:
    """Let nothing more be written: the reader of our output has gone (`zhize … | head`)."""
    with contextlib.suppress(OSError, ValueError, io.UnsupportedOperation):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


def standard_input() -> BinaryIO:
    """Return standard input as bytes."""
    return sys.stdin.buffer


def say(text: str) -> None:
    """Write to standard error."""
    if text:
        sys.stdout.flush()  # on a terminal, both come out in the order in which they were written
        print(text.rstrip("\n"), file=sys.stderr, flush=True)


class Output:
    """Standard output, or a file that appears only when all of it has been written."""

    def __init__(self, path: str | None, messages: Messages) -> None:
        self._path = None if path is None or path == "-" else Path(path)
        self._messages = messages
        self._temporary: Path | None = None
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        if self._path is None:
            return self
        try:
            if self._path.exists() and not self._path.is_file():  # a pipe or a device
                self._file = self._path.open("wb")
            else:
                handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".zhize-")
                self._temporary, self._file = Path(name), os.fdopen(handle, "wb")
        except OSError as error:
            raise self._cannot_write(error) from error
        return self

    def write(self, content: str | bytes) -> None:
        """Write text (as UTF-8) or bytes."""
        if isinstance(content, str) and self._file is None:
            sys.stdout.write(content)
            return
        data = content.encode() if isinstance(content, str) else content
        if self._file is not None:
            self._file.write(data)
        elif hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
        else:
            sys.stdout.write(data.decode())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None or self._path is None:
            return
        try:
            self._file.close()
            if self._temporary is not None and kind is None:
                self._temporary.chmod(0o666 & ~_umask())  # mkstemp makes it private
                self._temporary.replace(self._path)
        except OSError as fault:
            raise self._cannot_write(fault) from fault
        finally:
            if self._temporary is not None:
                self._temporary.unlink(missing_ok=True)

    def _cannot_write(self, error: OSError) -> Wrong:
        reason = reason_of(error, self._messages)
        return Wrong(self._messages("cannot-write", name=self._path, reason=reason))


def reason_of(error: OSError, messages: Messages) -> str:
    """Return why the system refused something, in the language of the messages."""
    key = f"os.{errno.errorcode.get(error.errno or 0, '')}"
    if key not in MESSAGES:
        key = "os.other"
    return messages(key, reason=error.strerror or type(error).__name__)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
