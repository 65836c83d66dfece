"""The clauses of a condition: none superfluous, and no more of them than the norms give reason."""

from __future__ import annotations

import random

import zhize
from benchmarks.synthetic import grown
from zhize.evaluation.clauses import Algebra, Clause, Layout, _size, _weaker
from zhize.evaluation.conditions import Conditions


def test_of_alternatives_those_are_left_out_that_another_makes_superfluous(
    notice: zhize.Mechanism,
) -> None:
    rng = random.Random(3)
    layout = Layout(notice.rulebase, notice.decider.evaluator.program)
    algebra, dropped = Algebra(layout), 0
    for _ in range(300):
        given = dict.fromkeys(some_clause(rng, layout) for _ in range(rng.randint(2, 40)))
        expected: list[Clause] = []
        for clause in sorted(given, key=_size):
            out = algebra._ruled_out(clause)
            if not any(_weaker(kept, clause, out) for kept in expected):
                expected.append(clause)
        assert algebra.either(given) == tuple(expected)
        dropped += len(given) - len(expected)
    assert dropped > 500


def some_clause(rng: random.Random, layout: Layout) -> Clause:
    """Return a random clause about the first few values of the first few facets."""
    tests = []
    for facet in sorted(rng.sample(range(3), rng.randint(0, 3))):
        first = layout.masks[facet] & -layout.masks[facet]
        tests.append((facet, first * rng.randint(1, 7)))
    absent = layout.masks[3] & -layout.masks[3]
    return Clause(tuple(tests), absent * rng.randint(0, 1), rng.randint(0, 1), rng.randint(0, 1))


def test_conditions_of_duties_that_follow_duties_grow_with_the_norms_and_can_be_searched(
    notice: zhize.Mechanism,
) -> None:
    most = {}
    for copies in (1, 4):
        mechanism = grown(notice, copies * len(notice.rulebase.norms))
        program = mechanism.decider.evaluator.program
        conditions = Conditions(mechanism.rulebase, program)
        following = [n for n, unit in enumerate(program.units) if unit.triggers[0].follows]
        most[copies] = max(len(conditions.of_duty(unit)) for unit in following)
    # One agency is made aware by norms of every copy, and acts in every copy: four times four.
    assert most[4] <= 16 * most[1]
