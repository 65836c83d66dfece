"""graph, matrix, calendar, annotate and train."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from ..commands import Choice, Command, ParamType, Wrong
from ..parameters import help_option, option, session_of, showing
from .queries import Number

if TYPE_CHECKING:
    from ..messages import Messages

_MOST_MONTHS = 120
_MOST_EXERCISES = 500
_MOST_DIGITS = 18
_SHOWN = 40


class Seed(ParamType):
    """A whole number, which may be below nothing."""

    name = "seed"

    def __init__(self, messages: Messages) -> None:
        self.messages = messages

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return how help shows it."""
        del param, ctx
        return "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or say what is allowed."""
        if re.fullmatch(rf"[+-]?\d{{1,{_MOST_DIGITS}}}", str(value).strip()):
            return int(value)
        name = "" if param is None else param.opts[-1]
        shown = str(value) if len(str(value)) <= _SHOWN else f"{str(value)[:_SHOWN]}…"
        raise Wrong(self.messages("bad-seed", option=name, value=shown, most=_MOST_DIGITS), ctx)


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of this group."""
    return [
        _graph(messages),
        _matrix(messages),
        _calendar(messages),
        _annotate(messages),
        _train(messages),
    ]


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


def _calendar(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..calendar import calendar

        return calendar(session, **options)

    months = Number(messages, _MOST_MONTHS, whole=True)
    params = [
        option(messages, "start", "--from", click.STRING, metavar="YYYY-MM", required=True),
        option(messages, "months", "--months", months, default=12),
        option(messages, "agency", "--agency", click.STRING, metavar="CODE",
                key="agency.calendar"),
        option(messages, "holidays", "--holidays", click.STRING, metavar="FILE"),
        option(messages, "out", "--out", click.STRING, metavar="FILE", key="out.calendar"),
        *showing(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "calendar", messages, params, callback,
        details=messages("more.calendar"),
        examples=(
            "zhize calendar --from 2026-01 --months 12",
            "zhize calendar --from 2026-01 --out duties.ics",
        ),
    )  # fmt: skip


def _annotate(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..annotate import annotate

        return annotate(session, **options)

    params = [
        option(messages, "cases", "--cases", click.STRING, metavar="DIR"),
        option(messages, "out", "--out", click.STRING, metavar="FILE", key="out.annotate"),
        *showing(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "annotate", messages, params, callback,
        details=messages("more.annotate"),
        examples=(
            "zhize annotate --out notice.html",
            "zhize annotate --lang both --out notice.docx",
        ),
    )  # fmt: skip


def _train(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..train import train

        return train(session, **options)

    counted = Number(messages, _MOST_EXERCISES, whole=True)
    params = [
        option(messages, "agency", "--agency", click.STRING, metavar="CODE", key="agency.train"),
        option(messages, "role", "--role", click.STRING, metavar="CODE", key="role.train"),
        option(messages, "count", "--count", counted, default=30),
        option(messages, "level", "--level", Choice(messages, "1", "2", "3")),
        option(messages, "seed", "--seed", Seed(messages), default=1),
        option(messages, "out", "--out", click.STRING, metavar="FOLDER", key="out.train"),
        *showing(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "train", messages, params, callback,
        details=messages("more.train"),
        examples=(
            "zhize train --out kit",
            "zhize train --agency water --count 30 --level 2 --seed 7 --out water-kit",
        ),
    )  # fmt: skip
