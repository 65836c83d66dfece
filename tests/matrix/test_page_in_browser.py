"""The matrix page in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zhize
from tests.browsing import visit
from zhize.matrix import Matrix, render
from zhize.pages import languages_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def page(notice: zhize.Mechanism, matrix: Matrix, tmp_path: Path) -> Path:
    return written(notice, matrix, tmp_path, "zh")


def written(mechanism: zhize.Mechanism, matrix: Matrix, folder: Path, lang: str) -> Path:
    path = folder / f"{lang}.html"
    made = render(matrix, mechanism.rulebase, "html", languages_of(lang))
    assert isinstance(made, str)
    path.write_text(made, encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_quiet_and_open_to_everybody(
    browser: Browser, harbour: zhize.Mechanism, harbour_matrix: Matrix, tmp_path: Path, lang: str
) -> None:
    with visit(browser, written(harbour, harbour_matrix, tmp_path, lang)) as seen:
        assert seen.page.locator("h1").count() == 1
        assert seen.objections() == []
        assert seen.quiet(), (seen.console, seen.requests)


def test_the_page_of_the_notice_is_open_to_everybody_in_both_languages_at_once(
    browser: Browser, notice: zhize.Mechanism, matrix: Matrix, tmp_path: Path
) -> None:
    with visit(browser, written(notice, matrix, tmp_path, "both")) as seen:
        assert seen.objections() == []
        assert seen.quiet(), (seen.console, seen.requests)


def test_cells_lead_to_their_norm_and_condition_and_back(browser: Browser, page: Path) -> None:
    with visit(browser, page) as seen:
        view = seen.page
        cell = view.locator("#violation ~ .scroll td.primary", has_text="8.1").last
        name = cell.get_attribute("id")
        assert "○ 主办" in cell.inner_text()
        cell.locator("a.mark").first.click()
        note = view.locator("tr:target")
        assert "河道" in note.inner_text()
        note.locator("summary").click()
        note.locator(f"a[href='#{name}']").click()
        assert view.locator("td:target").get_attribute("id") == name
        cell.get_by_role("link", name="8.1").click()
        assert "河道(水库库区)范围内非法违法采砂" in view.locator("tr:target").inner_text()
        dead = view.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')]"
            ".filter(a => !document.getElementById(a.hash.slice(1))).length"
        )
        assert dead == 0


def test_heads_stay_in_sight_while_the_table_is_scrolled(browser: Browser, page: Path) -> None:
    with visit(browser, page, viewport={"width": 900, "height": 600}) as seen:
        view = seen.page
        view.locator(".scroll").first.evaluate("box => box.scrollTo(400, 500)")
        tops = view.evaluate(
            """() => {
              const box = document.querySelector('.scroll').getBoundingClientRect();
              const table = document.querySelector('.sheet table');
              const head = table.querySelector('.second-row th').getBoundingClientRect();
              const row = table.querySelectorAll('tbody th')[4].getBoundingClientRect();
              const group = table.querySelector('.group').getBoundingClientRect();
              return [group.top - box.top, head.top - group.bottom, row.left - box.left];
            }"""
        )
        assert all(abs(distance) < 3 for distance in tops), tops


def test_each_table_prints_within_the_width_of_an_a3_page(browser: Browser, page: Path) -> None:
    with visit(browser, page) as seen:
        view = seen.page
        printed = view.pdf(prefer_css_page_size=True)
        assert b"/MediaBox [0 0 1191 842]" in printed or b"1191" in printed
        view.set_viewport_size({"width": 1527, "height": 1062})  # A3 less its margins, 96 dpi
        view.emulate_media(media="print")
        fits = view.evaluate(
            """() => [...document.querySelectorAll('.sheet td, .sheet th')]
              .filter(cell => cell.scrollWidth > cell.clientWidth + 1).length"""
        )
        assert fits == 0
        assert view.evaluate("document.documentElement.scrollWidth") <= 1527
        hidden = view.locator("details").evaluate_all("all => all.map(d => d.offsetHeight)")
        assert set(hidden) == {0}
