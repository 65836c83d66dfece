"""Where it happened: the places that a narrative names, and which of them are only passed by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from .alike import Alike
from .draft import Span, Unplaced
from .remarks import unplaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.rulebase import Facet, Place, RuleBase
    from ..model.wordbase import Entry
    from .polarity import Judge
    from .view import Mark, Sight, View
    from .words import NarrativeWords

_PLAIN, _OF_AGENCY, _OF_PEOPLE = 2.0, 1.0, 0.5
_LONGEST = 24
"""Tokens of the longest name of an agency that follows a place."""


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A place of a text.

    Attributes:
        places: What it can be; several places may bear one name.
        first, last: Its tokens.
        weight: How plainly it is where the matter happened; 0: it is not, because of `aside`.
        inner: Its name stands directly behind that of a place around it.
    """

    places: tuple[Place, ...]
    first: int
    last: int
    weight: float
    aside: str = ""
    inner: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that a record may write for it."""
        return tuple(dict.fromkeys(p.successor or p.code for p in self.places))


class Found(msgspec.Struct, frozen=True):
    """The places of a record, the words behind them, and what could not be placed."""

    values: dict[str, str]
    spans: tuple[Span, ...]
    unplaced: tuple[Unplaced, ...]


class PlaceReader:
    """Reads places. Safe to share between threads."""

    def __init__(self, rulebase: RuleBase, words: NarrativeWords) -> None:
        self._by_iri = {place.iri: place for place in rulebase.places}
        self._facets = sorted(
            (f for f in rulebase.facets if f.kind == "place"), key=lambda f: f.position
        )
        serving = rulebase.facet_serving("jurisdiction")
        self._county = None if serving is None else serving.code
        self._home = rulebase.info.applies_in
        self._of_entry: dict[str, Place] = {}
        codes: dict[tuple[str, tuple[str, ...]], list[Place]] = {}
        for place in rulebase.places:
            codes.setdefault((place.code, place.facets), []).append(place)
        for entry in words.entries:
            if entry.kind == "place":
                self._of_entry[entry.name] = _place_of(entry, codes)
        self._suffixes = _suffixes(rulebase)
        levels = [f for f in self._facets if f.code != self._county]
        self._alike = Alike(rulebase.places, levels, self._suffixes)
        former = {place.successor for place in rulebase.places if place.successor}
        self._now = {code: {p.iri for p in rulebase.places if p.code == code} for code in former}
        self._placed = {a.code for a in rulebase.agencies if a.placed_by}

    def read(self, view: View, judge: Judge, near: tuple[int, ...]) -> Found:
        """Return the places of a text.

        Args:
            view: The text.
            judge: Its judge.
            near: First tokens of the facts stated; of several places the one beside them counts.
        """
        named = {facet.code: self._named(view, facet) for facet in self._facets}
        values: dict[str, str] = {}
        spans: list[Span] = []
        left: list[Unplaced] = []
        chosen: dict[str, Named] = {}
        for facet in reversed(self._facets):
            here = [n for n in named[facet.code] if not judge.supposed(n.first)]
            best = self._choose(view, here, chosen, near, left, facet)
            left += self._aside(view, here, best, facet)
            if best is None or facet.code == self._county:
                continue
            chosen[facet.code] = best
            values[facet.code] = best.codes[0]
        left += self._agree(view, values, chosen)
        for facet in self._facets:
            if facet.code in values:
                value = values[facet.code]
                spans.extend(
                    _span(view, facet.code, value, place)
                    for place in named[facet.code]
                    if value in place.codes and place.weight
                )
        taken = {p for group in named.values() for n in group for p in range(n.first, n.last + 1)}
        left += self._alike.ask(view, taken)
        return Found(values, tuple(spans), tuple(left))

    # ------------------------------------------------------------ what the text names

    def _named(self, view: View, facet: Facet) -> list[Named]:
        sights = [
            s for s in view.sights if s.entry.kind == "place" and facet.code in s.entry.facets
        ]
        groups: dict[tuple[int, int], list[Place]] = {}
        for sight in sights:
            place = self._of_entry[sight.entry.name]
            span = self._reach(view, sight, place, facet)
            if span is not None:
                groups.setdefault(span, []).append(place)
        found: list[Named] = []
        reach = -1
        for (first, last), places in sorted(groups.items(), key=lambda g: (g[0][0], -g[0][1])):
            if last <= reach:  # a name within a longer one
                continue
            reach = last
            above = self._directly_above(view, first)
            inner = [p for p in places if above and p.within in above]
            weight, aside = self._weigh(view, first, last)
            found.append(
                Named(
                    places=tuple(inner or places),
                    first=first,
                    last=last,
                    weight=weight,
                    aside=aside,
                    inner=bool(inner),
                )
            )
        return found

    def _reach(
        self, view: View, sight: Sight, place: Place, facet: Facet
    ) -> tuple[int, int] | None:
        """Return the tokens of a place's name, or None where a short name is an ordinary word.

        A short name counts behind the name of what it lies in, or before what such places are
        called: 村, say.
        """
        joined = "".join(t.key for t in view.tokens[sight.first : sight.last + 1])
        if not self._is_short(sight.entry, joined):
            return sight.first, sight.last
        following = view.tokens[sight.last + 1].key if sight.last + 1 < len(view.tokens) else ""
        if following and following in self._suffixes[facet.code]:
            return sight.first, sight.last + 1
        above = self._directly_above(view, sight.first)
        if above and place.within in above:
            return sight.first, sight.last
        return None

    def _is_short(self, entry: Entry, joined: str) -> bool:
        return any(form.replace(" ", "") == joined for form in entry.weak) and joined >= "\u3400"

    def _directly_above(self, view: View, first: int) -> set[str]:
        """Return the IRIs of the places whose name ends just before a token."""
        found = set()
        for at in (first - 1, first - 2):
            if at < 0 or view.words_between(at, first):
                continue
            for sight in view.ending_at(at):
                if sight.entry.kind == "place":
                    place = self._of_entry[sight.entry.name]
                    found.add(place.iri)
                    found |= self._now.get(place.successor or "", set())
        return found

    # ------------------------------------------------------------ which one counts

    def _weigh(self, view: View, first: int, last: int) -> tuple[float, str]:
        """Return how plainly something happened in a place, or why it did not."""
        if touching(view, view.marked_at(first, "comes-from"), before=first, reach=1.0):
            return 0.0, "origin"
        if touching(view, view.marked_at(first, "heads-for"), before=first, reach=0.5):
            return 0.0, "destination"
        if touching(view, view.marked_at(first, "beside-before"), before=first, reach=1.0):
            return 0.0, "landmark"
        if touching(view, view.marked_at(last, "belongs-to"), after=last, reach=0.0):
            return 0.0, "origin"
        weight = _PLAIN
        for sight in self._agencies_near(view, last):
            touches = sight.first <= last + 1 and last <= sight.last and sight.first > first
            if touches and sight.entry.code in self._placed:
                weight = min(weight, _OF_AGENCY)
            elif touches:
                weight = min(weight, _OF_PEOPLE)
        if touching(view, view.marked_at(first, "at"), before=first, reach=0.5):
            weight += 0.5
        return weight, ""

    def _agencies_near(self, view: View, last: int) -> Iterator[Sight]:
        """Yield the agencies whose name ends soon behind a place."""
        for at in range(last, min(last + _LONGEST, len(view.tokens))):
            yield from (s for s in view.ending_at(at) if s.entry.kind == "agency")

    def _choose(
        self,
        view: View,
        here: list[Named],
        chosen: dict[str, Named],
        near: tuple[int, ...],
        left: list[Unplaced],
        facet: Facet,
    ) -> Named | None:
        """Return the place of a facet, or None; say so where several are equally plain."""
        usable = [n for n in here if n.weight]
        if not usable:
            return None
        around = {p.within for n in chosen.values() if n.inner for p in n.places}

        clauses = {view.clause[at] for at in near}
        sentences = {view.tokens[at].sentence for at in near}

        def weight(place: Named) -> float:
            value = place.weight
            if around.intersection(p.iri for p in place.places):
                value += 2.0
            if view.clause[place.first] in clauses:
                value += 0.3
            elif view.tokens[place.first].sentence in sentences:
                value += 0.2
            return value

        best = max(usable, key=lambda n: (weight(n), -n.first))
        rivals = [
            n for n in usable if weight(n) == weight(best) and not set(n.codes) & set(best.codes)
        ]
        if rivals:
            names = tuple(sorted({c for n in (best, *rivals) for c in n.codes}))
            left.append(
                unplaced(
                    "several-places",
                    view.said(best.first, best.last),
                    view.tokens[best.first].start,
                    view.tokens[best.last].end,
                    field=facet.code,
                    candidates=names,
                )
            )
            return None
        return best

    def _aside(
        self, view: View, here: list[Named], best: Named | None, facet: Facet
    ) -> Iterator[Unplaced]:
        """Say which places of the text are not where it happened."""
        for place in here:
            if best is not None and set(place.codes) & set(best.codes):
                continue
            if not place.aside and best is None:
                continue
            if facet.code == self._county and not place.aside:
                continue
            yield unplaced(
                place.aside or "passing",
                view.said(place.first, place.last),
                view.tokens[place.first].start,
                view.tokens[place.last].end,
                field=facet.code,
                value=place.codes[0],
            )

    def _agree(
        self, view: View, values: dict[str, str], chosen: dict[str, Named]
    ) -> Iterator[Unplaced]:
        """Hold each place against the one around it; what does not agree leaves the record."""
        for code, place in list(chosen.items()):
            around = {
                iri: self._by_iri[iri]
                for p in place.places
                if (iri := p.within or "") in self._by_iri
            }
            if not around:
                continue
            facets = {f for p in around.values() for f in p.facets} - {self._county}
            stated = {values[f] for f in facets if f in values}
            names = tuple(sorted({p.successor or p.code for p in around.values()}))
            words = (
                view.said(place.first, place.last),
                view.tokens[place.first].start,
                view.tokens[place.last].end,
            )
            if not facets:
                continue
            if not stated:
                yield unplaced(
                    "place-above", *words, field=min(facets),
                    value=place.codes[0], candidates=names,
                )  # fmt: skip
            elif not stated & set(names):
                del values[code]
                yield unplaced(
                    "place-elsewhere", *words, field=code,
                    value=place.codes[0], candidates=names,
                )  # fmt: skip


def touching(
    view: View, marks: Iterator[Mark], *, before: int = -1, after: int = -1, reach: float
) -> bool:
    """Tell whether a mark stands just before a token, or just behind one."""
    for mark in marks:
        if before >= 0 and mark.last < before and view.same_clause(mark.last, before):
            if view.words_between(mark.last, before) <= reach:
                return True
        if after >= 0 and mark.first > after and view.same_clause(after, mark.first):
            if view.words_between(after, mark.first) <= reach and mark.first - after == 1:
                return True
    return False


def _place_of(entry: Entry, codes: dict[tuple[str, tuple[str, ...]], list[Place]]) -> Place:
    """Return the place of an entry; of places that share a label, the one with its own name."""
    found = codes[entry.code, entry.facets]
    for place in found:
        if place.iri.rsplit("#", 1)[-1] == entry.name.rsplit("#", 1)[-1]:
            return place
    return found[0]


def _suffixes(rulebase: RuleBase) -> dict[str, frozenset[str]]:
    """Return, by facet, the characters by which labels are longer than short names."""
    found: dict[str, set[str]] = {f.code: set() for f in rulebase.facets if f.kind == "place"}
    for place in rulebase.places:
        for language, label in place.label.items():
            for word in place.alt.get(language, ()):
                rest = label.removeprefix(word)
                if (
                    word
                    and rest != label
                    and len(rest) == 1
                    and not re.match(r"\w", rest, re.ASCII)
                ):
                    for facet in place.facets:
                        found[facet].add(rest)
    return {facet: frozenset(rests) for facet, rests in found.items()}


def _span(view: View, field: str, value: str, place: Named) -> Span:
    return Span(
        field=field,
        value=value,
        start=view.tokens[place.first].start,
        end=view.tokens[place.last].end,
        text=view.said(place.first, place.last),
    )
