"""Many norms: a mechanism made of copies decides in each copy what the original decides."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

import zhize
from benchmarks.synthetic import (
    grown,
    in_sector,
    mixed_sectors,
    name_in,
    one_sector,
    sectors_of,
)
from benchmarks.synthetic_turtle import write_folder
from tests.engine.space import anything, differences
from zhize import Incident

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"
MANY = 1_000


@pytest.fixture(scope="module", params=["notice", "harbour"])
def original(request: pytest.FixtureRequest, notice: zhize.Mechanism) -> zhize.Mechanism:
    return notice if request.param == "notice" else zhize.load(MECHANISMS / request.param)


@pytest.fixture(scope="module")
def many(original: zhize.Mechanism) -> zhize.Mechanism:
    return grown(original, MANY)


def some(original: zhize.Mechanism, count: int, seed: int) -> list[Incident]:
    rng = random.Random(seed)
    return [anything(original, rng) for _ in range(count)]


def moved(original: zhize.Mechanism, incident: Incident, sector: int) -> Incident:
    values = in_sector(original.rulebase, sector, incident.values)
    return Incident(id=incident.id, values=values, unknown=incident.unknown)


@pytest.mark.parametrize("norms", [7, 70])
def test_values_and_turtle_say_the_same(
    norms: int, original: zhize.Mechanism, tmp_path: Path
) -> None:
    write_folder(original, norms, tmp_path)
    written, made = zhize.load(tmp_path), grown(original, norms)
    assert len(made.norms) == norms
    as_original = msgspec.structs.replace(written.rulebase, sha256=made.rulebase.sha256)
    for field in as_original.__struct_fields__:
        assert getattr(as_original, field) == getattr(made.rulebase, field), field
    assert written.checks == made.checks


def test_a_mechanism_of_one_sector_is_the_original_but_for_any_value(
    original: zhize.Mechanism,
) -> None:
    made = grown(original, len(original.norms))
    assert [n.code for n in made.norms] == [n.code for n in original.norms]
    for incident in some(original, 60, 1):
        assert made.decide(incident).to_json() == original.decide(incident).to_json()


def test_an_incident_of_one_sector_has_the_duties_of_the_original(
    original: zhize.Mechanism, many: zhize.Mechanism
) -> None:
    rng, whole = random.Random(2), MANY // len(original.norms)
    assert whole > 15
    duties = questions = 0
    for incident in some(original, 150, 3):
        sector = rng.randrange(whole)
        here = many.decide(moved(original, incident, sector)).to_dict()
        there = original.decide(incident).to_dict()
        elsewhere = [q for q in here["open"] if is_of_another(q, original, sector)]
        here["open"] = [q for q in here["open"] if q not in elsewhere]
        assert without(here, sector) == without(there, 0)
        # What another sector adds may bring in somebody to tell; it takes nothing away.
        assert not any(q["would_remove"] for q in elsewhere)
        duties += len(there["duties"])
        questions += len(there["open"])
    assert duties > 200
    assert questions > 100


def is_of_another(question: dict[str, Any], original: zhize.Mechanism, sector: int) -> bool:
    values = {f.code: f.values for f in original.rulebase.facets if f.kind == "concept"}
    mine = {name_in(sector, value) for value in values.get(question["fact"], ())}
    return question["fact"] in values and question["value"] not in mine


def without(decision: dict[str, Any], sector: int) -> dict[str, Any]:
    """Return a decision with the names of a sector's copies taken back to the original's."""
    text = json.dumps(decision, ensure_ascii=False)
    found: dict[str, Any] = json.loads(text.replace(name_in(sector, ""), ""))
    return found


def test_the_reference_rules_agree_on_several_sectors(
    original: zhize.Mechanism, tmp_path: Path
) -> None:
    norms = len(original.norms) + 21
    write_folder(original, norms, tmp_path)
    mechanism = zhize.load(tmp_path)
    rng = random.Random(4)
    facts = [i.values for i in some(original, 60, 5) if original.decider.outcome(i.values).duties]
    assert len(facts) >= 14
    facts = facts[:14]
    drawn = [
        *one_sector(original.rulebase, norms, facts[:5], rng),
        *mixed_sectors(original.rulebase, norms, facts[5:], rng),
    ]
    incidents = [Incident(id="X-1", values=values) for values in drawn]
    found = mechanism.reference.outcomes(incidents)
    assert differences(mechanism, incidents, found) == []
    assert sum(len(outcome.duties) for outcome in found) > 15
    assert any(outcome.displaced for outcome in found)


def test_sectors_are_closed_and_counted(original: zhize.Mechanism) -> None:
    for norms in range(1, len(original.norms) + 1):
        (kept,) = sectors_of(original.rulebase, norms)
        assert len(kept) == norms
        followed = {
            code
            for norm in original.norms
            if norm.code in kept
            for trigger in norm.triggers
            for code in trigger.follows
        }
        assert followed <= kept
