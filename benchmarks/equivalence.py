"""Compare the engines for as long as one likes: `make equivalence MINUTES=30`.

First the enumerated core, by the second implementation of SHACL rules, for half of the time; then
random incidents on every mechanism at hand, by both implementations, until the time is up. The
seed is printed, and the first difference ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import zhize
from tests.engine.space import anything, core, differences
from zhize.evaluation.outcome import Outcome
from zhize.evaluation.reference import ReferenceEngine, run_with_turbo

MECHANISMS = Path(__file__).resolve().parent.parent / "tests" / "mechanisms"
Infer = Callable[[Iterable[zhize.Incident]], tuple[Outcome, ...]]


def main() -> int:
    """Run the comparison and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    given = parser.parse_args()
    start = time.monotonic()
    half, end = start + 30 * given.minutes, start + 60 * given.minutes
    mechanisms = [zhize.load(), *(zhize.load(MECHANISMS / name) for name in ("harbour", "toy"))]
    print(f"seed {given.seed}, until {given.minutes:g} minutes are over")
    engines = [(m, by_turbo(m), m.reference.outcomes) for m in mechanisms]
    notice, turbo, _ = engines[0]
    done = 0
    for incident in core(notice):
        if time.monotonic() > half:
            break
        done += 1
        if not agree(notice, incident, {"pyshacl-turbo": turbo}):
            return 1
    print(f"core: {done:,} of {len(core(notice)):,} combinations agree")
    rng, done = random.Random(given.seed), 0
    while time.monotonic() < end:
        for mechanism, second, reference in engines:
            done += 1
            incident = anything(mechanism, rng)
            if not agree(mechanism, incident, {"pyshacl-turbo": second, "pyshacl": reference}):
                return 1
    print(f"random: {done:,} incidents agree, compiled, pySHACL and pyshacl-turbo")
    return 0


def by_turbo(mechanism: zhize.Mechanism) -> Infer:
    """Return a second implementation of SHACL rules over a mechanism."""
    program = mechanism.decider.evaluator.program
    engine = ReferenceEngine(mechanism.rulebase, program, mechanism.graph(), run_with_turbo)
    return engine.outcomes


def agree(mechanism: zhize.Mechanism, incident: zhize.Incident, others: dict[str, Infer]) -> bool:
    """Tell whether all engines agree on an incident; print where they do not."""
    for name, infer in others.items():
        found = differences(mechanism, [incident], infer([incident]))
        if found:
            print(f"{name} differs on {mechanism.rulebase.info.code}:\n{found[0]}")
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
