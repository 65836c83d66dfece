"""The same rules and incidents through this engine and its peers: `make bench-peers`.

First every engine must give the expected duties; one that does not is not timed, and the run
fails. Each engine runs in a process of its own, one after the other. The tables are Markdown, for
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import zhize
from benchmarks.peers.mechanisms import grown_to
from benchmarks.peers.registry import ENGINES
from benchmarks.peers.tables import by_norms, head, ledgers, left_out, single, what
from benchmarks.peers.workload import Sizes, save, workload

Figures = dict[str, Any]
_PATIENCE, _FEW = 240.0, 200


def main() -> int:
    """Compare, measure, print; return 1 if an engine gave other duties."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engines", help="names with commas, of: " + ", ".join(ENGINES))
    parser.add_argument("--incidents", type=int, default=12_000, help="all different, to measure")
    parser.add_argument("--checks", type=int, default=400, help="incidents to agree on")
    parser.add_argument("--limit", type=float, default=30, help="seconds a size of ledger may take")
    parser.add_argument("--no-growth", action="store_true", help="no ledgers, no larger mechanisms")
    parser.add_argument("--quick", action="store_true", help="a minute, to see that all works")
    parser.add_argument("--mechanism", default="", help="a folder; by default the shipped one")
    given = parser.parse_args()
    names = given.engines.split(",") if given.engines else list(ENGINES)
    if given.quick:
        given.incidents, given.checks, given.limit = 600, 100, 1.0
    seconds = 0.5 if given.quick else 2.0
    print(head(), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        full, small = Path(folder) / "full", Path(folder) / "small"
        load = workload(given.mechanism, Sizes(given.checks, given.incidents))
        save(load, full)
        save(workload(given.mechanism, Sizes(200, 0, kinds=10)), small)
        task = "single" if given.no_growth else "all"
        found = []
        for name in names:
            figures = run(full, name, task, seconds, given.limit)
            if not figures.keys() & {"left_out", "wrong"}:
                figures["peak"] = run(small, name, "memory", 5.0, 0).get("peak")
            found.append(figures)
            print(progress(figures), file=sys.stderr, flush=True)
    fit = [f for f in found if "different" in f]
    print(single(fit))
    if not given.no_growth:
        print(ledgers(fit))
        print(by_norms(larger(names, fit, seconds / 2)))
    print(what(fit))
    print(left_out(found))
    return 1 if any("wrong" in f for f in found) else 0


def larger(
    names: Sequence[str], fit: Sequence[Figures], seconds: float
) -> dict[int, Sequence[Figures]]:
    """Measure mechanisms of more and more norms; an engine that fails at one is not tried again."""
    found: dict[int, Sequence[Figures]] = {}
    left = [name for name in names if any(f["engine"] == name for f in fit)]
    with tempfile.TemporaryDirectory() as folder:
        for norms in (len(zhize.load().norms), 200, 1_000, 5_000):
            path = Path(folder) / str(norms)
            save(workload(grown_to(norms), Sizes(20, 200, kinds=20)), path)
            tried = [
                n
                for n in left
                if norms <= _FEW or not next(f["slow"] for f in fit if f["engine"] == n)
            ]
            rows = [run(path, name, "single", seconds, 0, patience=120) for name in tried]
            found[norms] = rows
            left = [f["engine"] for f in rows if "different" in f]
            for figures in rows:
                print(f"{norms} norms, {progress(figures)}", file=sys.stderr, flush=True)
    return found


def run(
    load: Path, name: str, task: str, seconds: float, limit: float, patience: float = _PATIENCE
) -> Figures:
    """Run one engine in a process of its own."""
    wanted = json.dumps({"task": task, "seconds": seconds, "limit": limit})
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "benchmarks.peers.tasks", str(load), name, wanted],
            stdout=subprocess.PIPE, check=False, text=True, timeout=patience,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"engine": name, "left_out": f"took more than {patience} s"}
    if ended.returncode:
        return {"engine": name, "left_out": f"ended with code {ended.returncode}"}
    figures: Figures = json.loads(ended.stdout.splitlines()[-1])
    return figures


def progress(figures: Figures) -> str:
    """Return a line for whoever waits; for an engine that is wrong, all that is wrong."""
    name = figures["engine"]
    if "left_out" in figures:
        return f"{name}: left out, {figures['left_out']}"
    if "wrong" in figures:
        return "\n".join([f"{name}: NOT THE SAME DUTIES", *figures["wrong"]])
    return f"{name}: agrees at the level `{figures['level']}`, measured"


if __name__ == "__main__":
    sys.exit(main())
