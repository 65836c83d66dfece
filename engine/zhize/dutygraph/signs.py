"""Small signs beside the code of a norm, and what they mean: what drawing and text share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model.decision import Duty
    from .model import DutyGraph, Edge, Node

SIGNS: dict[str, str] = {"turning": "●", "further": "○", "optional": "◇"}
"""It turns on the fact that is asked about; it needs further facts; it is one of two choices."""


def signed_code(node: Node) -> str:
    """Return the code of a norm's node with its signs."""
    marked = {"turning": node.turning, "further": node.further, "optional": node.alternatives}
    return node.code + "".join(SIGNS[name] for name, holds in marked.items() if holds)


def signed_norms(edge: Edge) -> str:
    """Return the norms of an edge, each with its signs."""
    return " ".join(
        norm
        + (SIGNS["further"] if norm in edge.further else "")
        + (SIGNS["optional"] if norm in edge.optional else "")
        for norm in edge.norms
    )


def signs_of(graph: DutyGraph) -> dict[str, str]:
    """Return which signs a graph has, in their order, and the key of what each means."""
    found = {
        "turning": any(node.turning for node in graph.nodes),
        "further": any(node.further for node in graph.nodes)
        or any(edge.further for edge in graph.edges),
        "optional": any(node.alternatives or node.optional for node in graph.nodes)
        or any(edge.optional for edge in graph.edges),
    }
    keys = {name: f"sign.{name}" for name in SIGNS if found[name]}
    if any(edge.optional for edge in graph.edges):
        keys["optional"] = "sign.if-chosen"
    return keys


def is_optional(duty: Duty) -> bool:
    """Tell whether a duty is one only where an agency chooses so."""
    return duty.alternative_to is not None or duty.conditional_on is not None
