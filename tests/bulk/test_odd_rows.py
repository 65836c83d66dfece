"""Rows that are read as single records say in every output what single records say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

import zhize
import zhize.duckdb
from tests.bulk.files import lines_of
from tests.bulk.rows import TODAY, Row, duties_of

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
GOOD: Row = {
    "id": "A-1", "reported_on": "2025-03-01", "township": "凤城镇",
    "violations": ["illegal-sand-mining"], "discovered_by": ["ecology-environment"],
}  # fmt: skip
SPILL: Row = {
    "numero": "C-1", "constate_le": "2023-05-10", "commune": "Kerlanic",
    "bassin": "Bassin du Nord", "pollutions": ["gazole"], "constate_par": ["maitre-de-bassin"],
}  # fmt: skip

IDS: list[Any] = [[7], ["A"], [None, "A"], 1.5, 1e20, True, date(2025, 3, 1), [date(2025, 3, 1)]]


@pytest.mark.parametrize("value", IDS)
def test_an_identifier_that_is_no_text_is_told_as_a_decision_tells_it(
    notice: zhize.Mechanism, value: Any
) -> None:
    rows = [{**GOOD, "id": value}]
    table = notice.decide_table(pa.Table.from_pylist(rows), today=TODAY)
    wanted = notice.decide(rows[0]).incident
    assert table.codes["id"].to_pylist() == [wanted]
    assert set(table.exploded()["id"].to_pylist()) == {wanted}


def test_the_first_of_several_identifiers_names_a_refused_row(notice: zhize.Mechanism) -> None:
    rows = [{**GOOD, "id": ["A", "B"]}]
    (problem,) = notice.validate(rows, today=TODAY).problems
    found = notice.decide_table(pa.Table.from_pylist(rows), today=TODAY).codes
    assert (found["status"][0].as_py(), found["id"][0].as_py()) == ("refused", problem.record)
    assert problem.record == "A"


def test_an_identifier_in_the_second_of_two_columns_is_told(notice: zhize.Mechanism) -> None:
    rows = [{**GOOD, "id": "", "编号": "B"}, {**GOOD, "id": "A", "编号": ""}]
    found = notice.decide_table(pa.Table.from_pylist(rows), today=TODAY).codes
    assert found["id"].to_pylist() == ["B", "A"]
    assert found["status"].to_pylist() == ["decided", "decided"]


@pytest.mark.parametrize("duties", ["codes", "rows"])
def test_a_number_for_an_identifier_is_told_by_a_batch_of_lines(
    notice: zhize.Mechanism, tmp_path: Path, duties: str
) -> None:
    rows = [{**GOOD, "id": value} for value in ("A", 7, 7.0, ["B"], "C")]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    notice.batch(source, tmp_path / "out.jsonl", duties=duties, today=TODAY)
    found = [row["id"] for row in lines_of(tmp_path / "out.jsonl")]
    wanted = [notice.decide(row).incident for row in rows]
    assert list(dict.fromkeys(found)) == wanted == ["A", "7", "7.0", "B", "C"]


def test_places_and_days_of_odd_rows_are_told() -> None:
    harbour = zhize.load(HARBOUR)
    row = SPILL | {"constate_le": [date(2023, 5, 10)]}
    wanted = duties_of(harbour.decide(row))
    assert any(duty["due"] for duty in wanted)
    assert any(duty["bearer_place"] for duty in wanted)
    given = pa.Table.from_pylist([row])
    table = harbour.decide_table(given, today=TODAY)
    assert table.codes["constate_le"].to_pylist() == [date(2023, 5, 10)]
    told = [{k: v for k, v in d.items() if k != "numero"} for d in table.exploded().to_pylist()]
    assert told == wanted
    with duckdb.connect() as connection:
        zhize.duckdb.register(connection, harbour, today=TODAY)
        connection.register("given", given)
        found = connection.sql("SELECT zhize_decide(t).duties FROM given t").fetchall()
    assert found == [(wanted,)]


def test_a_place_elsewhere_that_is_a_number_is_told(notice: zhize.Mechanism) -> None:
    rows = [{**GOOD, "county": "沁水县", "township": [7]}]
    found = notice.decide_table(pa.Table.from_pylist(rows), today=TODAY).codes
    assert found["reason"].to_pylist() == ["outside-jurisdiction"]
    assert found["township"].to_pylist() == ["7"]
