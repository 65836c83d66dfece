"""The quiz in a real browser: by keyboard, with the engine's reason for every mistake."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import zhize
from tests.browsing import Visit, visit
from zhize.explain.names import Names
from zhize.training import Scenario, TrainingKit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator

MODES = ("act", "notify", "feedback")


@pytest.fixture(scope="module")
def small(notice: zhize.Mechanism) -> TrainingKit:
    return notice.train(count=6, seed=3, level=3)


@pytest.fixture
def quiz(browser: Browser, small: TrainingKit, tmp_path: Path) -> Iterator[Visit]:
    path = tmp_path / "quiz.html"
    path.write_bytes(small.file("quiz.html"))
    with visit(browser, path) as seen:
        yield seen


def asked(quiz: Visit, kit: TrainingKit) -> Iterator[tuple[Scenario, str, Locator]]:
    """Yield each question with its scenario and its mode."""
    articles = quiz.page.locator("article")
    assert articles.count() == len(kit.drawn.scenarios)
    for number, scenario in enumerate(kit.drawn.scenarios):
        forms = articles.nth(number).locator("form")
        for place in range(forms.count()):
            mode = forms.nth(place).locator("legend").get_attribute("class")
            assert mode in MODES
            yield scenario, mode, forms.nth(place)


def bearers(scenario: Scenario, mode: str, names: Names) -> set[str]:
    return {names.agency(d.bearer) for d in scenario.decision.duties if d.mode == mode}


def test_every_duty_can_be_ticked_and_the_right_ticks_score(
    quiz: Visit, small: TrainingKit, notice: zhize.Mechanism
) -> None:
    names, count = Names(notice.rulebase, "zh"), 0
    for scenario, mode, form in asked(quiz, small):
        right = bearers(scenario, mode, names)
        labels = [text.strip() for text in form.locator("label").all_inner_texts()]
        assert right <= set(labels)
        assert len(labels) > len(right), "something can be got wrong"
        for label in form.locator("label").all():
            if label.inner_text().strip() in right:
                label.locator("input").check()
        form.locator("button").click()
        count += 1
        assert form.locator(".verdict").inner_text() == "答对了。"
        assert quiz.page.locator("#score").inner_text().endswith(f"答对 {count} 问")
    assert count > len(small.drawn.scenarios)
    assert quiz.quiet(), (quiz.console, quiz.requests)


def test_every_mistake_is_explained_by_the_engine(
    quiz: Visit, small: TrainingKit, notice: zhize.Mechanism
) -> None:
    names = Names(notice.rulebase, "zh")
    codes = {names.agency(agency.code): agency.code for agency in notice.agencies}
    explained = 0
    for scenario, mode, form in asked(quiz, small):
        right = bearers(scenario, mode, names)
        for label in form.locator("label").all():
            if label.inner_text().strip() not in right:
                label.locator("input").check()
        form.locator("button").click()
        sections = form.locator(".verdict section")
        for place in range(sections.count()):
            section = sections.nth(place)
            text = re.sub(r"\s+", "", section.inner_text())
            kind, _, who = section.locator("h3").inner_text().partition("：")
            code = codes[who]
            if kind == "错选":
                answers = notice.why_not(scenario.incident, code).norms
                told = [a for a in answers if a.mode == mode and f"[{a.norm}]" in text]
                assert told, (scenario.id, mode, who)
                assert all(re.sub(r"\s+", "", a.clause.quote) in text for a in told)
                if scenario.decision.applicable:
                    assert any(
                        mark in text for mark in ("最小的改变", "任何事实都不能", "没有查找")
                    )
            else:
                assert who in right
                proofs = [p for p in notice.why(scenario.incident, code).proofs if p.mode == mode]
                assert proofs
                assert all(re.sub(r"\s+", "", p.clause.quote) in text for p in proofs)
            explained += 1
        shown = {s.partition("：")[2] for s in sections.locator("h3").all_inner_texts()}
        offered = {text.strip() for text in form.locator("label").all_inner_texts()}
        assert shown == offered, "every wrong tick and every missing one"
    assert explained > 25


def test_a_duty_of_choice_is_asked_for_in_words_and_explained(
    quiz: Visit, small: TrainingKit, notice: zhize.Mechanism
) -> None:
    ask = "可二选一的，以及由此产生的，也勾选。"
    assert ask in quiz.page.locator("header").inner_text()
    names, met = Names(notice.rulebase, "zh"), 0
    for scenario, mode, form in asked(quiz, small):
        choice = "alternative" in scenario.features
        assert (ask in form.locator("fieldset").inner_text()) == choice
        form.locator("button").click()
        for duty in scenario.decision.duties:
            if duty.mode == mode and (duty.alternative_to or duty.conditional_on):
                who = names.agency(duty.bearer)
                section = form.locator(".verdict section").filter(has_text=f"漏选：{who}")
                word = "可二选一的，也勾选" if duty.alternative_to else "由可二选一的产生，也勾选"
                assert word in section.inner_text()
                met += 1
    assert met


def test_a_quiz_without_a_choice_does_not_speak_of_one(notice: zhize.Mechanism) -> None:
    page = notice.train(count=3, level=1).file("quiz.html").decode()
    assert "可二选一的" not in page


def test_a_near_miss_is_explained_by_the_trigger_of_the_fact_that_differs(
    notice: zhize.Mechanism,
) -> None:
    kit, met = notice.train(count=60, level=3, seed=19), 0
    for scenario in kit.drawn.scenarios:
        near = scenario.near_miss
        if near is None or not scenario.decision.applicable:
            continue
        answers = kit.reasons.why_not(scenario, near.lost.bearer).norms
        (lost,) = [a for a in answers if a.norm == near.lost.norm]
        if lost.status == "not-triggered" and not any(t.follows for t in lost.triggers):
            assert near.changes[0].field in lost.triggers[0].fields
            met += len(lost.triggers) > 1
    assert met


def test_a_near_miss_explains_the_duty_that_is_gone(
    quiz: Visit, small: TrainingKit, notice: zhize.Mechanism
) -> None:
    names, found = Names(notice.rulebase, "zh"), 0
    modes = {norm.code: norm.mode for norm in notice.norms}
    for scenario, mode, form in asked(quiz, small):
        near = scenario.near_miss
        if near is None or modes[near.lost.norm] != mode:
            continue
        if names.agency(near.lost.bearer) in bearers(scenario, mode, names):
            continue  # it has another duty of the mode
        form.get_by_label(names.agency(near.lost.bearer), exact=True).check()
        form.locator("button").click()
        assert f"[{near.lost.norm}]" in form.locator(".verdict section").first.inner_text()
        found += 1
    assert found


def test_it_works_by_keyboard_alone(quiz: Visit) -> None:
    page = quiz.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")
    verdict = page.locator(".verdict").first
    assert verdict.get_attribute("aria-live") == "polite"
    assert verdict.inner_text()
    assert page.locator("#score").get_attribute("role") == "status"
    assert "已核对 1 /" in page.locator("#score").inner_text()
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    page.keyboard.press("Enter")  # again
    assert verdict.inner_text() == ""
    assert "已核对 0 /" in page.locator("#score").inner_text()


@pytest.mark.parametrize("name", ["notice", "harbour"])
def test_pages_are_quiet_and_open_to_everybody(
    browser: Browser,
    notice: zhize.Mechanism,
    harbour: zhize.Mechanism,
    tmp_path: Path,
    name: str,
) -> None:
    if name == "notice":
        kit = notice.train(agency="water", count=2, seed=2, level=3, lang="both")
    else:
        kit = harbour.train(agency="capitainerie", count=2, lang="en")
    for name in ("cards.html", "exercises.html", "answers.html", "quiz.html"):
        path = tmp_path / name
        path.write_bytes(kit.file(name))
        with visit(browser, path, viewport={"width": 480, "height": 800}) as seen:
            if name == "quiz.html":
                for box in seen.page.locator("input").all()[::2]:
                    box.check()
                for button in seen.page.locator("button").all():
                    button.click()
            assert seen.objections() == [], name
            assert seen.quiet(), (name, seen.console, seen.requests)
            narrow = "document.documentElement.scrollWidth <= window.innerWidth"
            assert seen.page.evaluate(narrow), name


def test_print_shows_the_sheet_without_answers(quiz: Visit) -> None:
    page = quiz.page
    page.locator("button").first.click()
    assert page.locator(".verdict").first.is_visible()
    page.emulate_media(media="print")
    for hidden in (".verdict", "button", "#score"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator(".narrative").first.is_visible()
    assert page.locator("input").first.is_visible()


def test_the_page_works_where_scripts_do_not(
    browser: Browser, small: TrainingKit, tmp_path: Path
) -> None:
    path = tmp_path / "quiz.html"
    path.write_bytes(small.file("quiz.html"))
    options: dict[str, Any] = {"java_script_enabled": False}
    with visit(browser, path, **options) as seen:
        assert seen.page.locator(".narrative").first.is_visible()
        assert not seen.page.locator("button").first.is_visible()


def test_the_page_stays_small(small: TrainingKit) -> None:
    content = small.file("quiz.html")
    assert len(content) < 40_000 * len(small.drawn.scenarios)
