"""Which parts of two programs can make a difference, and which they need to make it.

A *unit* (one norm on one bearer) is unlike if the other program has none that works the same way.
Only where an unlike unit stands can an outcome differ; and where one differs, the duty of an unlike
unit does, or of a unit in which alone the difference can show. To find all incidents that change it
is enough to observe these. Everything on which they depend is kept, all other bits are dropped, so
that many values become alike; what differs in consequence is worked out for the witnesses only.
"""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

import msgspec

from ...evaluation.clauses import positions
from .correspondence import Correspondence
from .sides import BOTH, EARLIER, LATER, Side, Words

if TYPE_CHECKING:
    from ...compilation.program import Program, Unit

UnitName = tuple[int, str, str]
"""The side whose code it is, the norm's code, the bearer: one name for a unit of both programs."""


class Relevance(msgspec.Struct, frozen=True):
    """What can differ between two programs; one value for each side, the earlier first.

    Attributes:
        unlike: The bits of the unlike units: where none stands, nothing differs.
        observed: The units one of which shows every difference: the unlike ones, and those in
            which alone the difference of an unlike one may show.
        told: Those of them whose recipients or condition are part of the difference.
        needed: The bits on which the duties of observed units depend.
        merged: Bits of which it is enough to know that one stands, the first for all of them.
        told_only: Bits of acts that count only because their bearer is then told.
        consequent: Other units whose duties may differ in consequence.
    """

    unlike: tuple[int, int]
    observed: tuple[frozenset[int], frozenset[int]]
    told: frozenset[UnitName]
    needed: tuple[int, int]
    merged: tuple[tuple[int, ...], tuple[int, ...]]
    told_only: tuple[int, int]
    consequent: tuple[frozenset[int], frozenset[int]]


class UnitNames:
    """Names the units of both programs, so that those of one norm and bearer have one name."""

    def __init__(self, sides: tuple[Side, Side], same: Correspondence) -> None:
        self._norms = same.norms
        self._agencies = same.agencies
        self.of: tuple[list[UnitName], list[UnitName]] = (
            [self.name(EARLIER, u) for u in sides[EARLIER].program.units],
            [self.name(LATER, u) for u in sides[LATER].program.units],
        )
        self.index = tuple({name: i for i, name in enumerate(names)} for names in self.of)

    def norm(self, side: int, code: str) -> tuple[int, str]:
        """Return the joint name of a norm."""
        if side == EARLIER:
            return EARLIER, code
        old = self._norms.get(code)
        return (LATER, code) if old is None else (EARLIER, old)

    def agency(self, side: int, code: str) -> str:
        """Return the joint code of an agency."""
        return code if side == EARLIER else self._agencies.get(code, code)

    def name(self, side: int, unit: Unit) -> UnitName:
        """Return the name of a unit."""
        return (*self.norm(side, unit.norm.code), self.agency(side, unit.bearer))


def relevance(sides: tuple[Side, Side], words: tuple[Words, Words], names: UnitNames) -> Relevance:
    """Return what can differ between two programs."""
    programs = (sides[EARLIER].program, sides[LATER].program)
    stated = _stated_by_both(sides, words)
    ways = [_Ways(side, programs[side], words[side], names, stated).all() for side in BOTH]
    unlike = {
        name for side in BOTH for name, way in ways[side].items() if ways[1 - side].get(name) != way
    }
    silent, told, alone = set(), set(), set()
    for name in unlike:
        forms = [ways[side][name] for side in BOTH if name in ways[side]]
        if len(forms) == 2 and msgspec.structs.replace(forms[0], own=forms[1].own) == forms[1]:
            alone.add(name)
        if len(forms) == 2 and forms[0].silent != forms[1].silent:
            silent.add(name)
        if len(forms) == 2 and forms[0].towards != forms[1].towards:
            told.add(name)
    observed = _spread(programs, names, unlike, silent, told)
    indices = [_indices(names, side, observed) for side in BOTH]
    all_differing = [
        _indices(names, side, _all_spread(programs, names, observed - alone)) for side in BOTH
    ]
    needs = [_Need(programs[side], _indices(names, side, told)) for side in BOTH]
    needed = [needs[side].of(indices[side]) for side in BOTH]
    joined = [
        _merged(programs[side], needed[side], indices[side] | needs[side].duties) for side in BOTH
    ]
    masks = [_mask(programs[side], _indices(names, side, unlike)) for side in BOTH]
    return Relevance(
        unlike=(masks[0], masks[1]),
        observed=(indices[0], indices[1]),
        told=frozenset(told),
        needed=(needed[0], needed[1]),
        merged=(joined[0][0], joined[1][0]),
        told_only=(joined[0][1], joined[1][1]),
        consequent=(all_differing[0] - indices[0], all_differing[1] - indices[1]),
    )


def _stated_by_both(sides: tuple[Side, Side], words: tuple[Words, Words]) -> frozenset[str]:
    """Return the fields on which records of both versions must state a value."""
    needs = [
        {joint for joint, facet in words[side].facets.items() if facet.code in sides[side].needs}
        for side in BOTH
    ]
    return frozenset(needs[0] & needs[1])


def _indices(names: UnitNames, side: int, found: set[UnitName]) -> frozenset[int]:
    index = names.index[side]
    return frozenset(index[name] for name in found if name in index)


class _Way(msgspec.Struct, frozen=True):
    """All on which the outcome of a unit depends, but the facts.

    Attributes:
        own: What shows in its duty and nowhere else.
        shown: What shows in its duty and may show in others, and when it arises.
        towards: How its recipients are found, and what it may be conditional on.
        silent: What only shows in other duties: whom it makes aware, which rules find its bearer.
    """

    own: object
    shown: object
    towards: object
    silent: object


class _Ways:
    """Says how each unit of a program works, in words that hold for both programs."""

    def __init__(
        self, side: int, program: Program, words: Words, names: UnitNames, needed: frozenset[str]
    ) -> None:
        self._side = side
        self._needed = needed
        self._program = program
        self._words = words
        self._names = names
        self._edges = {edge.unit: edge.by for edge in program.edges}
        self._follows: dict[int, frozenset[UnitName]] = {
            follower: frozenset(names.of[side][s] for s in sources)
            for level in program.follow_ups
            for follower, sources in level
        }
        # A facet's joint code by this version's own.
        self._joint = {facet.code: code for code, facet in words.facets.items()}
        self._values = {
            own: {words.own(code, v): v for v in words.values(code)}
            for own, code in self._joint.items()
        }

    def all(self) -> dict[UnitName, _Way]:
        """Return how each unit works."""
        named = self._names.of[self._side]
        return {
            name: self._way(index, unit)
            for index, (name, unit) in enumerate(zip(named, self._program.units, strict=True))
        }

    def _way(self, index: int, unit: Unit) -> _Way:
        norm, side, names = unit.norm, self._side, self._names
        instead = norm.alternative_to
        return _Way(
            own=(norm.modality, norm.due_days),
            shown=(
                norm.mode,
                norm.role,
                None if instead is None else names.norm(side, instead),
                frozenset(self._bit(b) for b in unit.bits),
                self._follows.get(index),
                frozenset(
                    (names.of[side][high], self._condition(mask))
                    for high, mask, _ in self._edges.get(index, ())
                ),
            ),
            towards=(
                frozenset(names.agency(side, a) for a in unit.fixed),
                self._rule(unit),
                unit.senders,
                self._follows.get(index),
            ),
            silent=(
                frozenset(names.agency(side, a) for a in norm.makes_aware),
                frozenset(r.code for r in self._program.acting_rules if index in r.units),
            ),
        )

    def _rule(self, unit: Unit) -> object:
        if unit.acting < 0:
            return None
        rule = self._program.acting_rules[unit.acting]
        return rule.code, frozenset(self._joint.get(f, f) for f in rule.except_named_in)

    def _condition(self, mask: int) -> frozenset[object]:
        return frozenset(self._bit(b) for b in positions(mask))

    def _bit(self, bit: int) -> object:
        """Return what a bit asks for: the values of each facet, knowledge, time and place."""
        program = self._program
        tests = []
        for facet in program.tested:
            if not program.free[facet] >> bit & 1:
                values = self._values[facet]
                joint = self._joint[facet]
                named = frozenset(
                    values[v] for v, mask in program.lookup[facet].items() if mask >> bit & 1
                )
                if joint in self._needed and len(named) == len(values):
                    continue  # any value will do, and some value is always stated
                tests.append((joint, named))
        known: tuple[str, ...] = ()
        if not program.aware_free >> bit & 1:
            known = tuple(sorted(self._joint.get(f, f) for f in program.knowledge))
        windows = [(w.start, w.end) for w in program.windows if w.mask >> bit & 1]
        areas = [a.places for a in program.areas if a.mask >> bit & 1]
        return frozenset(tests), known, tuple(windows), tuple(areas)


def _spread(
    programs: tuple[Program, Program],
    names: UnitNames,
    unlike: set[UnitName],
    silent: set[UnitName],
    told: set[UnitName],
) -> set[UnitName]:
    """Return the units that have to be observed so that no difference is missed.

    Most differences show in the duty of an unlike unit itself. Not so whom it makes aware, which
    rules find its bearer, and what it displaces although it then finds nobody to tell: these show
    in other units, which are added (to `told` as well where it is their recipients that differ).
    """
    found: set[UnitName] = set()
    todo = sorted(unlike)
    while todo:
        name = todo.pop()
        found.add(name)
        more: set[UnitName] = set()
        for side in BOTH:
            index = names.index[side].get(name)
            if index is None:
                continue
            program = programs[side]
            unit = program.units[index]
            mute = unit.needs_recipient and not unit.fixed
            if mute or name in silent:
                more |= {names.of[side][u] for u in _made_aware(program, index)}
            if mute:
                more |= {names.of[side][u] for u in _displaced(program, index)}
            if name in silent:
                users = {names.of[side][u] for u in _finding(program, index)}
                told |= users
                more |= users
        todo += sorted(more - found - set(todo))
    return found


def _all_spread(
    programs: tuple[Program, Program], names: UnitNames, observed: set[UnitName]
) -> set[UnitName]:
    """Return the units whose duties may differ where those of some units do."""
    found, todo = set(observed), sorted(observed)
    while todo:
        name = todo.pop()
        for side in BOTH:
            index = names.index[side].get(name)
            if index is None:
                continue
            program = programs[side]
            units = {
                *_made_aware(program, index),
                *_displaced(program, index),
                *_finding(program, index),
                *(f for level in program.follow_ups for f, sources in level if index in sources),
            }
            more = {names.of[side][u] for u in units} - found
            found |= more
            todo += sorted(more)
    return found


def _made_aware(program: Program, index: int) -> set[int]:
    """Return the units that may stand because a unit makes their bearer aware."""
    aware = set(program.units[index].norm.makes_aware)
    return {
        other
        for other, unit in enumerate(program.units)
        if unit.bearer in aware and unit.mask & ~program.aware_free
    }


def _displaced(program: Program, index: int) -> set[int]:
    """Return the units that yield to a unit."""
    return {edge.unit for edge in program.edges if any(high == index for high, _, _ in edge.by)}


def _finding(program: Program, index: int) -> set[int]:
    """Return the units whose recipients a unit may be the ground of."""
    rules = {rank for rank, rule in enumerate(program.acting_rules) if index in rule.units}
    return {other for other, unit in enumerate(program.units) if unit.acting in rules}


def _merged(program: Program, needed: int, duties: Set[int]) -> tuple[tuple[int, ...], int]:
    """Return bits that stand for one another: the triggers of a unit, the acts of an agency.

    Of an act that counts only because its bearer is then told, it does not matter which it is.

    Returns:
        The groups, and the bits of all acts that count for one recipient rule and nothing else.
    """
    told_only = 0
    settled = {edge.unit for edge in program.edges}
    settled |= {high for edge in program.edges for high, _, _ in edge.by}
    groups: dict[object, int] = {}
    for index, unit in enumerate(program.units):
        if unit.mask & ~needed or unit.mask & ~program.aware_free or unit.triggers[0].follows:
            continue
        rules = tuple(r.code for r in program.acting_rules if index in r.units)
        plain = index not in duties and index not in settled and not unit.norm.makes_aware
        plain = plain and not unit.needs_recipient
        key = (unit.bearer, rules) if plain else index
        groups[key] = groups.get(key, 0) | unit.mask
        if plain and len(rules) == 1:
            told_only |= unit.mask
    return tuple(mask for mask in groups.values() if mask.bit_count() > 1), told_only


class _Need:
    """Collects the bits on which duties depend, as far as it is asked.

    Attributes:
        duties: The units of which it matters that they are duties, not only that they stand.
    """

    def __init__(self, program: Program, told: frozenset[int]) -> None:
        self._program = program
        self._told = told
        self._edges = {edge.unit: edge.by for edge in program.edges}
        self._sources = {f: s for level in program.follow_ups for f, s in level}
        self._mask = 0
        self._met: set[tuple[int, bool, bool]] = set()
        self.duties: set[int] = set()

    def of(self, units: frozenset[int]) -> int:
        """Return the bits on which the duties of some units depend."""
        for unit in sorted(units):
            self._ask(unit, duty=True, recipients=unit in self._told)
        return self._mask

    def _ask(self, index: int, *, duty: bool = False, recipients: bool = False) -> None:
        """Collect what decides whether a unit stands, is a duty, and towards whom."""
        if (index, duty, recipients) in self._met:
            return
        self._met.add((index, duty, recipients))
        if duty:
            self.duties.add(index)
        program = self._program
        unit = program.units[index]
        self._mask |= unit.mask
        for high, condition, _ in self._edges.get(index, ()):
            self._mask |= condition
            self._ask(high)
        if unit.mask & ~program.aware_free:
            for reports, agency in program.makes_aware:
                self._mask |= reports if agency == unit.bearer else 0
        if recipients or (duty and unit.needs_recipient and not unit.fixed):
            acting = program.acting_rules[unit.acting].units if unit.acting >= 0 else ()
            for other in sorted(acting):
                self._ask(other)
        for source in sorted(self._sources.get(index, ()) if duty or recipients else ()):
            self._ask(source, duty=True, recipients=True)


def _mask(program: Program, units: frozenset[int]) -> int:
    mask = 0
    for unit in units:
        mask |= program.units[unit].mask
    return mask
