"""Why a norm is no duty of an agency, and the smallest change of facts that would make it one."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from ..compilation.compiler import TRIGGERED
from ..model.decision import DutyName
from .broader import Broader
from .changes import ChangeSet, Editor
from .clauses import TooManyClauses
from .conditions import Conditions
from .evaluator import Facts
from .proof import Case, Prover, clause_of
from .search import Found, cheapest
from .settings import Setting, Settings, joined_spans
from .why_not_steps import (
    DISPLACED,
    FAILED,
    INAPPLICABLE,
    IS_DUTY,
    NOT_TRIGGERED,
    OUT_OF_PLACE,
    OUT_OF_TIME,
    SATISFIED,
    UNADDRESSED,
    UNKNOWN,
    UNTRIGGERED,
    FollowState,
    KnowledgeState,
    NormAnswer,
    Remedy,
    TestState,
    TriggerState,
    WhyNot,
    YieldsTo,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..model.incident import Incident
    from ..model.rulebase import Norm, Test, Trigger
    from .changes import Change, Check
    from .proof_steps import LeftOut

Row = tuple[int, Setting, Found]
"""The whole cost of some changes, the time and place, and what would then be stated."""

SHOWN = 20
"""Equally small changes that an answer lists; the others are counted."""

_EXAMINED = 40
"""Changes that are held against the record shapes to find the best of them."""


class Counterfactuals:
    """Answers why not, for one mechanism; what it learns about norms is kept.

    Args:
        prover: Proves what does hold.
        check: Holds an incident against the record shapes.
    """

    def __init__(self, prover: Prover, check: Check) -> None:
        self._prover = prover
        self._decider = prover.decider
        self._program = prover.decider.evaluator.program
        rulebase = prover.decider.rulebase
        self.conditions = Conditions(rulebase, self._program)
        self.settings = Settings(rulebase, self._program, prover.decider.scope)
        self.editor = Editor(rulebase, check)
        self._broader = Broader(rulebase)
        self._units = {(u.norm.code, u.bearer): i for i, u in enumerate(self._program.units)}
        self._facets = {facet.code: facet for facet in rulebase.facets}
        self._borne: dict[str, list[Norm]] = {}
        reports: dict[str, list[str]] = {}
        for one in rulebase.norms:
            for bearer in dict.fromkeys(one.bearers):
                self._borne.setdefault(bearer, []).append(one)
            for told in one.makes_aware:
                reports.setdefault(told, []).append(one.code)
        self._reports = {told: tuple(codes) for told, codes in reports.items()}

    def why_not(self, incident: Incident, agency: str, norm: str | None = None) -> WhyNot:
        """Return how the norms of an agency stand in an incident.

        Args:
            incident: A checked incident.
            agency: Code of the agency.
            norm: Only this one, which the agency bears; by default all that are no duties.
        """
        decider, facts = self._decider, incident.values
        reason = decider.scope.reason(facts)
        case = None
        if reason is None:
            body = decider.body(facts, incident.unknown)
            case = Case(self._prover, facts, body.duties)
        mine = [n for n in self._borne.get(agency, ()) if norm in (None, n.code)]
        remedies: dict[int, Remedy] = {}
        answers = [self._answer(n, agency, incident, case, remedies) for n in mine]
        return WhyNot(
            incident=incident.id,
            agency=agency,
            agency_place=self._prover.place_of(agency, facts),
            applicable=reason is None,
            reason=reason,
            reason_text=None if reason is None else decider.scope.reason_text(reason, facts),
            interpretations=() if reason is None else decider.scope.interpretations(reason),
            norms=tuple(a for a in answers if norm is not None or a.status != IS_DUTY),
            duties=tuple(a.norm for a in answers if a.status == IS_DUTY),
            mechanism=decider.stamp,
        )

    def _answer(
        self,
        norm: Norm,
        agency: str,
        incident: Incident,
        case: Case | None,
        remedies: dict[int, Remedy],
    ) -> NormAnswer:
        """Return how one norm stands; norms of the very same conditions share a remedy."""
        index = self._units.get((norm.code, agency))
        status = self._status(norm, index, incident.values, case)
        triggers: Sequence[TriggerState] = ()
        left_out: tuple[LeftOut, ...] = ()
        displaced_by: tuple[YieldsTo, ...] = ()
        remedy = None
        if index is not None and status != IS_DUTY:
            triggers = [self._trigger(t, agency, incident, case) for t in norm.triggers]
            if case is not None and status == UNADDRESSED:
                left_out = case.left_out(index)
            if case is not None and status == DISPLACED:
                displaced_by = self._displaced_by(index, case)
            try:
                conditions = id(self.conditions.of_duty(index))
            except TooManyClauses:
                conditions = -1 - index
            if conditions not in remedies:
                remedies[conditions] = self.remedy(incident, index)
            remedy = remedies[conditions]
            triggers = sorted(triggers, key=lambda trigger: _farness(trigger, remedy))
        return NormAnswer(
            norm=norm.code,
            bearer=agency,
            mode=norm.mode,
            role=norm.role,
            action=norm.action,
            recurs=norm.recurrence,
            clause=clause_of(norm),
            status=status,
            valid_from=None if norm.valid_from is None else norm.valid_from.isoformat(),
            valid_until=None if norm.valid_until is None else norm.valid_until.isoformat(),
            applies_in=norm.applies_in,
            triggers=tuple(triggers),
            displaced_by=displaced_by,
            left_out=left_out,
            remedy=remedy,
        )

    def _status(self, norm: Norm, index: int | None, facts: Facts, case: Case | None) -> str:
        if norm.mode not in TRIGGERED or index is None:
            return UNTRIGGERED
        if case is None:
            return INAPPLICABLE
        if any(duty.unit == index for duty in case.outcome.duties):
            return IS_DUTY
        if any(unit == index for unit, _, _ in case.outcome.displaced):
            return DISPLACED
        if index in case.outcome.unaddressed:
            return UNADDRESSED
        day = self._decider.scope.day(facts)
        if (norm.valid_from and (day is None or day < norm.valid_from)) or (
            norm.valid_until and (day is None or day > norm.valid_until)
        ):
            return OUT_OF_TIME
        if norm.applies_in and not self._decider.scope.places(facts) & set(norm.applies_in):
            return OUT_OF_PLACE
        return NOT_TRIGGERED

    def _displaced_by(self, index: int, case: Case) -> tuple[YieldsTo, ...]:
        """Return the norms that a displaced one yields to, each with its bearers here."""
        rows = []
        displaced = {unit for unit, _, _ in case.outcome.displaced}
        for high, condition, notes in self._decider.evaluator.tables.edges.get(index, ()):
            if (
                case.candidate(high)
                and high not in displaced
                and (not condition or condition & case.held.bits)
            ):
                unit = self._program.units[high]
                row = YieldsTo(
                    norm=unit.norm.code,
                    bearer=unit.bearer,
                    clause=clause_of(unit.norm),
                    interpretations=notes,
                )
                rows.append(row)
        return tuple(dict.fromkeys(rows))

    # ------------------------------------------------------------ what failed

    def _trigger(
        self, trigger: Trigger, agency: str, incident: Incident, case: Case | None
    ) -> TriggerState:
        return TriggerState(
            name=trigger.name,
            tests=tuple(self._test(test, incident) for test in trigger.tests),
            knowledge=self._knowledge(agency, incident, case) if trigger.known_to_bearer else None,
            follows=self._follows(trigger, agency, case) if trigger.follows else None,
        )

    def _test(self, test: Test, incident: Incident) -> TestState:
        stated = incident.values.get(test.facet, ())
        meeting = tuple(v for v in stated if self._broader.meets(test, v) is not None)
        status = SATISFIED if meeting else UNKNOWN if self._open(test.facet, incident) else FAILED
        return TestState(
            field=test.facet,
            any_of=test.any_of,
            any_value=test.any_value,
            status=status,
            stated=stated,
            meeting=meeting,
        )

    def _open(self, field: str, incident: Incident) -> bool:
        """Tell whether more may hold on a field than is stated."""
        stated = incident.values.get(field)
        if stated is None:
            return True
        return field in incident.unknown and (not stated or self._facets[field].many)

    def _knowledge(self, agency: str, incident: Incident, case: Case | None) -> KnowledgeState:
        fields = [f for f in self._program.knowledge if agency in self._facets[f].values]
        named = [f for f in fields if agency in incident.values.get(f, ())]
        aware: list[DutyName] = []
        for who, reports in case.held.informed if case is not None else ():
            if who == agency:
                units = [self._program.units[report] for report in reports]
                aware += [DutyName(unit.norm.code, unit.bearer) for unit in units]
        if named or aware:
            status = SATISFIED
        else:
            status = UNKNOWN if any(self._open(f, incident) for f in fields) else FAILED
        return KnowledgeState(
            status=status,
            fields=tuple(fields),
            named_in=tuple(named),
            reports=self._reports.get(agency, ()),
            made_aware_by=tuple(aware),
        )

    def _follows(self, trigger: Trigger, agency: str, case: Case | None) -> FollowState:
        rows = []
        for duty in case.outcome.duties if case is not None else ():
            unit = self._program.units[duty.unit]
            if unit.norm.code in trigger.follows:
                rows.append((DutyName(unit.norm.code, unit.bearer), duty.to))
        told = any(agency in to for _, to in rows)
        return FollowState(
            status=SATISFIED if told else FAILED, norms=trigger.follows, duties=tuple(rows)
        )

    # ------------------------------------------------------------ the smallest change

    def remedy(self, incident: Incident, index: int) -> Remedy:
        """Return the smallest changes of a record under which a unit would be a duty.

        The minimum is over all additions, removals and replacements of values that decide
        anything, and over days and places. Changes that leave a record its shapes refuse are given
        only where no others are as small; where a smaller change of place leaves such a record,
        the other places that have to go with it are looked for.
        """
        try:
            found = self.smallest(incident.values, index)
        except TooManyClauses:
            return Remedy(possible=True, searched=False)
        if not found:
            return Remedy(possible=False)
        cost = found[0][0]
        best = self._best(incident, [row for row in found if row[0] == cost])
        if best.sets[0].refused:  # a change of place may need others to go with it
            for larger in sorted({row[0] for row in found} - {cost}):
                other = self._best(incident, [row for row in found if row[0] == larger])
                if not other.sets[0].refused:
                    return other
        return best

    def smallest(self, facts: Facts, index: int) -> list[Row]:
        """Return, for each time and place worth a try, the smallest changes of facts.

        Returns:
            The whole cost, the setting, and what would be stated; the smallest cost first.

        Raises:
            TooManyClauses: The conditions cannot be written down.
        """
        layout = self.conditions.layout
        clauses = self.conditions.of_duty(index)
        state = layout.state(facts)
        known: dict[int, Found | None] = {}
        rows = []
        for setting in self.settings.options(facts) if clauses else ():
            if setting.limits not in known:
                known[setting.limits] = cheapest(clauses, state, setting.limits, layout)
            found = known[setting.limits]
            if found is not None:
                rows.append((len(setting.changes) + found.cost, setting, found))
        return sorted(rows, key=lambda row: row[0])

    def _best(self, incident: Incident, rows: Sequence[Row]) -> Remedy:
        """Return the best of some changes of one size, those that leave a valid record first."""
        pairs = [(setting, state) for _, setting, found in rows for state in found.states]
        if len(rows) > 1 and any(c.not_before or c.not_after for c in rows[0][1].changes):
            ways = joined_spans([self._way(incident, *pair) for pair in pairs])
            count = len(ways)
            first: Iterator[list[Change]]
            first = iter(heapq.nsmallest(_EXAMINED, ways, key=self.editor.preference))
        else:  # what is not shown need not be put into words
            count = len(pairs)
            key = self._preference(incident)
            chosen = heapq.nsmallest(_EXAMINED, pairs, key=lambda pair: key(*pair))
            first = (self._way(incident, *pair) for pair in chosen)
        checked: list[ChangeSet] = []
        known, clean = self.editor.known(incident), 0
        for way in first:
            checked.append(self.editor.checked(incident, way, known))
            clean += not checked[-1].problems
            if clean == SHOWN:
                break
        checked.sort(key=lambda one: (one.refused, len(one.problems)))
        good = [one for one in checked if not one.refused]
        return Remedy(
            possible=True,
            cost=rows[0][0],
            sets=tuple((good or checked)[:SHOWN]),
            count=count - (len(checked) - len(good) if good else 0),
            complete=all(found.complete for _, _, found in rows),
        )

    def _preference(self, incident: Incident) -> Callable[[Setting, int], tuple[object, ...]]:
        """Return a sort key of states, in the sense of `Editor.preference`, but on bits."""
        layout = self.conditions.layout
        before = layout.state(incident.values)
        closed = 0
        for field, mask in zip(layout.facets, layout.masks, strict=True):
            closed |= 0 if self._open(field, incident) else mask

        def key(setting: Setting, state: int) -> tuple[object, ...]:
            new, gone = state & ~before, before & ~state
            replaced = 0
            if gone & layout.single and new & layout.single:
                both = [mask for mask in layout.masks if mask & gone and mask & new]
                replaced = sum(1 for mask in both if mask & layout.single)
            moved = len(setting.changes)
            weight = (new & closed).bit_count() + 3 * gone.bit_count() - 2 * replaced
            return gone.bit_count() + moved, weight, moved, new | gone

        return key

    def _way(self, incident: Incident, setting: Setting, state: int) -> list[Change]:
        """Return all changes that lead to a time, a place and what would be stated."""
        return [*setting.changes, *self._changes(incident, state)]

    def _changes(self, incident: Incident, state: int) -> list[Change]:
        """Return the changes that lead from a record to what would be stated."""
        layout = self.conditions.layout
        differs = state ^ layout.state(incident.values)
        wanted = {
            field: layout.values(state, rank)
            for rank, field in enumerate(layout.facets)
            if differs & layout.masks[rank]
        }
        return self.editor.between(incident, wanted)


def _farness(trigger: TriggerState, remedy: Remedy) -> tuple[int, int]:
    """Return the sort key of a trigger: the one that the first smallest change mends goes first."""
    mending = (n for n, change in enumerate(remedy.sets) if trigger.mended_by(change))
    return next(mending, len(remedy.sets)), trigger.missing
