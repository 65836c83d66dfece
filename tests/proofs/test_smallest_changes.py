"""The smallest change is exact: brute force over the engine itself finds none smaller, and the
same ones."""

from __future__ import annotations

import random

import pytest

import zhize
from tests.engine.space import anything
from tests.proofs.brute import Smallest, smallest, stated
from zhize import Incident
from zhize.evaluation.search import MOST_STATES


def compared(mechanism: zhize.Mechanism, incident: Incident, most: int) -> tuple[int, int]:
    """Compare every unit; return how many have a smallest change up to a size, and how many not."""
    brute = smallest(mechanism, incident, most)
    near = far = 0
    for index, unit in enumerate(mechanism.decider.evaluator.program.units):
        name = (unit.norm.code, unit.bearer, incident.values)
        found = searched(mechanism, incident, index)
        expected = brute.get(index)
        if expected is None:
            assert found is None or found[0].cost > most, name
            far += 1
            continue
        assert found is not None, name
        assert found[0].cost == expected.cost, name
        assert found[0].results <= expected.results, name
        assert found[0].results == expected.results or not found[1], name
        near += 1
    return near, far


def searched(
    mechanism: zhize.Mechanism, incident: Incident, index: int
) -> tuple[Smallest, bool] | None:
    """Return what the search finds, in the form of brute force, and whether it is complete."""
    finder = mechanism._counterfactuals
    rows = finder.smallest(incident.values, index)
    if not rows:
        return None
    found, complete = Smallest(rows[0][0]), True
    layout = finder.conditions.layout
    beside = {
        (name, value)
        for name, value in stated(mechanism, incident.values)
        if name not in layout.facets
    }
    for cost, setting, states in rows:
        if cost > found.cost:
            continue
        complete &= states.complete
        assert states.complete == (len(states.states) < MOST_STATES)
        for state in states.states:
            facts = {
                (name, value)
                for rank, name in enumerate(layout.facets)
                for value in layout.values(state, rank)
            }
            moved = frozenset(change.field for change in setting.changes)
            found.results.add((moved, frozenset(facts | beside)))
    return found, complete


@pytest.mark.parametrize("seed", range(12))
def test_brute_force_finds_the_same_on_the_notice(notice: zhize.Mechanism, seed: int) -> None:
    near, _ = compared(notice, anything(notice, random.Random(seed)), 2)
    assert near


def test_brute_force_finds_the_same_a_step_farther_on_the_notice(
    notice: zhize.Mechanism,
) -> None:
    # A record that states little: most duties are two or three values away.
    home = {p.code: p for p in notice.rulebase.places}[notice.rulebase.info.applies_in]
    facts = {"reported_on": ("2024-08-01",), "county": (home.code,), "zones": ()}
    near, _ = compared(notice, Incident(id="X-1", values=facts), 3)
    assert near > 40


@pytest.mark.parametrize("seed", range(20))
def test_brute_force_finds_the_same_on_the_harbour(harbour: zhize.Mechanism, seed: int) -> None:
    near, _ = compared(harbour, anything(harbour, random.Random(seed)), 3)
    assert near > 20


def test_brute_force_finds_the_same_far_off_on_the_harbour(harbour: zhize.Mechanism) -> None:
    outside = {"constate_le": ("2022-01-01",), "commune": ("Trévenec",), "constate_par": ()}
    near, _ = compared(harbour, Incident(id="X-1", values=outside), 4)
    assert near > 10


@pytest.mark.parametrize("seed", range(8))
def test_brute_force_finds_the_same_on_the_smallest_mechanism(
    toy: zhize.Mechanism, seed: int
) -> None:
    incident = anything(toy, random.Random(seed))
    most = len(toy.rulebase.facets)
    near, far = compared(toy, incident, most)
    assert (near, far) == (2, 0)


@pytest.mark.parametrize("name", ["notice", "harbour", "toy"])
def test_each_change_that_is_told_makes_the_duty_and_no_smaller_one_does(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    rng = random.Random(3)
    tried = 0
    for _ in range(6):
        incident = valid(mechanism, rng)
        sooner = {
            (mechanism.decider.evaluator.program.units[unit].norm.code, bearer): one.cost
            for unit, one in smallest(mechanism, incident, 2).items()
            for bearer in [mechanism.decider.evaluator.program.units[unit].bearer]
        }
        for agency in mechanism.agencies:
            for answer in mechanism.why_not(incident, agency.code).norms:
                remedy = answer.remedy
                if remedy is None or not remedy.possible:
                    assert (answer.norm, agency.code) not in sooner
                    continue
                assert remedy.cost is not None
                assert sooner.get((answer.norm, agency.code), 3) <= remedy.cost
                for one in remedy.sets:
                    assert not one.refused
                    assert len(one.changes) == remedy.cost
                    editor = mechanism._counterfactuals.editor
                    changed, problems = editor.applied(
                        incident, one.changes, editor.known(incident)
                    )
                    assert problems == one.problems
                    decision = mechanism.decide(mechanism.incident(fields(changed)))
                    assert (answer.norm, agency.code) in {
                        (d.norm, d.bearer) for d in decision.duties
                    }
                    tried += 1
    assert tried > 4


def valid(mechanism: zhize.Mechanism, rng: random.Random) -> Incident:
    """Return a random incident that its record shapes do not refuse."""
    while True:
        incident = anything(mechanism, rng)
        try:
            return mechanism.incident(fields(incident))
        except zhize.RecordError:
            continue


def fields(incident: Incident) -> dict[str, object]:
    """Return an incident as the fields of a record."""
    return dict(incident.to_dict())


def test_what_is_unknown_is_filled_in_before_what_is_stated_is_contradicted(
    notice: zhize.Mechanism, example: Incident
) -> None:
    answer = notice.why_not(example, "public-security", "5.2").norms[0]
    assert answer.remedy is not None
    (one,) = answer.remedy.sets
    (change,) = one.changes
    assert (change.action, change.field) == ("complete", "circumstances")
    assert answer.triggers[0].tests[1].status == "unknown"


def test_a_list_that_may_not_be_empty_is_left_unknown(notice: zhize.Mechanism) -> None:
    record = {
        "id": "X", "reported_on": "2024-08-01", "township": "凤城镇", "reported_to": [],
        "violations": ["beyond-boundary-mining"], "discovered_by": ["natural-resources"],
        "circumstances": ["suspected-mining-crime"], "zones": [],
    }  # fmt: skip
    incident = notice.incident(record)
    finder = notice._counterfactuals
    changes = finder.editor.between(incident, {"discovered_by": (), "zones": ()})
    changed, problems = finder.editor.applied(incident, changes, frozenset())
    assert changed.values["zones"] == ()
    assert "discovered_by" not in changed.values
    assert changed.unknown == ("discovered_by",)
    assert problems == ()
    assert notice.incident(dict(changed.to_dict())) is not None


def test_a_record_out_of_time_and_place_is_brought_in_with_its_township(
    notice: zhize.Mechanism,
) -> None:
    record = {
        "id": "X", "reported_on": "2024-05-01", "county": "泽州县", "township": "某镇",
        "violations": ["illegal-mining"], "discovered_by": ["public"],
    }  # fmt: skip
    answer = notice.why_not(record, "natural-resources", "4.1").norms[0]
    assert answer.status == "inapplicable"
    assert answer.remedy is not None
    assert answer.remedy.cost == 3
    (one,) = answer.remedy.sets
    assert not one.refused
    day, county, township = one.changes
    assert (day.field, day.not_before, day.not_after) == ("reported_on", "2024-06-12", None)
    assert (county.value, county.within) == ("阳城县", None)
    assert (township.field, township.within) == ("township", "阳城县")


def test_spans_of_days_that_touch_are_told_as_one(harbour: zhize.Mechanism) -> None:
    record = {
        "numero": "X", "constate_le": "2022-01-01", "pollutions": ["gazole"],
        "constate_par": ["passant"],
    }  # fmt: skip
    led = harbour.why_not(record, "capitainerie", "2.a").norms[0]
    kept = harbour.why_not(record, "mairie", "11.a").norms[0]
    assert led.remedy is not None
    assert kept.remedy is not None
    spans = [
        (change.not_before, change.not_after, change.value)
        for remedy in (led.remedy, kept.remedy)
        for one in remedy.sets
        for change in one.changes
    ]
    assert spans == [
        ("2023-03-01", "2026-12-31", "2023-03-01"),
        ("2023-03-01", "2024-06-30", "2023-03-01"),
    ]


def test_conditions_that_are_too_many_are_said_to_be_so(
    notice: zhize.Mechanism, example: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zhize.evaluation.clauses as clauses
    from zhize.evaluation.counterfactual import Counterfactuals

    monkeypatch.setattr(clauses, "CLAUSE_LIMIT", 1)
    finder = Counterfactuals(notice._prover, notice._brief_problems)
    answer = finder.why_not(example, "water", "15.4").norms[0]
    assert answer.remedy is not None
    assert not answer.remedy.searched
    assert answer.remedy.sets == ()


def test_more_ways_than_are_enumerated_are_counted_as_at_least(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zhize.evaluation.search as search

    monkeypatch.setattr(search, "MOST_STATES", 5)
    empty = {"reported_on": ("2024-08-01",)}
    answer = notice._counterfactuals.why_not(Incident(id="X", values=empty), "water", "15.5")
    remedy = answer.norms[0].remedy
    assert remedy is not None
    assert (remedy.count, remedy.complete) == (5, False)
