"""The annotated text in a real browser: the keyboard, the light, the filter, and paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zhize
from tests.browsing import visit
from zhize.annotation import Annotation, annotation_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def file(
    notice: zhize.Mechanism, marked: Annotation, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("annotated") / "notice.html"
    path.write_text(annotation_html(marked, notice.rulebase, "zh"), encoding="utf-8")
    return path


def test_the_page_is_quiet_and_open_to_everybody(browser: Browser, file: Path) -> None:
    with visit(browser, file) as seen:
        assert seen.page.locator("h1").count() == 1
        assert seen.objections() == []
        assert seen.quiet(), (seen.console, seen.requests)


def test_both_languages_of_another_mechanism_are_open_to_everybody_too(
    browser: Browser, harbour: zhize.Mechanism, harbour_marked: Annotation, tmp_path: Path
) -> None:
    path = tmp_path / "harbour.html"
    path.write_text(annotation_html(harbour_marked, harbour.rulebase, "both"), encoding="utf-8")
    with visit(browser, path, viewport={"width": 420, "height": 800}) as seen:
        seen.page.select_option("#agency", "mairie")
        assert seen.page.locator(".text .others").count() > 0
        assert seen.objections() == []
        assert seen.quiet(), (seen.console, seen.requests)
        wider = "document.documentElement.scrollWidth > innerWidth"
        assert seen.page.evaluate(wider) is False, "nothing sticks out on a small screen"


def test_the_keyboard_leads_from_a_phrase_to_its_norm_and_back(
    browser: Browser, file: Path
) -> None:
    with visit(browser, file) as seen:
        page = seen.page
        # From the reason above it the next stop is the phrase.
        page.locator("#provision-8 .text sup.passage a").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "quote-8.1-1"
        assert "lit" in (page.locator('[id="norm-8.1"]').get_attribute("class") or "")
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#norm-8.1"
        assert page.evaluate("document.activeElement.id") == "norm-8.1"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#quote-8.1-1"
        assert page.locator('[id="quote-8.1-1"]').evaluate("e => e.matches(':target')")
        box = page.locator('[id="quote-8.1-1"]').bounding_box()
        assert box is not None
        assert 0 < box["y"] < 720, "the phrase is in sight"
        assert seen.quiet()


def test_pointing_at_a_norm_lights_its_phrases_alone(browser: Browser, file: Path) -> None:
    with visit(browser, file) as seen:
        page = seen.page
        page.locator('[id="norm-6.2"] h4').hover()
        lit = page.locator(".text .lit").evaluate_all("all => all.map(e => e.dataset.norms)")
        assert lit
        assert all("6.2" in codes.split() for codes in lit)
        page.locator("h1").hover()
        assert page.locator(".lit").count() == 0


def test_one_agency_can_be_singled_out(
    browser: Browser, file: Path, notice: zhize.Mechanism
) -> None:
    theirs = {norm.code for norm in notice.norms if "water" in norm.bearers}
    with visit(browser, file) as seen:
        page = seen.page
        page.select_option("#agency", "water")
        shown = page.locator(".card:not([hidden])").evaluate_all(
            "all => all.map(e => e.dataset.norms)"
        )
        assert set(shown) == theirs
        marked = page.locator(".text a.quoted:not(.others)").evaluate_all(
            "all => all.map(e => e.dataset.norms)"
        )
        assert marked
        assert all(theirs & set(codes.split()) for codes in marked)
        assert "others" in (page.locator('[id="quote-5.1-1"]').get_attribute("class") or "")
        # A link to a norm that is hidden brings it back.
        page.locator('nav a[href="#norm-5.1"]').click()
        page.wait_for_function("document.querySelector('#agency').value === ''")
        assert page.locator('[id="norm-5.1"]').is_visible()


def test_without_script_the_page_is_whole(browser: Browser, file: Path) -> None:
    with visit(browser, file, java_script_enabled=False) as seen:
        page = seen.page
        assert page.locator(".filter").is_hidden()
        assert page.locator(".card:visible").count() == 54
        page.locator('[id="quote-8.1-1"]').click()
        assert page.url.endswith("#norm-8.1")
        page.locator('[id="norm-8.1"] .back').click()
        assert page.url.endswith("#quote-8.1-1")


def test_on_paper_nothing_is_cut_and_nothing_is_left_to_a_click(
    browser: Browser, file: Path
) -> None:
    with visit(browser, file) as seen:
        page = seen.page
        page.emulate_media(media="print")
        for hidden in (".filter", ".received", ".card details", ".back"):
            assert page.locator(f"{hidden}:visible").count() == 0, hidden
        assert page.locator(".printed:visible").count() > 0
        assert page.locator(".text sup:visible").count() == page.locator(".text sup").count()
        assert page.locator(".card").first.evaluate("e => getComputedStyle(e).breakInside") == (
            "avoid"
        )
        pdf = page.pdf(prefer_css_page_size=True)
        assert 20 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 45
