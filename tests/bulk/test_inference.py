"""Inference over columns gives what the evaluator gives, on random facts and random programs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

import zhize
from benchmarks.synthetic import grown
from tests.engine.space import anything
from zhize.bulk.bits import rows_of
from zhize.bulk.entries import Entries, Entry
from zhize.bulk.inference import Inference
from zhize.compilation.program import ActingRule, Edge, Program, Unit, bits_of
from zhize.evaluation.evaluator import Evaluator, Held
from zhize.evaluation.outcome import Outcome
from zhize.model.rulebase import Norm, Trigger

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"


@dataclass
class Row:
    """What the facts of an incident leave standing, for either engine."""

    bits: int
    known: int
    named: tuple[int, ...]


def inferred(evaluator: Evaluator, rows: Sequence[Row]) -> list[Entry]:
    inference = Inference(evaluator)
    entries = Entries(inference.pieces)
    named = [n for row in rows for n in (*row.named, 0)[: inference.groups]]
    for found in inference.infer(
        rows_of([row.bits for row in rows], inference.width),
        rows_of([row.known for row in rows], inference.width),
        rows_of(named, inference.agencies).reshape(len(rows), -1),
    ):
        entries.extend(found)
    return [entries[number] for number in range(len(entries))]


def told(outcome: Outcome) -> Entry:
    return (
        tuple((duty.unit, duty.to, duty.conditional_on) for duty in outcome.duties),
        tuple((unit, by) for unit, by, _ in outcome.displaced),
        outcome.unaddressed,
    )


@pytest.mark.parametrize("name", ["notice", "harbour", "grown"])
def test_random_facts(name: str, notice: zhize.Mechanism) -> None:
    mechanism = {
        "notice": lambda: notice,
        "harbour": lambda: zhize.load(HARBOUR),
        "grown": lambda: grown(notice, 200),
    }[name]()
    decider, rng = mechanism.decider, random.Random(5)
    evaluator, scope, program = decider.evaluator, decider.scope, decider.evaluator.program
    rows, right = [], []
    for _ in range(2_000):
        facts = anything(mechanism, rng).values
        limits = evaluator.limits(scope.day(facts), scope.places(facts))
        known = program.aware_free
        for facet in program.knowledge:
            for agency in facts.get(facet, ()):
                known |= program.aware.get(agency, 0)
        rows.append(Row(evaluator.by_facts(facts, limits), known, evaluator.named(facts)))
        right.append(told(evaluator.outcome(decider.held(facts)[0])))
    assert inferred(evaluator, rows) == right
    assert len(set(right)) > 100


def test_random_programs(notice: zhize.Mechanism) -> None:
    rng = random.Random(3)
    met: list[Entry] = []
    for _ in range(15):
        evaluator = Evaluator(random_program(notice.norms, rng))
        program = evaluator.program
        rows, right = [], []
        for _ in range(200):
            dense = rng.random()
            bits = bits_of(b for b in range(len(program.unit_of_bit)) if rng.random() < dense)
            named = tuple(
                sum(bit for bit in group.eligible.values() if rng.random() < dense / 3)
                for group in evaluator.tables.namings
            )
            rows.append(Row(bits, program.all_bits, named))
            right.append(told(evaluator.outcome(Held(bits, (), named))))
        assert inferred(evaluator, rows) == right
        met += right
    conditions = {str(duty[2]) for duties, _, _ in met for duty in duties}  # type: ignore[index]
    assert any(";" in condition for condition in conditions), "alternatives were joined"
    assert all(any(row[column] for row in met) for column in range(3))


def random_program(norms: Sequence[Norm], rng: random.Random) -> Program:
    """Return a program with chains of three levels, exceptions on conditions, many alternatives."""
    agencies = [f"agency-{n}" for n in range(rng.choice([5, 40, 90]))]
    count, levels = 60, 3
    level_of = [rng.randrange(levels + 1) for _ in range(count)]
    owner: list[int] = []
    units = []
    for number in range(count):
        follows = ("x",) if level_of[number] else ()
        bits = tuple(range(len(owner), len(owner) + rng.randint(1, 3)))
        owner += [number] * len(bits)
        norm = rng.choice(norms)
        alternative = norm.code if rng.random() < 0.7 else None
        units.append(Unit(
            norm=msgspec.structs.replace(norm, alternative_to=alternative),
            bearer=rng.choice(agencies),
            bits=bits,
            mask=bits_of(bits),
            triggers=tuple(Trigger(name=f"t{bit}", follows=follows) for bit in bits),
            needs_recipient=rng.random() < 0.5,
            fixed=tuple(rng.sample(agencies, rng.choice([0, 0, 1, 4]))),
            acting=rng.choice([-1, 0, 1, 2]),
            senders=rng.random() < 0.3,
            facets=(),
        ))  # fmt: skip
    edges = []
    for number in range(1, count):
        if level_of[number] or rng.random() < 0.6:
            continue
        by = []
        for high in rng.sample(range(number), min(number, 3)):
            condition = rng.choice([0, 1 << len(owner)])
            owner += [-1] if condition else []
            by.append((high, condition, ()))
        edges.append(Edge(unit=number, by=tuple(by)))
    everybody = range(count)

    def likely(chance: float) -> bool:
        return rng.random() < chance

    return Program(
        units=tuple(units),
        unit_of_bit=tuple(owner),
        all_bits=(1 << len(owner)) - 1,
        tested=(), free={}, lookup={}, aware_free=0, aware={}, knowledge=(), makes_aware=(),
        edges=tuple(edges),
        acting_rules=tuple(
            ActingRule(
                code=str(rule),
                units=frozenset(rng.sample(everybody, 25)),
                except_named_in=rng.choice([(), ("a",), ("a", "b")]),
            )
            for rule in range(3)
        ),
        follow_ups=tuple(
            tuple(
                (number, frozenset(s for s in everybody if level_of[s] < level and likely(0.12)))
                for number in everybody
                if level_of[number] == level
            )
            for level in range(1, levels + 1)
        ),
        windows=(), areas=(), uses_date=False,
    )  # fmt: skip
