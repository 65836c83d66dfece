"""The compiled engine: from the facts of an incident to its outcome, by bit sets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from operator import itemgetter

import msgspec

from ..compilation.program import Program, bits_of, numbers_of
from ..model.rulebase import norm_key
from .outcome import Outcome, OutcomeDuty
from .tables import Level, Tables

Facts = Mapping[str, tuple[str, ...]]
"""Stated values by facet; an absent facet and `()` are alike here: neither adds anything."""

Yields = tuple[tuple[int, tuple[tuple[str, tuple[str, ...]], ...]], ...]
"""For each unit that yields, in order: the norms it yields to, each with interpretations."""

_MEMO_LIMIT = 1 << 16


class Held(msgspec.Struct, frozen=True, gc=False):
    """What the facts establish.

    Attributes:
        bits: The triggers that hold, knowledge included.
        informed: Agencies aware through a duty to report, with the units that make them so.
        named: For each set of facets that recipient rules look at, the bits of the agencies named
            there, as far as a rule could find them at all.
    """

    bits: int
    informed: tuple[tuple[str, tuple[int, ...]], ...]
    named: tuple[int, ...]


class Evaluator:
    """Evaluates a compiled program; thread-safe, since its memos only ever gain equal values.

    Conditions are looked up, never gone through: a decision costs as much as it has facts and
    triggers that hold, and the few operations on sets of bits that grow by one machine word for
    each thirty triggers of the mechanism.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._facet_memo: dict[str, dict[tuple[str, ...], int]] = {f: {} for f in program.tested}
        self._outcomes: dict[tuple[int, tuple[int, ...]], Outcome] = {}
        units = program.units
        self.tables = tables = Tables(program)
        self._agencies = tables.agencies
        self._names: dict[int, tuple[str, ...]] = {}
        self._own, self._fixed = tables.own, tables.fixed
        self._by_fact = tables.by_fact
        self._namings, self._naming_of = tables.namings, tables.naming_of
        # The last are the bits of no unit, whose number is -1.
        nobody = bits_of(bit for bit, u in enumerate(program.unit_of_bit) if u < 0)
        self._masks = (*(u.mask for u in units), nobody)
        self._acting = [u.acting for u in units]
        self._telling = [u.needs_recipient for u in units]
        self._edges = {edge.unit: (rank, edge) for rank, edge in enumerate(program.edges)}
        self._yielding = tables.yielding
        self._yields: dict[int, Yields] = {}
        self._reporting = 0
        self._reports: dict[int, list[int]] = {}
        for rank, (mask, _) in enumerate(program.makes_aware):
            self._reporting |= mask
            for unit in self._units(mask):
                self._reports.setdefault(unit, []).append(rank)
        starts = {w.start.toordinal() for w in program.windows if w.start}
        ends = {w.end.toordinal() + 1 for w in program.windows if w.end}
        self._moments = sorted(starts | ends)
        self._times: dict[int, int] = {}
        self._anywhere = program.all_bits
        self._places: dict[str, int] = {}
        for area in program.areas:
            self._anywhere &= ~area.mask
            for place in area.places:
                self._places[place] = self._places.get(place, 0) | area.mask
        self._levels = tables.levels

    def facet_bits(self, facet: str, values: tuple[str, ...]) -> int:
        """Return the bits that the values of one tested facet leave standing."""
        memo = self._facet_memo[facet]
        bits = memo.get(values)
        if bits is None:
            lookup = self.program.lookup[facet]
            bits = self.program.free[facet]
            for value in values:
                bits |= lookup.get(value, 0)
            if len(memo) >= _MEMO_LIMIT:
                memo.clear()
            memo[values] = bits
        return bits

    def limits(self, day: date | None, places: frozenset[str]) -> int:
        """Return the bits of the norms that hold on a day and in a place."""
        return self.in_time(day) & self.in_place(places)

    def in_time(self, day: date | None) -> int:
        """Return the bits of the norms that hold on a day."""
        if not self._moments:
            return self.program.all_bits
        # Between two moments at which a window opens or closes nothing changes.
        span = -1 if day is None else bisect_right(self._moments, day.toordinal())
        bits = self._times.get(span)
        if bits is None:
            bits = self.program.all_bits
            for window in self.program.windows:
                if (
                    day is None
                    or (window.start and day < window.start)
                    or (window.end and day > window.end)
                ):
                    bits &= ~window.mask
            self._times[span] = bits
        return bits

    def in_place(self, places: frozenset[str]) -> int:
        """Return the bits of the norms that hold in one of some places."""
        bits = self._anywhere
        if self._places:
            for place in places:
                bits |= self._places.get(place, 0)
        return bits

    def by_facts(self, facts: Facts, limits: int) -> int:
        """Return the bits that the facts leave standing, knowledge not yet considered."""
        bits = limits
        for facet in self.program.tested:
            bits &= self.facet_bits(facet, facts.get(facet, ()))
        return bits

    def held(self, facts: Facts, bits: int) -> Held:
        """Add knowledge: who is named as knowing, and who learns of it by a duty to report."""
        program = self.program
        known = program.aware_free
        for facet in program.knowledge:
            for agency in facts.get(facet, ()):
                known |= program.aware.get(agency, 0)
        reporting = bits & known & self._reporting
        informed = self._informed(reporting) if reporting else ()
        for agency, _ in informed:
            known |= program.aware.get(agency, 0)
        return Held(bits & known, informed, self.named(facts))

    def _informed(self, reporting: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return who learns of the matter, with the units by which, in the order of the norms."""
        found: dict[int, list[int]] = {}
        for unit in self._units(reporting):
            for rank in self._reports[unit]:
                found.setdefault(rank, []).append(unit)
        reports = self.program.makes_aware
        return tuple((reports[rank][1], tuple(found[rank])) for rank in sorted(found))

    def named(self, facts: Facts) -> tuple[int, ...]:
        """Return the agencies named on the facets that recipient rules look at: `Held.named`."""
        named = []
        for group in self._namings:
            mask = 0
            for facet in group.facets:
                for agency in facts.get(facet, ()):
                    mask |= group.eligible.get(agency, 0)
            named.append(mask)
        return tuple(named)

    def nameable(self, group: int, bits: int) -> int:
        """Return the agencies that one entry of `named` could matter for while triggers stand."""
        found = 0
        for unit in self._units(bits & self._namings[group].mask):
            found |= self._own[unit]
        return found

    def concerned(self, facet: str, bits: int, held: Held) -> Iterator[str]:
        """Yield the agencies that may make a difference by being named on a facet.

        Args:
            facet: The facet.
            bits: The triggers that the facts leave standing, knowledge not considered.
            held: What is established.
        """
        program = self.program
        if facet in program.knowledge:
            for unit in self._units(bits & ~held.bits):
                yield program.units[unit].bearer
        for number, group in enumerate(self._namings):
            if facet in group.facets:
                yield from self.names_of(self.nameable(number, held.bits))

    def outcome(self, held: Held) -> Outcome:
        """Return what follows; the same `Held.bits` and `Held.named` give the same outcome."""
        key = (held.bits, held.named)
        found = self._outcomes.get(key)
        if found is None:
            found = self._infer(held)
            if len(self._outcomes) >= _MEMO_LIMIT:
                self._outcomes.clear()
            self._outcomes[key] = found
        return found

    def _units(self, bits: int) -> list[int]:
        """Return the units that bits belong to, in order, each once."""
        owner, masks, found = self.program.unit_of_bit, self._masks, []
        while bits:
            unit = owner[bits.bit_length() - 1]
            bits &= ~masks[unit]
            found.append(unit)
        found.reverse()
        return found

    def _infer(self, held: Held) -> Outcome:
        own, fixed, rules, telling = self._own, self._fixed, self._acting, self._telling
        masks, names = self._masks, self.names_of
        standing = self._units(held.bits & self._by_fact)
        yields = self.displaced(held.bits)
        if yields:
            displaced = dict(yields)
            standing = [unit for unit in standing if unit not in displaced]
        found_by: dict[int, int] = {}

        def acting(rule: int) -> int:
            """Return the agencies that a recipient rule finds."""
            mask = found_by.get(rule)
            if mask is None:
                mask, members = 0, self.program.acting_rules[rule].units
                for unit in standing:
                    if unit in members:
                        mask |= own[unit]
                mask &= ~held.named[self._naming_of[rule]]
                found_by[rule] = mask
            return mask

        to: dict[int, int] = {}
        found: dict[int, OutcomeDuty] = {}
        unaddressed = []
        for unit in standing:
            mask = fixed[unit]
            rule = rules[unit]
            if rule >= 0:
                mask |= acting(rule) & ~own[unit]
            if mask or not telling[unit]:
                to[unit] = mask
                found[unit] = OutcomeDuty(unit, names(mask))
            else:
                unaddressed.append(unit)
        for level in self._levels:
            for unit, sources in self._followers(level, to).items():
                if not held.bits & masks[unit]:
                    continue
                mask = fixed[unit]
                rule = rules[unit]
                if rule >= 0:
                    mask |= acting(rule) & ~own[unit]
                if self.program.units[unit].senders:
                    for source in sources:
                        mask |= own[source]
                if mask or not telling[unit]:
                    to[unit] = mask
                    found[unit] = OutcomeDuty(
                        unit, names(mask), tuple(sources), self._condition(sources, found)
                    )
                else:
                    unaddressed.append(unit)
        return Outcome(
            duties=tuple([found[u] for u in sorted(found)]),
            displaced=tuple([(unit, code, notes) for unit, by in yields for code, notes in by]),
            unaddressed=tuple(sorted(unaddressed)),
        )

    @staticmethod
    def _followers(level: Level, to: dict[int, int]) -> dict[int, list[int]]:
        """Return the units that duties give rise to, each with the units it follows from."""
        sources: dict[int, list[int]] = {}
        for unit in sorted(to):
            table = level.get(unit)
            if table is None:
                continue
            mask = to[unit]
            for agency, followers in table:
                if mask & agency:
                    for follower in followers:
                        sources.setdefault(follower, []).append(unit)
        return sources

    def names_of(self, mask: int) -> tuple[str, ...]:
        """Return the agencies of some bits, in order."""
        names = self._names.get(mask)
        if names is None:
            ranks = reversed(numbers_of(mask))
            names = self._names[mask] = tuple([self._agencies[rank] for rank in ranks])
        return names

    def displaced(self, bits: int) -> Yields:
        """Return the candidates that yield among triggers that hold, and to whom."""
        key = bits & self._yielding
        found = self._yields.get(key)
        if found is None:
            found = self._yields_of(self._units(key & self._by_fact), key)
            if len(self._yields) >= _MEMO_LIMIT:
                self._yields.clear()
            self._yields[key] = found
        return found

    def _yields_of(self, standing: list[int], bits: int) -> Yields:
        units, candidates = self.program.units, set(standing)
        out: dict[int, tuple[tuple[str, tuple[str, ...]], ...]] = {}
        edges = [self._edges[unit] for unit in standing if unit in self._edges]
        for _, edge in sorted(edges, key=itemgetter(0)):
            by = {
                units[high].norm.code: interpretations
                for high, condition, interpretations in edge.by
                if high in candidates and high not in out and (not condition or condition & bits)
            }
            if by:
                out[edge.unit] = tuple(sorted(by.items(), key=lambda row: norm_key(row[0])))
        return tuple(sorted(out.items()))

    def _condition(self, sources: list[int], duties: Mapping[int, OutcomeDuty]) -> str | None:
        """Return the alternative norm behind all sources, or None where one source is firm."""
        found: set[str] = set()
        for source in sources:
            norm = self.program.units[source].norm
            condition = norm.code if norm.alternative_to else duties[source].conditional_on
            if condition is None:
                return None
            found.add(condition)
        return self.condition_of(found)

    @staticmethod
    def condition_of(alternatives: Iterable[str]) -> str:
        """Return what a duty is conditional on that follows from several alternative norms only."""
        return ";".join(sorted(alternatives, key=norm_key))
