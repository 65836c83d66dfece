"""Measure bulk: Parquet to Parquet, beside reading and writing the same without deciding.

Run by `make bench-bulk`. Every figure is printed with what it is a ratio to; nothing here is
asserted. Each measurement runs in a process of its own; processor time stands beside the time on
the clock, since other programs may have been running.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import zhize
from benchmarks.records import random_records

_AT_ONCE = 1 << 20
_KINDS = 400


class Cost(NamedTuple):
    """Seconds on the clock, seconds of the processor, MiB of memory at the peak."""

    clock: float
    processor: float
    peak: float

    def __str__(self) -> str:
        return f"{self.clock:7.1f} s  {self.processor:7.1f} s cpu  {self.peak:6.0f} MiB"


def main() -> None:
    """Make the files, run all measurements and print them as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--different", type=int, default=500_000, help="rows of random facts")
    parser.add_argument("--checked", type=int, default=1_000_000, help="records to validate")
    chosen = parser.parse_args()
    print(f"# {platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
          f"pyarrow {pa.__version__}, load {os.getloadavg()[0]:.1f}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.parquet"
        write_ledger(ledger, chosen.rows)
        compare("a ledger", ledger, chosen.rows)
        different = Path(folder) / "different.parquet"
        write_different(different, chosen.different)
        compare("random facts, nearly all different", different, chosen.different)
        validation(ledger, chosen.checked)


def compare(name: str, path: Path, rows: int) -> None:
    """Measure one input: decided, and only read and written."""
    print(f"\n{name}: {rows:,} records, {path.stat().st_size / 2**20:,.0f} MiB of Parquet")
    read = measured("read", path)
    print(f"  {'only read':<40} {read}")
    for duties in ("codes", "rows"):
        for shape in ("out", "out.parquet"):
            out = path.parent / f"{path.stem}-{duties}-{shape}"
            decided = measured("decide", path, out, duties)
            copied = measured("copy", path, out)
            what = f"{duties}, into a {'file' if out.suffix else 'folder'}"
            ratio = decided.clock / copied.clock
            of_cpu = decided.processor / copied.processor
            print(f"  {f'read and write, {what}':<40} {copied}")
            print(
                f"  {f'decide, {what}':<40} {decided}  {ratio:.2f} × ({of_cpu:.2f} × cpu); "
                f"{rows / decided.clock:,.0f} records/s"
            )


def validation(path: Path, rows: int) -> None:
    """Measure checking alone, beside pySHACL on the first ten thousand records, and reading."""
    print(f"\nvalidation of {rows:,} records")
    read = measured("read", path, rows)
    checked = measured("check", path, rows)
    few = 10_000
    reference = measured("pyshacl", path, few)
    there = reference.clock * rows / few
    print(f"  {'only read':<40} {read}")
    print(f"  {'read and checked over columns':<40} {checked}  {checked.clock / read.clock:.2f} ×")
    print(f"  {f'pySHACL, {few:,} records':<40} {reference}")
    alone = max(checked.clock - read.clock, 1e-9)
    print(f"  extrapolated, pySHACL / columns: {there / checked.clock:,.0f} "
          f"(reading included), {there / alone:,.0f} (without)")  # fmt: skip


def measured(task: str, *given: Any) -> Cost:
    """Run one task in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.bulk_tasks", task, *map(str, given)],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    return Cost(*map(float, ended.stdout.split()[-3:]))


def write_ledger(path: Path, rows: int) -> None:
    """Write records as an office has them: few kinds of matter, a few of them very common."""
    mechanism = zhize.load()
    models = as_table(mechanism, random_records(mechanism, random.Random(1), _KINDS))
    rng = np.random.default_rng(1)
    weights = 1 / np.arange(1, _KINDS + 1)
    first = datetime.date(2025, 1, 1)
    days = pa.array([(first + datetime.timedelta(n)).isoformat() for n in range(365)])
    texts = pa.array(
        [f"现场检查发现第{n}处疑似违法点位，已拍照取证并通知到场。" for n in range(997)]
    )
    writer = None
    for start in range(0, rows, _AT_ONCE):
        count = min(_AT_ONCE, rows - start)
        table = models.take(pa.array(rng.choice(_KINDS, count, p=weights / weights.sum())))
        columns = {name: table[name] for name in table.column_names}
        columns["id"] = pa.array([f"YC-2025-{n:08}" for n in range(start, start + count)])
        columns["reported_on"] = days.take(pa.array(rng.integers(0, len(days), count)))
        columns["description"] = texts.take(pa.array(rng.integers(0, len(texts), count)))
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def write_different(path: Path, rows: int) -> None:
    """Write records with random facts over the whole space."""
    mechanism = zhize.load()
    pq.write_table(as_table(mechanism, random_records(mechanism, random.Random(2), rows)), path)


def as_table(mechanism: zhize.Mechanism, records: list[dict[str, Any]]) -> pa.Table:
    """Return records as a table with a column for each field that occurs."""
    names = [f.code for f in mechanism.rulebase.facets if any(f.code in r for r in records)]
    return pa.table({name: [record.get(name) for record in records] for name in names})


if __name__ == "__main__":
    main()
