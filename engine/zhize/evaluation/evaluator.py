"""The compiled engine: from the facts of an incident to its outcome, by bit sets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from ..compilation.program import Program
from ..model.rulebase import norm_key
from .outcome import Outcome, OutcomeDuty

Facts = Mapping[str, tuple[str, ...]]
"""Stated values by facet; an absent facet and `()` are alike here: neither adds anything."""

Level = dict[int, tuple[tuple[int, tuple[int, ...]], ...]]
"""For each unit that others follow: (bit of a recipient, the units that then arise)."""

_MEMO_LIMIT = 1 << 16


class Held(msgspec.Struct, frozen=True, gc=False):
    """What the facts establish.

    Attributes:
        bits: The triggers that hold, knowledge included.
        informed: Agencies aware through a duty to report, with the units that make them so.
        named: For each recipient rule, the bits of the agencies that it leaves out.
    """

    bits: int
    informed: tuple[tuple[str, tuple[int, ...]], ...]
    named: tuple[int, ...]


class Evaluator:
    """Evaluates a compiled program; thread-safe, since its memos only ever gain equal values."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._reports = tuple((mask, agency) for mask, agency in program.makes_aware)
        self._facet_memo: dict[str, dict[tuple[str, ...], int]] = {f: {} for f in program.tested}
        self._outcomes: dict[tuple[int, tuple[int, ...]], Outcome] = {}
        units = program.units
        agencies = sorted({u.bearer for u in units} | {a for u in units for a in u.fixed})
        self._agency_bit = {agency: 1 << rank for rank, agency in enumerate(agencies)}
        self._names: dict[int, tuple[str, ...]] = {}
        self._own = [self._agency_bit[u.bearer] for u in units]
        self._fixed = [self._mask(u.fixed) for u in units]
        self._follows = [bool(u.triggers[0].follows) for u in units]
        # Naming an agency that a rule could not find anyway changes nothing: it gets no bit.
        self._left_out = [
            (rule.except_named_in, {units[u].bearer: self._own[u] for u in sorted(rule.units)})
            for rule in program.acting_rules
        ]
        self._yielding = frozenset(edge.unit for edge in program.edges)
        self._counts = [
            tuple(rank for rank, rule in enumerate(program.acting_rules) if index in rule.units)
            for index in range(len(units))
        ]
        owner = program.unit_of_bit
        self._tables = [
            tuple(
                tuple(u for bit, u in enumerate(owner[low : low + 8]) if byte >> bit & 1 and u >= 0)
                for byte in range(256)
            )
            for low in range(0, len(owner), 8)
        ]
        self._levels = [self._level(pairs) for pairs in program.follow_ups]

    def _level(self, pairs: tuple[tuple[int, frozenset[int]], ...]) -> Level:
        """Return, for each unit that others follow, the followers by the recipient's bit."""
        tables: dict[int, dict[int, list[int]]] = {}
        for follower, sources in pairs:
            for source in sources:
                followers = tables.setdefault(source, {}).setdefault(self._own[follower], [])
                followers.append(follower)
        return {
            source: tuple((bit, tuple(found)) for bit, found in table.items())
            for source, table in tables.items()
        }

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
        bits = self.program.all_bits
        for window in self.program.windows:
            if (
                day is None
                or (window.start and day < window.start)
                or (window.end and day > window.end)
            ):
                bits &= ~window.mask
        return bits

    def in_place(self, places: frozenset[str]) -> int:
        """Return the bits of the norms that hold in one of some places."""
        bits = self.program.all_bits
        for area in self.program.areas:
            if not area.places & places:
                bits &= ~area.mask
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
        standing = bits & known
        informed = []
        for mask, agency in self._reports:
            if standing & mask:
                informed.append((agency, self._units(standing & mask)))
                known |= program.aware.get(agency, 0)
        return Held(bits & known, tuple(informed), self.named(facts))

    def named(self, facts: Facts) -> tuple[int, ...]:
        """Return, for each recipient rule, the bits of the agencies that it leaves out."""
        named = []
        for facets, eligible in self._left_out:
            mask = 0
            for facet in facets:
                for agency in facts.get(facet, ()):
                    mask |= eligible.get(agency, 0)
            named.append(mask)
        return tuple(named)

    def nameable(self, rule: int, bits: int) -> int:
        """Return the agencies that a recipient rule could find while some triggers stand."""
        found = 0
        for unit in self.program.acting_rules[rule].units:
            if bits & self.program.units[unit].mask:
                found |= self._own[unit]
        return found

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

    def _units(self, bits: int) -> tuple[int, ...]:
        """Return the units that bits belong to, in order, each once."""
        found: list[int] = []
        for table in self._tables:
            if not bits:
                break
            byte = bits & 0xFF
            if byte:
                found += table[byte]
            bits >>= 8
        return tuple(dict.fromkeys(found))

    def _infer(self, held: Held) -> Outcome:
        units, own = self.program.units, self._own
        standing = [u for u in self._units(held.bits) if not self._follows[u]]
        displaced = self._displaced(standing, held.bits) if self._can_yield(standing) else {}
        acting = [0] * len(self.program.acting_rules)
        for unit in standing:
            if unit not in displaced:
                for rule in self._counts[unit]:
                    acting[rule] |= own[unit]
        for rule, named in enumerate(held.named):
            acting[rule] &= ~named
        to: dict[int, int] = {}
        found: dict[int, OutcomeDuty] = {}
        unaddressed = []
        for unit in standing:
            if unit in displaced:
                continue
            mask = self._fixed[unit]
            rule = units[unit].acting
            if rule >= 0:
                mask |= acting[rule] & ~own[unit]
            if mask or not units[unit].needs_recipient:
                to[unit] = mask
                found[unit] = OutcomeDuty(unit, self._names_of(mask))
            else:
                unaddressed.append(unit)
        for level in self._levels:
            for unit, sources in self._followers(level, to).items():
                if not held.bits & units[unit].mask:
                    continue
                mask = self._fixed[unit]
                rule = units[unit].acting
                if rule >= 0:
                    mask |= acting[rule] & ~own[unit]
                if units[unit].senders:
                    for source in sources:
                        mask |= own[source]
                if mask or not units[unit].needs_recipient:
                    to[unit] = mask
                    found[unit] = OutcomeDuty(
                        unit, self._names_of(mask), tuple(sources), self._condition(sources, found)
                    )
                else:
                    unaddressed.append(unit)
        return Outcome(
            duties=tuple([found[u] for u in sorted(found)]),
            displaced=tuple(
                [(u, code, notes) for u in sorted(displaced) for code, notes in displaced[u]]
            ),
            unaddressed=tuple(sorted(unaddressed)),
        )

    def _can_yield(self, standing: list[int]) -> bool:
        return any(unit in self._yielding for unit in standing)

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

    def _mask(self, agencies: tuple[str, ...]) -> int:
        """Return the bits of agencies; one that no norm concerns has none."""
        mask = 0
        for agency in agencies:
            mask |= self._agency_bit.get(agency, 0)
        return mask

    def _names_of(self, mask: int) -> tuple[str, ...]:
        names = self._names.get(mask)
        if names is None:
            names = tuple(sorted(a for a, bit in self._agency_bit.items() if mask & bit))
            self._names[mask] = names
        return names

    def _displaced(
        self, standing: list[int], bits: int
    ) -> dict[int, tuple[tuple[str, tuple[str, ...]], ...]]:
        """Return the candidates that yield, each with the norms that displace it."""
        units, candidates = self.program.units, set(standing)
        out: dict[int, tuple[tuple[str, tuple[str, ...]], ...]] = {}
        for edge in self.program.edges:
            if edge.unit not in candidates:
                continue
            by = {
                units[high].norm.code: interpretations
                for high, condition, interpretations in edge.by
                if high in candidates and high not in out and (not condition or condition & bits)
            }
            if by:
                out[edge.unit] = tuple(sorted(by.items(), key=lambda row: norm_key(row[0])))
        return out

    def _condition(self, sources: list[int], duties: Mapping[int, OutcomeDuty]) -> str | None:
        """Return the alternative norm behind all sources, or None where one source is firm."""
        found = set()
        for source in sources:
            norm = self.program.units[source].norm
            condition = norm.code if norm.alternative_to else duties[source].conditional_on
            if condition is None:
                return None
            found.add(condition)
        return ";".join(sorted(found, key=norm_key))
