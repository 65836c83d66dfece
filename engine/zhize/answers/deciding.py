"""Duties for a question: the engine decides a situation, a topic finds a standing norm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.decision import Duty
from ..model.incident import Incident

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..evaluation.decider import Decider
    from ..model.decision import Decision
    from ..model.rulebase import Norm, RuleBase
    from .question import Facts

ACT, NOTIFY, FEEDBACK = "act", "notify", "feedback"


class Decisions:
    """Decides situations that a question describes."""

    def __init__(self, rulebase: RuleBase, decider: Decider) -> None:
        self.rulebase = rulebase
        self._decider = decider
        self.norms = {norm.code: norm for norm in rulebase.norms}
        self.knowledge = tuple(f.code for f in rulebase.facets if "knowledge" in f.serves)
        self._knowers = {f.code: frozenset(f.values) for f in rulebase.facets}
        self._date = rulebase.facet_serving("date-known")
        self._roles = {role.code: role.position for role in rulebase.roles}
        self._bearers = frozenset(
            b for n in rulebase.norms if n.mode != "in-force" for b in n.bearers
        )

    def decide(self, facts: Mapping[str, tuple[str, ...]], knower: str | None = None) -> Decision:
        """Decide a situation on a day on which the mechanism holds.

        Args:
            facts: Values by facet.
            knower: An agency that has discovered it.
        """
        values = dict(facts)
        if knower is not None and self.knowledge and knower in self._knowers[self.knowledge[0]]:
            values[self.knowledge[0]] = (knower,)
        if self._date is not None and self._date.code not in values:
            first = self.rulebase.info.valid_from or self.rulebase.info.valid_until
            if first is not None:
                values[self._date.code] = (first.isoformat(),)
        return self._decider.decide(Incident(id="?", values=values))

    def acts(self, duties: Iterable[Duty]) -> list[Duty]:
        """Return the duties to act, the most responsible first.

        Who investigates by its own competence goes before who leads, and both before the rest:
        a question who is responsible asks for the former.
        """
        primary, lead = self._roles.get("primary", 2), self._roles.get("lead", 1)
        swapped = {primary: lead, lead: primary}

        def rank(duty: Duty) -> int:
            position = self._roles.get(duty.role or "", 99)
            return swapped.get(position, position)

        found = [d for d in duties if d.mode == ACT and d.conditional_on is None]
        return sorted((d for d in found if not _follows(d)), key=rank)

    def bears(self, agency: str) -> bool:
        """Tell whether an agency bears norms that incidents trigger."""
        return agency in self._bearers

    def witness(self, norm: Norm, bearer: str) -> Facts | None:
        """Return facts, one value a test, that trigger a norm for a bearer who knows of them."""
        for trigger in norm.triggers:
            if trigger.follows:
                continue
            facts: Facts = {}
            for test in trigger.tests:
                facet = next(f for f in self.rulebase.facets if f.code == test.facet)
                facts[test.facet] = ((test.any_of or facet.values)[0],)
            if any(d.norm == norm.code for d in self.decide(facts, bearer).duties):
                return facts
        return None

    def standing(self, code: str, bearers: Iterable[str] | None = None) -> list[Duty]:
        """Return a norm as duties of its bearers, outside any incident."""
        norm = self.norms[code]
        return [
            Duty(
                norm=norm.code,
                article=norm.article,
                bearer=bearer,
                mode=norm.mode,
                role=norm.role,
                action=norm.action,
                quote=norm.quote.exact,
                to=norm.recipients,
                recurs=norm.recurrence,
                urgency=norm.urgency,
                interpretations=norm.interpretations,
                alternative_to=norm.alternative_to,
            )
            for bearer in norm.bearers
            if bearers is None or bearer in bearers
        ]


def _follows(duty: Duty) -> bool:
    """Tell whether a duty follows from another one."""
    return bool(duty.because) and all(not hasattr(ground, "fact") for ground in duty.because)
