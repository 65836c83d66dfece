"""The text of the notice: received, repaired, quoted, and nothing of it left unexplained."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.namespace import OWL, SKOS

MECHANISM = Path(__file__).resolve().parent.parent / "ontology" / "mechanism.ttl"
ZZ = Namespace("https://w3id.org/zhize/core#")
OA = Namespace("http://www.w3.org/ns/oa#")
YC = Namespace("https://w3id.org/zhize/yangcheng#")

# SHA-256 of the source file as received, in UTF-8: the markdown marks `#`, `**` and `---` dropped,
# paragraphs joined by one empty line. The file itself is not part of the project.
RECEIVED_SHA256 = "afdccd2bd92aa5aafbb45c3d1df2c3211f46cf1328df91f2824593c4f7e19991"

# Words by which the notice demands, forbids or charges somebody; 主要, 重要 and 需要 are none.
NORMATIVE = re.compile(
    "必须|严禁|不得|应当|负责|牵头|(?<![主重需])要|禁止|责令|追究|移送|予以|遵照"
)

# Where a passage begins or ends, only these may be left over.
IGNORABLE = re.compile(r"[\s,.;:()，。；：（）、]*")


class Span(NamedTuple):
    """Characters `start` to `end` of a provision's repaired text."""

    name: str
    start: int
    end: int


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(MECHANISM, format="turtle")


def one(graph: Graph, node: URIRef, prop: URIRef) -> str:
    values = list(graph.objects(node, prop))
    assert len(values) == 1, f"{node} has {len(values)} values of {prop}"
    return str(values[0])


def name(node: object) -> str:
    return str(node).rpartition("#")[2]


def refs(graph: Graph, node: URIRef, prop: URIRef) -> list[URIRef]:
    return sorted(o for o in graph.objects(node, prop) if isinstance(o, URIRef))


def typed(graph: Graph, *classes: URIRef) -> list[URIRef]:
    nodes = {s for c in classes for s in graph.subjects(RDF.type, c) if isinstance(s, URIRef)}
    return sorted(nodes)


def provisions(graph: Graph) -> list[URIRef]:
    """Return the provisions in reading order."""
    nodes = typed(graph, ZZ.Provision, ZZ.Article)
    return sorted(nodes, key=lambda node: int(one(graph, node, ZZ.position)))


def quotes(graph: Graph, norm: URIRef) -> list[URIRef]:
    return refs(graph, norm, ZZ.quote) + refs(graph, norm, ZZ.alsoQuotes)


def occurrences(text: str, part: str) -> int:
    """Count occurrences, overlapping ones included."""
    return sum(text.startswith(part, i) for i in range(len(text)))


def quoted_spans(graph: Graph, provision: URIRef) -> list[Span]:
    text = one(graph, provision, ZZ.text)
    spans = []
    for norm in graph.subjects(ZZ.inProvision, provision):
        if (norm, RDF.type, ZZ.Norm) not in graph or not isinstance(norm, URIRef):
            continue
        for quote in quotes(graph, norm):
            prefix, exact, suffix = context(graph, quote)
            start = text.index(prefix + exact + suffix) + len(prefix)
            spans.append(Span(name(quote), start, start + len(exact)))
    return spans


def unquoted_spans(graph: Graph, provision: URIRef) -> list[Span]:
    text = one(graph, provision, ZZ.text)
    spans = []
    for passage in graph.subjects(ZZ.inProvision, provision):
        if (passage, RDF.type, ZZ.UnquotedPassage) not in graph or not isinstance(passage, URIRef):
            continue
        exact = one(graph, passage, OA.exact)
        assert occurrences(text, exact) == 1, name(passage)
        start = text.index(exact)
        spans.append(Span(name(passage), start, start + len(exact)))
    return spans


def context(graph: Graph, quote: URIRef) -> tuple[str, str, str]:
    """Return prefix, exact and suffix of a text-quote selector."""
    prefix = graph.value(quote, OA.prefix, default=Literal(""), any=False)
    suffix = graph.value(quote, OA.suffix, default=Literal(""), any=False)
    return str(prefix), one(graph, quote, OA.exact), str(suffix)


def languages(graph: Graph, node: URIRef, prop: URIRef) -> list[str]:
    literals = [o for o in graph.objects(node, prop) if isinstance(o, Literal) and str(o).strip()]
    return sorted(str(o.language) for o in literals)


def test_the_notice_has_eighteen_articles_numbered_in_reading_order(graph: Graph) -> None:
    numbers = [
        int(one(graph, node, ZZ.number))
        for node in provisions(graph)
        if (node, RDF.type, ZZ.Article) in graph
    ]
    assert numbers == list(range(1, 19))
    positions = [int(one(graph, node, ZZ.position)) for node in provisions(graph)]
    assert positions == list(range(1, 30))


def test_the_norms_are_fifty_four_and_every_article_has_one(graph: Graph) -> None:
    norms = typed(graph, ZZ.Norm)
    assert len(norms) == 54
    assert len({one(graph, norm, SKOS.notation) for norm in norms}) == 54
    articles = {refs(graph, norm, ZZ.inProvision)[0] for norm in norms}
    assert articles >= set(typed(graph, ZZ.Article))


def test_every_provision_stands_in_one_document_in_reading_order(graph: Graph) -> None:
    letter, notice = (refs(graph, YC[d], ZZ.hasProvision) for d in ("letter", "notice"))
    order = provisions(graph)
    assert set(order[: len(letter)]) == set(letter)
    assert set(order[len(letter) :]) == set(notice)


def test_the_provisions_as_received_are_the_source_to_the_letter(graph: Graph) -> None:
    received = "\n\n".join(one(graph, node, ZZ.textAsReceived) for node in provisions(graph))
    assert hashlib.sha256(received.encode()).hexdigest() == RECEIVED_SHA256


def test_the_repairs_turn_the_text_as_received_into_the_text(graph: Graph) -> None:
    for provision in provisions(graph):
        text = received = one(graph, provision, ZZ.textAsReceived)
        for repair in sorted(graph.subjects(ZZ.inProvision, provision)):
            if (repair, RDF.type, ZZ.Repair) in graph and isinstance(repair, URIRef):
                wrong = one(graph, repair, ZZ.received)
                assert occurrences(received, wrong) == 1, name(repair)
                text = text.replace(wrong, one(graph, repair, ZZ.repaired))
        collapsed = re.sub(r"\s*\n\s*", " ", text).strip()
        assert collapsed == one(graph, provision, ZZ.text), name(provision)


def test_the_repairs_are_six_each_with_a_note_in_both_languages(graph: Graph) -> None:
    repairs = typed(graph, ZZ.Repair)
    places = sorted(name(refs(graph, repair, ZZ.inProvision)[0]) for repair in repairs)
    numbered = ["article-15", "article-3", "article-5", "article-7", "article-8"]
    assert places == [*numbered, "letter-annex"]
    for repair in repairs:
        assert languages(graph, repair, SKOS.note) == ["en", "zh"], name(repair)


def test_every_quote_with_its_context_stands_exactly_once_in_its_provision(graph: Graph) -> None:
    seen: set[URIRef] = set()
    for norm in typed(graph, ZZ.Norm):
        text = one(graph, refs(graph, norm, ZZ.inProvision)[0], ZZ.text)
        assert len(refs(graph, norm, ZZ.quote)) == 1, name(norm)
        for quote in quotes(graph, norm):
            prefix, exact, suffix = context(graph, quote)
            assert exact, name(quote)
            assert occurrences(text, prefix + exact + suffix) == 1, name(quote)
            seen.add(quote)
    assert seen == set(typed(graph, OA.TextQuoteSelector)), "a quote that no norm uses"
    assert len(seen) >= 54


def test_the_context_of_a_quote_is_there_unless_the_text_begins_or_ends_with_it(
    graph: Graph,
) -> None:
    for provision in provisions(graph):
        text = one(graph, provision, ZZ.text)
        for norm in graph.subjects(ZZ.inProvision, provision):
            for quote in quotes(graph, norm) if isinstance(norm, URIRef) else ():
                prefix, exact, suffix = context(graph, quote)
                assert prefix or text.startswith(exact), name(quote)
                assert suffix or text.endswith(exact), name(quote)
                assert len(prefix) <= 12, name(quote)
                assert len(suffix) <= 12, name(quote)


def test_every_word_is_quoted_by_a_norm_or_listed_as_unquoted_and_never_both(graph: Graph) -> None:
    for provision in provisions(graph):
        text = one(graph, provision, ZZ.text)
        quoted, unquoted = quoted_spans(graph, provision), unquoted_spans(graph, provision)
        for passage in unquoted:
            for other in (*quoted, *(u for u in unquoted if u != passage)):
                apart = passage.end <= other.start or other.end <= passage.start
                assert apart, f"{passage.name} overlaps {other.name}"
        end = 0
        for span in (
            *sorted((*quoted, *unquoted), key=lambda s: s.start),
            Span("end", len(text), 0),
        ):
            left = text[end : span.start] if span.start > end else ""
            assert IGNORABLE.fullmatch(left), f"{name(provision)}: `{left}` is not accounted for"
            end = max(end, span.end)


def test_every_unquoted_passage_gives_its_reason_in_both_languages(graph: Graph) -> None:
    passages = typed(graph, ZZ.UnquotedPassage)
    assert len(passages) >= 18
    for passage in passages:
        assert languages(graph, passage, SKOS.note) == ["en", "zh"], name(passage)


def test_no_word_of_demand_is_left_unquoted(graph: Graph) -> None:
    for passage in typed(graph, ZZ.UnquotedPassage):
        found = NORMATIVE.search(one(graph, passage, OA.exact))
        assert found is None, f"{name(passage)} says `{found and found.group()}`"


def test_a_word_for_speed_stands_in_the_words_that_its_norm_quotes(graph: Graph) -> None:
    urgent = {norm for norm in typed(graph, ZZ.Norm) if (norm, ZZ.urgency, None) in graph}
    assert len(urgent) == 9
    for norm in urgent:
        (word,) = [str(o) for o in graph.objects(norm, ZZ.urgency) if o.language == "zh"]
        assert word in one(graph, refs(graph, norm, ZZ.quote)[0], OA.exact), name(norm)


def test_every_individual_of_the_text_is_labelled_in_both_languages(graph: Graph) -> None:
    unlabelled = {OA.TextQuoteSelector, OWL.Ontology}
    for node, kind in graph.subject_objects(RDF.type):
        if kind not in unlabelled and isinstance(node, URIRef):
            assert languages(graph, node, RDFS.label) == ["en", "zh"], name(node)


def test_the_quote_of_8_1_is_the_one_that_the_contract_shows(graph: Graph) -> None:
    quote = one(graph, YC["art8-1-quote"], OA.exact)
    assert quote == "县水务部门负责河道(水库库区)范围内非法违法采砂行为的打击查处"
