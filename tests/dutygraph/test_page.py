"""The duty graph's page as text: whole, escaped, in its languages, and the same each time."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import zhize
from zhize.dutygraph.details import norm_details
from zhize.dutygraph.dot import dot
from zhize.dutygraph.page import graph_html
from zhize.dutygraph.page_words import PAGE_WORDS
from zhize.dutygraph.words import WORDS
from zhize.pages import Voices, languages_of

from .hostile import hostile
from .samples import CHOICE

ROOT = Path(__file__).parent.parent.parent
HARBOUR = ROOT / "tests" / "mechanisms" / "harbour"
EXAMPLE = ROOT / "examples" / "reservoir-sand.yaml"


class Page(HTMLParser):
    """The elements of a page, its words, and what stands between matching tags."""

    VOID = frozenset({"meta", "br", "link", "img", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self.styled: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag not in self.VOID:
            inherited = self._open[-1][1] if self._open else ""
            self._open.append((tag, found.get("lang") or inherited))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open[-1][0] not in ("style", "script"):
            self.words.append((self._open[-1][1], data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def notice_page(notice: zhize.Mechanism, lang: str) -> str:
    return graph_html(notice.duty_graph(), notice.rulebase, languages_of(lang))


def incident_page(notice: zhize.Mechanism, lang: str) -> str:
    incident = notice.incident(next(iter(notice.records(EXAMPLE))))
    decided = notice.decide(incident), incident
    graph = notice.duty_graph(incident)
    return graph_html(graph, notice.rulebase, languages_of(lang), decided=decided)


def data_of(text: str) -> dict[str, Any]:
    (island,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', text)
    found: dict[str, Any] = json.loads(island)
    return found


@pytest.fixture(scope="module")
def zh(notice: zhize.Mechanism) -> str:
    return notice_page(notice, "zh")


def test_the_page_needs_nothing_but_itself(zh: str) -> None:
    page = Page(zh)
    names = {tag for tag, _ in page.tags}
    assert not names & {"link", "img", "iframe", "object", "form", "base", "image", "use"}
    attributes = {name for _, attrs in page.tags for name in attrs}
    assert not {name for name in attributes if name.startswith("on") or name in ("style", "src")}
    hosts = set(re.findall(r"https?://[^\"'\s<]+", zh))
    assert hosts == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|url\(|javascript:|innerHTML|eval\(", zh)
    (policy,) = [a["content"] for a in page.all("meta") if "http-equiv" in a]
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", zh, re.DOTALL)
        assert content is not None
        digest = base64.b64encode(hashlib.sha256(content.group(1).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in (policy or "")
    assert (policy or "").startswith("default-src 'none'; ")


def test_the_names_of_elements_are_unlike_and_what_refers_to_them_finds_them(zh: str) -> None:
    page = Page(zh)
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    for name in ("aria-labelledby", "href"):
        for _, attrs in page.tags:
            if attrs.get(name):
                assert (attrs[name] or "").removeprefix("#") in ids
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(headings))


def test_the_page_is_the_same_each_time(zh: str, notice: zhize.Mechanism) -> None:
    assert notice_page(notice, "zh") == zh


def test_every_norm_shows_its_article_with_the_quoted_words_marked(
    zh: str, notice: zhize.Mechanism
) -> None:
    details = norm_details(notice.duty_graph(), Voices(notice.rulebase, ("zh",), PAGE_WORDS))
    assert len(details) == len(notice.norms)
    texts = {provision.code: provision.text for provision in notice.rulebase.provisions}
    for detail in details:
        norm = next(n for n in notice.norms if n.code == detail.norm)
        assert "".join(part.text for part in detail.passage) == texts[norm.provision]
        marked = "".join(part.text for part in detail.passage if part.quoted)
        for quote in (norm.quote, *norm.also_quotes):
            assert quote.exact in marked or all(c in marked for c in quote.exact)
    passages = re.findall(r'<blockquote lang="zh-CN">(.*?)</blockquote>', zh)
    assert len(passages) == len(details)
    assert "<mark>县水务部门负责河道(水库库区)范围内非法违法采砂行为的打击查处</mark>" in zh


@pytest.mark.parametrize("make", [notice_page, incident_page])
def test_a_page_in_english_speaks_english_but_for_the_text_itself(
    make: Any, notice: zhize.Mechanism
) -> None:
    page = Page(make(notice, "en"))
    assert page.all("html") == [{"lang": "en"}]
    chinese = [text for lang, text in page.words if re.search(r"[\u4e00-\u9fff]", text)]
    assert chinese
    for lang, text in page.words:
        if re.search(r"[\u4e00-\u9fff]", text):
            # 等: an English note that cites a word of the text
            assert lang == "zh-CN" or re.search(r"[a-z]{3}", text), text
    zh_page = Page(make(notice, "zh"))
    english = [
        text for lang, text in zh_page.words
        if lang == "en" or re.fullmatch(r"[a-z ]{6,}", text.strip())
    ]  # fmt: skip
    assert english == []


def test_a_page_in_both_languages_says_each_in_its_own(notice: zhize.Mechanism) -> None:
    text = notice_page(notice, "both")
    assert '<span lang="zh-CN">机关</span> <span lang="en" class="second">Agency</span>' in text
    assert '<option value="water">县水务部门 / county water department</option>' in text


def test_what_is_heard_of_a_norm_says_what_is_seen(zh: str, notice: zhize.Mechanism) -> None:
    nodes = data_of(zh)["nodes"]
    assert nodes["norm:8.1"]["label"].startswith("规范 8.1，处置（主办），县水务部门：打击查处河道")
    english = data_of(notice_page(notice, "en"))["nodes"]
    assert english["norm:8.1"]["label"].startswith(
        "Norm 8.1, act (primary), County water department: "
    )
    assert english["agency:water"]["name"] == "Agency: county water department"


def test_an_incident_s_page_says_why_as_the_memo_does(notice: zhize.Mechanism) -> None:
    text = html.unescape(re.sub(r"<[^>]+>", "", incident_page(notice, "zh")))
    record = next(iter(notice.records(EXAMPLE)))
    for item in notice.decide(record).duties:
        assert item.quote in text
    assert "违法类型＝无证采矿（算作非法违法采矿）、非法违法采砂；区域＝水库库区" in text
    assert "第5项（县生态环境部门依 6.2 告知）" in text


def test_an_incident_without_duties_has_a_page_without_filters(notice: zhize.Mechanism) -> None:
    fields = {
        "id": "A", "reported_on": "2020-01-01", "township": "凤城镇",
        "violations": ["illegal-mining"], "discovered_by": ["water"],
    }  # fmt: skip
    incident = notice.incident(fields)
    decision = notice.decide(incident)
    assert not decision.applicable
    text = graph_html(
        notice.duty_graph(incident), notice.rulebase, ("zh",), decided=(decision, incident)
    )
    page = Page(text)
    assert not page.all("select")
    assert not page.all("table")
    assert "不适用" in text or "2024-06-12" in text


def test_labels_with_markup_are_text(notice: zhize.Mechanism) -> None:
    rulebase, graph = hostile(notice)
    text = graph_html(graph, rulebase, ("zh", "en"))
    page = Page(text)
    assert not page.all("img")
    assert len(page.all("script")) == 2
    assert "{{7*7}}" in text
    assert any("<img src=x onerror=alert(1)>" in words for _, words in page.words)
    assert "</script><img" in data_of(text)["nodes"]["agency:water"]["name"]


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_another_mechanism_has_its_page_without_a_word_of_the_notice(lang: str) -> None:
    harbour = zhize.load(HARBOUR)
    text = graph_html(harbour.duty_graph(), harbour.rulebase, languages_of(lang))
    page = Page(text)
    assert all(attrs["lang"] == "fr" for attrs in page.all("blockquote"))
    assert "<mark>La capitainerie dirige la lutte contre toute pollution du port</mark>" in text
    assert not re.search("矿|水务|county|mining", text)
    searched = " ".join(row["search"] for row in data_of(text)["details"])
    assert "pompiers du port" in searched
    assert "harbour firefighters" in searched


def test_the_table_marks_what_is_chosen_and_what_needs_further_facts(
    notice: zhize.Mechanism,
) -> None:
    incident = notice.incident(CHOICE)
    graph, decision = notice.duty_graph(incident), notice.decide(incident)
    page = graph_html(graph, notice.rulebase, ("zh",), decided=(decision, incident))
    rows = re.findall(r'<th scope="row"><a href="#d\d+">\d+\. ([^<]+)</a>', page)
    marked = {row.removesuffix("◇") for row in rows if row.endswith("◇")}
    assert marked == {d.norm for d in decision.duties if d.alternative_to or d.conditional_on}
    assert {"9.2", "15.5", "15.6"} == marked
    assert '<li>◇ <span lang="zh-CN">择一：仅当作此选择时</span></li>' in page
    sand = graph_html(notice.duty_graph(violation="illegal-sand-mining"), notice.rulebase, ("en",))
    rows = re.findall(r'<th scope="row"><a href="#d\d+">([^<]+)</a>', sand)
    assert {"12.1○", "9.1○◇", "4.1"} <= set(rows)
    assert '<li>○ <span lang="en">needs further facts</span></li>' in sand
    plain = graph_html(notice.duty_graph(article="5"), notice.rulebase, ("en",))
    assert "○" not in plain
    assert 'class="signs"' not in plain


def test_formats_without_a_layout_mark_it_too(notice: zhize.Mechanism) -> None:
    voices = Voices(notice.rulebase, ("zh",), WORDS)
    graph = notice.duty_graph(violation="illegal-sand-mining")
    drawing = dot(graph, voices)
    assert '"norm:12.1" -> "agency:development-reform" [' in drawing
    line = next(x for x in drawing.splitlines() if '"norm:12.1" -> "agency:dev' in x)
    assert line.endswith("arrowhead=empty];")
    assert 'label="12.1○  ' in drawing
    held = graph.to_networkx()
    assert held.nodes["norm:12.1"]["further"] == "true"
    assert held.nodes["norm:12.1"]["interpretations"] == "I-4"
    chosen = notice.duty_graph(CHOICE).to_networkx()
    edge = chosen.get_edge_data("act:natural-resources", "fed:forestry")["feedback"]
    assert edge["optional"] == "15.6"
    assert chosen.nodes["act:natural-resources"]["optional"] == "15.5 15.6"
