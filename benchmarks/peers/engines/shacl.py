"""This project's reference rules (SHACL-AF, `shapes/rules.ttl`) under three implementations.

They are the only peers that read the mechanism itself. Of its graph they are given only what the
rules ask for, a quarter of it. Rules, and for pySHACL their queries, are parsed once. What an
incident adds is removed afterwards, so that the graph is not copied for each. In bulk they decide
one by one: many incidents in one graph cost each of them more, not less.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from rdflib import RDF, SH, Graph, URIRef

import zhize
from benchmarks.peers.engine import Engine
from benchmarks.peers.flat import Answer, Incident, Rules
from benchmarks.peers.mechanisms import graph_at, mechanism_at
from zhize._resources import data_folder
from zhize._terms import INCIDENT_BASE
from zhize.evaluation.outcome import Outcome
from zhize.evaluation.reference import ReferenceEngine, RunRules, run_with_pyshacl
from zhize.loading.graph import parse_turtle
from zhize.loading.reader import SKOS, ZZ
from zhize.records.rdf import add_record


class PySHACL(Engine):
    """The reference rules under pySHACL."""

    name = "reference rules, pySHACL"
    distributions = ("pyshacl", "rdflib")
    given = "SHACL-AF rules over an RDF graph in rdflib"
    slow = True

    def prepare(self, rules: Rules) -> None:  # noqa: ARG002 (the rules are in RDF)
        """Load mechanism and rules."""
        self._mechanism = mechanism_at(self.mechanism)
        self._program = self._mechanism.decider.evaluator.program
        path = data_folder("shapes") / "rules.ttl"
        self._rules = parse_turtle((path,))
        words = re.findall(r"zz:(\w+)", path.read_text("utf-8"))
        asked = {RDF.type, SKOS.notation, SKOS.broader, *(ZZ[word] for word in words)}
        self._ontology = Graph()
        for triple in graph_at(self.mechanism):
            if triple[1] in asked:
                self._ontology.add(triple)
        self._begin()

    def _begin(self) -> None:
        self._infer = ReferenceEngine(
            self._mechanism.rulebase, self._program, self._ontology, self._runner()
        ).outcomes

    def _runner(self) -> RunRules:
        return run_with_pyshacl

    def take(self, incident: Incident) -> Any:
        """Take the incident with its words looked up."""
        return zhize.Incident(id=incident.id, values=incident.values)

    def decide(self, taken: Any) -> Any:
        """Write the incident as RDF, infer, read the duties."""
        return self._infer([taken])[0]

    def answer(self, decided: Outcome) -> Answer:
        """Return the duties by name."""
        units = [self._program.units[duty.unit] for duty in decided.duties]
        return frozenset(
            (unit.norm.code, unit.bearer, duty.to)
            for unit, duty in zip(units, decided.duties, strict=True)
        )


class Turbo(PySHACL):
    """The same under pyshacl-turbo, with the rules compiled once."""

    name = "reference rules, pyshacl-turbo"
    distributions = ("pyshacl-turbo", "rdflib")
    given = "the same, rules compiled; the graph in rdflib, inferred in place"

    def _runner(self) -> RunRules:
        import pyshacl_turbo

        expand: Callable[..., Any] = pyshacl_turbo.compile_shapes(
            self._rules, advanced=True
        ).shacl_rules

        def run(data: Graph, _: Graph) -> Graph:
            expand(data, inplace=True)
            return data

        return run


class Shifty(PySHACL):
    """The same under shifty, which takes N-Triples and has nothing to prepare rules with.

    It orders rules by their own `sh:order` only, not by that of the shape they belong to.
    """

    name = "reference rules, pyshifty"
    distributions = ("pyshifty",)
    given = "the same as N-Triples; the duties in the N-Triples that come back are not read"

    def _begin(self) -> None:
        from shifty import infer

        self._run = infer
        self._data = self._ontology.serialize(format="nt").encode()
        self._ordered = ordered(self._rules).serialize(format="nt").encode()
        self._names = dict(self._ontology.subject_objects(SKOS.notation))

    def take(self, incident: Incident) -> bytes:
        """Return the incident together with the ontology."""
        graph, iri = Graph(), URIRef(INCIDENT_BASE + "1")
        add_record(graph, super().take(incident), self._mechanism.rulebase, iri, None)
        return self._data + graph.serialize(format="nt").encode()

    def decide(self, taken: bytes) -> str:
        """Infer to a fixpoint."""
        found: str = self._run(taken, self._ordered).inferred_ntriples
        return found

    def answer(self, decided: str) -> Answer:
        """Return the duties by name."""
        graph = Graph().parse(data=decided, format="nt")
        return frozenset(
            (
                str(self._names[graph.value(duty, ZZ.underNorm)]),
                str(self._names[graph.value(duty, ZZ.borneBy)]),
                tuple(sorted(str(self._names[a]) for a in graph.objects(duty, ZZ.owedTo))),
            )
            for duty in graph.subjects(RDF.type, ZZ.Duty)
        )


def ordered(rules: Graph) -> Graph:
    """Return the rules with a copy of each for every shape that has it, in the shape's order."""
    found = Graph() + rules
    for shape, order in rules.subject_objects(SH.order):
        for rule in rules.objects(shape, SH.rule):
            copy = URIRef(f"{rule}-{order}")
            for _, predicate, value in rules.triples((rule, None, None)):
                found.add((copy, predicate, value))
            found.add((copy, SH.order, order))
            found.remove((shape, SH.rule, rule))
            found.add((shape, SH.rule, copy))
    return found
