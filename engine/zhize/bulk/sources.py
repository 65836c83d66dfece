"""The files that a batch reads, some rows at a time."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from .._errors import UnreadableError, UsageError
from ..records.faults import FaultFound
from ..records.json_records import read_jsonl
from ..records.limits import DEFAULT_LIMITS
from ..records.raw import without
from ..records.source import bad_byte, examine, opened, unreadable
from .block import Block, block_of_batch, block_of_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..records import Ignored, Lexicon
    from ..records.raw import RawRecord
    from .readings import WordAxis

KINDS = {
    ".parquet": "parquet", ".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
"""Formats by extension."""

_BYTES = 32 << 20
"""About as much of a file is held at once."""
_EDGE = 1 << 16
"""Bytes at the beginning and the end of a file by which it is known again."""


@dataclass(frozen=True)
class Piece:
    """Some rows as they are read; `block` makes them ready to be judged.

    Attributes:
        file: Index of the file. `first`: position of the first row in it, from 1.
        batch: Rows of a table. `raws`: records of a file of lines.
    """

    file: int
    source: str
    first: int
    batch: pa.RecordBatch | None
    raws: list[RawRecord]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.raws) if self.batch is None else int(self.batch.num_rows)

    def block(self, lexicon: Lexicon, axes: Mapping[str, WordAxis]) -> Block:
        """Return the rows with their values numbered."""
        if self.batch is None:
            return block_of_records(self.raws, lexicon, axes, source=self.source)
        return block_of_batch(self.batch, lexicon, axes, source=self.source, first=self.first)


class Sources:
    """The files of a batch, in the order of their names.

    Args:
        given: A file, or a folder with files of one format.
        ignored: Columns that are passed over.

    Raises:
        UsageError: The format is none of those that can be read, or differs from file to file.
        UnreadableError: There is no such file, or none in the folder.
    """

    def __init__(self, given: Path, ignored: Ignored | None = None) -> None:
        self._ignored = ignored
        if given.is_dir():
            self.files = sorted(
                path for path in given.iterdir()
                if path.suffix.lower() in KINDS and not path.name.startswith((".", "_"))
            )  # fmt: skip
            if not self.files:
                raise UnreadableError(
                    f"文件夹“{given}”里没有可读的文件。可读：{'、'.join(KINDS)}。",
                    f"folder `{given}` holds no file that can be read: {', '.join(KINDS)}",
                )
        else:
            self.files = [given]
        kinds = {KINDS.get(path.suffix.lower(), "") for path in self.files}
        if "" in kinds or len(kinds) > 1:
            name = given.name if "" in kinds else str(given)
            raise UsageError(
                f"“{name}”的格式不行。成批认定读取 {'、'.join(KINDS)}，一次只读一种；"
                "其他格式用 zhize decide。",
                f"`{name}` is not of one of the formats that a batch reads, which are "
                f"{', '.join(KINDS)}, one at a time; use `zhize decide` for others",
            )
        self.kind = kinds.pop()
        for path in self.files:
            if not path.is_file():
                raise UnreadableError(
                    f"没有文件“{path}”。请核对路径。",
                    f"there is no file `{path}`; check the path",
                )

    def identity(self) -> list[dict[str, Any]]:
        """Return what the files are known by: name, size, time of change, first and last bytes."""
        found = []
        for path in self.files:
            state = path.stat()
            with path.open("rb") as file:
                edges = file.read(_EDGE)
                file.seek(max(0, state.st_size - _EDGE))
                edges += file.read(_EDGE)
            found.append({
                "name": path.name,
                "size": state.st_size,
                "changed": state.st_mtime_ns,
                "edges": hashlib.sha256(edges).hexdigest(),
            })  # fmt: skip
        return found

    def total(self) -> int | None:
        """Return how many rows there are, where the files say so."""
        if self.kind != "parquet":
            return None
        try:
            return sum(int(pq.read_metadata(path).num_rows) for path in self.files)
        except (pa.ArrowException, OSError):
            return None  # it will be said when the file is read

    def pieces(self, most: int) -> Iterator[Piece]:
        """Yield all rows in order, at most so many at once; no piece spans two files.

        Raises:
            UnreadableError: A file cannot be read, or not to its end.
        """
        read = {"parquet": _parquet, "csv": _csv, "tsv": _csv}.get(self.kind)
        for number, path in enumerate(self.files):
            try:
                if read is None:
                    yield from self._lines(number, path, most)
                    continue
                first = 1
                for read_in in read(path, most):
                    batch = self._kept(read_in)
                    for start in range(0, batch.num_rows, most):
                        part = batch.slice(start, most)
                        yield Piece(number, path.name, first, part, [])
                        first += part.num_rows
            except FaultFound as found:
                raise found.fault.error(path.name) from None
            except (pa.ArrowException, UnicodeError, ValueError) as error:
                reason = " ".join(str(error).split())
                raise UnreadableError(
                    f"文件“{path.name}”无法读取：{reason}。",
                    f"file `{path.name}` cannot be read: {reason}",
                ) from error
            except OSError as error:
                raise unreadable(error).error(path.name) from None

    def _kept(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return rows without the columns to be ignored."""
        if not self._ignored:
            return batch
        names = batch.schema.names
        self._ignored.check(names)
        return batch.select([n for n, name in enumerate(names) if name not in self._ignored])

    def _lines(self, number: int, path: Path, most: int) -> Iterator[Piece]:
        waiting: list[RawRecord] = []
        size = 0
        with opened(path) as (stream, head, _):
            examine(head)
            for read_in in read_jsonl(stream, path.name, DEFAULT_LIMITS):
                raw = without(read_in, self._ignored) if self._ignored else read_in
                waiting.append(raw)
                size += sum(len(v) for v in raw.fields.values() if isinstance(v, str))
                if len(waiting) == most or size > _BYTES:
                    yield Piece(number, path.name, 1, None, waiting)
                    waiting, size = [], 0
        if waiting:
            yield Piece(number, path.name, 1, None, waiting)


def _parquet(path: Path, most: int) -> Iterator[pa.RecordBatch]:
    """Read a table by columns; words stay in the dictionaries that the file has them in."""
    plain = pq.ParquetFile(path)
    meta, schema = plain.metadata, plain.schema
    words = [
        schema.column(number).path
        for number in range(len(schema))
        if schema.column(number).physical_type == "BYTE_ARRAY" and _repeats(meta, number)
    ]
    plain.close()
    size = sum(meta.row_group(n).total_byte_size for n in range(meta.num_row_groups))
    fitting = max(1024, _BYTES * max(meta.num_rows, 1) // max(size, 1))
    with pq.ParquetFile(path, read_dictionary=words, pre_buffer=False, buffer_size=1 << 20) as file:
        for group in range(file.num_row_groups):  # Arrow joins no lists of words from two groups
            yield from file.iter_batches(batch_size=min(most, fitting), row_groups=[group])


def _repeats(meta: Any, column: int) -> bool:
    """Tell whether a column is kept with a dictionary, and no larger than one is worth."""
    if not meta.num_row_groups:
        return False
    chunk = meta.row_group(0).column(column)
    if not {"RLE_DICTIONARY", "PLAIN_DICTIONARY"} & set(chunk.encodings):
        return False
    return bool(chunk.total_uncompressed_size < 6 * max(chunk.num_values, 1))


def _csv(path: Path, most: int) -> Iterator[pa.RecordBatch]:
    """Read a table of texts; an empty cell is a blank."""
    del most
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    with path.open("rb") as file:
        head = file.read(_EDGE)
    examine(head)
    encoding = _encoding(head)
    text = head.decode(encoding, "ignore")
    names = next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
    options = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True,
    )  # fmt: skip
    with pyarrow.csv.open_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(
            block_size=8 << 20, encoding="utf8" if encoding == "utf-8-sig" else encoding
        ),
        parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=options,
    ) as reader:
        yield from reader


def _encoding(head: bytes) -> str:
    """Return UTF-8, or what Windows in Chinese writes."""
    whole = head[: head.rfind(b"\n") + 1] or head
    found = bad_byte(whole.removeprefix(b"\xef\xbb\xbf"))
    return "utf-8-sig" if found is None else "gb18030"
