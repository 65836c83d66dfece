"""Records from RDF statements, whichever syntax they came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from .._terms import ZZ
from .context import WORD
from .faults import Fault
from .raw import RawRecord, duplicate_field
from .words import fold, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model.report import Problem
    from ..model.rulebase import RuleBase

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDF_TYPE = _RDF + "type"
_NOTHING = frozenset({ZZ + "none", _RDF + "nil"})
OWL_IMPORTS = "http://www.w3.org/2002/07/owl#imports"
TWICE = "urn:zhize:twice"
"""Predicate that carries the name of a field that one JSON object gave twice."""


class Value(NamedTuple):
    """An object of a statement: its text; `is_node` for a blank node, `is_iri` for an IRI."""

    text: str
    is_iri: bool = False
    is_node: bool = False


class Statement(NamedTuple):
    """Subject and predicate as text, the object, and the line where it was read, if known."""

    subject: str
    predicate: str
    value: Value
    line: int | None = None


def imports_fault(iri: str) -> Fault:
    """Return the fault of a file that asks for another."""
    return Fault(
        "imports",
        f"不读取 owl:imports 指向的“{iri}”；记录文件只应含记录",
        f"`{iri}` is not imported; a record file holds records only (owl:imports is refused)",
    )


def records_of(
    statements: Iterable[Statement], rulebase: RuleBase, source: str
) -> Iterator[RawRecord]:
    """Yield a record for each subject that is an incident or has a field of one.

    They come in the order of their identifiers, then of their IRIs.
    """
    serving = rulebase.facet_serving("identifier")
    identifier = "" if serving is None else serving.iri
    facets = {facet.iri for facet in rulebase.facets}
    names = table(rulebase.facets)
    subjects: dict[str, list[Statement]] = {}
    for statement in statements:
        subjects.setdefault(statement.subject, []).append(statement)
    found = [
        (_first(about, identifier), number, about)
        for number, about in enumerate(subjects.values())
        if any(
            s.predicate in facets
            or (s.predicate == RDF_TYPE and s.value.text == ZZ + "Incident")
            or (s.predicate.startswith(WORD) and fold(_word(s.predicate)) in names)
            for s in about
        )
    ]
    iris = [about[0].subject for about in subjects.values()]
    found.sort(key=lambda item: (item[0], "" if iris[item[1]].startswith("_:") else iris[item[1]]))
    for index, (_, _, about) in enumerate(found, start=1):
        yield _record(index, about, source)


def _first(about: list[Statement], predicate: str) -> str:
    return min((s.value.text for s in about if s.predicate == predicate), default="")


def _record(index: int, about: list[Statement], source: str) -> RawRecord:
    found: dict[str, dict[Value, None]] = {}
    problems: list[Problem] = []
    line = about[0].line
    for statement in about:
        predicate, value = statement.predicate, statement.value
        if predicate == RDF_TYPE:
            continue
        if predicate == TWICE:
            problems.append(duplicate_field(value.text, None, source, line))
            continue
        found.setdefault(_word(predicate), {})[value] = None
    fields = {name: _items(list(values)) for name, values in found.items()}
    return RawRecord(index, line, fields, tuple(problems))


def _items(values: list[Value]) -> list[Any]:
    """Return values as a record in another format would have them."""
    if len(values) == 1 and values[0].is_iri and values[0].text in _NOTHING:
        return []
    return [{} if v.is_node else _word(v.text) if v.is_iri else v.text for v in values]


def _word(iri: str) -> str:
    """Return the word that stands behind one of our word IRIs, else the IRI."""
    return unquote(iri.removeprefix(WORD)) if iri.startswith(WORD) else iri
