"""A graph as the answer of a query: as a table of three columns, and as Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode, Graph

from .cells import order
from .values import Column, Result

if TYPE_CHECKING:
    from .cells import CellMaker
    from .limits import Limits

COLUMNS = (Column(name="subject"), Column(name="predicate"), Column(name="object"))


def graph_result(graph: Graph, maker: CellMaker, limits: Limits) -> Result:
    """Return a graph as a result, the same for the same graph on every run.

    Blank nodes get names that follow from their place in the graph, as their own are random.
    """
    if any(isinstance(term, BNode) for triple in graph for term in triple):
        from rdflib.compare import to_canonical_graph

        namespaces = graph.namespace_manager
        graph = Graph() + to_canonical_graph(graph)
        graph.namespace_manager = namespaces
    triples = sorted(graph, key=lambda triple: tuple(term.n3() for term in triple))
    truncated = len(triples) > limits.rows
    if truncated:
        first = Graph()
        first.namespace_manager = graph.namespace_manager
        for triple in triples[: limits.rows]:
            first.add(triple)
        graph, triples = first, triples[: limits.rows]
    rows = [tuple(maker.cell(term) for term in triple) for triple in triples]
    return Result(
        columns=COLUMNS,
        rows=tuple(sorted(rows, key=lambda row: tuple(map(order, row)))),
        truncated=truncated,
        turtle=graph.serialize(format="turtle"),
    )
