"""The checker of compiled shapes: batches, identifiers, what it remembers, what it needs."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from zhize.model.incident import Incident, Record, Unresolved
from zhize.model.report import Problem
from zhize.validation import Checker, incident_of, is_refused

from .conftest import TODAY, Subject

GOOD: dict[str, Any] = {
    "id": "YC-1",
    "reported_on": "2024-08-01",
    "township": "凤城镇",
    "violations": ["illegal-mining"],
    "discovered_by": ["public"],
}


@pytest.fixture
def checker(county: Subject) -> Checker:
    return Checker(county.rulebase, county.checks, TODAY)


def test_it_needs_neither_an_rdf_library_nor_pyshacl() -> None:
    code = (
        "import sys; import zhize.validation; from zhize.validation import checks, messages;"
        "print(sorted({'rdflib', 'pyshacl', 'owlready2', 'yaml', 'difflib'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_of_records_with_one_id_the_later_ones_are_refused(county: Subject) -> None:
    same = [GOOD, GOOD | {"id": "YC-2"}, GOOD, GOOD | {"id": ["YC-3", "YC-2"]}]
    records = county.records(*same)
    problems = county.compiled(records)
    found = [(p.code, p.field, p.value) for p in problems if p.code == "duplicate-id"]
    assert found == [("duplicate-id", "id", "YC-1"), ("duplicate-id", "id", "YC-2")]
    assert "第 1 条记录已用过它" in problems[0].message["zh"]
    assert problems[0].message["en"].endswith("(used before by record 1)")
    assert county.reference(records) == problems


def test_an_id_used_in_another_file_is_named_with_its_file_and_line(county: Subject) -> None:
    (first,) = county.records(GOOD)
    (second,) = county.records(GOOD)
    first = Record(source="甲.jsonl", index=3, line=12, values=first.values)
    second = Record(source="乙.jsonl", index=1, line=1, values=second.values)
    (problem,) = county.compiled([first, second])
    assert problem.message["en"].endswith("(used before by record 3 of `甲.jsonl`, line 12)")
    assert "（甲.jsonl 的第 3 条记录，第 12 行，已用过它）" in problem.message["zh"]
    assert (problem.source, problem.row) == ("乙.jsonl", 1)
    assert county.reference([first, second]) == [problem]


def test_an_id_left_open_identifies_nothing_and_is_refused_itself(county: Subject) -> None:
    (good,) = county.records(GOOD)
    stated = {**good.values}
    del stated["id"]
    records = [
        Record(source="-", index=1, line=None, values=stated, unknown=("id",)),
        Record(source="-", index=2, line=None, values={**stated, "id": ()}),
        Record(source="-", index=3, line=None, values=stated, unknown=("id",)),
    ]
    problems = county.compiled(records)
    assert [(p.code, p.field, p.value) for p in problems] == [
        ("missing-field", "id", "unknown"),
        ("missing-field", "id", "[]"),
        ("missing-field", "id", "unknown"),
    ]
    assert county.reference(records) == problems


def test_another_batch_begins_without_the_identifiers_of_the_last(
    county: Subject, checker: Checker
) -> None:
    (record,) = county.records(GOOD)
    assert checker.check(record) == ()
    assert is_refused(checker.check(record))
    assert checker.again(TODAY).check(record) == ()


def test_another_batch_has_its_own_day(county: Subject, checker: Checker) -> None:
    (record,) = county.records(GOOD)
    assert checker.check(record) == ()
    (problem,) = checker.again(date(2024, 7, 31)).check(record)
    assert (problem.code, problem.severity) == ("future-date", "warning")
    assert not is_refused([problem])
    assert checker.again(TODAY).check(record) == ()


def test_what_is_remembered_never_hides_a_problem(county: Subject, checker: Checker) -> None:
    """Good and bad values of one field follow one another, in every order."""
    changes: list[dict[str, Any]] = [
        {}, {"violations": ["nonsense"]}, {"violations": ["corruption"], "zones": ["wetland"]},
        {"zones": ["wetland"]}, {"zones": "unknown"}, {"zones": []}, {"county": "沁水县"},
        {"county": "沁水县", "township": "无"}, {"township": "无此镇"}, {"village": "尹家沟村"},
        {"village": "尹家沟村", "township": "北留镇"}, {"mineral": "unknown"},
        {"mineral": ["sand", "coal"]}, {"title": ["a", "b"]}, {"operator_licence": "held"},
    ]  # fmt: skip
    alone = [
        [(p.code, p.field, p.value) for p in county.compiled(county.records(GOOD | change))]
        for change in changes
    ]
    assert sum(map(bool, alone)) >= 6
    for first in range(len(changes)):
        for step in (1, 4, 7):
            order = [(first + step * n) % len(changes) for n in range(len(changes))]
            for place in order:
                (record,) = county.records(
                    GOOD | {"id": f"{first}-{step}-{place}"} | changes[place]
                )
                found = [(p.code, p.field, p.value) for p in checker.check(record)]
                assert found == alone[place]


def test_a_record_that_could_not_be_read_is_not_held_against_the_shapes(county: Subject) -> None:
    broken = Problem(code="syntax", severity="error", message={"zh": "坏", "en": "bad"})
    record = Record(source="-", index=1, line=1, values={}, problems=(broken,))
    assert county.compiled([record]) == [broken]
    assert county.reference([record]) == [broken]


def test_a_value_refused_while_reading_is_not_refused_twice(county: Subject) -> None:
    records = county.records(GOOD | {"violations": [{"a": 1}], "mineral": "lime"})
    problems = county.compiled(records)
    assert [(p.code, p.field) for p in problems] == [
        ("wrong-type", "violations"),
        ("unknown-code", "mineral"),
    ]
    assert county.reference(records) == problems


def test_notes_come_last_and_refuse_nothing(county: Subject) -> None:
    records = county.records(GOOD | {"township": "演礼乡", "mineral": "lime"})
    problems = county.compiled(records)
    assert [p.code for p in problems] == ["unknown-code", "former-name"]
    assert [p.severity for p in problems] == ["error", "info"]
    assert county.reference(records) == problems


def test_a_checked_record_becomes_an_incident(county: Subject, checker: Checker) -> None:
    (record,) = county.records(
        GOOD | {"village": "无此村", "circumstances": ["illegal-pit", "unknown"], "zones": []}
    )
    assert not is_refused(checker.check(record))
    incident = incident_of(record)
    assert incident == checker.incident(record)
    assert incident == Incident(
        id="YC-1",
        values={
            "id": ("YC-1",),
            "reported_on": ("2024-08-01",),
            "township": ("凤城镇",),
            "violations": ("illegal-mining",),
            "discovered_by": ("public",),
            "circumstances": ("illegal-pit",),
            "zones": (),
            "village": ("无此村",),
        },
        unknown=("circumstances",),
    )
    assert record.values["village"] == (Unresolved("无此村"),)


def test_the_identifier_of_another_mechanism_has_another_name(harbour: Subject) -> None:
    checker = Checker(harbour.rulebase, harbour.checks, TODAY)
    (record,) = harbour.records({"numero": "H-1"})
    assert checker.incident(record).id == "H-1"
