"""Records from Parquet, one by one; `bulk` reads whole columns of it, and finds the same."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from .arrow_values import check_zones, python_values
from .faults import Fault, FaultFound
from .raw import RawRecord
from .source import read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .ignoring import Ignored
    from .limits import Limits

_ROWS = 1024


def read_parquet(
    source: Path | BinaryIO,
    stream: BinaryIO,
    known_size: int | None,
    limits: Limits,
    ignored: Ignored,
) -> Iterator[RawRecord]:
    """Yield the records of a file; a null is a field left out.

    Args:
        source: The file; anything else is read whole from the stream.
        stream: From its beginning.
        known_size: Its size, if known.
        limits: Bounds on sizes.
        ignored: Columns that are passed over.

    Raises:
        FaultFound: It is damaged, or lacks a column to be ignored, or the library for Parquet is
            not installed.
    """
    if find_spec("pyarrow") is None:
        raise FaultFound(
            Fault(
                "unknown-format",
                "读取 Parquet 需要 PyArrow；请安装：pip install 'zhize[bulk]'",
                "reading Parquet needs PyArrow; install it by `pip install 'zhize[bulk]'`",
            )
        )
    import pyarrow as pa
    import pyarrow.parquet as pq

    given: Path | BinaryIO = source
    if not isinstance(source, Path):
        given = io.BytesIO(read_whole(stream, known_size, "Parquet", limits.max_delimited))
    position = 0
    try:
        with pq.ParquetFile(given) as file:
            names = file.schema_arrow.names
            ignored.check(names)
            kept = [name for name in names if name not in ignored] if ignored else None
            for batch in file.iter_batches(batch_size=_ROWS, columns=kept):
                check_zones(batch.schema)
                columns = [python_values(column) for column in batch.columns]
                for row in zip(*columns, strict=True):
                    position += 1
                    named = zip(batch.schema.names, row, strict=True)
                    fields = {name: value for name, value in named if value is not None}
                    yield RawRecord(position, None, fields)
    except (pa.ArrowException, UnicodeError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise FaultFound(
            Fault(
                "syntax",
                f"Parquet 无法读取（{reason}），文件可能已损坏；请重新导出",
                f"the Parquet cannot be read ({reason}) and may be damaged; export it again",
            )
        ) from None
