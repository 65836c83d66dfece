"""Widths are upper bounds over real fonts; lines break where they may."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import zhize
from tests.dutygraph.fonts import fonts
from zhize.dutygraph.measure import Breaker, text_width
from zhize.explain.width import CLOSING, OPENING, atoms
from zhize.records.words import words_of

PRINTABLE = "".join(map(chr, range(32, 127)))
OTHERS = "àâäçéèêëîïôöùûüÿæœÀÇÉ“”‘’…—–·→×《》（）、。；：？！〔〕％①六条标准牵头主办"


@pytest.mark.parametrize("bold", [False, True])
def test_no_character_is_wider_in_a_real_font_than_it_is_measured(bold: bool) -> None:
    checked = 0
    for font in fonts(bold=bold):
        for character in PRINTABLE + OTHERS:
            true = font.advance(character)
            if true is not None:
                checked += 1
                wide = text_width(character, 1.0, bold=bold)
                assert wide >= true - 0.005, (font.name, character)
    assert checked > 100


def test_the_bound_is_not_loose(notice: zhize.Mechanism) -> None:
    widest = fonts(bold=False)
    for language, slack in (("zh", 1.03), ("en", 1.12)):
        text = "".join(norm.action[language] for norm in notice.norms)
        true = max(font.width(text) for font in widest)
        assert true <= text_width(text, 1.0) <= slack * true


def test_a_chinese_character_is_one_em_and_a_mark_that_takes_no_room_is_none() -> None:
    assert text_width("职责", 12.0) == 24.0
    assert text_width("e\u0301", 10.0) == text_width("é", 10.0) == text_width("e", 10.0)


TEXTS = st.text(alphabet="采砂行为（）、。“”abc de-8.1 ，", max_size=60)
UNSPACED = st.text(alphabet="采砂行为（）、。“”abcde8.1，", max_size=60)


@given(TEXTS, st.integers(20, 300))
def test_lines_fit_and_lose_nothing_but_blanks(text: str, width: int) -> None:
    lines = Breaker(()).lines(text, width, 12.0)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(text_width(line, 12.0) <= width + 1e-6 for line in lines)


@given(UNSPACED, st.integers(120, 300))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(
    text: str, width: int
) -> None:
    assume(all(text_width(atom, 12.0) <= width for _, atom in atoms(text)))
    lines = Breaker(()).lines(text, width, 12.0)
    for before, after in itertools.pairwise(lines):
        assert before[-1] not in OPENING
        assert after[0] not in CLOSING
        assert not (before[-1].isascii() and after[0].isascii()), "a word is not divided"


def test_a_term_is_not_divided_where_it_fits_on_a_line() -> None:
    text = "及时通报县自然资源部门查处"
    assert Breaker(()).lines(text, 84.0, 12.0)[0] == "及时通报县自然"
    assert Breaker(["县自然资源部门"]).lines(text, 84.0, 12.0) == [
        "及时通报",
        "县自然资源部门",
        "查处",
    ]


def test_no_agency_is_divided_in_the_norms_of_the_notice(notice: zhize.Mechanism) -> None:
    terms = [word for agency in notice.agencies for word in words_of(agency) if len(word) < 9]
    breaker = Breaker(terms)
    for norm in notice.norms:
        broken = "\n".join(breaker.lines(norm.action["zh"], 150.0, 12.0))
        for term in terms:
            assert broken.count(term) == norm.action["zh"].count(term)


def test_a_word_wider_than_a_line_is_cut_and_not_let_out_of_its_box() -> None:
    lines = Breaker(()).lines("x" * 100, 60.0, 12.0)
    assert len(lines) > 5
    assert "".join(lines) == "x" * 100
    assert all(text_width(line, 12.0) <= 60.0 for line in lines)


def test_the_first_line_leaves_room_for_what_stands_before_it() -> None:
    lines = Breaker(()).lines("甲乙丙丁戊己", 48.0, 12.0, first=24.0)
    assert lines == ["甲乙", "丙丁戊己"]
