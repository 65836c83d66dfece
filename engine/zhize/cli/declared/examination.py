"""diff, audit and coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..commands import Choice, Command
from ..parameters import common, flag, help_option, helped, option, session_of

if TYPE_CHECKING:
    from ..messages import Messages


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of this group."""
    return [_diff(messages), _audit(messages), _coverage(messages)]


def _diff(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..diff import diff

        return diff(session, options.pop("versions"), **options)

    versions = click.Argument(
        ["versions"], nargs=-1, required=True, metavar="[MECH_A] MECH_B", type=click.STRING
    )
    params = [
        helped(versions, messages("argument.diff")),
        flag(messages, "exit_code", "--exit-code"),
        option(messages, "output_format", "--format", Choice(messages, "text", "json"),
                key="format.diff"),
        option(messages, "out", "--out", click.STRING, metavar="FILE"),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "diff", messages, params, callback,
        details=messages("more.diff"),
        examples=(
            "zhize diff DIR_OLD DIR_NEW",
            "zhize diff DIR_NEW --exit-code",
            "zhize diff DIR_OLD DIR_NEW --out changes.json",
        ),
    )  # fmt: skip


def _audit(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..audit import audit

        return audit(session, **options)

    params = [
        option(messages, "output_format", "--format", Choice(messages, "text", "json", "html"),
                key="format.audit"),
        option(messages, "fail_on", "--fail-on", Choice(messages, "serious", "notable")),
        option(messages, "out", "--out", click.STRING, metavar="FILE"),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "audit", messages, params, callback,
        details=messages("more.audit"),
        examples=(
            "zhize audit",
            "zhize audit --out audit.html",
            "zhize --mechanism DIR audit --format json --fail-on serious",
        ),
    )  # fmt: skip


def _coverage(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = session_of(messages, options)
        from ..coverage import coverage

        return coverage(session, **options)

    params = [
        option(messages, "cases", "--cases", click.STRING, metavar="DIR"),
        option(messages, "text", "--text", click.STRING, metavar="FILE"),
        option(messages, "output_format", "--format", Choice(messages, "text", "json", "csv"),
                key="format.coverage"),
        option(messages, "out", "--out", click.STRING, metavar="FILE"),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "coverage", messages, params, callback,
        details=messages("more.coverage"),
        examples=(
            "zhize coverage",
            "zhize coverage --cases tests/cases --out coverage.csv",
            "zhize coverage --text notice-2025.txt",
        ),
    )  # fmt: skip
