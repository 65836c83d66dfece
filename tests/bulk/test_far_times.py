"""Times whose day cannot be told, and days that Python does not have, are said to be so."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import zhize
from tests.bulk.rows import TODAY

GOOD = {
    "id": "A-1", "township": "凤城镇", "violations": ["illegal-sand-mining"],
    "discovered_by": ["ecology-environment"],
}  # fmt: skip
NOON = 1_722_513_600


def table(days: pa.Array, name: str = "reported_on") -> pa.Table:
    return pa.Table.from_pylist([GOOD]).append_column(name, days)


def at(zone: str) -> pa.Array:
    return pa.array([NOON]).cast(pa.timestamp("s", zone))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "CST", "+8:00", "GMT+8"])
def test_an_unknown_time_zone_is_an_error_that_names_the_column(
    notice: zhize.Mechanism, zone: str, tmp_path: Path
) -> None:
    given = table(at(zone))
    file = tmp_path / "records.parquet"
    pq.write_table(given, file)
    for act in (
        lambda: notice.decide_table(given),
        lambda: notice.validate_table(given),
        lambda: notice.validate_files([file]),
        lambda: notice.batch(file, tmp_path / "out.csv"),
        lambda: list(notice.records(file)),
    ):
        with pytest.raises(zhize.UnreadableError) as raised:
            act()
        assert f"column `reported_on` are in time zone `{zone}`" in raised.value.message["en"]
        assert f"列“reported_on”的时间属于时区“{zone}”" in raised.value.message["zh"]


@pytest.mark.parametrize("shape", ["list", "dictionary", "struct", "strange"])
def test_an_unknown_time_zone_is_found_wherever_it_is(notice: zhize.Mechanism, shape: str) -> None:
    days = at("Mars")
    given = {
        "list": pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), days),
        "dictionary": pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()), days),
        "struct": pa.StructArray.from_arrays([days], ["at"]),
    }.get(shape, days)
    name = "remark" if shape == "strange" else "reported_on"
    with pytest.raises(zhize.UnreadableError, match=f"in the table, the times of column `{name}`"):
        notice.decide_table(table(given, name))


def test_a_column_that_is_passed_over_may_have_any_zone(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    given = table(pa.array(["2025-03-01"])).append_column("remark", at("Mars"))
    assert notice.decide_table(given, ignore=["remark"]).codes["status"].to_pylist() == ["decided"]
    pq.write_table(given, tmp_path / "records.parquet")
    (record,) = notice.records(tmp_path / "records.parquet", ignore=["remark"])
    assert record.values["reported_on"] == ("2025-03-01",)


@pytest.mark.parametrize("kind", ["date32", "date64", "timestamp[s]", "timestamp[us]"])
@pytest.mark.parametrize("listed", [False, True])
def test_a_day_too_far_for_python_is_no_date_of_the_calendar(
    notice: zhize.Mechanism, kind: str, tmp_path: Path, *, listed: bool
) -> None:
    days = {
        "date32": pa.array([2**31 - 1], pa.date32()),
        "date64": pa.array([12_000_000 * 86_400_000], pa.date64()),
        "timestamp[s]": pa.array([2**40], pa.timestamp("s")),
        "timestamp[us]": pa.array([2**60], pa.timestamp("us")),
    }[kind]
    if listed:
        days = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), days)
    given = table(days)
    assert notice.decide_table(given, today=TODAY).codes["status"].to_pylist() == ["refused"]
    (problem,) = notice.validate_table(given, today=TODAY).report.problems
    assert problem.code == "malformed-date"
    pq.write_table(given, tmp_path / "records.parquet")
    (record,) = notice.records(tmp_path / "records.parquet")
    (again,) = notice.validate([record], today=TODAY).problems
    assert (again.code, again.field) == (problem.code, problem.field)
