"""A proof as RDF: every inferred statement with what it was derived from (W3C PROV-O).

Duties have the IRIs that the reference rules give them (`<incident>/<norm>/<bearer>`). A stated
fact, and the statement that a duty is owed to somebody, are reified (RDF 1.1 Semantics, D.1), so
that provenance can be said of them. There are no blank nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from .._terms import INCIDENT_BASE, ZZ
from .proof_steps import BY_NORM, Proof, Reference, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Graph, URIRef

    from ..model.incident import Incident
    from ..model.rulebase import RuleBase
    from .proof_steps import Clause, Displaces, Fact, Recipient, TriggerHolds, Why


def proof_turtle(proofs: Iterable[tuple[Incident, Why]], rulebase: RuleBase) -> str:
    """Return proofs as Turtle; the same proofs give the same text."""
    return str(proof_graph(proofs, rulebase).serialize(format="turtle"))


def proof_graph(proofs: Iterable[tuple[Incident, Why]], rulebase: RuleBase) -> Graph:
    """Return proofs as one RDF graph, with the records they start from.

    Args:
        proofs: Each incident with the answer about it.
        rulebase: The mechanism, for the IRIs of its terms.
    """
    writer = _Writer(rulebase)
    for incident, why in proofs:
        writer.add(incident, why)
    return writer.graph


def incident_iri(incident: str) -> str:
    """Return the IRI of an incident by its identifier."""
    return INCIDENT_BASE + quote(incident, safe="")


class _Writer:
    """Writes the graph; rdflib is imported with the first one."""

    def __init__(self, rulebase: RuleBase) -> None:
        from rdflib import PROV, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

        from ..records.rdf import RecordWriter

        self._rulebase = rulebase
        self._records = RecordWriter(rulebase)
        self._rdf, self._prov, self._zz = RDF, PROV, Namespace(ZZ)
        self._iri, self._literal = URIRef, Literal
        self.graph = Graph()
        for prefix, namespace in (("zz", ZZ), ("prov", PROV), ("skos", SKOS), ("xsd", XSD)):
            self.graph.bind(prefix, namespace)
        self.graph.bind("mechanism", rulebase.info.iri.rpartition("#")[0] + "#")
        self._norms = {n.code: n for n in rulebase.norms}
        self._provisions = {p.code: p.iri for p in rulebase.provisions}
        self._interpretations = {i.code: i.iri for i in rulebase.interpretations}
        self._agencies = {a.code: a.iri for a in rulebase.agencies}
        self._facets = {f.code: f for f in rulebase.facets}
        self._concepts = {(f, c.code): c.iri for c in rulebase.concepts for f in c.facets}
        self._base = ""

    def add(self, incident: Incident, why: Why) -> None:
        """Add one answer: the record, and each duty that is proved."""
        self._base = incident_iri(incident.id)
        subject = self._iri(self._base)
        self._records.add(self.graph, incident, subject, None)
        self.graph.add((subject, self._rdf.type, self._prov.Entity))
        for root in why.proofs:
            for proof in parts(root):
                self._duty(proof, why)

    # ------------------------------------------------------------ one duty

    def _duty(self, proof: Proof, why: Why) -> None:
        zz, prov, graph, rdf = self._zz, self._prov, self.graph, self._rdf
        duty = self._duty_iri(proof)
        inference = self._iri(f"{duty}/inference")
        kind = zz.Duty if proof.arises else zz.Candidate
        for type_ in (kind, prov.Entity):
            graph.add((duty, rdf.type, type_))
        graph.add((inference, rdf.type, prov.Activity))
        graph.add((duty, zz.ofIncident, self._iri(self._base)))
        graph.add((duty, zz.underNorm, self._norm(proof.clause)))
        graph.add((duty, zz.borneBy, self._iri(self._agencies[proof.bearer])))
        graph.add((duty, prov.wasGeneratedBy, inference))
        graph.add((inference, prov.used, self._norm(proof.clause)))
        graph.add((inference, prov.used, self._iri(self._rulebase.info.iri)))
        for fact in why.reach.facts if why.reach is not None else ():
            graph.add((inference, prov.used, self._fact(fact)))
        for source in self._sources(proof):
            graph.add((duty, prov.wasDerivedFrom, source))
            graph.add((inference, prov.used, source))
        for trigger in proof.triggers:
            for earlier in trigger.follows:
                graph.add((duty, zz.because, self._duty_iri(earlier)))
        for code in (proof.conditional_on or "").split(";"):
            if code:
                graph.add((duty, zz.conditionalOn, self._iri(self._norms[code].iri)))
        for recipient in proof.recipients:
            self._recipient(duty, proof, recipient)
        for row in proof.displaces:
            low = self._duty_iri(row)
            graph.add((low, rdf.type, zz.Candidate))
            graph.add((low, zz.ofIncident, self._iri(self._base)))
            graph.add((low, zz.underNorm, self._norm(row.clause)))
            graph.add((low, zz.borneBy, self._iri(self._agencies[row.bearer])))
            graph.add((low, zz.displacedBy, duty))
            for note in row.interpretations:
                graph.add((low, prov.wasInfluencedBy, self._iri(self._interpretations[note])))

    def _sources(self, proof: Proof) -> Iterator[URIRef]:
        """Yield the stated facts and the duties that a duty follows from."""
        for trigger in proof.triggers:
            for fact in _facts(trigger):
                yield self._fact(fact)
            for earlier in trigger.follows:
                yield self._duty_iri(earlier)
            for report in trigger.knowledge.made_aware_by if trigger.knowledge else ():
                yield self._duty_iri(report)

    def _recipient(self, duty: URIRef, proof: Proof, recipient: Recipient) -> None:
        """Say that a duty is owed to an agency, and from what that follows."""
        zz, prov = self._zz, self._prov
        agency = self._iri(self._agencies[recipient.agency])
        self.graph.add((duty, zz.owedTo, agency))
        statement = self._iri(f"{duty}/to/{quote(recipient.agency, safe='')}")
        self._reified(statement, duty, zz.owedTo, agency)
        self.graph.add((statement, prov.wasDerivedFrom, self._norm(proof.clause)))
        if recipient.how != BY_NORM:
            for other in recipient.because:
                self.graph.add((statement, prov.wasDerivedFrom, self._duty_iri(other)))

    # ------------------------------------------------------------ terms

    def _duty_iri(self, step: Proof | Reference | Displaces) -> URIRef:
        """Return the IRI of a duty, as `shapes/rules.ttl` makes it."""
        norm, who = quote(step.norm, safe=""), quote(step.bearer, safe="")
        return self._iri(f"{self._base}/{norm}/{who}")

    def _norm(self, clause: Clause) -> URIRef:
        """Return a norm, described by its words and where they stand."""
        norm = self._norms[clause.norm]
        iri = self._iri(norm.iri)
        language = self._rulebase.info.languages[0]
        provision = self._iri(self._provisions[norm.provision])
        self.graph.add((iri, self._rdf.type, self._prov.Entity))
        self.graph.add((iri, self._zz.inProvision, provision))
        self.graph.add((iri, self._prov.wasQuotedFrom, provision))
        self.graph.add((iri, self._prov.value, self._literal(clause.quote, lang=language)))
        for note in clause.interpretations:
            self.graph.add((iri, self._zz.restsOn, self._iri(self._interpretations[note])))
        return iri

    def _fact(self, fact: Fact) -> URIRef:
        """Return a stated fact as a statement of its own."""
        facet = self._facets[fact.fact]
        field, value = quote(fact.fact, safe=""), quote(fact.value, safe="")
        iri = self._iri(f"{self._base}/fact/{field}/{value}")
        predicate, subject = self._iri(facet.iri), self._iri(self._base)
        known = (
            self._agencies.get(fact.value)
            if facet.kind == "agency"
            else self._concepts.get((fact.fact, fact.value))
        )
        object_ = self.graph.value(subject, predicate) if known is None else self._iri(known)
        self._reified(iri, subject, predicate, object_)
        self.graph.add((iri, self._prov.hadPrimarySource, subject))
        return iri

    def _reified(self, iri: URIRef, subject: URIRef, predicate: URIRef, object_: object) -> None:
        for term in (self._rdf.Statement, self._prov.Entity):
            self.graph.add((iri, self._rdf.type, term))
        self.graph.add((iri, self._rdf.subject, subject))
        self.graph.add((iri, self._rdf.predicate, predicate))
        self.graph.add((iri, self._rdf.object, object_))  # type: ignore[arg-type]


def _facts(trigger: TriggerHolds) -> Iterator[Fact]:
    for test in trigger.tests:
        yield from test.facts
    if trigger.knowledge is not None:
        yield from trigger.knowledge.facts
