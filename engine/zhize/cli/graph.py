"""`zhize graph`: the duty graph of the mechanism, of a part of it, or of one incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .commands import Wrong
from .formats import format_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import zhize

    from ..dutygraph import DutyGraph
    from ..model.decision import Decision
    from ..model.incident import Incident
    from ..model.rulebase import RuleBase
    from ..pages import Voices
    from .session import Session


class Shown(NamedTuple):
    """What is shown, and in which languages; of an incident also the decision and the record."""

    graph: DutyGraph
    rulebase: RuleBase
    languages: Sequence[str]
    decided: tuple[Decision, Incident] | None = None

    def voices(self) -> Voices:
        """Return what says the words of the graph."""
        from ..dutygraph.words import WORDS
        from ..pages import Voices

        return Voices(self.rulebase, self.languages, WORDS)


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
    languages, code = languages_of(session.shown), 0
    if incident is None:
        drawn = mechanism.duty_graph(agency=agency, article=article, violation=violation)
        shown = Shown(drawn, mechanism.rulebase, languages)
    else:
        found, code = _of_incident(session, mechanism, incident)
        if found is None:
            return code
        decided = mechanism.decide(found), found
        shown = Shown(mechanism.duty_graph(found), mechanism.rulebase, languages, decided)
    content = write(shown)
    with session.output(out, () if incident is None else (incident,)) as output:
        output.write(content)
    return code


def _of_incident(
    session: Session, mechanism: zhize.Mechanism, name: str
) -> tuple[Incident | None, int]:
    """Return the one record of a file, None where there is none, and the exit code.

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
    return (found[0] if found else None), incidents.code


def _text(shown: Shown) -> str:
    from ..dutygraph.text import duty_graph_text

    return duty_graph_text(shown.graph, shown.rulebase, shown.languages)


def _svg(shown: Shown) -> str:
    from ..dutygraph.svg import duty_graph_svg

    return duty_graph_svg(shown.graph, shown.rulebase, shown.languages)


def _png(shown: Shown) -> bytes:
    from ..dutygraph.png import png

    return png(_svg(shown))


def _html(shown: Shown) -> str:
    from ..dutygraph.page import graph_html

    return graph_html(shown.graph, shown.rulebase, shown.languages, decided=shown.decided)


def _graphml(shown: Shown) -> str:
    from ..dutygraph.exports import graphml

    return graphml(shown.graph, shown.voices())


def _gexf(shown: Shown) -> str:
    from ..dutygraph.exports import gexf

    return gexf(shown.graph, shown.voices())


def _json(shown: Shown) -> str:
    from ..dutygraph.exports import node_link

    return node_link(shown.graph, shown.voices())


def _dot(shown: Shown) -> str:
    from ..dutygraph.dot import dot

    return dot(shown.graph, shown.voices())


def _mermaid(shown: Shown) -> str:
    from ..dutygraph.mermaid import mermaid

    return mermaid(shown.graph, shown.voices())


WRITERS: dict[str, Callable[[Shown], str | bytes]] = {
    "text": _text,
    "svg": _svg,
    "html": _html,
    "png": _png,
    "graphml": _graphml,
    "gexf": _gexf,
    "json": _json,
    "dot": _dot,
    "mmd": _mermaid,
}
"""What makes each format. The libraries that a format needs are loaded by its writer."""
