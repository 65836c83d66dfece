"""One local Spark for these tests: two cores, two Python workers, nothing but this machine."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

HERE = "127.0.0.1"
SETTINGS = {
    # Start fast, compile little: these tests are short.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.bindAddress": HERE,
    "spark.driver.host": HERE,
    "spark.driver.memory": "1g",
    "spark.log.level": "ERROR",
    "spark.sql.files.maxPartitionBytes": "16k",  # a small file is several partitions
    "spark.sql.files.openCostInBytes": "0",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}

Reader = Callable[[pa.Table], "DataFrame"]


def missing() -> str | None:
    """Return why Spark cannot run here, or None."""
    if find_spec("pyspark") is None:
        return "PySpark is not installed"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "Spark needs Java"
    return None


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python talks to Spark over this machine's own address; every other one is refused."""
    for name in ("connect", "connect_ex"):
        own = getattr(socket.socket, name)

        def only_here(self: socket.socket, address: Any, own: Any = own) -> Any:
            assert address[0] in (HERE, "localhost"), f"a connection was tried: {address!r}"
            return own(self, address)

        monkeypatch.setattr(socket.socket, name, only_here)


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A session of Spark, its workers with this Python."""
    reason = missing()
    if reason:
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    patch = pytest.MonkeyPatch()
    patch.setenv("PYSPARK_PYTHON", sys.executable)
    patch.setenv("SPARK_LOCAL_IP", HERE)
    folder = tmp_path_factory.mktemp("spark")
    builder = SparkSession.builder.master("local[2]")
    for name, value in {**SETTINGS, "spark.local.dir": str(folder),
                        "spark.sql.warehouse.dir": str(folder)}.items():  # fmt: skip
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()
    patch.undo()


@pytest.fixture
def read(spark: SparkSession, tmp_path: Path) -> Reader:
    """Give a table to Spark by way of a Parquet file, whose rows have an order."""

    def reader(table: pa.Table, group: int = 150) -> DataFrame:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.parquet"
        pq.write_table(table, path, row_group_size=group)
        return spark.read.parquet(str(path))

    return reader
