"""Results as text, CSV, JSON and Turtle, and the limits on them."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from rdflib import XSD, BNode, Graph, Literal, URIRef

import zhize
from zhize.explain import display_width
from zhize.queries import Column, Limits, Result, competency_query
from zhize.queries.cells import CellMaker, merged
from zhize.queries.rendering import rendered, table_lines
from zhize.queries.values import Thing, Words


def test_json_has_codes_typed_values_lists_and_texts(notice: zhize.Mechanism) -> None:
    rows = json.loads(rendered(notice.query("recurring-duties"), "json", "en"))
    assert [row["norm"] for row in rows] == ["15.2", "16.1", "16.3"]
    assert rows[1]["agency"] == "township-government"
    assert rows[1]["to"] == ["leading-group-office"]
    assert rows[0]["to"] == []
    assert set(rows[0]["action"]) == {"zh", "en"}
    limits = json.loads(rendered(notice.query("limits-in-time-and-place"), "json", "zh"))
    assert limits[0]["from"] == "2024-06-12"
    assert limits[0]["until"] is None
    exceptions = json.loads(rendered(notice.query("exceptions"), "json", "zh"))
    assert [row["same_bearer"] for row in exceptions] == [None, True]
    workload = json.loads(rendered(notice.query("workload"), "json", "zh"))
    assert all(isinstance(row["all"], int) for row in workload)


def test_csv_has_heads_and_labels_in_the_language(notice: zhize.Mechanism) -> None:
    result = notice.query("norms-of-article", {"article": "3"})
    for lang, head, bearers in (
        ("zh", "承担者", "乡（镇）人民政府;村（社区）主要负责人"),
        ("en", "bearer", "township government;principal of the village or community"),
    ):
        rows = list(csv.DictReader(io.StringIO(rendered(result, "csv", lang))))
        assert len(rows) == len(result.rows)
        assert rows[2][head] == bearers


def test_a_table_is_no_turtle_and_a_graph_is(notice: zhize.Mechanism) -> None:
    with pytest.raises(zhize.UsageError, match="turtle is for CONSTRUCT"):
        rendered(notice.query("workload"), "turtle", "en")
    result = notice.query("norms-as-graph", {"agency": "water"})
    turtle = rendered(result, "turtle", "en")
    assert turtle == rendered(result, "text", "zh")
    assert len(Graph().parse(data=turtle, format="turtle")) == len(result.rows)
    first = json.loads(rendered(result, "json", "en"))[0]
    assert set(first) == {"subject", "predicate", "object"}


def test_the_rows_beyond_the_limit_are_left_out(notice: zhize.Mechanism) -> None:
    whole = notice.query("workload")
    part = notice.query("workload", limits=Limits(rows=3))
    assert part.rows == whole.rows[:3]
    assert (part.truncated, whole.truncated) == (True, False)
    exact = notice.query("workload", limits=Limits(rows=len(whole.rows)))
    assert exact == whole
    graph = notice.query("norms-as-graph", {"agency": "water"}, limits=Limits(rows=5))
    assert graph.truncated
    assert len(Graph().parse(data=graph.turtle, format="turtle")) == len(graph.rows) == 5


def test_a_query_of_ours_ends_when_time_is_up(notice: zhize.Mechanism) -> None:
    with pytest.raises(zhize.QueryError) as found:
        notice.query("who-acts-on", {"violations": "obstruction"}, limits=Limits(seconds=0))
    assert found.value.code == "time-limit"
    assert "0 s" in found.value.message["en"]


def test_columns_line_up_whatever_the_script() -> None:
    lines = table_lines(
        ["机关", "norm"], [["县水务部门", "8.1"], ["the water department", "8.1、8.2"], ["", ""]]
    )
    assert {display_width(line) for line in lines} == {display_width(lines[0])}
    assert lines[1] == "-" * 20 + "  " + "-" * 8


def test_long_cells_are_broken_and_rows_parted() -> None:
    lines = table_lines(["a", "b"], [["字" * 200, "x"], ["y" * 150, "z"]])
    assert "" in lines
    wide = [line for line in lines if "y" not in line]
    assert max(map(display_width, wide)) <= 160
    joined = "".join(line[:150].strip() for line in lines)
    assert joined.count("字") == 200
    assert "y" * 150 in joined


def test_a_text_cannot_steer_the_terminal() -> None:
    result = Result(columns=(Column(name="x"),), rows=(("\x1b[31mred\u202e",),))
    shown = rendered(result, "text", "en")
    assert "\x1b" not in shown
    assert "\\x1b[31mred\\u202e" in shown


def test_nothing_found_is_said() -> None:
    result = Result(columns=(Column(name="x"),), rows=())
    assert rendered(result, "text", "zh") == "没有结果。\n"
    assert rendered(result, "json", "zh") == "[]\n"
    assert rendered(result, "csv", "zh") == "x\r\n"
    query = competency_query("workload")
    assert rendered(result, "text", "en", query).startswith(query.question["en"])


@pytest.mark.parametrize(
    ("literal", "cell"),
    [
        (Literal("a", lang="zh"), Words({"zh": "a"})),
        (Literal("a"), "a"),
        (Literal(5), 5),
        (Literal(1 << 60), str(1 << 60)),
        (Literal(True), True),
        (Literal(Decimal("1.5")), 1.5),
        (Literal("INF", datatype=XSD.double), "inf"),
        (Literal("2024-06-12", datatype=XSD.date), "2024-06-12"),
        (Literal("2024-06-12T01:02:03Z", datatype=XSD.dateTime), "2024-06-12T01:02:03+00:00"),
        (Literal("x", datatype=URIRef("urn:colour")), "x"),
    ],
)
def test_literals_become_the_values_they_stand_for(literal: Literal, cell: object) -> None:
    found = CellMaker(Graph()).cell(literal)
    assert found == cell
    assert type(found) is type(cell)


def test_things_have_a_code_a_label_and_a_short_form() -> None:
    graph = Graph().parse(
        data="""@prefix x: <urn:x#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        x:a skos:notation "A" ; rdfs:label "甲"@zh, "a"@en . x:b skos:notation "B", "C" .""",
        format="turtle",
    )
    maker = CellMaker(graph)
    assert maker.cell(URIRef("urn:x#a")) == Thing("urn:x#a", "A", "x:a", {"en": "a", "zh": "甲"})
    assert maker.cell(URIRef("urn:x#b")) == Thing("urn:x#b", None, "x:b")
    assert maker.cell(BNode()) == Thing("_:b1", None, "_:b1")
    assert maker.cell(None) is None


def test_rows_that_differ_in_language_or_in_a_list_become_one() -> None:
    columns = (
        Column(name="norm", kind="code"),
        Column(name="text", kind="text"),
        Column(name="to", kind="label", many=True),
    )
    one, two = Thing("urn:1", "1"), Thing("urn:2", "2")
    rows = [
        (two, Words({"zh": "乙"}), Thing("urn:10", "10")),
        (one, Words({"en": "a"}), two),
        (one, Words({"zh": "甲"}), two),
        (one, Words({"en": "a"}), one),
        (two, None, Thing("urn:9", "9")),
    ]
    assert merged(columns, rows) == [
        (two, Words({"zh": "乙"}), (Thing("urn:9", "9"), Thing("urn:10", "10"))),
        (one, Words({"en": "a", "zh": "甲"}), (one, two)),
    ]
