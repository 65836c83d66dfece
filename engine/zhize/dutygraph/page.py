"""The duty graph as one HTML file: the drawing, what each norm says, filters and a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..pages import Said, Voices, page_html
from .details import Detail, duty_details, norm_details
from .gathering import gathered
from .labels import how_in
from .layout import lay_out
from .page_words import PAGE_WORDS
from .signs import SIGNS, signed_code, signs_of
from .svg import picture_svg
from .words import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..explain.names import Names
    from ..model.decision import Decision
    from ..model.incident import Incident
    from ..model.rulebase import RuleBase
    from .model import DutyGraph, Node

Option = tuple[str, tuple[Said, ...]]
"""The code of a choice, and what it is called."""


def graph_html(
    graph: DutyGraph,
    rulebase: RuleBase,
    languages: Sequence[str],
    *,
    decided: tuple[Decision, Incident] | None = None,
) -> str:
    """Return the page of a duty graph.

    Args:
        graph: What it is of.
        rulebase: The mechanism, for labels and for the text itself.
        languages: Of the page, the first one first.
        decided: Of an incident: the decision and the record it is on.
    """
    from markupsafe import Markup

    voices = Voices(rulebase, languages, PAGE_WORDS)
    words = Voices(rulebase, languages, WORDS)
    picture = lay_out(graph, words)
    details = norm_details(graph, voices) if decided is None else duty_details(*decided, voices)
    return page_html(
        Path(__file__).resolve().parent,
        "graph.html.j2",
        lang=voices.lang,
        styles=("graph.css",),
        scripts=("graph.js",),
        voices=voices,
        graph=graph,
        kind="norm" if decided is None else "duty",
        drawing=Markup(picture_svg(picture)),  # it was escaped when it was drawn
        upright=picture.height > picture.width,
        details=details,
        marked=_marked(graph, details),
        signs=[(SIGNS[name], words(key)) for name, key in signs_of(graph).items()],
        filters=_filters(details, voices),
        info=rulebase.info,
        sha=rulebase.sha256[:12],
        data=_data(graph, details, voices),
    )


def _marked(graph: DutyGraph, details: tuple[Detail, ...]) -> tuple[str, ...]:
    """Return the norm of each detail with its signs."""
    codes = {node.code: signed_code(node) for node in graph.nodes if node.kind == "norm"}
    return tuple(
        codes.get(detail.norm, detail.norm) + (SIGNS["optional"] if detail.optional else "")
        for detail in details
    )


def _filters(details: tuple[Detail, ...], voices: Voices) -> tuple[tuple[str, list[Option]], ...]:
    """Return what one may choose from: the key of each choice, and its options."""
    rulebase = voices.rulebase
    agencies = {code for detail in details for code in detail.agencies}
    articles = {detail.article for detail in details}
    modes = {detail.mode for detail in details}
    return (
        ("agency", [(a.code, voices.of(a.label)) for a in rulebase.agencies if a.code in agencies]),
        (
            "article",
            [
                (provision.code, voices.of(provision.label))
                for provision in sorted(rulebase.provisions, key=lambda p: p.position)
                if provision.code in articles
            ],
        ),
        ("mode", [(m.code, voices.of(m.label)) for m in rulebase.modes if m.code in modes]),
    )


def _data(graph: DutyGraph, details: tuple[Detail, ...], voices: Voices) -> dict[str, Any]:
    """Return what the script must know and cannot read off the page."""
    who = {detail.norm: detail.who for detail in details}
    return {
        "details": [
            {
                "norm": detail.norm,
                "agency": detail.agencies,
                "article": [detail.article],
                "mode": [detail.mode],
                "search": detail.search,
            }
            for detail in details
        ],
        "nodes": {
            node.id: {
                "column": node.column,
                "name": voices.line(_named(node, voices)),
                "label": voices.line(_spoken(node, who.get(node.code, ()), voices)),
            }
            for node in gathered(graph).nodes
        },
    }


def _named(node: Node, voices: Voices) -> tuple[Said, ...]:
    """Return what a node is called."""

    def say(names: Names) -> str:
        kind = names.words.heading(voices.fill(names, f"node.{node.kind}"))
        label = names.text(node.label)
        place = names.text(node.place)
        return names.words.colon(kind, names.words.aside(label, place) if place else label)

    return voices.each(say)


def _spoken(node: Node, who: tuple[Said, ...], voices: Voices) -> tuple[Said, ...]:
    """Return what a node is, for those who hear it."""

    def say(names: Names) -> str:
        words = names.words
        name = next((said.text for said in _named(node, voices) if said.lang == words.lang), "")
        lines = [
            " ".join(filter(None, (names.text(line.head), names.text(line.text))))
            for line in node.lines
        ]
        if node.kind == "norm":
            bearer = next((said.text for said in who if said.lang == words.lang), "")
            kind = words.heading(voices.fill(names, "node.norm"))
            parts = (f"{kind} {node.code}", how_in(node, names), bearer)
            name = words.colon(words("comma").join(filter(None, parts)), names.text(node.label))
        return words.clauses([name, *lines])

    return voices.each(say)
