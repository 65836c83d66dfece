"""The crossings that another program, graphlay, reaches on the same layers."""

from __future__ import annotations

import itertools

import graphlay

from zhize.dutygraph import DutyGraph
from zhize.dutygraph.crossings import Layers, Link, total_crossings
from zhize.dutygraph.layers import layered

Links = list[list[Link]]


def by_graphlay(layers: Layers, links: Links) -> int:
    """Return the crossings of graphlay's layered layout on the same layers, in free order."""
    graph = graphlay.Graph()
    for rank, layer in enumerate(layers):
        for node in layer:
            graph.node(node, width=100.0, height=20.0, rank={"fixed": rank})
    for source, target in itertools.chain.from_iterable(links):
        graph.edge(source, target)
    placed = graphlay.layout(graph, preset="layered").positions()
    columns = [{round(placed[node][0]) for node in layer} for layer in layers]
    assert all(len(column) == 1 for column in columns), "it keeps the layers"
    order = [sorted(layer, key=lambda node: placed[node][1]) for layer in layers]
    return total_crossings(order, links)


def laid(graph: DutyGraph) -> tuple[Layers, Links]:
    """Return the layers of a graph, bends included, as they are before they are ordered."""
    found = layered(graph)
    given = {node.id: place for place, node in enumerate(graph.nodes)}
    layers = [sorted(layer, key=lambda n: (given.get(n, 0), n)) for layer in found.order]
    return layers, [[(step.source, step.target) for step in steps] for steps in found.gaps]
