"""Tables decided column by column say what single records say, row for row."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import zhize
from tests.bulk.rows import TODAY, Row, as_table, as_texts, duties_of, judged, random_rows
from zhize.bulk.table import DutyTable

ROOT = Path(__file__).resolve().parent.parent.parent
HARBOUR = ROOT / "tests" / "mechanisms" / "harbour"


@pytest.fixture(scope="module")
def harbour() -> zhize.Mechanism:
    return zhize.load(HARBOUR)


@pytest.fixture(scope="module", params=["notice", "harbour"])
def mechanism(request: pytest.FixtureRequest) -> zhize.Mechanism:
    found: zhize.Mechanism = request.getfixturevalue(request.param)
    return found


def compare(mechanism: zhize.Mechanism, rows: list[Row], table: DutyTable) -> dict[str, int]:
    """Compare a table with single records, row for row; count what was met."""
    problems_of = [entry["problems"] for entry in table.problems.to_pylist()]
    duties: dict[int, list[Row]] = {}
    met: dict[str, int] = {}
    exploded = table.exploded()
    codes = table.codes.to_pylist()
    identifier = table.codes.schema.names[0]
    at = 0
    flat = exploded.to_pylist()
    lengths = [len(entry["duties"]) for entry in table.dictionary.to_pylist()]
    for index, row in enumerate(codes):
        count = 0 if row["duties"] is None else lengths[row["duties"]]
        duties[index] = flat[at : at + count]
        at += count
    assert at == len(flat)
    expected = judged(mechanism, rows)
    assert len(expected) == len(codes)
    displaced = [
        [(d["norm"], d["bearer"], d["by"]) for d in entry["displaced"]]
        for entry in table.dictionary.to_pylist()
    ]
    unaddressed = [
        [(d["norm"], d["bearer"]) for d in entry["unaddressed"]]
        for entry in table.dictionary.to_pylist()
    ]
    for index, (problems, decision) in enumerate(expected):
        row = codes[index]
        said = [] if row["problems"] is None else problems_of[row["problems"]]
        assert sorted(map(str, said)) == sorted(
            str({"code": p.code, "severity": p.severity, "field": p.field}) for p in problems
        ), (rows[index], problems)
        if decision is None:
            status, reason = "refused", None
        elif decision.applicable:
            status, reason = "decided", None
        else:
            status, reason = "not-applicable", decision.reason
        assert (row["status"], row["reason"]) == (status, reason), rows[index]
        met[reason or status] = met.get(reason or status, 0) + 1
        wanted = [] if decision is None else duties_of(decision)
        found = [{k: v for k, v in d.items() if k != identifier} for d in duties[index]]
        assert found == wanted, rows[index]
        assert {d[identifier] for d in duties[index]} <= {row[identifier]}
        assert decision is None or row[identifier] == decision.incident
        if status == "decided" and decision is not None:
            code = row["duties"]
            assert displaced[code] == [(d.norm, d.bearer, d.by) for d in decision.displaced]
            assert unaddressed[code] == [(d.norm, d.bearer) for d in decision.unaddressed]
        else:
            assert row["duties"] is None
    return met


@pytest.mark.parametrize("form", ["lists", "texts"])
def test_random_rows_get_what_single_records_get(mechanism: zhize.Mechanism, form: str) -> None:
    rows = random_rows(mechanism, random.Random(1), 1500)
    if form == "texts":
        rows = as_texts(rows)
    met = compare(mechanism, rows, mechanism.decide_table(as_table(rows), today=TODAY))
    assert min(met[word] for word in ("decided", "not-in-force", "refused")) > 20
    assert met["outside-jurisdiction"] >= 10


def test_rows_full_of_nonsense_get_what_single_records_get(mechanism: zhize.Mechanism) -> None:
    rows = random_rows(mechanism, random.Random(2), 300, bad=0.5)
    met = compare(mechanism, rows, mechanism.decide_table(as_table(rows), today=TODAY))
    assert met["refused"] > 150


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9), count=st.integers(0, 12), bad=st.sampled_from([0.0, 0.1, 0.6]))
def test_small_tables_get_what_single_records_get(
    mechanism: zhize.Mechanism, seed: int, count: int, bad: float
) -> None:
    rows = random_rows(mechanism, random.Random(seed), count, bad=bad)
    compare(mechanism, rows, mechanism.decide_table(as_table(rows), today=TODAY))


GOOD: Row = {
    "id": "A-1", "reported_on": "2025-03-01", "township": "凤城镇",
    "violations": ["illegal-sand-mining"], "zones": ["reservoir-area"], "mineral": "sand",
    "discovered_by": ["ecology-environment"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", 17), ("id", 1.5), ("id", True), ("id", ["A", "B"]), ("id", "x" * 100_001),
        ("id", "\u3000"), ("mineral", 7), ("mineral", ["sand", "sand"]), ("mineral", {"a": 1}),
        ("violations", [["illegal-mining"]]), ("violations", [1, 2]),
        ("violations", ["illegal-mining"] * 1001), ("violations", []), ("violations", [None]),
        ("reported_on", 20250301), ("township", ["凤城镇"]), ("unknown field", "x"),
        ("description", "é" * 60_000), ("description", "字" * 100_001), ("description", b"abc"),
        ("违法类型", "非法采砂"), ("编号", "B"), ("title", "\u00a0 "), ("county", "沁水县"),
        ("village", {"a": 1}),
    ],
)  # fmt: skip
def test_what_is_out_of_the_ordinary_is_judged_like_a_single_record(
    notice: zhize.Mechanism, name: str, value: Any
) -> None:
    rows = [GOOD, {**GOOD, "id": "A-2"}, {**GOOD, "id": "A-3"}]
    rows[1] = {**rows[1], name: value}
    table = pa.table({
        column: pa.array([row.get(column) if column in row else None for row in rows[1:2]])
        for column in rows[1]
    })  # fmt: skip
    compare(notice, rows[1:2], notice.decide_table(table, today=TODAY))


USED_AGAIN: list[list[Row]] = [
    [{"id": "x" * 100_001}, {"id": "x" * 100_002}, {"id": "x" * 100_001}],
    [{"id": ["A", "B"]}, {"id": ["B", "C"]}, {"id": ["D", "C"]}],
    [{"id": "A", "编号": {"a": None}}, {"id": "B", "编号": {"a": None}}, {"id": "C"}, {"id": "B"}],
]


@pytest.mark.parametrize("given_", USED_AGAIN)
def test_identifiers_of_odd_rows_are_used_again(notice: zhize.Mechanism, given_: list[Row]) -> None:
    rows = [GOOD | row for row in given_]
    compare(notice, rows, notice.decide_table(as_table(rows), today=TODAY))


def test_places_that_no_list_has_are_told_by_name(notice: zhize.Mechanism) -> None:
    names = [f"{n * 37 % 501} Lane" for n in range(1500)]
    rows = [{**GOOD, "id": f"A-{n}", "county": "X", "township": t} for n, t in enumerate(names)]
    rows[7]["county"], rows[7]["township"] = None, "凤城镇"
    found = notice.decide_table(as_table(rows), today=TODAY).codes["township"]
    assert found.to_pylist() == [row["township"] for row in rows]
    words = found.chunk(0).dictionary.to_pylist()
    assert words[-501:] == sorted(set(names))


def test_days_may_be_dates_and_times_at_midnight(notice: zhize.Mechanism) -> None:
    days = pa.array(["2025-03-01", "2023-01-01"]).cast(pa.date32())
    for kind in (pa.date32(), pa.date64(), pa.timestamp("s"), pa.timestamp("us")):
        rows = as_table([GOOD, {**GOOD, "id": "A-2"}])
        column = rows.schema.get_field_index("reported_on")
        table = rows.set_column(column, "reported_on", days.cast(kind))
        codes = notice.decide_table(table, today=TODAY).codes
        assert codes["status"].to_pylist() == ["decided", "not-applicable"]
        assert codes["reason"].to_pylist() == [None, "not-in-force"]


def test_arrow_pandas_and_polars_give_the_same(notice: zhize.Mechanism) -> None:
    rows = as_texts(random_rows(notice, random.Random(5), 200))
    table = as_table(rows)
    expected = notice.decide_table(table, today=TODAY)
    encoded = pa.table({n: table[n].dictionary_encode() for n in table.column_names})
    views = pa.table({
        n: table[n].cast(pa.string_view()) if pa.types.is_string(table[n].type) else table[n]
        for n in table.column_names
    })  # fmt: skip
    for given_ in (
        table.to_pandas(), pl.from_arrow(table), encoded, views, encoded.to_pandas(),
        pl.from_arrow(encoded), table.combine_chunks().to_batches()[0],
    ):  # fmt: skip
        found = notice.decide_table(given_, today=TODAY)
        assert found.codes.to_pylist() == expected.codes.to_pylist()
        assert found.dictionary == expected.dictionary


def test_lists_in_pandas_and_polars_are_lists(notice: zhize.Mechanism) -> None:
    table = as_table(random_rows(notice, random.Random(6), 200))
    expected = notice.decide_table(table, today=TODAY).codes.to_pylist()
    assert notice.decide_table(pl.from_arrow(table), today=TODAY).codes.to_pylist() == expected
    frame = pd.DataFrame(table.to_pydict())
    assert notice.decide_table(frame, today=TODAY).codes.to_pylist() == expected
    large = pa.table({
        n: table[n].cast(pa.large_list(pa.large_string()))
        if pa.types.is_list(table[n].type) else table[n] for n in table.column_names
    })  # fmt: skip
    assert notice.decide_table(large, today=TODAY).codes.to_pylist() == expected


def test_the_result_is_itself_a_table(notice: zhize.Mechanism) -> None:
    result = notice.decide_table(as_table([GOOD]), today=TODAY)
    assert pa.table(result) == result.codes
    assert pl.DataFrame(result).height == len(result) == 1
    assert "1 rows" in repr(result)


def test_a_slice_and_chunks_make_no_difference(notice: zhize.Mechanism) -> None:
    table = as_table(random_rows(notice, random.Random(7), 300))
    whole = notice.decide_table(table, today=TODAY).codes.to_pylist()
    pieces = pa.concat_tables([table.slice(0, 100), table.slice(100, 7), table.slice(107)])
    assert notice.decide_table(pieces, today=TODAY).codes.to_pylist() == whole


def test_no_rows_and_no_columns_are_no_trouble(notice: zhize.Mechanism) -> None:
    empty = as_table([GOOD]).slice(0, 0)
    result = notice.decide_table(empty, today=TODAY)
    assert len(result) == result.exploded().num_rows == 0
    rows = pd.DataFrame(index=range(3))
    for given_ in (rows, pa.table({"": [1, 2, 3]}).select([])):
        found = notice.decide_table(given_, today=TODAY).codes
        assert found["status"].to_pylist() == ["refused"] * 3
    bare = notice.decide_table(pa.table({"id": ["A", "B"]}), today=TODAY)
    assert bare.codes["status"].to_pylist() == ["refused", "refused"]


def test_what_is_no_table_is_refused(notice: zhize.Mechanism) -> None:
    with pytest.raises(zhize.UsageError, match="`int` is no table"):
        notice.decide_table(7)
    with pytest.raises(zhize.UsageError, match="two columns of the table are called `id`"):
        notice.decide_table(pa.table([["A"], ["B"]], names=["id", "id"]))
    with pytest.raises(zhize.UsageError, match="two columns of the table are called `id`"):
        notice.decide_table(pd.DataFrame([["A", "B"]], columns=["id", "id"]))
    with pytest.raises(zhize.UsageError, match="`Series` is no table"):
        notice.decide_table(pd.Series(["A"]))


@pytest.mark.parametrize(
    "cells",
    [
        [np.datetime64("2025-03-01"), "2025-03-02"],
        [np.array([]), np.array(["forest-land"])],
        [1, "A"],
        [object(), "A"],
    ],
)
def test_cells_that_arrow_cannot_take_are_refused(
    notice: zhize.Mechanism, cells: list[object]
) -> None:
    column = pd.Series(cells, dtype=object)
    with pytest.raises(zhize.UsageError, match="give a column values of one type"):
        notice.decide_table(pd.DataFrame({"id": ["A", "B"], "zones": column}))


@pytest.mark.parametrize("name", ["id", "township", "description"])
def test_texts_that_are_no_utf8_are_refused(notice: zhize.Mechanism, name: str) -> None:
    table = as_table([{**GOOD, "description": "x"}])
    broken = pa.array([b"\xff\xfe"], pa.binary()).view(pa.string())
    column = table.schema.get_field_index(name)
    with pytest.raises(zhize.UnreadableError, match=f"field `{name}` .* is no UTF-8"):
        notice.decide_table(table.set_column(column, name, broken))


def test_without_the_libraries_it_is_said_what_to_install(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhize.bulk.find_spec", lambda _: None)
    with pytest.raises(zhize.UsageError, match="install them by") as raised:
        notice.decide_table(as_table([GOOD]))
    assert "zhize[bulk]" in raised.value.message["zh"]


def test_forgetting_what_was_met_changes_nothing(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = as_table(random_rows(notice, random.Random(8), 400))
    expected = notice.decide_table(table, today=TODAY)
    monkeypatch.setattr("zhize.bulk.engine._MOST", 10)
    monkeypatch.setattr("zhize.bulk.table.ROWS", 50)
    monkeypatch.setattr("zhize.bulk.pairs._DENSE", 100)
    found = notice.decide_table(table, today=TODAY)
    assert found.codes.to_pylist() == expected.codes.to_pylist()
    assert found.dictionary == expected.dictionary
    assert found.problems == expected.problems
