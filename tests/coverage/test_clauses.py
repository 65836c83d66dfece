"""Cutting texts into clauses, by marks alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import zhize
from zhize.examination.coverage.clauses import clause_spans
from zhize.examination.coverage.words_of_text import counts, words_only


def cut(text: str, *cuts: int) -> list[str]:
    return [text[start:end] for start, end in clause_spans(text, frozenset(cuts))]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("甲负责巡查，发现的，及时报告。乙处理；丙协助。",
         ["甲负责巡查，", "发现的，", "及时报告。", "乙处理；", "丙协助。"]),
        ("甲、乙、丙要配合,各司其职。", ["甲、乙、丙要配合,", "各司其职。"]),
        ("整治“责任，作风，腐败”问题，然后报告。", ["整治“责任，作风，腐败”问题，", "然后报告。"]),
        ("他说：“好。”然后走了。", ["他说：", "“好。”然后走了。"]),
        ("共 1,000 元，比例 3.5%，时间 12:30。", ["共 1,000 元，", "比例 3.5%，", "时间 12:30。"]),
        ("没有标点的一行", ["没有标点的一行"]),
        ("The warden acts. He tells the council, at once.",
         ["The warden acts.", "He tells the council,", "at once."]),
        ("Voir art. 5 et l'arrêté n° 7, etc. puis la mairie agit.",
         ["Voir art. 5 et l'arrêté n° 7,", "etc. puis la mairie agit."]),
        ("", []), ("。", ["。"]), ("  甲，  乙 ", ["甲，", "乙"]),
    ],
)  # fmt: skip
def test_a_clause_ends_at_its_mark(text: str, clauses: list[str]) -> None:
    assert cut(text) == clauses


def test_a_clause_ends_where_it_is_told_to() -> None:
    assert cut("第八条 县水务部门负责", 3) == ["第八条", "县水务部门负责"]


def test_a_bracket_that_is_never_closed_hides_nothing() -> None:
    assert cut("甲（乙，丙，丁") == ["甲（乙，", "丙，", "丁"]


@given(st.text(alphabet="甲乙a1，。；,.:（）“” \n", max_size=30))
def test_clauses_hold_every_character_but_white_space_once_and_in_order(text: str) -> None:
    spans = clause_spans(text)
    assert spans == sorted(spans)
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
    assert all(text[s:e] == text[s:e].strip() and s < e for s, e in spans)


def test_clauses_of_the_notice_are_as_long_as_a_clause_is(notice: zhize.Mechanism) -> None:
    texts = [clause for p in notice.rulebase.provisions for clause in cut(p.text)]
    assert len(texts) > 80
    # The longest is the heading of the letter, which has no mark within.
    assert max(sum(map(counts, text)) for text in texts) <= 100


def test_texts_of_the_same_words_differ_in_marks_and_width_only() -> None:
    assert words_only("乡（镇）政府，Ａ b") == words_only("乡(镇)政府, ab")
    assert words_only("甲乙") != words_only("乙甲")
