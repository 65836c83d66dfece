"""`zhize sparql`: answer a free query that only reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .query import format_of, limits_of, write
from .session import STDIN
from .streams import standard_input

if TYPE_CHECKING:
    from .session import Session


def sparql(
    session: Session,
    file: str,
    *,
    output_format: str | None,
    out: str | None,
    rows: int | None,
    seconds: float | None,
) -> int:
    """Answer the query of a file and return the exit code."""
    from ..queries.source import read_free

    form = format_of(session.messages, output_format, out)
    limits = limits_of(rows, seconds)
    session.output(out, (file,))  # not over the query itself: said before the work is done
    content = read_free(standard_input() if file == STDIN else Path(file), name=file, limits=limits)
    result = session.mechanism().sparql(content, limits=limits)
    write(session, result, form, out, files=(file,))
    return 0
