"""The duty graph's page in a real browser, by mouse, by keyboard, on paper and without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zhize
from tests.browsing import Visit, visit
from zhize.dutygraph import DutyGraph, gathered
from zhize.dutygraph.signs import SIGNS

from .test_page import incident_page, notice_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESK = {"width": 1366, "height": 900}


@pytest.fixture(scope="module")
def files(notice: zhize.Mechanism, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages by name, written once."""
    folder = tmp_path_factory.mktemp("pages")
    made = {lang: notice_page(notice, lang) for lang in ("zh", "en", "both")}
    made["incident"] = incident_page(notice, "both")
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture(scope="module")
def seen(browser: Browser, files: dict[str, Path]) -> Iterator[Visit]:
    """The notice in Chinese, open for all tests of this module."""
    with visit(browser, files["zh"], viewport=DESK, reduced_motion="reduce") as opened:
        yield opened


@pytest.fixture
def page(seen: Visit) -> Page:
    """The same, with nothing chosen."""
    seen.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    seen.page.mouse.move(1, 1)
    seen.page.evaluate("document.activeElement.blur()")
    seen.page.keyboard.press("Escape")
    seen.page.click("#reset")
    return seen.page


@pytest.fixture(scope="module")
def drawn(notice: zhize.Mechanism) -> DutyGraph:
    """What the drawing shows."""
    return gathered(notice.duty_graph())


def carrying(drawn: DutyGraph, norms: set[str]) -> set[str]:
    """Return the nodes and edges that carry some of these norms."""
    edges = [edge for edge in drawn.edges if norms & set(edge.norms)]
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    own = {node.id for node in drawn.nodes if norms & set(node.norms)}
    bare = {node.id for node in drawn.nodes if not node.norms}
    return own | (ends & bare) | {edge.id for edge in edges}


def lit(page: Page) -> set[str]:
    """Return the nodes and edges that are lit."""
    script = "[...document.querySelectorAll('svg.lit .on[data-id]')].map((e) => e.dataset.id)"
    return set(page.evaluate(script))


def node(name: str) -> str:
    return f'[data-id="{name}"]'


@pytest.mark.parametrize("name", ["zh", "en", "both", "incident"])
def test_the_page_is_quiet_and_open_to_everybody(
    browser: Browser, files: dict[str, Path], name: str
) -> None:
    with visit(browser, files[name], viewport=DESK) as opened:
        assert opened.page.locator("h1").count() == 1
        assert opened.objections() == []
        first = opened.page.locator('[role="button"][tabindex="0"]')
        assert first.count() == 1
        first.focus()
        opened.page.keyboard.press("ArrowRight")
        opened.page.keyboard.press("Enter")
        assert lit(opened.page)
        assert opened.page.locator("#shown .detail, #shown li").count() >= 1
        assert opened.objections() == []
        assert opened.quiet(), (opened.console, opened.requests)


@pytest.mark.parametrize("norm", ["8.1", "3.3", "15.4", "16.1"])
def test_pointing_at_a_norm_lights_exactly_what_carries_it(
    page: Page, drawn: DutyGraph, norm: str
) -> None:
    page.hover(node(f"norm:{norm}"))
    assert lit(page) == carrying(drawn, {norm})
    assert page.locator("#shown .detail").count() == 1
    assert f"[{norm}]" in page.inner_text("#shown h3")
    page.mouse.move(1, 1)
    assert lit(page) == set()


def test_pointing_at_an_agency_an_article_or_a_line_lights_the_norms_it_carries(
    page: Page, drawn: DutyGraph
) -> None:
    together = {norm for e in drawn.edges if e.target.startswith("group:") for norm in e.norms}
    page.hover(node("agency:water"))
    assert lit(page) == carrying(drawn, {"8.1"} | together)
    assert page.locator("#shown li").count() == 1 + len(together)
    page.hover(node("article:3"))
    assert lit(page) == carrying(drawn, {"3.1", "3.2", "3.3", "3.4", "3.5"})
    page.locator(node("norm:8.1>agency:water:act")).dispatch_event("pointerenter")
    assert lit(page) == carrying(drawn, {"8.1"})


def test_the_pane_shows_the_article_with_the_quoted_words_marked(
    page: Page, notice: zhize.Mechanism
) -> None:
    page.hover(node("norm:6.2"))
    norm = next(norm for norm in notice.norms if norm.code == "6.2")
    marked = page.locator("#shown mark").all_inner_texts()
    assert len(norm.also_quotes) == 1
    assert "".join(marked) == norm.also_quotes[0].exact + norm.quote.exact
    assert page.get_attribute("#shown blockquote", "lang") == "zh-CN"
    told = page.inner_text("#shown")
    for words in ("通报", "县生态环境部门 → 相关部门", "触发", "违法类型为“非法违法采矿”", "I-5"):
        assert words in told


def test_the_pane_never_changes_its_height_nor_moves_what_stands_above(page: Page) -> None:
    def places() -> object:
        script = "[...document.querySelectorAll('#pane, #drawing')].map((e) => e.offsetHeight)"
        return page.evaluate(script), page.evaluate("document.body.scrollHeight")

    before = places()
    for name in ("norm:15.6", "norm:1.1", "agency:natural-resources", "article:15"):
        page.hover(node(name))
        assert places() == before


# ---------------------------------------------------------------- the keyboard


def test_the_keyboard_does_what_the_mouse_does(page: Page, drawn: DutyGraph) -> None:
    page.focus("#drawing")
    page.keyboard.press("Tab")
    focused = "document.activeElement.dataset.id"
    start = page.evaluate(focused)
    assert start.startswith("article:")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    second = page.evaluate(focused)
    assert second.startswith("article:")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) != second
    page.focus(node("norm:8.1"))
    assert lit(page) == carrying(drawn, {"8.1"})
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "agency:water"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused) == "norm:8.1"
    page.keyboard.press("Enter")
    assert page.get_attribute(node("norm:8.1"), "aria-pressed") == "true"
    assert page.locator("#pin").is_visible()
    page.keyboard.press("ArrowDown")
    assert lit(page) == carrying(drawn, {"8.1"}), "what is pinned stays"
    page.keyboard.press("Escape")
    assert page.locator("[aria-pressed=true]").count() == 0
    assert not page.locator("#pin").is_visible()
    assert lit(page) == set()


def test_what_is_focused_has_a_ring_and_one_node_alone_is_reached_by_tab(page: Page) -> None:
    page.focus("#drawing")
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    page.keyboard.press("ArrowRight")
    assert page.locator('#drawing [tabindex="0"]').count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "pane"


def test_a_click_pins_and_a_row_of_the_table_does_the_same(page: Page, drawn: DutyGraph) -> None:
    page.click(node("norm:8.1"))
    page.hover(node("norm:9.1"))
    assert lit(page) == carrying(drawn, {"8.1"})
    page.locator("tr[data-row] a", has_text=re.compile(r"^16\.1$")).press("Enter")
    assert lit(page) == carrying(drawn, {"16.1"})
    assert "每月 25 日前" in page.inner_text("#shown mark >> nth=0")


# ---------------------------------------------------------------- filters and search


def left(page: Page) -> list[str]:
    """Return the norms of the rows that are left, without their signs."""
    heads = page.locator("tr[data-row]:not([hidden]) th").all_inner_texts()
    return [head.rstrip("".join(SIGNS.values())) for head in heads]


@pytest.mark.parametrize(
    ("filter", "value"),
    [("agency", "water"), ("agency", "village"), ("article", "8"), ("mode", "feedback")],
)
def test_a_filter_leaves_what_fits_and_says_how_many(
    page: Page, notice: zhize.Mechanism, drawn: DutyGraph, filter: str, value: str
) -> None:
    page.select_option(f"[data-filter={filter}]", value)
    graph = notice.duty_graph()
    if filter == "agency":
        ends = {n.id for n in graph.nodes if value in (n.code, *n.members) and n.kind != "article"}
        wanted = {c for e in graph.edges if {e.source, e.target} & ends for c in e.norms}
    elif filter == "article":
        wanted = {n.code for n in notice.norms if str(n.article) == value}
    else:
        wanted = {n.code for n in notice.norms if n.mode == value}
    assert 0 < len(wanted) < len(notice.norms)
    assert set(left(page)) == wanted
    assert page.inner_text("#count") == f"显示 {len(wanted)} 条规范，共 {len(notice.norms)} 条"
    visible = page.evaluate(
        "[...document.querySelectorAll('#drawing [data-id]')]"
        ".filter((e) => getComputedStyle(e).visibility === 'visible').map((e) => e.dataset.id)"
    )
    assert set(visible) == carrying(drawn, wanted)


@pytest.mark.parametrize(
    ("words", "norm"),
    [
        ("采砂", "8.1"), ("sand extraction", "8.1"), ("8.1", "8.1"), ("水务 WATER", "8.1"),
        ("第一时间采取停电措施", "11.2"), ("feed back", "15.6"),
    ],
)  # fmt: skip
def test_the_search_finds_by_chinese_and_by_english(page: Page, words: str, norm: str) -> None:
    page.fill("#search", words)
    found = left(page)
    assert norm in found
    assert len(found) < 25
    assert str(len(found)) in page.inner_text("#count")
    assert page.get_attribute("#count", "role") == "status"
    page.fill("#search", "no such words")
    assert left(page) == []
    page.click("#reset")
    assert len(left(page)) > 50


# ---------------------------------------------------------------- paper, narrow, no script


def sheets(content: bytes) -> list[tuple[int, int]]:
    """Return the sizes of the pages of a PDF, in millimetres."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    return [(round(float(w) / 72 * 25.4), round(float(h) / 72 * 25.4)) for w, h in boxes]


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_the_whole_notice_prints_its_drawing_on_one_sheet_and_the_table_behind_it(
    page: Page, paper: str
) -> None:
    page.hover(node("norm:8.1"))
    printed = sheets(page.pdf(format=paper, prefer_css_page_size=True))
    long, short = (297, 210) if paper == "A4" else (420, 297)
    assert all(abs(w - long) <= 1 and abs(h - short) <= 1 for w, h in printed)
    assert 2 <= len(printed) <= 6
    page.emulate_media(media="print")
    hidden = ["#controls", "#pane", "#how", "#details", "header"]
    assert [name for name in hidden if page.locator(name).is_visible()] == []
    assert page.locator("#table table").is_visible()
    assert page.evaluate(
        "[...document.querySelectorAll('#drawing [data-id]')]"
        ".every((e) => getComputedStyle(e).opacity === '1')"
    ), "nothing is dim on paper"
    page.emulate_media(media="null")


def test_an_incident_prints_on_a_sheet_and_its_table_on_the_next_at_most(
    browser: Browser, files: dict[str, Path]
) -> None:
    with visit(browser, files["incident"], viewport=DESK) as opened:
        content = opened.page.pdf(format="A4", prefer_css_page_size=True)
        opened.page.set_viewport_size({"width": 1046, "height": 718})  # A4 less its margins
        opened.page.emulate_media(media="print")
        assert opened.page.locator("#drawing").bounding_box()["height"] <= 718  # type: ignore[index]
    assert sheets(content) == [(297, 210)] * 2


@pytest.mark.parametrize(("width", "height"), [(400, 700), (683, 450), (320, 256)])
def test_narrow_or_enlarged_only_the_drawing_scrolls_sideways(
    page: Page, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.hover(node("norm:8.1"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.getElementById('pane').offsetHeight") <= height * 0.4
    drawing = page.locator("#drawing")
    assert drawing.evaluate("(e) => e.scrollWidth > e.clientWidth && e.tabIndex === 0")
    assert drawing.get_attribute("aria-labelledby") == "drawing-title"
    assert page.inner_text("#drawing-title") == "图"


def test_the_drawing_can_be_seen_in_its_own_size(page: Page) -> None:
    before = page.evaluate("document.querySelector('#drawing svg').clientWidth")
    page.check("#full")
    full = page.evaluate("document.querySelector('#drawing svg').clientWidth")
    wide = page.evaluate("Number(document.querySelector('#drawing svg').getAttribute('width'))")
    page.uncheck("#full")
    assert before < full
    assert abs(full - wide) <= 1


def test_whoever_asks_for_less_motion_gets_none(seen: Visit) -> None:
    script = "getComputedStyle(document.querySelector('#drawing [data-id]')).transitionDuration"
    assert seen.page.evaluate(script) == "0s"


def test_without_script_the_graph_the_table_and_the_quotes_are_there(
    browser: Browser, files: dict[str, Path]
) -> None:
    with visit(browser, files["zh"], viewport=DESK, java_script_enabled=False) as opened:
        for name in ("#drawing svg", "#table table", "#details", "#details mark >> nth=0"):
            assert opened.page.locator(name).is_visible(), name
        for name in ("#controls", "#pane", "#how"):
            assert not opened.page.locator(name).is_visible(), name
        assert opened.quiet(), (opened.console, opened.requests)


def test_nothing_was_said_or_asked_for_in_all_of_this(seen: Visit) -> None:
    assert seen.quiet(), (seen.console, seen.requests)
