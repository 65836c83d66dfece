"""Mechanisms that the product has never heard of decide from their Turtle alone."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

import zhize
from tests.casebook import ground

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"
Case = dict[str, Any]
CASES: list[tuple[str, Case]] = [
    (name, case)
    for name in ("harbour", "toy")
    for case in yaml.safe_load((MECHANISMS / name / "cases.yaml").read_text(encoding="utf-8"))
]
IDS = [f"{name}: {case['case']}" for name, case in CASES]


@pytest.fixture(scope="module")
def mechanisms() -> dict[str, zhize.Mechanism]:
    return {name: zhize.load(MECHANISMS / name) for name in ("harbour", "toy")}


def shown(duty: zhize.Duty, asked: Case) -> Case:
    """Return of a duty what a case says about it, and whatever a case must not leave out."""
    whole = {
        **duty.to_dict(),
        "because": [ground(g) for g in duty.because],
        "due": None if duty.due is None else datetime.date.fromisoformat(duty.due),
    }
    must = {"to", "conditional_on", "alternative_to", "because", "norm", "bearer", "mode"}
    return {key: whole[key] for key in whole if key in asked or (key in must and whole[key])}


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 18


@pytest.mark.parametrize(("name", "case"), CASES, ids=IDS)
@pytest.mark.parametrize("engine", ["compiled", "reference"])
def test_case(name: str, case: Case, engine: str, mechanisms: dict[str, zhize.Mechanism]) -> None:
    decision = mechanisms[name].decide(case["record"], engine=engine)
    expected = case.get("duties", [])
    assert decision.applicable is case.get("applicable", True)
    assert decision.reason == case.get("reason")
    assert [(d.norm, d.bearer) for d in decision.duties] == [
        (e["norm"], e["bearer"]) for e in expected
    ]
    assert [shown(d, e) for d, e in zip(decision.duties, expected, strict=True)] == expected
    assert [{"norm": d.norm, "bearer": d.bearer, "by": d.by} for d in decision.displaced] == (
        case.get("displaced", [])
    )
    if "unaddressed" in case:
        assert [u.to_dict() for u in decision.unaddressed] == case["unaddressed"]
    assert not {d.norm for d in decision.duties} & set(case.get("not", []))


def test_every_triggered_norm_of_the_harbour_fires_somewhere_and_stays_silent_somewhere(
    mechanisms: dict[str, zhize.Mechanism],
) -> None:
    cases = [case for name, case in CASES if name == "harbour"]
    applicable = [case for case in cases if case.get("applicable", True)]
    fires = [{duty["norm"] for duty in case.get("duties", [])} for case in applicable]
    for norm in mechanisms["harbour"].norms:
        if norm.mode in {"act", "notify", "feedback"}:
            assert any(norm.code in fired for fired in fires), norm.code
            # The harbour office leads in every pollution: its near miss is the harbour next door.
            assert norm.code == "2.a" or any(norm.code not in fired for fired in fires), norm.code
