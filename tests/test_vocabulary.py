"""Turtle parsers accept misspelt terms: every term used must exist, and be labelled once."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.namespace import (
    DCTERMS,
    GEO,
    ODRL2,
    ORG,
    OWL,
    PROV,
    SDO,
    SH,
    SKOS,
    TIME,
    XSD,
    DefinedNamespace,
)

from zhize.loading import ontology_files

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
ZZ = "https://w3id.org/zhize/core#"
YC = "https://w3id.org/zhize/yangcheng#"
OURS = "https://w3id.org/zhize/"
ONTOLOGY = sorted((ROOT / "ontology").glob("*.ttl"))
SHAPES = sorted((ROOT / "shapes").glob("*.ttl"))
CLOSED: tuple[type[DefinedNamespace], ...] = (
    DCTERMS,
    GEO,
    ODRL2,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    TIME,
    XSD,
)
# Borrowed terms are declared for OWL 2 DL, not described.
BORROWED = ("http://www.w3.org/", "http://purl.org/dc/terms/")


@cache
def parse(path: Path) -> Graph:
    return Graph().parse(path, format="turtle")


@cache
def ontology() -> Graph:
    graph = Graph()
    for path in ONTOLOGY:
        graph += parse(path)
    return graph


@cache
def meaning() -> Graph:
    graph = Graph()
    for path in ontology_files(ROOT / "ontology"):
        graph += parse(path)
    return graph


@cache
def listed_terms() -> dict[str, set[str]]:
    terms: dict[str, set[str]] = {}
    space = ""
    for line in (HERE / "vocabularies.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("<"):
            space = line.strip("<>")
            terms[space] = set()
        elif line and not line.startswith("#"):
            terms[space].update(line.split())
    return terms


def iris(graph: Graph) -> set[URIRef]:
    found = {term for triple in graph for term in triple if isinstance(term, URIRef)}
    found |= {o.datatype for o in graph.objects() if isinstance(o, Literal) and o.datatype}
    return found


def exists(iri: URIRef, declared: set[URIRef]) -> bool:
    if iri.startswith(OURS):
        return iri in declared or not iri.startswith(ZZ)
    for space, names in listed_terms().items():
        if iri.startswith(space):
            return iri[len(space) :] in names
    return any(iri in space for space in CLOSED)


def declared_core() -> set[URIRef]:
    core = [parse(path) for path in sorted((ROOT / "ontology").glob("core*.ttl"))]
    return {s for g in core for s in g.subjects(RDF.type, None) if isinstance(s, URIRef)}


def described() -> list[URIRef]:
    """Every term of ours that some file types, ontology headers included."""
    found = {s for s in ontology().subjects(RDF.type, None) if isinstance(s, URIRef)}
    return sorted(s for s in found if not str(s).startswith(BORROWED))


def test_the_files_are_found() -> None:
    names = {path.name for path in ONTOLOGY}
    assert {"core.ttl", "agencies.ttl", "facts.ttl", "places.ttl", "alignments.ttl"} <= names
    assert SHAPES


@pytest.mark.parametrize("path", [*ONTOLOGY, *SHAPES], ids=lambda path: path.name)
def test_every_term_exists(path: Path) -> None:
    declared = declared_core()
    unknown = sorted(iri for iri in iris(parse(path)) if not exists(iri, declared))
    assert unknown == [], f"{path.name} uses terms that their vocabularies do not have"


@pytest.mark.parametrize(
    "term",
    [
        "http://www.w3.org/2004/02/skos/core#prefLable",
        "http://www.w3.org/ns/org#Organisation",
        "http://data.europa.eu/eli/ontology#hasPart",
        "http://example.org/anything",
        ZZ + "bearrer",
    ],
)
def test_a_misspelt_term_is_noticed(term: str) -> None:
    assert not exists(URIRef(term), declared_core())


def test_every_term_of_the_mechanism_that_is_used_is_described() -> None:
    known = set(described())
    used = {iri for iri in iris(ontology()) if iri.startswith(OURS)}
    versions = set(ontology().objects(None, OWL.versionIRI))
    assert sorted(used - known - versions) == []


def test_every_term_has_exactly_one_label_in_each_language() -> None:
    wrong = {}
    quotes = set(ontology().subjects(RDF.type, URIRef("http://www.w3.org/ns/oa#TextQuoteSelector")))
    for term in described():
        if term in quotes:
            continue
        languages = sorted(str(o.language) for o in ontology().objects(term, RDFS.label))
        if languages != ["en", "zh"]:
            wrong[str(term)] = languages
    assert wrong == {}


def test_no_label_or_definition_is_empty_or_padded() -> None:
    texts = [
        (str(s), str(o))
        for p in (RDFS.label, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition)
        for s, o in ontology().subject_objects(p)
    ]
    assert len(texts) > 2000
    assert [pair for pair in texts if not pair[1] or pair[1] != pair[1].strip()] == []


def test_facts_agencies_and_facets_are_defined_in_both_languages() -> None:
    for name in ("agencies.ttl", "facts.ttl"):
        graph = parse(ROOT / "ontology" / name)
        for term in sorted({s for s in graph.subjects() if isinstance(s, URIRef)}):
            languages = sorted(str(o.language) for o in graph.objects(term, SKOS.definition))
            assert languages == ["en", "zh"], term


def members(cls: URIRef) -> list[URIRef]:
    graph = ontology()
    kinds = set(graph.transitive_subjects(RDFS.subClassOf, cls))
    return sorted({s for kind in kinds for s in graph.subjects(RDF.type, kind)})


def test_notations_are_unique_within_each_class() -> None:
    graph = ontology()
    classes = sorted(c for c in set(graph.objects(None, RDF.type)) if isinstance(c, URIRef))
    examined = 0
    for cls in classes:
        # zz:FactValue joins facets whose codes may clash on purpose (`none`, `other`).
        if cls in (OWL.ObjectProperty, OWL.AnnotationProperty, OWL.NamedIndividual, OWL.Class):
            continue
        seen = defaultdict(set)
        for individual in graph.subjects(RDF.type, cls):
            for code in graph.objects(individual, SKOS.notation):
                seen[str(code)].add(str(individual))
                examined += 1
        assert {c: sorted(who) for c, who in seen.items() if len(who) > 1} == {}, cls
    assert examined > 100


def facets() -> dict[URIRef, list[URIRef]]:
    value_class = URIRef(ZZ + "valueClass")
    return {facet: members(cls) for facet, cls in sorted(ontology().subject_objects(value_class))}


def key(text: object) -> str:
    return unicodedata.normalize("NFKC", str(text)).casefold()


def clashes(terms: list[URIRef], *, hidden: bool = True) -> dict[str, list[str]]:
    """Return each word that more than one of the terms answers to.

    Files of words are left out: in running text a word may speak of two things (无证采砂).
    """
    graph = meaning()
    seen = defaultdict(set)
    properties = [RDFS.label, SKOS.altLabel, SKOS.notation]
    for term in terms:
        for prop in [*properties, SKOS.hiddenLabel] if hidden else properties:
            for word in graph.objects(term, prop):
                seen[key(word)].add(str(term))
    return {word: sorted(who) for word, who in sorted(seen.items()) if len(who) > 1}


def test_no_word_means_two_values_of_one_facet() -> None:
    found = facets()
    assert len(found) == 10
    village = URIRef(YC + "Village")
    for facet, values in found.items():
        if values and (values[0], RDF.type, village) in ontology():
            continue  # told apart by their township, below
        assert clashes(values) == {}, facet


def test_no_word_means_two_agencies_or_two_facets() -> None:
    agencies = [
        a
        for a in members(URIRef(ZZ + "Agency"))
        if (a, URIRef(ZZ + "standsFor"), None) not in ontology()
    ]
    assert len(agencies) == 22
    assert clashes(agencies) == {}
    assert clashes(members(URIRef(ZZ + "Facet"))) == {}


def test_no_word_means_two_townships_former_ones_included() -> None:
    places = [*members(URIRef(YC + "Township")), *members(URIRef(ZZ + "FormerPlace"))]
    assert len(places) == 19
    assert clashes(places) == {}


def test_no_word_means_two_villages_of_one_township() -> None:
    villages = members(URIRef(YC + "Village"))
    assert len(villages) == 341
    by_township = defaultdict(list)
    for village in villages:
        (township,) = ontology().objects(village, URIRef(ZZ + "within"))
        by_township[township].append(village)
    assert len(by_township) == 15
    for township, some in by_township.items():
        assert clashes(some) == {}, township


def test_every_place_code_is_used_once() -> None:
    seen = defaultdict(set)
    for place, code in ontology().subject_objects(URIRef(ZZ + "code")):
        seen[str(code)].add(str(place))
    assert len(seen) == 2 + 2 * 15 + 4 + 341
    assert {code: who for code, who in seen.items() if len(who) > 1} == {}


def test_every_township_has_one_government_and_every_value_one_scheme() -> None:
    graph = ontology()
    for township in members(URIRef(YC + "Township")):
        assert len(list(graph.subjects(URIRef(ZZ + "governs"), township))) == 1
    for value in members(URIRef(ZZ + "FactValue")):
        assert len(list(graph.objects(value, SKOS.inScheme))) == 1
        for wider in graph.objects(value, SKOS.broader):
            schemes = (graph.value(value, SKOS.inScheme), graph.value(wider, SKOS.inScheme))
            assert schemes[0] == schemes[1]


def test_alignments_are_annotations_and_nothing_inherits_from_abroad() -> None:
    alignments = parse(ROOT / "ontology" / "alignments.ttl")
    matches = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch}
    rows = [t for t in alignments if t[1] != RDF.type]
    assert len(rows) > 40
    assert {t[1] for t in rows} <= matches
    assert sorted({t[0] for t in rows} - set(described())) == []
    foreign = [
        (str(s), str(o))
        for p in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty)
        for s, o in ontology().subject_objects(p)
        if not isinstance(o, BNode) and not str(o).startswith(OURS)
    ]
    assert foreign == [(ZZ + "FactValue", str(SKOS.Concept))]
