"""Answers to whom an agency reports, notifies, feeds back or transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .choice import Choice, unique
from .citing import Citing
from .deciding import FEEDBACK, NOTIFY

if TYPE_CHECKING:
    from ..model.decision import Duty
    from .question import Part


class Telling(Citing):
    """Answers about recipients."""

    @staticmethod
    def _asks_whom(part: Part) -> bool:
        """Tell whether it is asked whom an agency tells: who … the agency … notifies."""
        asking = [h.first for h in part.hits if h.entry.code == "who" and h.text.isascii()]
        told = [h.first for h in part.hits if h.entry.kind == "mode"]
        agencies = [h.first for h in part.hits if h.entry.kind == "agency"]
        if not (asking and told and agencies) or max(told) < min(asking):
            return False
        return max(agencies) < max(told)

    def _recipients(self, part: Part) -> Choice | None:
        """Answer to whom an agency reports, notifies, feeds back or transfers."""
        wanted = part.modes or (NOTIFY,)
        if (
            not part.modes
            and self._own_topics(part)
            and not (
                self._violations(part)
                or any(self._named_recipients(part, b) for b in self._topic_bearers(part))
            )
        ):
            return None
        bearers = part.agencies or self._topic_bearers(part)
        found: list[Duty] = []
        decision = None
        if FEEDBACK in wanted and part.facts and len(part.agencies) >= 1:
            for knower in part.agencies:
                decision = self._decisions.decide(part.facts, knower)
                found = [
                    d
                    for d in decision.duties
                    if d.mode == FEEDBACK and d.bearer in part.agencies and d.bearer != knower
                ]
                if found:
                    break
        if FEEDBACK in wanted and not found and len(part.agencies) > 1:
            found = self._answers_to((part.agencies[-1],), part.agencies[:-1])
        if not found and tuple(part.modes[:2]) == (NOTIFY, FEEDBACK) and len(part.agencies) == 1:
            found = self._answers_to(None, part.agencies)
        for bearer in bearers:
            found = found or self._named_recipients(part, bearer)
            if found:
                break
            if part.facts and self._violations(part):
                decision = self._decisions.decide(part.facts, bearer)
                found = [d for d in decision.duties if d.bearer == bearer and d.to]
                found = [d for d in found if d.mode in {NOTIFY, FEEDBACK}] or found
            if not found:
                found = self._addressed(bearer)
        if not found:
            codes = [c for c in self._own_topics(part) if self._decisions.norms[c].recipients]
            found = [d for c in codes for d in self._decisions.standing(c)]
        if not found and part.facts:
            decision = self._decisions.decide(part.facts)
            found = [d for d in decision.duties if d.to]
        if not found:
            return None
        return Choice(
            intent="recipients",
            duties=tuple(found),
            agencies=self._addressees(part, found),
            articles=unique(self._article(d) for d in found),
            asked=found[0].bearer,
            decision=decision,
        )

    def _addressees(self, part: Part, duties: list[Duty]) -> tuple[str, ...]:
        """Return recipients: those a norm names in its order, others by responsibility."""
        fixed = unique(a for d in duties for a in self._decisions.norms[d.norm].recipients)
        agencies = unique(a for d in duties for a in d.to if a not in fixed)
        if not part.facts:
            return (*fixed, *agencies)
        acts = self._decisions.acts(self._decisions.decide(part.facts).duties)
        order = {d.bearer: rank for rank, d in reversed(list(enumerate(acts)))}
        return (*fixed, *sorted(agencies, key=lambda a: order.get(a, 99)))

    def _topic_bearers(self, part: Part) -> tuple[str, ...]:
        """Return the bearers of the norms asked about by their own words."""
        codes = self._own_topics(part)
        return unique(b for c in codes for b in self._decisions.norms[c].bearers)

    def _named_recipients(self, part: Part, bearer: str) -> list[Duty]:
        """Return norms asked about by their own words that name whom a bearer tells."""
        codes = self._own_topics(part)
        return [d for c in codes for d in self._decisions.standing(c, (bearer,)) if d.to]

    def _answers_to(self, bearers: tuple[str, ...] | None, senders: tuple[str, ...]) -> list[Duty]:
        """Return what agencies feed back to those who are said to have notified them."""
        return [
            msgspec.structs.replace(duty, to=senders)
            for norm in self.rulebase.norms
            if norm.mode == FEEDBACK
            for duty in self._decisions.standing(norm.code, bearers)
            if duty.bearer not in senders
        ]

    def _addressed(self, bearer: str) -> list[Duty]:
        """Return what a bearer must tell others, in a situation that triggers its norms."""
        for norm in self.rulebase.norms:
            if bearer not in norm.bearers or norm.mode != NOTIFY:
                continue
            facts = self._decisions.witness(norm, bearer)
            if facts is not None:
                duties = self._decisions.decide(facts, bearer).duties
                return [d for d in duties if d.norm == norm.code and d.bearer == bearer]
        return []
