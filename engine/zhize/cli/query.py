"""`zhize query`: answer a competency query, or list them."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from .commands import Wrong
from .streams import say

if TYPE_CHECKING:
    from ..queries import CompetencyQuery, Limits, Parameter, Result
    from .messages import Messages
    from .session import Session

_BOM = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for the local encoding."""


def query(
    session: Session,
    name: str | None,
    *,
    given: tuple[str, ...],
    listed: bool,
    show: bool,
    output_format: str | None,
    out: str | None,
    rows: int | None,
) -> int:
    """Answer a query, list all or show one, and return the exit code."""
    from ..queries import competency_query

    if listed == (name is not None):
        raise Wrong(session.messages("query-or-list"))
    if name is None:
        return _list(session, format_of(session.messages, output_format, out), out)
    found = competency_query(name)
    if show:
        if output_format not in (None, "text"):
            raise Wrong(session.messages("list-format"))
        with session.output(out) as output:
            output.write(found.sparql)
        return 0
    form = format_of(session.messages, output_format, out)
    parameters = _parameters(session.messages, given)
    result = session.mechanism().query(name, parameters, limits=limits_of(rows, None))
    write(session, result, form, out, found)
    return 0


def _parameters(messages: Messages, given: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in given:
        name, equals, value = one.replace("＝", "=", 1).partition("=")
        if not equals or not name.strip() or not value.strip():
            raise Wrong(messages("param-form", value=one))
        found.setdefault(name.strip(), []).append(value.strip())
    return found


# ---------------------------------------------------------------- shared with sparql


def format_of(messages: Messages, output_format: str | None, out: str | None) -> str:
    """Return the format asked for, else that of the file's extension, else text."""
    from ..queries.rendering import SUFFIXES

    if output_format is not None or out is None or out == "-":
        return output_format or "text"
    suffix = PurePath(out).suffix.lower()
    if suffix not in SUFFIXES:
        names = messages.listed(list(SUFFIXES))
        raise Wrong(messages("out-format", name=out, names=names))
    return SUFFIXES[suffix]


def limits_of(rows: int | None, seconds: float | None) -> Limits:
    """Return the limits asked for."""
    import msgspec

    from ..queries import DEFAULT_LIMITS

    asked = {"rows": rows, "seconds": seconds}
    given = {name: value for name, value in asked.items() if value is not None}
    return msgspec.structs.replace(DEFAULT_LIMITS, **given)


def write(
    session: Session,
    result: Result,
    form: str,
    out: str | None,
    query: CompetencyQuery | None = None,
    files: tuple[str, ...] = (),
) -> None:
    """Write a result, and say so if there was more of it."""
    from ..queries.rendering import rendered

    text = rendered(result, form, session.lang, query)
    with session.output(out, files) as output:
        output.write(_BOM + text if form == "csv" and out not in (None, "-") else text)
    if result.truncated:
        say(session.messages("cut-short", count=len(result.rows)))


# ---------------------------------------------------------------- the list


def _list(session: Session, form: str, out: str | None) -> int:
    from ..queries import competency_queries

    if form == "json":
        import msgspec

        rows = [one.to_dict() for one in competency_queries()]
        text = msgspec.json.format(msgspec.json.encode(rows), indent=2).decode() + "\n"
    elif form == "text":
        text = "\n".join(line for one in competency_queries() for line in _entry(session, one))
    else:
        raise Wrong(session.messages("list-format"))
    with session.output(out) as output:
        output.write(text)
    return 0


def _entry(session: Session, query: CompetencyQuery) -> list[str]:
    from ..explain.width import DEFAULT_WIDTH, wrap

    lines = [query.name, *wrap(query.question[session.lang], DEFAULT_WIDTH, first="    ")]
    for parameter in query.parameters:
        lines += wrap(_described(session.messages, parameter), DEFAULT_WIDTH, first="    --param ")
    return [*lines, ""]


def _described(messages: Messages, parameter: Parameter) -> str:
    if parameter.kind == "facts":
        text = messages("query-facts")
    else:
        text = f"{parameter.name}={parameter.label[messages.lang]}"
    if parameter.required:
        return text + messages("query-needs")
    if parameter.default is not None:
        return text + messages("query-default", code=parameter.default)
    return text
