"""Every set of triggers that some incident makes hold, each with the smallest such incident.

What facts do to a mechanism is a set of bits (`compilation.program`): for each facet the OR of the
bits of its values, and the AND of that over the facets. So the reachable sets are found facet by
facet: close the values' bits under OR, then AND the closures, keeping of equal results one. Values
that no norm tells apart have equal bits and fall together by themselves.

A question looks at a few bits only, and both OR and AND act on each bit alone. Masking the bits
first and closing afterwards therefore gives exactly the masked reachable sets: nothing is left out,
and a space of more combinations than could be listed shrinks to some hundred classes.

What comes out is exact for sets of values of every size. Of the incidents of a class the one with
the fewest stated values is kept, of those the first in the order of the ontology.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from ..compilation.program import Program
from ..evaluation.scope import Scope
from ..model.rulebase import Place, RuleBase

Stated = tuple[tuple[str, str], ...]
"""(facet, value) pairs."""

SOME_DAY = date(2000, 1, 1)
"""The day of witnesses of a mechanism without any date."""


class Cell(NamedTuple):
    """A class of incidents that a question cannot tell apart.

    Attributes:
        bits: The triggers that hold, as far as the question looks at them; knowledge not counted.
        stated: The facts of its smallest incident.
    """

    bits: int
    stated: Stated


class _Part(NamedTuple):
    """One way to reach some bits; parts compare by size, then by the rank of their values."""

    size: int
    ranks: tuple[int, ...]
    stated: Stated


class Cells:
    """Enumerates the classes of incidents of one mechanism.

    Args:
        rulebase: The mechanism.
        program: The same, compiled.
        required: Facets that every record must state.

    Attributes:
        facets: The facets of the mechanism.
        tested: Those of concepts that norms test.
        times, spots: The days and the places that make a difference: the triggers that stand on
            each, and what a record states of it. The first is what a plain record means.
    """

    def __init__(self, rulebase: RuleBase, program: Program, required: frozenset[str]) -> None:
        self._program = program
        self._required = required
        self.facets = {facet.code: facet for facet in rulebase.facets}
        self.tested = tuple(f for f in program.tested if self.facets[f].kind == "concept")
        self.times = tuple(_times(rulebase, program))
        self.spots = tuple(_spots(rulebase, program, required))
        self._memo: dict[tuple[int, Stated], tuple[Cell, ...]] = {}

    @property
    def ordinary(self) -> int:
        """The bits of the norms that hold on the first day, in the place of a plain record."""
        found = self._program.all_bits
        for axis in (self.times, self.spots):
            if axis:
                found &= axis[0][0]
        return found

    def cells(self, relevant: int, must: Stated = (), most: int | None = None) -> tuple[Cell, ...]:
        """Return the classes that a question can tell apart, by their smallest incidents.

        Args:
            relevant: The bits that the question looks at.
            must: Facts that hold in every incident considered.
            most: 1 for incidents that state one value on a facet at most; None for all.
        """
        key = (relevant, must)
        found = self._memo.get(key) if most is None else None
        if found is None:
            found = self._cells(relevant, must, most)
            if most is None:
                self._memo[key] = found
        return found

    def _cells(self, relevant: int, must: Stated, most: int | None) -> tuple[Cell, ...]:
        reached = {self._program.all_bits & relevant: _Part(0, (), ())}
        axes = [self._closure(facet, relevant, must, most) for facet in self.tested]
        axes += [
            _smallest(
                (bits & relevant, _Part(len(stated), (0,) * len(stated), stated))
                for bits, stated in axis
            )
            for axis in (self.times, self.spots)
        ]
        for axis in axes:
            reached = _smallest(
                (bits & more, _joined(part, other))
                for bits, part in reached.items()
                for more, other in axis.items()
            )
        ordered = sorted(reached.items(), key=lambda item: (*item[1][:2], item[0]))
        return tuple(Cell(bits, part.stated) for bits, part in ordered)

    def _closure(
        self, facet: str, relevant: int, must: Stated, most: int | None
    ) -> dict[int, _Part]:
        """Return the bits that some set of values of a facet leaves standing."""
        lookup, many = self._program.lookup[facet], self.facets[facet].many
        values = self.facets[facet].values
        forced = [value for name, value in must if name == facet]
        empty = self._program.free[facet] & relevant
        reached: dict[int, _Part] = {}
        if forced:
            bits = empty
            for value in forced:
                bits |= lookup[value] & relevant
            ranks = tuple(values.index(value) for value in forced)
            reached[bits] = _Part(len(forced), ranks, tuple((facet, v) for v in forced))
            if not many or most is not None:
                return reached
        # One value after the other, each to every set met so far: no set is left out.
        for rank, value in enumerate(values):
            if value in forced:
                continue
            bits = lookup[value] & relevant
            part = _Part(1, (rank,), ((facet, value),))
            grown = [] if forced else [(bits, part)]
            if many and most is None:
                grown += [(old | bits, _joined(was, part)) for old, was in reached.items()]
            reached = _smallest(itertools.chain(reached.items(), grown))
        if not forced and facet not in self._required:
            reached = _smallest(itertools.chain([(empty, _Part(0, (), ()))], reached.items()))
        return reached

    def combinations(self) -> int:
        """Return how many records differ in the facets of concepts and agencies."""
        number = 1
        for facet in self.facets.values():
            if facet.kind in {"concept", "agency"}:
                choices = 2 ** len(facet.values) if facet.many else len(facet.values) + 1
                number *= choices - (facet.code in self._required)
        return number


def _joined(one: _Part, other: _Part) -> _Part:
    if not other.size:
        return one
    if not one.size:
        return other
    return _Part(one.size + other.size, one.ranks + other.ranks, one.stated + other.stated)


def _smallest(found: Iterable[tuple[int, _Part]]) -> dict[int, _Part]:
    """Return of each set of bits the smallest part."""
    best: dict[int, _Part] = {}
    for bits, part in found:
        known = best.get(bits)
        if known is None or part[:2] < known[:2]:
            best[bits] = part
    return best


# ---------------------------------------------------------------- time and place


def first_day(rulebase: RuleBase) -> date:
    """Return the first day on which the mechanism holds, or any if it says none."""
    return rulebase.info.valid_from or rulebase.info.valid_until or SOME_DAY


def _times(rulebase: RuleBase, program: Program) -> Iterator[tuple[int, Stated]]:
    """Yield the bits that stand on each day on which that may change."""
    facet = rulebase.facet_serving("date-known")
    info, start = rulebase.info, first_day(rulebase)
    days = {start}
    for window in program.windows:
        for day in (window.start, window.end):
            if day is not None:
                days |= {day, day - timedelta(days=1), day + timedelta(days=1)}
    for day in sorted(days):
        if (info.valid_from and day < info.valid_from) or (
            info.valid_until and day > info.valid_until
        ):
            continue
        bits = program.all_bits
        for window in program.windows:
            if (window.start and day < window.start) or (window.end and day > window.end):
                bits &= ~window.mask
        # The day that every witness states anyway costs nothing.
        yield bits, () if day == start or facet is None else ((facet.code, day.isoformat()),)


def _spots(
    rulebase: RuleBase, program: Program, required: frozenset[str]
) -> Iterator[tuple[int, Stated]]:
    """Yield the bits that stand in each place that makes a difference."""
    if not program.areas:
        yield program.all_bits, ()
        return
    scope = Scope(rulebase)
    axes = []
    for facet in (f for f in rulebase.facets if f.kind == "place"):
        kinds: dict[frozenset[str], tuple[tuple[str, str], ...]] = {}
        if facet.code not in required:
            kinds[frozenset()] = ()
        for place in places_of(rulebase, facet.code):
            within = scope.places({facet.code: (place.code,)})
            reach = frozenset(p for area in program.areas for p in area.places if p in within)
            kinds.setdefault(reach, ((facet.code, place.code),))
        axes.append(tuple(kinds.values()))
    for chosen in itertools.product(*axes):
        stated = tuple(itertools.chain(*chosen))
        facts = {facet: (value,) for facet, value in stated}
        if scope.reason(facts) is None:
            within = scope.places(facts)
            bits = program.all_bits
            for area in program.areas:
                if not area.places & within:
                    bits &= ~area.mask
            yield bits, stated


def places_of(rulebase: RuleBase, facet: str) -> tuple[Place, ...]:
    """Return the present places within the mechanism's reach that a facet takes."""
    above = {place.iri: place for place in rulebase.places}

    def inside(place: Place) -> bool:
        step: Place | None = place
        for _ in range(len(above)):
            if step is None:
                return False
            if step.code == rulebase.info.applies_in:
                return True
            step = above.get(step.within or "")
        return False

    return tuple(
        place
        for place in rulebase.places
        if facet in place.facets and place.successor is None and inside(place)
    )


def stated_facts(
    stated: Stated, more: Mapping[str, tuple[str, ...]] = {}
) -> dict[str, tuple[str, ...]]:
    """Return facts by facet."""
    facts: dict[str, tuple[str, ...]] = {}
    for facet, value in stated:
        facts[facet] = (*facts.get(facet, ()), value)
    for facet, values in more.items():
        facts[facet] = (*facts.get(facet, ()), *values)
    return facts
