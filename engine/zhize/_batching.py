"""A loaded mechanism that decides and checks tables and files of any length, over columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._deciding import Deciding
from .records import Ignored

if TYPE_CHECKING:
    from .bulk.engine import Engine
    from .bulk.job import Progress
    from .bulk.manifest import BatchReport
    from .bulk.table import DutyTable
    from .bulk.validating import ProblemTable
    from .model.report import Report

_SPARE = 1 << 15
"""How much an engine may have met to be kept for the next table."""


class Batching(Deciding):
    """A loaded mechanism, as far as it takes many records at once (the extra `bulk`)."""

    def decide_table(
        self, table: Any, *, today: date | None = None, ignore: str | Iterable[str] = ()
    ) -> DutyTable:
        """Decide every row of a table of records, column by column.

        Columns are named and filled like the fields of a record, by codes or labels; a null is a
        field left out. Rows that would be refused are marked, those that use an identifier again
        included.

        Args:
            table: Of PyArrow, pandas, polars, or anything else that exports Arrow data.
            today: As for `checker`.
            ignore: Columns that are no fields and are passed over; or one.

        Raises:
            UsageError: It is no table, or has no column that is to be ignored, or this is a field;
                or the extra `bulk` is not installed.
            CompilationError: A record shape has no form over columns.
        """
        from .bulk import need_arrow

        need_arrow()
        from .bulk.table import decide_table

        ignored = Ignored(ignore, self.lexicon)
        day = today or date.today()
        engine = self._spare.pop(day, None) or self.bulk_engine(day)
        decided = decide_table(engine, self.decider, table, ignored)
        if engine.size <= _SPARE:
            self._spare.clear()
            self._spare[day] = engine
        return decided

    @cached_property
    def _spare(self) -> dict[date, Engine]:
        """An engine that nobody uses now, with what it met: tables often come one by one."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        """Return what is pickled: all but what only spares time."""
        return {name: value for name, value in vars(self).items() if name != "_spare"}

    def validate_table(
        self, table: Any, *, today: date | None = None, ignore: str | Iterable[str] = ()
    ) -> ProblemTable:
        """Check every row of a table of records against the record shapes, column by column.

        It finds what `validate` finds in the same rows, in the same order.

        Args:
            table: As for `decide_table`.
            today: As for `checker`.
            ignore: As for `decide_table`.

        Raises:
            UsageError: As for `decide_table`.
            CompilationError: A record shape has no form over columns.
        """
        from .bulk import need_arrow

        need_arrow()
        from .bulk.table import validated

        return validated(self.bulk_engine(today), table, Ignored(ignore, self.lexicon))

    def validate_files(
        self,
        files: str | Path | Iterable[str | Path],
        *,
        today: date | None = None,
        ignore: str | Iterable[str] = (),
    ) -> Report:
        """Check the records of Parquet files, column by column; say what `validate` says.

        Only what is wrong is held in memory, and the identifiers' hashes.

        Args:
            files: Their names, as problems will give them; or one.
            today: As for `checker`.
            ignore: As for `records`.

        Raises:
            UsageError: A file is no Parquet by its name, or the extra `bulk` is not installed.
            UnreadableError: A file cannot be read, or holds no record.
            CompilationError: A record shape has no form over columns.
        """
        from .bulk import need_arrow

        need_arrow()
        from .bulk.validating import validate_files

        ignored = Ignored(ignore, self.lexicon)
        names = [files] if isinstance(files, str | Path) else files
        return validate_files(self.bulk_engine(today), [str(name) for name in names], ignored)

    def batch(
        self,
        source: str | Path,
        out: str | Path,
        *,
        duties: str = "codes",
        today: date | None = None,
        part_rows: int | None = None,
        restart: bool = False,
        progress: Progress | None = None,
        ignore: str | Iterable[str] = (),
    ) -> BatchReport:
        """Decide files of any length in bounded memory; run again after a kill, it goes on.

        Args:
            source: A Parquet, CSV or JSONL file, or a folder of such.
            out: A file (`.parquet`, `.csv`, `.jsonl`), or a folder that gets parts in Parquet.
            duties: `codes` (a row for each record) or `rows` (a row for each duty).
            today: As for `checker`; by default that of the run that began.
            part_rows: Records of a part.
            restart: Throw away what an earlier run has done.
            progress: Told how many records are done, and how many there are, if known.
            ignore: As for `records`.

        Raises:
            UsageError: A name or setting is wrong, or the output was begun with others, or lies
                where the input does, or where other files do.
            UnreadableError: The input cannot be read, or not to its end, or was changed meanwhile.
            OSError: The output cannot be written; when it can, another run goes on.
            CompilationError: A record shape has no form over columns.
        """
        from .bulk import need_arrow

        need_arrow()
        from .bulk.job import PART_ROWS, Job

        job = Job(
            self.bulk_engine, self.decider, self.checks, Path(source), Path(out),
            duties=duties, today=today, progress=progress, ignored=Ignored(ignore, self.lexicon),
            part_rows=PART_ROWS if part_rows is None else part_rows,
        )  # fmt: skip
        return job.run(restart=restart)

    def bulk_engine(self, today: date | None = None) -> Engine:
        """Return what judges many rows at once; each thread needs its own."""
        from .bulk.engine import Engine

        return Engine(self.decider, self.checks, self.lexicon, today or date.today())
