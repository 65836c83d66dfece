"""What stands in a box and on a line, as plain lines, for formats without a layout of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..explain.width import visible
from .signs import signed_code, signed_norms

if TYPE_CHECKING:
    from ..explain.names import Names
    from ..model.rulebase import Norm
    from ..pages import Said, Voices
    from .model import Edge, Node


_AT_THEIR_NORM = frozenset({"states", "binds"})
"""Kinds of edges with a norm at one end."""


def node_lines(node: Node, voices: Voices) -> list[str]:
    """Return what a node says: a norm first its code and how it works, then its name."""
    lines: list[str] = []
    if node.kind == "norm":
        rests = f"  [{' '.join(node.interpretations)}]" if node.interpretations else ""
        lines.append(f"{signed_code(node)}  {voices.line(how(node, voices))}{rests}")
    for said in voices.of(node.label):
        place = next((p.text for p in voices.of(node.place) if p.lang == said.lang), "")
        lines.append(f"{said.text} {place}".rstrip())
    for line in node.lines:
        head = voices.line(voices.of(line.head))
        lines.append(f"{head} {voices.line(voices.of(line.text))}".strip())
    return [visible(line) for line in lines if line] or [visible(node.code)]


def edge_lines(edge: Edge, voices: Voices) -> list[str]:
    """Return what a line says: its label, and the norms it rests on.

    Where a norm stands at its end, it is not said again.
    """
    said = [visible(part.text) for part in voices.of(edge.label)]
    if edge.kind not in _AT_THEIR_NORM:
        said.append(visible(signed_norms(edge)))
    return said


def how(part: Node | Edge | Norm, voices: Voices) -> tuple[Said, ...]:
    """Return how a norm works, in each language."""
    return voices.each(lambda names: how_in(part, names))


def how_in(part: Node | Edge | Norm, names: Names) -> str:
    """Return how a norm works: its mode, and its role where it has one."""
    mode = names.mode(part.mode or "")
    return mode if part.role is None else names.words.aside(mode, names.role(part.role))
