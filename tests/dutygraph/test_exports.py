"""Duty graphs for other programs: what comes back is what was written, byte for byte alike."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest

import zhize
from zhize.dutygraph import DutyGraph, gathered
from zhize.dutygraph.dot import dot, quoted
from zhize.dutygraph.exports import gexf, graphml, node_link
from zhize.dutygraph.mermaid import mermaid
from zhize.dutygraph.page_words import PAGE_WORDS
from zhize.pages import Voices

from .hostile import NASTY, hostile

HARBOUR = Path(__file__).parent.parent / "mechanisms" / "harbour"
Write = Callable[[DutyGraph, Voices], str]
WRITERS: list[Write] = [graphml, gexf, node_link, dot, mermaid]


@pytest.fixture(scope="module")
def graph(notice: zhize.Mechanism) -> DutyGraph:
    """The whole notice."""
    return notice.duty_graph()


def voices(mechanism: zhize.Mechanism, *languages: str) -> Voices:
    return Voices(mechanism.rulebase, languages or ("zh", "en"), PAGE_WORDS)


def read_back(write: Write, text: str) -> networkx.MultiDiGraph[str]:
    stream = io.BytesIO(text.encode())
    if write is graphml:
        return networkx.read_graphml(stream, force_multigraph=True)  # type: ignore[no-any-return]
    if write is gexf:
        return networkx.read_gexf(stream)  # type: ignore[no-any-return]
    return networkx.node_link_graph(json.loads(text), edges="edges")  # type: ignore[no-any-return]


@pytest.mark.parametrize("write", [graphml, gexf, node_link])
def test_networkx_reads_the_same_nodes_edges_and_labels_back(
    write: Write, graph: DutyGraph, notice: zhize.Mechanism
) -> None:
    found = read_back(write, write(graph, voices(notice)))
    wanted = graph.to_networkx()
    assert isinstance(found, networkx.DiGraph)
    assert set(found) == set(wanted) == {node.id for node in graph.nodes}
    assert len(graph.nodes) > 90

    def ends(held: Any) -> Counter[tuple[str, ...]]:
        return Counter(
            (source, target, data["kind"], data["norms"], data.get("mode", ""))
            for source, target, data in held.edges(data=True)
        )

    assert ends(found) == ends(wanted)
    for node in graph.nodes:
        assert found.nodes[node.id]["label"] == node.label["zh"]
        assert found.nodes[node.id]["label_en"] == node.label["en"]
        assert found.nodes[node.id]["kind"] == node.kind
    assert found.nodes["agency:water"]["label"] == "县水务部门"


def test_the_label_is_in_the_language_of_the_output(
    graph: DutyGraph, notice: zhize.Mechanism
) -> None:
    found = read_back(gexf, gexf(graph, voices(notice, "en")))
    assert found.nodes["agency:water"]["label"] == graph_label(graph, "agency:water", "en")
    assert found.nodes["agency:water"]["label_zh"] == "县水务部门"


def graph_label(graph: DutyGraph, name: str, lang: str) -> str:
    return next(node.label[lang] for node in graph.nodes if node.id == name)


def test_every_edge_of_graphml_has_its_own_name(graph: DutyGraph, notice: zhize.Mechanism) -> None:
    root = ET.fromstring(graphml(graph, voices(notice)))
    names = [e.attrib["id"] for e in root.iter("{http://graphml.graphdrawing.org/xmlns}edge")]
    assert len(set(names)) == len(names) == len(graph.edges)


def test_chinese_is_written_as_chinese_and_without_date_or_maker(
    graph: DutyGraph, notice: zhize.Mechanism
) -> None:
    for write in WRITERS:
        text = write(graph, voices(notice))
        assert "县水务部门" in text, write
        assert not re.search(r"lastmodified|NetworkX|creator|&#\d+;", text), write
        assert text.endswith("\n"), write


def test_the_bytes_do_not_depend_on_the_order_of_hashes() -> None:
    script = (
        "import hashlib, zhize\n"
        "from tests.dutygraph.test_exports import WRITERS, voices\n"
        "m = zhize.load()\n"
        "g = m.duty_graph()\n"
        "print([hashlib.sha256(w(g, voices(m)).encode()).hexdigest() for w in WRITERS])\n"
    )
    root = Path(__file__).parent.parent.parent
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True, text=True, check=True, cwd=root,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1


# ---------------------------------------------------------------- DOT and Mermaid


def test_dot_draws_each_node_in_its_column_and_each_edge_by_its_mode(
    graph: DutyGraph, notice: zhize.Mechanism
) -> None:
    drawn = gathered(graph)
    text = dot(graph, voices(notice, "zh"))
    assert text.count("subgraph") == text.count("rank=same") == len(drawn.columns)
    for node in drawn.nodes:
        assert text.count(f"\n    {quoted(node.id)} [") == 1, node.id
    arrows = re.findall(r'^  ("[^"]+") -> ("[^"]+") \[(.*)\];$', text, re.MULTILINE)
    assert [(a, b) for a, b, _ in arrows] == [
        (quoted(e.source), quoted(e.target)) for e in drawn.edges
    ]
    looks = {
        edge.mode: re.findall(r'(?<!font)color="(\S+)"|style=(\w+)', attributes)
        for edge, (_, _, attributes) in zip(drawn.edges, arrows, strict=True)
    }
    assert len({str(look) for look in looks.values()}) == len(looks) >= 6


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("plain", r'"plain"'),
        ('a"b', r'"a\"b"'),
        ("a\\", r'"a\\"'),
        ('a\\"b', r'"a\\\"b"'),
        ("a\nb", '"a b"'),
    ],
)
def test_no_name_ends_a_string_of_dot(name: str, written: str) -> None:
    assert quoted(name) == written


_MERMAID = [
    r"flowchart LR",
    r"%% [^{}\n]*",
    r'  subgraph c\d+\["{text}"\]',
    r'    n\d+\["{text}"\]',
    r"  end",
    r'  n\d+ (?:---|-->)(?:\|"{text}"\|)? n\d+',
    r"  classDef k\d+ [\w:#,. -]+",
    r"  class n\d+(?:,n\d+)* k\d+",
    r"  linkStyle \d+(?:,\d+)* [\w:#,. -]+",
]
_TEXT = r"(?:[^\x00-\x7f]|[A-Za-z0-9 ,.:()/\-]|#\d+;|<br>)*"
"""What may stand within quotation marks: nothing that Mermaid or HTML would read as its own."""


@pytest.mark.parametrize("languages", [("zh",), ("en",), ("zh", "en")])
def test_mermaid_is_within_its_grammar_whatever_labels_say(
    languages: tuple[str, ...], graph: DutyGraph, notice: zhize.Mechanism
) -> None:
    grammar = re.compile("|".join(rule.replace("{text}", _TEXT) for rule in _MERMAID))
    for shown, rulebase in (
        (graph, notice.rulebase),
        tuple(reversed(hostile(notice))),
    ):
        text = mermaid(shown, Voices(rulebase, languages, PAGE_WORDS))  # type: ignore[arg-type]
        for line in text.splitlines():
            assert grammar.fullmatch(line), line
        drawn = gathered(shown)  # type: ignore[arg-type]
        assert len(re.findall(r"^    n\d+\[", text, re.MULTILINE)) == len(drawn.nodes)
        assert len(re.findall(r"^  n\d+ --", text, re.MULTILINE)) == len(drawn.edges)
        styled = re.findall(r"linkStyle ([\d,]+)", text)
        numbers = sorted(int(n) for group in styled for n in group.split(","))
        assert numbers == list(range(len(drawn.edges)))


def test_nasty_labels_come_back_whole_and_escape_from_nothing(notice: zhize.Mechanism) -> None:
    rulebase, graph = hostile(notice)
    said = Voices(rulebase, ("zh",), PAGE_WORDS)
    shown = NASTY.replace("\x1b", "\\x1b")
    for write in (graphml, gexf, node_link):
        found = read_back(write, write(graph, said))
        assert found.nodes["agency:water"]["label"] == shown
    text = dot(graph, said)
    strings = r'"(?:[^"\\]|\\.)*"'
    assert re.sub(strings, "", text).count('"') == 0
    assert "alert" not in re.sub(strings, "", text)
    assert "&lt;" not in text.replace("&amp;lt;", "")


def test_another_mechanism_is_written_in_its_own_language() -> None:
    harbour = zhize.load(HARBOUR)
    graph = harbour.duty_graph()
    said = Voices(harbour.rulebase, ("en",), PAGE_WORDS)
    found = read_back(graphml, graphml(graph, said))
    assert found.nodes["agency:pompiers"]["label"] == "harbour firefighters"
    assert found.nodes["agency:pompiers"]["label_fr"] == "pompiers du port"
    assert "pompiers du port" in dot(graph, Voices(harbour.rulebase, ("fr",), PAGE_WORDS))
