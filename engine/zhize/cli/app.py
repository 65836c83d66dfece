"""How a call of the command line runs and ends."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from .commands import Group, Wrong, usage_sentence
from .declared import declared
from .language import language_of
from .messages import Messages
from .parameters import common, help_option, version_option
from .session import Session
from .streams import prepare, say, silence

WRONG_USAGE, FAULT = 2, 4
INTERRUPTED, READER_GONE = 130, 141
"""As shells count them, 128 + SIGINT and 128 + SIGPIPE."""


def execute(argv: list[str]) -> int:
    """Run one command and return its exit code; whatever happens is said in one sentence."""
    from .._errors import ZhizeError

    prepare()
    messages = Messages(language_of(argv, os.environ))
    group = build(messages)
    try:
        code = _invoke(group, list(argv))  # click empties the list it is given
        sys.stdout.flush()
    except click.ClickException as error:
        _wrong_usage(error, group, argv, messages)
        return WRONG_USAGE
    except ZhizeError as error:
        Session(messages, None).tell(error)
        return error.exit_code
    except BrokenPipeError:
        silence()
        return READER_GONE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Exception as error:  # the last line of defence: no traceback reaches a user unasked
        return _fault(error, messages, debug="--debug" in argv)
    return code


def _invoke(group: click.Group, argv: list[str]) -> int:
    if "_ZHIZE_COMPLETE" in os.environ:  # a shell asks for completions
        return int(group.main(argv, prog_name="zhize", standalone_mode=False) or 0)
    try:
        with group.make_context("zhize", argv) as ctx:
            return int(group.invoke(ctx) or 0)
    except click.exceptions.Exit as end:
        return end.exit_code


def _wrong_usage(
    error: click.ClickException, group: click.Group, argv: list[str], messages: Messages
) -> None:
    """Say what is wrong with the arguments, and where the right ones are explained."""
    params = [param for command in (group, *group.commands.values()) for param in command.params]
    flags = frozenset(
        o for p in params if isinstance(p, click.Option) and p.is_flag for o in p.opts
    )
    say(messages("error") + usage_sentence(error, messages, flags))
    command = next((word for word in argv if word in group.commands), "")
    say(messages("see-help", command=f"zhize {command}".rstrip()))


def _fault(error: Exception, messages: Messages, *, debug: bool) -> int:
    from ..explain.width import visible

    if debug:
        import traceback

        say("".join(traceback.format_exception(error)))
    fault = " ".join(f"{type(error).__name__}: {error}".split())
    say(visible(messages("fault", fault=fault)))
    return FAULT


def build(messages: Messages) -> click.Group:
    """Return the command line in one language."""

    def start(**options: Any) -> None:
        ctx = click.get_current_context()
        ctx.obj = options
        if ctx.invoked_subcommand is None:
            names = messages.listed(list(ctx.command.commands))  # type: ignore[attr-defined]
            raise Wrong(messages("no-command", names=names), ctx)

    return Group(
        "zhize",
        messages,
        [*common(messages), version_option(messages), help_option(messages)],
        start,
        declared(messages),
    )
