"""Functions for DuckDB, registered in one line.

    import duckdb, zhize.duckdb

    connection = duckdb.connect()
    zhize.duckdb.register(connection)
    connection.sql("SELECT t.id, unnest(zhize_decide(t).duties) FROM 'records.parquet' t")

A function takes a *row*: the alias of a table, or of a subquery that has the columns wanted, or a
struct. Columns are named and filled like the fields of a record, by codes or labels; any subset
will do, and null is a field left out.

A function of SQL sees one row at a time. **It does not tell whether an identifier is used twice**,
which `Mechanism.decide_table` and `zhize batch` refuse. This query does:

    SELECT id FROM records WHERE trim(id::VARCHAR) <> '' GROUP BY id HAVING count(*) > 1
"""

from __future__ import annotations

from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING

from . import _mechanism
from ._errors import UsageError, ZhizeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import duckdb
    import pyarrow as pa

    from ._mechanism import Mechanism
    from .bulk.block import Block
    from .bulk.engine import Verdicts
    from .bulk.nested import Nester

    Way = Callable[[Nester, Block, Verdicts], pa.DictionaryArray]

__all__ = ["register"]


def register(
    connection: duckdb.DuckDBPyConnection,
    mechanism: Mechanism | None = None,
    *,
    prefix: str = "zhize",
    today: date | None = None,
) -> None:
    """Let a connection, and its cursors, decide records in SQL.

    Two functions of a row are made:

    * `zhize_decide(row)`: a struct of `status` (decided, not-applicable, refused), `reason`
      (not-in-force, outside-jurisdiction), `duties`, `displaced`, `unaddressed` and `problems`,
      which are lists of structs; the lists but the last are null unless the record was decided;
    * `zhize_status(row)`: the status alone, faster where nothing else is asked.

    A null row gives null; a row of nulls is a record without any field, and refused. Whether an
    identifier is used twice cannot be seen from a row, and is not looked at.

    Args:
        connection: Of DuckDB.
        mechanism: The mechanism that decides; by default the shipped one.
        prefix: With what the names of the functions begin: each mechanism on a connection needs
            its own.
        today: The day after which a date is in the future; by default that of this call.

    Raises:
        UsageError: The extra `duckdb` is not installed, or the connection has such functions.
        CompilationError: A record shape has no form over columns.
    """
    from .bulk import need_arrow

    need_arrow()
    if find_spec("duckdb") is None:
        raise UsageError(
            "在 DuckDB 中认定需要 duckdb。请安装：pip install 'zhize[duckdb]'。",
            "deciding in DuckDB needs duckdb; install it by `pip install 'zhize[duckdb]'`",
        )
    import pyarrow as pa

    from .bulk.nested import RESULT, Nester

    functions = _Functions(mechanism or _mechanism.load(), today)
    ways: dict[str, tuple[pa.DataType, Way]] = {
        f"{prefix}_decide": (RESULT, Nester.values),
        f"{prefix}_status": (pa.string(), Nester.statuses),
    }
    for name in ways:
        _refuse_taken(connection, name)
    for name, (kind, way) in ways.items():
        returned = connection.cursor().from_arrow(pa.table({name: pa.array([], kind)})).types[0]
        # Without types of parameters, and with `*rows`, DuckDB takes a value of any type, so that
        # a table may have any subset of the fields as columns.
        connection.create_function(
            name, functions.of_rows(name, kind, way), None, returned,
            type="arrow", null_handling="special",
        )  # fmt: skip


class _Functions:
    """What is behind the functions of one registration: one engine, for one call at a time.

    DuckDB calls from several threads. Most of the work holds the lock of the interpreter: with an
    engine for each thread it took longer, the more threads the longer.
    """

    def __init__(self, mechanism: Mechanism, today: date | None) -> None:
        from .bulk.nested import Nester

        self._engine = mechanism.bulk_engine(today)
        self._nester = Nester(self._engine, mechanism.decider)
        self._lock = Lock()

    def of_rows(self, name: str, kind: pa.DataType, way: Way) -> Callable[..., pa.Array]:
        """Return a function as DuckDB calls it: with a column of rows.

        Args:
            name: What it is called in SQL.
            kind: The type of a value.
            way: Makes values of verdicts.
        """
        # A lambda: DuckDB evaluates annotations, whose names need not be there when it does.
        return lambda *rows: self._call(name, kind, way, rows)

    def _call(
        self, name: str, kind: pa.DataType, way: Way, rows: tuple[pa.ChunkedArray, ...]
    ) -> pa.Array:
        import pyarrow.types as kinds

        given = rows[0].combine_chunks()
        if kinds.is_null(given.type):
            return given.cast(kind)
        try:
            if len(rows) > 1 or not kinds.is_struct(given.type):
                raise _no_row(name)
            with self._lock:
                return self._judged(given, way)
        except ZhizeError as error:  # DuckDB passes on one text, and knows no language
            both = f"{error.message['zh']} {error.message['en']}"
            raise type(error)(error.message["zh"], both) from error

    def _judged(self, given: pa.StructArray, way: Way) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        from .bulk.block import block_of_batch

        there = given.is_valid()
        present = given.filter(there) if given.null_count else given
        batch = pa.RecordBatch.from_arrays(present.flatten(), [f.name for f in present.type])
        block = block_of_batch(batch, self._engine.lexicon, self._engine.words)
        values = way(self._nester, block, self._engine.judge(block, {}))
        if self._engine.refresh():
            self._nester.begin()
        if not given.null_count:
            return values
        at = pc.subtract(pc.cumulative_sum(there.cast(pa.int64())), 1)
        return values.take(pc.if_else(there, at, None))


def _refuse_taken(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Refuse a name that a function has: that of another mechanism must not be taken for this.

    Raises:
        UsageError: There is a function of this name.
    """
    query = "SELECT count(*) FROM duckdb_functions() WHERE lower(function_name) = lower(?)"
    found = connection.cursor().execute(query, [name]).fetchone()
    if found and found[0]:
        raise UsageError(
            f"这个连接里已经有函数“{name}”。请用 prefix= 另取名字，"
            f'或先 connection.remove_function("{name}")。',
            f"the connection has a function `{name}` already; choose another name by prefix=, or "
            f'call connection.remove_function("{name}") first',
        )


def _no_row(name: str) -> UsageError:
    return UsageError(
        f"{name} 的参数是一整行：写表的别名，如 SELECT {name}(t) FROM … t；"
        f"只要其中几列时，SELECT {name}(t) FROM (SELECT … FROM …) t。",
        f"{name} takes one row: write the alias of the table, SELECT {name}(t) FROM … t, or for "
        f"some of its columns SELECT {name}(t) FROM (SELECT … FROM …) t",
    )
