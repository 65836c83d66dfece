"""What a violation brings is drawn, all of it and nothing else; held against plain decisions."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import timedelta
from xml.etree import ElementTree

import pytest

import zhize
from zhize.dutygraph import DutyGraph
from zhize.dutygraph.style import PAPER, TURNING
from zhize.dutygraph.svg import duty_graph_svg
from zhize.dutygraph.text import duty_graph_text
from zhize.evaluation.evaluator import Evaluator
from zhize.evaluation.samples import random_facts, representatives
from zhize.model.incident import Incident

Owed = tuple[str, str, str]
Facts = dict[str, tuple[str, ...]]

MATTER = {"notice": "violations", "harbour": "pollutions"}


def drawn(graph: DutyGraph) -> set[Owed]:
    """Return norm, bearer and recipient of all that is drawn; `""` for the duty itself."""
    owed = {
        (norm, edge.source.split(":")[1], edge.target.split(":")[1])
        for edge in graph.edges
        if edge.kind == "owes"
        for norm in edge.norms
    }
    borne = {(e.norms[0], e.target.split(":")[1], "") for e in graph.edges if e.kind == "binds"}
    return owed | borne


def further(graph: DutyGraph) -> set[Owed]:
    """Return what is marked as needing further facts."""
    owed = {
        (norm, edge.source.split(":")[1], edge.target.split(":")[1])
        for edge in graph.edges
        if edge.kind == "owes"
        for norm in edge.further
    }
    borne = {
        (norm, e.target.split(":")[1], "")
        for e in graph.edges
        if e.kind == "binds"
        for norm in e.further
    }
    return owed | borne


def circumstances(mechanism: zhize.Mechanism, matter: str, most: int) -> Iterator[Facts]:
    """Yield sets of a few facts besides what is wrong: values that norms tell apart."""
    program = mechanism.decider.evaluator.program
    many = {f.code: f.many for f in mechanism.rulebase.facets}
    tested = representatives(mechanism.rulebase, program).concepts
    pairs = [(f, value) for f, values in tested if f != matter for value in values]
    for size in range(most + 1):
        for chosen in itertools.combinations(pairs, size):
            single = [f for f, _ in chosen if not many[f]]
            if len(single) == len(set(single)):
                facts: Facts = {}
                for facet, value in chosen:
                    facts[facet] = (*facts.get(facet, ()), value)
                yield facts


def times_and_places(mechanism: zhize.Mechanism) -> Iterator[int]:
    """Yield which norms are in force, on each day and in each place that makes a difference."""
    evaluator = mechanism.decider.evaluator
    program, first = evaluator.program, mechanism.rulebase.info.valid_from
    ends = [day for window in program.windows for day in (window.start, window.end) if day]
    days = {first, *ends, *(day + timedelta(days=1) for day in ends)}
    areas = [frozenset[str](), *(area.places for area in program.areas)]
    for day, places in itertools.product(days, areas):
        if day is None or first is None or day >= first:
            yield evaluator.limits(day, places)


def owed_in(mechanism: zhize.Mechanism, facts: Facts, limits: int | None = None) -> set[Owed]:
    """Return what arises where these facts hold, for each who may know of it."""
    evaluator: Evaluator = mechanism.decider.evaluator
    program = evaluator.program
    bits = evaluator.by_facts(facts, program.all_bits if limits is None else limits)
    found: set[Owed] = set()
    for knower in representatives(mechanism.rulebase, program).agencies:
        known = dict.fromkeys(program.knowledge[:1], (knower,))
        outcome = evaluator.outcome(evaluator.held({**facts, **known}, bits))
        for duty in outcome.duties:
            unit = program.units[duty.unit]
            found |= {(unit.norm.code, unit.bearer, to) for to in ("", *duty.to)}
    return found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("notice", value)
            for value in (
                "illegal-sand-mining",
                "beyond-boundary-mining",
                "obstruction",
                "illegal-mineral-transport",
                "unregistered-vehicle",
                "dereliction",
            )
        ),
        *(("harbour", value) for value in ("hydrocarbures", "gazole", "dechets", "eaux-usees")),
    ],
)
def test_a_violation_is_drawn_with_all_that_it_may_bring_and_nothing_else(
    name: str, value: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    matter = MATTER[name]
    graph = mechanism.duty_graph(violation=value)
    each = [
        owed_in(mechanism, {**facts, matter: (value,)}, limits)
        for facts in circumstances(mechanism, matter, 3)
        for limits in set(times_and_places(mechanism))
    ]
    ever, always = set[Owed]().union(*each), each[0].intersection(*each)
    assert ever
    assert drawn(graph) == ever
    assert further(graph) == ever - always


@pytest.mark.parametrize("name", ["notice", "harbour"])
def test_whatever_a_random_incident_of_one_violation_brings_is_drawn(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    rng, seen = random.Random(11), 0
    values = next(f.values for f in mechanism.rulebase.facets if f.code == MATTER[name])
    for value in values:
        graph = mechanism.duty_graph(violation=value)
        shown, plain = drawn(graph), drawn(graph) - further(graph)
        for number in range(40):
            facts = {**random_facts(mechanism.rulebase, rng, 4), MATTER[name]: (value,)}
            decision = mechanism.decider.decide(Incident(id=f"R-{number}", values=facts))
            owed = {(d.norm, d.bearer, to) for d in decision.duties for to in ("", *d.to)}
            assert owed <= shown, value
            seen += len(owed)
            if decision.applicable:
                modes = {norm.code: norm.mode for norm in mechanism.norms}
                roles = {norm.code: norm.role for norm in mechanism.norms}
                acts = {o for o in plain if modes[o[0]] == "act" and roles[o[0]] != "handling"}
                assert {o for o in acts if not o[2]} <= owed, "acts need nobody to know"
    assert seen > 500


def test_only_those_are_notified_who_answer_for_the_violation(notice: zhize.Mechanism) -> None:
    graph = notice.duty_graph(violation="obstruction")
    told = {owed for owed in drawn(graph) if owed[0] == "15.4" and owed[2]}
    assert {to for _, _, to in told} == {"public-security"}
    assert {bearer for norm, bearer, _ in drawn(graph) if norm == "15.6"} == {"public-security"}
    assert {norm for norm, *_ in further(graph)} == {"11.2", "14.1"}


def test_what_needs_further_facts_and_what_may_yield_is_said(notice: zhize.Mechanism) -> None:
    graph = notice.duty_graph(violation="illegal-sand-mining")
    marked = {node.code for node in graph.nodes if node.further}
    assert {"12.1", "7.1", "5.2", "3.4", "9.1", "4.2", "8.1"} <= marked
    assert not {"3.1", "4.1", "6.2", "15.4"} & marked
    assert "4.2 让位于 8.1（I-2）" in graph.remarks[0]["zh"]
    assert (
        "15.4 yields to 6.2, 7.2, 9.2 or 12.2, for the same bearer only (I-7)"
        in (graph.remarks[0]["en"])
    )
    assert "违法类型只有“非法违法采砂”" in graph.subtitle["zh"]


SMALLEST: dict[str, list[Facts]] = {
    "river-channel": [{"violations": ("illegal-sand-mining",), "zones": ("river-channel",)}],
    "reservoir-area": [{"violations": ("illegal-sand-mining",), "zones": ("reservoir-area",)}],
    "sand": [
        {"violations": (kind,), "zones": ("river-channel",), "mineral": ("sand",)}
        for kind in (
            "illegal-mining",
            "unlicensed-mining",
            "beyond-boundary-mining",
            "mining-without-eia",
        )
    ],
    "power-cut-notice": [{"circumstances": ("power-cut-notice",)}],
    "suspected-duty-crime": [
        {"violations": (kind,), "circumstances": ("suspected-duty-crime",)}
        for kind in ("dereliction", "corruption")
    ],
}


@pytest.mark.parametrize("value", SMALLEST)
def test_another_value_is_drawn_by_the_smallest_incidents_in_which_a_norm_turns_on_it(
    value: str, notice: zhize.Mechanism
) -> None:
    graph = notice.duty_graph(violation=value)
    each = [owed_in(notice, facts) for facts in SMALLEST[value]]
    ever, always = set[Owed]().union(*each), each[0].intersection(*each)
    assert drawn(graph) == ever
    assert further(graph) == ever - always


def test_what_needs_further_facts_is_drawn_hollow_and_what_turns_on_it_bold(
    notice: zhize.Mechanism,
) -> None:
    sand = duty_graph_svg(
        notice.duty_graph(violation="illegal-sand-mining"), notice.rulebase, ("zh",)
    )
    assert ">12.1○</text>" in sand
    assert "须另有事实（连线为空心箭头）" in sand
    binds = {e.attrib["data-id"]: e for e in ElementTree.fromstring(sand).iter() if "data-id" in
             e.attrib and e.attrib["data-kind"] == "edge-binds"}  # fmt: skip
    heads = {code: edge[1].attrib["fill"] for code, edge in binds.items()}
    assert heads["norm:12.1>agency:development-reform:act"] == PAPER
    assert heads["norm:4.1>agency:natural-resources:act"] != PAPER
    river = duty_graph_svg(notice.duty_graph(violation="river-channel"), notice.rulebase, ("en",))
    assert river.count('data-turning="true"') == 1
    assert river.count(f'stroke="{TURNING.colour}" stroke-width="{TURNING.width}"') == 2
    assert "turns on the fact asked about" in river


def test_the_text_marks_what_needs_further_facts(notice: zhize.Mechanism) -> None:
    graph = notice.duty_graph(violation="illegal-sand-mining")
    text = duty_graph_text(graph, notice.rulebase, ("zh",))
    assert "12.1○ 监管" in text
    assert "县生态环境部门 → 县自然资源部门、县公安机关○" in text
    assert "\n○ 须另有事实\n" in text


def test_a_river_shows_who_else_answers_and_marks_the_norm_that_turns_on_it(
    notice: zhize.Mechanism,
) -> None:
    graph = notice.duty_graph(violation="river-channel")
    assert {node.code for node in graph.nodes if node.turning} == {"8.1"}
    owed = drawn(graph)
    assert {"8.1", "3.1", "4.1", "15.5", "15.6"} <= {norm for norm, *_ in owed}
    assert ("6.2", "ecology-environment", "water") in owed
    assert ("15.4", "forestry", "natural-resources") in owed
    assert not further(graph)
    assert "4.2 yields to 8.1 (I-2)" in graph.remarks[0]["en"]
    assert graph.subtitle["en"].endswith(
        "norms that turn on “river channel” (zones), and what comes with them in the smallest "
        "incidents"
    )


def test_a_value_that_no_norm_turns_on_is_answered_with_how_to_ask(
    notice: zhize.Mechanism,
) -> None:
    graph = notice.duty_graph(violation="iron")
    assert not graph.nodes
    assert graph.remarks == (
        {
            "zh": "没有规范以“铁矿”为条件；请按“违法类型”查看。",
            "en": "No norm turns on “iron ore”; ask by what is wrong (violations).",
        },
    )


def test_every_norm_that_tests_a_value_turns_on_it(notice: zhize.Mechanism) -> None:
    graph = notice.duty_graph(violation="forest-land")
    assert {node.code for node in graph.nodes if node.turning} == {"9.1", "9.2"}
    everything = {f.code: f.values for f in notice.rulebase.facets if f.kind == "concept"}
    turning = {
        (value, node.code)
        for facet, values in everything.items()
        if facet != "violations"
        for value in values
        for node in notice.duty_graph(violation=value).nodes
        if node.turning
    }
    tested = {
        (value, norm.code)
        for norm in notice.norms
        for trigger in norm.triggers
        for test in trigger.tests
        if test.facet != "violations"
        for value in test.any_of
    }
    assert tested <= turning
    assert turning - tested == {("reservoir-area", "8.1")}, "it counts as a river channel"


def test_an_agency_or_an_article_restricts_what_arises(notice: zhize.Mechanism) -> None:
    whole = drawn(notice.duty_graph(violation="river-channel"))
    graph = notice.duty_graph(violation="river-channel", agency="water")
    assert {o for o in drawn(graph) if o[2]} == {o for o in whole if o[2] and "water" in o[1:]}
    graph = notice.duty_graph(violation="river-channel", article="15")
    assert drawn(graph) == {owed for owed in whole if owed[0].startswith("15.")}
    graph = notice.duty_graph(violation="river-channel", article="5")
    assert not graph.nodes
    assert graph.remarks[0]["en"] == "No norm matches what was chosen."
