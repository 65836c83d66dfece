"""Read the text of a free query from a file or a stream, and no more of it than is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from ..records.faults import FaultFound
from ..records.source import opened, unreadable
from .limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from pathlib import Path


def read_free(
    source: Path | BinaryIO, *, name: str = "-", limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """Return the bytes of a query: one more than is allowed, where there are too many.

    Args:
        source: The file, or a binary stream.
        name: What messages call it; `-` is standard input.
        limits: `size` counts.

    Raises:
        UnreadableError: There is no such file, or it cannot be read.
    """
    try:
        with opened(source) as (stream, _, _):
            return stream.read(limits.size + 1)
    except FaultFound as found:
        raise found.fault.error(name) from None
    except OSError as error:
        raise unreadable(error).error(name) from error
