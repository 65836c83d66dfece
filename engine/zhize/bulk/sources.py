"""The files that a batch reads, some rows at a time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from .._errors import UnreadableError, UsageError
from ..records.faults import FaultFound
from ..records.json_records import lines_of
from ..records.limits import DEFAULT_LIMITS
from ..records.source import BOM, examine, opened, unreadable
from .block import Block, block_of_batch
from .delimited import BYTES, read_csv
from .json_lines import Lines, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..records import Ignored, Lexicon
    from ..records.raw import RawRecord
    from .readings import WordAxis

KINDS = {
    ".parquet": "parquet", ".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
"""Formats by extension."""

_SAMPLE = 1 << 8
"""Rows by which it is told how large rows are in memory."""
_EDGE = 1 << 16
"""Bytes at the beginning and the end of a file by which it is known again."""


class Place(msgspec.Struct, frozen=True):
    """A place in the input, between two rows.

    Attributes:
        file: Index of the file. `row`: rows of it that stand before.
        offset, line: For a file of lines, its bytes and lines before.
    """

    file: int = 0
    row: int = 0
    offset: int = 0
    line: int = 0


BEGIN = Place()


@dataclass(frozen=True)
class Piece:
    """Some rows as they are read; `block` makes them ready to be judged.

    Attributes:
        file: Index of the file. `first`: position of the first row in it, from 1.
        batch: Rows of a table. `lines`: those of a file of lines, with what is expected of them.
        end: Where the next row begins.
    """

    file: int
    source: str
    first: int
    batch: pa.RecordBatch | None
    lines: Lines | None
    end: Place
    shape: Shape | None = None

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.lines or ()) if self.batch is None else int(self.batch.num_rows)

    @property
    def weight(self) -> int:
        """About how many bytes they hold, as they are read."""
        if self.batch is not None:
            return int(self.batch.nbytes)
        return 0 if self.lines is None else sum(map(len, self.lines.written))

    def block(self, lexicon: Lexicon, axes: Mapping[str, WordAxis]) -> Block:
        """Return the rows with their values numbered."""
        if self.lines is not None and self.shape is not None:
            return self.shape.block(self.lines, lexicon, axes, source=self.source)
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
        self._shape = Shape()
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
        """Return what the files are known by: name, size, time of change, first and last bytes.

        Raises:
            UnreadableError: A file cannot be read.
        """
        return [self._known_by(path) for path in self.files]

    def _known_by(self, path: Path) -> dict[str, Any]:
        try:
            state = path.stat()
            with path.open("rb") as file:
                edges = file.read(_EDGE)
                file.seek(max(0, state.st_size - _EDGE))
                edges += file.read(_EDGE)
        except OSError as error:
            raise unreadable(error).error(path.name) from None
        return {
            "name": path.name,
            "size": state.st_size,
            "changed": state.st_mtime_ns,
            "edges": hashlib.sha256(edges).hexdigest(),
        }

    def total(self) -> int | None:
        """Return how many rows there are, where the files say so."""
        if self.kind != "parquet":
            return None
        try:
            return sum(int(pq.read_metadata(path).num_rows) for path in self.files)
        except (pa.ArrowException, OSError):
            return None  # it will be said when the file is read

    @property
    def seeks(self) -> bool:
        """Whether reading can begin anywhere, without reading what stands before."""
        return self.kind in ("parquet", "jsonl")

    def pieces(self, most: int, part: int, place: Place = BEGIN) -> Iterator[Piece]:
        """Yield all rows from a place on, in order.

        Args:
            most: So many rows at once at most.
            part: No piece spans a multiple of so many rows of a file, nor two files.
            place: Where to begin: the beginning, or a multiple of `part` in some file.

        Raises:
            UnreadableError: A file cannot be read, or not to its end.
        """
        read = partial(_parquet, most=most) if self.kind == "parquet" else read_csv
        for number, path in enumerate(self.files[place.file :], start=place.file):
            at = place if number == place.file else Place(file=number)
            try:
                if self.kind == "jsonl":
                    yield from _lines(path, most, part, at, self._ignored, self._shape)
                    continue
                for row, read_in in read(path, at.row):
                    batch = self._kept(read_in)
                    yield from _cut(path.name, batch, row, most, part, at)
            except FaultFound as found:
                raise found.fault.error(path.name) from None
            except UnicodeError as error:
                raise UnreadableError(
                    f"文件“{path.name}”既不是 UTF-8，也不是 GB18030。请另存为 UTF-8。",
                    f"file `{path.name}` is neither UTF-8 nor GB18030; save it as UTF-8",
                ) from error
            except (pa.ArrowException, ValueError) as error:
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


def _cut(
    source: str, batch: pa.RecordBatch, row: int, most: int, part: int, place: Place
) -> Iterator[Piece]:
    """Yield some rows, of which the first stands behind `row` others, from a place on."""
    start = max(0, place.row - row)
    while start < batch.num_rows:
        before = row + start
        some = batch.slice(start, min(most, part - before % part))
        start += some.num_rows
        end = Place(file=place.file, row=row + start)
        yield Piece(place.file, source, before + 1, some, None, end)


class _Counted:
    """Lines of a stream, with the number of bytes that were read."""

    def __init__(self, stream: BinaryIO, offset: int) -> None:
        self._stream = stream
        self.offset = offset

    def readline(self, size: int = -1) -> bytes:
        line = self._stream.readline(size)
        self.offset += len(line)
        return line


def _lines(
    path: Path, most: int, part: int, place: Place, ignored: Ignored | None, shape: Shape
) -> Iterator[Piece]:
    with opened(path) as (whole, head, _), path.open("rb") as file:
        if not place.offset:
            examine(head)
        stream: BinaryIO = whole
        if place.offset:
            file.seek(place.offset + (len(BOM) if file.read(len(BOM)) == BOM else 0))
            stream = file
        counted = _Counted(stream, place.offset)
        row, begun = place.row, place.offset
        written: list[bytes | RawRecord] = []
        numbers: list[int] = []

        def piece() -> Piece:
            lines = Lines(path.name, written, numbers, ignored)
            end = Place(place.file, row, counted.offset, numbers[-1])
            return Piece(place.file, path.name, row - len(lines) + 1, None, lines, end, shape)

        for number, line in lines_of(counted, path.name, DEFAULT_LIMITS, place.line):
            written.append(line)
            numbers.append(number)
            row += 1
            if len(written) < most and row % part and counted.offset - begun < BYTES:
                continue
            yield piece()
            written, numbers, begun = [], [], counted.offset
        if written:
            yield piece()


def _parquet(path: Path, row: int, most: int) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Read a table by columns; words stay in the dictionaries that the file has them in.

    Groups of rows that lie before `row` are not read at all.
    """
    plain = pq.ParquetFile(path)
    meta, schema = plain.metadata, plain.schema
    words: list[str] = []
    others: list[str] = []
    for number in range(len(schema)):
        column = schema.column(number)
        is_word = column.physical_type == "BYTE_ARRAY" and _repeats(meta, number)
        (words if is_word else others).append(column.path)
    # Arrow joins no lists of words from two groups of rows.
    listed = any(
        schema.column(number).max_repetition_level and schema.column(number).path in words
        for number in range(len(schema))
    )
    plain.close()
    with pq.ParquetFile(path, read_dictionary=words, pre_buffer=False, buffer_size=1 << 20) as file:
        for groups, at, size in _bundles(meta, 1 if listed else most):
            rows = sum(meta.row_group(number).num_rows for number in groups)
            if not rows or at + rows <= row:
                continue
            # What a file holds once for many rows is held for each of them, but for the words.
            sample = next(file.iter_batches(_SAMPLE, row_groups=groups, columns=others))
            wide = max(size / rows, sample.nbytes / sample.num_rows, 1)
            fitting = max(1, int(BYTES / wide))
            for batch in file.iter_batches(min(most, fitting), row_groups=groups):
                if at + batch.num_rows > row:
                    yield at, batch
                at += batch.num_rows


def _bundles(meta: Any, rows: int) -> Iterator[tuple[list[int], int, int]]:
    """Yield groups of rows to read together, with the rows before them, and their bytes.

    Large groups stay alone; small ones are put together, so that a step is worth its cost.
    """
    first = at = held = size = 0
    for number in range(meta.num_row_groups):
        held += meta.row_group(number).num_rows
        size += meta.row_group(number).total_byte_size
        if held >= rows or number == meta.num_row_groups - 1:
            yield list(range(first, number + 1)), at, size
            first, at, held, size = number + 1, at + held, 0, 0


def _repeats(meta: Any, column: int) -> bool:
    """Tell whether a column is kept with a dictionary, and no larger than one is worth."""
    if not meta.num_row_groups:
        return False
    chunk = meta.row_group(0).column(column)
    if not {"RLE_DICTIONARY", "PLAIN_DICTIONARY"} & set(chunk.encodings):
        return False
    return bool(chunk.total_uncompressed_size < 6 * max(chunk.num_values, 1))
