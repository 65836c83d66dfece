"""Turning the smallest incident of a class into one that might have happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..factspace import first_day, places_of, stated_facts
from .levels import OPEN, SEVERAL
from .records import Draft

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from ..factspace import Space, Stated
    from ..model.rulebase import Facet, Place
    from .records import Facts

_DAYS = 365
"""Days from the mechanism's first on which the incidents of an exercise become known."""


class Variation:
    """Fills the fields that an incident leaves open, at random but from the mechanism's own words.

    Args:
        space: The mechanism's space of facts.
        rng: The seeded source of all that is drawn.
    """

    def __init__(self, space: Space, rng: random.Random) -> None:
        self._space = space
        self._rng = rng
        # What is wrong comes first: it says which further facts are to the point.
        self._facets = tuple(
            sorted(space.rulebase.facets, key=lambda f: (f.code not in space.matter, f.position))
        )
        info = space.rulebase.info
        start = first_day(space.rulebase)
        end = info.valid_until or start + timedelta(days=_DAYS)
        self._days = (start, min(end, start + timedelta(days=_DAYS)) if end > start else start)
        self._broader = {
            (facet, concept.code): set(concept.broader)
            for concept in space.rulebase.concepts
            for facet in concept.facets
        }

        places = [facet.code for facet in self._facets if facet.kind == "place"]
        self._places_of = {facet: places_of(space.rulebase, facet) for facet in places}
        self._above = _above(space.rulebase.places)
        self._fit: dict[tuple[str, tuple[str, ...]], tuple[Place, ...]] = {}

    def draft(self, stated: Stated, level: int, feature: str | None, *, plain: bool) -> Draft:
        """Return the facts of a whole record around the facts of a class.

        Args:
            stated: The facts that must hold, or others that norms do not tell from them.
            level: The level wanted; below 3 nothing is left unknown that might matter.
            feature: What is to make it hard.
            plain: Add as little as a record can do with.
        """
        facts: Facts = dict(stated_facts(stated))
        unknown: set[str] = set()
        for facet in self._facets:
            if facet.kind == "concept":
                self._concepts(facet, facts, unknown, level, feature, plain=plain)
            elif facet.kind == "agency":
                self._agencies(facet, facts, plain=plain)
            elif facet.kind == "date" and "date-known" in facet.serves and facet.code not in facts:
                facts[facet.code] = (self._day().isoformat(),)
        self._places(facts)
        if feature == OPEN:
            self._open(facts, unknown)
        return Draft({k: v for k, v in facts.items() if v or k not in unknown}, frozenset(unknown))

    def outside(self) -> tuple[str, str] | None:
        """Return a field and a value that put an incident outside the mechanism's time or place."""
        rulebase, choices = self._space.rulebase, []
        known, info = rulebase.facet_serving("date-known"), rulebase.info
        if known is not None and info.valid_from is not None:
            day = info.valid_from - timedelta(days=self._rng.randint(1, 60))
            choices.append((known.code, day.isoformat()))
        home = rulebase.facet_serving("jurisdiction")
        if home is not None:
            here = {place.code for place in self._places_of[home.code]}
            others = [
                place.code
                for place in rulebase.places
                if home.code in place.facets and place.successor is None and place.code not in here
            ]
            if others:
                choices.append((home.code, self._rng.choice(others)))
        return self._rng.choice(choices) if choices else None

    # ------------------------------------------------------------ one field each

    def _concepts(
        self,
        facet: Facet,
        facts: Facts,
        unknown: set[str],
        level: int,
        feature: str | None,
        *,
        plain: bool,
    ) -> None:
        rng = self._rng
        stated = list(facts.get(facet.code, ()))
        if facet.code in self._space.program.lookup:
            stated = [self._alike(facet, value) for value in stated]
        matter = facet.code in self._space.matter
        wanted = len(stated)
        if matter and feature == SEVERAL:
            wanted = max(2, wanted + 1)
        elif facet.code in self._space.required or not facet.many:
            wanted = max(1, wanted)
        elif not plain:
            wanted += rng.choice((0, 0, 0, 1) if stated else (0, 0, 1, 1, 2))
        if not stated and not facet.many and not matter:  # no norm may need to know
            chance = rng.random()
            if level == 3 and chance < 0.25:
                unknown.add(facet.code)
                return
            if chance < 0.5:
                return
        others = [v for v in facet.values if v not in stated]
        if not matter and facet.code not in self._space.required:
            others = self._to_the_point(facet, others, facts)
        rng.shuffle(others)
        for value in others:
            if len(stated) >= wanted:
                break
            if not any(self._related(facet, value, other) for other in stated):
                stated.append(value)
        facts[facet.code] = tuple(dict.fromkeys(stated))

    def _to_the_point(self, facet: Facet, values: list[str], facts: Facts) -> list[str]:
        """Return the values that may be added to what is wrong without telling an odd story.

        A value of a list is to the point where some norm turns on it and its other conditions do
        not exclude what is wrong: no crime of office where nobody failed in office. Of a field with
        one value any will do, where one of them is to the point.
        """
        program, bits = self._space.program, self._space.program.all_bits
        for matter in self._space.matter:
            found = 0
            for value in facts.get(matter, ()):
                found |= program.lookup[matter][value]
            bits &= found
        if facet.code not in program.lookup:
            return values
        fitting = [v for v in values if self._space.bits_of((facet.code, v)) & bits]
        return fitting if facet.many or not fitting else values

    def _alike(self, facet: Facet, value: str) -> str:
        """Return a value that no norm tells from another, or that one."""
        bits = self._space.bits_of((facet.code, value))
        return self._rng.choice(
            [v for v in facet.values if self._space.bits_of((facet.code, v)) == bits]
        )

    def _related(self, facet: Facet, one: str, other: str) -> bool:
        """Tell whether one of two values is broader than the other."""

        def above(value: str) -> set[str]:
            found: set[str] = set()
            todo = {value}
            while todo:
                value = todo.pop()
                more = self._broader.get((facet.code, value), set()) - found
                found |= more
                todo |= more
            return found

        return one in above(other) or other in above(one)

    def _agencies(self, facet: Facet, facts: Facts, *, plain: bool) -> None:
        rng = self._rng
        stated = [self._stand_in(facet, value) for value in facts.get(facet.code, ())]
        named = {
            value for f in self._facets if f.kind == "agency" for value in facts.get(f.code, ())
        }
        others = [value for value in facet.values if value not in named]
        wanted = len(stated)
        if facet.code in self._space.required:
            wanted = max(1, wanted)
        if facet.many and not plain and rng.random() < 0.2:
            wanted += 1
        if wanted > len(stated):
            stated += rng.sample(others, min(len(others), wanted - len(stated)))
        if stated or facet.many:
            facts[facet.code] = tuple(stated)

    def _stand_in(self, facet: Facet, agency: str) -> str:
        """Return an agency whose knowing makes no more difference, where it makes none."""
        acting = {unit.bearer for unit in self._space.units}
        aware = self._space.program.aware
        if agency in acting or aware.get(agency, 0) or facet.code in self._space.program.tested:
            return agency
        return self._rng.choice([v for v in facet.values if v not in acting and not aware.get(v)])

    def _day(self) -> date:
        first, last = self._days
        return first + timedelta(days=self._rng.randint(0, (last - first).days))

    def _places(self, facts: Facts) -> None:
        """Choose places that lie within one another; the mechanism's own need not be said."""
        chosen = [
            place
            for facet in self._places_of
            for code in facts.get(facet, ())
            for place in self._places_of[facet]
            if place.code == code
        ]
        for facet in (f for f in self._facets if f.kind == "place"):
            home, needed = "jurisdiction" in facet.serves, facet.code in self._space.required
            if facet.code in facts or (home and not needed):
                continue
            fitting = self._fitting(facet.code, tuple(place.iri for place in chosen))
            if fitting and (needed or self._rng.random() < 0.6):
                place = self._rng.choice(fitting)
                facts[facet.code] = (place.code,)
                chosen.append(place)

    def _fitting(self, facet: str, chosen: tuple[str, ...]) -> tuple[Place, ...]:
        """Return the places of a field that lie within those chosen, or around them."""
        key = facet, chosen
        if key not in self._fit:
            above = self._above
            self._fit[key] = tuple(
                place
                for place in self._places_of[facet]
                if all(place.iri in above[iri] or iri in above[place.iri] for iri in chosen)
            )
        return self._fit[key]

    def _open(self, facts: Facts, unknown: set[str]) -> None:
        """Leave one or two fields open: what they say may not be all."""
        able = [
            facet
            for facet in self._facets
            if facet.kind in {"concept", "agency"}
            and facet.code not in unknown
            and (facet.many or not facts.get(facet.code))
            and not (facet.code in self._space.required and not facts.get(facet.code))
        ]
        for facet in self._rng.sample(able, min(len(able), self._rng.choice((1, 1, 2)))):
            unknown.add(facet.code)


def _above(places: Sequence[Place]) -> dict[str, frozenset[str]]:
    """Return for each place itself and all that it lies within."""
    by_iri = {place.iri: place for place in places}
    found: dict[str, frozenset[str]] = {}
    for place in places:
        step: Place | None = place
        above: set[str] = set()
        while step is not None and step.iri not in above:
            above.add(step.iri)
            step = by_iri.get(step.within or "")
        found[place.iri] = frozenset(above)
    return found
