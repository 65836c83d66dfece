"""A batch keeps to itself: apart from its input, and from other processes."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .layout import Layout
    from .sources import Sources


def keep_apart(layout: Layout, sources: Sources, source: Path) -> None:
    """Make sure that nothing of the output is read as input, now or by the next run.

    Raises:
        UsageError: One lies where the other does.
    """
    out = layout.out
    read = {path.resolve() for path in (*sources.files, source)}
    if {out.resolve(), layout.work.resolve()} & read:
        raise UsageError(
            f"“{out}”既是输入又是输出。请把结果写到别处。",
            f"`{out}` is both input and output; write the result elsewhere",
        )
    # Whoever begins again throws away the parts that lie in the folder of the output.
    if not layout.whole and out.resolve() in {path.parent for path in read}:
        raise UsageError(
            f"输入就在文件夹“{out}”里。请把结果写到别的文件夹。",
            f"folder `{out}` holds the input; write the result to another folder",
        )
    if source.is_dir() and layout.whole and out.parent.resolve() == source.resolve():
        raise UsageError(
            f"“{out}”在输入的文件夹里，下次会被当作输入。请把结果写到别处。",
            f"`{out}` lies in the folder of the input, and would be read as input the next "
            "time; write the result elsewhere",
        )


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder; a kill gives it free.

    Raises:
        UsageError: Another process works there.
    """
    try:
        import fcntl
    except ImportError:  # not on this system
        yield
        return
    with (folder / ".lock").open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(
                f"另一个进程正在写“{folder}”。请等它结束。",
                f"another process is writing to `{folder}`; wait for it to end",
            ) from None
        yield
