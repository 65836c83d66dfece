"""Who may come to be told by whom: nobody answers to itself, and nobody who is told is left out."""

from __future__ import annotations

import random

import pytest

import zhize
from tests.dutygraph.samples import HARBOUR
from zhize.compilation import Reach
from zhize.evaluation.samples import random_facts
from zhize.model.incident import Incident


@pytest.mark.parametrize("name", ["notice", "harbour"])
def test_no_unit_may_be_owed_to_its_own_bearer_and_none_that_is_owed_is_missing(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism = zhize.load(HARBOUR) if name == "harbour" else request.getfixturevalue("notice")
    program = mechanism.decider.evaluator.program
    reach, rng, seen = Reach(program), random.Random(5), 0
    units = {(unit.norm.code, unit.bearer): index for index, unit in enumerate(program.units)}
    possible = {key: reach.recipients(index) for key, index in units.items()}
    for (_, bearer), recipients in possible.items():
        assert bearer not in recipients
    for number in range(300):
        facts = random_facts(mechanism.rulebase, rng, 4)
        for duty in mechanism.decider.decide(Incident(id=f"R-{number}", values=facts)).duties:
            assert set(duty.to) <= set(possible[duty.norm, duty.bearer])
            seen += len(duty.to)
    assert seen > 200
