"""Which unknown facts would change the duties, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ..compilation.program import numbers_of
from ..model.decision import DutyName, OpenQuestion
from ..model.rulebase import Facet, RuleBase
from .evaluator import Evaluator, Facts, Held
from .outcome import Outcome, OutcomeDuty


class OpenQuestions:
    """Tries the values of every unknown facet, one value more at a time.

    Only values that a trigger waits for are tried: those that satisfy a test which is all that some
    trigger lacks, agencies whose knowing is all that it lacks, and agencies that would no longer be
    told. They are found from the triggers, so that a mechanism may have thousands of values.
    """

    def __init__(self, rulebase: RuleBase, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        program = evaluator.program
        self._naming = {*program.knowledge} | {
            facet for rule in program.acting_rules for facet in rule.except_named_in
        }
        deciding = {*program.tested} | self._naming
        self.facets: tuple[Facet, ...] = tuple(
            facet
            for facet in sorted(rulebase.facets, key=lambda f: f.position)
            if facet.code in deciding and facet.kind in {"concept", "agency"}
        )
        self.names = tuple(DutyName(u.norm.code, u.bearer) for u in program.units)
        self._ranks = {f.code: {v: rank for rank, v in enumerate(f.values)} for f in self.facets}

    @cached_property
    def _satisfying(self) -> dict[str, dict[int, list[str]]]:
        """For each tested facet and bit that tests it, the values that satisfy the test."""
        program = self._evaluator.program
        found: dict[str, dict[int, list[str]]] = {}
        for facet in program.tested:
            free, table = program.free[facet], found.setdefault(facet, {})
            for value, bits in program.lookup[facet].items():
                for bit in numbers_of(bits & ~free):
                    table.setdefault(bit, []).append(value)
        return found

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
        trials, after = [], []
        for facet, supposed in self._tried(facts, unknown, limits):
            for value, found in supposed:
                trials.append((facet, value))
                after.append(found)
        return self.compare(outcome, trials, after) if trials else ()

    def open_facts(
        self, facts: Facts, unknown: Sequence[str], limits: int, outcome: Outcome
    ) -> frozenset[str]:
        """Return what the questions that `ask` finds are about.

        One value that would change something is enough: the others of its facet are not tried.
        """
        tried = [*self._tried(facts, unknown, limits)]
        old = {duty.unit: duty for duty in outcome.duties} if tried else {}
        return frozenset(
            [
                facet.code
                for facet, supposed in tried
                if any(
                    found is not outcome and any(difference(old, found)) for _, found in supposed
                )
            ]
        )

    def _tried(
        self, facts: Facts, unknown: Sequence[str], limits: int
    ) -> Iterator[tuple[Facet, Iterator[tuple[str, Outcome]]]]:
        """Yield every facet that is open, with the outcomes of values that may change something."""
        asked = [f for f in self.facets if self._is_open(f, facts, unknown)]
        if not asked:
            return
        evaluator, tested = self._evaluator, self._evaluator.program.tested
        own = {f: evaluator.facet_bits(f, facts.get(f, ())) for f in tested}
        bits = limits
        for stated in own.values():
            bits &= stated
        held = evaluator.held(facts, bits)
        for facet in asked:
            lacking = 0
            if facet.code in own:
                lacking = limits & ~own[facet.code]
                for other, stated in own.items():
                    if other != facet.code:
                        lacking &= stated
            yield facet, self._supposed(facet, facts, bits, lacking, held)

    def _supposed(
        self, facet: Facet, facts: Facts, bits: int, lacking: int, held: Held
    ) -> Iterator[tuple[str, Outcome]]:
        """Yield what would follow from each value that may change something, as for `_trials`."""
        evaluator = self._evaluator
        # Values that add the same triggers have the very same outcome, unless they also name
        # somebody who then knows, or is no longer told.
        known: dict[int, Outcome] = {}
        for value, added in self._trials(facet, facts, bits, lacking, held):
            found = None if facet.code in self._naming else known.get(added)
            if found is None:
                supposed = suppose(facts, facet, value)
                found = evaluator.outcome(evaluator.held(supposed, bits | added))
                known[added] = found
            yield value, found

    def _trials(
        self, facet: Facet, facts: Facts, bits: int, lacking: int, held: Held
    ) -> list[tuple[str, int]]:
        """Return the values of a facet that may change something, in the order of the ontology.

        Args:
            facet: The facet.
            facts: What is stated.
            bits: The triggers that the facts leave standing, knowledge not considered.
            lacking: Those that lack nothing but a value of this facet.
            held: What is established.

        Returns:
            Each value with those of the lacking triggers that it satisfies.
        """
        evaluator = self._evaluator
        found: dict[str, int] = {}
        if lacking:
            satisfying = self._satisfying[facet.code]
            for bit in numbers_of(lacking):
                for value in satisfying.get(bit, ()):
                    found[value] = found.get(value, 0) | 1 << bit
        if facet.code in self._naming:
            for agency in evaluator.concerned(facet.code, bits, held):
                found.setdefault(agency, 0)
        ranks, stated = self._ranks[facet.code], facts.get(facet.code, ())
        values = [value for value in found if value in ranks and value not in stated]
        values.sort(key=ranks.__getitem__)
        return [(value, found[value]) for value in values]

    def suppositions(self, facts: Facts, unknown: Sequence[str]) -> Iterator[tuple[Facet, str]]:
        """Yield every value that an unknown facet might have besides those stated."""
        for facet in self.facets:
            if self._is_open(facet, facts, unknown):
                stated = facts.get(facet.code, ())
                for value in facet.values:
                    if value not in stated:
                        yield facet, value

    @staticmethod
    def _is_open(facet: Facet, facts: Facts, unknown: Sequence[str]) -> bool:
        """Tell whether more may hold on a facet than is stated."""
        if facet.code not in facts:
            return True
        return facet.code in unknown and (facet.many or not facts[facet.code])

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
