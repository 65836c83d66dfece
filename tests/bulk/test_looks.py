"""Checks over columns find on lists of any kind what each shape has against each of them."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import zhize
from tests.bulk.rows import TODAY, Row, as_table, random_rows
from tests.validation.shapes import Shapes
from zhize.bulk.block import block_of_batch
from zhize.bulk.checks import ColumnChecks
from zhize.bulk.engine import Engine
from zhize.bulk.readings import ODD
from zhize.records import Lexicon, resolve
from zhize.validation.alike import tells
from zhize.validation.conformance import THE_RECORD, Facts, Vocabulary, given
from zhize.validation.findings import complaint_of, finding, rank

if TYPE_CHECKING:
    from zhize.bulk.checks import Items
    from zhize.model.incident import Record
    from zhize.validation.checks import Check

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
ODD_WORDS = ["unknown", "未知", "none", "无", "nonsense", "moon", "", None, "  "]

Told = list[tuple[str, str, str | None, str | None]]


def lists(mechanism: zhize.Mechanism, rng: random.Random, count: int, *, bad: float) -> list[Row]:
    """Return rows with many different lists: words twice, by label, blank, none, or unknown."""
    rows = random_rows(mechanism, rng, count, bad=bad)
    labels = {c.code: [*c.label.values()] for c in mechanism.rulebase.concepts}
    for facet in mechanism.rulebase.facets:
        if not facet.many or facet.kind == "place":
            continue
        words: list[str | None] = [*facet.values] * 3
        words += [word for code in facet.values for word in labels.get(code, ())]
        for row in rows:
            found = rng.choices(words, k=rng.choice((0, 1, 1, 2, 3, 5, 9)))
            if rng.random() < bad:
                found.insert(rng.randrange(len(found) + 1), rng.choice(ODD_WORDS))
            if rng.random() < 0.9:
                row[facet.code] = found
    return rows


def random_checks(
    vocabulary: Vocabulary, rng: random.Random, count: int, *, alike: bool
) -> list[Check]:
    """Return checks of so many fields each, perhaps only such as see what `Alike` does."""
    facets = [facet for facet in vocabulary.by_code.values() if facet.kind != "text"]
    if alike:
        facets = [facet for facet in facets if facet.kind in {"concept", "agency"}]
    shapes, facts, checks = Shapes(vocabulary, rng), Facts(vocabulary, {}, (), TODAY), []
    while len(checks) < 8:
        some = rng.sample(facets, count)
        fields = [facet.code for facet in (*some, rng.choice(facets))]
        check = shapes.check(f"test-{len(checks)}", some, fields)
        if not alike or tells(tuple(fields), check.shape, facts):
            checks.append(check)
    return checks


def carefully(
    checks: tuple[Check, ...], record: Record, vocabulary: Vocabulary, positions: dict[str, int]
) -> Told:
    """Return what the checks have against a record, each by itself, in the order of its fields."""
    stated = given(record)
    facts = Facts(vocabulary, stated, (), TODAY)
    told = {}
    for check in checks:
        complaint = complaint_of(check)
        if check.shape.path is not None and check.shape.path.then == "sharing":
            continue
        for term in dict.fromkeys(facts.offending(check.shape)):
            found = finding(complaint, None if term == THE_RECORD else term, stated, vocabulary)
            order = rank(complaint, found.field, found.value, positions)
            told[complaint.code, complaint.severity, found.field, found.value] = order
    notes = [(note.code, note.severity, note.field, note.value) for note in record.notes]
    return [*sorted(told, key=lambda one: told[one]), *notes]


@pytest.mark.parametrize("folder", [None, HARBOUR], ids=["notice", "harbour"])
@pytest.mark.parametrize("bad", [0.02, 0.4])
def test_columns_find_what_each_shape_has_against_each_row(folder: Path | None, bad: float) -> None:
    mechanism = zhize.load(folder)
    rulebase = mechanism.rulebase
    vocabulary = Vocabulary(rulebase)
    positions = {facet.code: facet.position for facet in rulebase.facets}
    rng = random.Random(3)
    spread: Counter[int] = Counter()
    for seed, count in product(range(6), (1, 2, 3)):
        checks = (*mechanism.checks, *random_checks(vocabulary, rng, count, alike=seed % 2 == 0))
        engine = Engine(mechanism.decider, checks, mechanism.lexicon, TODAY)
        told: list[Items] = []
        records = []
        rows = lists(mechanism, random.Random(seed), 80, bad=bad)
        for part in (rows[:30], rows[30:]):  # what was met before counts in what comes after
            batch = as_table(part).combine_chunks().to_batches()[0]
            block = block_of_batch(batch, mechanism.lexicon, engine.words)
            faults = engine.check(block, {}, singly=False).faults.tolist()
            plain = [n for n in range(len(part)) if not block.odd[n]]
            told += [engine.checks.in_order(faults[n]) for n in plain]
            records += [
                resolve({k: v for k, v in part[n].items() if v is not None}, mechanism.lexicon)
                for n in plain
            ]
        assert len(records) > 40
        for items, record in zip(told, records, strict=True):
            wanted = carefully(checks, record, vocabulary, positions)
            assert [item[1:] for item in items] == wanted
            spread[len(wanted)] += 1
    assert spread.total() > 500
    assert len(spread) > 4


def test_lists_of_known_words_are_hardly_ever_examined(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(4)
    rows = lists(notice, rng, 600, bad=0)
    examined = Counter[str]()
    careful = ColumnChecks._examined

    def counted(checks: ColumnChecks, some: Any, parts: Any) -> Any:
        examined.update(field for part in parts for field in part.values)
        return careful(checks, some, parts)

    monkeypatch.setattr(ColumnChecks, "_examined", counted)
    engine = Engine(notice.decider, notice.checks, notice.lexicon, TODAY)
    block = block_of_batch(
        as_table(rows).combine_chunks().to_batches()[0], notice.lexicon, engine.words
    )
    engine.check(block, {})
    for field in ("discovered_by", "reported_to"):
        different = len(engine.words[field].parts)
        assert different > 200
        assert examined[field] < 20


@pytest.mark.parametrize("folder", [None, HARBOUR], ids=["notice", "harbour"])
def test_lists_are_read_as_in_a_single_record(folder: Path | None) -> None:
    mechanism = zhize.load(folder)
    engine = Engine(mechanism.decider, mechanism.checks, mechanism.lexicon, TODAY)
    rows = lists(mechanism, random.Random(6), 300, bad=0.2)
    batch = as_table(rows).combine_chunks().to_batches()[0]
    block = block_of_batch(batch, mechanism.lexicon, engine.words)
    codes = engine.check(block, {}, singly=False).codes
    fresh = Lexicon(mechanism.rulebase)
    for facet in mechanism.rulebase.facets:
        if facet.kind not in {"concept", "agency"}:
            continue
        parts = engine.words[facet.code].parts
        for row, code in zip(rows, codes[facet.code].full().tolist(), strict=True):
            given = {} if row.get(facet.code) is None else {facet.code: row[facet.code]}
            record = resolve(given, fresh)
            assert (code == ODD) == bool(record.problems)
            if code != ODD:
                assert parts[code].values == record.values
                assert parts[code].unknown == record.unknown
        written = [part for n, part in enumerate(parts) if n != ODD]
        assert all(one != other for one, other in combinations(written, 2))
