"""CSV and TSV by columns, as plain tables: a head, and as many cells in each line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa
import pyarrow.csv

from ..records.faults import Fault, FaultFound, excerpt, no_record
from ..records.source import BOM, bad_byte, examine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BYTES = 8 << 20
"""About as much of a file is held at once."""
_EDGE = 1 << 16
"""Bytes by which it is told how a file is written; its head stands in them."""
_LAST = "\x02zhize\x03"
"""First cell of a row put behind a table: where it is not read as one, a quotation was open."""


def read_csv(path: Path, row: int) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Read a table of texts; an empty cell is a blank.

    Where a row begins cannot be told without reading all that stands before it.
    """
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    with path.open("rb") as file:
        head = file.read(_EDGE)
    examine(head)
    encoding = _encoding(head)
    text = io.StringIO(head.decode(encoding, "ignore"), newline="")
    names = next(filter(None, csv.reader(text, delimiter=delimiter)), [])  # blank lines first
    if not names:
        raise FaultFound(no_record())
    options = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True,
    )  # fmt: skip
    last = _LAST + delimiter * (len(names) - 1)
    uneven: list[pyarrow.csv.InvalidRow] = []

    def refuse(row: pyarrow.csv.InvalidRow) -> str:
        uneven.append(row)
        return "error"

    try:
        with (
            path.open("rb") as file,
            _WithLast(file, f"\n{last}\n".encode()) as lines,
            pyarrow.csv.open_csv(
                lines,
                read_options=pyarrow.csv.ReadOptions(
                    block_size=BYTES, encoding="utf8" if encoding == "utf-8-sig" else encoding
                ),
                parse_options=pyarrow.csv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True,
                    invalid_row_handler=refuse,
                ),
                convert_options=options,
            ) as reader,
        ):  # fmt: skip
            at, ended = 0, False
            for batch in reader:
                ended = bool(batch.num_rows) and batch.column(0)[-1].as_py() == _LAST
                rows = batch.slice(0, batch.num_rows - 1) if ended else batch
                if at + rows.num_rows > row:
                    yield at, rows
                at += rows.num_rows
    except pa.ArrowInvalid:
        if uneven and _LAST not in uneven[0].text:
            raise FaultFound(_uneven(uneven[0])) from None
        if uneven:
            raise FaultFound(_UNCLOSED) from None
        raise
    if not ended:
        raise FaultFound(_UNCLOSED)


_UNCLOSED = Fault(
    "truncated",
    "有一个引号一直没有闭合，其后各行都成了一格，文件可能不完整；请补上引号，或重新导出",
    "a quotation mark is never closed, so that all lines behind it are one cell, and "
    "the file may be incomplete; close it, or export the file again",
)


def _uneven(row: pyarrow.csv.InvalidRow) -> Fault:
    """The fault of a line that has more or fewer cells than the head has names."""
    names, cells, text = row.expected_columns, row.actual_columns, excerpt(row.text)
    return Fault(
        "uneven-row",
        f"表头有 {names} 个字段名，却有一行是 {cells} 个值：“{text}”；请改正这一行"
        "（值里有分隔符的要用引号括起来；第一行必须是表头）",
        f"the head has {names} names, but a line has {cells} values: `{text}`; mend that line (a "
        "value with a separator in it belongs in quotation marks, and the first line must be "
        "the field names)",
    )


class _WithLast(io.RawIOBase):
    """A file with some bytes behind it: Arrow says nothing of a quotation mark never closed."""

    def __init__(self, file: BinaryIO, last: bytes) -> None:
        self._file, self._last = file, last

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        room = len(self._last) if size < 0 else size - len(data)  # a head alone is no block
        more, self._last = self._last[:room], self._last[room:]
        return data + more


def _encoding(head: bytes) -> str:
    """Return UTF-8, or what Windows in Chinese writes."""
    whole = head[: head.rfind(b"\n") + 1] or head
    found = bad_byte(whole.removeprefix(BOM))
    return "utf-8-sig" if found is None else "gb18030"
