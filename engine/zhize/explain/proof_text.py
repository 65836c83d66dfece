"""Proofs as text: one tree for each duty, from the norm down to facts and quoted words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluation.proof_steps import Proof, parts
from .names import Names
from .proof_words import ProofWords
from .tree import Branch, tree_lines
from .width import DEFAULT_WIDTH, display_width, pad, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..evaluation.proof_steps import (
        Clause,
        Fact,
        Knowledge,
        LeftOut,
        Reach,
        Recipient,
        Reference,
        TestMet,
        TriggerHolds,
        Why,
    )
    from ..model.decision import DutyName
    from ..model.rulebase import RuleBase


def why_text(why: Why, rulebase: RuleBase, lang: str, width: int = DEFAULT_WIDTH) -> str:
    """Return the proofs of an agency's duties as text for a person.

    Args:
        why: What was proved.
        rulebase: The mechanism, for labels and wording.
        lang: `zh` or `en`; texts of the mechanism that lack it are given in its first language.
        width: Columns of a line.

    Returns:
        Lines ending in a line feed, the last one too.
    """
    return visible("\n".join(WhyPage(why, Names(rulebase, lang), width).lines())) + "\n"


class Page:
    """What the pages of why, why-not and what-if share.

    Attributes:
        names, words, say: Labels, marks, and the words of these pages.
        width: Columns of a line.
    """

    def __init__(self, names: Names, width: int) -> None:
        self.names = names
        self.words = names.words
        self.say = ProofWords(names.words.lang)
        self.width = width
        self.places: dict[str, str | None] = {}

    def title(self, text: str) -> Iterator[str]:
        """Yield a title with a rule below it."""
        lines = wrap(" ".join(text.split()), self.width)
        yield from lines
        yield "─" * min(self.width, max(display_width(line) for line in lines))

    def agency(self, code: str) -> str:
        """Return what an agency is called, with its place where that is known."""
        return self.names.agency(code, self.places.get(code))

    def duty(self, norm: str, bearer: str, action: str = "") -> str:
        """Return how a duty is headed: 第八条 [8.1] 县水务部门（主办）：…."""
        who = self.words.aside(self.agency(bearer), self.names.part(norm))
        head = f"{self.names.citation(norm)} {who}"
        return self.words.colon(head, action) if action else head

    def notes(self, codes: Iterable[str]) -> str:
        """Return interpretations by code and name."""
        return self.words.clauses(self.names.interpretation(code) for code in codes)

    def by_bearer(self, duties: Iterable[DutyName]) -> str:
        """Return agencies with their duties: 县公安机关（主办 5.2、反馈 15.6）；…."""
        parts: dict[str, list[str]] = {}
        for duty in duties:
            part = f"{self.names.part(duty.norm)} {duty.norm}".strip()
            parts.setdefault(duty.bearer, []).append(part)
        return self.words.clauses(
            self.words.aside(self.agency(bearer), self.words.listed(done))
            for bearer, done in parts.items()
        )

    def labelled(self, key: str, text: str) -> Iterator[str]:
        """Yield a text behind its label."""
        column = 6 if self.words.lang == "zh" else 10
        yield from wrap(text, self.width, first=pad(self.say(key), column))

    def sentence(self, text: str) -> Iterator[str]:
        """Yield a text as a sentence."""
        yield from wrap(self.words.sentence(self.words.heading(text)), self.width)

    def limits(self, first: str | None, last: str | None, places: Iterable[str]) -> str:
        """Return a norm's own limits in words."""
        parts = []
        if first is not None:
            parts.append(self.words("norm.from", day=first))
        if last is not None:
            parts.append(self.words("norm.until", day=last))
        found = [self.place(code) for code in places]
        if found:
            parts.append(self.words.either(found))
        return self.words.clauses(parts)

    def place(self, code: str) -> str:
        """Return what a place is called, whatever field it stands in."""
        places = (p for p in self.names.rulebase.places if p.code == code)
        return next((self.names.text(p.label) for p in places), code)


class WhyPage(Page):
    """Writes the answer to why."""

    def __init__(self, why: Why, names: Names, width: int) -> None:
        super().__init__(names, width)
        self.why = why
        if why.agency_place is not None:
            self.places[why.agency] = why.agency_place
        for proof in (inner for root in why.proofs for inner in parts(root)):
            self.places[proof.bearer] = proof.bearer_place

    def lines(self) -> Iterator[str]:
        """Yield the lines of the page."""
        why = self.why
        yield from self.title(self.say("why.title", who=self.agency(why.agency), id=why.incident))
        if why.reach is None:
            reason = self.words.sentence(self.names.text(why.reason_text or {}))
            yield from self.labelled("why.outside", reason)
            yield ""
            yield from self.sentence(self.say("why.see"))
            return
        yield from self.labelled("why.reach", self._reach(why.reach))
        if not why.proofs:
            yield ""
            yield from self._no_duty()
        for number, proof in enumerate(why.proofs, start=1):
            yield ""
            margin = pad(f"{number}. ", 3)
            yield from wrap(self.head(proof), self.width, first=margin)
            yield from tree_lines(self.below(proof), self.width, " " * display_width(margin))

    def _no_duty(self) -> Iterator[str]:
        who = self.agency(self.why.agency)
        if not self.why.bears:
            yield from self.sentence(self.say("why.bears-nothing", who=who))
        else:
            yield from self.sentence(self.say("why.none", who=who))
        if self.why.instead:
            duties = self.by_bearer(self.why.instead)
            yield from self.sentence(self.say("why.instead", who=duties))
        else:
            yield from self.sentence(self.say("why.nobody"))
        if self.why.bears:
            yield from self.sentence(self.say("why.see"))

    def _reach(self, reach: Reach) -> str:
        parts = [self.words.equals(self.names.facet(f.fact), self._value(f)) for f in reach.facts]
        home = self.names.rulebase.facet_serving("jurisdiction")
        if home is not None and home.code not in {fact.fact for fact in reach.facts}:
            facet, place = self.names.facet(home.code), self.place(reach.applies_in)
            parts.append(self.say("why.place-absent", facet=facet, place=place))
        if reach.valid_from is not None:
            parts.append(self.say("why.from", day=reach.valid_from))
        if reach.valid_until is not None:
            parts.append(self.say("why.until", day=reach.valid_until))
        parts.append(self.say("why.binds", place=self.place(reach.applies_in)))
        parts += [self._cited(clause) for clause in reach.clauses]
        if reach.interpretations:
            parts.append(self.say("why.rests", notes=self.notes(reach.interpretations)))
        return self.words.clauses(parts)

    def _cited(self, clause: Clause) -> str:
        return f"{self.names.citation(clause.norm)} {self.words.quoted(clause.quote)}"

    # ------------------------------------------------------------ one duty

    def head(self, proof: Proof) -> str:
        """Return how a duty is headed: 第八条 [8.1] 县水务部门（主办）：…."""
        return self.duty(proof.norm, proof.bearer, self.names.text(proof.action))

    def _step(self, step: Proof | Reference) -> Branch:
        """Return a subtree, or a line that points to where it stands."""
        if isinstance(step, Proof):
            return Branch(self.head(step), tuple(self.below(step)))
        return Branch(self.duty(step.norm, step.bearer, self.say("why.elsewhere")))

    def below(self, proof: Proof) -> list[Branch]:
        """Return what a duty rests on: words, facts, recipients, and the duties before it."""
        quotes = [self.words.quoted(c.quote) for c in (proof.clause, *proof.also)]
        rows = [Branch(self.say("why.quote", quotes=self.words.listed(quotes)))]
        if proof.clause.interpretations:
            notes = self.notes(proof.clause.interpretations)
            rows.append(Branch(self.say("why.rests", notes=notes)))
        limits = self.limits(proof.valid_from, proof.valid_until, proof.applies_in)
        if limits:
            rows.append(Branch(self.say("why.window", limits=limits)))
        for trigger in proof.triggers:
            rows += self._trigger(trigger, several=len(proof.triggers) > 1)
        if not proof.arises:
            rows.append(Branch(self.say("why.no-recipient")))
        rows += [self._recipient(recipient) for recipient in proof.recipients]
        rows += [self._left_out(row) for row in proof.left_out]
        for row in proof.displaces:
            norm, who = self.names.citation(row.norm), self.agency(row.bearer)
            text = self.say("why.displaces", norm=norm, who=who)
            rows.append(Branch(text, tuple(self._words_of(row.clause, row.interpretations))))
        for stands in proof.withstands:
            norm = self.names.citation(stands.norm)
            rows.append(Branch(self.say(f"why.stands.{stands.status}", norm=norm)))
        if proof.alternative_to is not None:
            rows.append(Branch(self.say("why.instead-of", norm=proof.alternative_to)))
        if proof.conditional_on is not None:
            norms = self.words.listed(proof.conditional_on.split(";"))
            rows.append(Branch(self.say("why.condition", norms=norms)))
        when = [] if proof.urgency is None else [self.names.text(proof.urgency)]
        when += [] if proof.due is None else [self.words("memo.due", day=proof.due)]
        if when:
            label = self.words("memo.when").rstrip("：")
            rows.append(Branch(self.words.colon(label, self.words.clauses(when))))
        return rows

    def _words_of(self, clause: Clause, notes: Iterable[str]) -> Iterator[Branch]:
        yield Branch(self.say("why.quote", quotes=self.words.quoted(clause.quote)))
        listed = self.notes(notes)
        if listed:
            yield Branch(self.say("why.rests", notes=listed))

    def _trigger(self, trigger: TriggerHolds, *, several: bool) -> list[Branch]:
        if trigger.follows:
            below = tuple(self._step(earlier) for earlier in trigger.follows)
            return [Branch(self.say("why.follows"), below)]
        below = tuple(Branch(self._test(test)) for test in trigger.tests)
        if trigger.knowledge is not None:
            below += tuple(self._knowledge(trigger.knowledge))
        return [Branch(self.say("why.trigger-one" if several else "why.trigger"), below)]

    def _test(self, test: TestMet) -> str:
        values = []
        for fact in test.facts:
            value = self._value(fact)
            if fact.as_ is not None:
                broader = self.names.value(fact.fact, fact.as_)
                value += self.words("memo.counts", broader=broader)
            values.append(value)
        return self.words.equals(self.names.facet(test.field), self.words.listed(values))

    def _knowledge(self, knowledge: Knowledge) -> Iterator[Branch]:
        if knowledge.facts:
            yield Branch(self.say("why.known", fields=self._fields(knowledge.facts)))
        if knowledge.made_aware_by:
            below = [self._step(report) for report in knowledge.made_aware_by]
            if knowledge.interpretations:
                notes = self.notes(knowledge.interpretations)
                below.insert(0, Branch(self.say("why.rests", notes=notes)))
            yield Branch(self.say("why.told"), tuple(below))

    def _recipient(self, recipient: Recipient) -> Branch:
        who = self.agency(recipient.agency)
        if recipient.rule is None or not recipient.because:
            return Branch(self.say("why.to-by-norm", who=who))
        rules = {rule.code: rule for rule in self.names.rulebase.recipient_rules}
        rule = self.names.text(rules[recipient.rule].label)
        key = "why.to-sender" if recipient.how == "sender" else "why.to-acting"
        below = tuple(self._step(duty) for duty in recipient.because)
        return Branch(self.say(key, who=who, rule=rule), below)

    def _left_out(self, row: LeftOut) -> Branch:
        duties = self.words.listed(duty.norm for duty in row.duties)
        who, fields = self.agency(row.agency), self._fields(row.facts)
        return Branch(self.say("why.left-out", who=who, fields=fields, duties=duties))

    def _fields(self, facts: Iterable[Fact]) -> str:
        return self.words.listed(self.words.quoted(self.names.facet(f.fact)) for f in facts)

    def _value(self, fact: Fact) -> str:
        return self.names.value(fact.fact, fact.value)
