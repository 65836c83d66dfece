"""The compiled checks and pySHACL report the same, row for row, on records good and bad."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from zhize.records import resolve
from zhize.validation.compile_shapes import compile_checks
from zhize.validation.reference import validate_records

if TYPE_CHECKING:
    from zhize.model.report import Problem
    from zhize.model.rulebase import Facet

    from .conftest import Subject

BATCH, BATCHES = 150, 3
WRONG = (
    "",
    "无",
    "unknown",
    "未知",
    "非法采沙",
    "sand; coal",
    "x" * 70,
    "2024-13-01",
    "沁水县",
    "a\tb",
    7,
)


def _words(subject: Subject, facet: Facet) -> list[Any]:
    """Return values that a record might have on a facet, right ones and one another's."""
    book = subject.rulebase
    if facet.kind == "date":
        return ["2024-08-01", "2024-09-01", "2024-09-02", "2024年8月2日", date(2030, 1, 1)]
    if facet.kind == "text":
        return ["A-1", "A-2", "文字"]
    if facet.kind == "place":
        # Neighbours in the file lie near one another, so that some villages fit their townships.
        return [word for p in book.places[:80] for word in (p.code, *p.codes)]
    things = book.concepts if facet.kind == "concept" else book.agencies
    known = [t for t in things if t.code in facet.values]
    return [word for thing in known for word in (thing.code, *thing.label.values())]


def _value(random: Random, words: list[Any], others: list[Any], many: bool) -> Any:
    def one() -> Any:
        kind = random.random()
        return random.choice(words if kind < 0.85 else others if kind < 0.93 else WRONG)

    if many and random.random() < 0.8:
        return [one() for _ in range(random.choice((0, 1, 1, 2, 3)))]
    return [one(), one()] if random.random() < 0.06 else one()


def random_records(subject: Subject, random: Random, count: int) -> list[dict[str, Any]]:
    facets = subject.rulebase.facets
    words = {facet.code: _words(subject, facet) for facet in facets}
    everything = [word for found in words.values() for word in found]
    records = []
    for number in range(count):
        fields: dict[str, Any] = {}
        for facet in facets:
            if random.random() < (0.95 if facet.position < 8 else 0.6):
                fields[facet.code] = _value(random, words[facet.code], everything, facet.many)
            if "identifier" in facet.serves and random.random() < 0.9:
                fields[facet.code] = f"R-{number}"
        if random.random() < 0.1:
            fields[random.choice(("nonsense", "Title", "标题", "备注二"))] = "x"
        records.append(fields)
    return records


def _rows(problems: list[Problem]) -> list[tuple[Any, ...]]:
    return [(p.record, p.code, p.severity, p.field, p.value) for p in problems]


@pytest.mark.parametrize("number", range(BATCHES))
def test_they_agree_on_random_records_of_the_notice(county: Subject, number: int) -> None:
    records = county.records(*random_records(county, Random(number), BATCH))
    expected = county.reference(records)
    assert _rows(county.compiled(records)) == _rows(expected)
    assert county.compiled(records) == expected
    assert len({p.code for p in expected}) >= 11
    refused = {p.row or p.record for p in expected if p.severity == "error"}
    assert 20 < len(refused) < BATCH


@pytest.mark.parametrize("name", ["pond", "harbour"])
def test_they_agree_on_random_records_of_other_mechanisms(
    name: str, request: pytest.FixtureRequest
) -> None:
    subject: Subject = request.getfixturevalue(name)
    records = subject.records(*random_records(subject, Random(7), BATCH))
    expected = subject.reference(records)
    assert subject.compiled(records) == expected
    assert {"missing-field", "unknown-code", "malformed-date"} <= {p.code for p in expected}


def test_they_agree_on_a_batch_of_correct_records(county: Subject) -> None:
    townships = [
        p.code for p in county.rulebase.places if "township" in p.facets and not p.successor
    ]
    violations = [c.code for c in county.rulebase.concepts if "violations" in c.facets]
    records = county.records(
        *(
            {
                "id": f"G-{n}",
                "reported_on": f"2024-0{7 + n % 2}-{1 + n % 28:02}",
                "township": townships[n % len(townships)],
                "violations": [violations[n % len(violations)]],
                "zones": [] if n % 3 else "unknown",
                "discovered_by": ["public"],
            }
            for n in range(100)
        )
    )
    assert county.compiled(records) == county.reference(records) == []


@seed(20240612)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_they_agree_on_whatever_hypothesis_makes_up(county: Subject, data: st.DataObject) -> None:
    """Fewer records than the seeded batches, and what is found wrong is made small."""
    texts = st.text(max_size=8) | st.sampled_from([str(word) for word in WRONG])
    fields = {}
    for facet in county.rulebase.facets:
        value = texts | st.sampled_from(_words(county, facet))
        fields[facet.code] = value | st.lists(value, max_size=3) | st.none()
    record = st.fixed_dictionaries({}, optional=fields)
    given_records = data.draw(st.lists(record, min_size=1, max_size=12))
    records = county.records(*given_records)
    assert county.compiled(records) == county.reference(records)


def test_the_report_of_the_standard_is_the_same_each_time(county: Subject) -> None:
    records = county.records(*random_records(county, Random(1), 12))
    texts = set()
    for _ in range(2):
        _, graph = validate_records(
            records, county.rulebase, county.ontology, county.shapes, date(2024, 9, 1)
        )
        texts.add(graph.serialize(format="turtle"))
    assert len(texts) == 1
    assert next(iter(texts)).count("a sh:ValidationResult") > 12


def test_validation_leaves_the_ontology_as_it_was(county: Subject) -> None:
    before = len(county.ontology)
    county.reference(county.records({"id": "x"}))
    assert len(county.ontology) == before


def test_checks_survive_the_cache(county: Subject) -> None:
    import msgspec

    from zhize.validation.checks import Check

    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(county.checks), type=tuple[Check, ...])
    assert kept == county.checks
    again = compile_checks(county.shapes, county.rulebase)
    assert msgspec.msgpack.encode(again) == msgspec.msgpack.encode(county.checks)
    records = [resolve(f, county.lexicon) for f in random_records(county, Random(3), 40)]
    assert county.compiled(records, *kept) == county.compiled(records)
