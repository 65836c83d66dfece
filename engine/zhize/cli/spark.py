"""`zhize spark`: records decided by Apache Spark, here or on a cluster."""

from __future__ import annotations

import csv
import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .._errors import UnreadableError, UsageError
from .streams import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pyspark.sql import DataFrame, SparkSession

    from .session import Session

FORMATS: dict[str, dict[str, Any]] = {
    "parquet": {},
    # Spark would fill a short line with nulls, and leave out what a long one has too many of.
    "csv": {
        "header": True, "multiLine": True, "escape": '"', "mode": "FAILFAST",
        "maxCharsPerColumn": csv.field_size_limit(),
    },
    "json": {},
}  # fmt: skip
"""What is read, and how Spark is to read it."""
_UNREADABLE = re.compile(r"FAILED_READ_FILE.*? file (\S+?)\.?\s")


def spark(
    session: Session, source: str, out: str, *, duties: str, read: str, today: date | None
) -> int:
    """Decide all records under a path, write tables beside each other, return the exit code."""
    from ..spark.frame import need_spark

    need_spark()
    from pyspark.sql import SparkSession

    if "PYSPARK_GATEWAY_PORT" not in os.environ:  # nobody but us starts Spark, nor its workers
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with _said():
        cluster = SparkSession.builder.appName("zhize").getOrCreate()
        try:
            return _work(session, cluster, source, out, duties, read, today)
        finally:
            cluster.stop()


def _work(
    session: Session, cluster: SparkSession, source: str, out: str, duties: str, read: str,
    today: date | None,
) -> int:  # fmt: skip
    from ..spark import DutyFrame

    records = cluster.read.format(read).options(**FORMATS[read]).load(source)
    frame = DutyFrame(records, session.mechanism(), today=today)
    frame.persist()
    _write(frame.codes, f"{out}/codes")
    _write(frame.dictionary.coalesce(1), f"{out}/duties")
    _write(frame.problems.coalesce(1), f"{out}/problems")
    frame.refused.write.json(f"{out}/refused")
    counts = {
        row["status"]: row["count"] for row in frame.codes.groupBy("status").count().collect()
    }
    frame.unpersist()
    if duties == "rows":
        _write(frame.exploded(), f"{out}/rows")
    decided, refused = counts.get("decided", 0), counts.get("refused", 0)
    every = sum(counts.values())
    say(
        session.messages(
            "batch.tally", all=every, decided=decided, refused=refused,
            outside=every - decided - refused,
        )
    )  # fmt: skip
    return 1 if refused else 0


def _write(frame: DataFrame, path: str) -> None:
    frame.write.parquet(path)


@contextmanager
def _said() -> Iterator[None]:
    """Say in a sentence what Spark has against a path or a file.

    Raises:
        UsageError: There is no such input, or the output is there already.
        UnreadableError: A file cannot be read to its end.
    """
    from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped]
    from pyspark.errors import AnalysisException

    try:
        yield
    except Py4JJavaError as error:
        found = _UNREADABLE.search(str(error))
        if found is None:
            raise
        raise UnreadableError(
            f"Spark 无法读取文件“{found[1]}”。CSV 的每一行都要有同样多的格。",
            f"Spark cannot read file `{found[1]}`; in CSV, each line must have as many cells",
        ) from error
    except AnalysisException as error:
        reason = str(error).splitlines()[0]
        raise UsageError(
            f"Spark 拒绝了：{reason} 请核对输入和输出的路径。",
            f"Spark refused: {reason} Check the paths of input and output",
        ) from error
