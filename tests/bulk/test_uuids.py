"""UUIDs are texts, wherever they come from."""

from __future__ import annotations

import uuid
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zhize
from tests.bulk.files import lines_of
from tests.bulk.rows import TODAY, Row

GOOD: Row = {
    "reported_on": "2025-03-01", "township": "凤城镇", "violations": ["illegal-sand-mining"],
    "discovered_by": ["ecology-environment"],
}  # fmt: skip
IDS = [uuid.UUID(int=number) for number in (5, 2**127 + 1, 5)]


@pytest.fixture
def table() -> pa.Table:
    ids = pa.array([*(name.bytes for name in IDS), None], pa.binary(16)).cast(pa.uuid())
    return pa.Table.from_pylist([GOOD] * 4).append_column("id", ids)


def test_an_identifier_may_be_a_uuid(notice: zhize.Mechanism, table: pa.Table) -> None:
    assert notice.decide({**GOOD, "id": IDS[1]}).incident == str(IDS[1])
    frame = pd.DataFrame([{**GOOD, "id": name} for name in (*IDS, None)])
    for given in (table, frame, pa.concat_tables([table.slice(0, 1), table.slice(1)])):
        codes = notice.decide_table(given, today=TODAY).codes
        assert codes["id"].to_pylist() == [*map(str, IDS), None]
        assert codes["status"].to_pylist() == ["decided", "decided", "refused", "refused"]
        problems = notice.validate_table(given, today=TODAY).report.problems
        assert [p.code for p in problems] == ["duplicate-id", "missing-field"]


def test_a_file_may_have_uuids(notice: zhize.Mechanism, table: pa.Table, tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    pq.write_table(table, source)
    notice.batch(source, tmp_path / "out.jsonl", today=TODAY)
    assert [row["id"] for row in lines_of(tmp_path / "out.jsonl")] == [*map(str, IDS), None]
    singly = [record.values.get("id") for record in notice.records(source)]
    assert singly == [*((str(name),) for name in IDS), None]


def test_other_fields_take_them_as_texts(notice: zhize.Mechanism, table: pa.Table) -> None:
    given = table.append_column("title", table["id"]).append_column("mineral", table["id"])
    problems = notice.validate_table(given, today=TODAY).report.problems
    unknown = {p.value for p in problems if (p.field, p.code) == ("mineral", "unknown-code")}
    assert unknown == {*map(str, IDS)}
    assert not [p for p in problems if p.field == "title"]
