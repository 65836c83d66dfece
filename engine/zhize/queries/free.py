"""From the answer of a free query to a result."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from rdflib import Variable
from rdflib.plugins.sparql.processor import SPARQLProcessor

from .cells import CellMaker, order
from .graphs import graph_result
from .limits import too_much_text
from .values import Column, Result, Thing, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Graph
    from rdflib.plugins.sparql.sparql import Query

    from .limits import Limits
    from .values import Cell, Single


def free_result(query: Query, graph: Graph, limits: Limits) -> Result:
    """Answer a query that the guard has let through.

    Raises:
        QueryError: The answer has more text than the limit allows.
    """
    # Not `graph.query`, which makes a list of all rows, however many there are.
    answer = SPARQLProcessor(graph).query(query, initBindings={})  # type: ignore[no-untyped-call]
    maker = CellMaker(graph)
    if answer["type_"] == "ASK":
        return Result(columns=(Column(name="answer"),), rows=((bool(answer["askAnswer"]),),))
    if answer["type_"] != "SELECT":
        built = answer["graph"]
        built.namespace_manager = graph.namespace_manager
        result = graph_result(built, maker, limits)
        if len(result.turtle or "") > limits.text:
            raise too_much_text(limits)
        return result
    names = [Variable(str(name)) for name in answer["vars_"]]
    rows: list[tuple[Cell, ...]] = []
    length = 0
    for binding in islice(answer["bindings"], limits.rows + 1):
        row = tuple(maker.cell(binding.get(name)) for name in names)
        length += sum(map(_length, row))
        if length > limits.text:
            raise too_much_text(limits)
        rows.append(row)
    truncated = len(rows) > limits.rows
    rows = rows[: limits.rows]
    if not _ordered(query):
        rows.sort(key=lambda row: tuple(map(order, row)))
    return Result(
        columns=tuple(Column(name=str(name)) for name in names),
        rows=tuple(rows),
        truncated=truncated,
    )


def _ordered(query: Query) -> bool:
    """Tell whether the query itself says in which order its rows come."""
    return any(node.name == "OrderBy" for node in _modifiers(query.algebra))


def _modifiers(node: Any) -> Iterator[Any]:
    """Yield what stands around the pattern of a query: slice, distinct, projection, order."""
    while getattr(node, "name", None) in {
        "SelectQuery", "Slice", "Distinct", "Reduced", "Project", "OrderBy",
    }:  # fmt: skip
        yield node
        node = node.p


def _length(cell: Single | None) -> int:
    if isinstance(cell, Thing):
        return len(cell.iri)
    if isinstance(cell, Words):
        return sum(map(len, cell.by_language.values()))
    return len(cell) if isinstance(cell, str) else 1
