"""What if: the duties of a record and of the same record with other facts."""

from __future__ import annotations

import random
from typing import Any

import pytest

import zhize
from tests.proofs.test_smallest_changes import valid
from zhize import Incident
from zhize.evaluation.what_if import compare


def names(rows: Any) -> list[tuple[str, str]]:
    return [(row.duty.norm, row.duty.bearer) for row in rows]


def test_duties_gained_lost_and_changed_are_told_with_their_reasons(
    notice: zhize.Mechanism, example: Incident
) -> None:
    found = notice.what_if(example, set={"区域": "林地"}, unset=["mineral"])
    assert [(f.field, f.before, f.after) for f in found.fields] == [
        ("zones", ("reservoir-area",), ("forest-land",)),
        ("mineral", ("sand",), None),
    ]
    assert names(found.gained) == [
        ("4.2", "natural-resources"),
        ("9.1", "forestry"),
        ("15.5", "forestry"),
        ("15.6", "forestry"),
    ]
    assert [row.restored for row in found.gained] == [True, False, False, False]
    assert names(found.lost) == [("8.1", "water"), ("15.5", "water"), ("15.6", "water")]
    assert {row.status for row in found.lost} == {"not-triggered"}
    (told,) = found.changed
    assert told.before.to == ("natural-resources", "water")
    assert told.after.to == ("forestry", "natural-resources")
    assert [(row.norm, row.by) for row in found.restored] == [("4.2", "8.1")]
    assert found.displaced == ()


def test_a_duty_that_yields_or_finds_nobody_is_told_apart_from_one_not_triggered(
    notice: zhize.Mechanism, example: Incident
) -> None:
    plain = notice.incident({**example.to_dict(), "zones": []})
    found = notice.what_if(plain, add={"zones": "reservoir-area"})
    (low,) = [row for row in found.lost if row.duty.norm == "4.2"]
    assert (low.status, low.by, low.interpretations) == ("displaced", ("8.1",), ("I-2",))
    assert [(row.norm, row.by) for row in found.displaced] == [("4.2", "8.1")]
    known = notice.what_if(plain, add={"reported_to": ["natural-resources"]})
    (told,) = [row for row in known.lost if row.duty.norm == "6.2"]
    assert told.status == "unaddressed"


def test_a_duty_may_become_conditional(notice: zhize.Mechanism) -> None:
    record = {
        "id": "X", "reported_on": "2024-08-01", "township": "凤城镇", "zones": ["wetland"],
        "violations": ["illegal-mining"], "discovered_by": ["forestry", "emergency-management"],
    }  # fmt: skip
    found = notice.what_if(record, remove={"discovered_by": ["emergency-management"]})
    (handling,) = [row for row in found.changed if row.after.norm == "15.5"]
    assert (handling.before.conditional_on, handling.after.conditional_on) == (None, "9.2")
    data = found.to_dict()["changed"]
    assert {"before": None, "after": "9.2"} in [row.get("conditional_on") for row in data]


def test_outside_the_mechanism_every_duty_is_lost_for_that_reason(
    notice: zhize.Mechanism, example: Incident
) -> None:
    found = notice.what_if(example, set={"reported_on": "2024-06-11"})
    assert (found.before.applicable, found.after.reason) == (True, "not-in-force")
    assert {row.status for row in found.lost} == {"inapplicable"}
    assert len(found.lost) == found.before.duties
    assert found.restored == ()


def test_nothing_changes_where_no_norm_looks(notice: zhize.Mechanism, example: Incident) -> None:
    found = notice.what_if(example, set={"title": "x"})
    assert [f.field for f in found.fields] == ["title"]
    assert not found.differs
    same = notice.what_if(example, add={"zones": "reservoir-area"})
    assert same.fields == ()


@pytest.mark.parametrize("name", ["notice", "harbour", "toy"])
def test_what_was_there_less_what_is_lost_and_with_what_is_gained_is_what_is_there(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    rng = random.Random(8)
    for _ in range(25):
        before, after = valid(mechanism, rng), valid(mechanism, rng)
        old, new = mechanism.decide(before), mechanism.decide(after)
        found = compare(mechanism.rulebase, before, after, old, new)
        had = {(d.norm, d.bearer) for d in old.duties}
        has = {(d.norm, d.bearer) for d in new.duties}
        assert (had - set(names(found.lost))) | set(names(found.gained)) == has
        kept = {(d.norm, d.bearer): d for d in new.duties}
        for row in found.changed:
            assert kept[row.after.norm, row.after.bearer] == row.after
            assert row.before != row.after


def test_values_may_be_labels_and_several(notice: zhize.Mechanism, example: Incident) -> None:
    one = notice.what_if(example, set={"zones": "河道；林地"})
    other = notice.what_if(example, set={"区域": ["river-channel", "forest-land"]})
    assert one == other
    assert one.fields[0].after == ("river-channel", "forest-land")
    none = notice.what_if(example, set={"zones": "none"})
    assert (none.fields[0].after, none.fields[0].after_open) == ((), False)


def test_what_is_put_to_an_incomplete_list_leaves_it_incomplete(
    notice: zhize.Mechanism, example: Incident
) -> None:
    (added,) = notice.what_if(example, add={"circumstances": "illegal-pit"}).fields
    assert (added.after, added.after_open) == (("illegal-pit",), True)
    (complete,) = notice.what_if(
        example, add={"circumstances": "illegal-pit"}, remove={"circumstances": "unknown"}
    ).fields
    assert (complete.after, complete.after_open) == (("illegal-pit",), False)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"set": {"zonez": "x"}}, "did you mean `zones`?"),
        ({"add": {"zonez": "x"}}, "did you mean `zones`?"),
        ({"remove": {"zonez": "x"}}, "did you mean `zones`?"),
        ({"unset": ["zonez"]}, "did you mean `zones`?"),
        ({"set": {"zones": "forestland"}}, "did you mean `forest-land`?"),
        ({"set": {"mineral": ["sand", "coal"]}}, "a record has one mineral only"),
        ({"unset": ["township"]}, "the township is missing"),
        ({"set": {"reported_on": "soon"}}, "no date of the calendar"),
    ],
)
def test_a_changed_record_is_refused_as_records_are(
    notice: zhize.Mechanism, example: Incident, edit: dict[str, Any], words: str
) -> None:
    with pytest.raises(zhize.RecordError) as caught:
        notice.what_if(example, **edit)
    assert words in caught.value.message["en"]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"remove": {"zones": "forest-land"}}, "`zones` does not state it but reservoir-area"),
        ({"remove": {"reported_to": "water"}}, "does not state it but nothing"),
        ({"set": {"zones": "wetland"}, "unset": ["区域"]}, "is set twice, or set and left open"),
        ({"set": {"zones": "wetland", "区域": "wetland"}}, "is set twice"),
    ],
)
def test_edits_that_make_no_sense_are_refused(
    notice: zhize.Mechanism, example: Incident, edit: dict[str, Any], words: str
) -> None:
    with pytest.raises(zhize.UsageError) as caught:
        notice.what_if(example, **edit)
    assert words in caught.value.message["en"]


def test_an_unset_field_is_unknown_not_none(notice: zhize.Mechanism, example: Incident) -> None:
    (change,) = notice.what_if(example, unset=["violations"]).fields
    assert (change.after, change.after_open) == (None, True)
