"""What `zhize.diff` says about versions of the notice and of two other mechanisms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import zhize
from tests.diff.conftest import EDITS, Pairs
from tests.diff.versions import MECHANISMS
from zhize.examination.diff import Difference, DutyChange, Side, compare

ALL = [(source, name) for source, edits in EDITS.items() for name in edits]
IDS = [f"{source} {name}" for source, name in ALL]


def changed(found: Difference) -> list[list[tuple[str, str, str | None]]]:
    """Return for each class the changes of duties: what happened, norm, bearer."""
    return [[(d.change, d.form.norm, d.form.bearer) for d in row.duties] for row in found.classes]


def terms(found: Difference) -> list[tuple[str, str, str | None, str | None]]:
    return [(row.change, row.kind, row.before, row.after) for row in found.terms]


# ---------------------------------------------------------------- versions of the notice


def test_a_mechanism_does_not_differ_from_itself(pairs: Pairs) -> None:
    for source in ("notice", "harbour", "toy"):
        mechanism, _ = pairs(source, next(iter(EDITS[source])))
        found = zhize.diff(mechanism, mechanism)
        assert found.same
        assert found.enumerated.cases > 0
        assert found.enumerated.changed == 0
        assert found.enumerated.complete


def test_a_copy_in_another_folder_does_not_differ(pairs: Pairs) -> None:
    assert zhize.diff(*pairs("notice", "same")).same


def test_without_its_exception_the_displaced_norm_comes_back(pairs: Pairs) -> None:
    found = zhize.diff(*pairs("notice", "without-exception"))
    assert terms(found) == [("removed", "exception", "exception-sand-in-river-channel", None)]
    assert changed(found) == [[("gained", "4.2", "natural-resources")]]
    (row,) = found.classes
    assert row.witness is not None
    # Two violations, a river channel, somebody who discovered it: less does not do.
    assert row.witness.stated == 4
    assert row.witness.before == row.witness.after
    assert set(row.witness.after["violations"]) == {"unlicensed-mining", "illegal-sand-mining"}
    assert row.witness.after["zones"] == ["river-channel"]
    assert found.enumerated.complete
    assert 0 < found.enumerated.changed == row.cases < found.enumerated.cases


def test_a_duty_that_moves_is_lost_by_one_agency_and_gained_by_another(pairs: Pairs) -> None:
    found = zhize.diff(*pairs("notice", "moved"))
    assert changed(found) == [
        [("lost", "12.1", "development-reform"), ("gained", "12.1", "emergency-management")]
    ]
    (row,) = found.terms
    assert (row.change, row.kind, row.before) == ("changed", "norm", "12.1")
    (attribute,) = row.attributes
    assert attribute.name == "bearers"
    assert (attribute.before, attribute.after) == (
        ["development-reform"],
        ["emergency-management"],
    )
    # Who is notified of the act, and feeds back, follows from who bears it.
    assert {"15.4", "15.5", "15.6"} <= set(found.consequences)


def test_a_wider_trigger_adds_duties_where_it_now_holds(pairs: Pairs) -> None:
    found = zhize.diff(*pairs("notice", "wider"))
    norms = {norm for row in changed(found) for _, norm, _ in row}
    assert norms == {"10.1", "10.2", "15.4"}
    gained = {(t.norm, t.bearer) for t in found.totals if t.change == "gained"}
    assert gained == {("10.1", "transport"), ("10.2", "transport")}
    assert {(t.norm, t.bearer) for t in found.totals if t.change == "lost"} == {
        ("15.4", "transport")
    }


def test_a_new_norm_gives_new_duties(pairs: Pairs) -> None:
    found = zhize.diff(*pairs("notice", "new-norm"))
    assert ("added", "norm", None, "8.9") in terms(found)
    assert changed(found) == [[("gained", "8.9", "water")]]


def test_a_new_wording_changes_no_duty(pairs: Pairs) -> None:
    found = zhize.diff(*pairs("notice", "new-wording"))
    assert [(row.kind, row.before) for row in found.terms] == [("provision", "8"), ("norm", "8.1")]
    assert found.classes == ()
    assert not found.same


def test_a_norm_with_a_new_code_is_renamed_and_no_duty_is_lost(pairs: Pairs) -> None:
    found = zhize.diff(*pairs("notice", "renamed"))
    assert terms(found) == [("renamed", "norm", "8.1", "8.7")]
    assert found.terms[0].attributes == ()
    assert found.classes == ()


def test_a_new_zone_has_words_of_the_later_version_only(pairs: Pairs) -> None:
    found = zhize.diff(*pairs("notice", "new-zone"))
    assert ("added", "value", None, "scenic-area") in terms(found)
    first = found.classes[0]
    assert changed(found)[0] == [("gained", "9.1", "forestry")]
    assert first.witness is not None
    assert first.witness.new_words == (("zones", "scenic-area"),)
    assert first.witness.before is not None
    assert "zones" not in first.witness.before
    assert first.witness.after is not None
    assert first.witness.after["zones"] == ["scenic-area"]


def test_a_new_violation_alone_is_nothing_that_the_earlier_version_could_say(pairs: Pairs) -> None:
    found = zhize.diff(*pairs("notice", "new-violation"))
    (row,) = [row for row in found.classes if row.reach == ("no-words", "applies")]
    assert row.duties == ()
    assert row.witness is not None
    assert row.witness.before is None
    assert row.witness.after is not None
    assert row.witness.after["violations"] == ["night-mining"]


def test_a_later_beginning_takes_the_incidents_before_it(pairs: Pairs) -> None:
    found = zhize.diff(*pairs("notice", "later"))
    (row,) = found.classes
    assert row.reach == ("applies", "not-in-force")
    assert found.enumerated.settings == 2
    assert row.cases * 2 == found.enumerated.cases
    assert row.witness is not None
    assert row.witness.after is not None
    assert "2024-06-12" <= row.witness.after["reported_on"] < "2024-07-01"


# ---------------------------------------------------------------- witnesses


def by_name(decision: zhize.Decision | None) -> dict[tuple[str, str], zhize.Duty]:
    return {} if decision is None else {(d.norm, d.bearer): d for d in decision.duties}


def told(changes: tuple[DutyChange, ...]) -> set[tuple[str, str, str | None]]:
    return {(c.change, c.form.norm, c.form.bearer) for c in changes}


@pytest.mark.parametrize(("source", "name"), ALL, ids=IDS)
def test_each_witness_is_a_record_that_reproduces_the_change(
    source: str, name: str, pairs: Pairs, tmp_path: Path
) -> None:
    pair = pairs(source, name)
    found = zhize.diff(*pair)
    renamed = {t.after: t.before for t in found.terms if t.kind == "norm" and t.change == "renamed"}
    for row in found.classes:
        assert row.witness is not None
        assert row.witness.refused == ()
        decisions: list[zhize.Decision | None] = []
        for mechanism, record in zip(pair, (row.witness.before, row.witness.after), strict=True):
            if record is None:
                decisions.append(None)
                continue
            path = tmp_path / "record.yaml"
            path.write_text(yaml.safe_dump(record, allow_unicode=True), encoding="utf-8")
            (read,) = mechanism.records(path)
            decisions.append(mechanism.decide(read))
        reasons = tuple("no-words" if d is None else d.reason or "applies" for d in decisions)
        assert reasons == row.reach
        old, new = (by_name(decision) for decision in decisions)
        new = {(renamed.get(norm, norm), bearer): duty for (norm, bearer), duty in new.items()}
        happened: set[tuple[str, str, str | None]] = set()
        happened |= {("lost", *key) for key in old.keys() - new.keys()}
        happened |= {("gained", *key) for key in new.keys() - old.keys()}
        happened |= {
            ("altered", *key)
            for key in old.keys() & new.keys()
            if (old[key].mode, old[key].role, old[key].to, old[key].conditional_on)
            != (new[key].mode, new[key].role, new[key].to, new[key].conditional_on)
            or (old[key].alternative_to, old[key].due) != (new[key].alternative_to, new[key].due)
        }
        assert happened
        assert told(row.witness.duties) == happened
        # What the class names is part of it.
        for change, norm, bearer in told(row.duties):
            assert any((c, n) == (change, norm) and bearer in {None, b} for c, n, b in happened), (
                change,
                norm,
                bearer,
            )


def test_the_smallest_witness_comes_first(pairs: Pairs) -> None:
    found = zhize.diff(*pairs("harbour", "follow-up"))
    sizes = [row.witness.stated for row in found.classes if row.witness is not None]
    assert len(sizes) > 3
    assert sizes == sorted(sizes)


# ---------------------------------------------------------------- limits


def side(mechanism: zhize.Mechanism) -> Side:
    return Side(mechanism.rulebase, mechanism.decider, mechanism.checks, mechanism.lexicon)


def test_what_is_too_much_is_enumerated_in_part_and_said_so(pairs: Pairs) -> None:
    before, after = (side(mechanism) for mechanism in pairs("notice", "wider"))
    whole = compare(before, after)
    part = compare(before, after, most_evaluations=3000)
    assert whole.enumerated.complete
    assert not part.enumerated.complete
    most = {row.facets: row.most for row in part.enumerated.facets}
    assert any(most.values())
    assert part.enumerated.cases < whole.enumerated.cases
    assert part.enumerated.changed < whole.enumerated.changed
    assert {row.duties for row in part.classes} <= {row.duties for row in whole.classes}


def test_a_comparison_is_the_same_a_second_time(pairs: Pairs) -> None:
    pair = pairs("harbour", "two")
    again = tuple(zhize.load(mechanism.folder) for mechanism in pair)
    one, other = zhize.diff(*pair), zhize.diff(*again)
    assert one.to_dict()["classes"] == other.to_dict()["classes"]
    assert (one.terms, one.totals, one.enumerated) == (other.terms, other.totals, other.enumerated)


def test_folders_are_taken_as_well_as_mechanisms(pairs: Pairs) -> None:
    _, changed_toy = pairs("toy", "moved")
    found = zhize.diff(str(MECHANISMS / "toy"), changed_toy.folder)
    assert changed(found) == [[("lost", "1.1", "warden"), ("gained", "1.1", "council")]]
    with pytest.raises(zhize.MechanismError, match=r"holds no mechanism\.ttl"):
        zhize.diff(MECHANISMS, MECHANISMS / "toy")


def test_two_mechanisms_with_nothing_in_common_can_be_compared(pairs: Pairs) -> None:
    toy, _ = pairs("toy", "moved")
    harbour, _ = pairs("harbour", "moved")
    found = zhize.diff(toy, harbour)
    assert found.classes
    assert not found.same
    kinds: dict[str, Any] = {}
    for row in found.terms:
        kinds.setdefault(row.kind, set()).add(row.change)
    assert {"added", "removed"} <= kinds["norm"]
