"""Cards, exercises and key: complete, of the right agency, and the same in HTML and in Word."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from docx2python import docx2python

import zhize
from zhize.factspace import Space
from zhize.training import TrainingKit
from zhize.training.telling import Telling

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

ALWAYS = {"standing", "periodic"}


def cards_of(page: bytes) -> dict[str, str]:
    """Return the text of each card by its agency."""
    found = {}
    for part in page.decode().split("<article ")[1:]:
        code = re.search(r'aria-labelledby="card-([^"]*)"', part)
        assert code is not None
        text = re.sub(r"<[^>]+>", "\n", part.split("</article>")[0])
        found[html.unescape(code.group(1))] = html.unescape(text)
    return found


@pytest.fixture(scope="module")
def cards(files: dict[str, bytes]) -> dict[str, str]:
    return cards_of(files["cards.html"])


def norms_on(card: str) -> set[str]:
    """Return the norms that a card has as headings."""
    return set(re.findall(r"^第\S+条 \[([^\]]+)\]（", card, re.MULTILINE)) | set(
        re.findall(r"^\S+ \[(F\.1)\]（", card, re.MULTILINE)
    )


# ---------------------------------------------------------------- cards


def test_every_norm_is_on_the_cards_of_its_bearers_and_on_no_others(
    notice: zhize.Mechanism, cards: dict[str, str]
) -> None:
    for agency in notice.agencies:
        mine = {n.code for n in notice.norms if agency.code in n.bearers and n.mode != "in-force"}
        if mine:
            assert norms_on(cards[agency.code]) == mine
        elif agency.code in cards:
            assert norms_on(cards[agency.code]) == set()
            assert "没有任何规范由该机关承担" in cards[agency.code]
    assert set(cards) == {a for n in notice.norms for a in n.bearers} | {"judicial-organs"}


def test_a_card_says_whose_words_when_and_on_what_it_rests(
    notice: zhize.Mechanism, cards: dict[str, str]
) -> None:
    notes = {i.code: i for i in notice.rulebase.interpretations}
    for norm in notice.norms:
        for bearer in norm.bearers if norm.mode != "in-force" else ():
            card = cards[bearer]
            assert f"“{norm.quote.exact}”" in card
            assert norm.action["zh"] in card
            if norm.urgency:
                assert norm.urgency["zh"] in card
            for code in norm.interpretations:
                assert notes[code].definition["zh"] in card
    assert "每月25日前（含当日）" in cards["township-government"]
    assert "适用 8.1 时让位" in cards["natural-resources"]
    assert notes["I-2"].definition["zh"] in cards["natural-resources"]


def test_who_tells_whom_is_what_incidents_bring_about(
    notice: zhize.Mechanism, kit: TrainingKit, cards: dict[str, str]
) -> None:
    program = notice.decider.evaluator.program
    telling = Telling(Space(notice.rulebase, program, notice.checks, {}))
    pairs = {
        (norm, agency.code, to)
        for agency in notice.agencies
        for to, norms in telling.tells(agency.code).items()
        for norm in norms
    }
    assert {(n.code, b, to) for n in notice.norms if n.mode in ALWAYS for b in n.bearers
            for to in n.recipients} <= pairs  # fmt: skip
    assert pairs == {
        (norm, teller, agency.code)
        for agency in notice.agencies
        for teller, norms in telling.told_by(agency.code).items()
        for norm in norms
    }
    for scenario in kit.drawn.scenarios:
        for duty in scenario.decision.duties:
            assert {(duty.norm, duty.bearer, to) for to in duty.to} <= pairs
    # By the norms alone power and publicity might be told of a matter: no incident brings it about.
    assert not any(norm == "15.4" and to in {"power", "publicity"} for norm, _, to in pairs)
    assert ("3.3", "village", "county-government") in pairs
    assert ("17.2", "discipline-supervision", "judicial-organs") in pairs
    assert "乡（镇）人民政府、村（社区）主要负责人：3.3" in cards["county-government"]


def test_what_is_owed_at_set_times_stands_on_both_cards(cards: dict[str, str]) -> None:
    assert "乡（镇）人民政府：16.1" in cards["leading-group-office"]
    assert "没有机关须告知你" not in cards["leading-group-office"]
    tells = cards["township-government"].split("你可能要告知谁")[1]
    assert "打非领导小组办公室：16.1" in tells


def test_a_card_says_how_else_its_agency_knows(
    notice: zhize.Mechanism, cards: dict[str, str]
) -> None:
    aware = {code for norm in notice.norms for code in norm.makes_aware}
    assert aware == {"natural-resources"}
    for agency, card in cards.items():
        assert ("，或经 3.3 得知" in card) == (agency in aware), agency
    (note,) = [i for i in notice.rulebase.interpretations if i.code == "I-9"]
    assert note.definition["zh"] in cards["natural-resources"].split("依据之前须知")[1]
    assert note.definition["zh"] not in cards["water"]


def test_a_card_tells_only_of_exceptions_that_can_concern_its_agency(
    notice: zhize.Mechanism, cards: dict[str, str]
) -> None:
    special = {"6.2", "7.2", "9.2", "10.1", "12.2"}
    for agency in notice.agencies:
        mine = [n.code for n in notice.norms if agency.code in n.bearers and n.code in special]
        if agency.code in cards and "[15.4]" in cards[agency.code]:
            part = cards[agency.code].split("[15.4]")[1].split("对谁")[0]
            assert re.findall(r"适用 (.*) 时让位", part) == mine


def test_a_card_marks_what_no_incident_brings_about(
    notice: zhize.Mechanism, cards: dict[str, str]
) -> None:
    mark = "没有任何事项会使它对你产生"
    marked = {
        (agency, head.split("]")[0])
        for agency, card in cards.items()
        for head in re.split(r"\n第\S+条 \[", card)[1:]
        if mark in head
    }
    assert marked == {(a, code) for a in ("power", "publicity") for code in ("15.5", "15.6")}
    kit = notice.train(agency="power", count=30)
    assert set(kit.drawn.never) == {"15.5", "15.6"}
    assert not {"15.5", "15.6"} & set(kit.asked())


def test_whoever_is_told_by_choice_only_is_told_so(cards: dict[str, str]) -> None:
    told = cards["natural-resources"].split("谁会告知你")[1]
    assert "县林业部门：9.2（可改为 9.1）、15.4、15.6" in told
    handling = cards["natural-resources"].split("[15.5]")[1].split("[15.4]")[0]
    assert "仅由 9.2 产生的，以县林业部门选择 9.2 为前提（可改为 9.1）" in handling
    assert "以县林业部门选择" not in cards["forestry"]


def test_cards_and_key_have_every_quotation(
    notice: zhize.Mechanism, kit: TrainingKit, files: dict[str, bytes], cards: dict[str, str]
) -> None:
    key = html.unescape(files["answers.html"].decode())
    arising = {duty.norm for s in kit.drawn.scenarios for duty in s.decision.duties}
    for norm in notice.norms:
        for quote in norm.also_quotes if norm.mode != "in-force" else ():
            assert all(f"“{quote.exact}”" in cards[bearer] for bearer in norm.bearers)
            assert norm.code not in arising or f"“{quote.exact}”" in key


def test_an_agency_without_duties_gets_a_card_and_no_exercises(notice: zhize.Mechanism) -> None:
    kit = notice.train(agency="开发区管委会", lang="both")
    assert kit.drawn.scenarios == ()
    assert set(cards_of(kit.file("cards.html"))) == {"development-zone"}
    page = kit.file("exercises.html").decode()
    assert "只有职责卡，没有练习" in page
    assert "there are cards, and no exercises" in page
    assert kit.file("exercises.jsonl") == b""


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_a_card_is_one_page(
    browser: Browser, notice: zhize.Mechanism, tmp_path: Path, lang: str
) -> None:
    cards = notice.train(count=1, lang=lang).file("cards.html")
    path = tmp_path / "cards.html"
    path.write_bytes(cards)
    page = browser.new_page()
    try:
        page.goto(path.as_uri())
        pdf = page.pdf(prefer_css_page_size=True)
    finally:
        page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == len(cards_of(cards))


# ---------------------------------------------------------------- exercises and key


def test_the_exercises_tell_nothing_of_the_answers(
    notice: zhize.Mechanism, kit: TrainingKit, files: dict[str, bytes]
) -> None:
    page = files["exercises.html"].decode()
    assert page.count("<article ") == len(kit.drawn.scenarios)
    for norm in notice.norms:
        assert f"[{norm.code}]" not in page
        assert norm.quote.exact not in page
    assert "近似" not in page
    assert "没有提到的，同样是未知" in page


def test_the_key_has_every_duty_with_its_words_and_grounds(
    kit: TrainingKit, files: dict[str, bytes]
) -> None:
    sections = re.split(r'<article [^>]*aria-labelledby="', files["answers.html"].decode())[1:]
    texts = {s.split('"')[0]: html.unescape(re.sub(r"<[^>]+>", " ", s)) for s in sections}
    assert set(texts) == {f"a{s.id}" for s in kit.drawn.scenarios} | {"balance"}
    for scenario in kit.drawn.scenarios:
        text = texts[f"a{scenario.id}"]
        if not scenario.decision.applicable:
            assert scenario.decision.reason_text is not None
            assert scenario.decision.reason_text["zh"] in text
        for duty in scenario.decision.duties:
            assert f"[{duty.norm}]" in text
            assert duty.quote in text
        assert ("未知的事实会改变什么" in text) == bool(scenario.decision.open)
        assert ("让位的规范" in text) == bool(scenario.decision.displaced)
        if scenario.near_miss is not None:
            assert f"与第 {int(scenario.near_miss.of)} 题只差一个事实" in text
            assert f"[{scenario.near_miss.lost.norm}]" in text
        if scenario.decision.applicable and scenario.decision.duties:
            assert "最小的改变" in text or "任何事实都不能" in text


def test_the_key_counts_how_often_each_norm_occurs(
    kit: TrainingKit, files: dict[str, bytes]
) -> None:
    balance = files["answers.html"].decode().split('id="balance"')[1]
    for norm, count in kit.asked().items():
        row = re.search(rf"<tr>[^\n]*\[{re.escape(norm)}\].*?</tr>", balance)
        assert row is not None
        numbers = re.findall(r"<td><span[^>]*>(\d+)</span>", row.group())
        arising = sum(any(d.norm == norm for d in s.decision.duties) for s in kit.drawn.scenarios)
        assert numbers == [str(count), str(arising)]


# ---------------------------------------------------------------- Word, and other languages


def test_the_word_files_say_the_same(kit: TrainingKit, files: dict[str, bytes]) -> None:
    for name in ("cards", "exercises", "answers"):
        with docx2python(io.BytesIO(files[f"{name}.docx"])) as read:
            text = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", read.text))
        page = files[f"{name}.html"].decode().split("<main")[1]
        said = {
            re.sub(r"\s+", "", html.unescape(s)) for s in re.findall(r"<span[^>]*>([^<]+)<", page)
        }
        missing = [words for words in said if words not in html.unescape(text)]
        assert not missing, (name, missing[:3])


def test_an_english_kit_keeps_chinese_for_quotes_and_names(notice: zhize.Mechanism) -> None:
    kit = notice.train(count=8, lang="en")
    for name in ("cards.html", "exercises.html", "answers.html"):
        head, page = kit.file(name).decode().split("<body")
        assert '<html lang="en">' in head
        for lang, text in re.findall(r'<span lang="([^"]+)"[^>]*>([^<]*)</span>', page):
            if lang == "en":
                # Interpretations cite the words that they read, translations what they render.
                unquoted = re.sub(r"I-\d+[^;]*|\([^)]*\)", "", text)
                assert not re.search("[\u4e00-\u9fff]", unquoted), text


def test_what_a_mechanism_says_cannot_break_a_page(harbour: zhize.Mechanism) -> None:
    evil = {"fr": "</script><img src=x onerror=alert(1)>", "en": '"><b>&'}
    agencies = tuple(
        msgspec.structs.replace(a, label=evil if a.code == "capitainerie" else a.label)
        for a in harbour.rulebase.agencies
    )
    rulebase = msgspec.structs.replace(harbour.rulebase, agencies=agencies)
    mechanism: Any = zhize.load(harbour.folder)
    mechanism.rulebase = mechanism.decider.rulebase = rulebase
    kit = mechanism.train(count=4, lang="both")
    for name in ("cards.html", "exercises.html", "answers.html", "quiz.html"):
        content = kit.file(name)
        assert b"<img" not in content
        assert b'"><b>' not in content
        assert content.count(b"</script>") == content.count(b"<script")
