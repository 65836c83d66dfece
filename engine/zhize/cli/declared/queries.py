"""query and sparql."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

import click

from ..commands import Choice, Command, ParamType, Wrong
from ..parameters import common, flag, help_option, helped, option, session_of

if TYPE_CHECKING:
    from ..messages import Messages

_FORMATS = ("text", "csv", "json", "turtle")
_MOST_SECONDS, _MOST_ROWS = 3600, 1_000_000


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of this group."""
    return [_query(messages), _sparql(messages)]


class Number(ParamType):
    """A number above nothing and up to a bound, whole or not."""

    name = "number"

    def __init__(self, messages: Messages, most: int, *, whole: bool) -> None:
        self.messages = messages
        self.most = most
        self.whole = whole

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return how help shows it."""
        del param, ctx
        return "N"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | float:
        """Return the number, or say what is allowed."""
        try:
            number = int(value) if self.whole else float(value)
        except ValueError:
            number = 0
        if not (isfinite(number) and 0 < number <= self.most):
            name = "" if param is None else param.opts[-1]
            key = "bad-count" if self.whole else "bad-seconds"
            raise Wrong(self.messages(key, option=name, value=value, most=self.most), ctx)
        return number


def _query(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..query import query

        return query(session, options.pop("name"), **options)

    params = [
        helped(click.Argument(["name"], required=False, metavar="NAME"),
                messages("argument.query")),
        option(messages, "given", "--param", click.STRING,
                key="query-param", multiple=True, metavar="NAME=VALUE"),
        helped(click.Option(["--list", "listed"], is_flag=True), messages("option.query-list")),
        flag(messages, "show", "--show"),
        *_answering(messages, seconds=False),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "query", messages, params, callback,
        details=messages("more.query"),
        examples=(
            "zhize query --list",
            "zhize query duties-of-agency --param agency=water",
            "zhize query who-acts-on --param zones=reservoir-area --format json",
            "zhize query workload --out workload.csv",
        ),
    )  # fmt: skip


def _sparql(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..sparql import sparql

        return sparql(session, options.pop("file"), **options)

    params = [
        helped(click.Argument(["file"], metavar="FILE"), messages("argument.sparql")),
        *_answering(messages, seconds=True),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "sparql", messages, params, callback,
        details=messages("more.sparql"),
        examples=(
            "zhize query recurring-duties --show > mine.rq",
            "zhize sparql mine.rq",
            "zhize sparql mine.rq --seconds 60 --out answer.csv",
        ),
    )  # fmt: skip


def _answering(messages: Messages, *, seconds: bool) -> list[click.Parameter]:
    """Return the options of both: how the answer looks, where it goes, how much it may be."""
    limits = [
        option(messages, "rows", "--rows", Number(messages, _MOST_ROWS, whole=True)),
        option(messages, "seconds", "--seconds", Number(messages, _MOST_SECONDS, whole=False)),
    ]
    return [
        option(messages, "output_format", "--format", Choice(messages, *_FORMATS),
                key="format.query"),
        option(messages, "out", "--out", click.STRING, metavar="FILE"),
        *(limits if seconds else limits[:1]),
    ]  # fmt: skip
