"""The JSON-LD context of a mechanism, derived from its facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._terms import ZZ
from .words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model.rulebase import Facet, Named, RuleBase

WORD = "urn:zhize:word:"
"""Namespace of field names and values that are no words of the mechanism, so that none is lost."""

_XSD_DATE = "http://www.w3.org/2001/XMLSchema#date"


def context_iri(rulebase: RuleBase) -> str:
    """Return the IRI that records name as their `@context`; it is never fetched."""
    iri = rulebase.info.iri
    namespace = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
    return namespace.rstrip("#/") + "/context.jsonld"


def jsonld_context(rulebase: RuleBase) -> dict[str, Any]:
    """Return the context under which a plain JSON record is RDF, for any JSON-LD processor.

    Field names and values may be codes or labels. Each field has a scoped context for its values;
    a word that two of its values share, like any that is no term here (alternative labels, to
    keep it short), becomes a `urn:zhize:word:`, which reading here looks up as usual.
    """
    terms = _frame()
    shared = [rulebase.unknown, rulebase.none]
    common = [_codes(shared), [_labels(thing) for thing in shared]]
    by_facet: dict[str, list[Named]] = {}
    for concept in rulebase.concepts:
        for code in concept.facets:
            by_facet.setdefault(code, []).append(concept)
    for place in rulebase.places:
        if place.successor is None:
            for code in place.facets:
                by_facet.setdefault(code, []).append(place)
    agencies = {agency.code: agency for agency in rulebase.agencies}
    for facet in rulebase.facets:
        definition: dict[str, Any] = {"@id": facet.iri}
        if facet.kind == "date":
            definition["@type"] = _XSD_DATE
        elif facet.kind != "text":
            values = (
                [agencies[code] for code in facet.values if code in agencies]
                if facet.kind == "agency"
                else by_facet.get(facet.code, [])
            )
            level = [_labels(v, place=facet.kind == "place") for v in values]
            definition |= {
                "@type": "@vocab",
                "@context": _terms([_codes(values), level, *common]),
            }
        if facet.many:
            definition["@container"] = "@set"
        for word in _usable([facet.code, *facet.label.values()]):
            terms.setdefault(word, definition)
    return terms


def reading_context(facets: Iterable[Facet]) -> dict[str, Any]:
    """Return the context with which records are read here: the field names alone.

    Values stay as written, for the lexicon to look up as it does in every other format.
    """
    terms = _frame()
    for facet in facets:
        definition: dict[str, Any] = {"@id": facet.iri}
        if facet.kind not in {"text", "date"}:
            definition["@type"] = "@vocab"
        for word in _usable(words_of(facet)):
            terms.setdefault(word, definition)
    return terms


def _frame() -> dict[str, Any]:
    return {"@version": 1.1, "@vocab": WORD, "zz": ZZ, "Incident": ZZ + "Incident"}


_Words = list[tuple[str, list[str]]]
"""IRIs, each with words for it."""


def _codes(things: Iterable[Named]) -> _Words:
    return [(thing.iri, [thing.code]) for thing in things]


def _labels(thing: Named, *, place: bool = False) -> tuple[str, list[str]]:
    """Return the labels of a thing; of places, which are hundreds, the code is enough."""
    return thing.iri, [] if place else list(thing.label.values())


def _terms(levels: Iterable[_Words]) -> dict[str, Any]:
    """Return word → IRI for the words that one thing alone has; earlier levels go first."""
    terms: dict[str, str | None] = {}
    for level in levels:
        here: dict[str, str | None] = {}
        for iri, words in level:
            for word in _usable(words):
                if word not in terms and here.setdefault(word, iri) != iri:
                    here[word] = None
        terms |= here
    return {word: iri for word, iri in terms.items() if iri is not None}


def _usable(words: Iterable[str]) -> list[str]:
    """Return the words that JSON-LD takes for terms, each once."""
    return [w for w in dict.fromkeys(words) if w and ":" not in w and w[0] not in "@/#"]
