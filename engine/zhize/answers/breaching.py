"""Answers whether something is allowed, and what follows for those who fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .choice import Choice, unique
from .timing import Timing

if TYPE_CHECKING:
    from .question import Part


class Breaching(Timing):
    """Answers about breaches."""

    def _fails(self, part: Part) -> bool:
        """Tell whether it is asked what follows where a duty is not done."""
        if "consequence" not in part.kinds:
            return False
        stated = {v for values in part.facts.values() for v in values}
        return bool(stated & self._failure_codes) or (part.denied and self._names_duties(part))

    def _names_duties(self, part: Part) -> bool:
        """Tell whether agencies with duties are named or, without any agency, duties."""
        if part.agencies:
            return any(self._decisions.bears(a) for a in part.agencies)
        return bool(part.topics or part.modes)

    def _permitted(self, part: Part) -> Choice | None:
        """Answer whether something is allowed, by the norms that it would breach."""
        stated = {(f, v) for f, values in part.facts.items() for v in values}
        names = {
            hit.entry.name
            for hit in part.hits
            if hit.entry.kind == "concept" and (hit.entry.facets[0], hit.entry.code) in stated
        }
        breached = [code for code, facts in self._breaches.items() if set(facts) & names]
        if part.agencies:
            asked = set(part.agencies[:1])
            breached = [c for c in breached if asked & set(self._decisions.norms[c].bearers)]
        topics = [
            c
            for c in self._own_topics(part)
            if not part.agencies or set(part.agencies) & set(self._decisions.norms[c].bearers)
        ]
        codes = unique((*topics, *breached))
        if not codes:
            return None
        chosen = self._of_norms("permitted", codes, part.agencies or None)
        return msgspec.structs.replace(chosen, verdict="no" if breached else None)

    def _failure_answer(self, part: Part) -> Choice | None:
        """Answer what follows for those who fail in a duty."""
        facts = {f: values for f, values in part.facts.items() if f not in self._failure}
        for facet, values in self._failure.items():
            kept = tuple(v for v in part.facts.get(facet, ()) if self._alike(facet, v))
            facts[facet] = kept or values
        decision = self._decisions.decide(facts)
        acts = self._decisions.acts(decision.duties)
        chosen = self._choice("consequence", acts, decision=decision)
        to = unique(a for d in acts for a in d.to if "recipients" in part.kinds)
        return msgspec.structs.replace(chosen, agencies=unique((*to, *chosen.agencies)))

    def _alike(self, facet: str, value: str) -> bool:
        """Tell whether a value sets off the norms that failing in a duty sets off."""
        if value in self._failure.get(facet, ()):
            return True
        mine = {d.norm for d in self._decisions.decide({facet: (value,)}).duties}
        failing = {d.norm for d in self._decisions.decide(self._failure).duties}
        return bool(mine & failing)
