"""A duty graph as text, for a terminal: a tree of articles, or the course of an incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..explain.tree import Branch, tree_lines
from ..explain.width import CLOSING, DEFAULT_WIDTH, display_width, visible, wrap
from ..pages import Voices
from .gathering import gathered
from .signs import SIGNS, signed_code, signed_norms, signs_of
from .words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model.rulebase import RuleBase, Text
    from .model import DutyGraph, Edge, Node


def duty_graph_text(
    graph: DutyGraph,
    rulebase: RuleBase,
    languages: Sequence[str],
    width: int = DEFAULT_WIDTH,
) -> str:
    """Return a duty graph as lines of text.

    Args:
        graph: What to show.
        rulebase: For what codes are called.
        languages: `("zh",)`, `("en",)` or `("zh", "en")`.
        width: Columns of a line.
    """
    page = _Page(gathered(graph), Voices(rulebase, languages, WORDS), width)
    return visible("\n".join(page.lines())) + "\n"


class _Page:
    def __init__(self, graph: DutyGraph, voices: Voices, width: int) -> None:
        self._graph = graph
        self._voices = voices
        self._width = width
        self._nodes = {node.id: node for node in graph.nodes}
        self._leaving: dict[str, list[Edge]] = {}
        for edge in graph.edges:
            self._leaving.setdefault(edge.source, []).append(edge)

    def lines(self) -> Iterator[str]:
        """Yield the title, the graph, and the remarks."""
        title = wrap(self._said(self._graph.title), self._width)
        yield from title
        yield "─" * min(self._width, max(map(display_width, title)))
        yield from wrap(self._said(self._graph.subtitle), self._width)
        articles = [node for node in self._graph.nodes if node.kind == "article"]
        for node in articles or self._graph.nodes:
            branches = self._norms(node) if articles else self._course(node)
            yield ""
            yield from wrap(self._head(node), self._width)
            yield from tree_lines(branches, self._width)
        signs = signs_of(self._graph)
        if self._graph.remarks or signs:
            yield ""
        for name, key in signs.items():
            yield from wrap(
                self._voices.line(self._voices(key)), self._width, first=SIGNS[name] + " "
            )
        for remark in self._graph.remarks:
            yield from wrap(self._said(remark), self._width)

    # ------------------------------------------------------------ articles, norms, bearers

    def _norms(self, article: Node) -> list[Branch]:
        """Return the norms of an article, with their bearers and to whom these owe what."""
        return [
            Branch(
                f"{signed_code(norm)} {self._part(norm)}  {self._action(norm)}",
                tuple(self._bearer(bound, norm) for bound in self._leaving.get(norm.id, ())),
            )
            for edge in self._leaving.get(article.id, ())
            if (norm := self._nodes[edge.target])
        ]

    def _bearer(self, bound: Edge, norm: Node) -> Branch:
        bearer = self._nodes[bound.target]
        owed = [
            self._name(self._nodes[edge.target])
            + (SIGNS["further"] if norm.code in edge.further and not bound.further else "")
            for edge in self._leaving.get(bearer.id, ())
            if norm.code in edge.norms
        ]
        names = self._voices.names[0].words.listed(owed)
        sign = SIGNS["further"] if bound.further and not norm.further else ""
        text = self._name(bearer, sign, members=True)
        return Branch(f"{text} → {names}" if owed else text)

    def _action(self, norm: Node) -> str:
        """Return what a norm asks, and the interpretations it rests on."""
        rests = f" [{' '.join(norm.interpretations)}]" if norm.interpretations else ""
        return self._said(norm.label) + rests

    def _part(self, norm: Node) -> str:
        return self._voices.line(self._voices.each(lambda names: names.part(norm.code)))

    # ------------------------------------------------------------ the course of an incident

    def _course(self, node: Node) -> list[Branch]:
        """Return what a stop says, and what leads on from it."""
        branches = [
            Branch(_joined(self._said(line.head), self._said(line.text), "  "))
            for line in node.lines
        ]
        for edge in self._leaving.get(node.id, ()):
            what = _joined(signed_norms(edge), self._said(edge.label))
            branches.append(Branch(f"{what} → {self._head(self._nodes[edge.target])}"))
        return branches

    def _head(self, node: Node) -> str:
        """Return what a node is called; a stop of an incident with the step that it belongs to."""
        name = self._name(node)
        if node.kind == "article":
            return name
        step = node.step or self._graph.columns[node.column].label
        return f"{name} [{self._said(step)}]"

    # ------------------------------------------------------------ words

    def _said(self, text: Text) -> str:
        return self._voices.line(self._voices.of(text))

    def _name(self, node: Node, sign: str = "", *, members: bool = False) -> str:
        """Return what a node is called, with its place, and its members where they are wanted."""
        words = self._voices.names[0].words
        label = self._said(node.label)
        if node.kind != "incident":  # a record's name is its own, to the letter
            label = words.heading(label)
        label += sign
        if members and node.members:
            names = self._voices.each(
                lambda names: names.words.listed(names.agency(code) for code in node.members)
            )
            return words.colon(label, self._voices.line(names))
        return words.aside(label, self._said(node.place)) if node.place else label


def _joined(first: str, then: str, space: str = " ") -> str:
    """Join two parts by a space, unless one is empty or the first ends in a wide mark."""
    close = not first or not then or (first[-1] in CLOSING and display_width(first[-1]) == 2)
    return first + then if close else first + space + then
