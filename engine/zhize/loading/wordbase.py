"""Read the word base of one mechanism from its graph and its rule base."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from rdflib import RDFS, Literal, URIRef

from ..model.wordbase import GAP, Entry, OpenPoint, Phrase, WordBase
from ..text.tokens import form_tokens, joined
from .reader import OA, SKOS, ZZ, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph

    from ..model.rulebase import Place, RuleBase

_NEAR = 24
"""Tokens of a phrase from its first part to its last, unless it says otherwise."""

TOLD = "narratives"
"""The kind of text that says what happened."""


def wordbase_of(graph: Graph, rulebase: RuleBase) -> WordBase:
    """Return all words by which text speaks of a mechanism.

    Raises:
        MechanismError: A phrase points to something that has no words.
    """
    return _WordReader(Reader(graph), rulebase).wordbase()


class _WordReader:
    def __init__(self, reader: Reader, rulebase: RuleBase) -> None:
        self.reader = reader
        self.rulebase = rulebase
        self._own = rulebase.info.iri.split("#", 1)[0] + "#"

    def wordbase(self) -> WordBase:
        words = list(self._words())
        # What denies or fills a sentence (没有, 其他) is no fact, though a cell may say it.
        plain = {f for e in words if {"negates", "fills"} & set(e.uses) for f in e.forms}
        facts = [
            msgspec.structs.replace(e, forms=tuple(f for f in e.forms if f not in plain))
            for e in self._facts()
        ]
        entries = [*facts, *self._places(), *self._norms(), *self._text(), *words]
        names = {entry.name for entry in entries}
        phrases = tuple(self._phrases(names))
        return WordBase(
            sha256=self.rulebase.sha256,
            entries=tuple(e for e in entries if e.genre != TOLD),
            phrases=tuple(p for p in phrases if p.genre != TOLD),
            told=tuple(e for e in entries if e.genre == TOLD),
            told_phrases=tuple(p for p in phrases if p.genre == TOLD),
            entails=tuple(self._pairs(ZZ.entails, names)),
            dispels=tuple(self._pairs(ZZ.dispels, names)),
            open_points=tuple(
                OpenPoint(
                    code=self._name(node),
                    definition=self.reader.text(node, SKOS.definition),
                    exact=str(next(iter(self.reader.graph.objects(node, OA.exact)), "")),
                    articles=self.reader.codes(node, ZZ.inProvision),
                )
                for node in self.reader.instances(ZZ.OpenTerm)
            ),
            failure=self._known(URIRef(self.rulebase.info.iri), ZZ.failureIs, names),
            breaches=tuple(
                (norm.code, self._known(URIRef(norm.iri), ZZ.breachedBy, names))
                for norm in self.rulebase.norms
                if self.reader.refs(URIRef(norm.iri), ZZ.breachedBy)
            ),
        )

    def _genre(self, node: URIRef) -> str:
        """Return the code of the kind of text in which words count, or nothing: in any."""
        return self.reader.optional_code(node, ZZ.onlyIn) or ""

    def _name(self, node: URIRef) -> str:
        """Return a short name that no other term has."""
        return str(node).removeprefix(self._own).removeprefix(str(ZZ))

    # ------------------------------------------------------------ entries

    def _entry(
        self,
        node: URIRef,
        kind: str,
        code: str,
        *,
        properties: tuple[URIRef, ...] = (RDFS.label, SKOS.altLabel, SKOS.hiddenLabel),
        only_in_phrases: bool = False,
        facets: tuple[str, ...] = (),
        uses: tuple[str, ...] = (),
        more: Iterable[str] = (),
        bare: frozenset[str] = frozenset(),
        within: str | None = None,
    ) -> Entry:
        forms: set[str] = set()
        weak: set[str] = set()
        written = [str(o) for prop in properties for o in self.reader.graph.objects(node, prop)]
        for form in (*written, *more):
            keys = form_tokens(form, GAP)
            if not keys or set(keys) == {GAP}:
                continue
            thin = not uses and keys[0] >= "\u3400" and sum(map(len, keys)) == 1
            (weak if only_in_phrases or thin or form in bare else forms).add(joined(keys))
        return Entry(
            name=self._name(node),
            kind=kind,
            code=code,
            facets=facets,
            uses=uses,
            label=self.reader.text(node, RDFS.label),
            forms=tuple(sorted(forms)),
            weak=tuple(sorted(weak - forms)),
            within=within,
            genre=self._genre(node) if kind == "set" else "",
        )

    def _facts(self) -> Iterable[Entry]:
        for concept in self.rulebase.concepts:
            yield self._entry(URIRef(concept.iri), "concept", concept.code, facets=concept.facets)
        for agency in self.rulebase.agencies:
            yield self._entry(URIRef(agency.iri), "agency", agency.code)
        for kind in self.rulebase.kinds:
            yield self._entry(URIRef(kind.iri), "kind", kind.code)

    def _places(self) -> Iterable[Entry]:
        by_iri = {place.iri: place for place in self.rulebase.places}
        for place in self.rulebase.places:
            above = by_iri.get(place.within or "")
            yield self._entry(
                URIRef(place.iri),
                "place",
                place.code,
                facets=place.facets,
                bare=frozenset(_bare(place)),
                within=None if above is None else self._name(URIRef(above.iri)),
            )

    def _norms(self) -> Iterable[Entry]:
        words = (SKOS.altLabel, SKOS.hiddenLabel)
        for norm in self.rulebase.norms:
            yield self._entry(URIRef(norm.iri), "norm", norm.code, properties=words)
        info = self.rulebase.info
        yield self._entry(URIRef(info.iri), "mechanism", info.code)

    def _text(self) -> Iterable[Entry]:
        cited = [str(o) for o in self.reader.graph.objects(ZZ.Article, SKOS.hiddenLabel)]
        for provision in self.rulebase.provisions:
            number = "" if provision.number is None else str(provision.number)
            more = [form.replace("#", number) for form in cited if number]
            yield self._entry(URIRef(provision.iri), "provision", provision.code, more=more)
        for node in self.reader.instances(ZZ.OpenTerm):
            name = self._name(node)
            sorts = self.reader.codes(node, ZZ.openness)
            asked = self._entry(node, "open-term", name, properties=(SKOS.hiddenLabel,), uses=sorts)
            yield asked
            words = (OA.exact, RDFS.label, SKOS.altLabel)
            named = self._entry(node, "open-word", name, properties=words, uses=sorts)
            yield msgspec.structs.replace(named, name=f"{name} word")

    def _words(self) -> Iterable[Entry]:
        words = (SKOS.altLabel, SKOS.hiddenLabel)
        for mode in self.rulebase.modes:
            yield self._entry(URIRef(mode.iri), "mode", mode.code)
        for role in self.rulebase.roles:
            yield self._entry(URIRef(role.iri), "role", role.code)
        for node in self.reader.instances(ZZ.QuestionKind):
            code = self.reader.code(node)
            yield self._entry(node, "question", code, properties=words, uses=("asks",))
        for node in self.reader.instances(ZZ.WordSet):
            uses = [self.reader.code(use) for use in self.reader.refs(node, ZZ.wordUse)]
            uses += [f"cues {self.reader.code(f)}" for f in self.reader.refs(node, ZZ.cues)]
            included = [
                str(word)
                for other in self.reader.refs(node, ZZ.includes)
                for prop in (RDFS.label, *words)
                for word in self.reader.graph.objects(other, prop)
                if isinstance(word, Literal)
                and not (prop == RDFS.label and self.reader.is_a(other, ZZ.WordSet))
            ]
            yield self._entry(
                node,
                "set",
                self._name(node),
                properties=words,
                only_in_phrases=not uses,
                uses=tuple(sorted(uses)),
                more=included,
            )

    # ------------------------------------------------------------ phrases

    def _phrases(self, names: set[str]) -> Iterable[Phrase]:
        reader = self.reader
        for node in reader.instances(ZZ.Phrase):
            together = tuple((n,) for n in self._known(node, ZZ.together, names))
            if not together:
                raise reader.error(node, ZZ.together, "缺少", "is missing")
            yield Phrase(
                name=self._name(node),
                expresses=self._known(node, ZZ.expresses, names),
                together=together,
                unless=self._known(node, ZZ.unless, names),
                presumed=reader.flag(node, ZZ.presumed),
                near=reader.integer(node, ZZ.near) or _NEAR,
                genre=self._genre(node),
                ordered=reader.flag(node, ZZ.inOrder),
                wide=reader.flag(node, ZZ.wide),
                denied=reader.flag(node, ZZ.denied),
            )

    def _known(self, node: URIRef, prop: URIRef, names: set[str]) -> tuple[str, ...]:
        found = tuple(self._name(o) for o in self.reader.refs(node, prop))
        for name in found:
            if name not in names:
                raise self.reader.error(
                    node, prop, f"指向没有词语的 {name}", f"points to {name}, which has no words"
                )
        return found

    def _pairs(self, prop: URIRef, names: set[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
        subjects = {s for s in self.reader.graph.subjects(prop) if isinstance(s, URIRef)}
        for node in sorted(subjects):
            yield self._name(node), self._known(node, prop, names)


def _bare(place: Place) -> Iterable[str]:
    """Yield the short names of a place that may also be ordinary words: they need a neighbour.

    A short name is one of two or three Chinese characters with which the label begins.
    """
    for language, label in place.label.items():
        for word in place.alt.get(language, ()):
            if len(word) < len(label) and label.startswith(word) and word[0] >= "\u3400":
                yield word
