"""Which unknown facts would change the duties, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model.decision import DutyName, OpenQuestion
from ..model.rulebase import Facet, RuleBase
from .evaluator import Evaluator, Facts
from .outcome import Outcome, OutcomeDuty


class OpenQuestions:
    """Tries every value of every unknown facet: one value more at a time."""

    def __init__(self, rulebase: RuleBase, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        program = evaluator.program
        deciding = {*program.tested, *program.knowledge} | {
            facet for rule in program.acting_rules for facet in rule.except_named_in
        }
        self.facets: tuple[Facet, ...] = tuple(
            facet
            for facet in sorted(rulebase.facets, key=lambda f: f.position)
            if facet.code in deciding and facet.kind in {"concept", "agency"}
        )
        self.names = tuple(DutyName(u.norm.code, u.bearer) for u in program.units)

    def ask(
        self, facts: Facts, unknown: Sequence[str], limits: int, outcome: Outcome
    ) -> tuple[OpenQuestion, ...]:
        """Return the open questions, those that would change most duties first.

        Args:
            facts: Stated values by facet.
            unknown: Facets marked as unknown; a facet without an entry in `facts` is unknown too.
            limits: Bits of the norms that hold at the incident's time and place.
            outcome: What follows from the facts as stated.
        """
        evaluator, tested = self._evaluator, self._evaluator.program.tested
        rest: dict[str, int] = {}
        after = []
        for facet, value in self.suppositions(facts, unknown):
            code, stated = facet.code, facts.get(facet.code, ())
            if code not in rest:
                bits = limits
                for other in tested:
                    if other != code:
                        bits &= evaluator.facet_bits(other, facts.get(other, ()))
                rest[code] = bits
            bits = rest[code]
            if code in evaluator.program.lookup:
                bits &= evaluator.facet_bits(code, stated) | evaluator.facet_bits(code, (value,))
            after.append(evaluator.outcome(evaluator.held(suppose(facts, facet, value), bits)))
        return self.compare(outcome, self.suppositions(facts, unknown), after)

    def suppositions(self, facts: Facts, unknown: Sequence[str]) -> Iterator[tuple[Facet, str]]:
        """Yield every value that an unknown facet might have besides those stated."""
        for facet in self.facets:
            stated = facts.get(facet.code, ())
            if (facet.code in facts and facet.code not in unknown) or (stated and not facet.many):
                continue
            for value in facet.values:
                if value not in stated:
                    yield facet, value

    def compare(
        self,
        before: Outcome,
        suppositions: Iterable[tuple[Facet, str]],
        after: Iterable[Outcome],
    ) -> tuple[OpenQuestion, ...]:
        """Return the questions whose answer would change the duties, the weightiest first."""
        rows = []
        old = {duty.unit: duty for duty in before.duties}
        # Values that no norm tells apart have the very same outcome: it is compared once.
        known: dict[int, tuple[tuple[DutyName, ...], ...]] = {id(before): ((), (), ())}
        for rank, ((facet, value), outcome) in enumerate(zip(suppositions, after, strict=True)):
            changes = known.get(id(outcome))
            if changes is None:
                changes = known[id(outcome)] = tuple(
                    [self._named(units) for units in difference(old, outcome)]
                )
            added, removed, changed = changes
            weight = len(added) + len(removed) + len(changed)
            if weight:
                question = OpenQuestion(
                    fact=facet.code,
                    value=value,
                    would_add=added,
                    would_remove=removed,
                    would_change=changed,
                )
                rows.append((-weight, rank, question))
        rows.sort(key=lambda row: row[:2])
        return tuple([row[2] for row in rows])

    def _named(self, units: Sequence[int]) -> tuple[DutyName, ...]:
        return tuple([self.names[unit] for unit in units])


def suppose(facts: Facts, facet: Facet, value: str) -> Facts:
    """Return the facts with one value more."""
    return {**facts, facet.code: (*facts.get(facet.code, ()), value)}


def difference(
    old: Mapping[int, OutcomeDuty], after: Outcome
) -> tuple[list[int], list[int], list[int]]:
    """Return the units whose duties arise, fall away, or have other recipients or conditions."""
    added, changed = [], []
    for duty in after.duties:
        before = old.get(duty.unit)
        if before is None:
            added.append(duty.unit)
        elif before.to != duty.to or before.conditional_on != duty.conditional_on:
            changed.append(duty.unit)
    removed: list[int] = []
    if len(after.duties) - len(added) < len(old):
        kept = {duty.unit for duty in after.duties}
        removed = [unit for unit in old if unit not in kept]
    return added, removed, changed
