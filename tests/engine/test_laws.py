"""Laws that hold for every mechanism and every incident."""

from __future__ import annotations

import random
from dataclasses import dataclass

import networkx
from hypothesis import given, settings
from hypothesis import strategies as st

import zhize
from tests.engine.space import anything, inside
from zhize import Incident
from zhize.model.decision import DutyGround, FactGround

NOTICE = zhize.load()
SEEDS = st.integers(min_value=0, max_value=2**32)
ENTRY = zhize._mechanism._cache.load_entry(NOTICE.folder)
BROADER = {(f, c.code): c.broader for c in NOTICE.rulebase.concepts for f in c.facets}


@dataclass(frozen=True)
class Shuffled:
    """An incident and the same with every list in another order."""

    one: Incident
    other: Incident


def shuffled(seed: int) -> Shuffled:
    rng = random.Random(seed)
    incident = anything(NOTICE, rng)
    fields = list(incident.values.items())
    rng.shuffle(fields)
    values = {f: tuple(rng.sample(v, len(v))) for f, v in fields}
    return Shuffled(
        incident, Incident(id=incident.id, values=values, unknown=incident.unknown[::-1])
    )


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_order_of_facts_never_matters(seed: int) -> None:
    pair = shuffled(seed)
    one, other = (NOTICE.decide(i) for i in (pair.one, pair.other))
    assert [(d.norm, d.bearer, d.to, d.conditional_on) for d in one.duties] == [
        (d.norm, d.bearer, d.to, d.conditional_on) for d in other.duties
    ]
    assert one.displaced == other.displaced
    assert {(q.fact, q.value, q.would_add) for q in one.open} == {
        (q.fact, q.value, q.would_add) for q in other.open
    }


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_deciding_twice_gives_the_same_bytes(seed: int) -> None:
    incident = anything(NOTICE, random.Random(seed))
    fresh = zhize.Mechanism(NOTICE.folder, ENTRY)
    assert NOTICE.decide(incident).to_json() == NOTICE.decide(incident).to_json()
    assert fresh.decide(incident).to_json() == NOTICE.decide(incident).to_json()


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_open_questions_read_late_are_those_read_at_once(seed: int) -> None:
    rng = random.Random(seed)
    given_ = [anything(NOTICE, rng) for _ in range(8)]
    late, at_once = (zhize.Mechanism(NOTICE.folder, ENTRY) for _ in range(2))
    expected = [at_once.decide(incident).open for incident in given_]
    decisions = [late.decide(incident) for incident in given_]
    rng.shuffle(order := list(range(len(given_))))
    for number in order:
        assert decisions[number].open == expected[number]


def ancestors(facet: str, value: str) -> set[str]:
    found, todo = {value}, [value]
    while todo:
        for parent in BROADER.get((facet, todo.pop()), ()):
            if parent not in found:
                found.add(parent)
                todo.append(parent)
    return found


@given(SEEDS)
@settings(max_examples=200, deadline=None)
def test_every_duty_has_a_proof_whose_leaves_are_facts(seed: int) -> None:
    incident = anything(NOTICE, random.Random(seed))
    decision = NOTICE.decide(incident)
    duties = {(d.norm, d.bearer): d for d in decision.duties}
    texts = {p.code: p.text for p in NOTICE.rulebase.provisions}
    provision = {n.code: n.provision for n in NOTICE.norms}

    def prove(norm: str, bearer: str, above: frozenset[tuple[str, str]]) -> None:
        assert (norm, bearer) not in above, "a proof goes in a circle"
        duty = duties[norm, bearer]
        assert duty.because, "a duty without a ground"
        assert duty.quote in texts[provision[norm]]
        for ground in duty.because:
            if isinstance(ground, DutyGround):
                prove(ground.duty, ground.bearer, above | {(norm, bearer)})
            else:
                assert isinstance(ground, FactGround)
                assert ground.value in incident.values[ground.fact]
                if ground.as_ is not None:
                    assert ground.as_ in ancestors(ground.fact, ground.value)

    for norm, bearer in duties:
        prove(norm, bearer, frozenset())


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_duties_and_their_grounds_form_no_circle(seed: int) -> None:
    decision = NOTICE.decide(anything(NOTICE, random.Random(seed)))
    graph = networkx.DiGraph(
        ((duty.norm, duty.bearer), (ground.duty, ground.bearer))
        for duty in decision.duties
        for ground in duty.because
        if isinstance(ground, DutyGround)
    )
    assert networkx.is_directed_acyclic_graph(graph)


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_an_exception_never_adds_a_duty(seed: int) -> None:
    incident = anything(NOTICE, random.Random(seed))
    decision = NOTICE.decide(incident)
    arisen = {(d.norm, d.bearer) for d in decision.duties}
    assert not arisen & {(d.norm, d.bearer) for d in decision.displaced}
    norms = {d.norm for d in decision.duties} | {u.norm for u in decision.unaddressed}
    assert {d.by for d in decision.displaced} <= norms


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_notification_and_feedback_have_somebody_to_reach_and_never_oneself(seed: int) -> None:
    decision = NOTICE.decide(anything(NOTICE, random.Random(seed)))
    for duty in decision.duties:
        if duty.mode in {"notify", "feedback"}:
            assert duty.to
            assert duty.bearer not in duty.to
        assert list(duty.to) == sorted(duty.to)


@given(SEEDS)
@settings(max_examples=100, deadline=None)
def test_what_is_unknown_adds_nothing(seed: int) -> None:
    rng = random.Random(seed)
    incident = anything(NOTICE, rng)
    facets = [f.code for f in NOTICE.rulebase.facets if f.many]
    vague = Incident(id=incident.id, values=incident.values, unknown=tuple(rng.sample(facets, 2)))
    assert NOTICE.decide(vague).duties == NOTICE.decide(incident).duties


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_an_open_question_foretells_the_decision(seed: int) -> None:
    rng = random.Random(seed)
    incident = anything(NOTICE, rng)
    values = {**inside(NOTICE), **incident.values, **inside(NOTICE)}
    values.pop("county", None)
    before = NOTICE.decide(Incident(id="X-1", values=values))
    old = {(d.norm, d.bearer): (d.to, d.conditional_on) for d in before.duties}
    for question in before.open[:6]:
        told = (*values.get(question.fact, ()), question.value)
        after = NOTICE.decide(Incident(id="X-1", values={**values, question.fact: told}))
        new = {(d.norm, d.bearer): (d.to, d.conditional_on) for d in after.duties}
        assert {(d.norm, d.bearer) for d in question.would_add} == new.keys() - old.keys()
        assert {(d.norm, d.bearer) for d in question.would_remove} == old.keys() - new.keys()
        assert {(d.norm, d.bearer) for d in question.would_change} == {
            name for name in old.keys() & new.keys() if old[name] != new[name]
        }
