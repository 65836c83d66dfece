"""What `benchmarks.bulk` measures, each in a process of its own."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib import import_module
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import zhize

_ROWS = 1 << 16


def read(source: str, rows: str = "0") -> None:
    """Read a file by batches, as anybody would."""
    left = int(rows) or None
    batches = pq.ParquetFile(source).iter_batches(batch_size=_ROWS)
    for _ in islice(batches, None if left is None else -(-left // _ROWS)):
        pass


def copy(source: str, out: str) -> None:
    """Read a file, and write as much as an output that was made from it before.

    One group of rows of that output is held in memory, and written as often as it has groups.
    """
    made = Path(out)
    files = sorted(made.glob("part-*")) if made.is_dir() else [made]
    groups = [pq.read_metadata(path).num_row_groups for path in files]
    table = pq.ParquetFile(files[0]).read_row_group(0)
    started()
    read(source)
    for number, count in enumerate(groups):
        target = made.with_name(f"copy-{number}.parquet")
        with pq.ParquetWriter(target, table.schema, use_dictionary=table.column_names[1:]) as to:
            for _ in range(count):
                to.write_table(table)
        target.unlink()


def decide(source: str, out: str, duties: str) -> None:
    """Decide a file."""
    mechanism = zhize.load()
    target = Path(out)
    shutil.rmtree(target, ignore_errors=True)
    for path in target.parent.glob(f"{target.name}.*"):
        path.unlink()
    import_module("zhize.bulk.job")  # the time to import is that of every command
    started()
    mechanism.batch(source, out, duties=duties, today=date.max)


def check(source: str, rows: str) -> None:
    """Hold records against the shapes, over columns."""
    import numpy as np

    from zhize.bulk.sources import Sources
    from zhize.bulk.texts import repeated

    mechanism = zhize.load()
    engine = mechanism.bulk_engine(date.max)
    started()
    left, hashes = int(rows), []
    for piece in Sources(Path(source)).pieces(_ROWS, sys.maxsize):
        block = piece.block(engine.lexicon, engine.words)
        hashes.append(block.names().hashes)
        engine.check(block, {})
        left -= piece.count
        if left <= 0:
            break
    if len(repeated(np.concatenate(hashes))):
        raise SystemExit("the ledger uses an identifier twice")


def pyshacl(source: str, rows: str) -> None:
    """Hold the same records against the shapes by pySHACL."""
    from zhize.records import resolve

    mechanism = zhize.load()
    batch = next(pq.ParquetFile(source).iter_batches(batch_size=int(rows)))
    fields = ({k: v for k, v in row.items() if v is not None} for row in batch.to_pylist())
    records = [resolve(row, mechanism.lexicon, index=n) for n, row in enumerate(fields, start=1)]
    started()
    mechanism.validate_with_shacl(records, today=date.max)


_began: list[float] = []


def started() -> None:
    """Begin to measure."""
    _began[:] = [time.perf_counter(), time.process_time()]


def peak() -> float:
    """Return the most memory this process has had, in MiB.

    What `getrusage` says includes the process that started this one.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    """Run a task and print its cost: seconds, seconds of the processor, MiB at the peak."""
    tasks: dict[str, Callable[..., None]] = {
        "read": read, "copy": copy, "decide": decide, "check": check, "pyshacl": pyshacl,
    }  # fmt: skip
    task, *given = sys.argv[1:]
    pa.array([1])  # pyarrow is loaded before the clock runs
    started()
    tasks[task](*given)
    clock, processor = time.perf_counter() - _began[0], time.process_time() - _began[1]
    print(clock, processor, peak())


if __name__ == "__main__":
    main()
