"""click's commands with help, messages and values in the interface language."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from .messages import Messages

    ParamType = click.ParamType[Any]
else:  # generic from click 8.4 on
    ParamType = click.ParamType


_NAME_WIDTH = 28
"""Columns of the names in a table of a help page."""


class Wrong(click.UsageError):
    """Wrong usage, said in the interface language."""


class Choice(ParamType):
    """One of a few words."""

    name = "choice"

    def __init__(self, messages: Messages, *names: str) -> None:
        self.messages = messages
        self.names = names

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return how help shows it: a|b."""
        del param, ctx
        return "|".join(self.names)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word, or say what is allowed."""
        if value in self.names:
            return str(value)
        names = self.messages.listed(self.names)
        sentence = self.messages("bad-choice", option=_name(param), value=value, names=names)
        raise Wrong(sentence + self.hint(value), ctx)

    def hint(self, value: Any) -> str:
        """Return what to do instead, where that is known."""
        del value
        return ""


class Day(ParamType):
    """A date, YYYY-MM-DD."""

    name = "date"

    def __init__(self, messages: Messages) -> None:
        self.messages = messages

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return how help shows it."""
        del param, ctx
        return "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or say how to write it."""
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            day = None
        # fromisoformat also takes 20240801 and 2024-W31-4, which a reader may not.
        if day is None or str(value) != day.isoformat():
            raise Wrong(self.messages("bad-date", option=_name(param), value=value), ctx)
        return day


class Command(click.Command):
    """A command whose help is laid out by display width, in the interface language."""

    def __init__(
        self,
        name: str,
        messages: Messages,
        params: list[click.Parameter],
        callback: Callable[..., int],
        *,
        details: str = "",
        examples: tuple[str, ...] = (),
    ) -> None:
        super().__init__(
            name,
            params=params,
            callback=callback,
            help=messages(f"help.{name}"),
            add_help_option=False,
        )
        self.messages = messages
        self.details = details
        self.examples = examples

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and refuse surplus arguments in the interface language."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise Wrong(self.messages("surplus-arguments", names=" ".join(rest)), ctx)
        return rest

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page."""
        formatter.write(help_page(self, ctx, self.messages, self.details, self.examples))


class Group(click.Group):
    """The top command: the same for a group of commands."""

    def __init__(
        self,
        name: str,
        messages: Messages,
        params: list[click.Parameter],
        callback: Callable[..., None],
        commands: list[click.Command],
    ) -> None:
        super().__init__(
            name,
            params=params,
            callback=callback,
            help=messages(f"help.{name}"),
            add_help_option=False,
            commands=commands,
            invoke_without_command=True,
            no_args_is_help=False,
            subcommand_metavar="COMMAND ...",
        )
        self.messages = messages

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which are like it."""
        name = args[0]
        if name not in self.commands and not ctx.resilient_parsing:
            near = get_close_matches(name, sorted(self.commands), n=2, cutoff=0.5)
            sentence = self.messages("unknown-command", name=name, near=self.messages.near(near))
            raise Wrong(sentence, ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they are used."""
        del ctx
        return list(self.commands)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page."""
        formatter.write(help_page(self, ctx, self.messages, self.messages("codes"), ()))


def help_page(
    command: click.Command,
    ctx: click.Context,
    messages: Messages,
    details: str,
    examples: tuple[str, ...],
) -> str:
    """Return the help of a command: usage, what it does, arguments, options, examples."""
    from ..explain.width import DEFAULT_WIDTH, display_width, pad, wrap

    def table(title: str, rows: list[tuple[str, str]]) -> list[str]:
        if not rows:
            return []
        fitting = [display_width(name) for name, _ in rows if display_width(name) <= _NAME_WIDTH]
        column = max(fitting, default=_NAME_WIDTH) + 4
        lines = ["", messages(title)]
        for name, text in rows:
            first = pad(f"  {name}", column)
            if display_width(first) > column:  # a long name stands on a line of its own
                lines.append(first)
                first = " " * column
            lines += wrap(text, DEFAULT_WIDTH, first=first)
        return lines

    options, arguments = [], []
    for param in command.get_params(ctx):
        text = getattr(param, "zhize_help", "")
        if isinstance(param, click.Argument):
            arguments.append((str(param.metavar), text))
        elif isinstance(param, click.Option):
            name = ", ".join(param.opts)
            options.append((name if param.is_flag else f"{name} {param.make_metavar(ctx)}", text))
    pieces = " ".join(command.collect_usage_pieces(ctx))
    lines = wrap(f"{ctx.command_path} {pieces}", DEFAULT_WIDTH, first=messages("usage"))
    lines += ["", *wrap(command.help or "", DEFAULT_WIDTH)]
    if details:
        lines += ["", *wrap(details, DEFAULT_WIDTH)]
    if isinstance(command, click.Group):
        named = [(name, c.help or "") for name, c in command.commands.items()]
        lines += table("commands", named)
    lines += table("arguments", arguments) + table("options", options)
    if examples:
        lines += ["", messages("examples"), *(f"  {example}" for example in examples)]
    return "\n".join(lines) + "\n"


def usage_sentence(error: click.ClickException, messages: Messages, flags: frozenset[str]) -> str:
    """Return what is wrong with the arguments, in the interface language.

    Args:
        error: What click raised.
        messages: The sentences of the language.
        flags: The options that take no value; click's error does not say which kind it is about.
    """
    if isinstance(error, Wrong):
        return error.message
    if isinstance(error, click.NoSuchOption):
        near = messages.near(sorted(error.possibilities or ())[:3])
        return messages("unknown-option", name=error.option_name, near=near)
    if isinstance(error, click.MissingParameter):
        param = error.param
        metavar = "" if param is None else str(param.metavar or param.name)
        name = f"{_name(param)} {metavar}" if isinstance(param, click.Option) else metavar
        return messages("missing-argument", name=name)
    if isinstance(error, click.BadOptionUsage):
        key = "surplus-value" if error.option_name in flags else "missing-value"
        return messages(key, name=error.option_name)
    return error.format_message()


def _name(param: click.Parameter | None) -> str:
    """Return what a parameter is called on the command line."""
    if param is None:
        return ""
    return param.opts[-1] if isinstance(param, click.Option) else str(param.metavar or param.name)
