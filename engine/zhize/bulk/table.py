"""Tables of records, decided in memory: pandas, polars, Arrow."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from .._errors import UsageError
from .ahead import ahead, several_cores
from .block import Block, block_of_batch, check_names, identifying
from .coding import Coder, Columns, exploded
from .collecting import seldom_collected
from .engine import Engine
from .parts import ROWS
from .raw import encoded
from .repetitions import Watch
from .texts import repeated
from .validating import ProblemTable, validate_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..evaluation.decider import Decider
    from ..records import Ignored
    from .legend import Legend
    from .texts import Hashes


class DutyTable:
    """What follows for each row of a table, as codes with what they stand for.

    It is itself a table for whoever takes Arrow data (`pyarrow.table(it)`, `polars.from_arrow`,
    DuckDB): that of the codes.

    Attributes:
        codes: One row for each record, in its order: the identifier; `status` (decided,
            not-applicable, refused); `reason` (not-in-force, outside-jurisdiction); `duties` and
            `problems`, codes or null; the place by which agencies are placed; the day known, where
            some norm sets a deadline.
    """

    def __init__(self, codes: pa.Table, duties: Legend, problems: Legend, columns: Columns) -> None:
        self.codes = codes
        self._duties = duties
        self._problems = problems
        self._columns = columns

    @cached_property
    def dictionary(self) -> pa.Table:
        """What the codes of `duties` stand for: duties, displaced norms, norms unaddressed."""
        return self._duties.table()

    @cached_property
    def problems(self) -> pa.Table:
        """What the codes of `problems` stand for: code, severity and field of each."""
        return self._problems.table()

    def exploded(self) -> pa.Table:
        """Return one row for each duty of each decided record, in the order of a decision."""
        return exploded(self.codes, self._duties, self._columns)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Export the codes (the Arrow PyCapsule interface)."""
        return self.codes.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return int(self.codes.num_rows)

    def __repr__(self) -> str:
        return f"DutyTable({len(self)} rows, {len(self._duties)} outcomes)"


@seldom_collected()
def decide_table(
    engine: Engine, decider: Decider, given: Any, ignored: Ignored | None = None
) -> DutyTable:
    """Decide every row of a table.

    Args:
        engine: One that nobody else uses.
        decider: The mechanism.
        given: Anything that exports Arrow data, or a pandas data frame.
        ignored: Columns that are passed over.

    Raises:
        UsageError: It is no table, or two of its columns have one name, or it has no column that is
            to be ignored.
    """
    batches = list(_batches(_kept(as_arrow(given), ignored)))
    hashes = [block.names().hashes for block in _blocks(engine, _identifiers(engine, batches))]
    watch = Watch(repeated(np.concatenate(hashes)) if hashes else _no_hashes())
    coder = Coder(engine, decider)
    found = []
    for block in _blocks(engine, _encoded(engine, batches)):
        found.append(coder.rows(block, engine.judge(block, watch.repetitions(block))))
        if engine.refresh():
            coder.begin()
    codes = pa.Table.from_batches(found, coder.columns.schema)
    return DutyTable(codes, coder.duties, coder.problems, coder.columns)


@seldom_collected()
def validated(engine: Engine, given: Any, ignored: Ignored | None = None) -> ProblemTable:
    """Return what the record shapes have against every row of a table; arguments as above."""
    batches = list(_batches(_kept(as_arrow(given), ignored)))
    return validate_table(engine, lambda: _blocks(engine, batches))


def _kept(table: pa.Table, ignored: Ignored | None) -> pa.Table:
    """Return a table without the columns to be ignored."""
    if not ignored:
        return table
    lacking = ignored.missing(table.column_names)
    if lacking is not None:
        raise UsageError(f"表中{lacking.zh}。", f"in the table, {lacking.en}")
    return table.select([n for n, name in enumerate(table.column_names) if name not in ignored])


def _identifiers(engine: Engine, batches: list[pa.RecordBatch]) -> list[pa.RecordBatch]:
    """Return only the columns that identify the rows."""
    if not batches:
        return []
    kept = identifying(batches[0].schema.names, engine.lexicon)
    return [batch.select(kept) for batch in batches] if kept else []


def _no_hashes() -> Hashes:
    return np.zeros(0, np.uint64)


def _blocks(engine: Engine, batches: Iterable[pa.RecordBatch]) -> Iterator[Block]:
    first = 1
    for batch in batches:
        yield block_of_batch(batch, engine.lexicon, engine.words, first=first)
        first += batch.num_rows


def _encoded(engine: Engine, batches: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield batches whose words are told apart, where there are several by another thread."""
    look_up = engine.lexicon.field

    def told_apart() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            facets = [look_up(name) for name in batch.schema.names]
            columns = [
                encoded(column) if facet is not None and facet.kind != "text" else column
                for facet, column in zip(facets, batch.columns, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(columns, names=batch.schema.names)

    if len(batches) < 2 or not several_cores():
        return iter(batches)
    return ahead(told_apart(), lambda batch: int(batch.nbytes))


def _batches(table: pa.Table) -> Iterator[pa.RecordBatch]:
    for batch in table.to_batches(max_chunksize=ROWS):
        if batch.num_rows:
            yield batch


def as_arrow(given: Any) -> pa.Table:
    """Return a table as Arrow has it.

    Raises:
        UsageError: It is no table, or cannot be taken as Arrow data.
    """
    if isinstance(given, pa.Table):
        return given
    try:
        if isinstance(given, pa.RecordBatch):
            return pa.Table.from_batches([given])
        is_pandas = type(given).__module__.partition(".")[0] == "pandas"
        if is_pandas and hasattr(given, "columns"):
            check_names(list(map(str, given.columns)))
            table = pa.Table.from_pandas(given, preserve_index=False)
            if table.num_rows == len(given):
                return table
            return pa.table([pa.nulls(len(given))], [""]).select([])  # rows without columns
        if not is_pandas and hasattr(given, "__arrow_c_stream__"):
            return pa.table(given)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise UsageError(
            f"这个表不能转为 Arrow：{error}。请把同一列的值写成同一类型。",
            f"the table cannot be taken as Arrow data: {error}; give a column values of one type",
        ) from error
    kind = type(given).__name__
    raise UsageError(
        f"“{kind}”不是表。可用 PyArrow、pandas、polars 等支持 Arrow 的表。",
        f"`{kind}` is no table; pass one of PyArrow, pandas, polars or another that exports Arrow",
    )
