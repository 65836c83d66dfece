"""batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..commands import Choice, Command, Day
from ..parameters import common, flag, help_option, helped, ignoring, option, session_of
from .queries import Number

if TYPE_CHECKING:
    from ..messages import Messages

_MOST_ROWS = 100_000_000


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of this group."""
    return [_batch(messages)]


def _batch(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..batch import batch

        return batch(session, options.pop("source"), options.pop("out"), **options)

    params = [
        helped(click.Argument(["source"], metavar="IN"), messages("argument.batch-in")),
        helped(click.Argument(["out"], metavar="OUT"), messages("argument.batch-out")),
        option(messages, "duties", "--duties", Choice(messages, "codes", "rows"),
                default="codes"),
        option(messages, "today", "--today", Day(messages), key="today.batch"),
        option(messages, "part_rows", "--part-rows", Number(messages, _MOST_ROWS, whole=True)),
        flag(messages, "restart", "--restart"),
        ignoring(messages),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "batch", messages, params, callback,
        details=messages("more.batch"),
        examples=(
            "zhize batch records.parquet result.parquet",
            "zhize batch records.csv duties.csv --duties rows",
            "zhize batch folder-of-parquet folder-of-results",
        ),
    )  # fmt: skip
