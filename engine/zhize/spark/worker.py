"""What a worker process does with the rows that Spark hands it; it knows no Spark."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.types as kinds

from .._cache import Entry
from ..bulk.block import block_of_batch, identifying
from ..bulk.coding import Coder, exploded
from ..bulk.engine import Engine
from ..bulk.legend import PROBLEM, outcome_columns, schema_of
from ..bulk.parts import ROWS
from ..compilation import compile_rulebase
from ..evaluation.decider import Decider
from ..records import Lexicon
from .repeated import number_of, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ..bulk.block import Block
    from ..bulk.engine import Verdicts
    from ..validation.findings import Use
    from .repeated import Repeated

    _Entry = dict[str, list[dict[str, Any]]]

_TEXT = pa.string()
NAMES = pa.schema([("name", _TEXT), ("row", pa.int64())])
"""The identifiers of the rows, with the rows' numbers."""

_PROBLEM = pa.struct([
    ("record", _TEXT), ("field", _TEXT), ("value", _TEXT), ("severity", _TEXT), ("code", _TEXT),
    ("message", pa.map_(_TEXT, _TEXT)), ("allowed", pa.list_(_TEXT)), ("nearest", _TEXT),
    ("source", _TEXT), ("row", pa.int64()), ("sheet", _TEXT), ("cell", _TEXT),
])  # fmt: skip
_REFUSAL = pa.struct([
    ("source", _TEXT), ("position", pa.int64()), ("record", _TEXT),
    ("problems", pa.list_(_PROBLEM)),
])  # fmt: skip
MEANING, FAULTS, REFUSAL = "_duties", "_problems", "_refusal"
"""Columns beside those of the codes: what a key stands for, where a partition first uses it, and
all that is wrong with a refused row."""

_BYTES = 32 << 20
"""Batches are put together until they have `ROWS` rows or as many bytes."""
_ENTRIES = 1 << 12
"""Entries of the legend that are kept from batch to batch."""


def pack(entry: Entry) -> bytes:
    """Return a compiled mechanism as bytes: data only, no code."""
    return msgspec.msgpack.encode(entry)


@lru_cache(maxsize=2)  # a worker process serves many partitions, of a frame or two
def desk_for(packed: bytes, today: date) -> Desk:
    """Return the desk of this process for a mechanism and a day, made when first asked for."""
    entry = msgspec.msgpack.decode(packed, type=Entry)
    decider = Decider(entry.rulebase, compile_rulebase(entry.rulebase))
    return Desk(Engine(decider, entry.checks, Lexicon(entry.rulebase), today), decider)


class Desk:
    """Judges the rows of one partition after the other; what it gives depends on the rows alone.

    Args:
        engine: Its numbers last from partition to partition.
        decider: The mechanism.
    """

    def __init__(self, engine: Engine, decider: Decider) -> None:
        self._engine = engine
        self._decider = decider
        self._begin()
        schema = self._coder.columns.schema
        self.codes_schema = pa.schema([
            (f.name, _TEXT if f.name in ("duties", "problems") else _plain(f.type)) for f in schema
        ])  # fmt: skip
        columns = schema_of(outcome_columns(decider))
        meaning = pa.struct([f for f in columns if f.name != "code"])
        self.judged_schema = pa.schema([
            *self.codes_schema, (MEANING, meaning), (FAULTS, pa.list_(PROBLEM)),
            (REFUSAL, _REFUSAL),
        ])  # fmt: skip
        none = exploded(schema.empty_table(), self._coder.duties, self._coder.columns)
        self.rows_schema = pa.schema([(f.name, _plain(f.type)) for f in none.schema])

    def _begin(self) -> None:
        """Forget what the codes stand for."""
        self._coder = Coder(self._engine, self._decider)
        self._entries: dict[str, list[tuple[str, _Entry]]] = {"duties": [], "problems": []}

    def check(self, names: list[str]) -> None:
        """Make sure that columns may be called so.

        Raises:
            UsageError: Two have one name.
        """
        nothing = pa.RecordBatch.from_arrays([pa.nulls(0) for _ in names], names=names)
        block_of_batch(nothing, self._engine.lexicon, self._engine.words)

    def identifying(self, names: Iterable[str]) -> list[int]:
        """Return which of some columns hold identifiers."""
        return identifying(names, self._engine.lexicon)

    def blocks(
        self, batches: Iterable[pa.RecordBatch], names: list[str], partition: int
    ) -> Iterator[Block]:
        """Yield the rows of a partition, ready to be judged.

        Args:
            batches: As Spark gives them, with whatever names.
            names: How the columns are called.
            partition: The number of the partition.
        """
        first = 1
        for batch in _joined(batches):
            named = pa.RecordBatch.from_arrays(batch.columns, names=names)
            yield block_of_batch(
                named, self._engine.lexicon, self._engine.words,
                source=source_of(partition), first=first,
            )  # fmt: skip
            first += batch.num_rows

    def identifiers(
        self, batches: Iterable[pa.RecordBatch], names: list[str], partition: int
    ) -> Iterator[pa.RecordBatch]:
        """Yield the identifiers of the rows, each once a row; arguments as for `blocks`."""
        for block in self.blocks(batches, names, partition):
            found = block.names()
            rows = found.rows + number_of(partition, block.first)
            texts = found.texts.cast(_TEXT)
            batch = pa.RecordBatch.from_arrays([texts, pa.array(rows, pa.int64())], schema=NAMES)
            if len(np.unique(found.rows)) < len(found.rows):  # a row may name the same one twice
                whole = pa.Table.from_batches([batch]).group_by(NAMES.names, use_threads=False)
                yield from whole.aggregate([]).select(NAMES.names).combine_chunks().to_batches()
            else:
                yield batch
            self._tidy()

    def judged(
        self, batches: Iterable[pa.RecordBatch], names: list[str], partition: int,
        repeated: Repeated, *, messages: bool,
    ) -> Iterator[pa.RecordBatch]:  # fmt: skip
        """Yield a row of codes for each row, with what the codes stand for.

        Args:
            batches: As for `blocks`.
            names: As for `blocks`.
            partition: As for `blocks`.
            repeated: The identifiers that several rows have.
            messages: Say in full what is wrong with refused rows.
        """
        told: tuple[set[int], set[int]] = (set(), set())
        for block in self.blocks(batches, names, partition):
            again = repeated.again(block, partition)
            verdicts = self._engine.judge(block, again)
            codes = self._coder.rows(block, verdicts)
            refusals = self._refusals(block, verdicts, again) if messages else {}
            batch = self._with_meaning(codes, refusals, told)
            self._tidy(told)
            yield batch

    def duties(
        self, batches: Iterable[pa.RecordBatch], names: list[str], partition: int,
        repeated: Repeated,
    ) -> Iterator[pa.RecordBatch]:  # fmt: skip
        """Yield a row for each duty of each decided row; arguments as for `judged`."""
        for block in self.blocks(batches, names, partition):
            verdicts = self._engine.judge(block, repeated.again(block, partition))
            codes = pa.Table.from_batches([self._coder.rows(block, verdicts)])
            found = exploded(codes, self._coder.duties, self._coder.columns)
            self._tidy()
            yield from found.cast(self.rows_schema).combine_chunks().to_batches()

    def _tidy(self, told: Iterable[set[int]] = ()) -> None:
        """Keep what was met within bounds."""
        if self._engine.refresh():
            self._coder.begin()
        if len(self._coder.duties) + len(self._coder.problems) > _ENTRIES:
            self._begin()
            for codes in told:
                codes.clear()

    def _refusals(
        self, block: Block, verdicts: Verdicts, again: dict[int, Use]
    ) -> dict[int, dict[str, Any]]:
        rows = np.flatnonzero(verdicts.outcomes < 0).tolist()
        found = self._engine.problems(block, rows, again)
        return {
            row: {
                "source": block.source,
                "position": block.position(row),
                "record": problems[0].record if problems else None,
                "problems": [problem.to_dict() for problem in problems],
            }
            for row, problems in zip(rows, found, strict=True)
        }

    def _with_meaning(
        self, codes: pa.RecordBatch, refusals: dict[int, dict[str, Any]],
        told: tuple[set[int], set[int]],
    ) -> pa.RecordBatch:  # fmt: skip
        columns = {name: codes.column(name) for name in codes.schema.names}
        types = {f.name: f.type for f in self.judged_schema}
        for name, legend, seen, beside in (
            ("duties", self._coder.duties, told[0], MEANING),
            ("problems", self._coder.problems, told[1], FAULTS),
        ):
            numbers = columns[name]
            entries = self._entries[name]
            entries += [(_key_of(entry), entry) for entry in legend.entries(len(entries))]
            columns[name] = pa.array([key for key, _ in entries], _TEXT).take(numbers)
            new: dict[int, Any] = {}
            found, rows = np.unique(numbers.fill_null(-1).to_numpy(), return_index=True)
            for code, row in zip(found.tolist(), rows.tolist(), strict=True):
                if code >= 0 and code not in seen:
                    seen.add(code)
                    _, entry = entries[code]
                    new[row] = entry if beside == MEANING else entry["problems"]
            columns[beside] = _sparse(new, codes.num_rows, types[beside])
        columns[REFUSAL] = _sparse(refusals, codes.num_rows, types[REFUSAL])
        return pa.RecordBatch.from_arrays(
            [columns[f.name].cast(f.type) for f in self.judged_schema], schema=self.judged_schema
        )


def _key_of(entry: _Entry) -> str:
    """Return a name for an entry that depends on what it says and nothing else."""
    return blake2b(msgspec.json.encode(entry), digest_size=16).hexdigest()


def _plain(kind: pa.DataType) -> pa.DataType:
    """Return the type that Spark has for a column: it knows no dictionaries."""
    if kinds.is_dictionary(kind):
        return _plain(kind.value_type)
    return _TEXT if kinds.is_large_string(kind) else kind


def _sparse(values: dict[int, Any], count: int, kind: pa.DataType) -> pa.Array:
    """Return a column that has values in a few rows only."""
    places = np.full(count, -1, np.int64)
    places[list(values)] = np.arange(len(values))
    return pa.array(list(values.values()), kind).take(pa.array(places, mask=places < 0))


def _joined(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Put small batches together and divide large ones, since each costs something by itself."""
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        waiting.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= ROWS or size >= _BYTES:
            yield from _divided(waiting)
            waiting, rows, size = [], 0, 0
    yield from _divided(waiting)


def _divided(batches: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    if batches:
        table = pa.Table.from_batches(batches).combine_chunks()
        yield from (b for b in table.to_batches(max_chunksize=ROWS) if b.num_rows)
