"""From RDF terms to the cells of a table."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from rdflib import RDFS, SKOS, BNode, Literal, URIRef

from .values import Cell, Column, Single, Thing, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rdflib import Graph
    from rdflib.term import Node

_NUMBER = re.compile(r"(\d+)")


class CellMaker:
    """Turns terms into cells, with the codes and labels that a graph gives to things."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._things: dict[Node, Thing] = {}
        self._blank = 0

    def cell(self, term: Node | None) -> Single | None:
        """Return one term as a cell."""
        if term is None:
            return None
        if isinstance(term, Literal):
            return literal_cell(term)
        if term not in self._things:
            self._things[term] = self._thing(term)
        return self._things[term]

    def _thing(self, node: Node) -> Thing:
        if isinstance(node, BNode):
            self._blank += 1  # names of blank nodes are random: they are counted instead
            return Thing(f"_:b{self._blank}", short=f"_:b{self._blank}")
        codes = {str(code) for code in self._graph.objects(node, SKOS.notation)}
        labels = {
            label.language: str(label)
            for label in sorted(self._graph.objects(node, RDFS.label), key=str)
            if isinstance(label, Literal) and label.language
        }
        return Thing(
            str(node),
            code=codes.pop() if len(codes) == 1 else None,
            short=URIRef(str(node)).n3(self._graph.namespace_manager),
            label=dict(sorted(labels.items())),
        )


def literal_cell(literal: Literal) -> Single:
    """Return a literal as the value it stands for, or as its text where Python has none."""
    if literal.language:
        return Words({literal.language: str(literal)})
    value = literal.value
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):  # beyond these, other readers of JSON would round it
        return value if abs(value) < 1 << 53 else str(literal)
    if isinstance(value, float | Decimal):
        return float(value) if isfinite(value) else str(literal)
    return str(literal)


def merged(
    columns: Sequence[Column], rows: Iterable[Sequence[Single | None]]
) -> list[tuple[Cell, ...]]:
    """Join the rows that differ only in the languages of texts and in columns that are `many`.

    They stand where the first of them stood. The values of a cell are sorted.
    """
    single = [n for n, c in enumerate(columns) if not c.many and c.kind != "text"]
    found: dict[tuple[object, ...], list[list[Single]]] = {}
    for row in rows:
        key = tuple(_key(row[n]) for n in single)
        cells = found.setdefault(key, [[] for _ in columns])
        for n, value in enumerate(row):
            if value is not None:
                cells[n].append(value)
    return [
        tuple(_cell(c, values) for c, values in zip(columns, cells, strict=True))
        for cells in found.values()
    ]


def _key(value: Single | None) -> object:
    return (type(value).__name__, value.iri if isinstance(value, Thing) else repr(value))


def _cell(column: Column, values: list[Single]) -> Cell:
    if column.kind == "text" and not column.many:
        return _words(values) if values else None
    if column.many:
        distinct = {_key(value): value for value in values}
        return tuple(sorted(distinct.values(), key=order))
    return values[0] if values else None


def _words(values: list[Single]) -> Single:
    """Join the languages of a text; of two texts in one language the first by spelling stays."""
    texts = {
        language: text
        for value in values
        if isinstance(value, Words)
        for language, text in value.by_language.items()
    }
    return Words(dict(sorted(texts.items()))) if texts else values[0]


def order(cell: Cell) -> tuple[object, ...]:
    """Return a key by which cells of any types can be sorted: numbers in texts by their size."""
    if cell is None:
        return (0,)
    if isinstance(cell, tuple):
        return (1, *map(order, cell))
    if isinstance(cell, bool | int | float):
        return (2, float(cell), str(cell))
    if isinstance(cell, Thing):
        text = cell.name
    elif isinstance(cell, Words):
        text = "\0".join(f"{k}\0{v}" for k, v in sorted(cell.by_language.items()))
    else:
        text = str(cell)
    parts = _NUMBER.split(text)
    return (3, *((1, int(p), "") if n % 2 else (0, 0, p) for n, p in enumerate(parts)))
