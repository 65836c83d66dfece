"""Measure Spark on this machine, beside what it costs to hand rows to Python and take them back.

Run by `python -m benchmarks.spark`. Each figure has a ratio to the rows that Spark only carries
to Python workers and back (`mapInArrow` with nothing done), in the same run; nothing is asserted.
Processor time is that of Spark and all its workers together.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

import zhize
from benchmarks.bulk import measured, write_ledger

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_HERE = "127.0.0.1"


def main() -> None:
    """Make a ledger, measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--cores", type=int, default=2)
    chosen = parser.parse_args()
    print(f"# {platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"pyarrow {pa.__version__}, load {os.getloadavg()[0]:.1f}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.parquet"
        write_ledger(path, chosen.rows)
        alone = measured("decide", path, Path(folder) / "out", "codes")
        print(f"{chosen.rows:,} records; one process, `zhize batch`: {alone}")
        spark = session(chosen.cores, folder)
        try:
            compare(spark, path, chosen.rows)
        finally:
            spark.stop()


def session(cores: int, folder: str) -> SparkSession:
    """Return a Spark of this machine alone."""
    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP=_HERE)
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(f"local[{cores}]")
    for name, value in {
        "spark.driver.bindAddress": _HERE, "spark.driver.host": _HERE,
        "spark.driver.memory": "2g", "spark.local.dir": folder, "spark.log.level": "ERROR",
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
    }.items():  # fmt: skip
        builder = builder.config(name, value)
    return builder.getOrCreate()


def compare(spark: SparkSession, path: Path, rows: int) -> None:
    """Measure the steps, each for itself."""
    from zhize.spark import DutyFrame

    mechanism = zhize.load()
    df = spark.read.parquet(str(path))
    few = df.limit(1000)
    consume(few.mapInArrow(same, df.schema))
    frames = [DutyFrame(few, mechanism, today=date.max) for _ in range(2)]
    for frame in frames:  # start the workers, and let Java compile what it will
        consume(frame.codes)
        consume(frame.exploded())
    frame = DutyFrame(df, mechanism, today=date.max)
    carried = cost("rows to Python and back", rows, lambda: consume(df.mapInArrow(same, df.schema)))
    cost("only read", rows, lambda: consume(df), carried)
    cost("identifiers used again", rows, lambda: frame._repeated, carried)
    cost("codes", rows, lambda: consume(frame.codes), carried)
    cost("rows of duties", rows, lambda: consume(frame.exploded()), carried)


def same(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Give rows back as they came."""
    yield from batches


def consume(df: DataFrame) -> None:
    """Compute a frame and write it nowhere."""
    df.write.format("noop").mode("overwrite").save()


def cost(
    what: str, rows: int, work: Callable[[], object], of: tuple[float, float] | None = None
) -> tuple[float, float]:
    """Measure one step; return seconds on the clock and of the processor."""
    clock, processor = time.perf_counter(), processors()
    work()
    clock, processor = time.perf_counter() - clock, processors() - processor
    ratio = "" if of is None else f"  {clock / of[0]:.2f} × ({processor / of[1]:.2f} × cpu)"
    print(f"  {what:<26} {clock:7.1f} s  {processor:7.1f} s cpu  "
          f"{rows / clock:>12,.0f} records/s{ratio}", flush=True)  # fmt: skip
    return clock, processor


def processors() -> float:
    """Return the processor time of this process and all that it has started."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has just ended
                continue
            parents[int(entry.name)] = int(fields[1])
            ticks[int(entry.name)] = sum(map(int, fields[11:15]))
    mine = {os.getpid()}
    for process in sorted(parents):
        at, way = process, []
        while at in parents and at not in mine:
            way.append(at)
            at = parents[at]
        if at in mine:
            mine.update(way)
    return sum(ticks.get(process, 0) for process in mine) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
