"""The duty graph as a Mermaid flowchart: columns as subgraphs, colour and line style by mode."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..explain.width import visible
from .gathering import gathered
from .labels import edge_lines, node_lines
from .style import FILLS, Fill, Stroke, stroke_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..pages import Voices
    from .model import DutyGraph

_PLAIN = re.compile(r"[^\W_]|[ ,.:()/·\-\n]|[^\x00-\x7f]")
"""Characters that Mermaid takes for nothing but themselves within quotation marks."""


def mermaid(graph: DutyGraph, voices: Voices) -> str:
    """Return the graph as a flowchart from left to right, its groups drawn together.

    Nodes are numbered, because words of the language (`end`, `style`) may be codes.

    Source: https://mermaid.js.org/syntax/flowchart.html
    """
    return "\n".join(_lines(gathered(graph), voices)) + "\n"


def _lines(graph: DutyGraph, voices: Voices) -> Iterator[str]:
    yield "flowchart LR"
    yield f"%% {_comment(voices.line(voices.of(graph.title)))}"
    yield f"%% {_comment(voices.line(voices.of(graph.subtitle)))}"
    number = {node.id: f"n{place}" for place, node in enumerate(graph.nodes, start=1)}
    classes: dict[tuple[str, str | None], list[str]] = {}
    for index, column in enumerate(graph.columns):
        yield f"  subgraph c{index + 1}[{_label(s.text for s in voices.of(column.label))}]"
        for node in graph.nodes:
            if node.column == index:
                yield f"    {number[node.id]}[{_label(node_lines(node, voices))}]"
                classes.setdefault((node.kind, node.mode), []).append(number[node.id])
        yield "  end"
    links: dict[str | None, list[int]] = {}
    for place, edge in enumerate(graph.edges):
        words = edge_lines(edge, voices)
        arrow = "---" if edge.mode is None else "-->"
        label = f"|{_label(words)}|" if words else ""
        yield f"  {number[edge.source]} {arrow}{label} {number[edge.target]}"
        links.setdefault(edge.mode, []).append(place)
    for place, ((kind, mode), names) in enumerate(classes.items(), start=1):
        fill = FILLS.get(kind, FILLS["norm"])
        yield f"  classDef k{place} {_filled(fill, mode)}"
        yield f"  class {','.join(names)} k{place}"
    for mode, places in links.items():
        yield f"  linkStyle {','.join(map(str, places))} {_stroked(stroke_of(mode))}"


def _filled(fill: Fill, mode: str | None) -> str:
    frame = fill.frame if mode is None else stroke_of(mode)
    return f"fill:{fill.colour},color:#1a1a1a,{_stroked(frame)}"


def _stroked(stroke: Stroke) -> str:
    dash = f",stroke-dasharray:{stroke.dash}" if stroke.dash else ""
    return f"stroke:{stroke.colour},stroke-width:{stroke.width}px{dash}"


def _label(lines: Iterable[str]) -> str:
    """Return lines as a quoted label; what Mermaid would read as its own is written by number."""
    text = "\n".join(visible(line) for line in lines)
    # "1. " at the beginning of a line would be a list.
    text = re.sub(r"^(\s*\d+)\.(?=\s)", r"\1．", text, flags=re.MULTILINE)
    escaped = "".join(ch if _PLAIN.match(ch) else f"#{ord(ch)};" for ch in text)
    return '"' + re.sub(r"^- ", "#45; ", escaped, flags=re.MULTILINE).replace("\n", "<br>") + '"'


def _comment(text: str) -> str:
    """Return a text as a comment: on one line, and no directive."""
    return " ".join(visible(text).replace("{", "(").replace("}", ")").split())
