"""What the open questions are about, found without the questions: it is the same."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

import zhize
from benchmarks.records import random_records

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"


@pytest.fixture(scope="module", params=["the notice", "harbour"])
def mechanism(request: pytest.FixtureRequest, notice: zhize.Mechanism) -> zhize.Mechanism:
    return notice if request.param == "the notice" else zhize.load(HARBOUR)


def test_facts_alone_are_those_of_the_questions(mechanism: zhize.Mechanism) -> None:
    for fields in random_records(mechanism, random.Random(12), 400):
        body = mechanism.decide(fields).body
        facts = body.open_facts
        assert facts == {question.fact for question in body.open}
        assert body.open_facts == facts


def test_every_engine_says_the_same(notice: zhize.Mechanism) -> None:
    fields = {
        "id": "A", "reported_on": "2024-08-01", "township": "凤城镇",
        "violations": ["unlicensed-mining"], "discovered_by": ["water"],
    }  # fmt: skip
    compiled = notice.decide(fields).body.open_facts
    assert compiled
    assert notice.decide(fields, engine="reference").body.open_facts == compiled


def test_a_record_with_nothing_unknown_is_asked_nothing(notice: zhize.Mechanism) -> None:
    fields: dict[str, Any] = {
        "id": "A", "reported_on": "2024-08-01", "township": "凤城镇", "zones": [],
        "violations": ["unlicensed-mining"], "discovered_by": ["water"], "reported_to": [],
        "mineral": "coal", "operator_licence": "none", "circumstances": [],
    }  # fmt: skip
    assert notice.decide(fields).body.open_facts == frozenset()
    open_zones = notice.decide({**fields, "zones": ["unknown"]})
    assert open_zones.body.open_facts == {"zones"}
