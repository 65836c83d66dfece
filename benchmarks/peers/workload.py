"""What the process of one engine is handed: rules, incidents, and what is right."""

from __future__ import annotations

import pickle
import random
from dataclasses import dataclass
from pathlib import Path

import zhize
from benchmarks.peers.engines.naive import Naive
from benchmarks.peers.flat import LEVELS, Answer, Incident, Rules, Workload
from benchmarks.peers.incidents import Maker, typical
from benchmarks.peers.mechanisms import mechanism_at, norms_of
from benchmarks.peers.rules import flat_rules
from benchmarks.synthetic import one_sector

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

    In a grown mechanism each record lies in one sector, with as many duties as in the original.
    """
    mechanism = mechanism_at(where)
    rules = flat(mechanism)
    norms = norms_of(where)
    original = mechanism if norms is None else zhize.load()
    maker = Maker(original, rules if norms is None else flat(original))
    half = sizes.checks // 2
    known = max(sizes.kinds, sizes.checks)
    made = maker.different(known + sizes.different, seed)
    if norms is not None:
        rng = random.Random(seed)
        records = [i.record for i in made if i.record is not None]
        moved = one_sector(original.rulebase, norms, records, rng)
        maker = Maker(mechanism, rules)
        made = [maker.from_record(record) for record in moved]
    checks = made[: sizes.checks - half] + maker.anywhere(half, seed + 1)
    random.Random(seed).shuffle(checks)  # a slow engine is asked the first few only
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


def flat(mechanism: zhize.Mechanism) -> Rules:
    """Return what a mechanism says as flat rules."""
    return flat_rules(mechanism.rulebase, mechanism.decider.evaluator.program)


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
