"""What is chosen is shown, and nothing else; words that name nothing are answered helpfully."""

from __future__ import annotations

import pytest

import zhize
from tests.dutygraph.samples import EXAMPLE
from zhize import UsageError


def norms(mechanism: zhize.Mechanism, **choice: str) -> set[str]:
    graph = mechanism.duty_graph(**choice)
    return {node.code for node in graph.nodes if node.kind == "norm"}


def test_an_article_is_found_by_number_by_label_and_by_code(notice: zhize.Mechanism) -> None:
    eighth = {"8.1"}
    for word in ("8", "第八条", "article 8", " Article 8 ", "８"):
        assert norms(notice, article=word) == eighth
    assert norms(notice, article="letter-body") == {"F.1"}


def test_an_agency_is_shown_with_what_it_bears_and_what_it_is_owed(
    notice: zhize.Mechanism,
) -> None:
    mine = {n.code for n in notice.norms if "water" in n.bearers}
    to_me = {"6.2", "7.2", "9.2", "10.1", "12.2", "15.4", "15.6"}
    assert norms(notice, agency="water") == mine | to_me == norms(notice, agency="县水务部门")
    graph = notice.duty_graph(agency="judicial-organs")
    assert {(e.norms, e.source, e.target) for e in graph.edges if e.kind == "owes"} == {
        (("17.2",), "agency:discipline-supervision", "recipient:judicial-organs")
    }


def test_choices_combine(notice: zhize.Mechanism) -> None:
    both = norms(notice, agency="water", violation="reservoir-area")
    assert both == {"6.2", "7.2", "8.1", "12.2", "15.4", "15.5", "15.6"}
    assert norms(notice, article="15", agency="water") == {"15.1", "15.3", "15.4", "15.5", "15.6"}


def test_a_choice_that_leaves_nothing_gives_an_empty_graph_that_says_so(
    notice: zhize.Mechanism,
) -> None:
    graph = notice.duty_graph(article="8", violation="coal")
    assert not graph.nodes
    assert not graph.edges
    assert graph.remarks[0]["en"] == "No norm matches what was chosen."
    assert "第八条" in graph.subtitle["zh"]
    assert "煤" in graph.subtitle["zh"]


def test_the_subtitle_says_what_was_chosen(notice: zhize.Mechanism) -> None:
    subtitle = notice.duty_graph(agency="water", violation="sand").subtitle
    assert subtitle["zh"] == (
        "版本 1.0.0 · 县水务部门承担或接受的职责 · "
        "以“砂”（矿种）为条件的规范，及其最小事项中一并产生的职责"
    )
    assert subtitle["en"] == (
        "version 1.0.0 · borne by or owed to: county water department · norms that turn on “sand” "
        "(mineral), and what comes with them in the smallest incidents"
    )
    anyone = notice.duty_graph(agency="anyone").subtitle["en"]
    assert anyone.endswith("borne by or owed to: any organisation or individual")


@pytest.mark.parametrize(
    ("choice", "zh", "en"),
    [
        (
            {"article": "81"},
            "没有“81”这一条。是否指 8？有规范的条款：letter-body、1、2",
            "there is no article `81`; did you mean `8`? articles with norms: letter-body, 1, 2",
        ),
        (
            {"article": "x" * 100},
            "…”这一条。有规范的条款：letter-body",
            "…`; articles with norms: letter-body",
        ),
        (
            {"agency": "watr"},
            "没有名为“watr”的机关。是否指 water（县水务部门）？",
            "no agency is called `watr`; did you mean `water`?",
        ),
        (
            {"violation": "rivr"},
            "没有名为“rivr”的事实值。是否指 river-channel（河道）？",
            "no value of a fact is called `rivr`; did you mean `river-channel`?",
        ),
    ],
    ids=["article", "long", "agency", "violation"],
)
def test_an_unknown_word_is_answered_with_the_nearest_and_with_what_there_is(
    choice: dict[str, str], zh: str, en: str, notice: zhize.Mechanism
) -> None:
    with pytest.raises(UsageError) as wrong:
        notice.duty_graph(**choice)
    assert zh in wrong.value.message["zh"]
    assert en in wrong.value.message["en"]


def test_an_incident_takes_no_further_choice(notice: zhize.Mechanism) -> None:
    record = next(notice.records(EXAMPLE))
    with pytest.raises(UsageError) as wrong:
        notice.duty_graph(record, agency="water")
    assert "事项的职责图不能再限定" in wrong.value.message["zh"]
    assert "give one or the other" in wrong.value.message["en"]
