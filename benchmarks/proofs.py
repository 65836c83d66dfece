"""Measure proofs, why-not and what-if on warm mechanisms, beside a plain decision.

Run by `python -m benchmarks.proofs`. Every figure is printed with its ratio to a decision on facts
never met before; nothing here is asserted.
"""

from __future__ import annotations

import os
import platform
import random
import statistics
import time
from collections.abc import Callable

import zhize
from benchmarks.records import random_records
from zhize.evaluation.counterfactual import Counterfactuals


def main(count: int = 100) -> None:
    """Run all measurements and print them as a table."""
    print(f"# {platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    mechanism = zhize.load()
    records = random_records(mechanism, random.Random(17), 10 * count)
    incidents = [mechanism.incident(record) for record in records]
    base = statistics.median(once(lambda i=i: mechanism.decide(i)) for i in incidents[count:])
    row("decision, facts never met before", [base], base)
    some = incidents[:count]
    agencies = [a.code for a in mechanism.agencies]
    finder = Counterfactuals(mechanism._prover, mechanism._brief_problems)
    row(
        "why-not, first time: all agencies, conditions written down",
        [once(lambda: [finder.why_not(some[0], agency) for agency in agencies])],
        base,
    )
    for agency in agencies:
        mechanism.why_not(some[0], agency)
    row(
        "why-not, one agency, all its norms",
        [best(lambda i=i, a=a: mechanism.why_not(i, a)) for i in some for a in agencies],
        base,
    )
    row(
        "why, one agency, all its duties",
        [best(lambda i=i, a=a: mechanism.why(i, a)) for i in some for a in agencies],
        base,
    )
    facet = next(f for f in mechanism.rulebase.facets if f.kind == "concept" and f.many)
    row(
        "what-if, one field set, facts never met before",
        [once(lambda i=i: mechanism.what_if(i, set={facet.code: facet.values[0]})) for i in some],
        base,
    )


def once(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def best(call: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of a few times: what else the machine does is no part of it."""
    return min(once(call) for _ in range(times))


def row(what: str, seconds: list[float], base: float) -> None:
    """Print one row: median, 99th percentile and maximum, and what the median is to a decision."""
    ordered = sorted(seconds)
    middle, high = statistics.median(ordered), ordered[int(0.99 * (len(ordered) - 1))]
    figures = " / ".join(f"{value * 1e3:.2f}" for value in (middle, high, ordered[-1]))
    print(f"{what:<60} {figures:>24} ms  {middle / base:.1f} × a decision")


if __name__ == "__main__":
    main()
