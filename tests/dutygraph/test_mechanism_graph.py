"""The graph of a mechanism says what the rule base says, all of it and nothing else."""

from __future__ import annotations

import networkx
import pytest

import zhize
from tests.dutygraph.samples import random_graphs
from zhize.dutygraph import DutyGraph, gathered
from zhize.dutygraph.svg import duty_graph_svg
from zhize.model.rulebase import Norm

Owed = set[tuple[str, str, str]]


def addressees(norm: Norm) -> list[str]:
    rule = [] if norm.recipient_rule is None else [f"rule:{norm.recipient_rule}"]
    return [*(f"recipient:{code}" for code in norm.recipients), *rule]


def borne(graph: DutyGraph) -> set[tuple[str, str]]:
    return {(e.norms[0], e.target) for e in graph.edges if e.kind == "binds"}


def owed(graph: DutyGraph) -> Owed:
    return {
        (norm, edge.source, edge.target)
        for edge in graph.edges
        if edge.kind == "owes"
        for norm in edge.norms
    }


def unfolded(graph: DutyGraph) -> tuple[set[tuple[str, str]], Owed]:
    """Return bearers and recipients of a gathered graph, with each group as its members."""
    members = {
        node.id: [f"agency:{code}" for code in node.members]
        for node in graph.nodes
        if node.kind == "group"
    }
    return (
        {(norm, one) for norm, agency in borne(graph) for one in members.get(agency, [agency])},
        {(norm, one, to) for norm, who, to in owed(graph) for one in members.get(who, [who])},
    )


@pytest.mark.parametrize("name", ["notice", "harbour"])
def test_every_norm_bearer_and_recipient_is_in_the_graph_and_nothing_else(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    graph = mechanism.duty_graph()
    bearing = {(n.code, f"agency:{b}") for n in mechanism.norms for b in n.bearers}
    owing = {
        (n.code, f"agency:{b}", to)
        for n in mechanism.norms
        for b in n.bearers
        for to in addressees(n)
    }
    stated = {(f"article:{n.provision}", f"norm:{n.code}") for n in mechanism.norms}
    assert len(bearing) > 20
    assert borne(graph) == bearing
    assert owed(graph) == owing
    assert {(e.source, e.target) for e in graph.edges if e.kind == "states"} == stated
    ends = {end for edge in graph.edges for end in (edge.source, edge.target)}
    assert {node.id for node in graph.nodes} == ends


def test_each_edge_has_the_mode_and_role_of_its_norms(notice: zhize.Mechanism) -> None:
    norms = {norm.code: norm for norm in notice.norms}
    edges = [e for e in notice.duty_graph().edges if e.kind != "states"]
    assert len(edges) > 100
    for edge in edges:
        assert {norms[code].mode for code in edge.norms} == {edge.mode}
        roles = {norms[code].role for code in edge.norms}
        assert edge.role == (roles.pop() if len(roles) == 1 else None)


def test_edges_of_one_mode_between_two_agencies_are_one_edge_with_all_norms(
    notice: zhize.Mechanism,
) -> None:
    for graph in (notice.duty_graph(), notice.duty_graph(agency="water")):
        keys = [(e.source, e.target, e.mode) for e in graph.edges]
        assert len(keys) == len(set(keys))
    merged = [e for e in notice.duty_graph().edges if e.kind == "owes" and len(e.norms) > 1]
    assert ("6.2", "15.4") in {edge.norms for edge in merged}


@pytest.mark.parametrize(
    "choice",
    [{}, {"agency": "water"}, {"agency": "natural-resources"}, {"article": "15"}],
    ids=str,
)
def test_drawing_agencies_as_a_group_loses_no_bearer_and_adds_none(
    choice: dict[str, str], notice: zhize.Mechanism
) -> None:
    graph = notice.duty_graph(**choice)
    drawn = gathered(graph)
    assert graph.groups
    assert unfolded(drawn) == (borne(graph), owed(graph))
    assert len(drawn.edges) < len(graph.edges)


def test_a_group_is_called_by_its_kind_or_by_the_norm_that_lists_it(
    notice: zhize.Mechanism,
) -> None:
    labels = {group.id: group.label["zh"] for group in notice.duty_graph().groups}
    assert labels == {
        "group:2.3": "2.3 所列 11 个机关",
        "group:functional-department": "职能部门（全部 11 个）",
    }
    others = {group.label["en"] for group in notice.duty_graph(agency="water").groups}
    assert others == {"functional department (the other 10)", "functional department (8 of them)"}


def test_a_rule_names_every_agency_that_some_incident_finds_by_it(
    notice: zhize.Mechanism,
) -> None:
    graph = notice.duty_graph()
    rules = {node.code: set(node.members) for node in graph.nodes if node.kind == "rule"}
    of_norm = {norm.code: norm.recipient_rule for norm in notice.norms if norm.recipient_rule}
    found: dict[str, set[str]] = {rule: set() for rule in rules}
    for _, decision, _ in random_graphs(notice, 400):
        for duty in decision.duties:
            if duty.norm in of_norm:
                found[str(of_norm[duty.norm])].update(duty.to)
    assert found["relevant-departments"] == rules["relevant-departments"]
    assert found["those-who-notified"] <= rules["those-who-notified"]
    assert found["those-who-notified"]


@pytest.mark.parametrize("name", ["notice", "harbour"])
def test_whatever_an_agency_owes_or_is_owed_in_an_incident_is_in_its_graph(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    graphs = {a.code: owed(mechanism.duty_graph(agency=a.code)) for a in mechanism.agencies}
    seen = 0
    for _, decision, _ in random_graphs(mechanism, 150):
        for duty in decision.duties:
            for to in duty.to:
                seen += 1
                edge = (duty.norm, f"agency:{duty.bearer}", f"recipient:{to}")
                assert edge in graphs[duty.bearer]
                assert edge in graphs[to]
    assert seen > 200


def test_nobody_feeds_back_to_itself(notice: zhize.Mechanism) -> None:
    for agency in notice.agencies:
        for edge in notice.duty_graph(agency=agency.code).edges:
            if edge.kind == "owes":
                assert edge.source.split(":")[1] != edge.target.split(":")[1]


def test_norms_say_what_may_be_done_instead_and_what_they_rest_on(
    notice: zhize.Mechanism,
) -> None:
    graph = notice.duty_graph()
    norms = {node.code: node for node in graph.nodes if node.kind == "norm"}
    assert norms["9.1"].label["zh"].endswith("（可改为 9.2）")
    assert norms["9.2"].label["en"].endswith("(may be done instead of 9.1)")
    assert {code for code, node in norms.items() if node.alternatives} == {"9.1", "9.2"}
    assert norms["15.4"].interpretations == ("I-5", "I-7")
    assert norms["3.3"].interpretations == ("I-11", "I-9"), "that who is told knows is one as well"
    for edge in graph.edges:
        if edge.kind != "states":
            rests = {code for norm in edge.norms for code in norms[norm].interpretations}
            assert set(edge.interpretations) == rests
    drawn = gathered(graph)
    for edge in drawn.edges:
        if edge.kind != "states":
            rests = {code for norm in edge.norms for code in norms[norm].interpretations}
            assert set(edge.interpretations) == rests
    svg = duty_graph_svg(graph, notice.rulebase, ("zh",))
    assert 'data-alternatives="9.2"' in svg
    assert ">9.1◇</text>" in svg
    assert ">I-5 I-7</text>" in svg
    assert 'data-interpretations="I-5 I-7"' in svg


def test_networkx_holds_the_whole_graph(notice: zhize.Mechanism) -> None:
    graph = notice.duty_graph()
    held = graph.to_networkx()
    assert isinstance(held, networkx.MultiDiGraph)
    assert list(held.nodes) == [node.id for node in graph.nodes]
    assert held.nodes["norm:8.1"]["label_zh"].startswith("打击查处河道")
    assert held.nodes["norm:8.1"]["role"] == "primary"
    assert held.nodes["agency:water"]["column"] == "agency"
    assert held.nodes["rule:relevant-departments"]["members"].split()[:1] == ["natural-resources"]
    binding = held.get_edge_data("norm:8.1", "agency:water")
    assert binding == {
        "act": {"id": "norm:8.1>agency:water:act", "kind": "binds", "mode": "act",
                "role": "primary", "norms": "8.1"}
    }  # fmt: skip
    assert held.number_of_edges() == len(graph.edges) == len({e.id for e in graph.edges})
    every = [*dict(held.nodes(data=True)).values(), *(data for *_, data in held.edges(data=True))]
    assert {type(value) for data in every for value in data.values()} == {str}
