"""Measure how the cost of loading and deciding grows with the norms: `python -m benchmarks.norms`.

The mechanisms are copies of the notice (`benchmarks.synthetic`); an incident of one sector has the
same duties in each of them, so a ratio shows what the norms that do not concern it cost. All sizes
are measured in turn, round after round, in processor time; the best round counts. Where the answer
itself grows with the norms (an open question for each value that would add a duty; why not, for
each norm of an agency), its length stands below, and the time for each part of it. Nothing here is
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
from collections.abc import Callable, Sized
from pathlib import Path
from typing import Any, NamedTuple

import zhize
from benchmarks.records import ledger, random_records
from benchmarks.synthetic import grown, in_sector, one_sector
from benchmarks.synthetic_turtle import write_folder
from zhize.evaluation.counterfactual import Counterfactuals
from zhize.evaluation.decider import Decider
from zhize.evaluation.proof import Prover
from zhize.evaluation.why_not_steps import WhyNot
from zhize.model.incident import Incident
from zhize.model.rulebase import RuleBase

SIZES = (54, 200, 1_000, 5_000)
ROUNDS = 3
INCIDENTS = 200
FEW = 40
FEWER = 10
ROWS = 5_000

WITHIN = "  and the questions open within the matter"
EVERY = "  and the questions open in every matter"
WHY_NOT = "why not, all norms of an agency"


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
        WITHIN: lambda case, decider: whole(decider, case.doubtful),
        EVERY: lambda case, decider: whole(decider, case.vague[:FEW]),
        "why": lambda case, _: mean(
            lambda i: case.mechanism.why(i, case.mechanism.agencies[1].code), case.near
        ),
        WHY_NOT: lambda case, _: mean(lambda i: why_not(case, i), case.near[:FEWER]),
        "why not, one norm that follows duties, at first": why_not_first,
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
    print("# of which, for each part of the answer:")
    for what, part, count in (
        (WITHIN, "question", lambda c: length(lambda i: c.mechanism.decide(i).open, c.doubtful)),
        (EVERY, "question", lambda c: length(lambda i: c.mechanism.decide(i).open, c.vague[:FEW])),
        (WHY_NOT, "norm", lambda c: length(lambda i: why_not(c, i).norms, c.near[:FEWER])),
    ):
        counts = [count(one) for one in cases]
        report(f"{what}: {part}s", counts, "{:.1f}")
        each = [seconds * 1e6 / n for seconds, n in zip(best[what], counts, strict=True)]
        report(f"{what}: µs a {part}", each, "{:.1f}")


def why_not(case: Case, incident: Incident) -> WhyNot:
    """Return why an agency has no duty under all its norms: in every sector it has as many."""
    return case.mechanism.why_not(incident, case.mechanism.agencies[1].code)


def why_not_first(case: Case, decider: Decider) -> float:
    """Return seconds for a norm that follows duties, its conditions not yet known."""
    unit = next(u for u in reversed(decider.evaluator.program.units) if u.triggers[0].follows)
    asked = Counterfactuals(Prover(decider), lambda _: ())
    started = time.process_time()
    asked.why_not(case.near[0], unit.bearer, unit.norm.code)
    return time.process_time() - started


def length(call: Callable[[Any], Sized], things: list[Any]) -> float:
    """Return the mean length of the answers of which `mean` returns the time."""
    asked = things[len(things) // 2 :]
    return sum(len(call(thing)) for thing in asked) / len(asked)


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
