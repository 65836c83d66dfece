"""Measure how the cost of loading and deciding grows with the norms: `python -m benchmarks.norms`.

The mechanisms are copies of the notice (`benchmarks.synthetic`); an incident of one sector has the
same duties in each of them, so a ratio shows what the norms that do not concern it cost. All sizes
are measured in turn, round after round, in processor time; the best round counts. Nothing here is
asserted.
"""

from __future__ import annotations

import os
import platform
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import zhize
from benchmarks.records import ledger, random_records
from benchmarks.synthetic import grown, in_sector, one_sector
from benchmarks.synthetic_turtle import write_folder
from zhize.evaluation.decider import Decider
from zhize.model.incident import Incident
from zhize.model.rulebase import RuleBase

SIZES = (54, 200, 1_000, 5_000)
ROUNDS = 3
INCIDENTS = 200
FEW = 40
ROWS = 5_000


class Case(NamedTuple):
    """One size: the mechanism, and the same incidents in it.

    Attributes:
        mechanism: The mechanism.
        fields: Records of one sector, as plain fields.
        near: Incidents of one sector, with nothing unknown; `spread`: the same, each of another.
        doubtful: Incidents of one sector, with all unknown that bears on the matter at hand only.
        vague: The same, with every list incomplete, so that any other matter may come in as well.
        rows: A ledger of one sector.
    """

    mechanism: zhize.Mechanism
    fields: list[dict[str, Any]]
    near: list[Incident]
    spread: list[Incident]
    doubtful: list[Incident]
    vague: list[Incident]
    rows: list[dict[str, Any]]


def main() -> None:
    """Measure and print."""
    print(f"# {platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"# {'norms':<50}" + "".join(f"{size:>20,}" for size in SIZES))
    original = zhize.load()
    loading(original)
    cases = [case(original, size) for size in SIZES]
    deciding(cases)


# ---------------------------------------------------------------- loading


def loading(original: zhize.Mechanism) -> None:
    """Time loading in processes of their own, so that their memory can be told."""
    figures: dict[str, list[float]] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write_folder(original, size, Path(folder) / "mechanism")
            environment = {**os.environ, "ZHIZE_CACHE": f"{folder}/cache"}
            for what in ("Turtle", "cache"):
                used = child(["load", f"{folder}/mechanism"], environment)
                figures.setdefault(f"load from {what}, whole process, s", []).append(used[0])
                figures.setdefault(f"load from {what}, peak memory, MiB", []).append(used[1])
    for what, row in figures.items():
        report(what, row, "{:.2f}" if what.endswith(" s") else "{:.0f}")


def child(arguments: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return the processor seconds and the peak mebibytes of a process of this module."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    read, write = os.pipe()
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "benchmarks.norms", *arguments],
        environment,
        file_actions=[(os.POSIX_SPAWN_DUP2, write, 1)],
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        peak = float(pipe.read())
    if os.waitpid(pid, 0)[1]:
        raise SystemExit("a measured process failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak


def load(folder: str) -> None:
    """Load a mechanism and print the peak memory of this process in mebibytes."""
    zhize.load(folder)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


# ---------------------------------------------------------------- deciding


def case(original: zhize.Mechanism, size: int) -> Case:
    """Return a mechanism of so many norms with the incidents to decide in it."""
    rulebase, rng = original.rulebase, random.Random(5)
    last = max(1, size // len(rulebase.norms)) - 1
    records = [complete(rulebase, r) for r in random_records(original, rng, 2 * INCIDENTS)]
    fields = [in_sector(rulebase, last, record) for record in records]
    near = [incident(record) for record in fields]
    lists = [f.code for f in rulebase.facets if f.kind in {"concept", "agency"} and f.many]
    alone = {
        trigger.tests[0].facet
        for norm in rulebase.norms
        for trigger in norm.triggers
        if len(trigger.tests) == 1
    }
    within = tuple(facet for facet in lists if facet not in alone)
    return Case(
        mechanism=grown(original, size),
        fields=fields,
        near=near,
        spread=[incident(r) for r in one_sector(rulebase, size, records, rng)],
        doubtful=[Incident(id=i.id, values=i.values, unknown=within) for i in near],
        vague=[Incident(id=i.id, values=i.values, unknown=tuple(lists)) for i in near],
        rows=[in_sector(rulebase, last, r) for r in ledger(original, random.Random(1), ROWS)],
    )


def complete(rulebase: RuleBase, record: dict[str, Any]) -> dict[str, Any]:
    """Return a record that leaves nothing open."""
    full = dict(record)
    for facet in rulebase.facets:
        if facet.kind in {"concept", "agency"}:
            known = [v for v in full.get(facet.code, ()) if v in facet.values]
            full[facet.code] = known if facet.many else full.get(facet.code, facet.values[-1])
    return full


def incident(record: dict[str, Any]) -> Incident:
    """Return the incident of a record, whatever its shapes say of it."""
    values = {f: (v,) if isinstance(v, str) else tuple(v) for f, v in record.items()}
    return Incident(id="X", values=values)


def deciding(cases: list[Case]) -> None:
    """Time decisions of every kind, all sizes in turn."""
    tasks: dict[str, Callable[[Case, Decider], float]] = {
        "facts met before": lambda case, _: mean(
            case.mechanism.decide, [r for r in case.fields[:20] if all(r.values())] * 40
        ),
        "facts never met: bare outcome": lambda case, decider: mean(
            lambda i: decider.outcome(i.values), case.near
        ),
        "  with grounds": lambda case, decider: whole(decider, case.near),
        "  with grounds, each in another sector": lambda case, decider: whole(decider, case.spread),
        "  and the questions open within the matter": lambda case, decider: whole(
            decider, case.doubtful
        ),
        "  and the questions open in every matter": lambda case, decider: whole(
            decider, case.vague[:FEW]
        ),
        "why": lambda case, _: mean(
            lambda i: case.mechanism.why(i, case.mechanism.agencies[1].code), case.near
        ),
        "bulk, a row of a ledger": lambda case, _: bulk(case),
    }
    best = {what: [float("inf")] * len(cases) for what in tasks}
    for _ in range(ROUNDS):
        for what, task in tasks.items():
            for number, one in enumerate(cases):
                fresh = Decider(one.mechanism.rulebase, one.mechanism.decider.evaluator.program)
                best[what][number] = min(best[what][number], task(one, fresh))
    for what, row in best.items():
        report(f"{what}, µs", [seconds * 1e6 for seconds in row], "{:.1f}")
    for what, group in (("within the matter", "doubtful"), ("in every matter", "vague")):
        asked = [
            sum(len(one.mechanism.decide(i).open) for i in getattr(one, group)[FEW // 2 : FEW])
            for one in cases
        ]
        report(f"questions open {what}", [number / (FEW // 2) for number in asked], "{:.1f}")


def whole(decider: Decider, incidents: list[Incident]) -> float:
    """Return seconds for one decision with all that it says."""
    return mean(lambda i: decider.body(i.values, i.unknown).open, incidents)


def bulk(case: Case) -> float:
    """Return seconds for one row of a table."""
    import pyarrow as pa

    table = pa.Table.from_pylist(case.rows)
    started = time.process_time()
    case.mechanism.decide_table(table)
    return (time.process_time() - started) / len(case.rows)


def mean(call: Callable[[Any], object], things: list[Any]) -> float:
    """Return seconds for each of the second half of some things; the first half warms up."""
    half = len(things) // 2
    for thing in things[:half]:
        call(thing)
    started = time.process_time()
    for thing in things[half:]:
        call(thing)
    return (time.process_time() - started) / (len(things) - half)


def report(what: str, row: list[float], form: str) -> None:
    """Print one row, each figure with its ratio to the first."""
    cells = [f"{form.format(value)} ({value / row[0]:.1f} ×)" for value in row]
    print(f"{what:<52}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["load"]:
        load(sys.argv[2])
    else:
        main()
