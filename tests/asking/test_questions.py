"""Every question of the corpora is answered as a careful analyst would."""

from __future__ import annotations

from collections import Counter

import pytest

import zhize

from .corpus import Question, faults, questions

QUESTIONS = questions()


def test_the_corpora_are_there() -> None:
    languages = Counter("zh" if any(c >= "\u4e00" for c in q.text) else "en" for q in QUESTIONS)
    assert languages["zh"] >= 220
    assert languages["en"] >= 130
    assert len({q.text for q in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_article_is_asked_about(language: str) -> None:
    asked = {
        article
        for q in QUESTIONS
        if any(c >= "\u4e00" for c in q.text) == (language == "zh")
        for article in q.articles
    }
    assert asked >= {*map(str, range(1, 19)), "letter"}


def test_few_questions_are_still_to_do() -> None:
    assert sum(q.todo for q in QUESTIONS) <= len(QUESTIONS) / 20


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.text[:40])
def test_the_question_is_answered(notice: zhize.Mechanism, question: Question) -> None:
    answer = notice.ask(question.text)
    found = faults(question, answer)
    if question.todo:
        assert found, "this question is answered now: take its `todo` away"
        pytest.xfail("; ".join(found))
    assert found == [], answer.text["en"]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.text[:40])
def test_an_answer_comes_from_norms_and_text_alone(
    notice: zhize.Mechanism, question: Question
) -> None:
    answer = notice.ask(question.text)
    texts = [p.text for p in notice.rulebase.provisions]
    for duty in answer.duties:
        assert any(duty.quote in text for text in texts)
        assert duty.quote in answer.text["zh"] or len(answer.duties) > 8
    assert set(answer.text) == {"zh", "en"}
    assert all(answer.text.values())
