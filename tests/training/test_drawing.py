"""What is drawn: valid, of its level, balanced over the norms, with near misses, from a seed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

import zhize
from zhize.training import LEVELS, Scenario, TrainingKit

from .conftest import COUNT, MECHANISMS, SEED

WHEN_AND_WHERE = {"reported_on", "county", "township", "village"}
TRIGGERED = {"act", "notify", "feedback"}


def flat(fields: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the (field, value) pairs of a record."""
    return {
        (field, value)
        for field, stated in fields.items()
        for value in (stated if isinstance(stated, list) else [stated])
        if field not in {"id", "numero"}
    }


def norms_of(scenario: Scenario) -> set[tuple[str, str]]:
    return {(duty.norm, duty.bearer) for duty in scenario.decision.duties}


# ---------------------------------------------------------------- valid


def test_nothing_is_said_against_any_record(notice: zhize.Mechanism, kit: TrainingKit) -> None:
    scenarios = kit.drawn.scenarios
    assert len(scenarios) == COUNT
    report = notice.validate([s.fields for s in scenarios], today=date(2026, 1, 1))
    assert report.problems == ()


def test_no_two_scenarios_state_the_same_facts(kit: TrainingKit) -> None:
    """Another day or place alone makes no new exercise, unless the mechanism ends there."""
    facts = [
        (s.about is None, frozenset(row for row in flat(s.fields) if row[0] not in WHEN_AND_WHERE))
        for s in kit.drawn.scenarios
    ]
    assert len(set(facts)) == COUNT
    ids = [s.id for s in kit.drawn.scenarios]
    assert ids == [f"{number:02}" for number in range(1, COUNT + 1)]


def test_days_and_places_are_the_mechanisms_own(notice: zhize.Mechanism, kit: TrainingKit) -> None:
    townships = {p.code: p for p in notice.rulebase.places if "township" in p.facets}
    villages = {(p.code, p.within) for p in notice.rulebase.places if "village" in p.facets}
    days = set()
    for scenario in kit.drawn.scenarios:
        township = townships[scenario.fields["township"]]
        assert township.successor is None
        if "village" in scenario.fields:
            assert (scenario.fields["village"], township.iri) in villages
        if scenario.decision.applicable:
            day = date.fromisoformat(scenario.fields["reported_on"])
            assert date(2024, 6, 12) <= day <= date(2025, 6, 12)
            days.add(day)
    assert len(days) > COUNT / 4


def test_an_open_field_is_never_closed_by_silence(kit: TrainingKit) -> None:
    """A list that is left out would be unknown; of these the narrative must speak."""
    for scenario in kit.drawn.scenarios:
        for field in ("violations", "zones", "circumstances", "discovered_by", "reported_to"):
            assert field in scenario.fields


# ---------------------------------------------------------------- balanced


def test_no_norm_is_asked_about_more_than_once_oftener_than_another(
    notice: zhize.Mechanism, kit: TrainingKit
) -> None:
    triggered = {norm.code for norm in notice.norms if norm.mode in TRIGGERED}
    asked = kit.asked()
    assert set(asked) == triggered, "with as many exercises as norms, each has its own"
    assert max(asked.values()) - min(asked.values()) <= 1
    assert kit.drawn.never == ()
    assert kit.drawn.short == 0


def test_the_duty_asked_about_arises(kit: TrainingKit) -> None:
    for scenario in kit.drawn.scenarios:
        if scenario.about is None:
            assert not scenario.decision.applicable
            assert scenario.near_miss is not None
        else:
            assert (scenario.about.norm, scenario.about.bearer) in norms_of(scenario)


def test_the_bearers_of_one_norm_take_turns(notice: zhize.Mechanism) -> None:
    drawn = notice.train(count=90, level=2, seed=2).drawn.scenarios
    bearers = {s.about.bearer for s in drawn if s.about is not None and s.about.norm == "15.6"}
    assert len(bearers) >= 3


# ---------------------------------------------------------------- levels


def test_a_level_is_what_was_decided(kit: TrainingKit) -> None:
    levels = Counter(s.level for s in kit.drawn.scenarios)
    assert all(levels[level] >= 5 for level in LEVELS), levels
    for scenario in kit.drawn.scenarios:
        decision = scenario.decision.to_dict()
        duties = decision["duties"]
        present = {(d["norm"], d["bearer"]) for d in duties}
        hard = (
            not decision["applicable"]
            or any((d["by"], d["bearer"]) not in present for d in decision["displaced"])
            or any(d["alternative_to"] or d["conditional_on"] for d in duties)
            or bool(decision["unaddressed"])
            or bool(decision["open"])
            or len([v for v in scenario.fields["violations"] if v != "unknown"]) > 1
        )
        chain = any(d["mode"] != "act" or d["to"] or d["role"] == "handling" for d in duties)
        expected = 3 if hard else 2 if chain or len(duties) > 4 else 1
        assert scenario.level == expected, scenario.id
        assert bool(scenario.features) == hard


@pytest.mark.parametrize("level", LEVELS)
def test_one_level_may_be_asked_for(notice: zhize.Mechanism, level: int) -> None:
    kit = notice.train(role="primary", count=12, level=level)
    assert {s.level for s in kit.drawn.scenarios} == {level}
    assert len(kit.drawn.scenarios) == 12


def test_every_hardship_of_the_third_level_is_met(notice: zhize.Mechanism) -> None:
    drawn = notice.train(count=60, level=3).drawn.scenarios
    met = Counter(feature for scenario in drawn for feature in scenario.features)
    assert {"outside", "displaced", "alternative", "open", "several"} <= set(met)


def test_the_easy_ones_come_first(kit: TrainingKit) -> None:
    levels = [s.level for s in kit.drawn.scenarios]
    assert levels == sorted(levels)


# ---------------------------------------------------------------- near misses


def test_a_near_miss_differs_in_one_value_and_the_duty_is_gone(
    notice: zhize.Mechanism, kit: TrainingKit
) -> None:
    by_id = {s.id: s for s in kit.drawn.scenarios}
    pairs = [(s, by_id[s.near_miss.of]) for s in by_id.values() if s.near_miss is not None]
    assert len(pairs) >= COUNT // 5
    for scenario, other in pairs:
        near = scenario.near_miss
        assert near is not None
        lost = (near.lost.norm, near.lost.bearer)
        assert other.about == near.lost
        assert lost in norms_of(other)
        assert lost not in norms_of(scenario)
        gone, new = (
            flat(other.fields) - flat(scenario.fields),
            flat(scenario.fields) - flat(other.fields),
        )
        assert len(gone) <= 1
        assert len(new) <= 1
        assert len({field for field, _ in gone | new}) == 1
        (change,) = near.changes
        assert {field for field, _ in gone | new} == {change.field}
        before = other.fields.get(change.field)
        if isinstance(before, list):
            if change.action == "replace":  # the list must not be empty, and would be
                emptied = {**other.fields, change.field: []}
                assert notice.validate([emptied], today=date(2026, 1, 1)).problems
            else:
                assert len(gone) + len(new) == 1
    assert any(not s.decision.applicable for s, _ in pairs), "one lies outside the mechanism"


def test_a_scenario_is_in_one_pair_at_most(kit: TrainingKit) -> None:
    paired = [s.near_miss.of for s in kit.drawn.scenarios if s.near_miss is not None]
    assert len(paired) == len(set(paired))
    near = {s.id for s in kit.drawn.scenarios if s.near_miss is not None}
    assert not near & set(paired)


# ---------------------------------------------------------------- seeds, and what cannot be


def test_another_seed_gives_other_scenarios(notice: zhize.Mechanism, kit: TrainingKit) -> None:
    again = notice.train(count=COUNT, seed=SEED).drawn
    assert again == kit.drawn
    other = notice.train(count=COUNT, seed=SEED + 1).drawn
    one, two = ({frozenset(flat(s.fields)) for s in d.scenarios} for d in (kit.drawn, other))
    assert len(one & two) < COUNT / 4


def test_it_says_what_cannot_be_drawn(notice: zhize.Mechanism) -> None:
    kit = notice.train(agency="water", level=1, count=4)
    assert kit.drawn.never == ("15.4", "15.5", "15.6")
    assert {s.about.norm for s in kit.drawn.scenarios if s.about is not None} <= {"8.1"}
    toy = zhize.load(MECHANISMS / "toy").train(count=30, lang="en")
    assert 0 < len(toy.drawn.scenarios) == 30 - toy.drawn.short < 30
    said = f"30 were asked for; only {len(toy.drawn.scenarios)} different ones could be drawn."
    assert said in toy.file("exercises.html").decode()


def test_another_mechanism_is_drawn_from_as_well(harbour: zhize.Mechanism) -> None:
    kit = harbour.train(count=34, lang="en")
    triggered = {norm.code for norm in harbour.norms if norm.mode in TRIGGERED}
    assert set(kit.asked()) == triggered
    assert max(kit.asked().values()) - min(kit.asked().values()) <= 1
    assert harbour.validate([s.fields for s in kit.drawn.scenarios]).problems == ()
    assert sum(s.near_miss is not None for s in kit.drawn.scenarios) >= 5


def test_no_fact_is_added_that_no_norm_could_turn_on_where_this_is_wrong(
    notice: zhize.Mechanism,
) -> None:
    met = 0
    for scenario in notice.train(count=120, seed=5).drawn.scenarios:
        wrong = set(scenario.incident.values["violations"])
        stated = scenario.incident.values.get("circumstances", ())
        if "suspected-duty-crime" in stated and scenario.near_miss is None:
            assert wrong & {"dereliction", "corruption"}, scenario.id
            met += 1
    assert met
