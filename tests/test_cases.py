"""The cases under `tests/cases`, written for jurists: facts in, duties with reasons out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import zhize
from tests.casebook import ground

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
Case = dict[str, Any]


def _entries() -> Iterator[tuple[str, Case]]:
    for path in FILES:
        for entry in yaml.safe_load(path.read_text("utf-8")):
            yield path.stem, entry


ENTRIES = list(_entries())
CASES = [(stem, entry) for stem, entry in ENTRIES if "record" in entry]
STANDING = [entry for _, entry in ENTRIES if "record" not in entry]
BY_NAME = {entry["case"]: entry for _, entry in CASES}


def shown(duty: zhize.Duty, asked: Case) -> Case:
    """Return of a duty what a case says about it, so that both can be compared whole."""
    whole = {
        "norm": duty.norm,
        "bearer": duty.bearer,
        "mode": duty.mode,
        "role": duty.role,
        "to": list(duty.to),
        "because": [ground(g) for g in duty.because],
        "interpretations": list(duty.interpretations),
        "bearer_place": duty.bearer_place,
        "alternative_to": duty.alternative_to,
        "conditional_on": duty.conditional_on,
        "urgency": (duty.urgency or {}).get("zh"),
    }
    # What a case leaves out is expected to be empty, but for these, which it need not repeat.
    silent = {"role", "urgency", "bearer_place", "because"} - asked.keys()
    named = {"norm", "bearer", "mode"}
    return {k: v for k, v in whole.items() if k in asked or k in named or (v and k not in silent)}


def test_there_are_enough_cases() -> None:
    assert len(FILES) >= 10
    assert len(CASES) >= 40
    assert len(BY_NAME) == len(CASES), "two cases have one name"


@pytest.mark.parametrize("case", [c for _, c in CASES], ids=[f"{s}: {c['case']}" for s, c in CASES])
def test_case(case: Case, notice: zhize.Mechanism) -> None:
    decision = notice.decide(case["record"])
    expected = case.get("duties", [])
    assert decision.applicable is case.get("applicable", True)
    assert decision.reason == case.get("reason")
    assert [(d.norm, d.bearer) for d in decision.duties] == [
        (e["norm"], e["bearer"]) for e in expected
    ]
    assert [shown(d, e) for d, e in zip(decision.duties, expected, strict=True)] == expected
    assert [
        {key: value for key, value in d.to_dict().items() if value} for d in decision.displaced
    ] == case.get("displaced", [])
    assert [u.to_dict() for u in decision.unaddressed] == case.get("unaddressed", [])
    assert not {d.norm for d in decision.duties} & set(case.get("not", []))


@pytest.mark.parametrize("case", [c for _, c in CASES if "open" in c], ids=lambda c: str(c["case"]))
def test_open_questions_of_case(case: Case, notice: zhize.Mechanism) -> None:
    questions = notice.decide(case["record"]).open
    expected = case["open"]
    if expected.get("none"):
        assert questions == ()
    if "first" in expected:
        assert [questions[0].fact, questions[0].value] == expected["first"]
    by_name = {(q.fact, q.value): q for q in questions}
    for wanted in expected.get("asks", []):
        assert (wanted["fact"], wanted["value"]) in by_name
        assert_asks(by_name[wanted["fact"], wanted["value"]], wanted)
    assert not {q.fact for q in questions} & set(expected.get("never_asks", []))


def assert_asks(question: zhize.OpenQuestion, wanted: Case) -> None:
    """A question names at least the changes that a case wants of it."""
    assert (question.fact, question.value) == (wanted["fact"], wanted["value"])
    for kind in ("would_add", "would_remove", "would_change"):
        found = [[d.norm, d.bearer] for d in getattr(question, kind)]
        assert [change for change in wanted.get(kind, []) if change not in found] == []


def facts_that_differ(one: Case, other: Case) -> set[str]:
    keys = one.keys() | other.keys()
    return {k for k in keys if k not in {"id", "title"} and one.get(k) != other.get(k)}


@pytest.mark.parametrize(
    "case", [c for _, c in CASES if "compare" in c], ids=lambda c: str(c["case"])
)
def test_near_miss_differs_in_one_fact(case: Case) -> None:
    assert len(facts_that_differ(case["record"], BY_NAME[case["compare"]]["record"])) == 1


def test_every_norm_fires_somewhere_and_has_a_near_miss(notice: zhize.Mechanism) -> None:
    fires = {e["norm"] for _, c in CASES for e in c.get("duties", [])}
    misses = {norm for _, c in CASES for norm in c.get("not", [])}
    triggered = {n.code for n in notice.norms if n.mode in {"act", "notify", "feedback"}}
    assert triggered - fires == set()
    assert triggered - misses == set()
    assert {e["norm"] for e in STANDING} == {n.code for n in notice.norms} - triggered


@pytest.mark.parametrize("entry", STANDING, ids=[e["norm"] for e in STANDING])
def test_norm_that_no_incident_triggers(entry: Case, notice: zhize.Mechanism) -> None:
    norm = next(n for n in notice.norms if n.code == entry["norm"])
    assert sorted(norm.bearers) == sorted(entry.get("bearers", []))
    assert norm.mode == entry["mode"]
    assert norm.modality == entry["modality"]
    assert entry["quote_contains"] in norm.quote.exact
    assert sorted(norm.recipients) == sorted(entry.get("to", []))
    assert norm.recurrence == entry.get("recurs")
    near = BY_NAME[entry["not_in_decision_of"]]
    assert norm.code not in {d.norm for d in notice.decide(near["record"]).duties}
