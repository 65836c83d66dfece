"""The compiled engine and the standard rules agree, duty for duty.

Compared are the whole outcomes: norm, bearer, recipients, sources, conditions, displaced norms
and those that find nobody to tell. `make equivalence` does the same for as long as one likes.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

import zhize
from tests.engine.space import anything, core, differences
from zhize.evaluation.reference import ReferenceEngine, run_with_turbo

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"
CHUNKS, STEP = 40, 3
"""Shares of the core, each spread over the whole of it; of so many one is compared here, and all by
`make equivalence`."""
RANDOM = 10


@pytest.fixture(scope="session")
def harbour() -> zhize.Mechanism:
    return zhize.load(MECHANISMS / "harbour")


@pytest.mark.parametrize("chunk", range(0, CHUNKS, STEP))
def test_engines_agree_on_combinations_all_over_the_core(
    chunk: int, notice: zhize.Mechanism
) -> None:
    incidents = core(notice)
    assert len(incidents) > 3_000
    part = incidents[chunk::CHUNKS]
    found = notice.reference.outcomes(part)
    assert differences(notice, part, found) == []
    assert any(outcome.duties for outcome in found)


@pytest.mark.parametrize("seed", range(RANDOM))
@pytest.mark.parametrize("name", ["notice", "harbour"])
def test_engines_agree_on_random_incidents(
    name: str, seed: int, notice: zhize.Mechanism, harbour: zhize.Mechanism
) -> None:
    mechanism = {"notice": notice, "harbour": harbour}[name]
    rng = random.Random(seed)
    incidents = [anything(mechanism, rng) for _ in range(40)]
    assert differences(mechanism, incidents, mechanism.reference.outcomes(incidents)) == []


@pytest.mark.parametrize("seed", range(2))
def test_a_second_implementation_of_the_rules_agrees(
    seed: int, notice: zhize.Mechanism, harbour: zhize.Mechanism
) -> None:
    for mechanism in (notice, harbour):
        rng = random.Random(1_000 + seed)
        incidents = [anything(mechanism, rng) for _ in range(60)]
        turbo = ReferenceEngine(
            mechanism.rulebase,
            mechanism.decider.evaluator.program,
            mechanism.graph(),
            run_with_turbo,
        )
        found = turbo.outcomes(incidents)
        assert differences(mechanism, incidents, found) == []


LATE_SOURCE = """
@prefix har: <https://example.org/kerlanic#> .
@prefix zz: <https://w3id.org/zhize/core#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

har:late a zz:Norm ;
    skos:notation "8.z" ;
    zz:inProvision har:article-8 ; zz:quote har:art8-b-quote ;
    zz:modality zz:obligation ; zz:mode zz:act ; zz:role zz:handling ;
    zz:bearer har:douanes ; zz:trigger har:late-when .

har:late-when a zz:Trigger ; zz:follows har:art9-b, har:art8-b .
"""


def test_a_firm_source_that_comes_late_makes_a_duty_firm(tmp_path: Path) -> None:
    # 8.z follows an alternative at once, and a feedback only after another duty has arisen.
    folder = tmp_path / "harbour"
    shutil.copytree(MECHANISMS / "harbour", folder)
    (folder / "late.ttl").write_text(LATE_SOURCE, "utf-8")
    mechanism = zhize.load(folder)
    rng = random.Random(3)
    incidents = [anything(mechanism, rng) for _ in range(400)]
    norm = {
        index
        for index, u in enumerate(mechanism.decider.evaluator.program.units)
        if u.norm.code == "8.z"
    }
    mixed = [
        i
        for i in incidents
        for duty in mechanism.decider.outcome(i.values).duties
        if duty.unit in norm and len(duty.sources) > 1
    ]
    assert mixed
    assert differences(mechanism, mixed, mechanism.reference.outcomes(mixed)) == []
    kinds = {
        duty.conditional_on
        for i in mixed
        for duty in mechanism.decider.outcome(i.values).duties
        if duty.unit in norm
    }
    assert None in kinds


def test_reference_engine_gives_the_same_decision_whole(notice: zhize.Mechanism) -> None:
    record = {
        "id": "X-1",
        "reported_on": "2024-08-01",
        "township": "凤城镇",
        "violations": ["illegal-sand-mining"],
        "zones": ["reservoir-area"],
        "mineral": "sand",
        "operator_licence": "none",
        "discovered_by": ["ecology-environment"],
        "reported_to": [],
    }
    assert notice.decide(record, engine="reference") == notice.decide(record)
