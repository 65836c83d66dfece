"""The same proofs in PROV-O: read back, they derive every inferred statement from its sources."""

from __future__ import annotations

import random

import pytest
from rdflib import PROV, RDF, Graph, URIRef
from rdflib.compare import isomorphic

import zhize
from tests.engine.space import anything
from zhize import Incident
from zhize._terms import ZZ
from zhize.evaluation.provenance import incident_iri, proof_graph, proof_turtle

DUTY = URIRef(ZZ + "Duty")


def graph_of(mechanism: zhize.Mechanism, incident: Incident) -> Graph:
    pairs = [(incident, mechanism.why(incident, agency.code)) for agency in mechanism.agencies]
    return proof_graph(pairs, mechanism.rulebase)


@pytest.mark.parametrize("name", ["notice", "harbour", "toy"])
def test_every_duty_is_derived_in_the_end_from_stated_facts(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    rng, seen = random.Random(5), 0
    for _ in range(12):
        incident = anything(mechanism, rng)
        graph = graph_of(mechanism, incident)
        duties = set(graph.subjects(RDF.type, DUTY))
        decision = mechanism.decide(incident)
        assert {str(duty) for duty in duties} == {
            f"{incident_iri(incident.id)}/{d.norm}/{d.bearer}" for d in decision.duties
        }
        facts = {
            statement
            for statement in graph.subjects(PROV.hadPrimarySource, None)
            if (
                graph.value(statement, RDF.subject),
                graph.value(statement, RDF.predicate),
                graph.value(statement, RDF.object),
            )
            in graph
        }
        for duty in duties:
            leaves = [
                source
                for source in graph.transitive_objects(duty, PROV.wasDerivedFrom)
                if not list(graph.objects(source, PROV.wasDerivedFrom))
            ]
            assert leaves
            assert set(leaves) <= facts
            norm = graph.value(duty, URIRef(ZZ + "underNorm"))
            inference = graph.value(duty, PROV.wasGeneratedBy)
            assert (inference, PROV.used, norm) in graph
            assert graph.value(norm, PROV.value), "the quoted words"
            seen += 1
    assert seen > 3


def test_whom_a_duty_is_owed_to_is_derived_from_the_act_that_makes_it_a_recipient(
    notice: zhize.Mechanism, example: Incident
) -> None:
    graph = graph_of(notice, example)
    base = incident_iri(example.id)
    found = graph.query(
        """SELECT ?agency ?source WHERE {
            ?statement rdf:subject ?duty ; rdf:predicate zz:owedTo ; rdf:object ?agency ;
                prov:wasDerivedFrom ?source .
            ?source a zz:Duty .
            ?duty zz:owedTo ?agency
        }""",
        initNs={"rdf": RDF, "zz": ZZ, "prov": PROV},
        initBindings={"duty": URIRef(f"{base}/6.2/ecology-environment")},
    )
    assert {(str(a).rpartition("#")[2], str(s).removeprefix(base)) for a, s in found} == {
        ("natural-resources", "/4.1/natural-resources"),
        ("water", "/8.1/water"),
    }


def test_the_duties_are_those_that_the_reference_rules_infer(
    notice: zhize.Mechanism, example: Incident
) -> None:
    from zhize._resources import data_folder
    from zhize.evaluation.reference import run_with_turbo
    from zhize.loading.graph import parse_turtle
    from zhize.records.rdf import add_record

    data, iri = notice.graph(), URIRef(incident_iri(example.id))
    add_record(data, example, notice.rulebase, iri, None)
    inferred = run_with_turbo(data, parse_turtle((data_folder("shapes") / "rules.ttl",)))
    proved = graph_of(notice, example)
    for name in ("underNorm", "borneBy", "owedTo", "because"):
        predicate = URIRef(ZZ + name)
        expected = {
            (s, o)
            for s, o in inferred.subject_objects(predicate)
            if (s, RDF.type, DUTY) in inferred
        }
        found = {
            (s, o) for s, o in proved.subject_objects(predicate) if (s, RDF.type, DUTY) in proved
        }
        assert found == expected, name
        assert found


def test_the_turtle_has_no_blank_nodes_and_is_the_same_each_time(
    notice: zhize.Mechanism, example: Incident
) -> None:
    why = notice.why(example, "water")
    text = proof_turtle([(example, why)], notice.rulebase)
    assert text == proof_turtle([(example, why)], notice.rulebase)
    again = Graph().parse(data=text, format="turtle")
    assert isomorphic(again, proof_graph([(example, why)], notice.rulebase))
    assert all(isinstance(s, URIRef) for s in again.subjects())


def test_an_identifier_may_hold_any_character(notice: zhize.Mechanism, example: Incident) -> None:
    odd = Incident(id="〔2024〕 1/“x”>", values=example.values)
    text = proof_turtle([(odd, notice.why(odd, "water"))], notice.rulebase)
    assert (URIRef(f"{incident_iri(odd.id)}/8.1/water"), RDF.type, DUTY) in Graph().parse(
        data=text, format="turtle"
    )
