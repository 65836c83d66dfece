"""General engines give the duties that this engine gives, each as far as it can express them."""

from __future__ import annotations

import functools
import itertools

import pytest

from benchmarks.peers.engine import Engine, NotOfferedError
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
from benchmarks.peers.registry import engine
from benchmarks.peers.tasks import differences
from benchmarks.peers.workload import Sizes, workload

MECHANISMS = ["", "tests/mechanisms/harbour"]
PEERS = [
    "cedar",
    "cel",
    "cel-first",
    "clips",
    "datalogic",
    "datalogic-first",
    "durable",
    "durable-first",
    "json-rules",
    "json-rules-first",
    "rego-cpp",
    "regorus",
    "regorus-first",
    "zen",
    "zen-first",
]


@functools.cache
def load_of(where: str) -> Workload:
    return workload(where, Sizes(checks=100, different=0, kinds=10))


def installed(name: str, where: str) -> Engine:
    try:
        found = engine(name, where)
        found.prepare(load_of(where).rules)
    except NotOfferedError as error:
        pytest.skip(str(error))
    return found


@pytest.mark.parametrize("where", MECHANISMS)
@pytest.mark.parametrize("name", PEERS)
def test_an_engine_gives_the_same_duties_one_by_one_and_in_bulk(name: str, where: str) -> None:
    peer = installed(name, where)
    try:
        assert sum(map(len, load_of(where).right[peer.level])) > 300
        assert differences(peer, load_of(where)) == []
        assert peer.seconds_each([peer.take(load_of(where).repeated)]) > 0
    finally:
        peer.close()


@pytest.mark.parametrize("name", PEERS)
def test_an_engine_that_stops_short_of_the_chain_says_what_it_lacks(name: str) -> None:
    peer = installed(name, "")
    peer.close()
    assert peer.given
    assert bool(peer.cannot) == (peer.level != "chain")


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
