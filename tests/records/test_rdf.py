"""Records become RDF for the shapes and the reference rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from zhize.model.incident import Incident, Record
from zhize.records import resolve
from zhize.records.rdf import RecordWriter, add_record

from . import toy
from .reading import LEXICON, RULEBASE, VALUES

T = Namespace(toy.NS)
ZZ = Namespace(toy.ZZ)
IRI = URIRef("urn:x")


def graph_of(record: Record | Incident, today: date | None = None) -> Graph:
    graph = Graph()
    assert add_record(graph, record, RULEBASE, IRI, today) == IRI
    return graph


def objects(field: str, **fields: Any) -> list[Any]:
    return sorted(graph_of(resolve(fields, LEXICON)).objects(IRI, T["has-" + field]))


def test_known_values_are_their_iris() -> None:
    graph = graph_of(resolve(toy.GOOD, LEXICON))
    assert (IRI, RDF.type, ZZ.Incident) in graph
    assert set(graph.objects(IRI, T["has-troubles"])) == {
        T["troubles-dead-fish"],
        T["troubles-litter"],
    }
    assert (IRI, T["has-permit"], T["permit-none"]) in graph
    assert (IRI, T["has-seen_by"], T.warden) in graph
    assert (IRI, T["has-town"], T.west) in graph
    assert (IRI, T["has-seen_on"], Literal("2024-08-01", datatype=XSD.date)) in graph
    assert (IRI, T["has-note"], Literal("1.0")) in graph


def test_one_of_two_places_of_a_name_is_the_one_within_the_place_above() -> None:
    assert objects("hamlet", town="东镇", hamlet="上村") == [T["upper-east"]]
    assert objects("hamlet", town="西镇", hamlet="上村") == [T["upper-west"]]
    assert objects("hamlet", hamlet="上村") == [Literal("上村")]


def test_what_is_no_word_is_a_plain_literal() -> None:
    assert objects("troubles", troubles=["ghost"]) == [Literal("ghost")]
    assert objects("seen_on", seen_on="tomorrow") == [Literal("tomorrow")]
    assert objects("county", county="红县") == [Literal("红县")]


def test_empty_and_unknown_are_said() -> None:
    assert objects("told", told=[]) == [ZZ.none]
    assert objects("told", told=["unknown", "warden"]) == sorted([ZZ.unknown, T.warden])
    assert objects("told") == []


def test_unrecognised_fields_and_the_day_are_there_for_checks_only() -> None:
    graph = graph_of(resolve({"odd": 1}, LEXICON), date(2024, 1, 2))
    assert (IRI, ZZ.unrecognisedField, Literal("odd")) in graph
    assert (IRI, ZZ.checkedOn, Literal("2024-01-02", datatype=XSD.date)) in graph
    assert not list(graph_of(resolve({}, LEXICON)).objects(IRI, ZZ.checkedOn))


def test_an_incident_is_written_like_its_record() -> None:
    incident = Incident(id="P-1", values={k: tuple(map(str, v)) for k, v in VALUES.items()})
    written = RecordWriter(RULEBASE).add(Graph(), incident, IRI, None)
    assert written == IRI
    assert set(graph_of(incident)) == set(graph_of(resolve(toy.GOOD, LEXICON)))
