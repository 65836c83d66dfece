"""What checks cannot tell apart is examined once, and that hides no problem."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import zhize
from benchmarks.records import random_records
from tests.test_api import HARBOUR
from tests.validation.shapes import Shapes
from zhize.model.incident import Unresolved
from zhize.records import Lexicon, resolve
from zhize.validation import Checker
from zhize.validation.alike import Alike, tells
from zhize.validation.conformance import OPEN, Facts, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Hashable


@pytest.mark.parametrize("folder", [None, HARBOUR], ids=["notice", "harbour"])
def test_lists_that_look_alike_conform_alike_whatever_the_shape(folder: Path | None) -> None:
    rulebase = zhize.load(folder).rulebase
    vocabulary, rng, day = Vocabulary(rulebase), random.Random(8), date(2025, 6, 1)
    shapes = Shapes(vocabulary, rng)
    alike = both = 0
    for facet in rulebase.facets * 2:
        if facet.kind not in {"concept", "agency"}:
            continue
        words: list[Any] = [*facet.values, OPEN, Unresolved("nonsense"), Unresolved("moon")]
        lists = [None, *(tuple(rng.choices(words, k=rng.choice((0, 1, 2, 3)))) for _ in range(60))]
        given = [{} if stated is None else {facet.code: stated} for stated in lists]
        for shape in [shapes.about([facet]) for _ in range(60)]:
            if not tells((facet.code,), shape, Facts(vocabulary, {}, (), day)):
                continue
            look = Alike(facet.code, [shape], Facts(vocabulary, {}, (), day)).seen
            answers: dict[Hashable, set[bool]] = {}
            for stated in given:
                offends = any(True for _ in Facts(vocabulary, stated, (), day).offending(shape))
                answers.setdefault(look(stated.get(facet.code)), set()).add(offends)
            assert all(len(found) == 1 for found in answers.values()), (facet.code, shape)
            alike += len(lists) - len(answers)
            both += len({offends for found in answers.values() for offends in found}) == 2
    assert alike > 1000
    assert both > 50


@pytest.mark.parametrize("folder", [None, HARBOUR], ids=["notice", "harbour"])
def test_a_checker_finds_what_one_without_memory_finds(
    folder: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    mechanism = zhize.load(folder)
    rng = random.Random(5)
    records = random_records(mechanism, rng, 150)
    facets = [f for f in mechanism.rulebase.facets if f.kind in {"concept", "agency"}]
    day = date(2025, 6, 1)
    old = Checker(mechanism.rulebase, mechanism.checks, day)
    lexicon = Lexicon(mechanism.rulebase)
    examined = Counter[Checker]()
    findings = Checker._findings

    def counted(checker: Checker, *given: Any) -> Any:
        examined[once if checker is once else old] += 1
        return findings(checker, *given)

    found = 0
    for fields in records:
        changed: dict[str, Any] = dict(fields)
        for facet in rng.sample(facets, 3):
            count = rng.choice((0, 1, 1, 2, 3))
            changed[facet.code] = rng.sample(facet.values, min(count, len(facet.values)))
            if rng.random() < 0.2:
                changed[facet.code].append(rng.choice(("unknown", "moon")))
        record = resolve(changed, lexicon)
        once = Checker(mechanism.rulebase, mechanism.checks, day)  # it has met nothing
        with monkeypatch.context() as patch:
            patch.setattr(Checker, "_findings", counted)
            problems = once.check(record)
            assert old.again(day).check(record) == problems
        found += bool(problems)
    assert found > 20
    assert sum(examined.values()) > 4 * examined[old]
