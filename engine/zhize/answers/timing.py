"""Answers when something is due, and what the text leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .choice import Choice, unique
from .responsibility import Responsibility

if TYPE_CHECKING:
    from ..model.decision import Duty
    from ..model.rulebase import Norm
    from .question import Part

_UNNAMED, _VAGUE = "unnamed-agent", "vague-time"
"""The sorts of open term in which the text does not say who acts, and when."""


class Timing(Responsibility):
    """Answers about time and silence."""

    def _when(self, part: Part) -> Choice | None:
        """Answer when, by when, how often; where no time is set, say so."""
        duties: list[Duty] = []
        if part.facts and not part.background:
            knower = part.agencies[0] if part.agencies else None
            decided = self._decisions.decide(part.facts, knower).duties
            duties = [d for d in decided if d.urgency or d.due]
            mine = [d for d in duties if d.bearer in part.agencies]
            duties = mine or ([] if self._own_topics(part) else duties)
        timed = [c for c in self._own_topics(part) if self._timed(self._decisions.norms[c])]
        if timed and not duties:
            chosen = self._of_norms("when", timed)
            to = unique(a for d in chosen.duties for a in d.to if "recipients" in part.kinds)
            return msgspec.structs.replace(chosen, agencies=unique((*to, *chosen.agencies)))
        if "recipients" in part.kinds:
            return None
        if not duties and part.agencies:
            duties = [
                d
                for d in self._all_of(part.agencies[0])
                if self._timed(self._decisions.norms[d.norm])
            ]
        if duties:
            return Choice(
                intent="when",
                duties=tuple(duties),
                agencies=unique(d.bearer for d in duties),
                articles=unique(self._article(d) for d in duties),
            )
        return self._silent(part)

    @staticmethod
    def _timed(norm: Norm) -> bool:
        return bool(
            norm.recurrence
            or norm.urgency
            or norm.due_days
            or norm.valid_from
            or norm.mode == "in-force"
        )

    def _left_open(self, part: Part) -> tuple[str, ...]:
        """Return the open terms that the question is about.

        The text's own word for one counts only where its meaning or a figure is asked for; words
        that ask about it count unless a norm answers.
        """
        found = list(part.open_terms) if part.kinds & {"figure", "text", "meaning"} else []
        if "when" in part.kinds:
            found += [c for c in part.open_terms if _VAGUE in self._open_terms[c].uses]
        if "who" in part.kinds:
            found += [code for code in part.open_terms if _UNNAMED in self._open_terms[code].uses]
        if not found and not (part.topics or part.facts or part.agencies):
            found = list(part.open_terms)
        if (
            not found
            and part.kinds & {"figure", "meaning"}
            and not part.kinds & {"who", "recipients"}
        ):
            found = list(part.open_words)
        return unique(found)

    def _silent(self, part: Part) -> Choice | None:
        """Say that the text leaves open what is asked, and show the nearest words."""
        terms = [self._open_terms[code] for code in self._left_open(part)]
        duties = self._nearest(part)
        silent = tuple(
            self._composer.open_term(self._open_points[term.code]) for term in terms
        ) or (self._composer.silence(tuple(duties)),)
        if not terms and not duties and not (part.facts or part.agencies or part.topics):
            return None
        chosen = self._choice("silent", duties, silent=silent)
        cited = [
            number
            for term in terms
            for code in self._open_points[term.code].articles
            if (number := self._provisions[code].number) is not None
        ]
        chosen = msgspec.structs.replace(chosen, articles=unique((*chosen.articles, *cited)))
        named = tuple(a for a in part.agencies if a in self._kinded)
        if not chosen.agencies and named:
            chosen = msgspec.structs.replace(chosen, agencies=named[:1])
        return chosen

    def _nearest(self, part: Part) -> list[Duty]:
        """Return the norms nearest to what the text leaves open."""
        asked = next((a for a in part.agencies if self._decisions.bears(a)), None)
        codes = self._own_topics(part)
        mine = [c for c in codes if asked is None or asked in self._decisions.norms[c].bearers]
        duties = [d for c in mine for d in self._decisions.standing(c, asked and (asked,))]
        if not duties and asked is not None:
            if self._violations(part):
                decided = self._decisions.decide(part.facts, asked).duties
                duties = [d for d in decided if d.bearer == asked]
                duties = [d for d in duties if d.mode in part.modes] or duties
            own = [d for d in self._all_of(asked) if self._own_norm(d.norm)]
            duties = duties or own or self._all_of(asked)
        if not duties and codes and not part.agencies:
            duties = [d for c in codes for d in self._decisions.standing(c)]
        if not duties and part.facts and not part.agencies:
            duties = list(self._who(part).duties)
        return duties
