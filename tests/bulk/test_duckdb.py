"""The functions for DuckDB say what tables decided column by column say, row for row."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zhize
import zhize.duckdb
from tests.bulk.rows import TODAY, Row, as_table, as_texts, random_rows
from zhize.bulk.nested import RESULT

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
GOOD: Row = {
    "id": "A-1", "reported_on": "2025-03-01", "township": "凤城镇",
    "violations": ["illegal-sand-mining"], "zones": ["reservoir-area"], "mineral": "sand",
    "discovered_by": ["ecology-environment"],
}  # fmt: skip


@pytest.fixture
def connection(notice: zhize.Mechanism) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        zhize.duckdb.register(made, notice, today=TODAY)
        yield made


def in_full(mechanism: zhize.Mechanism, table: pa.Table) -> list[Row]:
    """Return what `decide_table` says of each row, with its codes looked up."""
    found = mechanism.decide_table(table, today=TODAY)
    entries, problems = found.dictionary.to_pylist(), found.problems.to_pylist()
    flat = iter(found.exploded().to_pylist())
    identifier = found.codes.schema.names[0]
    rows = []
    for row in found.codes.to_pylist():
        entry = None if row["duties"] is None else entries[row["duties"]]
        duties = None
        if entry is not None:
            duties = [next(flat) for _ in entry["duties"]]
            for duty in duties:
                del duty[identifier]
        rows.append({
            "status": row["status"], "reason": row["reason"], "duties": duties,
            "displaced": entry and entry["displaced"],
            "unaddressed": entry and entry["unaddressed"],
            "problems": [] if row["problems"] is None else problems[row["problems"]]["problems"],
        })  # fmt: skip
    return rows


def asked(connection: duckdb.DuckDBPyConnection, query: str, **tables: pa.Table) -> list[Any]:
    """Return the first column of what a query gives over some tables."""
    for name, table in tables.items():
        connection.register(name, table)
    return [row[0] for row in connection.execute(query).fetchall()]


def unlike(rows: list[Row], identifier: str) -> list[Row]:
    """Give each row that has one an identifier of its own: a row of SQL knows no other."""
    return [
        {**row, identifier: f"{row[identifier]}-{number}"} if row.get(identifier) else row
        for number, row in enumerate(rows)
    ]


@pytest.mark.parametrize("form", ["lists", "texts"])
@pytest.mark.parametrize("folder", [None, HARBOUR])
@pytest.mark.parametrize("bad", [0.04, 0.5])
def test_random_rows_get_what_a_table_gets(folder: Path | None, form: str, bad: float) -> None:
    mechanism = zhize.load(folder)
    rows = random_rows(mechanism, random.Random(21), 2500 if bad < 0.1 else 400, bad=bad)
    rows = unlike(rows, mechanism.lexicon.identifier or "")
    given = as_table(as_texts(rows) if form == "texts" else rows)
    with duckdb.connect() as connection:
        zhize.duckdb.register(connection, mechanism, today=TODAY)
        expected = in_full(mechanism, given)
        assert asked(connection, "SELECT zhize_decide(t) FROM given t", given=given) == expected
        statuses = asked(connection, "SELECT zhize_status(t) FROM given t")
    assert statuses == [row["status"] for row in expected]
    assert Counter(statuses)["refused"] > 150
    if bad < 0.1:
        assert len(rows) > 2048  # more than DuckDB hands over at once
        assert min(Counter(statuses)[word] for word in ("decided", "not-applicable")) > 20
        duties = [duty for row in expected for duty in row["duties"] or ()]
        assert any(duty["bearer_place"] for duty in duties)
        assert any(duty["due"] for duty in duties) == (folder is not None)


def test_unnest_gives_a_row_for_each_duty_in_the_order_of_a_decision(
    connection: duckdb.DuckDBPyConnection, notice: zhize.Mechanism
) -> None:
    given = as_table(unlike(random_rows(notice, random.Random(22), 800), "id"))
    found = connection.sql(
        "SELECT id, unnest(zhize_decide(t).duties, recursive := true) FROM given t"
    )
    exploded = notice.decide_table(given, today=TODAY).exploded()
    assert found.columns == exploded.column_names
    assert found.to_arrow_table().to_pylist() == exploded.to_pylist()
    assert exploded.num_rows > 1000


def test_a_file_and_any_subset_of_its_columns_are_taken(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "records.parquet"
    pq.write_table(as_table([{**GOOD, "remark": "seen twice"}, {**GOOD, "id": "A-2"}]), file)
    of_all = asked(connection, f"SELECT zhize_decide(t) FROM '{file}' t")
    assert [row["status"] for row in of_all] == ["refused", "decided"]
    problem = {"code": "unknown-field", "severity": "error", "field": "remark"}
    assert problem in of_all[0]["problems"]
    of_some = asked(
        connection, f"SELECT zhize_status(t) FROM (SELECT * EXCLUDE (remark) FROM '{file}') t"
    )
    assert of_some == ["decided", "decided"]
    missing = asked(connection, f"SELECT zhize_decide(t) FROM (SELECT id FROM '{file}') t")
    assert {row["status"] for row in missing} == {"refused"}
    assert {p["field"] for p in missing[0]["problems"]} >= {"township", "violations"}


def test_labels_dates_enumerations_and_literal_structs_are_read(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    row = (
        "{'编号': 7, '报告日期': DATE '2025-03-01', '乡镇': '凤城镇'::ENUM ('凤城镇', '北留镇'), "
        "'违法类型': '非法采砂', '发现单位': ['ecology-environment']}"
    )
    names = ("编号", "报告日期", "乡镇", "违法类型", "发现单位")
    facets = [zhize.load().lexicon.field(name) for name in names]
    assert all(facets), dict(zip(names, facets, strict=True))
    assert asked(connection, f"SELECT zhize_status({row})") == ["decided"]
    (found,) = asked(connection, f"SELECT zhize_decide({row}).duties[1].norm")
    assert found == "4.1"


def test_a_null_row_gives_null_and_a_row_of_nulls_is_refused(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert asked(connection, "SELECT zhize_decide(NULL)") == [None]
    given = pa.table({"n": [0, 1, 2, 3], "r": [None, GOOD, None, {"id": "A-2"}]})
    found = asked(connection, "SELECT zhize_decide(r) FROM g ORDER BY n", g=given)
    assert [row and row["status"] for row in found] == [None, "decided", None, "refused"]
    assert len(found[1]["duties"]) > 3
    given = pa.table({"r": pa.nulls(3, given.schema.field("r").type)})
    assert asked(connection, "SELECT zhize_status(r) FROM g", g=given) == [None] * 3
    nulls = asked(connection, "SELECT zhize_decide({'id': NULL, 'township': NULL})")
    assert {p["code"] for p in nulls[0]["problems"]} == {"missing-field"}


def test_no_rows_are_no_trouble(connection: duckdb.DuckDBPyConnection) -> None:
    empty = as_table([GOOD]).slice(0, 0)
    assert empty.num_rows == 0
    assert asked(connection, "SELECT zhize_decide(t) FROM g t", g=empty) == []


def test_a_filter_and_an_order_see_the_rows_they_should(
    connection: duckdb.DuckDBPyConnection, notice: zhize.Mechanism
) -> None:
    rows = unlike(random_rows(notice, random.Random(23), 2100), "id")
    given = as_table(rows)
    refused = asked(
        connection,
        "SELECT id FROM g t WHERE zhize_decide(t).status = 'refused' ORDER BY id NULLS FIRST",
        g=given,
    )
    expected = [
        row.get("id")
        for row, found in zip(rows, in_full(notice, given), strict=True)
        if found["status"] == "refused"
    ]
    assert refused == sorted(expected, key=lambda name: (name is not None, name))
    assert 20 < len(refused) < 1500


def test_an_identifier_that_is_used_twice_is_not_seen_but_by_the_query_of_the_documentation(
    connection: duckdb.DuckDBPyConnection, notice: zhize.Mechanism
) -> None:
    records = as_table([GOOD, GOOD, {**GOOD, "id": "A-2"}])
    assert (
        asked(connection, "SELECT zhize_status(t) FROM records t", records=records)
        == ["decided"] * 3
    )
    assert notice.decide_table(records).codes["status"].to_pylist()[1] == "refused"
    nameless = [{**GOOD, "id": name} for name in (None, None, "", "", " ", " ")]
    records = pa.concat_tables([records, as_table(nameless)])
    query = "SELECT id FROM records WHERE trim(id::VARCHAR) <> '' GROUP BY id HAVING count(*) > 1"
    assert asked(connection, query, records=records) == ["A-1"]
    documented = (Path(__file__).resolve().parents[2] / "docs" / "bulk.md").read_text("utf-8")
    assert query in documented
    assert query in str(zhize.duckdb.__doc__)


def test_threads_of_duckdb_make_no_difference(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small memories, so that they are emptied while other threads wait.
    monkeypatch.setattr("zhize.bulk.engine._MOST", 500)
    monkeypatch.setattr("zhize.bulk.nested._MOST", 100)
    rows = unlike(random_rows(notice, random.Random(24), 600), "id")
    given = as_table([{**row, "description": str(n)} for n, row in enumerate(rows)])
    expected = in_full(notice, given)
    with duckdb.connect(config={"threads": 4}) as connection:
        zhize.duckdb.register(connection, notice, today=TODAY)
        connection.execute("CREATE TABLE many AS SELECT g.*, n FROM given g, range(800) r(n)")
        groups = connection.sql(
            "SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('many')"
        ).fetchall()
        assert groups[0][0] > 3  # each is given to one thread
        found = connection.sql(
            "SELECT description, zhize_decide(t), count(*) "
            "FROM (SELECT * EXCLUDE (n) FROM many) t GROUP BY ALL"
        ).fetchall()
    assert len(found) == len(rows)
    for number, result, count in found:
        assert (result, count) == (expected[int(number)], 800), rows[int(number)]


def test_two_mechanisms_stand_side_by_side(
    connection: duckdb.DuckDBPyConnection, notice: zhize.Mechanism
) -> None:
    harbour = zhize.load(HARBOUR)
    zhize.duckdb.register(connection, harbour, prefix="harbour", today=TODAY)
    own = as_table(random_rows(harbour, random.Random(25), 200))
    mine = asked(connection, "SELECT harbour_status(t) FROM own t", own=own)
    assert Counter(mine)["decided"] > 20
    assert set(asked(connection, "SELECT zhize_status(t) FROM own t")) == {"refused"}


def test_a_name_that_is_taken_is_refused(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(zhize.UsageError, match="`zhize_decide` already; choose"):
        zhize.duckdb.register(connection)
    for name in ("zhize_decide", "zhize_status"):
        connection.remove_function(name)
    zhize.duckdb.register(connection)
    assert asked(connection, "SELECT zhize_status({'id': 'A'})") == ["refused"]


@pytest.mark.parametrize("arguments", ["'A-1'", "7", "['A-1']", "{'id': 'A'}, {'id': 'B'}"])
def test_what_is_no_row_is_refused_in_both_languages(
    connection: duckdb.DuckDBPyConnection, arguments: str
) -> None:
    with pytest.raises(duckdb.Error, match="takes one row: write the alias") as raised:
        asked(connection, f"SELECT zhize_decide({arguments})")
    assert "参数是一整行" in str(raised.value)


def test_a_registration_needs_the_library(
    connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhize.duckdb.find_spec", lambda _: None)
    with pytest.raises(zhize.UsageError, match="install it by") as raised:
        zhize.duckdb.register(connection)
    assert "zhize[duckdb]" in raised.value.message["zh"]


def test_a_cursor_has_the_functions_and_the_types_are_those_of_arrow(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.register("given", as_table([GOOD]))
    connection.execute("CREATE TABLE kept AS FROM given")  # what is registered, no cursor sees
    found = connection.cursor().sql("SELECT zhize_decide(t) AS r FROM kept t").to_arrow_table()
    names = [field.name for field in found.schema.field("r").type]
    assert names == [field.name for field in RESULT]
    assert found["r"].combine_chunks().field("duties").type == RESULT.field("duties").type
