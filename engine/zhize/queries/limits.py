"""How much a query may cost, and what is said when it would cost more."""

from __future__ import annotations

import msgspec

from .._errors import QueryError


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds on one query.

    Attributes:
        seconds: Time for reading, answering and writing, after the ontology has been loaded.
        rows: Rows of the answer; what is beyond is left out, and `Result.truncated` says so.
        size: Bytes of the query's text.
        depth: How deep brackets may nest.
        text: Characters of all cells together.
        memory: Bytes of address space for a free query, where the system can hold it to that.
    """

    seconds: float = 10.0
    rows: int = 10_000
    size: int = 1 << 18
    depth: int = 40
    text: int = 1 << 24
    memory: int = 1 << 31


DEFAULT_LIMITS = Limits()


def too_slow(limits: Limits) -> QueryError:
    """Return the error for a query that ran out of time."""
    seconds = f"{limits.seconds:g}"
    return QueryError(
        "time-limit",
        f"查询超过 {seconds} 秒，已中止。请缩小范围、加上条件，或用 --seconds 放宽时限。",
        f"the query took more than {seconds} s and was stopped; ask for less, add conditions, or "
        "allow more time by --seconds",
    )


def too_large(limits: Limits) -> QueryError:
    """Return the error for a query that ran out of memory."""
    return QueryError(
        "memory-limit",
        f"查询需要的内存超过 {limits.memory >> 20} MiB，已中止。请缩小范围或加上条件。",
        f"the query needs more than {limits.memory >> 20} MiB of memory and was stopped; ask for "
        "less or add conditions",
    )


def too_much_text(limits: Limits) -> QueryError:
    """Return the error for an answer that is too long to be shown."""
    return QueryError(
        "text-limit",
        f"答案超过 {limits.text} 个字符，已中止。请缩小范围。",
        f"the answer has more than {limits.text} characters and was stopped; ask for less",
    )
