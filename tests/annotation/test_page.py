"""The HTML page: the text as it is, both ways between phrases and norms, nothing hidden."""

from __future__ import annotations

import itertools
import re

import pytest

import zhize
from tests.annotation.made import LEFT, NORM, RISKY, TEXT, made
from tests.annotation.reading import PageText
from tests.coverage.texts import base
from zhize.annotation import Annotation, annotate_text, annotation_html
from zhize.annotation.words import WORDS
from zhize.examination.coverage import coverage_report
from zhize.model.rulebase import Quote


def test_the_text_of_every_provision_is_there_character_by_character(
    notice: zhize.Mechanism, page: PageText
) -> None:
    assert [page.text(name) for name in page.texts] == [p.text for p in notice.rulebase.provisions]
    assert page.text("provision-3").startswith("第三条 乡(镇)人民政府")


def test_each_phrase_belongs_to_the_norms_that_quote_it(
    notice: zhize.Mechanism, page: PageText
) -> None:
    for norm in notice.norms:
        provision = next(p for p in notice.rulebase.provisions if p.code == norm.provision)
        shown = page.texts[_address(page, norm.provision)]
        quotes = (norm.quote, *norm.also_quotes)
        wanted: set[int] = set()
        for quote in quotes:
            whole = quote.prefix + quote.exact + quote.suffix
            start = provision.text.index(whole) + len(quote.prefix)
            wanted.update(range(start, start + len(quote.exact)))
        assert {i for i, c in enumerate(shown) if norm.code in c.norms} == wanted, norm.code


def _address(page: PageText, code: str) -> str:
    spelt = code.replace("-", "_2d_")
    return f"provision-{spelt}"


def test_every_link_leads_somewhere_and_every_address_is_one_place(page: PageText) -> None:
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) - set(page.ids) == set()


def test_links_go_both_ways_between_phrases_and_norms(
    notice: zhize.Mechanism, page: PageText
) -> None:
    for norm in notice.norms:
        assert f"norm-{norm.code}" in page.links
        for part in range(1, 2 + len(norm.also_quotes)):
            assert f"quote-{norm.code}-{part}" in page.links


def test_every_card_names_bearers_mode_trigger_interpretations_and_cases(
    notice: zhize.Mechanism, page: PageText
) -> None:
    card = " ".join(page.words["norm-8.1"].split())
    for words in (
        "8.1 县水务部门：打击查处", "义务 · 处置（主办）",
        "违法类型为“非法违法采砂”，并且区域为“河道”",
        "排除 4.2", "水务部门发现河道采砂", "水务部门发现河道外采砂",
    ):  # fmt: skip
        assert words in card, words
    notify = " ".join(page.words["norm-3.3"].split())
    for words in ("及时", "县政府、县自然资源部门", "I-11", "I-9", "何为知情", "没有期限"):
        assert words in notify, words
    agencies = {agency.code: agency.label["zh"] for agency in notice.agencies}
    for norm in notice.norms:
        for bearer in norm.bearers:
            assert agencies[bearer] in page.words[f"norm-{norm.code}"], norm.code


def test_all_cases_of_a_norm_are_in_its_card_and_in_the_list(
    marked: Annotation, page: PageText
) -> None:
    for provision in marked.provisions:
        for card in provision.cards:
            assert card.cases is not None
            for name in card.cases.cases:
                assert name in page.words[f"norm-{card.norm}"]
    for row in marked.cases:
        assert f">{row.name}</td>" in page.html


def test_repairs_and_reasons_and_what_is_open_are_in_plain_sight(
    notice: zhize.Mechanism, page: PageText
) -> None:
    for repair in notice.rulebase.repairs:
        received = repair.received.replace("\n", "↵")
        assert page.removed[_address(page, repair.provision)] == received
        inserted = "".join(
            c.character for c in page.texts[_address(page, repair.provision)] if "ins" in c.around
        )
        assert inserted == repair.repaired
        assert page.html.count(repair.note["zh"]) == 2, "below the article, and in the table"
    for passage in notice.rulebase.unquoted:
        assert passage.reason["zh"] in page.html
    assert "用语没有定义" in page.html
    standards = [c.character for c in page.texts["provision-3"] if "unsettled" in c.around]
    assert "六条标准" in "".join(standards)
    for interpretation in notice.rulebase.interpretations:
        words = page.words[f"reading-{interpretation.code.replace('-', '_2d_')}"]
        assert interpretation.definition["zh"] in words
    assert '<summary><span lang="zh-CN">收到时的文本</span></summary>' in page.html


def test_a_phrase_is_one_stop_for_the_tab_key(page: PageText) -> None:
    stops = [
        e.attributes["data-norms"].split()[0]
        for e in page.elements
        if e.tag == "a" and "quoted" in e.classes and "tabindex" not in e.attributes
    ]
    assert stops.count("6.3") == 0, "6.1 quotes the same words and comes first"
    assert stops.count("8.1") == 1
    doubled = [one for one, two in itertools.pairwise(stops) if one == two]
    assert doubled == ["F.1"], "its two quotes have a comma between them"


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_the_page_speaks_the_languages_asked_for(
    notice: zhize.Mechanism, marked: Annotation, lang: str
) -> None:
    html = annotation_html(marked, notice.rulebase, lang)
    assert html.startswith(f'<!DOCTYPE html>\n<html lang="{"en" if lang == "en" else "zh-CN"}">')
    visible = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)
    for key in ("interpretations", "summary", "legend"):
        assert (WORDS[key]["zh"] + "<" in visible) is (lang != "en")
        assert (WORDS[key]["en"] + "<" in visible) is (lang != "zh")
    own = re.sub(r'<(\w+)[^>]* lang="zh-CN"[^>]*>.*?</\1>', "", visible, flags=re.DOTALL)
    if lang == "en":
        # What is left in Chinese stands within English notes, as a word that is spoken of.
        assert "规范" not in own
        assert "County water department: crack down" in own or "County water department" in own
    if lang == "zh":
        assert "County" not in visible


def test_a_page_is_the_same_on_a_second_run(notice: zhize.Mechanism, page: PageText) -> None:
    again = annotation_html(notice.annotate(), notice.rulebase, "zh")
    assert again == page.html


def test_another_mechanism_has_its_own_text_and_language(
    harbour: zhize.Mechanism, harbour_marked: Annotation
) -> None:
    page = PageText(annotation_html(harbour_marked, harbour.rulebase, "en"))
    texts = [page.text(name) for name in page.texts]
    assert texts == [p.text for p in harbour.rulebase.provisions]
    assert '<p class="text" lang="fr">' in page.html
    assert page.removed["provision-5"] == "capitainene"
    assert "Town hall: remove the floating waste" in page.words["norm-5.a"]
    assert "no case" in page.words["norm-1.a"]
    assert "no case: 1.a" in page.html
    assert set(page.links) - set(page.ids) == set()


# ---------------------------------------------------------------- what is wrong, or hostile


@pytest.fixture(scope="module")
def hostile() -> PageText:
    rulebase, annotation = made()
    return PageText(annotation_html(annotation, rulebase, "both"))


def test_markup_in_a_mechanism_or_a_case_stays_text(hostile: PageText) -> None:
    page = hostile
    assert page.text("provision-1") == TEXT
    assert sum(element.tag == "script" for element in page.elements) == 1
    assert not any(element.tag == "i" for element in page.elements)
    assert len(page.ids) == len(set(page.ids))
    assert set(page.links) - set(page.ids) == set()
    assert page.words["cases"] == "用例一览 Cases"


def test_words_left_over_and_failing_cases_are_said_on_the_page(hostile: PageText) -> None:
    gap = "".join(c.character for c in hostile.texts["provision-1"] if "gap" in c.around)
    assert gap == LEFT
    assert hostile.words["gap-1"].startswith(f"! 未处理：“{LEFT}”")
    (card,) = [words for name, words in hostile.words.items() if name.startswith("norm-1.")]
    assert "不成立" in card
    assert f"{RISKY}2" in card
    assert f"{RISKY}2（f）：没有产生 {NORM}" in "".join(
        hostile.words["summary-section"].split("\n")
    )


def test_a_lost_quote_is_said_on_its_card_and_in_the_overview() -> None:
    rulebase = base("甲巡查。", quotes=(("1.1", Quote(exact="乙巡查")),))
    annotation = annotate_text(rulebase, coverage_report(rulebase, []))
    page = PageText(annotation_html(annotation, rulebase, "zh"))
    assert "引文在原文中找不到，或者不止一处：“乙巡查”" in page.words["norm-1.1"]
    assert "引文对不上：1.1" in page.html
    assert "有未处理的文字" in page.html


def test_without_cases_the_page_says_so(notice: zhize.Mechanism) -> None:
    annotation = annotate_text(notice.rulebase, coverage_report(notice.rulebase))
    page = PageText(annotation_html(annotation, notice.rulebase, "zh"))
    assert "没有用例可查" in page.words["norm-8.1"]
    assert "可用 --cases 指明" in page.html
    assert "cases" not in page.ids
