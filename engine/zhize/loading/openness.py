"""Read from the graph what only those ask for who show the text: documents and open terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.openness import OpenTerm
from ..model.rulebase import Named
from .facts import core_terms, named
from .reader import OA, SKOS, ZZ, Reader, local_name

if TYPE_CHECKING:
    from rdflib import Graph


def documents(graph: Graph) -> tuple[Named, ...]:
    """Return the documents that the text stands in, in the order of the files."""
    return core_terms(Reader(graph), ZZ.Document)


def open_terms(graph: Graph) -> tuple[OpenTerm, ...]:
    """Return the open terms, in the order of the files."""
    reader = Reader(graph)
    return tuple(
        OpenTerm(
            name=local_name(node),
            label=reader.label(node),
            definition=reader.text(node, SKOS.definition),
            sort=Named(**named(reader, reader.need_ref(node, ZZ.openness))),
            words=tuple(w for words in reader.texts(node, OA.exact).values() for w in words),
            provisions=tuple(
                dict.fromkeys(
                    code
                    for prop in (ZZ.inProvision, ZZ.alsoInProvision)
                    for code in reader.codes(node, prop)
                )
            ),
        )
        for node in reader.instances(ZZ.OpenTerm)
    )
