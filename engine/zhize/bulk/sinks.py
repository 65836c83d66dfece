"""Writing tables to files: Parquet, CSV, JSONL, and Arrow for what is read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import pyarrow.types as kinds

from ..documents.delimited import BOM, RISKY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

FORMATS = {".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""Formats of the output by extension."""

_TOGETHER = 1 << 20
"""Rows of one row group of a Parquet file."""
_BYTES = 128 << 20
"""About as many bytes of rows wait for their row group at most."""


class Sink(Protocol):
    """Where rows go."""

    def write(self, table: pa.Table) -> None:
        """Write some rows."""

    def close(self) -> None:
        """Complete the file."""


class Writing:
    """A file that is being written; leaving it completes it.

    Args:
        path: Where.
        kind: `parquet`, `csv`, `jsonl`, or `arrow`.
        schema: The schema of all rows.
    """

    def __init__(self, path: Path, kind: str, schema: pa.Schema) -> None:
        sinks: dict[str, Callable[[Path, pa.Schema], Sink]] = {
            "parquet": _Parquet, "csv": _Csv, "jsonl": _Lines, "arrow": _Arrow,
        }  # fmt: skip
        self._sink = sinks[kind](path, schema)

    def __enter__(self) -> Sink:
        return self._sink

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._sink.close()


class _Arrow:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = path.open("wb")
        self._writer = pa.ipc.new_stream(self._file, schema)

    def write(self, table: pa.Table) -> None:
        self._writer.write_table(table)

    def close(self) -> None:
        self._writer.close()
        self._file.close()


class _Parquet:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        unique = schema.field(0).name
        words = [field.name for field in schema if field.name != unique]
        self._writer = pq.ParquetWriter(path, schema, use_dictionary=words)
        self._waiting: list[pa.Table] = []
        self._rows = self._bytes = 0

    def write(self, table: pa.Table) -> None:
        self._waiting.append(table)
        self._rows += table.num_rows
        self._bytes += table.nbytes
        if self._rows >= _TOGETHER or self._bytes >= _BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting), _TOGETHER)
            self._waiting, self._rows, self._bytes = [], 0, 0

    def close(self) -> None:
        self._flush()
        self._writer.close()


class _Csv:
    """A header, then a line for each row; opens in Excel as it is meant."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = path.open("wb")
        # Arrow ends its lines so; a reader that must guess wants all of them alike.
        self._file.write((BOM + ",".join(f'"{name}"' for name in schema.names) + "\n").encode())

    def write(self, table: pa.Table) -> None:
        columns = {name: _cells(table[name]) for name in table.column_names}
        options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
        pyarrow.csv.write_csv(pa.table(columns), self._file, options)

    def close(self) -> None:
        self._file.close()


class _Lines:
    """A JSON object a line."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        del schema
        self._file = path.open("wb")

    def write(self, table: pa.Table) -> None:
        encode = msgspec.json.Encoder().encode_lines
        self._file.write(encode(table.to_pylist()))

    def close(self) -> None:
        self._file.close()


def _cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as CSV has it: lists joined, no cell that is a formula."""
    kind = column.type
    if kinds.is_dictionary(kind):
        column = column.cast(kind.value_type)
    if kinds.is_list(kind):
        column = pc.binary_join(column, ";")
    if not (kinds.is_string(column.type) or kinds.is_large_string(column.type)):
        return column
    risky = pc.match_substring_regex(column, f"^[{''.join(map(_escaped, RISKY))}]")
    if not pc.any(risky).as_py():
        return column
    mark, nothing = (pa.scalar(text, column.type) for text in ("'", ""))
    marked = pc.binary_join_element_wise(mark, column, nothing)
    return pc.if_else(risky, marked, column)


def _escaped(char: str) -> str:
    return f"\\x{ord(char):02x}"
