"""The compiled engine: from the facts of an incident to its outcome, by bit sets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from ..compilation.program import Program, Unit
from ..model.rulebase import norm_key
from .outcome import Outcome, OutcomeDuty

Facts = Mapping[str, tuple[str, ...]]
"""Stated values by facet; an absent facet and `()` are alike here: neither adds anything."""

_MEMO_LIMIT = 1 << 16


class Held(msgspec.Struct, frozen=True):
    """What the facts establish.

    Attributes:
        bits: The triggers that hold, knowledge included.
        informed: Agencies aware through a duty to report, with the units that make them so.
        named: For each recipient rule, the agencies that it leaves out.
    """

    bits: int
    informed: tuple[tuple[str, tuple[int, ...]], ...]
    named: tuple[tuple[str, ...], ...]


class Evaluator:
    """Evaluates a compiled program; thread-safe, since its memos only ever gain equal values."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._reports = tuple((mask, agency) for mask, agency in program.makes_aware)
        self._facet_memo: dict[str, dict[tuple[str, ...], int]] = {f: {} for f in program.tested}
        self._outcomes: dict[tuple[int, tuple[tuple[str, ...], ...]], Outcome] = {}

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
        bits = self.program.all_bits
        for window in self.program.windows:
            if day is None or (window.start and day < window.start) or (
                window.end and day > window.end
            ):
                bits &= ~window.mask
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
        named = tuple(
            tuple(sorted({a for facet in rule.except_named_in for a in facts.get(facet, ())}))
            for rule in program.acting_rules
        )
        return Held(bits & known, tuple(informed), named)

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
        owner, found = self.program.unit_of_bit, []
        while bits:
            low = bits & -bits
            unit = owner[low.bit_length() - 1]
            if unit >= 0 and (not found or found[-1] != unit):
                found.append(unit)
            bits ^= low
        return tuple(found)

    def _infer(self, held: Held) -> Outcome:
        program = self.program
        units = program.units
        standing = self._units(held.bits)
        candidates = {u for u in standing if not units[u].triggers[0].follows}
        displaced = self._displaced(candidates, held.bits)
        active = candidates - displaced.keys()
        acting = [
            {units[u].bearer for u in active & rule.units} - set(named)
            for rule, named in zip(program.acting_rules, held.named, strict=True)
        ]
        duties: dict[int, OutcomeDuty] = {}
        unaddressed = []
        for index in active:
            to = self._recipients(units[index], acting, ())
            if to or not units[index].needs_recipient:
                duties[index] = OutcomeDuty(index, to)
            else:
                unaddressed.append(index)
        open_bits = set(standing)
        for level in program.follow_ups:
            arisen: dict[int, OutcomeDuty] = {}
            for index, followed in level:
                if index not in open_bits:
                    continue
                bearer = units[index].bearer
                sources = tuple(sorted(u for u in followed if u in duties and bearer in duties[u].to))
                if not sources:
                    continue
                to = self._recipients(units[index], acting, sources)
                if to or not units[index].needs_recipient:
                    arisen[index] = OutcomeDuty(index, to, sources, self._condition(sources, duties))
                else:
                    unaddressed.append(index)
            duties.update(arisen)
        return Outcome(
            duties=tuple(duties[u] for u in sorted(duties)),
            displaced=tuple(
                (u, code, notes) for u in sorted(displaced) for code, notes in displaced[u]
            ),
            unaddressed=tuple(sorted(unaddressed)),
        )

    def _displaced(
        self, candidates: set[int], bits: int
    ) -> dict[int, tuple[tuple[str, tuple[str, ...]], ...]]:
        """Return the candidates that yield, each with the norms that displace it."""
        units = self.program.units
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

    def _recipients(
        self, unit: Unit, acting: list[set[str]], sources: tuple[int, ...]
    ) -> tuple[str, ...]:
        to = set(unit.fixed)
        if unit.acting >= 0:
            to |= acting[unit.acting] - {unit.bearer}
        if unit.senders:
            to |= {self.program.units[source].bearer for source in sources}
        return tuple(sorted(to))

    def _condition(self, sources: tuple[int, ...], duties: Mapping[int, OutcomeDuty]) -> str | None:
        """Return the alternative norm behind all sources, or None where one source is firm."""
        found = set()
        for source in sources:
            norm = self.program.units[source].norm
            condition = norm.code if norm.alternative_to else duties[source].conditional_on
            if condition is None:
                return None
            found.add(condition)
        return ";".join(sorted(found, key=norm_key))
