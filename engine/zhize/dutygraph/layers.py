"""A duty graph in layers: edges that pass a column bend in it, and nodes stand in a good order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .crossings import order_layers
from .routing import Step

if TYPE_CHECKING:
    from .model import DutyGraph, Edge

READING_ORDER = frozenset({"article", "incident"})
"""Columns whose nodes stay in the order of the text."""

_HEAVY = 8
"""So many crossings of other edges are better than one that parts a norm from its article."""


class Layered(msgspec.Struct, frozen=True):
    """The layers of a graph.

    Attributes:
        order: The nodes and bends of each column, from top to bottom.
        gaps: The steps of edges between each column and the next.
        chains: For each edge, in the order of the graph, its steps from left to right.
        bends: The ids in `order` that are no nodes.
    """

    order: tuple[tuple[str, ...], ...]
    gaps: tuple[tuple[Step, ...], ...]
    chains: tuple[tuple[Step, ...], ...]
    bends: frozenset[str]


def layered(graph: DutyGraph) -> Layered:
    """Put a graph into layers; every edge must lead to a later column.

    Columns whose `code` says so stay in reading order; the others are ordered for few crossings.
    """
    column = {node.id: node.column for node in graph.nodes}
    layers: list[list[str]] = [[] for _ in graph.columns]
    for node in graph.nodes:
        layers[node.column].append(node.id)
    gaps: list[list[Step]] = [[] for _ in graph.columns[1:]]
    chains: list[tuple[Step, ...]] = []
    bends: set[str] = set()
    for edge in graph.edges:
        chain = _chain(edge, column)
        for place, step in enumerate(chain, start=column[edge.source]):
            gaps[place].append(step)
            if step.target != edge.target:
                layers[place + 1].append(step.target)
                bends.add(step.target)
        chains.append(chain)
    pinned = [i for i, c in enumerate(graph.columns) if c.code in READING_ORDER]
    links = [
        [
            (s.source, s.target)
            for s in steps
            for _ in range(_HEAVY if s.edge.kind == "states" else 1)
        ]
        for steps in gaps
    ]
    order = order_layers(layers, links, pinned=pinned)
    return Layered(
        tuple(map(tuple, order)), tuple(map(tuple, gaps)), tuple(chains), frozenset(bends)
    )


def _chain(edge: Edge, column: dict[str, int]) -> tuple[Step, ...]:
    """Return the steps of an edge, with a bend in each column that it passes."""
    passed = range(column[edge.source] + 1, column[edge.target])
    stops = [edge.source, *(f"{edge.id}|{place}" for place in passed), edge.target]
    return tuple(Step(edge, stops[i], stops[i + 1]) for i in range(len(stops) - 1))
