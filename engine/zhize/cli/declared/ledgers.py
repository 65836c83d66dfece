"""template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..commands import Command
from ..parameters import help_option, helped, session_of, showing

if TYPE_CHECKING:
    from ..messages import Messages


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of this group."""
    return [_template(messages)]


def _template(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..template import template

        return template(session, options.pop("out"), **options)

    params = [
        helped(click.Argument(["out"], metavar="OUT.xlsx"), messages("argument.template")),
        *showing(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "template", messages, params, callback,
        details=messages("more.template"),
        examples=("zhize template ledger.xlsx", "zhize template ledger.xlsx --lang both"),
    )  # fmt: skip
