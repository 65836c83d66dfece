"""The folded comparison finds what trying every incident finds: no more, no less, and as often."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.diff.conftest import EDITS, Pair, Pairs
from tests.engine.space import anything
from zhize.evaluation.outcome import Outcome
from zhize.examination.diff import DutyChange, Side, behaviour
from zhize.examination.diff.behaviour import Comparison
from zhize.examination.diff.correspondence import correspondence
from zhize.examination.diff.folding import Field, Stated
from zhize.examination.diff.relevance import UnitNames
from zhize.examination.diff.sides import Words
from zhize.examination.diff.values import APPLIES, NO_WORDS

RANDOM = 1500
SMALL = [("toy", name) for name in EDITS["toy"]] + [("harbour", n) for n in EDITS["harbour"]]
ALL = SMALL + [("notice", name) for name in EDITS["notice"]]


def comparison(pair: Pair) -> Comparison:
    sides = tuple(Side(m.rulebase, m.decider, m.checks, m.lexicon) for m in pair)
    same = correspondence(sides[0].rulebase, sides[1].rulebase)
    words = (Words(sides[0].rulebase, None), Words(sides[1].rulebase, same))
    return Comparison((sides[0], sides[1]), words, UnitNames((sides[0], sides[1]), same))


def sets(field: Field, most: int) -> Iterator[tuple[int, Stated]]:
    """Yield what may be stated on a field: every set of its values that is not too large."""
    for size in range(min(most if field.many else 1, len(field.choices)) + 1):
        for chosen in itertools.combinations(field.choices, size):
            yield size, tuple(fact for choice in chosen for fact in choice.stated)


def tried(
    compared: Comparison, pair: Pair, most: int
) -> tuple[Counter[object], dict[object, int], int]:
    """Try one incident after the other.

    Returns:
        Each class with its cases; where both mechanisms apply, with the size of its smallest
        incident; and all cases.
    """
    classes: Counter[object] = Counter()
    smallest: dict[object, int] = {}
    cases = 0
    met: dict[tuple[Outcome, Outcome], tuple[DutyChange, ...]] = {}
    needs = [side.needs for side in compared._sides]
    kinds = [{f.code: f.kind for f in m.rulebase.facets} for m in pair]
    for combination in itertools.product(*(sets(field, most) for field in compared.fields)):
        stated = tuple(fact for _, part in combination for fact in part)
        size = sum(part for part, _ in combination)
        facts = [compared.facts(side, stated) for side in (0, 1)]
        said = [
            all(f in facts[s] for f in needs[s] if kinds[s][f] in {"concept", "agency"})
            for s in (0, 1)
        ]
        if not any(said):
            continue
        for setting in compared.settings:
            cases += 1
            reach = tuple(
                setting.reach[s] if said[s] or setting.reach[s] != APPLIES else NO_WORDS
                for s in (0, 1)
            )
            if APPLIES not in reach:
                continue
            if reach != (APPLIES, APPLIES):
                classes[reach, ()] += 1
                continue
            outcomes = [
                m.decider.outcome(compared.facts(s, setting.stated + stated))
                for s, m in enumerate(pair)
            ]
            key = (outcomes[0], outcomes[1])
            own = met.get(key)
            if own is None:
                own = met[key] = compared.duties.observed(*outcomes)
                # Nothing changes in consequence where no observed duty does.
                assert bool(own) is bool(compared.duties.in_full(*outcomes))
            if own:
                classes[reach, own] += 1
                smallest[reach, own] = min(size, smallest.get((reach, own), size))
    return classes, smallest, cases


@pytest.mark.parametrize(("source", "name"), SMALL, ids=[f"{s} {n}" for s, n in SMALL])
def test_folding_finds_what_trying_every_incident_finds(
    source: str, name: str, pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behaviour, "_LENGTHS", (2,))
    compared = comparison(pairs(source, name))
    found = compared.run()
    classes, smallest, cases = tried(compared, pairs(source, name), most=2)
    assert classes, "the variant changes nothing"
    assert {(row.reach, row.duties): row.cases for row in found.found} == classes
    assert found.cases == cases
    both = [row for row in found.found if row.reach == (APPLIES, APPLIES)]
    assert {(row.reach, row.duties): row.size for row in both} == smallest


@pytest.mark.parametrize(("source", "name"), ALL, ids=[f"{s} {n}" for s, n in ALL])
def test_any_incident_that_changes_is_of_a_class_that_was_found(
    source: str, name: str, pairs: Pairs
) -> None:
    pair = pairs(source, name)
    compared = comparison(pair)
    found = {(row.reach, row.duties) for row in compared.run().found}
    rng = random.Random(f"{source} {name}")
    met = 0
    for _ in range(RANDOM):
        incident = anything(pair[1], rng)
        reasons = [m.decider.scope.reason(incident.values) or APPLIES for m in pair]
        if APPLIES not in reasons:
            continue
        outcomes = [m.decider.outcome(incident.values) for m in pair]
        full = compared.duties.in_full(*outcomes)
        if reasons == [APPLIES, APPLIES]:
            own = compared.duties.observed(*outcomes)
            assert bool(own) is bool(full)
            if own:
                met += 1
                assert ((APPLIES, APPLIES), own) in found
        else:
            assert (tuple(reasons), ()) in found
            met += 1
    assert met or name in {"same", "new-wording", "renamed", "new-violation"}
