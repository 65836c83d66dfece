"""why, why-not and what-if."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..commands import Choice, Command
from ..parameters import common, files, help_option, option, reading, session_of

if TYPE_CHECKING:
    from ..messages import Messages


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of this group."""
    return [_why(messages), _why_not(messages), _what_if(messages)]


def _why(messages: Messages) -> Command:
    def callback(files: tuple[str, ...], **options: Any) -> int:
        session = session_of(messages, options)
        from ..why import why

        return why(session, files, **options)

    formats = Choice(messages, "text", "json", "turtle")
    params = [
        files(messages),
        _agency(messages),
        _record(messages),
        option(messages, "output_format", "--format", formats, key="proof-format"),
        *reading(messages),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "why", messages, params, callback,
        details=messages("more.why"),
        examples=(
            "zhize why examples/reservoir-sand.yaml --agency water",
            "zhize why examples/reservoir-sand.yaml --agency water --format turtle",
        ),
    )  # fmt: skip


def _why_not(messages: Messages) -> Command:
    def callback(files: tuple[str, ...], **options: Any) -> int:
        session = session_of(messages, options)
        from ..why_not import why_not

        return why_not(session, files, **options)

    params = [
        files(messages),
        _agency(messages),
        option(messages, "norm", "--norm", click.STRING, metavar="ID", key="proof-norm"),
        _record(messages),
        _format(messages),
        *reading(messages),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "why-not", messages, params, callback,
        details=messages("more.why-not"),
        examples=(
            "zhize why-not examples/reservoir-sand.yaml --agency forestry",
            "zhize why-not examples/reservoir-sand.yaml --agency natural-resources --norm 4.2",
        ),
    )  # fmt: skip


def _what_if(messages: Messages) -> Command:
    def callback(files: tuple[str, ...], **options: Any) -> int:
        session = session_of(messages, options)
        from ..what_if import what_if

        return what_if(session, files, **options)

    def edit(name: str, metavar: str) -> click.Parameter:
        flag = f"--{name}"
        return option(
            messages, f"edit_{name}", flag, click.STRING,
            key=f"edit-{name}", multiple=True, metavar=metavar,
        )  # fmt: skip

    params = [
        files(messages),
        *(edit(name, "FIELD=VALUE[;VALUE]") for name in ("set", "add", "remove")),
        edit("unset", "FIELD"),
        _record(messages),
        _format(messages),
        *reading(messages),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "what-if", messages, params, callback,
        details=messages("more.what-if"),
        examples=(
            "zhize what-if examples/reservoir-sand.yaml --set zones=forest-land",
            "zhize what-if examples/reservoir-sand.yaml --add reported_to=water --unset mineral",
        ),
    )  # fmt: skip


def _agency(messages: Messages) -> click.Parameter:
    return option(messages, "agency", "--agency", click.STRING, metavar="CODE", key="proof-agency")


def _record(messages: Messages) -> click.Parameter:
    return option(messages, "record", "--record", click.STRING, metavar="ID", key="proof-record")


def _format(messages: Messages) -> click.Parameter:
    formats = Choice(messages, "text", "json")
    return option(messages, "output_format", "--format", formats, key="answer-format")
