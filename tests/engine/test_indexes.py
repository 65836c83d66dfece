"""What the compiled engine looks up is what it would find by going through everything."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

import zhize
from benchmarks.synthetic import grown, mixed_sectors
from tests.engine.space import anything
from zhize import Incident
from zhize.compilation.program import bits_of, numbers_of
from zhize.evaluation.open_questions import suppose
from zhize.evaluation.outcome import Outcome

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"


@pytest.fixture(scope="module")
def harbour() -> zhize.Mechanism:
    return zhize.load(MECHANISMS / "harbour")


def outcome_of(mechanism: zhize.Mechanism, incident: Incident) -> Outcome:
    return mechanism.decider.evaluator.outcome(mechanism.decider.held(incident.values)[0])


def check_questions(mechanism: zhize.Mechanism, incident: Incident) -> int:
    """Compare the questions asked with those found by trying every value; return their number."""
    decider, facts = mechanism.decider, incident.values
    if decider.scope.reason(facts) is not None:
        return 0
    trials = list(decider.questions.suppositions(facts, incident.unknown))
    after = [
        outcome_of(mechanism, Incident(id="X", values=suppose(facts, facet, value)))
        for facet, value in trials
    ]
    outcome = outcome_of(mechanism, incident)
    limits = decider.held(facts)[1]
    asked = decider.questions.ask(facts, incident.unknown, limits, outcome)
    assert asked == decider.questions.compare(outcome, trials, after)
    return len(asked)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["notice", "harbour"])
def test_no_question_is_missed(
    name: str, seed: int, notice: zhize.Mechanism, harbour: zhize.Mechanism
) -> None:
    mechanism = {"notice": notice, "harbour": harbour}[name]
    rng = random.Random(seed)
    asked = sum(check_questions(mechanism, anything(mechanism, rng)) for _ in range(150))
    assert asked > 100


def test_no_question_is_missed_where_sectors_mix(
    notice: zhize.Mechanism, harbour: zhize.Mechanism
) -> None:
    for original in (notice, harbour):
        norms = 3 * len(original.norms) + 5
        mechanism, rng = grown(original, norms), random.Random(6)
        incidents = [anything(original, rng) for _ in range(40)]
        mixed = mixed_sectors(original.rulebase, norms, [i.values for i in incidents], rng)
        asked = sum(
            check_questions(mechanism, Incident(id="X", values=values, unknown=i.unknown))
            for values, i in zip(mixed, incidents, strict=True)
        )
        assert asked > 100


def test_days_and_places_are_found_as_by_going_through_windows_and_areas(
    harbour: zhize.Mechanism,
) -> None:
    evaluator, program = harbour.decider.evaluator, harbour.decider.evaluator.program
    edges = {day for w in program.windows for day in (w.start, w.end) if day is not None}
    assert edges
    assert program.areas
    days: set[date | None] = {None, date.min, date.max}
    days |= {edge + timedelta(days=step) for edge in edges for step in (-1, 0, 1)}
    for day in days:
        bits = program.all_bits
        for window in program.windows:
            late = day is not None and window.end is not None and day > window.end
            early = day is not None and window.start is not None and day < window.start
            if day is None or late or early:
                bits &= ~window.mask
        assert evaluator.in_time(day) == bits
    names = sorted({place for area in program.areas for place in area.places})
    for chosen in (frozenset[str](), *(frozenset({name, "?"}) for name in names), frozenset(names)):
        bits = program.all_bits
        for area in program.areas:
            if not area.places & chosen:
                bits &= ~area.mask
        assert evaluator.in_place(chosen) == bits


def test_sets_of_bits_and_their_numbers_are_the_same_thing() -> None:
    rng = random.Random(7)
    for width in (1, 8, 63, 64, 5_000):
        numbers = rng.sample(range(width), min(width, 20))
        assert numbers_of(bits_of(numbers)) == sorted(numbers, reverse=True)
    assert bits_of(()) == 0
    assert numbers_of(0) == []
