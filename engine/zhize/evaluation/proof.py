"""Why an agency has its duties: the proof of each, from the outcome of the compiled engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.decision import DutyName
from .broader import Broader
from .evaluator import Facts, Held
from .outcome import Outcome
from .proof_steps import (
    AS_SENDER,
    BY_NORM,
    BY_RULE,
    CONDITION_FAILS,
    DISPLACED,
    NOT_TRIGGERED,
    Clause,
    Displaces,
    Fact,
    Knowledge,
    LeftOut,
    Proof,
    Reach,
    Recipient,
    Reference,
    TestMet,
    TriggerHolds,
    Why,
    Withstands,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..compilation.program import Unit
    from ..model.decision import Duty
    from ..model.incident import Incident
    from ..model.rulebase import Norm, Trigger
    from .decider import Decider

IN_FORCE = "in-force"
"""The mode of a norm that only says from when the mechanism holds."""


class Prover:
    """Proves the duties that a decider finds."""

    def __init__(self, decider: Decider) -> None:
        self.decider = decider
        self.broader = Broader(decider.rulebase)
        self._in_force = tuple(n for n in decider.rulebase.norms if n.mode == IN_FORCE)

    def why(self, incident: Incident, agency: str) -> Why:
        """Return the proofs of an agency's duties in an incident.

        Args:
            incident: A checked incident.
            agency: Code of the agency.
        """
        decider, facts = self.decider, incident.values
        body = decider.body(facts, incident.unknown)
        bears = any(agency in norm.bearers for norm in decider.rulebase.norms)
        place = self.place_of(agency, facts)
        if not body.applicable:
            return Why(
                incident=incident.id, agency=agency, agency_place=place, applicable=False,
                reason=body.reason, reason_text=body.reason_text, bears=bears,
                mechanism=decider.stamp,
            )  # fmt: skip
        case = Case(self, facts, body.duties)
        proofs = case.prove(agency)
        others = () if proofs else tuple(DutyName(d.norm, d.bearer) for d in body.duties)
        return Why(
            incident=incident.id, agency=agency, agency_place=place, applicable=True,
            reach=self.reach(facts), proofs=proofs, bears=bears, instead=others,
            mechanism=decider.stamp,
        )  # fmt: skip

    def place_of(self, agency: str, facts: Facts) -> str | None:
        """Return the place that tells which one of an agency is meant, where there are several."""
        for known in self.decider.rulebase.agencies:
            if known.code == agency and known.placed_by:
                return next(iter(facts.get(known.placed_by, ())), None)
        return None

    def reach(self, facts: Facts) -> Reach:
        """Return why the mechanism reaches an incident that it does reach."""
        info = self.decider.rulebase.info
        uses = [self.decider.rulebase.facet_serving(u) for u in ("date-known", "jurisdiction")]
        return Reach(
            facts=tuple(
                Fact(fact=facet.code, value=value)
                for facet in uses
                if facet is not None
                for value in facts.get(facet.code, ())
            ),
            valid_from=None if info.valid_from is None else info.valid_from.isoformat(),
            valid_until=None if info.valid_until is None else info.valid_until.isoformat(),
            applies_in=info.applies_in,
            clauses=tuple(clause_of(norm) for norm in self._in_force),
            interpretations=tuple(
                dict.fromkeys((*info.time_interpretations, *info.place_interpretations))
            ),
        )


class Case:
    """One incident that the mechanism reaches, with all that the engine found in it.

    Attributes:
        facts, held, outcome: What is stated, what that establishes, what follows.
    """

    def __init__(self, prover: Prover, facts: Facts, duties: Iterable[Duty]) -> None:
        self.facts = facts
        self.held: Held = prover.decider.held(facts)[0]
        evaluator = prover.decider.evaluator
        self.outcome: Outcome = evaluator.outcome(self.held)
        self._prover = prover
        self._program = evaluator.program
        self._units = evaluator.program.units
        self._duties = dict(zip([duty.unit for duty in self.outcome.duties], duties, strict=True))
        self._found = {duty.unit: duty for duty in self.outcome.duties}
        self._displaced = {unit for unit, _, _ in self.outcome.displaced}
        self._edges = evaluator.tables.edges
        self._shown: set[int] = set()

    def prove(self, agency: str) -> tuple[Proof, ...]:
        """Return the proofs of all duties of an agency; what two of them share is shown once."""
        roots = [unit for unit in self._found if self._units[unit].bearer == agency]
        self._shown = set(roots)
        return tuple(self._proof(unit) for unit in roots)

    def candidate(self, index: int) -> bool:
        """Tell whether the norm of a unit holds, displaced or not."""
        unit = self._units[index]
        if unit.triggers[0].follows:
            return index in self._found or index in self.outcome.unaddressed
        return bool(self.held.bits & unit.mask)

    # ------------------------------------------------------------ one duty

    def _step(self, index: int) -> Proof | Reference:
        """Return the proof of a duty, or a reference where it is shown elsewhere."""
        if index in self._shown:
            unit = self._units[index]
            return Reference(norm=unit.norm.code, bearer=unit.bearer, clause=clause_of(unit.norm))
        self._shown.add(index)
        return self._proof(index)

    def _proof(self, index: int) -> Proof:
        unit = self._units[index]
        norm, duty = unit.norm, self._duties.get(index)
        return Proof(
            norm=norm.code,
            bearer=unit.bearer,
            bearer_place=self._prover.place_of(unit.bearer, self.facts),
            arises=duty is not None,
            mode=norm.mode,
            role=norm.role,
            action=norm.action,
            clause=clause_of(norm),
            also=tuple(
                Clause(
                    norm=norm.code, article=norm.article, provision=norm.provision, quote=q.exact
                )
                for q in norm.also_quotes
            ),
            to=() if duty is None else duty.to,
            due=None if duty is None else duty.due,
            urgency=norm.urgency,
            alternative_to=norm.alternative_to,
            conditional_on=None if duty is None else duty.conditional_on,
            valid_from=None if norm.valid_from is None else norm.valid_from.isoformat(),
            valid_until=None if norm.valid_until is None else norm.valid_until.isoformat(),
            applies_in=norm.applies_in,
            triggers=self._triggers(index, unit),
            recipients=self._recipients(index, unit),
            left_out=self.left_out(index),
            displaces=self._displaces(index),
            withstands=self._withstands(index),
        )

    def _triggers(self, index: int, unit: Unit) -> tuple[TriggerHolds, ...]:
        if unit.triggers[0].follows:
            sources = self._found[index].sources if index in self._found else ()
            return tuple(
                TriggerHolds(
                    name=trigger.name, follows=tuple(self._step(source) for source in mine)
                )
                for trigger in unit.triggers
                if (mine := [s for s in sources if self._units[s].norm.code in trigger.follows])
            )
        return tuple(
            self._trigger(trigger, unit)
            for bit, trigger in zip(unit.bits, unit.triggers, strict=True)
            if self.held.bits >> bit & 1
        )

    def _trigger(self, trigger: Trigger, unit: Unit) -> TriggerHolds:
        tests = []
        for test in trigger.tests:
            facts = []
            for value in self.facts.get(test.facet, ()):
                broader = self._prover.broader.meets(test, value)
                if broader is not None:
                    as_ = None if broader == value else broader
                    facts.append(Fact(fact=test.facet, value=value, as_=as_))
            tests.append(
                TestMet(
                    field=test.facet,
                    any_of=test.any_of,
                    any_value=test.any_value,
                    facts=tuple(facts),
                )
            )
        knowledge = self._knowledge(unit.bearer) if trigger.known_to_bearer else None
        return TriggerHolds(name=trigger.name, tests=tuple(tests), knowledge=knowledge)

    def _knowledge(self, agency: str) -> Knowledge:
        reports = [report for who, found in self.held.informed if who == agency for report in found]
        notes = [n for r in reports for n in self._units[r].norm.awareness_interpretations]
        return Knowledge(
            facts=self._named(agency, self._program.knowledge),
            made_aware_by=tuple(self._step(report) for report in reports),
            interpretations=tuple(dict.fromkeys(notes)),
        )

    def _named(self, agency: str, fields: Iterable[str]) -> tuple[Fact, ...]:
        """Return the facts by which some fields of the record name an agency."""
        return tuple(
            Fact(fact=field, value=agency)
            for field in fields
            if agency in self.facts.get(field, ())
        )

    # ------------------------------------------------------------ recipients

    def _recipients(self, index: int, unit: Unit) -> tuple[Recipient, ...]:
        found = self._found.get(index)
        if found is None:
            return ()
        rows = []
        for agency in found.to:
            senders = [s for s in found.sources if self._units[s].bearer == agency]
            if agency in unit.fixed:
                row = Recipient(agency=agency, how=BY_NORM)
            elif unit.senders and senders:
                row = Recipient(
                    agency=agency,
                    how=AS_SENDER,
                    rule=unit.norm.recipient_rule,
                    because=tuple(self._step(source) for source in senders),
                )
            else:
                row = Recipient(
                    agency=agency,
                    how=BY_RULE,
                    rule=unit.norm.recipient_rule,
                    because=tuple(self._step(u) for u in self._acting(unit, agency)),
                )
            rows.append(row)
        return tuple(rows)

    def _acting(self, unit: Unit, agency: str) -> list[int]:
        """Return the units by which an agency acts, as the unit's recipient rule counts it."""
        if unit.acting < 0:
            return []
        return [
            u
            for u in sorted(self._program.acting_rules[unit.acting].units)
            if self._units[u].bearer == agency
            and self.held.bits & self._units[u].mask
            and u not in self._displaced
        ]

    def left_out(self, index: int) -> tuple[LeftOut, ...]:
        """Return the agencies that act and are not told because the record names them."""
        unit = self._units[index]
        if unit.acting < 0 or not self.candidate(index):
            return ()
        rule = self._program.acting_rules[unit.acting]
        agencies = sorted({self._units[u].bearer for u in rule.units} - {unit.bearer})
        rows = []
        for agency in agencies:
            facts = self._named(agency, rule.except_named_in)
            acts = self._acting(unit, agency) if facts else []
            if acts and agency not in unit.fixed:
                names = tuple(DutyName(self._units[u].norm.code, agency) for u in acts)
                rows.append(LeftOut(agency=agency, rule=rule.code, duties=names, facts=facts))
        return tuple(rows)

    # ------------------------------------------------------------ exceptions

    def _displaces(self, index: int) -> tuple[Displaces, ...]:
        if index in self._displaced:
            return ()
        rows = []
        for low in sorted(self._displaced):
            for high, condition, notes in self._edges[low]:
                if high == index and (not condition or condition & self.held.bits):
                    unit = self._units[low]
                    row = Displaces(
                        norm=unit.norm.code,
                        bearer=unit.bearer,
                        clause=clause_of(unit.norm),
                        interpretations=notes,
                    )
                    rows.append(row)
        return tuple(dict.fromkeys(rows))

    def _withstands(self, index: int) -> tuple[Withstands, ...]:
        rows = []
        for high, _, _ in self._edges.get(index, ()):
            unit = self._units[high]
            if not self.candidate(high):
                status = NOT_TRIGGERED
            elif high in self._displaced:
                status = DISPLACED
            else:
                status = CONDITION_FAILS
            row = Withstands(
                norm=unit.norm.code,
                bearer=unit.bearer,
                clause=clause_of(unit.norm),
                status=status,
            )
            rows.append(row)
        return tuple(dict.fromkeys(rows))


def clause_of(norm: Norm) -> Clause:
    """Return the words that a norm rests on."""
    return Clause(
        norm=norm.code,
        article=norm.article,
        provision=norm.provision,
        quote=norm.quote.exact,
        interpretations=norm.interpretations,
    )
