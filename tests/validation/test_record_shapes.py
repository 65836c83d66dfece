"""Every shape of the notice's records accepts what it should and refuses what it should."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from zhize.model.report import Problem

    from .conftest import Subject

CASES = yaml.load(  # dates stay as written
    (Path(__file__).parent / "records.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
_NULLS = ("~", "null")
SHAPES = CASES["shapes"]
WARNINGS = {
    "future-date", "licence-contradiction", "mineral-contradiction", "no-known-violation",
    "village-listed", "zone-without-use",
}  # fmt: skip


def _changed(change: dict[str, Any], number: int = 0) -> dict[str, Any]:
    fields = CASES["base"] | change
    if number and fields["id"] == "YC-1":
        fields["id"] = f"YC-{number}"
    return {name: value for name, value in fields.items() if value not in _NULLS}


def _expected(bad: dict[str, Any]) -> tuple[str, str | None]:
    return bad["field"], None if bad["value"] in _NULLS else bad["value"]


def test_every_shape_has_good_and_bad_records(county: Subject) -> None:
    # `id-unique` needs two records, `id-stated` one that no file can hold: test_checker.py
    beside = {"id-unique", "id-stated"}
    assert {check.name for check in county.checks} - beside == set(SHAPES)
    assert len(SHAPES) == 34
    assert all(case["good"] and case["bad"] for case in SHAPES.values())
    assert sum(len(case["good"]) for case in SHAPES.values()) >= 95
    assert sum(len(case["bad"]) for case in SHAPES.values()) >= 52


def test_the_base_record_has_no_problem_at_all(county: Subject) -> None:
    assert county.compiled(county.records(_changed({}))) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_good_records_conform_to_the_shape(county: Subject, shape: str) -> None:
    (check,) = (c for c in county.checks if c.name == shape)
    for change in SHAPES[shape]["good"]:
        records = county.records(_changed(change))
        found = [p for p in county.compiled(records, check) if p.code == SHAPES[shape]["code"]]
        assert found == [], change


@pytest.mark.parametrize("shape", SHAPES)
def test_bad_records_are_reported_with_field_value_and_word_to_take(
    county: Subject, shape: str
) -> None:
    (check,) = (c for c in county.checks if c.name == shape)
    for bad in SHAPES[shape]["bad"]:
        found = county.compiled(county.records(_changed(bad["change"])), check)
        found = [p for p in found if p.severity != "info"]
        assert [(p.field, p.value) for p in found] == [_expected(bad)], bad
        assert found[0].code == SHAPES[shape]["code"]
        assert found[0].severity == ("warning" if shape in WARNINGS else "error")
        if "nearest" in bad:
            assert found[0].nearest == bad["nearest"], bad


def test_pyshacl_reports_the_same_of_all_of_them(county: Subject) -> None:
    changes = [change for case in SHAPES.values() for change in case["good"]]
    changes += [bad["change"] for case in SHAPES.values() for bad in case["bad"]]
    records = county.records(*(_changed(c, number) for number, c in enumerate(changes, start=1)))
    expected = county.reference(records)
    assert county.compiled(records) == expected
    assert {p.code for p in expected} >= {case["code"] for case in SHAPES.values()}


def test_every_message_is_there_in_chinese_and_english(
    county: Subject, pond: Subject, harbour: Subject
) -> None:
    for check in (*county.checks, *pond.checks, *harbour.checks):
        assert list(check.message) == ["zh", "en"]
        zh, en = check.message["zh"], check.message["en"]
        assert any("一" <= c <= "鿿" for c in zh), check.name
        assert en.isascii(), check.name
        assert en[0].islower(), check.name
        assert not en.endswith("."), check.name
        assert not zh.endswith("。"), check.name


def test_no_message_stands_for_two_constraints(county: Subject) -> None:
    for check in county.checks:
        assert len(check.shape.constraints) == 1, check.name
    assert len({check.message["en"] for check in county.checks}) == len(county.checks)


def _codes(problems: list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


def test_all_problems_of_a_record_are_listed(county: Subject) -> None:
    problems = county.compiled(
        county.records({"reported_on": "昨天", "township": "凰城镇", "mineral": "lime", "x": 1})
    )
    assert _codes(problems) == {
        "missing-field", "malformed-date", "unknown-place", "unknown-code", "unknown-field",
    }  # fmt: skip
    missing = [problem.field for problem in problems if problem.code == "missing-field"]
    assert missing == ["id", "violations", "discovered_by"]
