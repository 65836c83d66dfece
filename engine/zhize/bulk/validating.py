"""Record shapes over columns alone: what is wrong with the rows of a table, without deciding them.

Most rows have no fault, and a row that has one shares it with others: their problems are written
once for each set of faults. Odd rows are checked one by one, as everywhere. Whole sentences name
the record, so that they are made for one row after another, and only when somebody wants them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..model.report import ERROR, Problem, Report
from ..records.faults import no_record
from .block import Block
from .collecting import seldom_collected
from .engine import Checked, Engine
from .readings import ABSENT, TextAxis
from .repetitions import Watch
from .sources import Sources
from .texts import plain_texts, repeated

if TYPE_CHECKING:
    import numpy.typing as npt

    from ..records import Ignored
    from ..validation.findings import Use
    from .pairs import Codes

_TEXTS = ("record", "field", "value", "severity", "code")
PROBLEMS = pa.schema([("row", pa.int64()), *((name, pa.string()) for name in _TEXTS)])
"""The columns of a table of problems."""

_ROWS = 1 << 15
"""Rows of a file that are read at once."""

Blocks: TypeAlias = Callable[[], Iterable[Block]]
"""Gives the rows to check, in the same parts whenever it is called."""
Again: TypeAlias = "dict[int, Use]"
_Part = TypeVar("_Part")


class ProblemTable:
    """What the record shapes have against the rows of a table.

    It is itself a table for whoever takes Arrow data: that of `rows`.

    Attributes:
        rows: One row for each problem, in the order of `Mechanism.validate`: the row of the record,
            from 1; its identifier; field, value, severity and code of the problem.
        examined: How many records there are.
    """

    def __init__(
        self, rows: pa.Table, examined: int, languages: Sequence[str],
        sentences: Callable[[], Iterator[Problem]],
    ) -> None:  # fmt: skip
        self.rows = rows
        self.examined = examined
        self._languages = tuple(dict.fromkeys(("zh", "en", *languages)))
        self._sentences = sentences

    @property
    def ok(self) -> bool:
        """True where no record would be refused; warnings do not count."""
        return not pc.any(pc.equal(self.rows["severity"], ERROR), min_count=0).as_py()

    @cached_property
    def report(self) -> Report:
        """The same problems with their sentences, as `Mechanism.validate` returns them.

        Each record that has one is read again, as a single one.
        """
        return Report.of(self._sentences(), self.examined)

    def with_messages(self) -> pa.Table:
        """Return `rows` with a column of sentences for each language, `message_zh` first."""
        table = self.rows
        for language in self._languages:
            told = [problem.message.get(language) for problem in self.report]
            table = table.append_column(f"message_{language}", pa.array(told, pa.string()))
        return table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Export the rows (the Arrow PyCapsule interface)."""
        return self.rows.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return int(self.rows.num_rows)

    def __repr__(self) -> str:
        return f"ProblemTable({len(self)} problems, {self.examined} records)"


def validate_table(engine: Engine, blocks: Blocks) -> ProblemTable:
    """Return what is wrong with some rows, as a table.

    Args:
        engine: A fresh one.
        blocks: The rows; they are asked for again where an identifier is used again, and for
            sentences.
    """
    writer = _Writer(engine)
    found, examined = _examined(engine, blocks, writer.rows, writer.begin)

    def sentences() -> Iterator[Problem]:
        for block, (batch, again) in zip(blocks(), found, strict=True):
            rows = np.unique(batch["row"].to_numpy()) - block.position(0)
            for problems in engine.problems(block, rows.tolist(), again):
                yield from problems

    table = pa.Table.from_batches([part.batch for part in found], PROBLEMS)
    return ProblemTable(table, examined, engine.rulebase.info.languages, sentences)


def validate_blocks(engine: Engine, blocks: Blocks) -> Report:
    """Return the same with whole sentences, for rows that are not all in memory.

    Args:
        engine: A fresh one.
        blocks: As for `validate_table`.
    """

    def sentences(block: Block, again: Again) -> list[Problem]:
        checked = engine.check(block, again, singly=False)
        rows = np.flatnonzero((checked.faults != 0) | block.odd).tolist()
        return [p for problems in engine.problems(block, rows, again) for p in problems]

    found, examined = _examined(engine, blocks, sentences, lambda: None)
    return Report.of((problem for part in found for problem in part), examined)


@seldom_collected()
def validate_files(engine: Engine, names: Sequence[str], ignored: Ignored | None = None) -> Report:
    """Return what is wrong with the records of some files, with whole sentences.

    Args:
        engine: A fresh one.
        names: The files, as problems will name them.
        ignored: Columns that are passed over.

    Raises:
        UsageError: A file has another format.
        UnreadableError: A file cannot be read, or holds no record, or has no column that is to be
            ignored.
    """
    files = [(name, Sources(Path(name), ignored)) for name in names]

    def blocks() -> Iterator[Block]:
        for name, source in files:
            pieces = 0
            for piece in source.pieces(_ROWS, sys.maxsize):
                pieces += 1
                yield replace(piece, source=name).block(engine.lexicon, engine.words)
            if not pieces:
                raise no_record().error(name)

    return validate_blocks(engine, blocks)


def _examined(
    engine: Engine,
    blocks: Blocks,
    look: Callable[[Block, Again], _Part],
    begin: Callable[[], None],
) -> tuple[list[_Part], int]:
    """Look at all rows, and once more at those parts that use an identifier again.

    Args:
        engine: Checks the rows.
        blocks: The rows.
        look: Says what there is to say about a part; told which of its rows use one again.
        begin: Is told that the engine has forgotten what it met.
    """
    found, hashes, examined = [], [np.zeros(0, np.uint64)], 0
    for block in blocks():
        hashes.append(block.names().hashes)
        found.append(look(block, {}))
        examined += block.count
        if engine.refresh():
            begin()
    suspects = repeated(np.concatenate(hashes))
    if len(suspects):
        watch = Watch(suspects)
        for number, block in enumerate(blocks()):
            again = watch.repetitions(block)
            if again:
                found[number] = look(block, again)
            if engine.refresh():
                begin()
    return found, examined


class _Rows(NamedTuple):
    """The problems of a part as rows, and which of its records use an identifier again."""

    batch: pa.RecordBatch
    again: Again


class _Writer:
    """Writes problems as rows, for each set of faults once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.begin()

    def begin(self) -> None:
        """Begin again with an engine that has forgotten what it met."""
        self._lengths: list[int] = []
        self._flat: dict[str, list[str | None]] = {name: [] for name in _TEXTS[1:]}
        self._shows_record: list[bool] = []

    def rows(self, block: Block, again: Again) -> _Rows:
        """Return the problems of a part."""
        checked = self._engine.check(block, again, singly=False)
        alone = self._alone(block, checked)
        plain = np.flatnonzero((checked.faults != 0) & ~alone)
        batches = [self._of_sets(block, plain, checked.faults[plain])]
        singly = np.flatnonzero(alone).tolist()
        if not singly:
            return _Rows(batches[0], again)
        told = self._engine.problems(block, singly, again)
        batches.append(_of_problems([block.position(row) for row in singly], told))
        both = pa.concat_batches(batches)
        order = np.argsort(both["row"].to_numpy(), kind="stable")
        return _Rows(both.take(pa.array(order)), again)

    def _alone(self, block: Block, checked: Checked) -> npt.NDArray[np.bool_]:
        """Tell which rows share their problems with no other: odd ones, and faults of free text."""
        alone = block.odd.copy()
        for axis in self._engine.axes:
            if isinstance(axis, TextAxis) and self._engine.checks.faults_of(axis, TextAxis.ONE):
                alone |= checked.codes[axis.fields[0]].full() == TextAxis.ONE
        return alone

    def _of_sets(self, block: Block, rows: Codes, sets: Codes) -> pa.RecordBatch:
        checks = self._engine.checks
        sharing = {number for number, _ in checks.sharing}
        for number in range(len(self._lengths), len(checks.faults.sets)):
            items = checks.in_order(number)
            self._lengths.append(len(items))
            for number_of, code, severity, field, value in items:
                self._shows_record.append(number_of in sharing)
                for name, text in zip(_TEXTS[1:], (field, value, severity, code), strict=True):
                    self._flat[name].append(text)
        lengths = np.array(self._lengths, np.intp)
        each = lengths[sets]
        of_row = np.repeat(np.arange(len(rows)), each)
        behind = np.arange(len(of_row)) - np.repeat(np.cumsum(each) - each, each)
        items_at = np.repeat((np.cumsum(lengths) - lengths)[sets], each) + behind
        records = _identifiers(block, self._engine.lexicon.identifier).take(pa.array(rows[of_row]))
        columns = {
            name: pa.array(texts, pa.string()).take(pa.array(items_at))
            for name, texts in self._flat.items()
        }
        again = np.array(self._shows_record, bool)[items_at]
        columns["value"] = pc.if_else(pa.array(again), records, columns["value"])
        positions = np.array([block.position(0)], np.int64) + rows[of_row]
        if block.lines is not None:
            positions = np.array(block.lines, np.int64)[rows[of_row]]
        given = {"row": pa.array(positions, pa.int64()), "record": records, **columns}
        return pa.RecordBatch.from_pydict(given, PROBLEMS)


def _of_problems(rows: list[int], told: list[tuple[Problem, ...]]) -> pa.RecordBatch:
    flat = [
        (row, problem) for row, problems in zip(rows, told, strict=True) for problem in problems
    ]
    columns: dict[str, list[object]] = {"row": [row for row, _ in flat]}
    for name in _TEXTS:
        columns[name] = [getattr(problem, name) for _, problem in flat]
    return pa.RecordBatch.from_pydict(columns, PROBLEMS)


def _identifiers(block: Block, field: str | None) -> pa.Array:
    """Return the identifiers of the rows, null where there is none."""
    texts = block.texts.get(field or "")
    if texts is None:
        return pa.nulls(block.count, pa.string())
    array = plain_texts(texts.array).cast(pa.string())
    absent = texts.codes.full() == ABSENT
    return pc.if_else(pa.array(absent), None, array) if absent.any() else array
