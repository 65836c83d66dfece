"""The reference validation: the shapes of records run by pySHACL, as the standard says.

No meaning lives here. Records are written as RDF beside the ontology, pySHACL validates them, and
its results are read back as problems. It is slow and standard; `checker` must report the same.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH

from .._terms import INCIDENT_BASE
from ..loading.reader import ZZ
from ..model.report import ERROR, INFO, WARNING, Problem, Report
from ..records.rdf import RecordWriter
from .checks import XSD_STRING, Term
from .conformance import Vocabulary, given
from .findings import Complaint, Finding, Identifiers, finding
from .messages import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rdflib.term import Node

    from ..model.incident import Record
    from ..model.rulebase import RuleBase

_SEVERITIES = {SH.Violation: ERROR, SH.Warning: WARNING, SH.Info: INFO}
_RESULT_TERMS = (
    RDF.type,
    SH.focusNode,
    SH.resultPath,
    SH.value,
    SH.resultSeverity,
    SH.sourceConstraintComponent,
    SH.sourceShape,
    SH.resultMessage,
)


def validate_records(
    records: Sequence[Record],
    rulebase: RuleBase,
    ontology: Graph,
    shapes: Graph,
    today: date,
) -> tuple[Report, Graph]:
    """Validate records by pySHACL.

    The n-th record is the node `urn:zhize:incident:n`. Records of which nothing could be read are
    reported as such and not validated.

    Args:
        records: The records of one batch.
        rulebase: For the words of the records and of the messages.
        ontology: The graph of the mechanism, core included. It is not changed.
        shapes: The record shapes.
        today: The day after which a date is in the future.

    Returns:
        The problems, as `Checker` reports them, and the validation report of the standard. Of
        records that share an identifier SHACL reports every one, and so does the graph; the
        problems leave out the first, which a stream of records cannot know to be at fault.
    """
    iris = {
        URIRef(f"{INCIDENT_BASE}{number}"): record
        for number, record in enumerate(records, start=1)
        if record.values or record.unknown or record.unrecognised or not record.problems
    }
    data = Graph()
    for triple in ontology:
        data.add(triple)
    rdf_writer = RecordWriter(rulebase)
    for iri, record in iris.items():
        rdf_writer.add(data, record, iri, today)
    results = _run(data, shapes)
    found: dict[Node, list[Finding]] = {iri: [] for iri in iris}
    reading = _Reading(results, shapes, iris, Vocabulary(rulebase))
    for result in results.objects(None, SH.result):
        told = reading.finding(result)
        focus = results.value(result, SH.focusNode)
        if told is not None and focus is not None:
            found[focus].append(told)
    writer, problems = Writer(rulebase), list[Problem]()
    for number, record in enumerate(records, start=1):
        problems += writer.problems(record, found.get(URIRef(f"{INCIDENT_BASE}{number}"), ()))
    return Report.of(problems, len(records)), _in_order(results)


def _run(data: Graph, shapes: Graph) -> Graph:
    """Return pySHACL's results.

    Only graphs are passed: pySHACL would fetch a text that is a URL.
    """
    import pyshacl

    with _quiet():
        _, results, _ = pyshacl.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            advanced=False,
            js=False,
            do_owl_imports=False,
            meta_shacl=False,
            inplace=True,
        )
    if not isinstance(results, Graph):
        raise TypeError(results)
    return results


class _Reading:
    """Reads the results of the standard as findings."""

    def __init__(
        self, results: Graph, shapes: Graph, records: dict[URIRef, Record], vocabulary: Vocabulary
    ) -> None:
        self._results = results
        self._shapes = shapes
        self._records = records
        self._vocabulary = vocabulary
        self._earlier = self._used_before()

    def finding(self, result: Node) -> Finding | None:
        """Return one result as a finding; None where only a later record is at fault."""
        graph = self._results
        shape, focus = graph.value(result, SH.sourceShape), graph.value(result, SH.focusNode)
        path = self._shapes.value(shape, SH.path)
        prop = path if isinstance(path, URIRef) else self._shapes.value(path, RDF.first)
        named = self._shapes.value(shape, ZZ.problemField) or prop
        facet = self._vocabulary.facets.get(str(named))
        complaint = Complaint(
            code=str(self._shapes.value(shape, ZZ.problemCode)),
            severity=_SEVERITIES[URIRef(str(graph.value(result, SH.resultSeverity)))],
            message=dict(sorted(self._messages(result), reverse=True)),
            field=facet.code if facet else None,
            about_names=prop == ZZ.unrecognisedField,
        )
        record = self._records[URIRef(str(focus))]
        if isinstance(path, BNode) and self._is_sharing(path):
            return self._shared(complaint, URIRef(str(focus)))
        value = graph.value(result, SH.value)
        term = None if value is None or value == focus else _term(value)
        return finding(complaint, term, given(record), self._vocabulary)

    def _messages(self, result: Node) -> Iterator[tuple[str, str]]:
        for text in self._results.objects(result, SH.resultMessage):
            if isinstance(text, Literal) and text.language:
                yield text.language, str(text)

    def _is_sharing(self, path: Node) -> bool:
        rest = self._shapes.value(path, RDF.rest)
        return self._shapes.value(self._shapes.value(rest, RDF.first), SH.inversePath) is not None

    def _shared(self, complaint: Complaint, iri: URIRef) -> Finding | None:
        used = self._earlier.get((complaint.field or "", iri))
        if used is None:
            return None
        value, where = used
        return Finding(complaint=complaint, field=complaint.field, value=value, earlier=where)

    def _used_before(self) -> dict[tuple[str, URIRef], tuple[str, tuple[str, int, int | None]]]:
        """Return, by field and record, the identifier that an earlier record has used."""
        found = {}
        for facet in self._vocabulary.facets.values():
            identifiers = Identifiers()
            for iri, record in self._records.items():
                used = identifiers.used_before(record.values.get(facet.code, ()), record)
                if used is not None:
                    found[facet.code, iri] = used
        return found


def _term(node: Node) -> Term:
    if isinstance(node, Literal):
        return Term(str(node), str(node.datatype or XSD_STRING))
    return Term(str(node))


def _in_order(results: Graph) -> Graph:
    """Return the validation report with its blank nodes named by their order.

    pySHACL makes them up at random, and the same input should give the same text.
    """
    ordered = Graph()
    ordered.bind("sh", SH)
    ordered.bind("zz", ZZ)
    report = BNode("report")
    ordered.add((report, RDF.type, SH.ValidationReport))
    for conforms in results.objects(None, SH.conforms):
        ordered.add((report, SH.conforms, conforms))
    found = sorted(results.objects(None, SH.result), key=lambda r: _key(results, r))
    for number, result in enumerate(found, start=1):
        name = BNode(f"result-{number:07}")
        ordered.add((report, SH.result, name))
        for prop in _RESULT_TERMS:
            for place, value in enumerate(results.objects(result, prop)):
                kept = _copy(results, ordered, value, f"path-{number:07}-{place}")
                ordered.add((name, prop, kept))
    return ordered


def _key(results: Graph, result: Node) -> tuple[int, str, str]:
    focus = str(results.value(result, SH.focusNode)).rsplit(":", 1)[-1]
    shape, value = results.value(result, SH.sourceShape), results.value(result, SH.value)
    return int(focus), str(shape), "" if value is None else value.n3()


def _copy(source: Graph, target: Graph, node: Node, name: str) -> Node:
    """Return a node, or for a blank one a copy with all that hangs on it."""
    if not isinstance(node, BNode):
        return node
    copy = BNode(name)
    pairs = sorted(source.predicate_objects(node), key=str)
    for place, (prop, value) in enumerate(pairs):
        target.add((copy, prop, _copy(source, target, value, f"{name}-{place}")))
    return copy


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pySHACL from writing its log to the terminal."""
    logger = logging.getLogger("pyshacl.validate")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
