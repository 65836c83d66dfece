"""Answer a competency query in this process.

The queries are ours and the graph is a mechanism's, so nothing here needs to be locked away; a
deadline in the graph keeps a pathological mechanism from holding the process.
"""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.paths import Path

from .binding import INCIDENT
from .cells import CellMaker, merged
from .graphs import graph_result
from .limits import DEFAULT_LIMITS, Limits, too_slow
from .values import Result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.rulebase import RuleBase
    from .binding import Bound
    from .values import CompetencyQuery

_STEPS = 256
"""Look-ups between two glances at the clock."""


class _View(Graph):
    """A graph with a few statements more, that gives up after a deadline."""

    def __init__(self, base: Graph, deadline: float, limits: Limits) -> None:
        super().__init__()
        self.namespace_manager = base.namespace_manager
        self._base = base
        self._deadline = deadline
        self._limits = limits
        self._steps = 0

    def triples(self, triple: Any) -> Iterator[Any]:  # type: ignore[override]
        """Yield what matches, from both."""
        self._steps += 1
        if self._steps % _STEPS == 0 and time.monotonic() > self._deadline:
            raise too_slow(self._limits)
        yield from super().triples(triple)
        if not isinstance(triple[1], Path):  # a path comes back here for each of its steps
            yield from self._base.triples(triple)


def run(
    query: CompetencyQuery,
    bound: Bound,
    graph: Graph,
    rulebase: RuleBase,
    limits: Limits = DEFAULT_LIMITS,
) -> Result:
    """Answer a competency query.

    Args:
        query: The query.
        bound: What its parameters mean.
        graph: The mechanism's graph; it is not changed.
        rulebase: The mechanism.
        limits: Seconds and rows count; a query of ours has no need of the others.

    Raises:
        QueryError: It took too long.
    """
    view = _View(graph, time.monotonic() + limits.seconds, limits)
    for facet, value in bound.stated:
        view.add((URIRef(INCIDENT), URIRef(facet), URIRef(value)))
    bindings = {name: URIRef(iri) for name, iri in bound.iris.items()}
    words = {name: Literal(text) for name, text in bound.words.items()}
    answer = view.query(query.sparql, initBindings={**bindings, **words})
    languages = rulebase.info.languages
    if answer.graph is not None:
        answer.graph.namespace_manager = graph.namespace_manager
        built = graph_result(answer.graph, CellMaker(graph), limits)
        return msgspec.structs.replace(built, languages=languages, asked=bound.asked)
    maker = CellMaker(graph)
    names = [Variable(column.name) for column in query.columns]
    rows = ([maker.cell(row.get(name)) for name in names] for row in answer.bindings)
    whole = merged(query.columns, rows)
    return Result(
        columns=query.columns,
        rows=tuple(islice(whole, limits.rows)),
        truncated=len(whole) > limits.rows,
        languages=languages,
        asked=bound.asked,
    )
