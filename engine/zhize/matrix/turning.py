"""Under which further facts something arises: the turning points over all sets of facts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..evaluation.scope import Scope
from ..factspace import Stated
from .values import Facts

if TYPE_CHECKING:
    from ..factspace import Space, Value

DATE, PLACE = "date", "place"
OPEN = ".."
"""The end of a span of days that has none (ISO 8601-2, 10)."""


class Element(NamedTuple):
    """A fact that may be stated further: one value of a class that a question cannot tell apart.

    Attributes:
        axis: The facet, or `date` or `place`: what is combined as one.
        facet: The facet, for its name.
        members: What is stated: any one of these values; a span of days; a place, or one in it.
        stated: The first of them, as a record states it.
        bits: The triggers that it leaves standing.
        many: Others of the same axis may be stated beside it.
    """

    axis: str
    facet: str
    members: tuple[str, ...]
    stated: Stated
    bits: int
    many: bool


class Surroundings:
    """The further facts that matter to a question, given what is wrong, and their combinations.

    Args:
        space: The space of facts.
        given: The value that says what is wrong; its facet states nothing else.
        relevant: The bits that the question looks at.
    """

    def __init__(self, space: Space, given: Value, relevant: int) -> None:
        program = space.program
        self._given, self._program = given, program
        self._fixed = relevant & program.lookup[given[0]][given[1]]
        self._axes = [f for f in space.cells.tested if f != given[0]]
        self._plain = {DATE: space.cells.times[0][0], PLACE: space.cells.spots[0][0]}
        self.elements = tuple(self._elements(space))

    def _elements(self, space: Space) -> Iterator[Element]:
        for facet in self._axes:
            free = self._program.free[facet] & self._fixed
            alike: dict[int, list[str]] = {}
            for value in space.cells.facets[facet].values:
                alike.setdefault(self._program.lookup[facet][value] & self._fixed, []).append(value)
            for bits, values in alike.items():
                if bits != free:
                    stated: Stated = ((facet, values[0]),)
                    many = space.cells.facets[facet].many
                    yield Element(facet, facet, tuple(values), stated, bits, many)
        yield from self._days(space)
        yield from self._places(space)

    def _days(self, space: Space) -> Iterator[Element]:
        """Yield the spans of days on which other triggers stand than on the first day."""
        spans: list[tuple[int, list[Stated]]] = []
        for bits, stated in space.cells.times:
            if spans and spans[-1][0] == bits & self._fixed:
                spans[-1][1].append(stated)
            else:
                spans.append((bits & self._fixed, [stated]))
        for rank, (bits, days) in enumerate(spans):
            if bits != self._plain[DATE] & self._fixed and days[0]:
                facet, first = days[0][0]
                last = days[-1][0][1] if rank + 1 < len(spans) else OPEN
                span = first if first == last else f"{first}/{last}"
                yield Element(DATE, facet, (span,), days[0], bits, False)

    def _places(self, space: Space) -> Iterator[Element]:
        """Yield the places in which other triggers stand than where none is stated."""
        scope, seen = Scope(space.rulebase), {self._plain[PLACE] & self._fixed}
        facets = {place.code: place.facets for place in space.rulebase.places}
        for bits, stated in space.cells.spots:
            if bits & self._fixed in seen or not stated:
                continue
            seen.add(bits & self._fixed)
            facet, value = stated[-1]
            within = scope.places({name: (place,) for name, place in stated})
            areas = [a for a in self._program.areas if a.mask & bits & self._fixed]
            named = tuple(sorted({p for area in areas for p in area.places & within}))
            if named:
                facet = next((f for f in facets.get(named[0], ())), facet)
            yield Element(PLACE, facet, named or (value,), stated, bits & self._fixed, False)

    def sets(self) -> Iterator[tuple[Element, ...]]:
        """Yield all sets of further facts that one record can state, the smallest first."""
        for size in range(len(self.elements) + 1):
            for chosen in itertools.combinations(self.elements, size):
                single = [e.axis for e in chosen if not e.many]
                if len(single) == len(set(single)):
                    yield chosen

    def bits(self, chosen: tuple[Element, ...]) -> int:
        """Return the triggers that stand where these facts are stated and nothing else is."""
        found = self._fixed
        for facet in self._axes:
            stands = self._program.free[facet]
            for element in chosen:
                if element.axis == facet:
                    stands |= element.bits
            found &= stands
        for axis, plain in self._plain.items():
            own = [element.bits for element in chosen if element.axis == axis]
            found &= own[0] if own else plain
        return found

    def stated(self, chosen: tuple[Element, ...]) -> Stated:
        """Return the smallest record that states these facts."""
        return (self._given, *itertools.chain(*(element.stated for element in chosen)))


class Point(NamedTuple):
    """A set of facts at which the answer turns; `level` is 1 where it first becomes yes."""

    level: int
    chosen: tuple[Element, ...]


def turning_points(
    surroundings: Surroundings, holds: Callable[[tuple[Element, ...]], bool]
) -> list[Point]:
    """Return the smallest sets of facts at which an answer changes, in order.

    They say everything: in any set of facts, of the points whose facts are all stated the one of
    the highest level decides, and without any the answer is no.
    """
    points: list[Point] = []
    for chosen in surroundings.sets():
        stated = set(chosen)
        level = max((p.level for p in points if stated.issuperset(p.chosen)), default=0)
        if holds(chosen) != (level % 2 == 1):
            points.append(Point(level + 1, chosen))
    return points


def facts_of(chosen: tuple[Element, ...]) -> Facts:
    """Return the facts of a set of elements, in its order."""
    return tuple((element.facet, element.members) for element in chosen)
