"""Spark, with two worker processes, says what `decide_table` says on one machine, row for row."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import zhize
from tests.bulk.rows import TODAY, Row, as_table, as_texts, judged, random_rows
from zhize.bulk.table import DutyTable
from zhize.spark import DutyFrame, decide_dataframe

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from tests.spark.conftest import Reader
    from zhize.spark.worker import Desk

# PySpark warns of pandas 3, which it imports and which nothing here uses.
pytestmark = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet fully support pandas:FutureWarning"
)

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
GOOD: Row = {
    "id": "A-1", "reported_on": "2025-03-01", "township": "凤城镇",
    "violations": ["illegal-sand-mining"], "zones": ["reservoir-area"], "mineral": "sand",
    "discovered_by": ["ecology-environment"],
}  # fmt: skip


def plain(table: pa.Table) -> pa.Table:
    """Return a table with texts where one machine has dictionaries or large texts."""
    kinds = pa.types
    return table.cast(pa.schema([
        (f.name, pa.string() if kinds.is_dictionary(f.type) or kinds.is_large_string(f.type)
         else f.type) for f in table.schema
    ]))  # fmt: skip


def meant(codes: pa.Table, column: str, legend: pa.Table) -> list[Any]:
    """Return what the codes of a column stand for, row for row."""
    entries = {row.pop("code"): row for row in legend.to_pylist()}
    assert len(entries) == legend.num_rows
    found = codes[column].to_pylist()
    assert set(found) - {None} == set(entries), "every code is explained, and no other"
    return [None if code is None else entries[code] for code in found]


def compare(frame: DutyFrame, expected: DutyTable) -> pa.Table:
    """Compare all that a frame says with one machine; return its codes."""
    frame.persist()
    codes = frame.codes.toArrow()
    dictionary, problems = frame.dictionary.toArrow(), frame.problems.toArrow()
    refused = frame.refused.toArrow()
    frame.unpersist()
    assert codes.column_names == expected.codes.column_names
    rest = [name for name in codes.column_names if name not in ("duties", "problems")]
    assert codes.select(rest).equals(plain(expected.codes.select(rest)))
    assert meant(codes, "duties", dictionary) == meant(
        expected.codes, "duties", expected.dictionary
    )
    assert meant(codes, "problems", problems) == meant(
        expected.codes, "problems", expected.problems
    )
    assert refused.num_rows == codes["status"].to_pylist().count("refused")
    rows = frame.exploded().toArrow()
    assert rows.equals(plain(expected.exploded()))
    return codes


def test_random_records_get_what_one_machine_gives(notice: zhize.Mechanism, read: Reader) -> None:
    table = as_table(random_rows(notice, random.Random(1), 1500))
    df = read(table)
    assert df.rdd.getNumPartitions() >= 5
    codes = compare(DutyFrame(df, notice, today=TODAY), notice.decide_table(table, today=TODAY))
    counts = {row["values"]: row["counts"] for row in pc.value_counts(codes["status"]).to_pylist()}
    assert min(counts[word] for word in ("decided", "not-applicable", "refused")) > 20
    again = pc.count_distinct(codes["id"]).as_py()
    assert again < 1480, "identifiers are used again"


def test_another_mechanism_needs_no_files_on_the_workers(
    spark: SparkSession, read: Reader, tmp_path: Path
) -> None:
    moved = tmp_path / "harbour"
    moved.mkdir()
    for file in HARBOUR.iterdir():
        if file.is_file():
            (moved / file.name).write_bytes(file.read_bytes())
    harbour = zhize.load(moved)
    table = as_table(as_texts(random_rows(harbour, random.Random(2), 600)))
    expected = harbour.decide_table(table, today=TODAY)
    for file in moved.iterdir():
        file.unlink()
    compare(DutyFrame(read(table), harbour, today=TODAY), expected)


def test_several_processes_work_each_with_one_engine(notice: zhize.Mechanism, read: Reader) -> None:
    frame = DutyFrame(read(as_table(random_rows(notice, random.Random(3), 1500))), notice)
    schema = pa.schema([("part", pa.int64()), ("process", pa.int64()), ("desk", pa.int64())])

    def work(
        desk: Desk, batches: Iterator[pa.RecordBatch], part: int
    ) -> Iterator[pa.RecordBatch]:  # pragma: no cover - in another process
        time.sleep(0.2)  # let the other process take a partition too
        sum(batch.num_rows for batch in batches)
        row = {"part": part, "process": os.getpid(), "desk": id(desk)}
        yield pa.RecordBatch.from_pylist([row], schema)

    rows = frame._map(frame._df, work, schema).toArrow().to_pylist()
    processes = {row["process"] for row in rows}
    assert len(processes) > 1
    assert os.getpid() not in processes
    assert len(rows) > len(processes), "a process has several partitions"
    assert len({(row["process"], row["desk"]) for row in rows}) == len(processes)


def odd_tables() -> Iterator[tuple[str, pa.Table]]:
    """Yield tables with columns and values that are out of the ordinary."""
    two = [GOOD, {**GOOD, "id": "A-2"}]
    yield "no field", as_table([{**row, "a.b `c`": "x"} for row in two])
    yield "labels and codes", as_table([{**GOOD, "编号": None}, {**GOOD, "id": None, "编号": "B"}])
    yield "two names at once", as_table([{**GOOD, "编号": "B"}, {**GOOD, "id": "B"}])
    yield "lists of names", as_table([{**r, "id": [r["id"], "C", "C"]} for r in two])
    yield "one name in a list", as_table([{**r, "id": [r["id"]]} for r in two])
    yield "broken numbers", as_table([{**GOOD, "id": n} for n in (1.5, 2.5)])
    yield "numbers", as_table([{**GOOD, "id": n, "mineral": n} for n in (1, 2, 2)])
    yield "nulls", as_table([dict.fromkeys(GOOD), *two])
    yield "blanks", as_table([{**GOOD, "id": " "}, {**GOOD, "id": " "}])
    yield "structs", as_table([{**GOOD, "mineral": {"a": 1}}])
    yield "bytes", as_table([{**GOOD, "description": b"abc"}])
    yield "nothing", as_table(two).slice(0, 0)
    yield "no identifiers", as_table(two).drop_columns(["id"])
    days = pa.array(["2025-03-01", "2023-01-01"]).cast(pa.date32())
    at = as_table(two).column_names.index("reported_on")
    for kind in (pa.date32(), pa.timestamp("us")):
        yield str(kind), as_table(two).set_column(at, "reported_on", days.cast(kind))


@pytest.mark.parametrize(
    ("name", "table"), list(odd_tables()), ids=[name for name, _ in odd_tables()]
)
def test_odd_columns_and_values_make_no_difference(
    notice: zhize.Mechanism, read: Reader, name: str, table: pa.Table
) -> None:
    expected = notice.decide_table(table, today=TODAY)
    codes = decide_dataframe(read(table, group=1), notice, today=TODAY).toArrow()
    rest = [name for name in codes.column_names if name not in ("duties", "problems")]
    assert codes.select(rest).equals(plain(expected.codes.select(rest)))
    if name not in ("nulls", "blanks", "no identifiers"):
        assert not codes["id"].null_count
    given = [row["problems"] for row in expected.codes.to_pylist()]
    assert [a == b for a in given for b in given] == [
        a == b for a in codes["problems"].to_pylist() for b in codes["problems"].to_pylist()
    ]


def test_the_first_with_an_identifier_stays_across_partitions(
    notice: zhize.Mechanism, read: Reader
) -> None:
    noise = random.Random(6)
    rows = [{**GOOD, "id": f"N-{n}", "title": noise.randbytes(99).hex()} for n in range(400)]
    for late, early in ((120, 3), (390, 3), (399, 398), (7, 6)):
        rows[late] = rows[early]
    table = as_table(rows)
    df = read(table, group=40)
    assert df.rdd.getNumPartitions() > 2
    frame = DutyFrame(df, notice, today=TODAY).persist()
    codes = frame.codes.toArrow()
    out = [n for n, status in enumerate(codes["status"].to_pylist()) if status == "refused"]
    assert out == [7, 120, 390, 399]
    told = frame.refused.toArrow().to_pylist()
    frame.unpersist()
    expected = [judged(notice, rows)[n][0] for n in out]
    for refusal, problems in zip(told, expected, strict=True):
        assert [(p["code"], p["field"], p["value"]) for p in refusal["problems"]] == [
            (p.code, p.field, p.value) for p in problems
        ]
        assert refusal["record"] == problems[0].record
    first = dict(told[2]["problems"][0]["message"])
    assert told[2]["source"] > "part-00000"
    assert "used before by record 4 of `part-00000`" in first["en"]
    assert "part-00000 的第 4 条记录已用过它" in first["zh"]


def test_rows_that_move_between_two_readings_are_noticed(
    spark: SparkSession, notice: zhize.Mechanism, read: Reader
) -> None:
    rows = [{**GOOD, "id": f"N-{n}"} for n in range(300)]
    rows[250] = rows[20]
    df = read(as_table(rows), group=40)
    frame = DutyFrame(df, notice, today=TODAY)
    assert frame._repeated.value.firsts.tolist() == [20]
    frame._df = frame._df.repartition(3)
    with pytest.raises(Exception, match="came in another order when they were read again"):
        frame.codes.toArrow()


def test_keys_and_rows_do_not_depend_on_partitions_and_batches(
    spark: SparkSession, notice: zhize.Mechanism, read: Reader
) -> None:
    df = read(as_table(random_rows(notice, random.Random(4), 600)))
    codes = decide_dataframe(df, notice, today=TODAY).toArrow()
    name = "spark.sql.execution.arrow.maxRecordsPerBatch"
    before = spark.conf.get(name)
    spark.conf.set(name, 7)
    try:
        assert decide_dataframe(df.coalesce(1), notice, today=TODAY).toArrow() == codes
    finally:
        spark.conf.set(name, before)
    assert {len(key) for key in codes["duties"].to_pylist() if key} == {32}


def test_rows_are_rows_of_duties(notice: zhize.Mechanism, read: Reader) -> None:
    rows = decide_dataframe(read(as_table([GOOD])), notice, duties="rows", today=TODAY).toArrow()
    assert rows.column_names[:3] == ["id", "norm", "article"]
    wanted = notice.decide(GOOD)
    assert rows["norm"].to_pylist() == [duty.norm for duty in wanted.duties]
    assert "8.1" in rows["norm"].to_pylist()


@pytest.mark.parametrize(
    "value",
    [
        "INTERVAL '1-2' YEAR TO MONTH", "array(INTERVAL '3' MONTH)", "make_interval(1, 2)",
        "named_struct('a', map('b', INTERVAL '1' YEAR))",
    ],
)  # fmt: skip
def test_intervals_of_months_are_values_like_others(
    spark: SparkSession, notice: zhize.Mechanism, read: Reader, value: str
) -> None:
    df = read(as_table([GOOD])).selectExpr("*", f"{value} AS remark")
    frame = DutyFrame(df, notice, today=TODAY)
    (refused,) = frame.refused.toArrow().to_pylist()
    assert [p["code"] for p in refused["problems"]] == ["unknown-field"]


def test_rows_without_columns_are_rows(spark: SparkSession, notice: zhize.Mechanism) -> None:
    nothing = spark.range(3).select()
    codes = decide_dataframe(nothing, notice, today=TODAY).toArrow()
    assert codes["status"].to_pylist() == ["refused"] * 3
    assert decide_dataframe(nothing, notice, duties="rows", today=TODAY).toArrow().num_rows == 0


def test_what_cannot_be_decided_is_refused_before_anything_runs(
    spark: SparkSession, notice: zhize.Mechanism, read: Reader
) -> None:
    df: DataFrame = read(as_table([GOOD]))
    with pytest.raises(zhize.UsageError, match="`Table` is no Spark data frame"):
        decide_dataframe(as_table([GOOD]), notice)  # type: ignore[arg-type]
    with pytest.raises(zhize.UsageError, match="two columns of the table are called `id`"):
        decide_dataframe(df.toDF(*["id"] * len(df.columns)), notice)
    with pytest.raises(zhize.UsageError, match="use `codes` or `rows`"):
        decide_dataframe(df, notice, duties="all")
    stream = spark.readStream.format("rate").load()
    with pytest.raises(zhize.UsageError, match="a streaming data frame has no end"):
        decide_dataframe(stream, notice)
