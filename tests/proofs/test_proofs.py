"""Proofs: every duty has one, down to facts of the record and words of the text."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

import zhize
from tests.engine.space import anything
from zhize import Incident
from zhize.evaluation.proof_steps import Proof, Reference, Why, parts
from zhize.model.decision import DutyGround, FactGround

MECHANISMS = ["notice", "harbour", "toy"]


def proofs(why: Why) -> list[Proof]:
    return [inner for root in why.proofs for inner in parts(root)]


def steps(proof: Proof) -> Iterator[Proof | Reference]:
    """Yield what hangs directly below a proof."""
    for trigger in proof.triggers:
        yield from trigger.follows
        if trigger.knowledge is not None:
            yield from trigger.knowledge.made_aware_by
    for recipient in proof.recipients:
        yield from recipient.because


def shown_facts(proof: Proof) -> set[tuple[str, str, str | None]]:
    found = set()
    for trigger in proof.triggers:
        for test in trigger.tests:
            found |= {(fact.fact, fact.value, fact.as_) for fact in test.facts}
        if trigger.knowledge is not None:
            found |= {(fact.fact, fact.value, fact.as_) for fact in trigger.knowledge.facts}
    return found


@pytest.mark.parametrize("name", MECHANISMS)
def test_every_duty_is_proved_and_the_proof_has_the_grounds_of_the_decision(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    rng, seen = random.Random(11), 0
    for _ in range(40):
        incident = anything(mechanism, rng)
        decision = mechanism.decide(incident)
        for agency in mechanism.agencies:
            why = mechanism.why(incident, agency.code)
            mine = [d for d in decision.duties if d.bearer == agency.code]
            assert [(p.norm, p.bearer) for p in why.proofs] == [(d.norm, d.bearer) for d in mine]
            for proof, duty in zip(why.proofs, mine, strict=True):
                assert_proves(proof, duty)
                seen += 1
    assert seen > 10


def assert_proves(proof: Proof, duty: Any) -> None:
    """A proof and a duty of a decision say the same."""
    assert proof.to == duty.to
    assert [r.agency for r in proof.recipients] == list(duty.to)
    assert proof.clause.quote == duty.quote
    assert proof.clause.interpretations == duty.interpretations
    assert (proof.due, proof.conditional_on) == (duty.due, duty.conditional_on)
    facts = {(g.fact, g.value) for g in duty.because if isinstance(g, FactGround)}
    assert {(fact, value) for fact, value, _ in shown_facts(proof)} == facts
    earlier = {(g.duty, g.bearer) for g in duty.because if isinstance(g, DutyGround)}
    below = {
        (step.norm, step.bearer)
        for trigger in proof.triggers
        for step in (
            *trigger.follows,
            *(trigger.knowledge.made_aware_by if trigger.knowledge else ()),
        )
    }
    assert below == earlier


@pytest.mark.parametrize("name", MECHANISMS)
def test_the_leaves_are_facts_of_the_record_and_words_of_the_text(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    texts = {p.code: p.text for p in mechanism.rulebase.provisions}
    rng = random.Random(12)
    for _ in range(30):
        incident = anything(mechanism, rng)
        for agency in mechanism.agencies:
            why = mechanism.why(incident, agency.code)
            for proof in proofs(why):
                assert proof.clause.quote in texts[proof.clause.provision]
                assert proof.triggers, "a duty without a ground"
                for trigger in proof.triggers:
                    assert trigger.tests or trigger.follows
                    assert all(test.facts for test in trigger.tests)
                for fact, value, as_ in shown_facts(proof):
                    assert value in incident.values[fact]
                    assert as_ != value
                for recipient in proof.recipients:
                    assert recipient.because or recipient.how == "named-by-norm"


@pytest.mark.parametrize("name", MECHANISMS)
def test_each_duty_is_proved_once_and_every_reference_finds_its_proof(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    rng = random.Random(13)
    for _ in range(30):
        incident = anything(mechanism, rng)
        for agency in mechanism.agencies:
            found = proofs(mechanism.why(incident, agency.code))
            count = Counter((proof.norm, proof.bearer) for proof in found)
            assert set(count.values()) <= {1}
            references = {
                (step.norm, step.bearer)
                for proof in found
                for step in steps(proof)
                if isinstance(step, Reference)
            }
            assert references <= count.keys()


def by_norm(why: Why, norm: str) -> Proof:
    return next(proof for proof in proofs(why) if proof.norm == norm)


def test_the_worked_example_is_proved_down_to_its_facts(
    notice: zhize.Mechanism, example: Incident
) -> None:
    why = notice.why(example, "县水务部门")
    assert [proof.norm for proof in why.proofs] == ["8.1", "15.5", "15.6"]
    water, handling, feedback = why.proofs
    (zone,) = [t for t in water.triggers[0].tests if t.field == "zones"]
    assert [(f.value, f.as_) for f in zone.facts] == [("reservoir-area", "river-channel")]
    assert [(d.norm, d.bearer, d.interpretations) for d in water.displaces] == [
        ("4.2", "natural-resources", ("I-2",))
    ]
    (told,) = handling.triggers[0].follows
    assert isinstance(told, Proof)
    assert (told.norm, told.bearer) == ("6.2", "ecology-environment")
    assert [(r.agency, r.how) for r in told.recipients] == [
        ("natural-resources", "acting"),
        ("water", "acting"),
    ]
    lead, own = (r.because[0] for r in told.recipients)
    assert isinstance(lead, Proof)
    assert isinstance(own, Reference)
    assert (lead.norm, own.norm) == ("4.1", "8.1")
    assert [(r.agency, r.how) for r in feedback.recipients] == [("ecology-environment", "sender")]
    assert why.reach is not None
    assert [clause.norm for clause in why.reach.clauses] == ["18.1"]
    assert why.reach.interpretations == ("I-8", "I-10")


def test_an_agency_that_knows_already_is_said_to_be_left_out(notice: zhize.Mechanism) -> None:
    record = {
        "id": "X", "reported_on": "2024-08-01", "township": "凤城镇", "mineral": "coal",
        "violations": ["illegal-mining"], "discovered_by": ["ecology-environment"],
        "reported_to": ["development-reform"],
    }  # fmt: skip
    told = by_norm(notice.why(record, "ecology-environment"), "6.2")
    assert told.to == ("natural-resources",)
    (out,) = told.left_out
    assert out.agency == "development-reform"
    assert [(f.fact, f.value) for f in out.facts] == [("reported_to", "development-reform")]
    assert [duty.norm for duty in out.duties] == ["12.1"]


def test_knowledge_through_a_report_is_a_subtree_with_its_interpretation(
    notice: zhize.Mechanism,
) -> None:
    record = {
        "id": "X", "reported_on": "2024-08-01", "township": "凤城镇", "mineral": "coal",
        "violations": ["illegal-mining"], "discovered_by": ["township-government"],
    }  # fmt: skip
    told = by_norm(notice.why(record, "natural-resources"), "15.4")
    (trigger,) = told.triggers
    assert trigger.knowledge is not None
    assert trigger.knowledge.facts == ()
    assert trigger.knowledge.interpretations == ("I-9",)
    (report,) = trigger.knowledge.made_aware_by
    assert isinstance(report, Proof)
    assert (report.norm, report.bearer) == ("3.3", "township-government")
    assert report.bearer_place == "凤城镇"


def test_an_exception_that_does_not_apply_is_part_of_the_proof(harbour: zhize.Mechanism) -> None:
    record = {
        "numero": "X", "constate_le": "2025-01-01", "pollutions": ["hydrocarbures"],
        "meteo": "tempete", "circonstances": ["barrage-pose"], "constate_par": ["passant"],
    }  # fmt: skip
    contained = by_norm(harbour.why(record, "pompiers"), "4.a")
    assert [(w.norm, w.status) for w in contained.withstands] == [("4.b", "displaced")]
    waste = {**record, "pollutions": ["dechets"], "navires": ["cargo"], "circonstances": []}
    removed = by_norm(harbour.why(waste, "mairie"), "5.a")
    assert [(w.norm, w.status) for w in removed.withstands] == [("5.b", "condition-fails")]
    no_ship = {**waste, "navires": ["voilier"]}
    again = by_norm(harbour.why(no_ship, "mairie"), "5.a")
    assert [(w.norm, w.status) for w in again.withstands] == [("5.b", "not-triggered")]


def test_the_limits_of_a_norm_are_part_of_its_proof(harbour: zhize.Mechanism) -> None:
    record = {
        "numero": "X", "constate_le": "2024-06-30", "bassin": "Bassin de plaisance",
        "pollutions": ["eaux-usees"], "constate_par": ["passant"],
    }  # fmt: skip
    assert by_norm(harbour.why(record, "mairie"), "11.a").valid_until == "2024-06-30"
    lent = by_norm(harbour.why(record, "cercle-nautique"), "10.a")
    assert lent.applies_in == ("Bassin de plaisance",)


def test_an_agency_without_duties_learns_who_has_them(
    notice: zhize.Mechanism, example: Incident
) -> None:
    why = notice.why(example, "publicity")
    assert why.proofs == ()
    assert why.bears
    assert {d.bearer for d in why.instead} == {
        "natural-resources", "water", "township-government", "ecology-environment",
    }  # fmt: skip
    assert not notice.why(example, "judicial-organs").bears


def test_outside_the_mechanism_nothing_is_proved_and_the_reason_is_given(
    notice: zhize.Mechanism, example: Incident
) -> None:
    early = Incident(id="X", values={**example.values, "reported_on": ("2024-06-11",)})
    why = notice.why(early, "water")
    assert (why.applicable, why.reason, why.proofs, why.reach) == (False, "not-in-force", (), None)


def test_the_json_names_the_kind_of_every_step(notice: zhize.Mechanism, example: Incident) -> None:
    data = notice.why(example, "water").to_dict()
    kinds = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            kinds.add(node.get("step"))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(data["proofs"])
    assert kinds >= {
        "duty", "reference", "clause", "trigger", "test", "fact", "knowledge", "recipient",
        "displaces",
    }  # fmt: skip
    assert data["proofs"][0]["triggers"][0]["tests"][1]["facts"] == [
        {"step": "fact", "fact": "zones", "value": "reservoir-area", "as": "river-channel"}
    ]
    assert data == notice.why(example, "water").to_dict()


@pytest.mark.parametrize("word", ["water", "县水务部门", " Water ", "county water department"])
def test_an_agency_may_be_named_by_code_or_label(
    notice: zhize.Mechanism, example: Incident, word: str
) -> None:
    assert notice.why(example, word).agency == "water"


@pytest.mark.parametrize(
    ("word", "near"),
    [("watre", "water"), ("forest", "forestry"), ("县公安机", "public-security")],
)
def test_a_word_that_is_no_agency_is_answered_with_the_nearest(
    notice: zhize.Mechanism, example: Incident, word: str, near: str
) -> None:
    with pytest.raises(zhize.UsageError) as caught:
        notice.why(example, word)
    assert f"did you mean `{near}`?" in caught.value.message["en"]
    assert f"是否指 {near}（" in caught.value.message["zh"]
