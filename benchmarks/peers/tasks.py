"""What is measured of one engine, in a process of its own: `python -m benchmarks.peers.tasks`.

This process loads the flat rules and the engine, nothing of this project's engine.
"""

from __future__ import annotations

import json
import pickle
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.engine import Engine, NotOfferedError
from benchmarks.peers.flat import Incident, Workload
from benchmarks.peers.registry import engine, version

_ROUNDS = 5
_CHUNK = 20
_FEW_CHECKS = 40
_PIECE, _LONGEST = 1_000_000, 10_000_000


def main() -> None:
    """Measure one engine as the arguments say, and print the figures as JSON."""
    path, name, wanted = sys.argv[1:]
    with Path(path).open("rb") as file:
        load: Workload = pickle.load(file)
    settings = json.loads(wanted)
    try:
        figures = measured(engine(name, load.mechanism), load, **settings)
    except NotOfferedError as error:
        figures = {"left_out": str(error)}
    print(json.dumps({"engine": name, **figures}))


def measured(of: Engine, load: Workload, task: str, seconds: float, limit: float) -> dict[str, Any]:
    """Return the figures of one task.

    Args:
        of: The engine.
        load: Rules and incidents.
        task: `memory`, `single` or `all`.
        seconds: How long one figure may take, roughly.
        limit: How long one size of a ledger may take.
    """
    started = time.perf_counter()
    of.prepare(load.rules)
    found: dict[str, Any] = {
        "name": of.name, "version": version(of), "level": of.level, "given": of.given,
        "cannot": of.cannot, "slow": of.slow, "prepare": time.perf_counter() - started,
    }  # fmt: skip
    try:
        if task == "memory":
            several = [of.take(i) for i in load.checks]
            until = time.perf_counter() + seconds
            for one in several:
                of.decide(one)
                if time.perf_counter() > until:
                    break
            return {**found, "peak": peak() + of.memory_elsewhere()}
        wrong = differences(of, load)
        if wrong:
            return {**found, "wrong": wrong}
        found["repeated"] = repeated(of, of.take(load.repeated), seconds)
        half = len(load.different) // 2
        found["different"] = different(of, load.different[:half], seconds)
        if task == "all":
            found["ledger"] = growth(of, load.kinds, limit)
            found["bulk_different"] = bulk_different(
                of, load.different[half:], found["different"], limit
            )
        return found
    finally:
        of.close()


def differences(of: Engine, load: Workload, at_most: int = 3) -> list[str]:
    """Return where an engine's answers, one by one and in bulk, are not those expected."""
    few = _FEW_CHECKS if of.slow else None
    checks, right = load.checks[:few], load.right[of.level][:few]
    alone = [of.answer(of.decide(of.take(incident))) for incident in checks]
    records = [i for i in checks if i.record is not None]
    if type(of).decide_many is Engine.decide_many:
        records = []  # in bulk it would be asked the same again
    together = dict(
        zip(map(id, records), of.answers(of.decide_many(of.take_many(records))), strict=True)
    )
    found = []
    for incident, one, expected in zip(checks, alone, right, strict=True):
        for how, answer in (("alone", one), ("in bulk", together.get(id(incident), expected))):
            if answer != expected:
                found.append(
                    f"{how}: {incident.values}\n  missing: {sorted(expected - answer)}"
                    f"\n  too many: {sorted(answer - expected)}"
                )
    return found[:at_most]


def repeated(of: Engine, taken: Any, seconds: float) -> float:
    """Return seconds for deciding one incident again: the median of rounds."""
    of.seconds_each([taken] * 2)
    once = max(of.seconds_each([taken] * 3) / 3, 1e-8)
    times = max(1, int(seconds / _ROUNDS / once))
    batch = [taken] * min(times, 100_000)
    return statistics.median(of.seconds_each(batch) / len(batch) for _ in range(_ROUNDS))


def different(of: Engine, incidents: Sequence[Incident], seconds: float) -> float:
    """Return seconds for deciding an incident never met: the median over small groups.

    As many others have been decided before, as far as time allows, so that the engine is warm.
    """
    half = len(incidents) // 2
    taken = [of.take(incident) for incident in incidents]
    size = 1 if of.slow else _CHUNK
    until = time.perf_counter() + seconds
    for start in range(0, half, size):
        of.seconds_each(taken[start : start + size])
        if time.perf_counter() > until:
            break
    found, until = [], time.perf_counter() + seconds
    for start in range(half, len(taken), size):
        part = taken[start : start + size]
        found.append(of.seconds_each(part) / len(part))
        if time.perf_counter() > until and len(found) >= _ROUNDS:
            break
    return statistics.median(found)


def growth(of: Engine, kinds: list[Incident], limit: float) -> dict[int, float]:
    """Return seconds for ledgers of a thousand incidents, ten thousand and so on."""
    found: dict[int, float] = {}
    count, last, expected = 1_000, 0.0, 0.0
    of.seconds_together(of.take_many(ledger(kinds, 100, seed=0)))
    while count <= _LONGEST and expected <= limit:
        took = 0.0
        for start in range(0, count, _PIECE):
            incidents = ledger(kinds, min(count, _PIECE), seed=count + start)
            took += of.seconds_together(of.take_many(incidents))
        found[count] = took
        expected = took + 10 * max(took - last, 0.0)  # what begins anew with every ledger is once
        last, count = took, count * 10
    return found


def ledger(kinds: Sequence[Incident], count: int, seed: int) -> list[Incident]:
    """Return incidents as an office has them: the same kinds of matter, some very common."""
    weights = [1 / rank for rank in range(1, len(kinds) + 1)]
    return random.Random(seed).choices(kinds, weights, k=count)


def bulk_different(of: Engine, incidents: list[Incident], each: float, limit: float) -> float:
    """Return incidents a second in bulk, all of them different."""
    part = incidents[: max(10, min(len(incidents), int(limit / each)))]
    return len(part) / of.seconds_together(of.take_many(part))


def peak() -> float:
    """Return the most memory this process has had, in MiB."""
    status = Path("/proc/self/status")
    if not status.exists():
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
