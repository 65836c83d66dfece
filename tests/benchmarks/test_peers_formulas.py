"""Formulas, for engines without variables, say what the flat rules say."""

from __future__ import annotations

import functools
import itertools
from pathlib import Path

import pytest

from benchmarks.peers.flat import LEVELS, Incident, Workload
from benchmarks.peers.formulas import (
    All,
    During,
    Formula,
    Formulas,
    Has,
    In,
    Inside,
    Named,
    Not,
    Ref,
    Some,
    formulas,
)
from benchmarks.peers.workload import Sizes, workload

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
MECHANISMS = ["", str(HARBOUR)]


@functools.cache
def load_of(where: str) -> Workload:
    return workload(where, Sizes(checks=100, different=0, kinds=10))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("where", MECHANISMS)
def test_formulas_say_what_the_rules_say(where: str, level: str) -> None:
    load = load_of(where)
    program = formulas(load.rules, level)
    for incident, right in zip(load.checks, load.right[level], strict=True):
        assert found(program, incident, level) == right
    assert any(duty.to for duty in program.duties) == (level == "chain")


@pytest.mark.parametrize("where", MECHANISMS)
def test_a_formula_refers_to_earlier_stages_only(where: str) -> None:
    program = formulas(load_of(where).rules, "chain")
    known: set[str] = set()
    referred = 0
    for stage in program.stages:
        for _, formula in stage:
            assert names(formula) <= known
            referred += len(names(formula))
        known |= {name for name, _ in stage}
    assert referred > 50
    for duty in program.duties:
        assert names(duty.holds) | {n for _, when in duty.to for n in names(when)} <= known


def found(program: Formulas, incident: Incident, level: str) -> frozenset[tuple[object, ...]]:
    if not holds(program.reach, incident, {}):
        return frozenset()
    known: dict[str, bool] = {}
    for stage in program.stages:
        known |= {name: holds(formula, incident, known) for name, formula in stage}
    rows = set()
    for duty in program.duties:
        if holds(duty.holds, incident, known):
            to = sorted(agency for agency, when in duty.to if holds(when, incident, known))
            row = (duty.rule.norm, duty.rule.bearer)
            rows.add((*row, tuple(to)) if level == "chain" else row)
    return frozenset(rows)


def holds(formula: Formula, incident: Incident, known: dict[str, bool]) -> bool:
    facts, day = incident.facts, incident.day
    match formula:
        case Has(test):
            return not set(test.values).isdisjoint(facts.get(test.facet, ()))
        case Named(agency, facets):
            return any(agency in facts.get(facet, ()) for facet in facets)
        case Inside():
            return incident.inside
        case During(start, end, undated):
            return start <= day <= end if day else undated
        case In(areas):
            return not set(areas).isdisjoint(incident.areas)
        case Ref(name):
            return known[name]
        case Not(part):
            return not holds(part, incident, known)
        case All(parts):
            return all(holds(part, incident, known) for part in parts)
        case Some(parts):
            return any(holds(part, incident, known) for part in parts)


def names(formula: Formula) -> set[str]:
    match formula:
        case Ref(name):
            return {name}
        case Not(part):
            return names(part)
        case All(parts) | Some(parts):
            return set(itertools.chain.from_iterable(map(names, parts)))
        case _:
            return set()
