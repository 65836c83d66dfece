"""The SVG: sound XML, self-contained, the same bytes each time, nothing of a record unescaped."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import pytest

import zhize
from tests.dutygraph.samples import BIG, EXAMPLE, ROOT
from zhize.dutygraph import gathered
from zhize.dutygraph.style import FILLS, INK, PAPER, SOFT, STROKES
from zhize.dutygraph.svg import duty_graph_svg
from zhize.pages import languages_of

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "g", "rect", "path", "polygon", "text"}
BOTH = ("zh", "en")


@pytest.fixture(scope="module")
def drawn(notice: zhize.Mechanism) -> str:
    return duty_graph_svg(notice.duty_graph(), notice.rulebase, BOTH)


@pytest.fixture(scope="module")
def root(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def parts(root: ElementTree.Element, attribute: str) -> list[dict[str, str]]:
    return [dict(g.attrib) for g in root.iter(f"{SVG}g") if attribute in g.attrib]


def test_it_is_one_image_with_a_name_a_size_and_a_language(root: ElementTree.Element) -> None:
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"
    assert width > 1000
    assert height > 1000
    assert (root.attrib["role"], root.attrib["lang"]) == ("img", "zh-CN")
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert "职责图" in str(title.text)
    assert "1.0.0" in str(description.text)


def test_it_needs_nothing_else_and_may_stand_in_a_page_with_a_strict_policy(
    root: ElementTree.Element, drawn: str
) -> None:
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == ELEMENTS
    names = {name for element in root.iter() for name in element.attrib}
    assert not [n for n in names if n in ("style", "class", "href", "id") or n.startswith("on")]
    assert "url(" not in drawn
    assert re.findall(r"https?://[^\"]+", drawn) == ["http://www.w3.org/2000/svg"]


def test_each_node_and_edge_says_what_it_is(
    root: ElementTree.Element, notice: zhize.Mechanism
) -> None:
    graph = gathered(notice.duty_graph())
    said = parts(root, "data-id")
    nodes = {p["data-id"]: p for p in said if not p["data-kind"].startswith("edge-")}
    edges = {p["data-id"]: p for p in said if p["data-kind"].startswith("edge-")}
    assert list(nodes) == [node.id for node in graph.nodes]
    assert list(edges) == [edge.id for edge in graph.edges]
    for node in graph.nodes:
        assert nodes[node.id]["data-kind"] == node.kind
        assert nodes[node.id].get("data-norms", "") == " ".join(node.norms)
    assert nodes["norm:8.1"]["data-mode"] == "act"
    assert nodes["norm:8.1"]["data-role"] == "primary"
    assert "water" in nodes["group:functional-department"]["data-members"].split()
    for edge in graph.edges:
        shown = edges[edge.id]
        assert shown["data-source"] == edge.source
        assert shown["data-target"] == edge.target
        assert shown["data-norms"] == " ".join(edge.norms)
        assert shown.get("data-mode") == edge.mode
    labels = {part["data-label"] for part in parts(root, "data-label")}
    assert labels == {edge.id for edge in graph.edges if edge.kind == "owes"}


def test_words_are_marked_with_their_language(root: ElementTree.Element) -> None:
    langs = {t.attrib["lang"] for t in root.iter(f"{SVG}text")}
    assert langs == {"zh-CN", "en"}
    for text in root.iter(f"{SVG}text"):
        if text.attrib["lang"] == "en" and text.text:
            chinese = re.findall(r"[\u4e00-\u9fff]+", text.text)
            assert chinese in ([], ["采矿许可证"]), "the English text of 1.2 quotes the word"


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_can_be_read_on_every_box() -> None:
    papers = [PAPER, *(fill.colour for fill in FILLS.values())]
    inks = [INK, SOFT]
    assert min(contrast(ink, paper) for ink in inks for paper in papers) >= 4.5
    modes = [stroke.colour for stroke in STROKES.values()]
    assert min(contrast(colour, PAPER) for colour in modes) >= 4.5
    agency = FILLS["agency"].colour
    assert contrast(STROKES["notify"].colour, agency) >= 4.5


def test_modes_differ_without_colour() -> None:
    looks = [(stroke.dash, stroke.width) for stroke in STROKES.values()]
    assert len(set(looks)) == len(looks)
    solid = sorted(stroke.width for stroke in STROKES.values() if not stroke.dash)
    assert all(b >= 2 * a for a, b in itertools.pairwise(solid))
    dashes = [stroke.dash for stroke in STROKES.values() if stroke.dash]
    assert len(set(dashes)) == len(dashes)


NASTY = "<script>alert(1)</script> & \"'\x1b[31m\u202e ]]> \x00\ufffe"


def test_what_a_record_says_is_escaped(notice: zhize.Mechanism) -> None:
    record: dict[str, Any] = {**BIG, "id": "<b>&\"'", "title": NASTY}
    svg = duty_graph_svg(notice.duty_graph(record), notice.rulebase, BOTH)
    root = ElementTree.fromstring(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == ELEMENTS
    texts = [str(text.text) for text in root.iter(f"{SVG}text")]
    assert "<b>&\"'" in texts
    assert any("<script>alert(1)</script>" in text for text in texts)
    assert not re.search(r"[\x00-\x08\x1b\u202e\ufffe]", svg)


def test_the_same_bytes_come_out_under_another_hash_seed(notice: zhize.Mechanism) -> None:
    program = (
        "import sys, zhize; from pathlib import Path\n"
        "from zhize.dutygraph.svg import duty_graph_svg\n"
        "m = zhize.load(); record = next(m.records(Path(sys.argv[1])))\n"
        "for graph in (m.duty_graph(), m.duty_graph(agency='water'), m.duty_graph(record)):\n"
        "    sys.stdout.buffer.write(duty_graph_svg(graph, m.rulebase, ('zh', 'en')).encode())\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4242", "PYTHONPATH": str(ROOT / "engine")}
    other = subprocess.run(
        [sys.executable, "-c", program, str(EXAMPLE)],
        env=environment,
        capture_output=True,
        check=True,
    ).stdout.decode()
    record = next(notice.records(EXAMPLE))
    graphs = (notice.duty_graph(), notice.duty_graph(agency="water"), notice.duty_graph(record))
    assert other == "".join(duty_graph_svg(g, notice.rulebase, BOTH) for g in graphs)


@pytest.mark.parametrize("choice", ["zh", "en"])
def test_a_picture_in_one_language_has_no_words_of_the_other(
    choice: str, notice: zhize.Mechanism
) -> None:
    graph = notice.duty_graph(next(notice.records(EXAMPLE)))
    root = ElementTree.fromstring(duty_graph_svg(graph, notice.rulebase, languages_of(choice)))
    texts = "".join(str(text.text) for text in root.iter(f"{SVG}text"))
    if choice == "zh":
        assert re.findall(r"[a-z]{3,}", texts) == ["zhize", "decide"], "a command's name"
    else:  # what the record itself says stays as it was written
        assert set(re.findall(r"[\u4e00-\u9fff]+", texts)) == {"水库库区无证采砂"}
