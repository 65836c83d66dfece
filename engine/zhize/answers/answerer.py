"""Which way a question is answered: one for each kind of question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .._errors import UsageError
from ..text.tokens import LIMIT
from .answer import NOT_COVERED, Answer, Understood
from .breaching import Breaching
from .choice import Choice, unique, unique_duties
from .nearest import Nearest
from .question import Part, Reader, Understanding

if TYPE_CHECKING:
    from ..evaluation.decider import Decider
    from ..model.rulebase import RuleBase
    from ..text.scanner import Scanner

_UNKNOWN_SHARE = 0.5
"""A question of whose words more than this was not understood is not answered, unless it names a
violation, a provision or an agency's duties."""


class Answerer(Breaching):
    """Answers questions about one mechanism. Safe to share between threads."""

    def __init__(self, rulebase: RuleBase, decider: Decider, scanner: Scanner) -> None:
        super().__init__(rulebase, decider, scanner)
        self._reader = Reader(rulebase, scanner)
        self._nearest_words = Nearest(scanner.entries)

    def answer(self, question: str) -> Answer:
        """Answer a question.

        Raises:
            UsageError: It is empty or too long.
        """
        if not question.strip():
            raise UsageError("问题是空的。请写一句话。", "the question is empty; write a sentence")
        if len(question) > LIMIT:
            raise UsageError(
                f"问题太长（{len(question)} 字，至多 {LIMIT} 字）。请缩短。",
                f"the question is too long ({len(question)} characters of at most {LIMIT}); "
                "shorten it",
            )
        understanding = self._reader.understand(question)
        choices: list[Choice] = []
        for part in understanding.parts:
            before = choices[-1] if choices else None
            choices.append(self._choose(part, understanding, before))
        covered = [c for c in choices if c.intent != NOT_COVERED]
        return self._answer(understanding, covered or choices[:1])

    def _answer(self, understanding: Understanding, choices: list[Choice]) -> Answer:
        text = understanding.text
        answer = Answer(
            question=text,
            understood=tuple(
                Understood(
                    start=h.start,
                    end=h.end,
                    text=h.text,
                    concept=h.entry.code,
                    facet=h.entry.facets[0] if h.entry.facets else h.entry.kind,
                    negated=h.negated,
                    presumed=h.presumed,
                )
                for h in understanding.hits
            ),
            not_understood=tuple((s, e, text[s:e]) for s, e in understanding.not_understood),
            intent=choices[0].intent,
            agencies=unique(a for c in _by_weight(choices) for a in c.agencies),
            articles=unique(a for c in choices for a in c.articles),
            duties=unique_duties(d for c in choices for d in c.duties),
            norms=self._cited(choices),
            silent=tuple(s for c in choices for s in c.silent),
            suggestions=self._nearest_words.suggest(
                text[s:e] for s, e in understanding.not_understood
            ),
            assumptions=tuple(self._composer.presumptions(understanding, choices)),
        )
        return self._composer.complete(answer, understanding, choices)

    def _choose(self, part: Part, whole: Understanding, before: Choice | None) -> Choice:
        """Return what answers one question."""
        kinds = part.kinds
        part = self._meaningful(part)
        if self._off_topic(part, whole):
            return Choice(intent=NOT_COVERED)
        if part.before is not None and part.kinds:
            return self._outside_time()
        elsewhere = part.facts and (kinds & {"who", "recipients", "whether"} or part.modes)
        if part.provisions and not (elsewhere and "text" not in kinds):
            return self._text(part)
        if part.norms or part.interpretations:
            return self._named(part)
        for asked, answer in (
            ("figure" in kinds or bool(self._left_open(part)), self._silent),
            ({"when", "recipients"} <= kinds, self._when),
            ("recipients" in kinds and not self._fails(part), self._recipients),
            (self._fails(part), self._failure_answer),
            ("when" in kinds and not kinds & {"who", "duties"}, self._when),
            ("permitted" in kinds and "who" not in kinds, self._permitted),
            (self._asks_whom(part), self._recipients),
        ):
            found = answer(part) if asked else None
            if found is not None:
                return found
        if (
            part.agencies
            and "who" not in kinds
            and not (kinds & {"order", "lead"} and part.roles[1:])
        ):
            general = not (part.facts or part.topics)
            mine = not part.topics or bool(self._bearing(part))
            own = (
                "duties" in kinds
                or (part.finding and bool(kinds & {"whether", "permitted"}) and bool(part.facts))
                or ("text" in kinds and mine)
                or (general and not kinds & {"whether", "lead"})
            )
            return self._duties(part) if own else self._whether(part)
        return self._who(part, before)

    def _meaningful(self, part: Part) -> Part:
        """Leave out what a question only seems to say.

        That a duty is not done (自己不查) is a failure only where it is asked what follows; an
        agency that no incident concerns (anyone) counts only where nothing else is asked about.
        """
        facts = part.facts
        if "consequence" not in part.kinds:
            facts = {
                facet: tuple(
                    v
                    for v in values
                    if v not in self._failure_codes or (facet, v) not in part.presumed
                )
                for facet, values in facts.items()
            }
            facts = {facet: values for facet, values in facts.items() if values}
        agencies = part.agencies
        if part.topics or part.facts or len(agencies) > 1:
            kept = {*self._bearing(part), *self._addressed_ones}
            agencies = tuple(a for a in agencies if a in kept)
        return msgspec.structs.replace(part, facts=facts, agencies=agencies)

    def _off_topic(self, part: Part, whole: Understanding) -> bool:
        """Tell whether the mechanism does not speak of what is asked."""
        stated = any(
            (facet, value) not in part.presumed
            for facet, values in part.facts.items()
            for value in values
            if facet in self._matters
        )
        if part.off_topic and not stated:
            return True
        if part.before is not None and (whole.share < 0.9 and bool(part.kinds)):
            return False
        if part.provisions or part.norms or part.interpretations or part.open_terms or stated:
            return False
        if part.topics:
            return whole.share > 0.75
        if self._violations(part):
            return whole.share > (0.7 if "who" in part.kinds else _UNKNOWN_SHARE)
        if part.facts and not part.agencies:
            return True
        if part.agencies or part.kinds_named:
            return whole.share > _UNKNOWN_SHARE or not (part.kinds - {"who"} or whole.share < 0.2)
        return not (part.mechanism and part.kinds)


def _by_weight(choices: list[Choice]) -> list[Choice]:
    """Return choices with those first that were asked for agencies: `when` asks for none."""
    return sorted(choices, key=lambda c: c.intent == "when")
