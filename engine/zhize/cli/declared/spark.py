"""spark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..commands import Choice, Command, Day
from ..parameters import common, help_option, helped, option, session_of

if TYPE_CHECKING:
    from ..messages import Messages


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of this group."""
    return [_spark(messages)]


def _spark(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..spark import spark

        return spark(session, options.pop("source"), options.pop("out"), **options)

    params = [
        helped(click.Argument(["source"], metavar="IN"), messages("argument.spark-in")),
        helped(click.Argument(["out"], metavar="OUT"), messages("argument.spark-out")),
        option(messages, "duties", "--duties", Choice(messages, "codes", "rows"),
               default="codes", key="duties.spark"),
        option(messages, "read", "--read", Choice(messages, "parquet", "csv", "json"),
               default="parquet"),
        option(messages, "today", "--today", Day(messages)),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "spark", messages, params, callback,
        details=messages("more.spark"),
        examples=(
            "zhize spark records.parquet decided",
            "zhize spark hdfs:///records hdfs:///decided --duties rows",
        ),
    )  # fmt: skip
