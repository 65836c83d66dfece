"""Data frames of records, decided on a cluster."""

from __future__ import annotations

import datetime
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import _cache
from .._errors import UsageError
from .._mechanism import Mechanism, load
from ..bulk import need_arrow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType

    from .worker import Desk

CODES, ROWS = "codes", "rows"
"""What `decide_dataframe` returns: a row for each record, with codes; or one for each duty."""


def need_spark() -> None:
    """Make sure that PySpark and the libraries for tables are installed.

    Raises:
        UsageError: They are not.
    """
    need_arrow()
    if find_spec("pyspark") is None or find_spec("pandas") is None:
        raise UsageError(
            "在集群上认定需要 PySpark（及其所需的 pandas）。请安装：pip install 'zhize[spark]'。",
            "deciding on a cluster needs PySpark, and pandas, which it asks for; install them by "
            "`pip install 'zhize[spark]'`",
        )


def decide_dataframe(
    df: DataFrame,
    mechanism: Mechanism | str | Path | None = None,
    *,
    duties: str = CODES,
    today: datetime.date | None = None,
) -> DataFrame:
    """Decide every row of a Spark data frame of records.

    Args:
        df: As for `DutyFrame`.
        mechanism: As for `DutyFrame`.
        today: As for `DutyFrame`.
        duties: `codes` (a row for each record, `DutyFrame.codes`) or `rows` (a row for each duty,
            `DutyFrame.exploded`).

    Raises:
        UsageError: As for `DutyFrame`; or `duties` is neither.
    """
    if duties not in (CODES, ROWS):
        raise UsageError(
            f"duties 不能是“{duties}”。可用：{CODES}、{ROWS}。",
            f"duties cannot be `{duties}`; use `{CODES}` or `{ROWS}`",
        )
    frame = DutyFrame(df, mechanism, today=today)
    return frame.codes if duties == CODES else frame.exploded()


class DutyFrame:
    """What follows for each row of a data frame, with what the codes stand for.

    What `DutyTable` is to a table in memory. Its frames are lazy, as all of Spark's: each is
    computed when it is read, and anew each time, unless `persist` was called. Only the identifiers
    are read at once, when a frame is first asked for: of rows with one identifier, all but the
    first are refused. The first is the one with the smallest `monotonically_increasing_id`; for a
    file, that which stands first.

    Args:
        df: Columns are named and filled like the fields of a record, by codes or labels; a null is
            a field left out. It must give the same rows in the same order when it is read again,
            as files do; what has been shuffled should be written or persisted first.
        mechanism: A loaded one, or its folder; by default the shipped notice. It is sent to the
            workers as data.
        today: The day after which a date is in the future; by default the system's.

    Raises:
        UsageError: It is no data frame, or a stream, or two of its columns have one name; or the
            extra `spark` is not installed.
        CompilationError: A record shape has no form over columns.
    """

    def __init__(
        self,
        df: DataFrame,
        mechanism: Mechanism | str | Path | None = None,
        *,
        today: datetime.date | None = None,
    ) -> None:
        need_spark()
        from .worker import desk_for, pack

        _check(df)
        self._names = list(df.columns)
        self._df = _carried(df)
        known = mechanism if isinstance(mechanism, Mechanism) else load(mechanism)
        self._today = today or datetime.date.today()
        packed = pack(_cache.Entry(known.rulebase, known.checks))
        self._desk: Desk = desk_for(packed, self._today)
        self._desk.check(self._names)
        if not self._names:
            self._names = self._desk.codes_schema.names[:1]
        self._packed = df.sparkSession.sparkContext.broadcast(packed)
        self._kept: DataFrame | None = None

    @property
    def codes(self) -> DataFrame:
        """One row for each record, in the order of its partition.

        The columns are those of `DutyTable.codes`, but `duties` and `problems` are hashes of what
        they stand for: equal on all workers, and from run to run.
        """
        return self._judged().select(*map(_quoted, self._desk.codes_schema.names))

    @property
    def dictionary(self) -> DataFrame:
        """What the codes of `duties` stand for: duties, displaced norms, norms unaddressed."""
        from .worker import MEANING

        judged = self._judged()
        found = judged.where(judged[MEANING].isNotNull()).dropDuplicates(["duties"])
        return found.selectExpr("duties AS code", f"{MEANING}.*").orderBy("code")

    @property
    def problems(self) -> DataFrame:
        """What the codes of `problems` stand for: code, severity and field of each."""
        from .worker import FAULTS

        judged = self._judged()
        found = judged.where(judged[FAULTS].isNotNull()).dropDuplicates(["problems"])
        return found.selectExpr("problems AS code", f"{FAULTS} AS problems").orderBy("code")

    @property
    def refused(self) -> DataFrame:
        """The refused records, with all that is wrong with them, in full sentences."""
        from .worker import REFUSAL

        judged = self._judged(messages=True)
        return judged.where(judged[REFUSAL].isNotNull()).select(f"{REFUSAL}.*")

    def exploded(self) -> DataFrame:
        """Return one row for each duty of each decided record, in the order of a decision.

        The columns are those of `DutyTable.exploded`.
        """
        names, repeated = self._names, self._repeated
        return self._map(
            self._df,
            lambda desk, batches, part: desk.duties(batches, names, part, repeated.value),
            self._desk.rows_schema,
        )

    def persist(self) -> DutyFrame:
        """Compute codes, dictionary, problems and refused records once; keep them on disk."""
        from pyspark import StorageLevel

        if self._kept is None:
            self._kept = self._judged(messages=True).persist(StorageLevel.DISK_ONLY)
        return self

    def unpersist(self) -> DutyFrame:
        """Give free what `persist` keeps."""
        if self._kept is not None:
            self._kept.unpersist()
            self._kept = None
        return self

    def _judged(self, *, messages: bool = False) -> DataFrame:
        if self._kept is not None:
            return self._kept
        names, repeated = self._names, self._repeated
        return self._map(
            self._df,
            lambda desk, batches, part: desk.judged(
                batches, names, part, repeated.value, messages=messages
            ),
            self._desk.judged_schema,
        )

    @cached_property
    def _repeated(self) -> Any:
        """The identifiers that several rows have, broadcast."""
        import numpy as np
        import pyarrow as pa
        from pyspark.sql import functions as spark

        from .repeated import Repeated
        from .worker import NAMES

        found = NAMES.empty_table()
        at = self._desk.identifying(self._names)
        if at:
            names = [self._names[n] for n in at]
            each = self._map(
                self._df.select(*(f"_{n}" for n in at)),
                lambda desk, batches, part: desk.identifiers(batches, names, part),
                NAMES,
            )
            counted = each.groupBy("name").agg(
                spark.min("row").alias("row"), spark.count("row").alias("rows")
            )
            found = counted.where("rows > 1").select("name", "row").toArrow()
        firsts = found["row"].to_numpy().astype(np.int64)
        texts = pa.concat_arrays(found["name"].chunks) if found.num_rows else pa.array([], "string")
        return self._df.sparkSession.sparkContext.broadcast(Repeated.of(texts, firsts))

    def _map(
        self,
        df: DataFrame,
        work: Callable[[Desk, Iterator[pa.RecordBatch], int], Iterator[pa.RecordBatch]],
        schema: pa.Schema,
    ) -> DataFrame:
        """Let the workers do something with each partition."""
        from pyspark.sql.pandas.types import from_arrow_schema

        packed, today = self._packed, self._today

        def task(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            from pyspark import TaskContext

            from zhize.spark.worker import desk_for

            context = TaskContext.get()
            part = 0 if context is None else context.partitionId()
            return work(desk_for(packed.value, today), batches, part)

        return df.mapInArrow(task, from_arrow_schema(schema))


def _check(df: Any) -> None:
    from pyspark.sql import DataFrame

    if not isinstance(df, DataFrame):
        kind = type(df).__name__
        raise UsageError(
            f"“{kind}”不是 Spark 的 DataFrame。其他的表请用 Mechanism.decide_table。",
            f"`{kind}` is no Spark data frame; for other tables use `Mechanism.decide_table`",
        )
    if df.isStreaming:
        raise UsageError(
            "流式的 DataFrame 没有尽头，无法找出重复的编号。请用 foreachBatch 逐批认定。",
            "a streaming data frame has no end, so that identifiers used again cannot be found; "
            "decide it batch by batch, in `foreachBatch`",
        )


def _carried(df: DataFrame) -> DataFrame:
    """Return a frame whose columns reach Python, with names that Spark takes for nothing else."""
    if not df.columns:  # rows without columns do not
        return df.selectExpr("CAST(NULL AS STRING) AS _0")
    # Spark resolves names without regard to case, and takes a dot for a step into a struct.
    plain = df.toDF(*(f"_{n}" for n in range(len(df.columns))))
    for field in plain.schema:
        kind = _known(field.dataType)
        if kind != field.dataType:
            plain = plain.withColumn(field.name, plain[field.name].cast(kind))
    return plain


def _known(kind: DataType) -> DataType:
    """Return a type without intervals of months, which PyArrow does not know: they become texts."""
    from pyspark.sql import types

    if isinstance(kind, types.YearMonthIntervalType | types.CalendarIntervalType):
        return types.StringType()
    if isinstance(kind, types.ArrayType):
        return types.ArrayType(_known(kind.elementType), kind.containsNull)
    if isinstance(kind, types.MapType):
        key, value = _known(kind.keyType), _known(kind.valueType)
        return types.MapType(key, value, kind.valueContainsNull)
    if isinstance(kind, types.StructType):
        return types.StructType(
            [types.StructField(f.name, _known(f.dataType), f.nullable) for f in kind.fields]
        )
    return kind


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
