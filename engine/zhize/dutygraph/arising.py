"""What arises where a fact holds: who must do what towards whom, decided by the engine.

A fact that says what is wrong is asked alone: every incident is looked at in which it is the only
one of its facet, whatever else is stated. Any other fact is asked by the norms that turn on it:
the smallest incidents are looked at in which one of them becomes a duty because of the fact. Who
knows of the matter is left open in both.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from ..factspace import stated_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..factspace import Case, Space, Stated, Value

Owed = tuple[str, str, str]
"""Norm, bearer, recipient; without a recipient `""`: the duty itself."""


class Arising(NamedTuple):
    """What arises where some facts hold.

    Attributes:
        owed: All that arises in some of the incidents looked at.
        certain: Of these, what arises in each of them, as far as whoever must know does.
        turning: Norms that turn on the facts, where these do not say what is wrong.
        alone: The facts say what is wrong.
    """

    owed: frozenset[Owed]
    certain: frozenset[Owed]
    turning: frozenset[str]
    alone: bool

    def recipients(self, norm: str, bearer: str) -> tuple[str, ...] | None:
        """Return to whom a norm on a bearer is owed, sorted; None where it never arises."""
        if (norm, bearer, "") not in self.owed:
            return None
        return tuple(sorted(to for n, b, to in self.owed if to and (n, b) == (norm, bearer)))

    def is_certain(self, norm: str, bearer: str, recipient: str = "") -> bool:
        """Tell whether it arises in each of the incidents."""
        return (norm, bearer, recipient) in self.certain


def arising(space: Space, values: Iterable[Value]) -> Arising:
    """Return what arises where a value holds; of several, where any one of them does."""
    owed: set[Owed] = set()
    certain: set[Owed] | None = None
    turning: set[str] = set()
    alone = False
    for value in values:
        if value[0] in space.matter:
            alone = True
            sets = list(_where_alone(space, value))
        else:
            sets = list(_smallest(space, value, turning))
        for found in sets:
            owed |= found
            certain = set(found) if certain is None else certain & found
    return Arising(frozenset(owed), frozenset(certain or ()), frozenset(turning), alone)


def _where_alone(space: Space, value: Value) -> Iterator[set[Owed]]:
    """Yield what may arise in each class of incidents in which a value alone is wrong.

    Only the bits that the value leaves standing are looked at: no other value of its facet can add
    to these, so every class has an incident of this value alone.
    """
    facet, code = value
    if facet in space.program.lookup:
        for cell in space.cells.cells(space.program.lookup[facet][code], (value,)):
            yield _owed(space, cell.bits, cell.stated)


def _owed(space: Space, bits: int, stated: Stated) -> set[Owed]:
    """Return what arises where some triggers hold, for any who may know of it."""
    return {
        owed
        for who in space.knowers.all
        for owed in _owed_in(space, space.decided(bits & who.tested, stated, who))
    }


def _owed_in(space: Space, case: Case) -> Iterator[Owed]:
    for index, duty in case.duties.items():
        unit = space.units[index]
        for to in ("", *duty.to):
            yield unit.norm.code, unit.bearer, to


# ---------------------------------------------------------------- what turns on a fact


class Occasion(NamedTuple):
    """A small incident in which a norm becomes a duty because of a fact.

    Attributes:
        stated: Its facts, without those that every record must state besides.
        bits: The triggers that hold.
    """

    stated: Stated
    bits: int


def _smallest(space: Space, value: Value, turning: set[str]) -> Iterator[set[Owed]]:
    """Yield what arises in each of the smallest incidents; note the norms that turn on it."""
    seen: set[int] = set()
    for norm, found in occasions(space, value).items():
        turning.add(norm)
        for occasion in found:
            if occasion.bits not in seen:
                seen.add(occasion.bits)
                yield _owed(space, occasion.bits, occasion.stated)


def occasions(space: Space, value: Value) -> dict[str, tuple[Occasion, ...]]:
    """Return for each norm that turns on a value the smallest incidents in which it is a duty.

    In each of them the norm would be no duty without the value. Values that no norm tells apart
    stand for one another.
    """
    if value[0] not in space.program.lookup:
        return {}
    found: dict[str, dict[Stated, Occasion]] = {}
    for index, unit in enumerate(space.units):
        for bit in (1 << place for place in unit.bits):
            if bit & space.bits_of(value):
                for occasion in _occasions(space, value, bit):
                    if _turns(space, value, index, occasion):
                        found.setdefault(unit.norm.code, {})[occasion.stated] = occasion
    return {norm: _least(incidents.values()) for norm, incidents in found.items()}


def _least(incidents: Iterable[Occasion]) -> tuple[Occasion, ...]:
    ordered = sorted(incidents, key=lambda occasion: (len(occasion.stated), occasion.stated))
    return tuple(o for o in ordered if len(o.stated) == len(ordered[0].stated))


def _occasions(space: Space, value: Value, bit: int) -> Iterator[Occasion]:
    """Yield the incidents that state what one trigger tests and nothing else."""
    program = space.program
    axes: list[list[Stated]] = []
    for facet in space.cells.tested:
        if facet == value[0]:
            axes.append([(value,)])
        elif not program.free[facet] & bit:
            alike: dict[int, Stated] = {}
            for code in space.cells.facets[facet].values:
                if program.lookup[facet][code] & bit:
                    alike.setdefault(program.lookup[facet][code], ((facet, code),))
            axes.append(list(alike.values()))
    axes += [
        [next((stated for bits, stated in axis if bits & bit), ())]
        for axis in (space.cells.times, space.cells.spots)
    ]
    for chosen in itertools.product(*axes):
        stated = tuple(itertools.chain(*chosen))
        yield Occasion(stated, bits_where(space, stated))


def bits_where(space: Space, stated: Stated) -> int:
    """Return the triggers that hold where these facts are stated and nothing else is."""
    program, facts = space.program, stated_facts(stated)
    bits = program.all_bits
    for facet in space.cells.tested:
        stands = program.free[facet]
        for code in facts.get(facet, ()):
            stands |= program.lookup[facet][code]
        bits &= stands
    for axis in (space.cells.times, space.cells.spots):
        if axis:
            bits &= next((b for b, said in axis if said and set(said) <= set(stated)), axis[0][0])
    return bits


def _turns(space: Space, value: Value, unit: int, occasion: Occasion) -> bool:
    """Tell whether a unit is a duty in an incident, and would have no trigger without a value."""
    without = bits_where(space, tuple(fact for fact in occasion.stated if fact != value))
    if space.units[unit].mask & without:
        return False
    return any(
        unit in space.decided(occasion.bits & who.tested, occasion.stated, who).duties
        for who in space.knowers.all
    )
