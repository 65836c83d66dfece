"""The duty graph as DOT, for Graphviz: columns as clusters, colour and line style by mode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..explain.width import visible
from .gathering import gathered
from .labels import edge_lines, node_lines
from .style import FILLS, TURNING, Stroke, fonts, stroke_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..pages import Voices
    from .model import DutyGraph, Edge, Node


def dot(graph: DutyGraph, voices: Voices) -> str:
    """Return the graph in the DOT language, its groups drawn together.

    Source: https://graphviz.org/doc/info/lang.html
    """
    return "\n".join(_lines(gathered(graph), voices)) + "\n"


def _lines(graph: DutyGraph, voices: Voices) -> Iterator[str]:
    font = _font(voices.lang)
    title = [said.text for said in (*voices.of(graph.title), *voices.of(graph.subtitle))]
    yield f"digraph {quoted(graph.code)} {{"
    yield f"  graph [rankdir=LR, newrank=true, ranksep=1.5, nodesep=0.12, labelloc=t, {font},"
    yield f"    label={escaped(title)}];"
    yield f'  node [shape=box, style=filled, fontsize=10, margin="0.12,0.05", {font}];'
    yield f"  edge [fontsize=8, arrowsize=0.6, {font}];"
    for index, column in enumerate(graph.columns):
        yield f"  subgraph {quoted(f'cluster_{column.code}')} {{"
        head = escaped(said.text for said in voices.of(column.label))
        yield f"    rank=same; color=none; label={head};"
        for node in graph.nodes:
            if node.column == index:
                yield f"    {quoted(node.id)} [{_node(node, voices)}];"
        yield "  }"
    for edge in graph.edges:
        yield f"  {quoted(edge.source)} -> {quoted(edge.target)} [{_edge(edge, voices)}];"
    yield "}"


def _node(node: Node, voices: Voices) -> str:
    fill = FILLS.get(node.kind, FILLS["norm"])
    frame = fill.frame if node.mode is None else stroke_of(node.mode)
    attributes = {
        "label": escaped(node_lines(node, voices)),
        "fillcolor": quoted(fill.colour),
        "color": quoted(frame.colour),
        "style": quoted(",".join(("filled", _style(frame)))),
        "penwidth": str(TURNING.width if node.turning else frame.width),
    }
    if fill.double:
        attributes["peripheries"] = "2"
    return _joined(attributes)


def _edge(edge: Edge, voices: Voices) -> str:
    stroke = stroke_of(edge.mode)
    attributes = {
        "color": quoted(stroke.colour),
        "fontcolor": quoted(stroke.colour),
        "style": _style(stroke),
        "penwidth": str(stroke.width),
    }
    words = edge_lines(edge, voices)
    if words:
        attributes["label"] = escaped(words)
    if edge.mode is None:
        attributes["arrowhead"] = "none"
    elif edge.conditional:
        attributes["arrowhead"] = "empty"
    return _joined(attributes)


def _style(stroke: Stroke) -> str:
    """Return the nearest of Graphviz's three line styles."""
    if not stroke.dash:
        return "solid"
    return "dotted" if float(stroke.dash.split()[0]) < stroke.width * 2 else "dashed"


def _font(lang: str) -> str:
    return f"fontname={quoted(fonts(lang).replace(chr(39), ''))}"


def _joined(attributes: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in attributes.items())


def quoted(name: str) -> str:
    r"""Return a name as a quoted string, in which only `\"` is an escape."""
    # A backslash before the closing quotation mark would hide it.
    return '"' + re.sub(r'(\\*)("|$)', _guarded, visible(name).replace("\n", " ")) + '"'


def _guarded(found: re.Match[str]) -> str:
    backslashes, mark = found.groups()
    return backslashes * 2 + ("\\" + mark if mark else "")


def escaped(lines: Iterable[str]) -> str:
    r"""Return lines as a label, in which `\` and `&` are escapes as well."""
    plain = (visible(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(p.replace("&", "&amp;").replace("\n", "\\n") for p in plain) + '"'
