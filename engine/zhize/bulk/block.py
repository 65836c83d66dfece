"""Some rows, ready to be judged: numbers for what is written, and what is out of the ordinary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa

from .._errors import UnreadableError, UsageError
from ..records import resolve
from ..records.arrow_values import check_zones, python_value
from ..records.faults import FaultFound
from .columns import Column, constant
from .readings import ABSENT, ODD, TextAxis, WordAxis
from .texts import Hashes, Texts, hash_texts, plain_texts, read_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from ..model.incident import Record
    from ..model.report import Problem
    from ..records import Lexicon
    from ..records.raw import RawRecord
    from .pairs import Codes


class Names(msgspec.Struct, frozen=True):
    """The identifiers of some rows; a row may have several, or none.

    Attributes:
        rows: For each identifier its row, in order.
        texts: The identifiers.
        hashes: A hash of each.
    """

    rows: Codes
    texts: pa.Array
    hashes: Hashes


class Block:
    """Some rows of a table or a file.

    Attributes:
        count: How many.
        source: Name of the file, or `-`. `first`: position of the first row in it, from 1.
        lines: For a file of lines, the line of each row.
        ids: For each facet looked up in the lexicon, the numbers of the values as written.
        texts: For each facet of free text, the texts.
        odd: Rows that have to be read as single records.
        batch: The rows of a table as they were given, or None.
    """

    def __init__(self, lexicon: Lexicon, count: int, source: str, first: int) -> None:
        self.count = count
        self.source = source
        self.first = first
        self.lines: Sequence[int] | None = None
        self.ids: dict[str, Column] = {}
        self.texts: dict[str, Texts] = {}
        self.odd: npt.NDArray[np.bool_] = np.zeros(count, bool)
        self._lexicon = lexicon
        self.batch: pa.RecordBatch | None = None
        self._raws: Sequence[RawRecord] = ()
        self._records: dict[int, Record] = {}

    def records(self, rows: Sequence[int]) -> list[Record]:
        """Return some rows as single records, read in the careful way, each once."""
        new = [row for row in rows if row not in self._records]
        self._records.update(zip(new, self._read(new), strict=True))
        return [self._records[row] for row in rows]

    def singles(self) -> list[tuple[int, Record]]:
        """Return the odd rows, each with what it says as a single record."""
        rows = np.flatnonzero(self.odd).tolist()
        return list(zip(rows, self.records(rows), strict=True)) if rows else []

    def _read(self, rows: Sequence[int]) -> list[Record]:
        if self.batch is not None:
            # Value by value: there are types of which Arrow cannot take some rows.
            named = list(zip(self.batch.schema.names, self.batch.columns, strict=True))
            found = [{name: python_value(column[row]) for name, column in named} for row in rows]
            fields = [{k: v for k, v in row.items() if v is not None} for row in found]
            problems: Sequence[tuple[Problem, ...]] = [()] * len(rows)
        else:
            raws = [self._raws[row] for row in rows]
            fields = [dict(raw.fields) for raw in raws]
            problems = [raw.problems for raw in raws]
        return [
            resolve(
                fields[n], self._lexicon,
                source=self.source, index=self.position(row), line=self.line(row),
                problems=problems[n],
            )
            for n, row in enumerate(rows)
        ]  # fmt: skip

    def position(self, row: int) -> int:
        """Return where a row stands in its file, from 1."""
        return self.first + row if self.lines is None else self.lines[row]

    def line(self, row: int) -> int | None:
        """Return the line of a row, for a file of lines."""
        return None if self.lines is None else self.lines[row]

    def from_lines(self, raws: Sequence[RawRecord], numbers: Sequence[int]) -> None:
        """Take single records from a file of lines; `numbers` are those of the lines."""
        self.batch = None
        self._raws = raws
        self.lines = numbers

    def put(self, rows: Codes, other: Block) -> None:
        """Let some rows say what those of another block say, one after the other."""
        self.odd[rows] = other.odd
        absent = constant(ABSENT, self.count)
        for code, column in other.ids.items():
            ids = self.ids.get(code, absent).full().copy()
            ids[rows] = column.full()
            self.ids[code] = Column(ids)
        at = np.arange(self.count)
        at[rows] = self.count + np.arange(other.count)
        for code, more in other.texts.items():
            one = self.texts.get(code, Texts(pa.nulls(self.count, pa.string()), absent))
            array = pa.concat_arrays([plain_texts(one.array), plain_texts(more.array)])
            codes = np.concatenate([one.codes.full(), more.codes.full()])
            self.texts[code] = Texts(array.take(pa.array(at)), Column(codes.take(at)))

    def names(self) -> Names:
        """Return the identifiers of the rows, as they are compared to find equal ones."""
        given = self.texts.get(self._lexicon.identifier or "")
        if given is None:
            plain = np.zeros(0, np.intp)
            texts: pa.Array = pa.array([], pa.string())
        else:
            plain = self._plain(given)
            texts = plain_texts(given.array)
            if len(plain) < self.count:
                texts = texts.take(pa.array(plain))
        odd = np.flatnonzero(self.odd).tolist()  # not kept: blocks wait before they are judged
        others = [
            (row, text)
            for row, record in zip(odd, self._read(odd), strict=True)
            for value in record.values.get(self._lexicon.identifier or "", ())
            if (text := value if isinstance(value, str) else value.text) is not None
        ]
        if not others:
            return Names(plain, texts, hash_texts(texts))
        more = pa.array([text for _, text in others], texts.type)
        rows = np.concatenate([plain, np.array([row for row, _ in others], np.intp)])
        order = np.argsort(rows, kind="stable")
        texts = pa.concat_arrays([texts, more]).take(pa.array(order))
        return Names(rows[order], texts, hash_texts(texts))

    def _plain(self, given: Texts) -> Codes:
        """Return the rows, not odd, that have one text."""
        if given.codes.only == TextAxis.ONE and not self.odd.any():
            return np.arange(self.count)
        return np.flatnonzero((given.codes.full() == TextAxis.ONE) & ~self.odd)


def block_of_batch(
    batch: pa.RecordBatch,
    lexicon: Lexicon,
    axes: Mapping[str, WordAxis],
    *,
    source: str = "-",
    first: int = 1,
) -> Block:
    """Return the rows of an Arrow table, or of a part of it.

    A null is a field left out.

    Args:
        batch: The rows; a column for each field, by code or label.
        lexicon: The words of the mechanism.
        axes: Where the values of each facet are numbered.
        source: Name of the file, or `-`.
        first: Position of the first row, from 1.

    Raises:
        UsageError: Two columns have one name.
        UnreadableError: A column of texts is no UTF-8, or one of times is in an unknown zone.
    """
    try:
        check_zones(batch.schema)
    except FaultFound as found:
        fault = found.fault
        if source != "-":
            raise fault.error(source) from None
        raise UnreadableError(f"表中{fault.zh}。", f"in the table, {fault.en}") from None
    block = Block(lexicon, batch.num_rows, source, first)
    block.batch = batch
    columns: dict[str, list[pa.Array]] = {}
    names = batch.schema.names
    for name, column in zip(names, batch.columns, strict=True):
        facet = lexicon.field(name)
        if facet is not None:
            columns.setdefault(facet.code, []).append(column)
        elif column.null_count < len(column):
            block.odd |= column.is_valid().to_numpy(zero_copy_only=False)
    check_names(names)
    for code, given in columns.items():
        try:
            if lexicon.facets[code].kind == "text":
                _take_texts(block, code, [read_texts(column) for column in given])
            else:
                _take_ids(block, code, [axes[code].raws[code].of(column) for column in given])
        except (UnicodeDecodeError, pa.ArrowInvalid) as error:
            raise UnreadableError(
                f"“{source}”中字段“{code}”的列不是 UTF-8 文字。请检查是怎样生成的。",
                f"the column of field `{code}` in `{source}` is no UTF-8; check how it was made",
            ) from error
    return block


def identifying(names: Iterable[str], lexicon: Lexicon) -> list[int]:
    """Return which of some columns hold identifiers, by their places."""
    fields = [lexicon.field(name) for name in names]
    return [n for n, f in enumerate(fields) if f is not None and f.code == lexicon.identifier]


def check_names(names: Sequence[str]) -> None:
    """Refuse a table in which two columns have one name.

    Raises:
        UsageError: Two have.
    """
    if len(set(names)) < len(names):
        twice = min(name for name in names if names.count(name) > 1)
        raise UsageError(
            f"表中有两列都叫“{twice}”。请改名或删去一列。",
            f"two columns of the table are called `{twice}`; rename or drop one",
        )


def _take_ids(block: Block, code: str, found: list[Column]) -> None:
    """Take in the columns of one facet; a row that fills several is odd."""
    ids, *others = found
    for column in others:
        one, more = ids.full(), column.full()
        block.odd |= (one != ABSENT) & (more != ABSENT)
        ids = Column(np.where(one == ABSENT, more, one))
    block.ids[code] = ids


def _take_texts(block: Block, code: str, found: list[Texts]) -> None:
    texts, *others = found
    for more in others:
        block.odd |= _filled(texts) & _filled(more)
        one = texts.array.cast(pa.large_string())
        codes = np.where(texts.codes.full() == ABSENT, more.codes.full(), texts.codes.full())
        texts = Texts(one.fill_null(more.array.cast(pa.large_string())), Column(codes))
    if (texts.codes.numbers == ODD).any():
        block.odd |= texts.codes.full() == ODD
    block.texts[code] = texts


def _filled(texts: Texts) -> npt.NDArray[np.bool_]:
    """Tell which cells hold something, be it white space or no text at all."""
    filled: npt.NDArray[np.bool_] = texts.codes.full() != ABSENT
    filled |= texts.array.is_valid().to_numpy(zero_copy_only=False)
    return filled


def block_of_records(
    raws: Sequence[RawRecord],
    lexicon: Lexicon,
    axes: Mapping[str, WordAxis],
    *,
    source: str,
) -> Block:
    """Return records as a reader of lines gives them; `position` is the line."""
    block = Block(lexicon, len(raws), source, 1)
    block.from_lines(raws, [raw.position for raw in raws])
    columns: dict[str, list[Any]] = {code: [None] * len(raws) for code in lexicon.facets}
    look_up, facets = lexicon.field, lexicon.facets
    for row, raw in enumerate(raws):
        odd = bool(raw.problems)
        for name, value in raw.fields.items():
            facet = look_up(name)
            if facet is None or columns[facet.code][row] is not None:
                odd = True
            elif value is not None:
                columns[facet.code][row] = value
        if odd:
            block.odd[row] = True
    for code, values in columns.items():
        if facets[code].kind != "text":
            block.ids[code] = axes[code].raws[code].numbers(values)
            continue
        for row, value in enumerate(values):
            if value is not None and type(value) is not str:
                values[row] = None
                block.odd[row] = True
        try:
            array = pa.array(values, pa.string())
        except UnicodeEncodeError:  # half characters
            for row, value in enumerate(values):
                if value is not None and not _is_whole(value):
                    values[row] = None
                    block.odd[row] = True
            array = pa.array(values, pa.string())
        _take_texts(block, code, [read_texts(array)])
    return block


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
