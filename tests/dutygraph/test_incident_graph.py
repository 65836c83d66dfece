"""The graph of an incident says exactly what its decision says."""

from __future__ import annotations

import pytest

import zhize
from tests.dutygraph.samples import BIG, CHOICE, EXAMPLE, SPILL, random_graphs
from zhize.dutygraph import DutyGraph, Edge, Node
from zhize.dutygraph.svg import duty_graph_svg
from zhize.dutygraph.text import duty_graph_text
from zhize.model.decision import Decision


def of_example(notice: zhize.Mechanism) -> DutyGraph:
    return notice.duty_graph(next(notice.records(EXAMPLE)))


def arrows(graph: DutyGraph) -> set[tuple[str, str, str, str | None]]:
    return {(e.source, e.target, " ".join(e.norms), e.mode) for e in graph.edges}


def test_the_worked_example_goes_from_discovery_to_feedback(notice: zhize.Mechanism) -> None:
    graph = of_example(notice)
    assert [c.code for c in graph.columns] == ["incident", "known", "told", "act", "fed"]
    assert arrows(graph) == {
        ("incident", "known:ecology-environment", "6.2", None),
        ("incident", "act:township-government", "3.1", "act"),
        ("incident", "act:natural-resources", "4.1", "act"),
        ("incident", "act:water", "8.1", "act"),
        ("known:ecology-environment", "told:natural-resources", "6.2", "notify"),
        ("known:ecology-environment", "told:water", "6.2", "notify"),
        ("told:natural-resources", "act:natural-resources", "15.5", "act"),
        ("told:water", "act:water", "15.5", "act"),
        ("act:natural-resources", "fed:ecology-environment", "15.6", "feedback"),
        ("act:water", "fed:ecology-environment", "15.6", "feedback"),
    }
    water = next(node for node in graph.nodes if node.id == "act:water")
    assert [line.head["zh"] for line in water.lines] == ["8.1 主办", "15.5 承办", "15.6 反馈"]
    assert water.lines[0].text["zh"].endswith("（第八条）")
    assert "4.2（县自然资源部门）让位于 8.1" in graph.remarks[0]["zh"]
    township = next(node for node in graph.nodes if node.id == "act:township-government")
    assert township.place == {"zh": "凤城镇", "en": "Fengcheng Town"}
    incident = graph.nodes[0]
    assert incident.lines[0].text == {"zh": "水库库区无证采砂"}
    facts = {line.head["zh"]: line.text["zh"] for line in incident.lines[1:]}
    assert facts["违法类型："] == "无证采矿、非法违法采砂"
    assert facts["情形："] == "未知"


def duties_shown(graph: DutyGraph) -> list[tuple[str | None, str]]:
    return [(line.norm, node.code) for node in graph.nodes for line in node.lines if line.norm]


def agency(node: str) -> str:
    return node.split(":")[1]


def check(decision: Decision, graph: DutyGraph, mechanism: zhize.Mechanism) -> None:
    """Hold a graph against its decision, both ways."""
    nodes = {node.id: node for node in graph.nodes}
    modes = {norm.code: norm.mode for norm in mechanism.norms}
    wanted = sorted((duty.norm, duty.bearer) for duty in decision.duties)
    assert sorted(duties_shown(graph)) == wanted  # type: ignore[type-var]
    owed = {(d.norm, d.bearer, to) for d in decision.duties for to in d.to}
    shown = {
        (norm, agency(edge.source), agency(edge.target))
        for edge in graph.edges
        if edge.kind == "owes"
        for norm in edge.norms
    }
    assert shown == owed
    led = {
        (norm, agency(edge.target))
        for edge in graph.edges
        if edge.kind == "leads"
        for norm in edge.norms
    }
    acts = {(d.norm, d.bearer) for d in decision.duties if d.mode == "act"}
    assert acts <= led <= set(wanted)
    for edge in graph.edges:
        assert nodes[edge.source].column < nodes[edge.target].column
        if edge.kind != "fact":
            assert edge.norms, "a norm on every edge"
            assert {modes[norm] for norm in edge.norms} == {edge.mode}
        else:
            assert edge.source == "incident"
            assert edge.label


def holds(node: Node, edge: Edge) -> bool:
    """Tell whether a duty that an edge is about is a line of the box that it leaves."""
    return all(any(line.norm == norm for line in node.lines) for norm in edge.norms)


@pytest.mark.parametrize("name", ["notice", "harbour"])
def test_random_incidents_are_shown_as_they_were_decided(
    name: str, request: pytest.FixtureRequest
) -> None:
    mechanism: zhize.Mechanism = request.getfixturevalue(name)
    seen = 0
    for _, decision, graph in random_graphs(mechanism, 250):
        check(decision, graph, mechanism)
        nodes = {node.id: node for node in graph.nodes}
        for edge in graph.edges:
            if edge.kind == "owes":
                assert holds(nodes[edge.source], edge)
        seen += len(decision.duties)
    assert seen > 500


def test_a_report_comes_before_the_notification_that_it_gives_rise_to(
    notice: zhize.Mechanism,
) -> None:
    graph = notice.duty_graph(BIG)
    assert [c.code for c in graph.columns].count("told") == 2
    column = {node.id: node.column for node in graph.nodes}
    report = ("known:township-government", "told:natural-resources", "3.3", "notify")
    passed_on = ("told:natural-resources", "told:water", "15.4", "notify")
    assert {report, passed_on} <= arrows(graph)
    assert column["told:natural-resources"] < column["told:water"] < column["act:water"]
    assert ("act:discipline-supervision", "fed:judicial-organs", "17.2", "act") in arrows(graph)
    assert ("incident", "known:public", "", None) in arrows(graph)
    assert len({n.column for n in graph.nodes if n.kind == "duty"}) == 1, "acts in one column"


def test_what_follows_feedback_stands_behind_it(harbour: zhize.Mechanism) -> None:
    graph = harbour.duty_graph(SPILL)
    assert ("act:capitainerie", "fed:douanes", "8.b", "feedback") in arrows(graph)
    assert ("fed:douanes", "told:mairie", "8.c", "notify") in arrows(graph)


def test_duties_that_run_in_a_circle_are_still_drawn_from_left_to_right(
    harbour: zhize.Mechanism,
) -> None:
    split = 0
    for _, decision, graph in random_graphs(harbour, 300, seed=3):
        check(decision, graph, harbour)
        split += any(node.id.count(":") == 2 for node in graph.nodes)
    assert split, "some agency is told, acts, is answered, and is told again"


def test_an_incident_outside_the_mechanism_shows_the_reason_and_no_duty(
    notice: zhize.Mechanism,
) -> None:
    graph = notice.duty_graph({**BIG, "reported_on": "2024-06-01"})
    assert [node.id for node in graph.nodes] == ["incident"]
    assert not graph.edges
    assert graph.remarks[0]["zh"].startswith("没有职责：")
    assert graph.nodes[0].lines[-1].head["en"] == "outcome:"


def test_an_incident_without_duties_says_so(notice: zhize.Mechanism) -> None:
    graph = notice.duty_graph(
        {"id": "N-1", "reported_on": "2024-08-01", "township": "凤城镇",
         "violations": ["unregistered-vehicle"], "discovered_by": ["public"]}
    )  # fmt: skip
    assert graph.remarks[0]["en"] == "No duty arises from the facts as stated."
    assert [node.id for node in graph.nodes] == ["incident", "known:public"]


def test_an_alternative_and_what_depends_on_it_are_marked(notice: zhize.Mechanism) -> None:
    graph = notice.duty_graph(CHOICE)
    said = {(n.id, line.norm): line for n in graph.nodes for line in n.lines if line.norm}
    assert "可改为 9.2" in said["act:forestry", "9.1"].text["zh"]
    assert "9.2 may be done instead" in said["act:forestry", "9.1"].text["en"]
    assert "可代替 9.1" in said["known:forestry", "9.2"].text["zh"]
    assert said["known:forestry", "9.2"].head["zh"] == "9.2◇ 通报"
    assert "only if 9.2 is chosen" in said["act:natural-resources", "15.5"].text["en"]
    optional = {(e.source, e.target): e for e in graph.edges if e.conditional}
    assert set(optional) == {
        ("known:forestry", "told:natural-resources"),
        ("told:natural-resources", "act:natural-resources"),
        ("act:natural-resources", "fed:forestry"),
    }
    assert {e.label["zh"] for e in optional.values()} == {
        "通报（择一）",
        "处置（择一）",
        "反馈（择一）",
    }
    labels = {e.target: e.label["zh"] for e in graph.edges if e.kind == "fact"}
    assert labels == {"known:forestry": "发现者"}, "who found it is no choice"


def test_a_choice_is_drawn_hollow_and_explained_in_every_form(notice: zhize.Mechanism) -> None:
    graph = notice.duty_graph(CHOICE)
    svg = duty_graph_svg(graph, notice.rulebase, ("zh",))
    assert svg.count('data-optional="15.6"') == 1
    assert svg.count('data-optional="15.5 15.6"') == 1
    assert "择一：仅当作此选择时（连线为空心箭头）" in svg
    text = duty_graph_text(graph, notice.rulebase, ("zh",))
    assert "15.6◇ 反馈（择一） → 县林业部门 [对象]" in text
    assert "◇ 择一：仅当作此选择时\n" in text
    plain = notice.duty_graph(next(notice.records(EXAMPLE)))
    assert "择一" not in duty_graph_svg(plain, notice.rulebase, ("zh",))


def test_each_agency_in_the_text_is_called_by_its_own_step(notice: zhize.Mechanism) -> None:
    graph = notice.duty_graph({**CHOICE, "discovered_by": ["public"]})
    heads = [column.label["en"] for column in graph.columns]
    assert heads == ["Incident", "Found or known by, Acts"], "both stand in one column"
    text = duty_graph_text(graph, notice.rulebase, ("en",))
    assert "\nMember of the public [Found or known by]\n" in text
    assert "\nCounty natural resources department [Acts]\n" in text


def test_what_a_duty_rests_on_is_named_beside_it(notice: zhize.Mechanism) -> None:
    graph = of_example(notice)
    lines = {(n.id, line.norm): line for n in graph.nodes for line in n.lines if line.norm}
    assert lines["known:ecology-environment", "6.2"].interpretations == ("I-5",)
    assert lines["act:natural-resources", "4.1"].text["zh"].endswith("（第四条；I-1）")
    edges = {(e.source, e.target): e.interpretations for e in graph.edges}
    assert edges["known:ecology-environment", "told:water"] == ("I-5",)
    assert "4.2（县自然资源部门）让位于 8.1（I-2）" in graph.remarks[0]["zh"]
    for node in graph.nodes:
        rests = {code for line in node.lines for code in line.interpretations}
        assert set(node.interpretations) == rests


def test_unknown_facts_that_matter_are_named(notice: zhize.Mechanism) -> None:
    unknown = of_example(notice).remarks[-1]
    assert unknown["zh"] == "未知：情形；其回答可能改变职责，见 zhize decide。"
    several = notice.duty_graph(CHOICE).remarks[-1]["en"]
    assert several == (
        "Unknown: mineral, operator's licence, circumstances … (4 in all); the answers may change "
        "the duties, see zhize decide."
    )
    told = {**CHOICE, "mineral": "iron", "operator_licence": "none", "circumstances": [],
            "reported_to": []}  # fmt: skip
    assert not any("未知" in remark["zh"] for remark in notice.duty_graph(told).remarks)


def test_the_name_of_a_record_is_kept_to_the_letter(notice: zhize.Mechanism) -> None:
    graph = notice.duty_graph(CHOICE)
    svg = duty_graph_svg(graph, notice.rulebase, ("en",))
    assert ">alt</text>" in svg
    assert ">Alt</text>" not in svg
    assert "\nalt [Incident]" in duty_graph_text(graph, notice.rulebase, ("en",))
