"""Finding the place that a record means, among those of its field and within those it states."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .words import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..model.incident import Stated
    from ..model.rulebase import Place, RuleBase

_FACTOR = "000"  # division codes grow by levels of three digits, and may be filled up with zeros


class _Entry(NamedTuple):
    """A place under one of its words; the lower `rank` wins, `by_code` says it is a number."""

    rank: int
    place: Place
    by_code: bool


class FoundPlace(NamedTuple):
    """A place with the way it was named.

    Attributes:
        code: `code` of the place, or of its successor.
        former: The former place that was named, or None.
        code_note: What to say because only a code was written.
    """

    code: str
    former: Place | None
    code_note: Mapping[str, str]


class PlaceBook:
    """All places by facet and word, with what each lies in.

    Attributes:
        above: For each place facet, the facets whose places its own places lie in.
        order: The place facets, the jurisdiction first, then from above to below.
        jurisdiction: Code of the facet compared with the mechanism's place, or None.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self._applies_in = rulebase.info.applies_in
        by_iri = {place.iri: place for place in rulebase.places}
        facets = [facet for facet in rulebase.facets if facet.kind == "place"]
        serving = rulebase.facet_serving("jurisdiction")
        self.jurisdiction = None if serving is None else serving.code
        self._words: dict[str, dict[str, list[_Entry]]] = {facet.code: {} for facet in facets}
        self._within: dict[str, frozenset[tuple[str, str]]] = {}
        self._home: set[tuple[str, str]] = set()
        above: dict[str, set[str]] = {facet.code: set() for facet in facets}
        for place in rulebase.places:
            chain = _chain(place, by_iri)
            around = frozenset((f, p.code) for p in chain[1:] for f in p.facets)
            self._within[place.iri] = around
            at_home = any((p.successor or p.code) == self._applies_in for p in chain)
            for code in place.facets:
                if code in above:
                    above[code].update(f for f, _ in around if f != code and f in above)
                    self._enter(code, place)
                    if at_home:
                        self._home.add((code, place.successor or place.code))
        self.above = {
            f.code: tuple(g.code for g in facets if g.code in above[f.code]) for f in facets
        }
        self.order = tuple(
            f.code
            for f in sorted(
                facets,
                key=lambda f: (f.code != self.jurisdiction, len(self.above[f.code]), f.position),
            )
        )

    def _enter(self, facet: str, place: Place) -> None:
        words = self._words[facet]
        former = 10 if place.successor else 0
        alternatives = [word for found in place.alt.values() for word in found]
        ranked = [(0, False, [place.code, *place.label.values()]), (1, False, alternatives)]
        ranked += [(2, True, list(place.codes)), (4, False, [place.iri])]
        ranked += [(3, True, [v for code in place.codes for v in _spellings(code)])]
        for rank, by_code, names in ranked:
            for name in dict.fromkeys(fold(n) for n in names):
                words.setdefault(name, []).append(_Entry(rank + former, place, by_code))

    def inside(self, stated: Sequence[Stated] | None) -> bool:
        """Tell whether a jurisdiction as stated is the mechanism's own; absent, it is."""
        named = [value for value in stated or () if isinstance(value, str)]
        return not named or any((self.jurisdiction, value) in self._home for value in named)

    def find(
        self, facet: str, text: str, stated: Mapping[str, Sequence[Stated]]
    ) -> FoundPlace | None:
        """Return the one place that a text names, or None where there is none, or several.

        Args:
            facet: Code of the place facet.
            text: A label, an alternative label, a code or an IRI.
            stated: The values found so far; a place must lie within those on the facets above.
        """
        entries = self._entries(facet, text, stated)
        codes = {e.place.successor or e.place.code for e in entries}
        if len(codes) != 1:
            return None
        first = entries[0]
        former = first.place if first.place.successor else None
        return FoundPlace(codes.pop(), former, first.place.code_note if first.by_code else {})

    def iri(self, facet: str, code: str, stated: Mapping[str, Sequence[Stated]]) -> str | None:
        """Return the IRI of the place with a code, within those stated above it, if it is one."""
        entries = self._entries(facet, code, stated)
        iris = {e.place.iri for e in entries if e.place.code == code and not e.place.successor}
        return iris.pop() if len(iris) == 1 else None

    def _entries(
        self, facet: str, text: str, stated: Mapping[str, Sequence[Stated]]
    ) -> list[_Entry]:
        """Return the places with a word, within those stated above them; the best kind of word."""
        entries = self._words[facet].get(fold(text), [])
        for higher in self.above[facet]:
            names = {v for v in stated.get(higher, ()) if isinstance(v, str)}
            if names and entries:
                entries = [
                    e
                    for e in entries
                    if any((higher, name) in self._within[e.place.iri] for name in names)
                ]
        best = min((e.rank for e in entries), default=0)
        return [e for e in entries if e.rank == best]


def _chain(place: Place, by_iri: Mapping[str, Place]) -> list[Place]:
    """Return the place and those it lies in, from below to above; a cycle ends it."""
    chain = [place]
    while (upper := by_iri.get(chain[-1].within or "")) is not None and upper not in chain:
        chain.append(upper)
    return chain


def _spellings(code: str) -> list[str]:
    """Return the longer and shorter forms of a division code: 9 and 12 digits."""
    if not code.isascii() or not code.isdigit():
        return []
    if len(code) == 9:
        return [code + _FACTOR]
    return [code[:9]] if len(code) == 12 and code.endswith(_FACTOR) else []
