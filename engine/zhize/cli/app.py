"""The commands and their options, built for one language, and how a call of them ends."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from .commands import Choice, Command, Day, Group, Wrong, usage_sentence
from .language import LANGUAGES, language_of
from .messages import Messages
from .session import Session
from .streams import prepare, say, silence

if TYPE_CHECKING:
    from .commands import ParamType

WRONG_USAGE, FAULT = 2, 4
INTERRUPTED, READER_GONE = 130, 141
"""As shells count them, 128 + SIGINT and 128 + SIGPIPE."""

_ENGINES = ("compiled", "reference")
_INPUT_FORMATS = ("yaml", "json", "jsonl", "jsonld", "turtle")


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
        [*_common(messages), _version(messages), _help(messages)],
        start,
        [_decide(messages), _validate(messages), _check(messages), _norm(messages)],
    )


def _session(messages: Messages, options: dict[str, Any]) -> Session:
    """Return the session; of an option given before and behind the command, the latter counts."""
    before: dict[str, Any] = click.get_current_context().obj or {}
    folder = options.pop("mechanism") or before.get("mechanism")
    lang = options.pop("lang") or before.get("lang")
    options.pop("debug")
    return Session(messages if lang is None else Messages(lang), folder)


# ------------------------------------------------------------ commands


def _decide(messages: Messages) -> Command:
    def callback(files: tuple[str, ...], **options: Any) -> int:
        session = _session(messages, options)
        from .decide import decide

        return decide(session, files, **options)

    params = [
        _files(messages),
        _option(messages, "output_format", "--format", Choice(messages, "text", "json", "jsonl"),
                key="format.decide", default="text"),
        _option(messages, "engine", "--engine", Choice(messages, *_ENGINES),
                key="engine.decide", default="compiled"),
        *_reading(messages),
        *_common(messages), _help(messages),
    ]  # fmt: skip
    return Command(
        "decide", messages, params, callback,
        details=messages("more.decide"),
        examples=(
            "zhize decide examples/reservoir-sand.yaml",
            "zhize decide --format json *.yaml --out decisions.json",
            "cat records.jsonl | zhize decide - --input-format jsonl --format jsonl",
        ),
    )  # fmt: skip


def _validate(messages: Messages) -> Command:
    def callback(files: tuple[str, ...], **options: Any) -> int:
        session = _session(messages, options)
        from .validate import validate

        return validate(session, files, **options)

    params = [
        _files(messages),
        _option(messages, "output_format", "--format", Choice(messages, "text", "json", "turtle"),
                key="format.validate", default="text"),
        _option(messages, "engine", "--engine", Choice(messages, *_ENGINES),
                key="engine.validate"),
        *_reading(messages),
        *_common(messages), _help(messages),
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
        session = _session(messages, options)
        from .check import check

        return check(session, owl=not options.pop("no_owl"), **options)

    params = [
        _flag(messages, "no_owl", "--no-owl"),
        _option(messages, "output_format", "--format", Choice(messages, "text", "json"),
                default="text"),
        *_common(messages), _help(messages),
    ]  # fmt: skip
    return Command(
        "check", messages, params, callback,
        details=messages("more.check"),
        examples=("zhize check", "zhize --mechanism DIR check --no-owl"),
    )  # fmt: skip


def _norm(messages: Messages) -> Command:
    def callback(**options: Any) -> int:
        session = _session(messages, options)
        from .norm import norm

        return norm(session, options.pop("code"), listed=options.pop("listed"), **options)

    params = [
        _helped(click.Argument(["code"], required=False, metavar="ID"), messages("argument.norm")),
        _flag(messages, "listed", "--list"),
        _option(messages, "output_format", "--format", Choice(messages, "text", "json"),
                default="text"),
        *_common(messages), _help(messages),
    ]  # fmt: skip
    return Command(
        "norm", messages, params, callback,
        details=messages("more.norm"),
        examples=("zhize norm 8.1", "zhize norm --list --lang en"),
    )  # fmt: skip


# ------------------------------------------------------------ parameters


def _common(messages: Messages) -> list[click.Parameter]:
    """Return the options that stand before or behind a command."""
    return [
        _option(messages, "mechanism", "--mechanism", click.STRING, metavar="DIR"),
        _option(messages, "lang", "--lang", Choice(messages, *LANGUAGES)),
        _flag(messages, "debug", "--debug"),
    ]


def _reading(messages: Messages) -> list[click.Parameter]:
    """Return the options of commands that read records."""
    return [
        _option(messages, "input_format", "--input-format", Choice(messages, *_INPUT_FORMATS)),
        _option(messages, "today", "--today", Day(messages)),
        _option(messages, "out", "--out", click.STRING, metavar="FILE"),
    ]


def _files(messages: Messages) -> click.Parameter:
    argument = click.Argument(["files"], nargs=-1, required=True, metavar="FILE...")
    return _helped(argument, messages("argument.files"))


def _option(
    messages: Messages,
    name: str,
    flag: str,
    kind: ParamType,
    *,
    key: str | None = None,
    **more: Any,
) -> click.Parameter:
    option = click.Option([flag, name], type=kind, **more)
    return _helped(option, messages(f"option.{key or flag.removeprefix('--')}"))


def _flag(messages: Messages, name: str, flag: str) -> click.Parameter:
    option = click.Option([flag, name], is_flag=True)
    return _helped(option, messages(f"option.{flag.removeprefix('--')}"))


def _version(messages: Messages) -> click.Parameter:
    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        del param
        if value and not ctx.resilient_parsing:
            from .._version import __version__

            print(messages("version", version=__version__))
            ctx.exit()

    option = click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show
    )
    return _helped(option, messages("option.version"))


def _help(messages: Messages) -> click.Parameter:
    def show(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        del param
        if value and not ctx.resilient_parsing:
            print(ctx.get_help())
            ctx.exit()

    option = click.Option(
        ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=show
    )
    return _helped(option, messages("option.help"))


def _helped(param: click.Parameter, text: str) -> click.Parameter:
    """Keep the help text on the parameter itself: click 8.2 gives arguments none."""
    param.zhize_help = text  # type: ignore[attr-defined]
    return param
