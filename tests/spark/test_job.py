"""The command and the program for `spark-submit` write what one machine would say."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

import zhize
from tests.bulk.rows import TODAY, as_table, as_texts, random_rows
from tests.spark.conftest import HERE, SETTINGS, missing
from tests.spark.test_frame import meant, plain
from zhize.bulk.table import DutyTable
from zhize.cli import spark as command
from zhize.cli.messages import Messages
from zhize.cli.session import Session
from zhize.spark import job

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet fully support pandas:FutureWarning"
)


def compare(out: Path, expected: DutyTable) -> None:
    """Compare the tables of a folder with one machine; the rows by their identifiers."""
    codes = in_order(pq.read_table(out / "codes"))
    wanted = in_order(plain(expected.codes))
    assert codes.select(["id", "status", "reason"]).equals(
        wanted.select(["id", "status", "reason"])
    )
    for name, legend in (("duties", expected.dictionary), ("problems", expected.problems)):
        table = pq.read_table(out / name)
        assert table["code"].to_pylist() == sorted(table["code"].to_pylist())
        assert meant(codes, name, table) == meant(wanted, name, legend)
    refused = [
        json.loads(line)
        for file in sorted((out / "refused").glob("*.json"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert len(refused) == codes["status"].to_pylist().count("refused") > 0
    assert all(row["problems"][0]["message"]["zh"] for row in refused)


def in_order(table: pa.Table) -> pa.Table:
    """Return rows by their identifiers, and rows with one identifier by their status."""
    return table.sort_by([("id", "ascending"), ("status", "ascending")])


def records(mechanism: zhize.Mechanism, count: int) -> pa.Table:
    """Return records with identifiers, some of them bad."""
    rows = random_rows(mechanism, random.Random(7), count)
    return as_table([{**row, "id": f"R-{n:04}"} for n, row in enumerate(as_texts(rows))])


def test_spark_submit_runs_the_job(notice: zhize.Mechanism, tmp_path: Path) -> None:
    reason = missing()
    if reason:
        pytest.skip(reason)
    import pyspark

    table = records(notice, 300)
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=40)
    settings = [part for name, value in SETTINGS.items() for part in ("--conf", f"{name}={value}")]
    home = Path(pyspark.__file__).parent
    ended = subprocess.run(
        [str(home / "bin" / "spark-submit"), "--master", "local[2]", *settings, job.__file__,
         str(tmp_path / "in.parquet"), str(tmp_path / "out"), "--duties", "rows",
         "--today", TODAY.isoformat(), "--lang", "en"],
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": HERE,
             "SPARK_HOME": str(home)},
        cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    expected = notice.decide_table(table, today=TODAY)
    counts = [expected.codes["status"].to_pylist().count(word) for word in ("decided", "refused")]
    assert f"300 records: {counts[0]} decided," in ended.stdout
    assert f"{counts[1]} refused." in ended.stdout
    compare(tmp_path / "out", expected)
    assert pq.read_table(tmp_path / "out" / "rows").num_rows == expected.exploded().num_rows


@pytest.mark.parametrize("read", ["csv", "json"])
def test_other_formats_are_read_as_asked(
    spark: SparkSession, notice: zhize.Mechanism, tmp_path: Path, read: str
) -> None:
    table = records(notice, 60)
    source = tmp_path / f"in.{read}"
    if read == "csv":
        pyarrow.csv.write_csv(table, source)
    else:
        source.write_text("".join(json.dumps(row) + "\n" for row in table.to_pylist()))
    session, out = Session(Messages("en"), None), str(tmp_path / "out")
    assert command._work(session, spark, str(source), out, "codes", read, TODAY) == 1
    compare(tmp_path / "out", notice.decide_table(table, today=TODAY))
    with (
        pytest.raises(zhize.UsageError, match=r"Spark refused: .* already exists") as raised,
        command._said(),
    ):
        command._work(session, spark, str(source), out, "codes", read, TODAY)
    assert raised.value.message["zh"].startswith("Spark 拒绝了：")


@pytest.mark.parametrize(
    "line",
    [
        "R-1,2025-03-01",
        "R-1,2025-03-01,凤城镇,非法采砂,公众,x",
        "R-1,2025-03-01,凤城镇,x,公众\n" + "R" * 131_073 + ",,,,",
    ],
)
def test_a_line_of_csv_with_other_cells_than_the_head_is_not_guessed_at(
    spark: SparkSession, tmp_path: Path, line: str
) -> None:
    (tmp_path / "in.csv").write_text(f"id,reported_on,township,violations,discovered_by\n{line}\n")
    session = Session(Messages("en"), None)
    with (
        pytest.raises(zhize.UnreadableError, match=r"cannot read file `.*/in\.csv`"),
        command._said(),
    ):
        command._work(
            session, spark, str(tmp_path / "in.csv"), str(tmp_path / "out"), "codes", "csv", TODAY
        )
