"""graph, matrix, calendar, annotate and train."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..commands import Command
from ..parameters import help_option, option, session_of, showing

if TYPE_CHECKING:
    from ..messages import Messages


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of this group."""
    return [_graph(messages)]


def _graph(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..graph import graph

        return graph(session, **options)

    params = [
        option(messages, "incident", "--incident", click.STRING, metavar="FILE"),
        option(messages, "agency", "--agency", click.STRING, metavar="CODE",
                key="agency.graph"),
        option(messages, "article", "--article", click.STRING, metavar="N"),
        option(messages, "violation", "--violation", click.STRING, metavar="CODE"),
        option(messages, "out", "--out", click.STRING, metavar="FILE", key="out.graph"),
        *showing(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "graph", messages, params, callback,
        details=messages("more.graph"),
        examples=(
            "zhize graph --out mechanism.svg",
            "zhize graph --agency water --out water.html",
            "zhize graph --incident examples/reservoir-sand.yaml --out incident.png",
        ),
    )  # fmt: skip
