"""Answers who is responsible, what an agency must do, and whether it is in charge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ..model.decision import FactGround
from .answer import NOT_COVERED
from .choice import Choice, unique
from .deciding import ACT, FEEDBACK, NOTIFY
from .telling import Telling

if TYPE_CHECKING:
    from ..model.decision import Duty
    from ..model.rulebase import Norm
    from .question import Part

_TRIGGERED = frozenset({ACT, NOTIFY, FEEDBACK})


class Responsibility(Telling):
    """Answers about bearers."""

    def _who(self, part: Part, before: Choice | None = None) -> Choice:
        """Answer who is responsible, leads, or may order, in a situation or on a topic."""
        intent = next((k for k in ("order", "lead", "who") if k in part.kinds), "who")
        topics = self._by_nearness(part, self._own_topics(part))
        decision = None
        acts: list[Duty] = []
        if part.facts and not (topics and part.background and not part.roles):
            decision = self._decisions.decide(part.facts)
            acts = self._by_role(part, self._decisions.acts(decision.duties))
        decided = {d.norm for d in acts}
        first = [d for d in acts if d.norm in topics]
        meant = self._said_otherwise(part, decided)
        others = [
            d
            for code in topics
            if code not in decided and code not in meant
            for d in self._decisions.standing(code, self._meant(code, before))
        ]
        if acts and (len(part.roles) > 1 or self._single_role(part)):
            duties = [*acts, *(d for d in others if d.mode == ACT)]
        elif acts and not part.background and not self._beside(part, acts, others):
            rest = [d for d in acts if d not in first]
            known = any(d.role == "primary" for d in acts)
            wanted = [
                d for d in others if d.mode in {NOTIFY, FEEDBACK} or (d.mode == ACT and not known)
            ]
            chief = {d.bearer for d in acts if d.role == "primary"}
            same = [d for d in others if d.bearer in chief]
            duties = [*first, *wanted, *rest, *(same if known else others)]
        elif self._beside(part, acts, others):
            duties = [*first, *others]
        else:
            duties = [*first, *others, *(d for d in acts if d not in first)]
        if not duties and part.agencies:
            return self._duties(part)
        if not duties and self._violations(part):
            duties = self._supposed(part)
        if not duties:
            return Choice(intent=NOT_COVERED)
        return self._choice(intent, duties, decision=decision)

    def _supposed(self, part: Part) -> list[Duty]:
        """Return the acts that one more fact would set off, where those stated set off none."""
        for question in self._decisions.decide(part.facts).open:
            values = (*part.facts.get(question.fact, ()), question.value)
            decision = self._decisions.decide({**part.facts, question.fact: values})
            acts = self._decisions.acts(decision.duties)
            if any(self._rests_on(duty, part) for duty in acts):
                return acts
        return []

    def _rests_on(self, duty: Duty, part: Part) -> bool:
        """Tell whether a stated matter is among the grounds of a duty."""
        return any(
            isinstance(g, FactGround) and g.fact in self._matters and g.value in part.facts[g.fact]
            for g in duty.because
            if isinstance(g, FactGround) and g.fact in part.facts
        )

    def _beside(self, part: Part, acts: list[Duty], others: list[Duty]) -> bool:
        """Tell whether the matter is only presumed, and the question is about something else."""
        known = any(d.role == "primary" for d in acts)
        return bool(others) and self._all_presumed(part) and not known

    @staticmethod
    def _by_nearness(part: Part, codes: list[str]) -> list[str]:
        """Return norms with those first whose words stand nearest to the question word."""
        asking = [h.first for h in part.hits if h.entry.code == "who"]
        if not asking:
            return codes
        away = {
            code: min(
                min(abs(h.first - a), abs(h.last - a))
                for h in part.hits
                if h.entry.kind == "norm" and h.entry.code == code
                for a in asking[-1:]
            )
            for code in codes
            if any(h.entry.kind == "norm" and h.entry.code == code for h in part.hits)
        }
        return sorted(codes, key=lambda c: away.get(c, 0))

    @staticmethod
    def _said_otherwise(part: Part, decided: set[str]) -> set[str]:
        """Return norms met only in words that also ask about a norm that the facts set off."""
        spans: dict[tuple[int, int], set[str]] = {}
        for hit in part.hits:
            if hit.entry.kind == "norm":
                spans.setdefault((hit.first, hit.last), set()).add(hit.entry.code)
        return {c for codes in spans.values() if codes & decided for c in codes - decided}

    def _meant(self, code: str, before: Choice | None) -> tuple[str, ...] | None:
        """Return the bearers of a shared norm that the answer so far has named, or None for all."""
        if before is None or self._own_norm(code):
            return None
        bearers = self._decisions.norms[code].bearers
        named = tuple(a for a in bearers if a in before.agencies)
        return named or None

    @staticmethod
    def _single_role(part: Part) -> bool:
        return bool(part.roles) and part.roles[0] in {"lead", "assisting"}

    def _by_role(self, part: Part, acts: list[Duty]) -> list[Duty]:
        """Return acts in the order in which the question names their roles."""
        if "lead" in part.kinds and len(part.roles) < 2:
            return [d for d in acts if d.role == "lead"] or acts
        if len(part.roles) < 2 and not self._single_role(part):
            return acts
        order = {role: rank for rank, role in enumerate(part.roles)}
        return sorted(acts, key=lambda d: order.get(d.role or "", len(order)))

    def _duties(self, part: Part) -> Choice:
        """Answer what an agency must do, in a situation or altogether."""
        asked = self._asked(part)
        topics = [c for c in self._own_topics(part) if asked in self._decisions.norms[c].bearers]
        own = [d for code in topics for d in self._decisions.standing(code, (asked,))]
        found: list[Duty] = []
        decision = None
        if self._violations(part) and (not part.background or part.finding):
            decision = self._decisions.decide(part.facts, asked)
            found = [d for d in decision.duties if d.bearer == asked and d.norm not in topics]
        if not own and not found and "text" in part.kinds and part.facts:
            found = [d for d in self._decisions.decide(part.facts).duties if d.bearer == asked]
        duties = [*own, *found] or ([] if self._situation(part) else self._all_of(asked))
        if duties:
            chosen = self._choice("duties", duties, asked=asked, decision=decision)
            return msgspec.structs.replace(chosen, agencies=(asked,))
        return self._whether(part) if self._situation(part) else self._no_duty(asked)

    def _whether(self, part: Part) -> Choice:
        """Answer whether an agency is in charge; if it is not, who is."""
        asked = part.agencies[0]
        if part.modes and len(part.agencies) > 1 and not self._situation(part):
            told = self._recipients(msgspec.structs.replace(part, agencies=(asked,)))
            if told is not None:
                verdict = "yes" if set(part.agencies[1:]) & set(told.agencies) else "no"
                return msgspec.structs.replace(told, intent="whether", verdict=f"{verdict}-to")
        own = [c for c in self._own_topics(part) if asked in self._decisions.norms[c].bearers]
        triggered = any(self._decisions.norms[c].mode in _TRIGGERED for c in own)
        if own and (triggered or not self._situation(part)):
            duties = [d for c in own for d in self._decisions.standing(c, part.agencies)]
            return self._choice("whether", duties, asked=asked, verdict="yes")
        addressed = [d for c in self._own_topics(part) for d in self._decisions.standing(c) if d.to]
        if addressed and not self._situation(part):
            to = unique(a for d in addressed for a in d.to)
            chosen = self._choice("whether", addressed, asked=asked)
            verdict = "yes" if asked in to else "no"
            agencies = unique((*to, *chosen.agencies))
            return msgspec.structs.replace(chosen, agencies=agencies, verdict=f"{verdict}-to")
        chosen = self._who(msgspec.structs.replace(part, agencies=()))
        if chosen.intent == NOT_COVERED:
            if not self._all_of(asked):
                return self._no_duty(asked)
            chosen = self._choice("duties", self._all_of(asked))
            return msgspec.structs.replace(chosen, asked=asked)
        place = chosen.agencies.index(asked) if asked in chosen.agencies else None
        verdict = "no" if place is None else "yes" if place == 0 else "partly"
        if part.finding or part.modes:
            known = self._decisions.decide(part.facts, asked).duties if part.facts else ()
            more = [d for d in known if d.bearer == asked and d.mode == NOTIFY]
            chosen = msgspec.structs.replace(chosen, duties=(*chosen.duties, *more))
        own_field = self._own_acts(asked) if verdict == "no" else []
        return msgspec.structs.replace(
            chosen,
            intent="whether",
            asked=asked,
            verdict=verdict,
            articles=unique((*chosen.articles, *(self._article_of(n) for n in own_field))),
            norms=unique((*chosen.norms, *(n.code for n in own_field))),
        )

    def _own_acts(self, agency: str) -> list[Norm]:
        """Return the norms by which an agency alone acts: its own field, for comparison."""
        return [n for n in self.rulebase.norms if n.mode == ACT and n.bearers == (agency,)]
