"""Every engine that is compared gives the same duties; the flat rules say what the mechanism says.

An engine that is not installed is skipped: `pip install .[peers]` installs those from PyPI.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from benchmarks.peers.engine import Engine, NotOfferedError
from benchmarks.peers.engines.naive import Naive
from benchmarks.peers.flat import LEVELS, Alternative, Incident, Rules, Workload, alternatives
from benchmarks.peers.registry import ENGINES, engine, version
from benchmarks.peers.tables import by_norms, ledgers, left_out, single, what
from benchmarks.peers.tasks import differences, measured
from benchmarks.peers.workload import Sizes, flat, workload

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
PLACES = {"notice": "", "harbour": str(HARBOUR)}
_CHECKS = 100


@pytest.fixture(scope="module", params=sorted(PLACES))
def load(request: pytest.FixtureRequest) -> Workload:
    return workload(PLACES[request.param], Sizes(_CHECKS, 40, kinds=20))


def prepared(name: str, load: Workload) -> Engine:
    try:
        found = engine(name, load.mechanism)
        found.prepare(load.rules)
    except NotOfferedError as error:
        pytest.skip(str(error))
    return found


def test_the_expected_answers_have_something_to_say_at_every_level(load: Workload) -> None:
    for level in LEVELS:
        assert len(set(load.right[level])) > _CHECKS // 4
    assert any(a != b for a, b in zip(load.right["facts"], load.right["first"], strict=True))
    assert any(to for answer in load.right["chain"] for _, _, to in answer)
    assert any(rule.step for rule in load.rules.rules)
    assert any(not load.rules.reach(incident) for incident in load.checks)


@pytest.mark.parametrize("level", LEVELS)
def test_the_flat_rules_read_naively_say_what_the_engine_says(load: Workload, level: str) -> None:
    plain = Naive(load.mechanism)
    plain.prepare(load.rules)
    found = [plain.at_level(incident, level) for incident in load.checks]
    assert found == load.right[level]


def test_the_alternatives_of_a_rule_are_its_candidates_in_one_step(load: Workload) -> None:
    ways = alternatives(load.rules)
    for incident, right in zip(load.checks, load.right["facts"], strict=True):
        found = {
            (rule.norm, rule.bearer)
            for rule in load.rules.rules
            if load.rules.reach(incident)
            and any(holds(way, incident, load.rules) for way in ways[rule.index])
        }
        assert found == right


def holds(way: Alternative, incident: Incident, rules: Rules) -> bool:
    knowers = {agency for facet in rules.knowledge for agency in incident.facts.get(facet, ())}
    return (
        all(limits.hold(incident.day, incident.areas) for limits in way.limits)
        and (way.named is None or way.named in knowers)
        and all(set(test.values) & set(incident.facts.get(test.facet, ())) for test in way.tests)
    )


@pytest.mark.parametrize("name", [n for n in ENGINES if "shacl" not in n and n != "pyshifty"])
def test_an_engine_gives_the_same_duties(load: Workload, name: str) -> None:
    found = prepared(name, load)
    try:
        assert found.level in LEVELS
        assert bool(found.cannot) == (found.level != "chain")
        assert differences(found, load) == []
    finally:
        found.close()


@pytest.mark.parametrize("name", ["pyshacl", "pyshacl-turbo", "pyshifty"])
def test_the_reference_rules_give_the_same_duties(load: Workload, name: str) -> None:
    found = prepared(name, load)
    few = Workload(
        load.mechanism, load.rules, load.checks[:6], {"chain": load.right["chain"][:6]},
        load.repeated, [], [],
    )  # fmt: skip
    assert any(few.right["chain"])
    assert differences(found, few) == []


class Forgetful(Naive):
    """Loses a duty, and says nothing."""

    def answer(self, decided: list) -> frozenset:  # type: ignore[type-arg]
        return super().answer(decided[1:])


def test_an_engine_that_gives_other_duties_is_not_timed() -> None:
    load = workload("", Sizes(20, 40, kinds=10))
    found = measured(Forgetful(""), load, task="single", seconds=0.0, limit=0.0)
    assert "missing" in found["wrong"][0]
    assert "repeated" not in found
    assert "gave other duties" in left_out([{"engine": "forgetful", **found}])


def test_the_tables_have_a_row_for_each_engine_and_a_ratio_to_the_first() -> None:
    load = workload("", Sizes(20, 40, kinds=10))
    rows = []
    for name in ("zhize", "python"):
        kind = engine(name, "")
        row = measured(kind, load, task="all", seconds=0.0, limit=0.0)
        rows.append({"engine": name, "version": version(kind), **row, "peak": 1.0})
        rows[-1]["ledger"] = {str(size): took for size, took in row["ledger"].items()}
    for made in (single(rows), ledgers(rows), what(rows), by_norms({54: rows})):
        lines = made.strip().splitlines()
        assert len(lines) == 4
        assert len({line.count("|") for line in lines}) == 1
    assert "| 1.0 |" in single(rows)


def test_no_word_of_a_mechanism_stands_in_the_comparison(notice: zhize.Mechanism) -> None:
    rules = flat(notice)
    words = {rule.norm for rule in rules.rules} | {v for vs in rules.facets.values() for v in vs}
    words |= set(rules.facets)
    sources = list((Path(__file__).parents[2] / "benchmarks" / "peers").rglob("*.py"))
    assert len(sources) > 12
    for path in sources:
        text = path.read_text("utf-8")
        assert [word for word in words if f'"{word}"' in text or f"'{word}'" in text] == []
