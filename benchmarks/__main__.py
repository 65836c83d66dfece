"""Measure decisions: cold, warm and in bulk, beside the reference engine, in one run.

Run by `make bench`. Every figure is printed with what it is a ratio to; nothing here is asserted.
"""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import zhize
from benchmarks.records import ledger, random_records
from benchmarks.sheets import write_workbook
from zhize.records import resolve

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "reservoir-sand.yaml"
COMMAND = [sys.executable, "-m", "zhize.cli"]


def main() -> None:
    """Run all measurements and print them as a table."""
    print(f"# {platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    mechanism = zhize.load()
    cold_start()
    warm(mechanism)
    bulk()
    workbooks()
    whole_space()


def cold_start() -> None:
    """Time the whole command, process start included, with and without its cache."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "ZHIZE_CACHE": cache}
        first = seconds(lambda: run(["decide", str(EXAMPLE)], environment))
        cached = statistics.median(
            seconds(lambda: run(["decide", str(EXAMPLE)], environment)) for _ in range(9)
        )
        bare = statistics.median(
            seconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True))
            for _ in range(9)
        )
    report("command, cold, cache empty (Turtle parsed)", f"{first * 1e3:.0f} ms")
    report("command, cold, cache filled", f"{cached * 1e3:.0f} ms", f"{cached / bare:.1f} × python")


def whole_space() -> None:
    """Time the audit of the whole space of facts, process start included."""
    audit = seconds(lambda: run(["audit", "--format", "json"], dict(os.environ)))
    report("audit of the whole space, cold command", f"{audit:.1f} s")


def warm(mechanism: zhize.Mechanism) -> None:
    """Time one decision with its explanation, and the same by the reference engine."""
    record = next(mechanism.records(EXAMPLE))
    fields = {k: list(v) for k, v in record.values.items()}
    fields.update(
        {
            k: v[0]
            for k, v in record.values.items()
            if len(v) == 1
            and k not in ("violations", "zones", "circumstances", "discovered_by", "reported_to")
        }
    )
    fields["circumstances"] = ["unknown"]
    incident = mechanism.incident(record)
    repeated = per_call(lambda: mechanism.decide(fields), 20_000)
    told = per_call(lambda: mechanism.decide(fields).to_json(), 2_000)
    known = per_call(lambda: mechanism.decide(incident), 20_000)
    fresh, asked = fresh_decisions(mechanism)
    outcomes = mechanism.reference.outcomes
    outcomes([incident])
    reference = statistics.median(seconds(lambda: outcomes([incident])) for _ in range(5))
    report(
        "one decision from a dict, facts met before",
        f"{repeated * 1e6:.1f} µs",
        f"reference / this = {reference / repeated:,.0f}",
    )
    report(
        "the same from an incident",
        f"{known * 1e6:.1f} µs",
        f"reference / this = {reference / known:,.0f}",
    )
    report(
        "the same from a dict, written as JSON",
        f"{told * 1e6:.1f} µs",
        f"reference / this = {reference / told:,.0f}",
    )
    report(
        "one decision and its reasons, facts never met before",
        f"{fresh * 1e6:.1f} µs",
        f"reference / this = {reference / fresh:,.0f}",
    )
    report(
        "the same, open questions read as well",
        f"{asked * 1e6:.1f} µs",
        f"reference / this = {reference / asked:,.0f}",
    )
    for stage, took in fresh_stages(mechanism).items():
        report(f"  of which, {stage}", f"{took * 1e6:.1f} µs")
    report("reference engine (pySHACL), duties only", f"{reference * 1e3:.0f} ms", "1")


def fresh_decisions(mechanism: zhize.Mechanism, count: int = 5_000) -> tuple[float, float]:
    """Return seconds for a decision on random facts, none of which was decided before.

    The second figure is with its open questions read.
    """
    records = random_records(mechanism, random.Random(7), 3 * count)
    for record in records[:count]:  # fills the memos of parts, not those of whole decisions
        mechanism.decide(record)
    bare = seconds(lambda: [mechanism.decide(r).duties for r in records[count : 2 * count]])
    asked = seconds(lambda: [mechanism.decide(r).open for r in records[2 * count :]])
    return bare / count, asked / count


def fresh_stages(mechanism: zhize.Mechanism, count: int = 4_000) -> dict[str, float]:
    """Return seconds for each stage of a decision on random facts, each met for the first time."""
    records = random_records(mechanism, random.Random(8), 2 * count)
    for record in records[:count]:
        mechanism.decide(record)
    checker, decider = mechanism.checker(date.max), mechanism.decider
    stages: dict[str, Callable[[Any], Any]] = {
        "words looked up": lambda fields: resolve(fields, mechanism.lexicon, signed=False),
        "checked": lambda read: (checker.check(read), read.values)[1],
        "triggers found": lambda facts: (facts, decider.held(facts)[0]),
        "duties inferred": lambda given: (*given, decider.evaluator.outcome(given[1])),
        "explained": lambda given: decider.explain(*given),
    }
    taken, given = {}, list[Any](records[count:])
    for stage, step in stages.items():
        started = time.perf_counter()
        given = [step(one) for one in given]
        taken[stage] = (time.perf_counter() - started) / count
    return taken


def bulk(count: int = 200_000) -> None:
    """Time `zhize decide` from JSONL to JSONL on one core, and only reading the same file."""
    mechanism = zhize.load()
    kinds = {
        "a ledger of 400 kinds of matter": ledger(mechanism, random.Random(1), count),
        "random facts, all different": random_records(mechanism, random.Random(2), count // 5),
    }
    for name, records in kinds.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "in.jsonl"
            with path.open("w", encoding="utf-8") as file:
                for record in records:
                    file.write(json.dumps(record, ensure_ascii=False) + "\n")
            took = seconds(
                lambda p=path: run(["decide", str(p), "--format", "jsonl"], dict(os.environ))
            )
            reading = seconds(lambda p=path: [json.loads(line) for line in p.open("rb")])
            size = sum(len(mechanism.decide(r).to_json()) for r in records[:500]) / 500
        report(
            f"bulk, {name}: {len(records):,} records",
            f"{len(records) / took:,.0f} incidents/s",
            f"{took / reading:.1f} × json.loads of the file; {size:,.0f} B a decision",
        )


def workbooks(count: int = 20_000) -> None:
    """Time `zhize decide` from a workbook to JSONL, and to a result workbook.

    On one core, but that a second one compresses the rows of the result.
    """
    mechanism = zhize.load()
    kinds = {
        "a ledger of 400 kinds of matter": ledger(mechanism, random.Random(1), count),
        "random facts, all different": random_records(mechanism, random.Random(2), count),
    }
    for name, records in kinds.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "in.xlsx"
            write_workbook(mechanism, records, path)
            took = [
                seconds(
                    lambda p=path, o=out: run(
                        ["decide", str(p), "--out", str(p.with_name(o))], dict(os.environ)
                    )
                )
                for out in ("out.jsonl", "out.xlsx")
            ]
        report(
            f"workbook, {name}: {count:,} rows",
            f"{took[1]:.1f} s",
            f"to a result workbook; {took[0]:.1f} s to JSONL",
        )


def run(arguments: list[str], environment: dict[str, str]) -> None:
    """Run the command and discard what it prints."""
    done = subprocess.run(
        [*COMMAND, *arguments], env=environment, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"zhize {' '.join(arguments)} exited {done.returncode}")


def seconds(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def per_call(call: Callable[[], object], times: int) -> float:
    """Return the median over five rounds of the mean time of a call."""
    call()
    return statistics.median(
        seconds(lambda: [call() for _ in range(times)]) / times for _ in range(5)
    )


def report(what: str, figure: str, ratio: str = "") -> None:
    """Print one row."""
    print(f"{what:<52} {figure:>22}  {ratio}")


if __name__ == "__main__":
    main()
