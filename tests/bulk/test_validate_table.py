"""Tables checked column by column have the problems that single records have, in their order."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import zhize
from tests.bulk.rows import TODAY, Row, as_table, as_texts, random_rows
from tests.bulk.test_columnar_checks import Strange, check_of
from tests.bulk.test_decide_table import USED_AGAIN
from zhize.bulk.engine import Engine
from zhize.bulk.table import validated
from zhize.bulk.validating import ProblemTable
from zhize.records import resolve
from zhize.validation import Checker
from zhize.validation.checks import HasValue, MaxCount, MinCount, Pattern, Term

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
GOOD: Row = {
    "id": "A-1", "reported_on": "2025-03-01", "township": "凤城镇",
    "violations": ["illegal-sand-mining"], "zones": ["reservoir-area"], "mineral": "sand",
    "discovered_by": ["ecology-environment"],
}  # fmt: skip


@pytest.fixture(scope="module", params=[None, HARBOUR])
def mechanism(request: pytest.FixtureRequest) -> zhize.Mechanism:
    return zhize.load(request.param)


def compare(
    mechanism: zhize.Mechanism, rows: list[Row], found: ProblemTable, checker: Checker | None = None
) -> Counter[str]:
    """Compare a table of problems with those of single records; count the codes met."""
    checker = checker or mechanism.checker(TODAY)
    expected, problems = [], []
    for number, row in enumerate(rows, start=1):
        stated = {k: v for k, v in row.items() if v is not None}
        for p in checker.check(resolve(stated, mechanism.lexicon, index=number)):
            problems.append(p)
            expected.append(
                {"row": number, "record": p.record, "field": p.field, "value": p.value,
                 "severity": p.severity, "code": p.code}
            )  # fmt: skip
    assert found.rows.to_pylist() == expected
    assert found.report == zhize.Report(tuple(problems), len(rows))
    assert found.ok == found.report.ok
    told = found.with_messages()
    more = told.column_names[found.rows.num_columns :]
    assert more[:2] == ["message_zh", "message_en"]
    assert told.drop_columns(more) == found.rows
    columns = {name.removeprefix("message_"): told[name].to_pylist() for name in more}
    said = [
        {language: texts[n] for language, texts in columns.items() if texts[n] is not None}
        for n in range(len(problems))
    ]
    assert said == [p.message for p in problems]
    return Counter(p.code for p in problems)


@pytest.mark.parametrize("bad", [0.0, 0.04, 0.5])
@pytest.mark.parametrize("form", ["lists", "texts"])
def test_random_rows_have_the_problems_of_single_records(
    mechanism: zhize.Mechanism, form: str, bad: float
) -> None:
    rows = random_rows(mechanism, random.Random(31), 700, bad=bad)
    rows = as_texts(rows) if form == "texts" else rows
    met = compare(mechanism, rows, mechanism.validate_table(as_table(rows), today=TODAY))
    assert len(met) >= (1 if bad == 0.0 else 6), met
    assert (met["duplicate-id"] > 5) == (bad > 0)


def test_the_facade_says_the_same(mechanism: zhize.Mechanism) -> None:
    rows = random_rows(mechanism, random.Random(32), 300, bad=0.1)
    given_ = [{k: v for k, v in row.items() if v is not None} for row in rows]
    report = mechanism.validate(given_, today=TODAY)
    assert mechanism.validate_table(as_table(rows), today=TODAY).report == report
    assert len(report) > 100


@pytest.mark.parametrize("given_", USED_AGAIN)
def test_identifiers_of_odd_rows_are_used_again(notice: zhize.Mechanism, given_: list[Row]) -> None:
    rows = [GOOD | row for row in given_]
    compare(notice, rows, notice.validate_table(as_table(rows), today=TODAY))


def test_equal_numbers_are_shown_as_each_is_written(notice: zhize.Mechanism) -> None:
    rows = [{**GOOD, "id": f"A-{n}", "zones": z} for n, z in enumerate((0.0, -0.0, 0.0))]
    met = compare(notice, rows, notice.validate_table(as_table(rows), today=TODAY))
    assert met == {"unknown-code": 3}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), count=st.integers(0, 12), bad=st.sampled_from([0.0, 0.1, 0.6]))
def test_small_tables_have_the_problems_of_single_records(
    mechanism: zhize.Mechanism, seed: int, count: int, bad: float
) -> None:
    rows = random_rows(mechanism, random.Random(seed), count, bad=bad)
    compare(mechanism, rows, mechanism.validate_table(as_table(rows), today=TODAY))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", 17), ("id", ["A", "B"]), ("id", ["A", "A"]), ("id", "x" * 100_001),
        ("mineral", ["sand", "sand"]), ("mineral", {"a": 1}), ("violations", [["illegal-mining"]]),
        ("violations", ["illegal-mining"] * 1001), ("violations", []), ("township", ["凤城镇"]),
        ("unknown field", "x"), ("违法类型", "非法采砂"), ("编号", "B"), ("county", "沁水县"),
        ("reported_on", "2030-01-01"), ("reported_on", "unknown"), ("description", b"abc"),
    ],
)  # fmt: skip
def test_what_is_out_of_the_ordinary_is_checked_like_a_single_record(
    notice: zhize.Mechanism, name: str, value: Any
) -> None:
    row = {**GOOD, name: value}
    table = pa.table({column: pa.array([cell, cell]) for column, cell in row.items()})
    compare(notice, [row, row], notice.validate_table(table, today=TODAY))


def test_notes_show_what_each_row_has_written(notice: zhize.Mechanism) -> None:
    former = [
        word
        for place in notice.rulebase.places
        if place.successor is not None and "township" in place.facets
        for word in (*place.label.values(), *(w for words in place.alt.values() for w in words))
    ]
    assert len(former) > 1
    rows = [{**GOOD, "id": str(n), "township": word} for n, word in enumerate(former * 2)]
    met = compare(notice, rows, notice.validate_table(as_table(rows), today=TODAY))
    assert met["former-name"] >= 2 * len(former)


def test_identifiers_used_again_are_told_wherever_they_are(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhize.bulk.table.ROWS", 16)
    rows: list[Row] = [{**GOOD, "id": f"N-{n}"} for n in range(100)]
    for again, first in ((17, 16), (60, 2), (99, 2), (98, 60)):
        rows[again] = {**rows[first], "id": rows[first]["id"]}
    rows[50] = {**rows[50], "zones": ["nonsense"], "id": "N-3"}
    met = compare(notice, rows, notice.validate_table(as_table(rows), today=TODAY))
    assert met["duplicate-id"] == 5


def test_forgetting_what_was_met_changes_nothing(
    mechanism: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhize.bulk.engine._MOST", 10)
    monkeypatch.setattr("zhize.bulk.table.ROWS", 50)
    monkeypatch.setattr("zhize.bulk.pairs._DENSE", 100)
    rows = random_rows(mechanism, random.Random(33), 400, bad=0.1)
    met = compare(mechanism, rows, mechanism.validate_table(as_table(rows), today=TODAY))
    assert sum(met.values()) > 100


@pytest.mark.parametrize(
    ("field", "constraint"),
    [
        ("id", Pattern("^N-[0-9]*5$")), ("id", MaxCount(0)), ("title", MaxCount(0)),
        ("title", HasValue(Term("一段说明"))), ("zones", MinCount(2)), ("mineral", MaxCount(0)),
    ],
)  # fmt: skip
def test_problems_show_the_values_of_free_text_and_of_fields_that_were_not_tested(
    notice: zhize.Mechanism, field: str, constraint: Any
) -> None:
    rows = random_rows(notice, random.Random(34), 150)
    for told in (field, "zones", "title"):  # what is tested is not always what is told of
        check = msgspec.structs.replace(check_of(notice.rulebase, field, constraint), field=told)
        checks = (*notice.checks, check)
        engine = Engine(notice.decider, checks, notice.lexicon, TODAY)
        checker = Checker(notice.rulebase, checks, TODAY)
        met = compare(notice, rows, validated(engine, as_table(rows)), checker)
        assert met["of-a-test"] > 5


def test_what_has_no_form_over_columns_is_refused(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = (*notice.checks, check_of(notice.rulebase, "zones", Strange()))
    monkeypatch.setattr(notice, "checks", checks)
    with pytest.raises(zhize.CompilationError, match="of-a-test"):
        notice.validate_table(as_table([GOOD]))


def test_a_clean_table_and_an_empty_one_have_no_problems(notice: zhize.Mechanism) -> None:
    for table, count in ((as_table([GOOD]), 1), (as_table([GOOD]).slice(0, 0), 0)):
        found = notice.validate_table(table, today=TODAY)
        assert found.ok
        assert (len(found), found.examined) == (0, count)
        assert found.with_messages().num_rows == 0
        assert repr(found) == f"ProblemTable(0 problems, {count} records)"


def test_it_takes_and_is_a_table_of_polars(notice: zhize.Mechanism) -> None:
    rows = as_texts(random_rows(notice, random.Random(35), 200))
    found = notice.validate_table(pl.from_arrow(as_table(rows)), today=TODAY)
    compare(notice, rows, found)
    assert pl.DataFrame(found).columns == ["row", "record", "field", "value", "severity", "code"]
    with pytest.raises(zhize.UsageError, match="`int` is no table"):
        notice.validate_table(7)
