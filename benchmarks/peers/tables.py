"""The figures as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Figures = dict[str, Any]


def head() -> str:
    """Return machine, versions and load."""
    return (
        f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; load at the start {os.getloadavg()[0]:.1f}\n"
    )


def processor() -> str:
    """Return the name of the processor."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def single(found: Sequence[Figures]) -> str:
    """Return the table of single decisions, each beside the first engine's."""
    own = found[0] if found else {}
    rows = [
        [
            f["name"], f["version"], f"`{f['level']}`",
            micro(f["repeated"]), times(f["repeated"], own["repeated"]),
            micro(f["different"]), times(f["different"], own["different"]),
            f"{f['prepare'] * 1e3:,.0f}", f"{f['peak']:,.0f}" if f.get("peak") else "–",
        ]
        for f in found
    ]  # fmt: skip
    columns = ["engine", "version", "level", "µs, one incident again", "× first row",
               "µs, never met before", "× first row", "ms to prepare", "MiB"]  # fmt: skip
    return table(columns, rows)


def ledgers(found: Sequence[Figures]) -> str:
    """Return the table of bulk: ledgers by size, and the rates."""
    sizes = sorted({int(size) for f in found for size in f["ledger"]})
    best = rate(found[0]) if found else 1.0
    rows = [
        [
            f["name"], f"`{f['level']}`",
            *(clock(f["ledger"].get(str(size))) for size in sizes),
            f"{rate(f):,.0f}", times(best, rate(f)), f"{f['bulk_different']:,.0f}",
        ]
        for f in found
    ]  # fmt: skip
    columns = ["engine", "level", *(f"{size:,}" for size in sizes),
               "a second, ledger", "first row ÷ this", "a second, all different"]  # fmt: skip
    return table(columns, rows)


def by_norms(found: dict[int, Sequence[Figures]]) -> str:
    """Return the table of growth with the number of norms."""
    names = list(dict.fromkeys(f["engine"] for row in found.values() for f in row))
    rows = []
    for name in names:
        cells = [{f["engine"]: f for f in row}.get(name, {}) for row in found.values()]
        title = next((f["name"] for f in cells if "name" in f), name)
        rows.append([title, *map(both, cells)])
    return table(["engine", *(f"{count:,} norms" for count in found)], rows)


def both(figures: Figures) -> str:
    """Return the two figures of a decision in one cell."""
    if "different" not in figures:
        return "–"
    return f"{micro(figures['repeated'])} / {micro(figures['different'])}"


def what(found: Iterable[Figures]) -> str:
    """Return what each engine was given, and what it cannot express."""
    rows = [[f["name"], f["given"], f["cannot"] or "nothing"] for f in found]
    return table(["engine", "given as", "cannot express"], rows)


def left_out(found: Iterable[Figures]) -> str:
    """Return which engines were not measured, and why."""
    out = [f"- {f['engine']}: {f['left_out']}" for f in found if "left_out" in f]
    out += [f"- {f['engine']}: gave other duties, see above" for f in found if "wrong" in f]
    return "\n".join(["Not measured:\n", *out, ""]) if out else ""


def rate(figures: Figures) -> float:
    """Return incidents a second in the longest ledger."""
    size = max(map(int, figures["ledger"]))
    return float(size / figures["ledger"][str(size)])


def micro(seconds: float) -> str:
    """Return microseconds with about three digits."""
    value = seconds * 1e6
    return f"{value:,.2f}" if value < 10 else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def clock(seconds: float | None) -> str:
    """Return seconds with about three digits."""
    if seconds is None:
        return "–"
    return f"{seconds:.3f} s" if seconds < 1 else f"{seconds:.1f} s"


def times(value: float, base: float) -> str:
    """Return a ratio."""
    ratio = value / base
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, followed by an empty line."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
