"""From an incident to its decision: outcome, grounds, open questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import msgspec

from ..compilation.program import Program, Unit
from ..model.decision import (
    Decision,
    Displaced,
    Duty,
    DutyGround,
    FactGround,
    Ground,
    MechanismStamp,
    OpenQuestion,
    Unaddressed,
)
from ..model.incident import Incident
from ..model.rulebase import RuleBase, Trigger, norm_key
from .evaluator import Evaluator, Facts, Held
from .open_questions import OpenQuestions, suppose
from .outcome import NOTHING, Outcome, OutcomeDuty
from .scope import Scope

Infer = Callable[[list[Incident]], Sequence[Outcome]]
"""Another engine: from incidents to their outcomes."""

_MEMO_LIMIT = 1 << 14


class Body(msgspec.Struct, frozen=True):
    """All of a decision but the name of the incident and the notes on its record."""

    applicable: bool
    reason: str | None = None
    reason_text: dict[str, str] | None = None
    duties: tuple[Duty, ...] = ()
    displaced: tuple[Displaced, ...] = ()
    unaddressed: tuple[Unaddressed, ...] = ()
    open: tuple[OpenQuestion, ...] = ()
    interpretations: tuple[str, ...] = ()


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
        self._broader = {
            (facet, c.code): c.broader for c in rulebase.concepts for facet in c.facets
        }
        self._bodies: dict[tuple[object, ...], Body] = {}
        self._duties: dict[tuple[object, ...], Duty] = {}

    def decide(self, incident: Incident) -> Decision:
        """Return the decision on an incident, with every ground and open question."""
        return self.decision(incident, self.body(incident.values, incident.unknown))

    def decision(self, incident: Incident, body: Body) -> Decision:
        """Put the name of an incident and the notes on its record to a body."""
        return Decision(
            incident=incident.id,
            applicable=body.applicable,
            mechanism=self.stamp,
            reason=body.reason,
            reason_text=body.reason_text,
            duties=body.duties,
            displaced=body.displaced,
            unaddressed=body.unaddressed,
            open=body.open,
            interpretations=body.interpretations,
            notes=incident.notes,
        )

    def body(self, facts: Facts, unknown: Sequence[str]) -> Body:
        """Return what follows from facts; equal facts give the very same value."""
        key = (tuple(unknown), *map(facts.get, self._facets))
        body = self._bodies.get(key)
        if body is None:
            body = self._body(facts, unknown)
            if len(self._bodies) >= _MEMO_LIMIT:
                self._bodies.clear()
            self._bodies[key] = body
        return body

    def held(self, facts: Facts) -> tuple[Held, int]:
        """Return what the facts establish, and the bits of the norms that hold then and there."""
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
        return self.explain(
            facts, held, outcome, self.questions.ask(facts, unknown, limits, outcome)
        )

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
        return self.explain(
            facts, held, outcome, self.questions.compare(outcome, trials, after)
        )

    def explain(
        self, facts: Facts, held: Held, outcome: Outcome, questions: tuple[OpenQuestion, ...]
    ) -> Body:
        """Put words, grounds and interpretations to an outcome, whichever engine inferred it."""
        units = self.evaluator.program.units
        displaced = tuple(
            Displaced(
                norm=units[unit].norm.code, bearer=units[unit].bearer, by=by, interpretations=notes
            )
            for unit, by, notes in outcome.displaced
        )
        duties = tuple(self._duty(facts, held, duty) for duty in outcome.duties)
        rests: set[str] = {note for row in (*duties, *displaced) for note in row.interpretations}
        for duty in outcome.duties:
            rests.update(self._awareness_notes(units[duty.unit], held))
        return Body(
            applicable=True,
            duties=duties,
            displaced=displaced,
            unaddressed=tuple(
                Unaddressed(norm=units[unit].norm.code, bearer=units[unit].bearer)
                for unit in outcome.unaddressed
            ),
            open=questions,
            interpretations=tuple(
                i.code for i in self.rulebase.interpretations if i.code in rests
            ),
        )

    # ------------------------------------------------------------ duties and their grounds

    def _duty(self, facts: Facts, held: Held, found: OutcomeDuty) -> Duty:
        unit = self.evaluator.program.units[found.unit]
        facet = self._placed.get(unit.bearer)
        place = next(iter(facts.get(facet, ())), None) if facet else None
        day = self.scope.day(facts) if unit.norm.due_days is not None else None
        knowers = (
            (self.evaluator.program.knowledge, held.informed)
            if any(t.known_to_bearer for t in unit.triggers)
            else None
        )
        relevant = unit.facets if knowers is None else (*unit.facets, *knowers[0])
        key = (
            found, held.bits & unit.mask, place, day,
            None if knowers is None else knowers[1], *map(facts.get, relevant),
        )
        duty = self._duties.get(key)
        if duty is None:
            duty = self._make_duty(unit, facts, held, found, place)
            if len(self._duties) >= _MEMO_LIMIT:
                self._duties.clear()
            self._duties[key] = duty
        return duty

    def _make_duty(
        self, unit: Unit, facts: Facts, held: Held, found: OutcomeDuty, place: str | None
    ) -> Duty:
        norm = unit.norm
        day = self.scope.day(facts)
        due = None
        if norm.due_days is not None and day is not None:
            due = (day + timedelta(days=norm.due_days)).isoformat()
        names = self.questions.names
        because = (
            tuple(DutyGround(names[s].norm, names[s].bearer) for s in sorted(found.sources, key=lambda s: (norm_key(names[s].norm), names[s].bearer)))
            if found.sources
            else self._grounds(unit, facts, held)
        )
        return Duty(
            norm=norm.code,
            article=norm.article,
            bearer=unit.bearer,
            mode=norm.mode,
            role=norm.role,
            action=norm.action,
            quote=norm.quote.exact,
            bearer_place=place,
            to=found.to,
            due=due,
            recurs=norm.recurrence,
            urgency=norm.urgency,
            because=because,
            interpretations=norm.interpretations,
            alternative_to=norm.alternative_to,
            conditional_on=found.conditional_on,
            triggers=tuple(t.name for t in self._holding(unit, held)),
        )

    @staticmethod
    def _holding(unit: Unit, held: Held) -> list[Trigger]:
        """Return the triggers that hold; those that follow from duties have no facts to test."""
        if unit.triggers[0].follows:
            return list(unit.triggers)
        return [t for bit, t in zip(unit.bits, unit.triggers, strict=True) if held.bits >> bit & 1]

    def _grounds(self, unit: Unit, facts: Facts, held: Held) -> tuple[Ground, ...]:
        """Return every stated value that satisfies a test of a trigger that holds, each once,
        then who knows, then the duties by which the bearer learns of it.
        """
        triggers = self._holding(unit, held)
        known = any(trigger.known_to_bearer for trigger in triggers)
        knowledge = self.evaluator.program.knowledge if known else ()
        grounds: list[Ground] = []
        for facet in self._facets:
            tests = [test for trigger in triggers for test in trigger.tests if test.facet == facet]
            anything = any(test.any_value for test in tests)
            named = {value for test in tests for value in test.any_of}
            for value in facts.get(facet, ()):
                if anything or (facet in knowledge and value == unit.bearer):
                    grounds.append(FactGround(facet, value))
                    continue
                nearest = self._nearest(facet, value, named)
                if nearest is not None:
                    grounds.append(FactGround(facet, value, None if nearest == value else nearest))
        if known:
            names = self.questions.names
            grounds += [
                DutyGround(names[report].norm, names[report].bearer)
                for agency, reports in held.informed
                if agency == unit.bearer
                for report in reports
            ]
        return tuple(grounds)

    def _nearest(self, facet: str, value: str, named: set[str]) -> str | None:
        """Return the value itself if a test names it, else the nearest broader one that is named."""
        level: tuple[str, ...] = (value,)
        seen: set[str] = set()
        while level:
            for step in level:
                if step in named:
                    return step
            seen.update(level)
            level = tuple(
                parent
                for step in level
                for parent in self._broader.get((facet, step), ())
                if parent not in seen
            )
        return None

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
