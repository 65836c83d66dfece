"""The reference engine: the SHACL-AF rules of `shapes/rules.ttl`, run by pySHACL over RDF.

No meaning lives here. This module writes incidents as RDF, lets the rules infer, and reads the
inferred duties back. It is slow and standard; the compiled engine must agree with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rdflib import RDF, Graph, URIRef

from .._resources import data_folder
from .._terms import INCIDENT_BASE
from ..compilation.program import Program
from ..loading.graph import parse_turtle
from ..loading.reader import SKOS, ZZ
from ..model.rulebase import RuleBase, norm_key
from ..records.rdf import add_record
from .outcome import Outcome, OutcomeDuty

if TYPE_CHECKING:
    from ..model.incident import Incident

RunRules = Callable[[Graph, Graph], Graph]
"""Takes the data graph and the rules, returns the data graph with all that was inferred."""


class _WorkingGraph(Graph):
    """A graph that parses each query once, and can forget what was added after a mark.

    The rules ask the same few queries for every incident, and every incident is inferred over the
    same ontology: copying it each time would cost more than the inference.
    """

    def __init__(self, ontology: Graph) -> None:
        super().__init__()
        self._added: list[Any] | None = None
        for triple in ontology:
            super().add(triple)
        self._namespaces = dict(self.namespaces())
        self._prepared: dict[str, Any] = {}

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        """Answer a query as `Graph.query` does."""
        if isinstance(query_object, str):
            from rdflib.plugins.sparql import prepareQuery

            if query_object not in self._prepared:
                self._prepared[query_object] = prepareQuery(query_object, initNs=self._namespaces)
            query_object = self._prepared[query_object]
        return super().query(query_object, *args, **kwargs)

    def add(self, triple: Any) -> Any:
        """Add a triple; after `mark` it is remembered, to be forgotten by `reset`."""
        if self._added is not None and triple not in self:
            self._added.append(triple)
        return super().add(triple)

    def addN(self, quads: Iterable[Any]) -> Any:  # noqa: N802 (rdflib's name)
        """Add triples that come with a graph."""
        for subject, predicate, value, _ in quads:
            self.add((subject, predicate, value))
        return self

    def mark(self) -> None:
        """Remember what is added from here on."""
        self._added = []

    def reset(self) -> None:
        """Remove everything added since `mark`."""
        for triple in self._added or ():
            self.remove(triple)
        self._added = None


def run_with_pyshacl(data: Graph, rules: Graph) -> Graph:
    """Apply the rules by pySHACL, the reference implementation."""
    import pyshacl

    pyshacl.shacl_rules(data, shacl_graph=rules, inplace=True)
    return data


def run_with_turbo(data: Graph, rules: Graph) -> Graph:
    """Apply the rules by pyshacl-turbo, an independent implementation in Rust (extra `dev`)."""
    import pyshacl_turbo

    pyshacl_turbo.shacl_rules(data, shacl_graph=rules, inplace=True)
    return data


class ReferenceEngine:
    """Infers outcomes by the standard rules.

    Args:
        rulebase: For the words of records.
        program: Only for the numbering of units, in which both engines speak.
        ontology: The graph of the mechanism, core included.
        run: Which implementation of SHACL-AF applies the rules.
    """

    def __init__(
        self,
        rulebase: RuleBase,
        program: Program,
        ontology: Graph,
        run: RunRules = run_with_pyshacl,
    ) -> None:
        self._rulebase = rulebase
        self._data = _WorkingGraph(ontology)
        self._run = run
        self._rules = parse_turtle((data_folder("shapes") / "rules.ttl",))
        self._unit = {(u.norm.code, u.bearer): i for i, u in enumerate(program.units)}
        self._notes = {
            (low, high): exception.interpretations
            for exception in rulebase.exceptions
            for low in exception.displaced
            for high in exception.displacing
        }

    def outcomes(self, incidents: Iterable[Incident]) -> tuple[Outcome, ...]:
        """Return the outcome of each incident."""
        return tuple(self._outcome(incident) for incident in incidents)

    def _outcome(self, incident: Incident) -> Outcome:
        self._data.mark()
        try:
            iri = URIRef(INCIDENT_BASE + "1")
            add_record(self._data, incident, self._rulebase, iri, None)
            return self._read(self._run(self._data, self._rules), iri)
        finally:
            self._data.reset()

    def _read(self, graph: Graph, incident: URIRef) -> Outcome:
        candidates = [
            c
            for c in graph.subjects(ZZ.ofIncident, incident)
            if (c, RDF.type, ZZ.Candidate) in graph
        ]
        unit = {c: self._unit[self._name(graph, c)] for c in candidates}
        duties, displaced, unaddressed = [], [], []
        for candidate in sorted(candidates, key=lambda c: unit[c]):
            index = unit[candidate]
            by = sorted(
                {self._norm(graph, d) for d in graph.objects(candidate, ZZ.displacedBy)},
                key=norm_key,
            )
            if by:
                low = self._norm(graph, candidate)
                displaced += [(index, code, self._notes[low, code]) for code in by]
            elif (candidate, RDF.type, ZZ.Duty) not in graph:
                unaddressed.append(index)
            else:
                conditions = self._codes(graph, graph.objects(candidate, ZZ.conditionalOn))
                duties.append(
                    OutcomeDuty(
                        index,
                        tuple(sorted(self._codes(graph, graph.objects(candidate, ZZ.owedTo)))),
                        tuple(sorted(unit[s] for s in graph.objects(candidate, ZZ.because))),
                        ";".join(sorted(conditions, key=norm_key)) or None,
                    )
                )
        return Outcome(tuple(duties), tuple(displaced), tuple(unaddressed))

    def _name(self, graph: Graph, candidate: Any) -> tuple[str, str]:
        bearer = graph.value(candidate, ZZ.borneBy)
        return self._norm(graph, candidate), str(graph.value(bearer, SKOS.notation))

    @staticmethod
    def _norm(graph: Graph, candidate: Any) -> str:
        return str(graph.value(graph.value(candidate, ZZ.underNorm), SKOS.notation))

    @staticmethod
    def _codes(graph: Graph, nodes: Iterable[Any]) -> Sequence[str]:
        return [str(graph.value(node, SKOS.notation)) for node in nodes]
