"""The options and arguments that commands are declared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .commands import Choice, Day
from .language import BOTH, LANGUAGES
from .messages import Messages
from .session import Session

if TYPE_CHECKING:
    from .commands import ParamType

INPUT_FORMATS = (
    "yaml", "json", "jsonl", "jsonld", "turtle", "xlsx", "xls", "ods", "et", "csv", "tsv",
    "parquet",
)  # fmt: skip


class _OneLanguage(Choice):
    """A language; whoever asks for both is told where that may be asked."""

    def hint(self, value: Any) -> str:
        """Return where `both` may stand."""
        between = "" if self.messages.lang == "zh" else "; "
        return between + self.messages("lang-behind") if value == BOTH else ""


def session_of(messages: Messages, options: dict[str, Any]) -> Session:
    """Return the session; of an option given before and behind the command, the latter counts."""
    before: dict[str, Any] = click.get_current_context().obj or {}
    folder = options.pop("mechanism") or before.get("mechanism")
    lang = options.pop("lang") or before.get("lang")
    options.pop("debug")
    if lang is None or lang == BOTH:  # the messages stay in the language of the interface
        return Session(messages, folder, asked=lang)
    return Session(Messages(lang), folder, asked=lang)


def common(messages: Messages) -> list[click.Parameter]:
    """Return the options that stand before or behind a command."""
    return _common(messages, option(messages, "lang", "--lang", _OneLanguage(messages, *LANGUAGES)))


def showing(messages: Messages) -> list[click.Parameter]:
    """Return the same for a command whose output may speak both languages."""
    kind = Choice(messages, *LANGUAGES, BOTH)
    return _common(messages, option(messages, "lang", "--lang", kind, key="lang.both"))


def _common(messages: Messages, lang: click.Parameter) -> list[click.Parameter]:
    return [
        option(messages, "mechanism", "--mechanism", click.STRING, metavar="DIR"),
        lang,
        flag(messages, "debug", "--debug"),
    ]


def reading(messages: Messages) -> list[click.Parameter]:
    """Return the options of commands that read records."""
    return [
        option(messages, "input_format", "--input-format", Choice(messages, *INPUT_FORMATS)),
        option(messages, "sheet", "--sheet", click.STRING, metavar="NAME"),
        option(messages, "today", "--today", Day(messages)),
        option(messages, "out", "--out", click.STRING, metavar="FILE"),
    ]


def ignoring(messages: Messages) -> click.Parameter:
    """Return the option that names columns which are no fields."""
    return option(
        messages, "ignore", "--ignore-columns", click.STRING, metavar="NAME", multiple=True
    )


def files(messages: Messages) -> click.Parameter:
    """Return the argument of commands that read files."""
    argument = click.Argument(["files"], nargs=-1, required=True, metavar="FILE...")
    return helped(argument, messages("argument.files"))


def option(
    messages: Messages,
    name: str,
    flag: str,
    kind: ParamType,
    *,
    key: str | None = None,
    **more: Any,
) -> click.Parameter:
    """Return an option with its help; `key` names the sentence where it is not the flag's own."""
    made = click.Option([flag, name], type=kind, **more)
    return helped(made, messages(f"option.{key or flag.removeprefix('--')}"))


def flag(messages: Messages, name: str, flag: str) -> click.Parameter:
    """Return an option that takes no value."""
    made = click.Option([flag, name], is_flag=True)
    return helped(made, messages(f"option.{flag.removeprefix('--')}"))


def version_option(messages: Messages) -> click.Parameter:
    """Return --version."""

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        del param
        if value and not ctx.resilient_parsing:
            from .._version import __version__

            print(messages("version", version=__version__))
            ctx.exit()

    made = click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show
    )
    return helped(made, messages("option.version"))


def help_option(messages: Messages) -> click.Parameter:
    """Return --help."""

    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        del param
        if value and not ctx.resilient_parsing:
            print(ctx.get_help())
            ctx.exit()

    made = click.Option(
        ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=show
    )
    return helped(made, messages("option.help"))


def helped(param: click.Parameter, text: str) -> click.Parameter:
    """Keep the help text on the parameter itself: click 8.2 gives arguments none."""
    param.zhize_help = text  # type: ignore[attr-defined]
    return param
