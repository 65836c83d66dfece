"""Answers that cite: a provision, a norm named by its code, the day of entry into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .basis import Basis
from .choice import Choice, unique

if TYPE_CHECKING:
    from .question import Part


class Citing(Basis):
    """Answers by citation."""

    def _text(self, part: Part) -> Choice:
        duties = [
            duty
            for code in part.provisions
            for norm in self.rulebase.norms
            if norm.provision == code
            for duty in self._decisions.standing(norm.code)
        ]
        articles = unique(self._number(code) for code in part.provisions)
        return Choice(
            intent="text",
            duties=tuple(duties),
            agencies=unique(d.bearer for d in duties),
            articles=articles,
            provisions=part.provisions,
        )

    def _named(self, part: Part) -> Choice:
        named = set(part.interpretations)
        resting = (n.code for n in self.rulebase.norms if set(n.interpretations) & named)
        codes = (*part.norms, *resting)
        return self._of_norms("text", dict.fromkeys(codes))

    def _outside_time(self) -> Choice:
        """Say that a matter known so early lies outside the mechanism."""
        codes = [n.code for n in self.rulebase.norms if n.mode == "in-force"]
        chosen = self._of_norms("when", codes)
        return msgspec.structs.replace(chosen, verdict="outside-time")

    def _cited(self, choices: list[Choice]) -> tuple[str, ...]:
        """Return the norms that the answer rests on: with those they may stand instead of."""
        codes = unique(code for c in choices for code in (*c.norms, *(d.norm for d in c.duties)))
        instead = (self._decisions.norms[code].alternative_to for code in codes)
        return unique((*codes, *(code for code in instead if code is not None)))
