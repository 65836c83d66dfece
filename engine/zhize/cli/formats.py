"""Which format a command writes: the one asked for, else that of the file's name."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from .commands import Wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .session import Session

_ALSO = {"htm": "html", "txt": "text", "ttl": "turtle", "markdown": "md"}
"""Other endings of formats."""

_NO_TEXTS = frozenset({
    "csv", "doc", "docx", "html", "json", "jsonl", "ods", "parquet", "pdf", "png", "pptx", "svg",
    "tsv", "turtle", "xls", "xlsm", "xlsx", "xml",
})  # fmt: skip
"""Endings by which other programs would take a text for what it is not."""


def format_of(
    session: Session, out: str | None, formats: Sequence[str], default: str | None = None
) -> str:
    """Return the format that the name of an output asks for.

    Args:
        session: For the language of what is wrong.
        out: The name, or None or `-` for standard output.
        formats: What the command writes.
        default: What it writes to standard output; None where it must be told a file.

    Raises:
        Wrong: The name has an ending that the command does not write, or none; or no file is
            named, and there is nothing for standard output.
    """
    if out is None or out == "-":
        if default is None:
            raise Wrong(session.messages("needs-out", names=_endings(session, formats)))
        return default
    chosen = _by_ending(out)
    if chosen not in formats:
        raise Wrong(session.messages("bad-ending", name=out, names=_endings(session, formats)))
    return chosen


def asked_format(
    session: Session, output_format: str | None, out: str | None, *formats: str
) -> str:
    """Return the format asked for, else the one that the output's name asks for, else text.

    Args:
        session: For the language of what is wrong.
        output_format: What `--format` says.
        out: The name of the output, or None.
        formats: What a name may ask for besides text.

    Raises:
        Wrong: The name has the ending of files that are no plain text, and that the command does
            not write.
    """
    if output_format is not None:
        return output_format
    found = _by_ending(out or "")
    if found in formats:
        return found
    if found in _NO_TEXTS:
        names = _endings(session, ("text", *formats))
        raise Wrong(session.messages("bad-ending", name=out, names=names))
    return "text"


def _by_ending(out: str) -> str:
    ending = PurePath(out).suffix.lower().removeprefix(".")
    return _ALSO.get(ending, ending)


def _endings(session: Session, formats: Sequence[str]) -> str:
    return session.messages.listed([f".{'txt' if f == 'text' else f}" for f in formats])
