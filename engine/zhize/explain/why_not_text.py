"""The answer to why not as text: for each norm what failed, and the smallest change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .alternatives import way_branch, ways
from .names import Names
from .proof_text import Page
from .tree import Branch, tree_lines
from .width import DEFAULT_WIDTH, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evaluation.why_not_steps import (
        FollowState,
        KnowledgeState,
        NormAnswer,
        Remedy,
        TestState,
        TriggerState,
        WhyNot,
    )
    from ..model.rulebase import RuleBase

_ALWAYS = "not-by-incidents"


def why_not_text(answer: WhyNot, rulebase: RuleBase, lang: str, width: int = DEFAULT_WIDTH) -> str:
    """Return why norms of an agency are no duties as text for a person.

    Args:
        answer: What was found.
        rulebase: The mechanism, for labels and wording.
        lang: `zh` or `en`; texts of the mechanism that lack it are given in its first language.
        width: Columns of a line.

    Returns:
        Lines ending in a line feed, the last one too.
    """
    return visible("\n".join(WhyNotPage(answer, Names(rulebase, lang), width).lines())) + "\n"


class WhyNotPage(Page):
    """Writes the answer to why not."""

    def __init__(self, answer: WhyNot, names: Names, width: int) -> None:
        super().__init__(names, width)
        self.answer = answer
        if answer.agency_place is not None:
            self.places[answer.agency] = answer.agency_place

    def lines(self) -> Iterator[str]:
        """Yield the lines of the page."""
        answer = self.answer
        who = self.agency(answer.agency)
        yield from self.title(self.say("not.title", who=who, id=answer.incident))
        if not answer.applicable:
            reason = self.words.sentence(self.names.text(answer.reason_text or {}))
            yield from self.labelled("why.outside", reason)
            if answer.interpretations:
                notes = self.say("why.rests", notes=self.notes(answer.interpretations))
                yield from wrap(self.words.heading(notes), self.width)
        one = len(answer.norms) == 1
        standing = [] if one else [n for n in answer.norms if n.status == _ALWAYS]
        for norm in answer.norms:
            if norm not in standing:
                yield ""
                yield from wrap(self.head(norm), self.width)
                yield from tree_lines(self.below(norm), self.width)
        yield from self._rest(standing)

    def _rest(self, standing: list[NormAnswer]) -> Iterator[str]:
        answer = self.answer
        if not answer.norms and not answer.duties:
            yield ""
            who = self.agency(answer.agency)
            yield from self.sentence(self.say("why.bears-nothing", who=who))
        elif len(standing) == len(answer.norms) and answer.duties:
            yield ""
            who = self.agency(answer.agency)
            yield from self.sentence(self.say("not.all-duties", who=who))
        if standing:
            yield ""
            norms = self.words.listed(norm.norm for norm in standing)
            yield from self.sentence(self.say("not.standing", norms=norms))
        if answer.duties and len(answer.norms) != 1:
            yield ""
            norms = self.words.listed(answer.duties)
            yield from self.sentence(self.say("not.duties", norms=norms))

    def head(self, norm: NormAnswer) -> str:
        """Return how a norm is headed: 第八条 [8.1]（主办）：…."""
        part = self.names.mode(norm.mode) if norm.role is None else self.names.role(norm.role)
        head = self.words.aside(self.names.citation(norm.norm), part)
        return self.words.colon(head, self.names.text(norm.action))

    def below(self, norm: NormAnswer) -> list[Branch]:
        """Return the words of a norm, what failed, and the smallest change that would mend it."""
        quote = self.words.quoted(norm.clause.quote)
        rows = [Branch(self.say("why.quote", quotes=quote))]
        if norm.clause.interpretations:
            notes = self.notes(norm.clause.interpretations)
            rows.append(Branch(self.say("why.rests", notes=notes)))
        rows.append(Branch(self.say(f"not.{norm.status}"), tuple(self._failed(norm))))
        if norm.remedy is not None:
            rows.append(self._remedy(norm.remedy))
        return rows

    # ------------------------------------------------------------ what failed

    def _failed(self, norm: NormAnswer) -> Iterator[Branch]:
        for row in norm.displaced_by:
            text = self.say(
                "not.yields", norm=self.names.citation(row.norm), who=self.agency(row.bearer)
            )
            below = [Branch(self.say("why.quote", quotes=self.words.quoted(row.clause.quote)))]
            if row.interpretations:
                notes = self.notes(row.interpretations)
                below.append(Branch(self.say("why.rests", notes=notes)))
            yield Branch(text, tuple(below))
        for out in norm.left_out:
            fields = self.words.listed(
                self.words.quoted(self.names.facet(fact.fact)) for fact in out.facts
            )
            duties = self.words.listed(duty.norm for duty in out.duties)
            who = self.agency(out.agency)
            yield Branch(self.say("why.left-out", who=who, fields=fields, duties=duties))
        if norm.status == "unaddressed" and not norm.left_out:
            yield Branch(self.say("not.nobody-acts", rule=self._rule(norm.norm)))
        if norm.status in {"out-of-time", "out-of-place"}:
            limits = self.limits(norm.valid_from, norm.valid_until, norm.applies_in)
            yield Branch(self.say("not.limits", limits=limits))
        if norm.status == "not-triggered" and norm.triggers:
            yield from self._trigger(norm.triggers[0])
            if len(norm.triggers) > 1:
                yield Branch(self._others(norm))

    def _others(self, norm: NormAnswer) -> str:
        """Return how many more triggers there are; farther off are those that cost more."""
        others, cost = norm.triggers[1:], norm.remedy.cost if norm.remedy else None
        key = "not.other" if len(others) == 1 else "not.others"
        if cost is not None and all(trigger.least > cost for trigger in others):
            key += "-farther"
        return self.say(key, count=len(others))

    def _rule(self, code: str) -> str:
        """Return what the recipient rule of a norm is called."""
        norm = self.names.norm(code)
        rules = self.names.rulebase.recipient_rules
        wanted = None if norm is None else norm.recipient_rule
        return next((self.names.text(r.label) for r in rules if r.code == wanted), "")

    def _trigger(self, trigger: TriggerState) -> Iterator[Branch]:
        for test in trigger.tests:
            yield Branch(self._test(test))
        if trigger.knowledge is not None:
            yield Branch(self._knowledge(trigger.knowledge))
        if trigger.follows is not None:
            yield Branch(self._follows(trigger.follows))

    def _test(self, test: TestState) -> str:
        status, facet = (
            self.say(f"not.{test.status}"),
            self.words.quoted(self.names.facet(test.field)),
        )
        if test.any_value:
            text = self.say("not.needs-any", status=status, facet=facet)
        else:
            wanted = self.words.any_of(self.names.value(test.field, v) for v in test.any_of)
            text = self.say("not.needs", status=status, facet=facet, values=wanted)
        stated = test.meeting or test.stated
        if stated:
            said = self.words.listed(self.names.value(test.field, v) for v in stated)
        else:
            said = self.words("none" if test.status == "failed" else "unknown")
        return text + self.say("not.stated", values=said)

    def _knowledge(self, knowledge: KnowledgeState) -> str:
        fields = knowledge.named_in or knowledge.fields
        text = self.say(
            "not.knows",
            status=self.say(f"not.{knowledge.status}"),
            fields=self.words.either(
                [self.words.quoted(self.names.facet(field)) for field in fields]
                or [self.words("none")]
            ),
        )
        if knowledge.reports:
            text += self.say("not.knows-by", norms=self.words.either(knowledge.reports))
        return text

    def _follows(self, follows: FollowState) -> str:
        text = self.say(
            "not.told",
            status=self.say(f"not.{follows.status}"),
            norms=self.words.either(follows.norms),
        )
        if not follows.duties:
            return text + self.say("not.told-nobody")
        rows = self.words.clauses(
            self.words.aside(
                self.words.listed(self.agency(code) for code in to),
                f"{duty.norm} {self.agency(duty.bearer)}",
            )
            for duty, to in follows.duties
        )
        return text + self.say("not.told-others", rows=rows)

    # ------------------------------------------------------------ the smallest change

    def _remedy(self, remedy: Remedy) -> Branch:
        if not remedy.searched:
            return Branch(self.say("not.unsearched"))
        if not remedy.possible:
            return Branch(self.say("not.never", who=self.agency(self.answer.agency)))
        key = "not.smallest" if remedy.complete else "not.at-least"
        text = self.say(key, cost=remedy.cost, count=remedy.count)
        if remedy.count > len(remedy.sets):
            text = self.words.aside(text, self.say("not.first", count=len(remedy.sets)))
        below = tuple(way_branch(way, self) for way in ways(remedy.sets, self))
        return Branch(text, below)
