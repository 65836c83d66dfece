"""`zhize graph`: the duty graph of the mechanism, of a part of it, or of one incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .commands import Wrong
from .formats import format_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import zhize

    from ..dutygraph import DutyGraph
    from ..model.rulebase import RuleBase
    from .session import Session

    Writer = Callable[[DutyGraph, RuleBase, Sequence[str]], str | bytes]


def graph(
    session: Session,
    *,
    incident: str | None,
    agency: str | None,
    article: str | None,
    violation: str | None,
    out: str | None,
) -> int:
    """Write a duty graph in the format that the output's name asks for; return the exit code."""
    from ..pages import languages_of

    write = WRITERS[format_of(session, out, tuple(WRITERS), "text")]
    if incident is not None and not agency == article == violation is None:
        raise Wrong(session.messages("graph.one-or-other"))
    mechanism = session.mechanism()
    if incident is None:
        drawn, code = mechanism.duty_graph(agency=agency, article=article, violation=violation), 0
    else:
        found, code = _of_incident(session, mechanism, incident)
        if found is None:
            return code
        drawn = found
    content = write(drawn, mechanism.rulebase, languages_of(session.shown))
    with session.output(out, () if incident is None else (incident,)) as output:
        output.write(content)
    return code


def _of_incident(
    session: Session, mechanism: zhize.Mechanism, name: str
) -> tuple[DutyGraph | None, int]:
    """Return the duty graph of the one record of a file, None where there is none, and the code.

    Raises:
        Wrong: The file has several records.
    """
    from .answering import Incidents

    incidents = Incidents(session, mechanism, (name,), record=None, today=None, input_format=None)
    found = list(incidents)
    count = len(found) + incidents.refused
    if count > 1:
        raise Wrong(session.messages("graph.several", name=name, count=count))
    incidents.end()
    return (mechanism.duty_graph(found[0]) if found else None), incidents.code


def _text(drawn: DutyGraph, rulebase: RuleBase, languages: Sequence[str]) -> str:
    from ..dutygraph.text import duty_graph_text

    return duty_graph_text(drawn, rulebase, languages)


def _svg(drawn: DutyGraph, rulebase: RuleBase, languages: Sequence[str]) -> str:
    from ..dutygraph.svg import duty_graph_svg

    return duty_graph_svg(drawn, rulebase, languages)


WRITERS: dict[str, Writer] = {"text": _text, "svg": _svg}
"""What makes each format. The libraries that a format needs are loaded by its writer."""
