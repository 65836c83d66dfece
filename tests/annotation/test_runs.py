"""Dividing a text into runs, and finding where repairs stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhize.annotation.repairing import place_repairs
from zhize.annotation.runs import divide
from zhize.annotation.values import NORM, REPAIR, Mark
from zhize.model.rulebase import Provision, Repair

Spans = list[tuple[tuple[int, int], Mark]]


@st.composite
def texts_and_spans(draw: st.DrawFn) -> tuple[str, Spans]:
    text = draw(st.text(alphabet="甲乙丙，\n a<", max_size=24))
    ends = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(ends, ends).map(lambda s: (min(s), max(s))), max_size=8))
    return text, [(span, Mark(NORM, str(n))) for n, span in enumerate(spans)]


@given(texts_and_spans())
def test_every_character_bears_the_marks_that_cover_it_and_no_others(
    drawn: tuple[str, Spans],
) -> None:
    text, spans = drawn
    runs = divide(text, spans)
    assert "".join(run.text for run in runs) == text
    at = 0
    for run in runs:
        for place in range(at, at + len(run.text)):
            wanted = tuple(mark for (start, end), mark in spans if start <= place < end)
            assert run.marks == wanted
        at += len(run.text)


@given(texts_and_spans())
def test_every_mark_begins_once_ends_once_and_holds_its_words(drawn: tuple[str, Spans]) -> None:
    text, spans = drawn
    runs = divide(text, spans)
    for (start, end), mark in spans:
        within = [n for n, run in enumerate(runs) if mark in run.marks]
        assert [n for n, run in enumerate(runs) if mark in run.starts] == within[:1] != []
        assert [n for n, run in enumerate(runs) if mark in run.ends] == within[-1:]
        assert "".join(runs[n].text for n in within) == text[start:end]


def test_a_text_without_marks_is_one_run() -> None:
    assert [run.text for run in divide("甲乙", [])] == ["甲乙"]
    assert divide("", []) == ()


# ---------------------------------------------------------------- repairs


def provision(text: str, received: str) -> Provision:
    return Provision(
        code="1", iri="urn:1", document="d", label={"zh": "一"}, text=text,
        text_as_received=received,
    )  # fmt: skip


def repair(received: str, repaired: str) -> Repair:
    return Repair(provision="1", received=received, repaired=repaired)


def placed(text: str, received: str, *repairs: tuple[str, str]) -> list[str] | None:
    found = place_repairs(provision(text, received), [repair(*pair) for pair in repairs])
    if found is None:
        return None
    return [text[slice(*found[old])] for old, _ in repairs]


def test_repairs_are_found_where_they_led() -> None:
    received = "责\n\n任主体要管理 and 民用，\n 部門"
    text = "责任主体要管理和民用， 部门"
    repairs = [("部門", "部门"), ("责\n\n任", "责任"), (" and ", "和")]
    assert placed(text, received, *repairs) == ["部门", "责任", "和"]


def test_a_word_taken_away_has_a_place_without_length() -> None:
    found = place_repairs(provision("甲乙", "甲丙乙"), [repair("丙", "")])
    assert found == {"丙": (1, 1)}
    (before, point, behind) = divide("甲乙", [((1, 1), Mark(REPAIR, "1"))])
    assert (before.text, point.text, behind.text) == ("甲", "", "乙")
    assert (before.marks, point.marks, behind.marks) == ((), (Mark(REPAIR, "1"),), ())


def test_repairs_that_do_not_lead_to_the_text_have_no_place() -> None:
    assert placed("甲乙", "甲丙", ("丙", "丁")) is None
    assert placed("甲", "甲", ("丙", "丁")) is None


@given(
    st.lists(st.sampled_from(["甲", "乙，", "丙丁"]), min_size=1, max_size=8),
    st.lists(st.sampled_from([" ", "\n", "\n\n", " \n  "]), min_size=9, max_size=9),
    st.integers(0, 8),
    st.sampled_from(["善", "善 善"]),
)
def test_line_breaks_of_the_copy_do_not_move_a_repair(
    words: list[str], breaks: list[str], at: int, repaired: str
) -> None:
    at = min(at, len(words))
    text = " ".join([*words[:at], repaired, *words[at:]])
    copied = [*words[:at], "误字", *words[at:]]
    received = "".join(w + b for w, b in zip(copied, breaks, strict=False)).rstrip()
    found = place_repairs(provision(text, received), [repair("误字", repaired)])
    assert found is not None
    start, end = found["误字"]
    assert (text[:start].split(), text[start:end]) == (words[:at], repaired)
