"""`zhize batch`: files of any length, decided in parts; run again after a kill, it goes on."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from .commands import Wrong
from .streams import reason_of, say

if TYPE_CHECKING:
    from datetime import date

    from .session import Session

_EVERY = 1 << 17
"""Records between two lines of progress."""


def batch(
    session: Session,
    source: str,
    out: str,
    *,
    duties: str,
    today: date | None,
    part_rows: int | None,
    restart: bool,
    ignore: tuple[str, ...],
) -> int:
    """Decide a file or a folder of files, and return the exit code."""
    mechanism = session.mechanism()
    gc.freeze()  # the mechanism stays until the end
    progress = _Progress(session)
    try:
        report = mechanism.batch(
            source, out, duties=duties, today=today, part_rows=part_rows, restart=restart,
            progress=progress.show if progress.wanted else None, ignore=ignore,
        )  # fmt: skip
    except OSError as error:  # of the input, they have become sentences by now
        reason = reason_of(error, session.messages)
        raise Wrong(session.messages("cannot-write", name=out, reason=reason)) from error
    finally:
        progress.clear()
    messages = session.messages
    if report.already:
        say(messages("batch.already", out=out))
    elif report.resumed:
        say(messages("batch.resumed", count=report.resumed))
    say(
        messages(
            "batch.tally",
            all=report.rows,
            decided=report.decided,
            refused=report.refused,
            outside=report.rows - report.decided - report.refused,
        )
    )
    return 1 if report.refused else 0


class _Progress:
    """How many records are done, on standard error; only where a person watches it."""

    def __init__(self, session: Session) -> None:
        self.wanted = sys.stderr is not None and sys.stderr.isatty()
        self._messages = session.messages
        self._shown = -_EVERY

    def show(self, done: int, total: int | None) -> None:
        """Write the line anew."""
        if done - self._shown < _EVERY and done != total:
            return
        self._shown = done
        of = "" if total is None else f" / {total:,}"
        label = self._messages("batch.progress")
        sys.stderr.write(f"\r{label} {done:,}{of}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Leave an empty line for what comes after."""
        if self._shown >= 0:
            sys.stderr.write(f"\r{' ' * 60}\r")
            sys.stderr.flush()
