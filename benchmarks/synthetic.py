"""Synthetic mechanisms of any number of norms, made by copying what one mechanism says.

A mechanism is copied *sector* by sector: its documents, provisions, norms with their triggers and
exceptions, its recipient rules and the values of its concept facets get other names, and refer to
each other within their sector. Agencies, kinds, places, facets and interpretations are shared: a
county has a few dozen agencies however many notices it issues. Sector 0 keeps all names. The last
sector is cut off where the number is reached.

A test for any value of a concept facet becomes a test for any value of the sector's own, so that an
incident whose values all lie in one sector has the duties of the original mechanism, renamed, and
no others. (A trigger that tests agencies alone would hold in every sector: it is not renamed.)

`zhize` runs on such a mechanism as on any other; `benchmarks.synthetic_turtle` writes it as a
folder of Turtle. No norm, agency or fact is named here.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

import zhize
from zhize._cache import Entry
from zhize.model.rulebase import LexSpecialis, Named, Norm, RuleBase, Test, Trigger, norm_key

Values = TypeVar("Values", bound=Mapping[str, Any])
Thing = TypeVar("Thing", bound=Named)


def grown(original: zhize.Mechanism, norms: int) -> zhize.Mechanism:
    """Return a mechanism of so many norms, made of copies of an original.

    Record shapes that name a value of the original (such as a warning that two do not go together)
    are left out in every size, so that sizes can be compared.
    """
    from benchmarks.synthetic_turtle import shapes_of
    from zhize.validation.compile_shapes import compile_checks

    rulebase = grown_rulebase(original.rulebase, norms)
    checks = compile_checks(shapes_of(original), rulebase)
    return zhize.Mechanism(original.folder, Entry(rulebase, checks))


def name_in(sector: int, name: str) -> str:
    """Return the code, or the local name, of what a name of the original stands for in a sector."""
    return f"s{sector:04}.{name}" if sector else name


def word_in(sector: int, word: str) -> str:
    """Return a label as it reads in a sector: no word may mean two things."""
    return f"{word} {sector}" if sector else word


def iri_in(sector: int, iri: str) -> str:
    """Return an IRI as it is in a sector."""
    head, mark, local = iri.rpartition("#")
    return f"{head}{mark}{name_in(sector, local)}"


def sectors_of(rulebase: RuleBase, norms: int) -> list[frozenset[str]]:
    """Return for each sector the codes of the original's norms that it has, `norms` in all.

    Raises:
        ValueError: The number is not positive.
    """
    if norms < 1:
        raise ValueError("a mechanism has at least one norm")
    whole, rest = divmod(norms, len(rulebase.norms))
    found = [frozenset(norm.code for norm in rulebase.norms)] * whole
    return [*found, _closed(rulebase.norms, rest)] if rest else found


def _closed(norms: tuple[Norm, ...], count: int) -> frozenset[str]:
    """Return the first norms, by code, each with those that it follows or is an alternative to."""
    kept: dict[str, None] = {}
    while len(kept) < count:
        kept[next(n.code for n in norms if n.code not in kept and _needs(n) <= kept.keys())] = None
    return frozenset(kept)


def _needs(norm: Norm) -> set[str]:
    needs = {code for trigger in norm.triggers for code in trigger.follows}
    return needs | {norm.alternative_to} if norm.alternative_to else needs


def grown_rulebase(original: RuleBase, norms: int) -> RuleBase:
    """Return a rule base of so many norms, made of copies, in the order in which Turtle is read."""
    kept = sectors_of(original, norms)
    copies = [_Copy(original, sector, codes) for sector, codes in enumerate(kept)]
    return msgspec.structs.replace(
        original,
        facets=tuple(
            msgspec.structs.replace(
                facet, values=tuple(name_in(c.sector, v) for c in copies for v in facet.values)
            )
            if facet.kind == "concept"
            else facet
            for facet in original.facets
        ),
        concepts=tuple(
            msgspec.structs.replace(copy.named(concept), broader=tuple(copy.names(concept.broader)))
            for first in dict.fromkeys(concept.facets[0] for concept in original.concepts)
            for copy in copies
            for concept in original.concepts
            if concept.facets[0] == first
        ),
        provisions=tuple(
            sorted(
                (
                    msgspec.structs.replace(
                        provision,
                        code=copy.name(provision.code),
                        iri=iri_in(copy.sector, provision.iri),
                        document=copy.name(provision.document),
                        label=copy.words(provision.label),
                    )
                    for copy in copies
                    for provision in original.provisions
                ),
                key=lambda p: (p.position, p.code),
            )
        ),
        repairs=tuple(
            msgspec.structs.replace(repair, provision=copy.name(repair.provision))
            for copy in copies
            for repair in original.repairs
        ),
        unquoted=tuple(
            msgspec.structs.replace(passage, provision=copy.name(passage.provision))
            for copy in copies
            for passage in original.unquoted
        ),
        norms=tuple(
            sorted((n for copy in copies for n in copy.norms()), key=lambda n: norm_key(n.code))
        ),
        exceptions=tuple(e for copy in copies for e in copy.exceptions()),
        recipient_rules=tuple(
            copy.named(rule)
            for kind in dict.fromkeys(rule.kind for rule in original.recipient_rules)
            for copy in copies
            for rule in original.recipient_rules
            if rule.kind == kind
        ),
    )


class _Copy:
    """One sector; `kept` are the codes of the original's norms that it has."""

    def __init__(self, original: RuleBase, sector: int, kept: frozenset[str]) -> None:
        self.sector = sector
        self._original = original
        self._kept = kept
        self._values = {f.code: f.values for f in original.facets if f.kind == "concept"}

    def name(self, code: str) -> str:
        return name_in(self.sector, code)

    def names(self, codes: Iterable[str]) -> Iterator[str]:
        return (self.name(code) for code in codes)

    def words(self, text: dict[str, str]) -> dict[str, str]:
        return {language: word_in(self.sector, word) for language, word in text.items()}

    def named(self, thing: Thing) -> Thing:
        return msgspec.structs.replace(
            thing,
            code=self.name(thing.code),
            iri=iri_in(self.sector, thing.iri),
            label=self.words(thing.label),
            alt=self._lists(thing.alt),
            hidden=self._lists(thing.hidden),
        )

    def _lists(self, texts: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {
            language: tuple(word_in(self.sector, word) for word in words)
            for language, words in texts.items()
        }

    def norms(self) -> Iterator[Norm]:
        for norm in self._original.norms:
            if norm.code in self._kept:
                yield msgspec.structs.replace(
                    norm,
                    code=self.name(norm.code),
                    iri=iri_in(self.sector, norm.iri),
                    provision=self.name(norm.provision),
                    article=norm.article
                    if isinstance(norm.article, int)
                    else self.name(norm.article),
                    recipient_rule=norm.recipient_rule and self.name(norm.recipient_rule),
                    triggers=tuple(self._trigger(t) for t in norm.triggers),
                    alternative_to=norm.alternative_to and self.name(norm.alternative_to),
                )

    def _trigger(self, trigger: Trigger) -> Trigger:
        return msgspec.structs.replace(
            trigger,
            name=self.name(trigger.name),
            tests=tuple(self._test(test) for test in trigger.tests),
            follows=tuple(self.names(trigger.follows)),
        )

    def _test(self, test: Test) -> Test:
        values = self._values.get(test.facet)
        if values is None:
            return test
        return Test(
            facet=test.facet, any_of=tuple(self.names(values if test.any_value else test.any_of))
        )

    def exceptions(self) -> Iterator[LexSpecialis]:
        for exception in self._original.exceptions:
            low = [code for code in exception.displaced if code in self._kept]
            high = [code for code in exception.displacing if code in self._kept]
            if low and high:
                yield msgspec.structs.replace(
                    exception,
                    name=self.name(exception.name),
                    displaced=tuple(self.names(low)),
                    displacing=tuple(self.names(high)),
                    only_where=tuple(self._trigger(t) for t in exception.only_where),
                )


# ---------------------------------------------------------------- incidents


def in_sector(original: RuleBase, sector: int, stated: Values) -> dict[str, Any]:
    """Return the facts, or the fields of a record, of an incident of the original in a sector."""
    concepts = {f.code: f.values for f in original.facets if f.kind == "concept"}

    def moved(facet: str, value: str) -> str:
        return name_in(sector, value) if value in concepts.get(facet, ()) else value

    return {
        facet: moved(facet, given)
        if isinstance(given, str)
        else type(given)(moved(facet, value) for value in given)
        for facet, given in stated.items()
    }


def one_sector(
    original: RuleBase, norms: int, incidents: Iterable[Values], rng: random.Random
) -> list[dict[str, Any]]:
    """Return incidents of the original, each put in some sector of a mechanism of so many norms.

    Only sectors that have all norms are drawn, so that the duties are those of the original.
    """
    whole = max(1, norms // len(original.norms))
    return [in_sector(original, rng.randrange(whole), incident) for incident in incidents]


def mixed_sectors(
    original: RuleBase,
    norms: int,
    incidents: Iterable[Values],
    rng: random.Random,
    sectors: int = 3,
) -> list[dict[str, Any]]:
    """Return incidents of the original with each of their values put in one of a few sectors."""
    many = len(sectors_of(original, norms))
    found = []
    for incident in incidents:
        drawn = [rng.randrange(many) for _ in range(sectors)]
        mixed: dict[str, Any] = {}
        for facet, given in incident.items():
            each = [given] if isinstance(given, str) else given
            moved = [
                in_sector(original, rng.choice(drawn), {facet: value})[facet] for value in each
            ]
            mixed[facet] = moved[0] if isinstance(given, str) else type(given)(moved)
        found.append(mixed)
    return found
