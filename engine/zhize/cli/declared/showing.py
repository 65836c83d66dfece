"""graph, matrix, calendar, annotate and train."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..commands import Choice, Command
from ..parameters import help_option, option, session_of, showing

if TYPE_CHECKING:
    from ..messages import Messages


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of this group."""
    return [_matrix(messages)]


def _matrix(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..matrix import matrix

        return matrix(session, **options)

    params = [
        option(messages, "by", "--by", Choice(messages, "violation", "article"), key="by.matrix"),
        option(messages, "out", "--out", click.STRING, metavar="FILE", key="out.matrix"),
        *showing(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "matrix", messages, params, callback,
        details=messages("more.matrix"),
        examples=("zhize matrix --out matrix.html", "zhize matrix --lang both --out matrix.xlsx"),
    )  # fmt: skip
