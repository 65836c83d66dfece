"""What becomes of quotes and clauses when the text changes."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from tests.coverage.texts import base
from zhize.documents import read_text
from zhize.examination.coverage import Drift, text_drift
from zhize.model.rulebase import Quote

ROOT = Path(__file__).resolve().parent.parent.parent
TWO = base(
    "第一条 甲负责巡查，发现的，及时报告。",
    "第二条 乙负责处理，发现的，及时报告。",
    quotes=(
        ("1.1", Quote(exact="甲负责巡查")),
        ("1.2", Quote(exact="及时报告", prefix="发现的，")),
        ("2.1", Quote(exact="乙负责处理", suffix="，发现的")),
        ("2.2", Quote(exact="及时报告")),
    ),
    unquoted=((1, "第一条"), (2, "第二条")),
)
SAME = "第一条 甲负责巡查，发现的，及时报告。\n\n第二条 乙负责处理，发现的，及时报告。\n"


def quotes(drift: Drift) -> dict[str, str]:
    return {q.norm: q.status for q in drift.quotes if q.norm is not None}


def clauses(drift: Drift) -> list[tuple[str, str | None, str | None]]:
    return [(c.status, c.before, c.after) for c in drift.clauses]


FOUND = dict.fromkeys(("1.1", "1.2", "2.1", "2.2"), "found")


@pytest.mark.parametrize(
    "text",
    [
        SAME,
        SAME.replace("\n\n", "\n"),
        SAME.replace("\n\n", ""),
        SAME.replace("第", "# 第").replace("甲负责", "**甲**负责"),
        SAME.replace("\n\n", "\n\n---\n\n"),
        SAME.replace("负责巡查", "负责\n\n巡查"),
        SAME.replace("\n", "\r\n"),
        SAME.replace(" ", "\u3000"),
    ],
)
def test_layout_is_no_change(text: str) -> None:
    drift = text_drift(TWO, text)
    assert quotes(drift) == FOUND
    assert drift.clauses == ()
    assert all(q.context for q in drift.quotes)
    assert drift.ok


def test_equal_words_of_two_articles_are_told_apart_by_their_place() -> None:
    # 及时报告 stands twice in the text, once in each article.
    assert quotes(text_drift(TWO, SAME))["2.2"] == "found"


def test_a_quote_whose_words_changed_is_orphaned_with_the_nearest_passage() -> None:
    drift = text_drift(TWO, SAME.replace("甲负责巡查", "甲负责日常巡查"))
    assert quotes(drift) == {**FOUND, "1.1": "orphaned"}
    (row,) = [q for q in drift.quotes if q.status == "orphaned"]
    assert row.proposal is not None
    assert row.proposal.text == "甲负责日常巡查"
    assert 0.5 < row.proposal.similarity < 1
    assert not row.proposal.same_words
    assert clauses(drift) == [("changed", "第一条 甲负责巡查，", "第一条 甲负责日常巡查，")]
    assert drift.clauses[0].norms == ("1.1",)
    assert not drift.ok


def test_a_change_of_marks_alone_is_said_to_be_one() -> None:
    drift = text_drift(TWO, SAME.replace("，", ","))
    assert quotes(drift) == FOUND  # their words hold no mark
    assert {q.norm for q in drift.quotes if not q.context} == {"1.2", "2.1"}
    assert all(c.status == "changed" and c.same_words for c in drift.clauses)
    whole = base("甲巡查，报告。", quotes=(("1.1", Quote(exact="甲巡查，报告")),))
    (row,) = text_drift(whole, "甲巡查,报告。").quotes
    assert row.status == "orphaned"
    assert row.proposal is not None
    assert (row.proposal.text, row.proposal.same_words) == ("甲巡查,报告", True)


def test_words_that_come_a_second_time_make_a_quote_ambiguous() -> None:
    drift = text_drift(TWO, SAME.replace("甲负责巡查，", "甲负责巡查，甲负责巡查，"))
    assert quotes(drift)["1.1"] == "ambiguous"
    (row,) = [q for q in drift.quotes if q.status == "ambiguous"]
    assert row.places == 2
    assert ("new", None, "甲负责巡查，") in clauses(drift)
    assert not drift.ok


def test_a_second_time_in_another_article_does_no_harm() -> None:
    drift = text_drift(TWO, SAME + "第三条 甲负责巡查。")
    assert quotes(drift) == FOUND
    assert clauses(drift) == [("new", None, "第三条 甲负责巡查。")]
    assert drift.clauses[0].provision == "2"
    assert drift.ok


def test_an_article_that_changes_places_takes_its_quotes_along() -> None:
    first, second = SAME.strip().split("\n\n")
    third = "第三条 丙负责监督，丙有权检查，丙每年报告工作。"
    three = base(
        *(article for article in (first, second, third)),
        quotes=(("1.1", Quote(exact="甲负责巡查")), ("3.1", Quote(exact="丙有权检查"))),
    )
    drift = text_drift(three, f"{second}\n\n{third}\n\n{first}")
    assert quotes(drift) == {"1.1": "moved", "3.1": "found"}
    assert {c.status for c in drift.clauses} == {"moved"}
    assert drift.ok


def test_an_article_that_is_gone_leaves_orphans_and_says_so() -> None:
    drift = text_drift(TWO, SAME.split("\n\n", maxsplit=1)[0])
    assert quotes(drift)["2.1"] == "orphaned"
    assert quotes(drift)["1.1"] == "found"
    assert ("gone", "第二条 乙负责处理，", None) in clauses(drift)


def test_repairs_mend_the_errors_they_know_before_anything_is_compared() -> None:
    rulebase = base(
        "甲是责任主体，部门配合。",
        received=("甲是责\n\n任主体，部門配合。",),
        quotes=(("1.1", Quote(exact="甲是责任主体")), ("1.2", Quote(exact="部门配合"))),
        repairs=((1, "责\n\n任", "责任"), (1, "部門", "部门")),
    )
    for text, needed in (
        ("甲是责\n\n任主体，部門配合。", [True, True]),
        ("甲是责任主体，部门配合。", [False, False]),
        ("甲是责\n\n任主体，部门配合。", [True, False]),
        ("甲是别的，部门配合。", [None, False]),
    ):
        drift = text_drift(rulebase, text)
        assert [row.needed for row in drift.repairs] == needed, text
        if None not in needed:
            assert quotes(drift) == {"1.1": "found", "1.2": "found"}
            assert drift.clauses == ()


def test_a_page_break_beside_an_edit_is_still_a_page_break() -> None:
    drift = text_drift(TWO, SAME.replace("甲负责巡查，", "甲\n\n负责日常巡查，"))
    assert clauses(drift) == [("changed", "第一条 甲负责巡查，", "第一条 甲 负责日常巡查，")]


def test_a_text_without_words_and_a_very_long_one_are_refused() -> None:
    with pytest.raises(zhize.UnreadableError, match="no words"):
        text_drift(TWO, "。，\n")
    with pytest.raises(zhize.UnreadableError, match="longer than"):
        text_drift(TWO, "甲" * 200_001)


def test_a_text_of_another_kind_orphans_everything_and_ends() -> None:
    drift = text_drift(TWO, "lorem ipsum dolor sit amet. " * 3000)
    assert set(quotes(drift).values()) == {"orphaned"}
    assert all(q.proposal is None for q in drift.quotes)


# ---------------------------------------------------------------- the notice as received


@pytest.fixture(scope="module")
def received(notice: zhize.Mechanism) -> str:
    """The text as received, provision by provision."""
    return "\n\n".join(p.text_as_received for p in notice.rulebase.provisions)


def test_the_text_as_received_is_no_drift(notice: zhize.Mechanism, received: str) -> None:
    drift = notice.drift(received)
    assert drift.ok
    assert drift.clauses == ()
    assert all(q.status == "found" and q.context for q in drift.quotes)
    assert len(drift.repairs) == 6
    assert all(row.needed for row in drift.repairs)


def test_the_repaired_text_is_no_drift_and_needs_no_repair(notice: zhize.Mechanism) -> None:
    text = "\n\n".join(p.text for p in notice.rulebase.provisions)
    drift = notice.drift(text)
    assert drift.ok
    assert drift.clauses == ()
    assert all(row.needed is False for row in drift.repairs)


def test_an_amended_notice_is_told_clause_by_clause(notice: zhize.Mechanism, received: str) -> None:
    article = "第八条之一 县文物部门负责保护古窑址。"
    text = received.replace("第九条", f"{article}\n\n第九条").replace("县林业部门", "县林草部门")
    drift = notice.drift(text)
    orphaned = [q for q in drift.quotes if q.status == "orphaned"]
    assert {q.norm for q in orphaned} == {"9.1", "9.2", "9.3"}
    assert all(q.proposal and q.proposal.text.startswith("县林草部门") for q in orphaned)
    assert [c.status for c in drift.clauses] == ["new", "changed"]
    assert drift.clauses[0].after == article
    assert drift.clauses[0].provision == "8"
    assert drift.clauses[1].norms == ("9.1", "9.2", "9.3")


# ---------------------------------------------------------------- reading a text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text("第一条 甲负责巡查。", encoding=encoding)
    assert read_text(path) == "第一条 甲负责巡查。"


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(zhize.UnreadableError, match="does not exist"):
        read_text(tmp_path / "none.txt")
    with pytest.raises(zhize.UnreadableError, match="is a folder"):
        read_text(tmp_path)
    path = tmp_path / "text.txt"
    path.write_bytes(b"PK\x03\x04\x00\x00\xff")
    with pytest.raises(zhize.UnreadableError, match="no plain text"):
        read_text(path)
    path.write_bytes(b" " * (3 << 20))
    with pytest.raises(zhize.UnreadableError, match="larger than"):
        read_text(path)
