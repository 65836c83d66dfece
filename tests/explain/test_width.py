from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhize.explain import display_width, pad, visible, wrap
from zhize.explain.width import CLOSING, OPENING

CHINESE = (
    "县水务部门负责河道(水库库区)范围内非法违法采砂行为的打击查处，“六条标准”；"
    "见《采矿许可证》（附件）。"
)
MIXED = st.text(alphabet="县水务，。《》“”（）；、ab1 .-[]", max_size=80)


def test_a_chinese_character_takes_two_columns() -> None:
    assert display_width("县a，") == 5
    assert display_width("") == 0


def test_padding_counts_columns_and_never_cuts() -> None:
    assert pad("县", 4) == "县  "
    assert pad("县水务", 4) == "县水务"


@pytest.mark.parametrize("width", [12, 20, 33, 80])
def test_no_line_is_wider_than_asked(width: int) -> None:
    lines = wrap(CHINESE, width, first="  · ")
    assert max(map(display_width, lines)) <= width
    assert "".join(line.strip(" ·") for line in lines) == CHINESE


def test_no_line_begins_with_closing_or_ends_with_opening_punctuation() -> None:
    for width in range(6, 60):
        for line in wrap(CHINESE, width):
            assert line[0] not in CLOSING
            assert line[-1] not in OPENING


def test_a_latin_word_is_not_split() -> None:
    lines = wrap("记录 YC-2024-0107 属于 reservoir-area，SHA-256 为 0123456789ab。", 18)
    words = " ".join(lines)
    assert all(w in words for w in ("YC-2024-0107", "reservoir-area", "SHA-256", "0123456789ab"))


def test_a_word_longer_than_the_line_stands_alone() -> None:
    assert wrap("a bbbbbbbbbb c", 5) == ["a", "bbbbbbbbbb", "c"]


def test_the_indent_hangs_under_the_label() -> None:
    assert wrap("县水务部门，县政府", 14, first="依据：") == [
        "依据：县水务部",
        "      门，县政",
        "      府",
    ]


def test_line_ends_of_the_text_stay() -> None:
    assert wrap("甲\n乙", 10, first="- ") == ["- 甲", "  乙"]
    assert wrap("", 10) == [""]


@given(MIXED, st.integers(min_value=4, max_value=40))
def test_wrapping_loses_nothing_but_white_space(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


def test_control_characters_are_spelt_out() -> None:
    assert visible("甲\x1b[31m乙\u202e") == "甲\\x1b[31m乙\\u202e"
    assert visible("甲　乙\n丙\t") == "甲　乙\n丙\t"
    assert visible("a\rb") == "a\\rb"
