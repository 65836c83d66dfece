"""ask and read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..commands import Choice, Command
from ..parameters import common, flag, help_option, helped, option, session_of

if TYPE_CHECKING:
    from ..messages import Messages


def commands(messages: Messages) -> list[click.Command]:
    """Return the commands of this group."""
    return [_ask(messages), _read(messages)]


def _ask(messages: Messages) -> Command:
    def callback(words: tuple[str, ...], **options: Any) -> int:
        session = session_of(messages, options)
        from ..ask import ask

        return ask(session, words, **options)

    params = [
        helped(
            click.Argument(["words"], nargs=-1, required=True, metavar="TEXT"),
            messages("argument.question"),
        ),
        option(messages, "output_format", "--format", Choice(messages, "text", "json"),
               default="text"),
        option(messages, "out", "--out", click.STRING, metavar="FILE"),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "ask", messages, params, callback,
        details=messages("more.ask"),
        examples=(
            "zhize ask 水库里采砂归谁管？",
            'zhize ask --lang en "who is responsible for sand extraction in a reservoir"',
            "zhize ask --format json 乡镇每月几号前报送清单",
        ),
    )  # fmt: skip


def _read(messages: Messages) -> Command:
    def callback(words: tuple[str, ...], **options: Any) -> int:
        session = session_of(messages, options)
        from ..read import read

        return read(session, words, **options)

    params = [
        helped(
            click.Argument(["words"], nargs=-1, metavar="TEXT"), messages("argument.narrative")
        ),
        option(messages, "file", "--file", click.STRING, metavar="FILE"),
        option(messages, "identifier", "--id", click.STRING, metavar="ID"),
        option(messages, "title", "--title", click.STRING, metavar="TITLE"),
        flag(messages, "no_description", "--no-description"),
        option(messages, "output_format", "--format", Choice(messages, "yaml", "json"),
               key="format.read", default="yaml"),
        option(messages, "out", "--out", click.STRING, metavar="FILE"),
        *common(messages), help_option(messages),
    ]  # fmt: skip
    return Command(
        "read", messages, params, callback,
        details=messages("more.read"),
        examples=(
            "zhize read --file report.txt",
            "zhize read --file report.txt --id YC-2024-0107 | zhize decide -",
            'zhize read --format json "A villager saw people stealing sand from the river."',
        ),
    )  # fmt: skip
