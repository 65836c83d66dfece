"""What the process of one engine is handed: rules, incidents, and what is right."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import zhize
from benchmarks.peers.engines.naive import Naive
from benchmarks.peers.flat import LEVELS, Answer, Incident, Workload
from benchmarks.peers.incidents import Maker, typical
from benchmarks.peers.mechanisms import mechanism_at
from benchmarks.peers.rules import flat_rules

_KINDS = 400


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many incidents to check on, and how many that are all different to measure with."""

    checks: int
    different: int
    kinds: int = _KINDS


def workload(where: str, sizes: Sizes, seed: int = 5) -> Workload:
    """Return everything needed to check and measure engines on a mechanism.

    Half of the checks lie anywhere, outside the mechanism's time and place as well; the others
    are records. What is right comes from the compiled engine; plain Python must agree, so that the
    flat rules are known to say the same as the mechanism.
    """
    mechanism = mechanism_at(where)
    rules = flat_rules(mechanism.rulebase, mechanism.decider.evaluator.program)
    maker = Maker(mechanism, rules)
    half = sizes.checks // 2
    known = max(sizes.kinds, sizes.checks)
    made = maker.different(known + sizes.different, seed)
    checks = [*made[: sizes.checks - half], *maker.anywhere(half, seed + 1)]
    right = {level: [rightly(mechanism, i, level) for i in checks] for level in LEVELS}
    plain = Naive(where)
    plain.prepare(rules)
    for level, answers in right.items():
        for incident, answer in zip(checks, answers, strict=True):
            if plain.at_level(incident, level) != answer:
                raise SystemExit(f"the flat rules are wrong at {level}: {incident}")
    models = made[: sizes.kinds]
    return Workload(
        mechanism=where,
        rules=rules,
        checks=checks,
        right=right,
        repeated=typical(models, [len(plain.decide(i)) for i in models]),
        different=made[known:],
        kinds=models,
    )


def rightly(mechanism: zhize.Mechanism, incident: Incident, level: str) -> Answer:
    """Return what the compiled engine says at a level."""
    decider = mechanism.decider
    units, outcome = decider.evaluator.program.units, decider.outcome(incident.values)
    if level == "chain":
        return frozenset(
            (units[d.unit].norm.code, units[d.unit].bearer, d.to) for d in outcome.duties
        )
    found = {d.unit for d in outcome.duties} | set(outcome.unaddressed)
    if level == "facts":
        found |= {unit for unit, _, _ in outcome.displaced}
    by_facts = [units[u] for u in found if not units[u].triggers[0].follows]
    return frozenset((unit.norm.code, unit.bearer) for unit in by_facts)


def save(load: Workload, path: Path) -> None:
    """Write a workload for the processes of the engines."""
    path.write_bytes(pickle.dumps(load))
