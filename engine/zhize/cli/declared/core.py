"""decide, validate, check and norm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..commands import Choice, Command
from ..parameters import (
    common,
    files,
    flag,
    help_option,
    helped,
    ignoring,
    option,
    reading,
    session_of,
)

if TYPE_CHECKING:
    from ..messages import Messages

_ENGINES = ("compiled", "reference")


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of the core."""
    return [_decide(messages), _validate(messages), _check(messages), _norm(messages)]


def _decide(messages: Messages) -> Command:
    def callback(files: tuple[str, ...], **options: Any) -> int:
        session = session_of(messages, options)
        from ..decide import decide

        return decide(session, files, **options)

    params = [
        files(messages),
        option(messages, "output_format", "--format",
                Choice(messages, "text", "json", "jsonl", "xlsx"), key="format.decide"),
        option(messages, "engine", "--engine", Choice(messages, *_ENGINES),
                key="engine.decide", default="compiled"),
        *reading(messages), ignoring(messages),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "decide", messages, params, callback,
        details=messages("more.decide"),
        examples=(
            "zhize decide examples/reservoir-sand.yaml",
            "zhize decide --format json *.yaml --out decisions.json",
            "zhize decide ledger.xlsx --out result.xlsx",
            "cat records.jsonl | zhize decide - --input-format jsonl --format jsonl",
        ),
    )  # fmt: skip


def _validate(messages: Messages) -> Command:
    def callback(files: tuple[str, ...], **options: Any) -> int:
        session = session_of(messages, options)
        from ..validate import validate

        return validate(session, files, **options)

    params = [
        files(messages),
        option(messages, "output_format", "--format", Choice(messages, "text", "json", "turtle"),
                key="format.validate", default="text"),
        option(messages, "engine", "--engine", Choice(messages, *_ENGINES),
                key="engine.validate"),
        *reading(messages), ignoring(messages),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "validate", messages, params, callback,
        details=messages("more.validate"),
        examples=(
            "zhize validate examples/reservoir-sand.yaml",
            "zhize validate --format json records.jsonl",
        ),
    )  # fmt: skip


def _check(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..check import check

        return check(session, owl=not options.pop("no_owl"), **options)

    params = [
        flag(messages, "no_owl", "--no-owl"),
        option(messages, "output_format", "--format", Choice(messages, "text", "json"),
                default="text"),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "check", messages, params, callback,
        details=messages("more.check"),
        examples=("zhize check", "zhize --mechanism DIR check --no-owl"),
    )  # fmt: skip


def _norm(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..norm import norm

        return norm(session, options.pop("code"), listed=options.pop("listed"), **options)

    params = [
        helped(click.Argument(["code"], required=False, metavar="ID"), messages("argument.norm")),
        flag(messages, "listed", "--list"),
        option(messages, "output_format", "--format", Choice(messages, "text", "json"),
                default="text"),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "norm", messages, params, callback,
        details=messages("more.norm"),
        examples=("zhize norm 8.1", "zhize norm --list --lang en"),
    )  # fmt: skip
