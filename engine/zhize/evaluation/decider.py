"""From an incident to its decision: outcome, grounds, open questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

import msgspec
from msgspec.structs import replace

from ..compilation.program import Program, Unit
from ..model.decision import (
    Body,
    Decision,
    Displaced,
    Duty,
    DutyGround,
    FactGround,
    Ground,
    MechanismStamp,
    Unaddressed,
    decision_of,
)
from ..model.incident import Incident, Signature
from ..model.memo import Memo
from ..model.rulebase import RuleBase, Trigger, norm_key
from .broader import Broader
from .evaluator import Evaluator, Facts, Held
from .open_questions import OpenQuestions, suppose
from .outcome import NOTHING, Outcome
from .scope import Scope

Infer = Callable[[list[Incident]], Sequence[Outcome]]
"""Another engine: from incidents to their outcomes."""

Stated = Callable[[str, tuple[str, ...]], tuple[str, ...]]
"""How the values stated on a facet are looked up."""

_NOTHING: tuple[str, ...] = ()
_MEMO_LIMIT = 1 << 14


class _Standing(msgspec.Struct, frozen=True, eq=False):
    """What a duty says by itself while some triggers of its unit hold.

    Attributes:
        duty: The duty, but for what differs from incident to incident.
        tables: The grounds that values would give, by facet.
        known: The triggers ask for knowledge as well.
    """

    duty: Duty
    tables: tuple[tuple[str, _Grounds], ...]
    known: bool


class _Grounds(dict[str, FactGround | None]):
    """The ground that each value of a facet would give, worked out when it is first stated.

    Args:
        facet: The facet.
        values: All its values; a text that is none is no ground.
        named: Those that the tests name; None where they accept any.
        broader: Finds what a value counts as.
    """

    def __init__(
        self, facet: str, values: frozenset[str], named: frozenset[str] | None, broader: Broader
    ) -> None:
        super().__init__()
        self._facet, self._values, self._named, self._broader = facet, values, named, broader

    def __missing__(self, value: str) -> FactGround | None:
        if value not in self._values:
            return None
        nearest: str | None = value
        if self._named is not None:
            nearest = self._broader.nearest(self._facet, value, self._named)
        ground = None
        if nearest is not None:
            ground = FactGround(self._facet, value, None if nearest == value else nearest)
        self[value] = ground
        return ground


class Decider:
    """Decides incidents and explains each duty. Equal facts share one body."""

    def __init__(self, rulebase: RuleBase, program: Program) -> None:
        self.rulebase = rulebase
        self.evaluator = Evaluator(program)
        self.scope = Scope(rulebase)
        self.questions = OpenQuestions(rulebase, self.evaluator)
        self.stamp = MechanismStamp(rulebase.info.code, rulebase.info.version, rulebase.sha256)
        self._facets = tuple(
            f.code
            for f in sorted(rulebase.facets, key=lambda f: f.position)
            if f.kind in {"concept", "agency", "place"} or "date-known" in f.serves
        )
        self._placed = {a.code: a.placed_by for a in rulebase.agencies if a.placed_by}
        self._broader = Broader(rulebase)
        self._signed: Memo[Signature, Body] = Memo(_MEMO_LIMIT)
        self._bodies: Memo[tuple[object, ...], Body] = Memo(_MEMO_LIMIT)
        # Each unit with its bits, the facet that says where its bearer is, and whether it has a
        # deadline.
        self._units = tuple(
            (unit, unit.mask, self._placed.get(unit.bearer), unit.norm.due_days is not None)
            for unit in program.units
        )
        self._values = {
            f.code: frozenset(f.values)
            for f in sorted(rulebase.facets, key=lambda f: f.position)
            if f.kind in {"concept", "agency"}
        }
        self._standing: Memo[tuple[int, int], _Standing] = Memo(_MEMO_LIMIT)
        self._duties: Memo[tuple[object, ...], Duty] = Memo(_MEMO_LIMIT)
        self._sources: Memo[tuple[int, ...], tuple[DutyGround, ...]] = Memo(_MEMO_LIMIT)
        # Interpretations as bits, since nearly all duties of a decision rest on the same few.
        self._rank = {i.code: rank for rank, i in enumerate(rulebase.interpretations)}
        self._rests = tuple(self._resting(unit.norm.interpretations) for unit in program.units)
        self._resting_on: Memo[int, tuple[str, ...]] = Memo(_MEMO_LIMIT)

    def decide(self, incident: Incident, *, unchanged: bool = False) -> Decision:
        """Return the decision on an incident, with every ground and open question.

        Args:
            incident: The incident.
            unchanged: It comes straight from the reader, so that its signature still fits.
        """
        signature = incident.signature
        if signature is None or not (
            unchanged or signature.fits(incident.values, incident.unknown)
        ):
            return decision_of(
                incident.id, self.body(incident.values, incident.unknown), incident.notes
            )
        body = self._signed.get(signature)
        if body is None:
            body = self.body(incident.values, incident.unknown)
            self._signed.keep(signature, body)
        return decision_of(incident.id, body, incident.notes)

    def body(self, facts: Facts, unknown: Sequence[str]) -> Body:
        """Return what follows from facts; equal facts give the very same value."""
        key = (tuple(unknown), *map(facts.get, self._facets))
        body = self._bodies.get(key)
        if body is None:
            body = self._bodies.keep(key, self._body(facts, unknown))
        return body

    def held(self, facts: Facts) -> tuple[Held, int]:
        """Return what the facts establish, and the bits of the norms that hold then and there."""
        program = self.evaluator.program
        limits = program.all_bits
        if program.windows or program.areas:
            limits = self.evaluator.limits(self.scope.day(facts), self.scope.places(facts))
        return self.evaluator.held(facts, self.evaluator.by_facts(facts, limits)), limits

    def outcome(self, facts: Facts) -> Outcome:
        """Return the bare outcome: nothing outside the mechanism's time and place."""
        if self.scope.reason(facts) is not None:
            return NOTHING
        return self.evaluator.outcome(self.held(facts)[0])

    def outside(self, facts: Facts, reason: str) -> Body:
        """Return the body of a decision on an incident that the mechanism does not reach."""
        return Body(
            self.stamp,
            applicable=False,
            reason=reason,
            reason_text=self.scope.reason_text(reason, facts),
            interpretations=self.scope.interpretations(reason),
        )

    def _body(self, facts: Facts, unknown: Sequence[str]) -> Body:
        reason = self.scope.reason(facts)
        if reason is not None:
            return self.outside(facts, reason)
        held, limits = self.held(facts)
        outcome = self.evaluator.outcome(held)
        body = self.explain(facts, held, outcome)
        # A copy: the body may be asked long after somebody has changed what he gave.
        stated = {facet: facts[facet] for facet in self._facets if facet in facts}
        asked = (stated, tuple(unknown), limits, outcome)
        body.ask = partial(self.questions.ask, *asked)
        body.ask_facts = partial(self.questions.open_facts, *asked)
        return body

    def body_from(self, facts: Facts, unknown: Sequence[str], infer: Infer) -> Body:
        """Return what another engine infers, for the facts and for each that is unknown."""
        reason = self.scope.reason(facts)
        if reason is not None:
            return self.outside(facts, reason)
        trials = list(self.questions.suppositions(facts, unknown))
        supposed = (suppose(facts, facet, value) for facet, value in trials)
        outcome, *after = infer(
            [Incident(id="", values=dict(values)) for values in (facts, *supposed)]
        )
        held, _ = self.held(facts)
        body = self.explain(facts, held, outcome)
        body.found = self.questions.compare(outcome, trials, after)
        return body

    def explain(self, facts: Facts, held: Held, outcome: Outcome) -> Body:
        """Put words, grounds and interpretations to an outcome, whichever engine inferred it.

        The open questions are left to the caller.
        """
        units, rests = self.evaluator.program.units, 0
        for found in outcome.duties:
            rests |= self._rests[found.unit]
            if held.informed:
                rests |= self._resting(self._awareness_notes(units[found.unit], held))
        for _, _, notes in outcome.displaced:
            rests |= self._resting(notes)
        return Body(
            self.stamp,
            applicable=True,
            duties=self._duties_of(facts, held, outcome),
            displaced=tuple(
                [
                    Displaced(
                        norm=units[u].norm.code,
                        bearer=units[u].bearer,
                        by=by,
                        interpretations=notes,
                    )
                    for u, by, notes in outcome.displaced
                ]
            ),
            unaddressed=tuple(
                [
                    Unaddressed(norm=units[u].norm.code, bearer=units[u].bearer)
                    for u in outcome.unaddressed
                ]
            ),
            interpretations=self._codes_of(rests),
        )

    def _resting(self, interpretations: tuple[str, ...]) -> int:
        """Return interpretations as bits; one that the mechanism does not describe has none."""
        bits = 0
        for code in interpretations:
            if code in self._rank:
                bits |= 1 << self._rank[code]
        return bits

    def _codes_of(self, rests: int) -> tuple[str, ...]:
        """Return the codes of interpretations given as bits, in the order of the ontology."""
        codes = self._resting_on.get(rests)
        if codes is None:
            found = tuple([code for code, rank in self._rank.items() if rests >> rank & 1])
            codes = self._resting_on.keep(rests, found)
        return codes

    # ------------------------------------------------------------ duties and their grounds

    def _duties_of(self, facts: Facts, held: Held, outcome: Outcome) -> tuple[Duty, ...]:
        """Return the duties of an outcome; equal grounds give the very same duty."""
        units, bits, get, memo = self._units, held.bits, facts.get, self._standing
        day = self.scope.day(facts) if self.evaluator.program.uses_date else None
        duties = []
        for found in outcome.duties:
            index, sources = found.unit, found.sources
            unit, mask, place, dated = units[index]
            key = (index, bits & mask)
            standing = memo.get(key)
            if standing is None:
                standing = memo.keep(key, self._standing_of(unit, bits))
            grounds: tuple[Ground, ...]
            if sources:
                grounds = self._sources.get(sources) or self._duty_grounds(sources)
            else:
                grounds = self._grounds(unit, standing, get, held)
            where = get(place, _NOTHING) if place else _NOTHING
            known_as = (
                standing, found.to, grounds, found.conditional_on, where, day if dated else None,
            )  # fmt: skip
            duty = self._duties.get(known_as)
            if duty is None:
                duty = replace(
                    standing.duty,
                    to=found.to,
                    because=grounds,
                    conditional_on=found.conditional_on,
                    bearer_place=where[0] if where else None,
                    due=_due(unit, day) if dated else None,
                )
                self._duties.keep(known_as, duty)
            duties.append(duty)
        return tuple(duties)

    def _standing_of(self, unit: Unit, bits: int) -> _Standing:
        """Return what a duty says while these triggers hold, and the values that are grounds."""
        norm, triggers = unit.norm, self._holding(unit, bits)
        duty = Duty(
            norm=norm.code,
            article=norm.article,
            bearer=unit.bearer,
            mode=norm.mode,
            role=norm.role,
            action=norm.action,
            quote=norm.quote.exact,
            recurs=norm.recurrence,
            urgency=norm.urgency,
            interpretations=norm.interpretations,
            alternative_to=norm.alternative_to,
            triggers=tuple(t.name for t in triggers),
        )
        known = any(trigger.known_to_bearer for trigger in triggers)
        tables = []
        for facet, values in self._values.items():
            tests = [test for trigger in triggers for test in trigger.tests if test.facet == facet]
            knows = known and facet in self.evaluator.program.knowledge
            if not tests and not knows:
                continue
            anything = any(test.any_value for test in tests)
            named = frozenset(value for test in tests for value in test.any_of)
            table = _Grounds(facet, values, None if anything else named, self._broader)
            if knows:
                table[unit.bearer] = FactGround(facet, unit.bearer)
            tables.append((facet, table))
        return _Standing(duty, tuple(tables), known)

    @staticmethod
    def _holding(unit: Unit, bits: int) -> list[Trigger]:
        """Return the triggers that hold; those that follow from duties have no facts to test."""
        if unit.triggers[0].follows:
            return list(unit.triggers)
        return [t for bit, t in zip(unit.bits, unit.triggers, strict=True) if bits >> bit & 1]

    def _grounds(
        self, unit: Unit, standing: _Standing, get: Stated, held: Held
    ) -> tuple[Ground, ...]:
        """Return every ground that holds, each once.

        Stated values that satisfy a test of a trigger that holds come first, and who knows; then
        the duties by which the bearer learns of the matter.
        """
        grounds: list[Ground] = []
        for facet, table in standing.tables:
            for value in get(facet, _NOTHING):
                ground = table[value]
                if ground is not None:
                    grounds.append(ground)
        if standing.known and held.informed:
            names = self.questions.names
            for agency, reports in held.informed:
                if agency == unit.bearer:
                    grounds += [DutyGround(names[r].norm, names[r].bearer) for r in reports]
        return tuple(grounds)

    def _duty_grounds(self, sources: tuple[int, ...]) -> tuple[DutyGround, ...]:
        """Return earlier duties as grounds, in the order of the norms."""
        named = sorted(
            [self.questions.names[source] for source in sources],
            key=lambda name: (norm_key(name.norm), name.bearer),
        )
        found = tuple([DutyGround(name.norm, name.bearer) for name in named])
        return self._sources.keep(sources, found)

    def _awareness_notes(self, unit: Unit, held: Held) -> tuple[str, ...]:
        """Return the interpretations behind knowledge that comes from a duty to report."""
        if not any(trigger.known_to_bearer for trigger in unit.triggers):
            return ()
        return tuple(
            note
            for agency, reports in held.informed
            if agency == unit.bearer
            for report in reports
            for note in self.evaluator.program.units[report].norm.awareness_interpretations
        )


def _due(unit: Unit, day: date | None) -> str | None:
    """Return the day by which a duty is due that is known from a day, where the norm sets one."""
    if day is None or unit.norm.due_days is None:
        return None
    return (day + timedelta(days=unit.norm.due_days)).isoformat()
