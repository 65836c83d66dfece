"""Why not: how each norm of an agency stands, and what exactly failed."""

from __future__ import annotations

from typing import Any

import pytest

import zhize
from zhize import Incident
from zhize.evaluation.why_not_steps import NormAnswer

RECORD: dict[str, Any] = {
    "id": "X", "reported_on": "2024-08-01", "township": "凤城镇", "violations": ["illegal-mining"],
    "discovered_by": ["public"], "reported_to": [],
}  # fmt: skip


def answer(mechanism: zhize.Mechanism, record: Any, agency: str, norm: str) -> NormAnswer:
    (found,) = mechanism.why_not(record, agency, norm).norms
    return found


def told(one: NormAnswer) -> list[list[tuple[str, str, str]]]:
    assert one.remedy is not None
    return [[(c.action, c.field, c.value) for c in s.changes] for s in one.remedy.sets]


def test_a_failed_test_is_told_from_an_unknown_one(notice: zhize.Mechanism) -> None:
    coal = answer(notice, RECORD, "development-reform", "12.1")
    assert [(t.field, t.status) for t in coal.triggers[0].tests] == [
        ("violations", "satisfied"),
        ("mineral", "unknown"),
    ]
    iron = answer(notice, {**RECORD, "mineral": "iron"}, "development-reform", "12.1")
    assert iron.triggers[0].tests[1].status == "failed"
    partly = answer(notice, {**RECORD, "zones": ["river-channel", "unknown"]}, "forestry", "9.1")
    assert [t.status for t in partly.triggers[0].tests] == ["satisfied", "unknown"]
    none = answer(notice, {**RECORD, "zones": []}, "forestry", "9.1")
    assert none.triggers[0].tests[1].status == "failed"


def test_a_blank_is_completed_and_a_stated_value_replaced(notice: zhize.Mechanism) -> None:
    coal = answer(notice, RECORD, "development-reform", "12.1")
    assert told(coal) == [[("complete", "mineral", "coal")]]
    iron = answer(notice, {**RECORD, "mineral": "iron"}, "development-reform", "12.1")
    assert told(iron) == [[("replace", "mineral", "coal")]]


def test_a_displaced_norm_says_by_what_and_what_would_lift_it(
    notice: zhize.Mechanism, example: Incident
) -> None:
    low = answer(notice, example, "natural-resources", "4.2")
    assert low.status == "displaced"
    (high,) = low.displaced_by
    assert (high.norm, high.bearer, high.interpretations) == ("8.1", "water", ("I-2",))
    assert told(low) == [[("remove", "zones", "reservoir-area")]]


def test_a_notice_without_a_recipient_says_who_was_left_out(notice: zhize.Mechanism) -> None:
    record = {
        **RECORD,
        "discovered_by": ["ecology-environment"],
        "reported_to": ["natural-resources"],
    }
    one = answer(notice, record, "ecology-environment", "6.2")
    assert one.status == "unaddressed"
    assert [(row.agency, row.facts[0].fact) for row in one.left_out] == [
        ("natural-resources", "reported_to")
    ]
    assert [("remove", "reported_to", "natural-resources")] in told(one)


def test_a_duty_that_follows_from_a_notice_needs_somebody_to_give_one(
    notice: zhize.Mechanism,
) -> None:
    one = answer(notice, RECORD, "natural-resources", "15.5")
    follows = one.triggers[0].follows
    assert follows is not None
    assert follows.status == "failed"
    assert follows.duties == ()
    assert ("add", "reported_to", "ecology-environment") in {c for s in told(one) for c in s}
    known = {**RECORD, "discovered_by": ["ecology-environment"]}
    (row,) = answer(notice, known, "water", "15.5").triggers[0].follows.duties  # type: ignore[union-attr]
    assert (row[0].norm, row[1]) == ("6.2", ("natural-resources",))


def test_knowledge_may_come_through_a_report(notice: zhize.Mechanism) -> None:
    one = answer(notice, {**RECORD, "mineral": "coal"}, "natural-resources", "15.4")
    knowledge = one.triggers[0].knowledge
    assert knowledge is not None
    assert (knowledge.status, knowledge.reports) == ("failed", ("3.3",))
    changes = {change for (change,) in told(one)}
    assert ("add", "discovered_by", "village") in changes
    assert ("add", "reported_to", "natural-resources") in changes


def test_a_norm_that_no_facts_can_bring_about_is_said_to_be_so(
    notice: zhize.Mechanism, example: Incident
) -> None:
    one = answer(notice, example, "publicity", "15.5")
    assert one.remedy is not None
    assert not one.remedy.possible
    assert one.remedy.sets == ()


def test_norms_that_hold_at_all_times_are_listed_and_have_no_remedy(
    notice: zhize.Mechanism, example: Incident
) -> None:
    found = notice.why_not(example, "township-government")
    standing = [n.norm for n in found.norms if n.status == "not-by-incidents"]
    assert standing == ["2.3", "3.2", "3.5", "16.1"]
    assert all(n.remedy is None for n in found.norms if n.norm in standing)
    assert found.duties == ("3.1",)
    assert found.agency_place == "凤城镇"


def test_every_norm_of_an_agency_is_a_duty_or_answered_for(
    notice: zhize.Mechanism, example: Incident
) -> None:
    for agency in notice.agencies:
        found = notice.why_not(example, agency.code)
        borne = {n.code for n in notice.norms if agency.code in n.bearers}
        assert {n.norm for n in found.norms} | set(found.duties) == borne
        assert {n.norm for n in found.norms} & set(found.duties) == set()


def test_a_duty_that_is_asked_about_is_said_to_be_one(
    notice: zhize.Mechanism, example: Incident
) -> None:
    one = answer(notice, example, "water", "8.1")
    assert (one.status, one.remedy) == ("duty", None)


def test_a_norm_out_of_its_own_time_or_place_says_so(harbour: zhize.Mechanism) -> None:
    record = {
        "numero": "X", "constate_le": "2024-07-01", "bassin": "Bassin du Nord",
        "pollutions": ["gazole"], "constate_par": ["passant"],
    }  # fmt: skip
    register = answer(harbour, record, "mairie", "11.a")
    assert (register.status, register.valid_until) == ("out-of-time", "2024-06-30")
    assert register.remedy is not None
    ((change,),) = [one.changes for one in register.remedy.sets]
    assert (change.value, change.not_before, change.not_after) == (
        "2024-06-30", "2023-03-01", "2024-06-30",
    )  # fmt: skip
    boats = answer(harbour, record, "cercle-nautique", "10.a")
    assert boats.status == "out-of-place"
    assert told(boats) == [[("replace", "bassin", "Bassin de plaisance")]]


def test_the_nearest_trigger_comes_first(notice: zhize.Mechanism) -> None:
    record = {**RECORD, "violations": ["illegal-sand-mining"], "mineral": "sand", "zones": []}
    one = answer(notice, record, "water", "8.1")
    assert [trigger.missing for trigger in one.triggers] == [1, 1]
    other = answer(notice, {**record, "violations": ["dereliction"]}, "water", "8.1")
    assert [trigger.missing for trigger in other.triggers] == sorted(
        trigger.missing for trigger in other.triggers
    )


def test_a_change_that_would_be_warned_of_comes_last_and_says_so(
    harbour: zhize.Mechanism,
) -> None:
    record = {
        "numero": "X", "constate_le": "2024-07-10", "pollutions": ["hydrocarbures"],
        "navires": [], "meteo": "tempete", "circonstances": [], "constate_par": ["douanes"],
    }  # fmt: skip
    one = answer(harbour, record, "pompiers", "4.a")
    assert one.remedy is not None
    assert [[p.code for p in s.problems] for s in one.remedy.sets] == [[], [], ["boom-in-storm"]]


def test_a_norm_that_others_bear_or_that_is_none_is_refused(
    notice: zhize.Mechanism, example: Incident
) -> None:
    with pytest.raises(zhize.UsageError) as caught:
        notice.why_not(example, "water", "4.1")
    assert "does not fall on `water` but on natural-resources" in caught.value.message["en"]
    with pytest.raises(zhize.UsageError) as caught:
        notice.why_not(example, "water", "8.l")
    assert "did you mean `8.1`?" in caught.value.message["en"]
    with pytest.raises(zhize.UsageError) as caught:
        notice.why_not(example, "judicial-organs", "18.1")
    assert "nor on any agency" in caught.value.message["en"]


def test_the_json_is_typed_and_the_same_each_time(
    notice: zhize.Mechanism, example: Incident
) -> None:
    data = notice.why_not(example, "natural-resources").to_dict()
    assert data == notice.why_not(example, "natural-resources").to_dict()
    low = next(n for n in data["norms"] if n["norm"] == "4.2")
    assert low["displaced_by"][0]["clause"]["quote"]
    assert low["remedy"]["sets"] == [
        {
            "changes": [
                {
                    "field": "zones", "action": "remove", "value": "reservoir-area",
                    "instead_of": None, "not_before": None, "not_after": None, "within": None,
                }
            ],
            "problems": [],
            "refused": False,
        }
    ]  # fmt: skip
