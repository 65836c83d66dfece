"""The duty graph: who answers for what towards whom, as frozen values.

It knows nothing of pictures. `to_networkx` gives the same graph to those who export or study it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..model.rulebase import Text

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    Attributed = MultiDiGraph[str]


class _Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the values of a duty graph: frozen, keyword-only."""


class Column(_Value, frozen=True, kw_only=True):
    """One step from left to right: `code`, and what stands above it."""

    code: str
    label: Text


class Line(_Value, frozen=True, kw_only=True):
    """One more line of a node: a duty, a fact, a note; `head` is what it begins with.

    Attributes:
        norm: The norm of a duty.
        interpretations: Codes of those that the duty rests on.
        optional: It is a duty only where the bearer chooses so.
    """

    text: Text
    head: Text = {}
    norm: str | None = None
    interpretations: tuple[str, ...] = ()
    optional: bool = False


class Node(_Value, frozen=True, kw_only=True):
    """A thing that stands in a column.

    Attributes:
        id: `article:8`, `norm:8.1`, `agency:water`, `recipient:county-government` …
        kind: `article`, `norm`, `agency`, `recipient`, `rule` (recipients that a rule finds),
            `group` (agencies drawn as one); of an incident also `incident` and `duty` (an agency
            with what it must do).
        code: The code in the rule base of what it stands for.
        column: Index of its column.
        label: What it is called, by language.
        place: For an agency that exists once for each place, which one.
        mode, role: Those of a norm.
        norms: The norms that it stands for: a norm's own; those of an article; else empty.
        members: Codes of the agencies that a group or a rule stands for.
        lines: What else it says.
        quote: The words of the text behind a norm, in the mechanism's own language.
        step: In an incident, which part of the course it stands in.
        interpretations: Codes of those that its norms, or its duties, rest on.
        alternatives: Of a norm, those that its bearer may choose instead.
        turning: The norm turns on the fact that the graph is of.
        further: The norm needs further facts.
    """

    id: str
    kind: str
    code: str
    column: int
    label: Text
    place: Text = {}
    mode: str | None = None
    role: str | None = None
    norms: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    quote: str = ""
    step: Text = {}
    interpretations: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    turning: bool = False
    further: bool = False

    @property
    def optional(self) -> tuple[str, ...]:
        """The norms of its lines that are duties only where the bearer chooses so."""
        return tuple(line.norm for line in self.lines if line.optional and line.norm)


class Edge(_Value, frozen=True, kw_only=True):
    """An arrow. Between two nodes there is at most one of each mode and role.

    Attributes:
        source, target: Ids of nodes.
        kind: `states` (article to norm), `binds` (norm to agency), `owes` (agency to recipient);
            of an incident: `fact` (who found it or was told of it), `leads` (facts or a
            notification to a duty), `owes`.
        norms: Codes of the norms that it rests on, in the order of the rule base.
        mode: Mode of these norms; None for structure and facts.
        role: Their role where they are acts and share one.
        label: What it says besides its norms.
        interpretations: Codes of those that its norms, or its duties, rest on.
        further: Those of its norms that need further facts to lead here.
        optional: Those of its norms that lead here only where an agency chooses so.
    """

    source: str
    target: str
    kind: str
    norms: tuple[str, ...]
    mode: str | None = None
    role: str | None = None
    label: Text = {}
    interpretations: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its name, unlike that of any other edge of the graph."""
        return f"{self.source}>{self.target}:{self.mode or self.kind}"

    @property
    def conditional(self) -> bool:
        """Whether each of its norms needs something more: further facts, or a choice."""
        return bool(self.norms) and {*self.further, *self.optional}.issuperset(self.norms)


class Group(_Value, frozen=True, kw_only=True):
    """Agencies that bear some norms together, and may be drawn as one.

    Attributes:
        id: Of the node that stands for them.
        code: The kind of agency, or the norm that lists them.
        label: What they are called.
        members: Codes of the agencies.
        norms: The norms that they bear together.
    """

    id: str
    code: str
    label: Text
    members: tuple[str, ...]
    norms: tuple[str, ...]


class DutyGraph(_Value, frozen=True, kw_only=True):
    """Nodes in columns, and the edges between them.

    Attributes:
        code: What it is of: the mechanism's code, or an incident's.
        title, subtitle: What stands above it.
        columns: From left to right.
        nodes: By column, and within it in reading order.
        edges: By source and target in the order of the nodes.
        groups: Agencies that may be drawn as one.
        remarks: What the reader should be told: that nothing was found, what is displaced.
    """

    code: str
    title: Text
    subtitle: Text
    columns: tuple[Column, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...] = ()
    remarks: tuple[Text, ...] = ()

    def to_networkx(self) -> Attributed:
        """Return the graph for networkx, with plain attributes that every format can hold.

        Nodes have `kind`, `code`, `column` and, where there are any, `mode`, `role`, `norms`,
        `members`, `quote`, `interpretations`, `alternatives`, `optional`, `further`, `turning`, and
        texts by language (`label_zh`, `place_zh`, `step_zh`, `lines_zh`). Edges have `id`, `kind`,
        `norms` and, where there are any, `mode`, `role`, `interpretations`, `further`, `optional`,
        `label_zh`; their key is the mode, or the kind where there is none. Lists are joined by
        spaces, lines by line ends.
        """
        import networkx

        held: Attributed = networkx.MultiDiGraph()
        held.graph.update(code=self.code, **_by_language("title", self.title))
        for node in self.nodes:
            held.add_node(node.id, **self._of_node(node))
        for edge in self.edges:
            plain = {
                "id": edge.id,
                "kind": edge.kind,
                "mode": edge.mode or "",
                "role": edge.role or "",
                "norms": " ".join(edge.norms),
                "interpretations": " ".join(edge.interpretations),
                "further": " ".join(edge.further),
                "optional": " ".join(edge.optional),
                **_by_language("label", edge.label),
            }
            held.add_edge(edge.source, edge.target, key=edge.mode or edge.kind, **_filled(plain))
        return held

    def _of_node(self, node: Node) -> dict[str, Any]:
        lines: dict[str, list[str]] = {}
        for line in node.lines:
            for language in sorted({*line.head, *line.text}):
                said = (line.head.get(language), line.text.get(language))
                lines.setdefault(language, []).append(" ".join(part for part in said if part))
        return _filled(
            {
                "kind": node.kind,
                "code": node.code,
                "column": self.columns[node.column].code,
                "mode": node.mode or "",
                "role": node.role or "",
                "norms": " ".join(node.norms),
                "members": " ".join(node.members),
                "quote": node.quote,
                "interpretations": " ".join(node.interpretations),
                "alternatives": " ".join(node.alternatives),
                "optional": " ".join(node.optional),
                "turning": "true" if node.turning else "",
                "further": "true" if node.further else "",
                **_by_language("label", node.label),
                **_by_language("place", node.place),
                **_by_language("step", node.step),
                **_by_language("lines", {k: "\n".join(v) for k, v in lines.items()}),
            }
        )


def _by_language(name: str, text: Text) -> dict[str, str]:
    return {f"{name}_{language}": text[language] for language in sorted(text)}


def _filled(plain: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if value}
