"""The interface words: each in both languages, and none that nobody says."""

from __future__ import annotations

import pytest

import zhize
from tests.annotation.made import made, wrong
from zhize.annotation import Annotation, annotate_text, annotation_docx, annotation_html, page
from zhize.annotation.words import WORDS
from zhize.examination.coverage import coverage_report
from zhize.model.rulebase import Text


class Heard(dict[str, Text]):
    """Words that remember who was asked for."""

    def __init__(self) -> None:
        super().__init__(WORDS)
        self.keys_said: set[str] = set()

    def __getitem__(self, key: str) -> Text:
        self.keys_said.add(key)
        return super().__getitem__(key)


def test_every_word_is_said_somewhere_and_in_both_languages(
    harbour: zhize.Mechanism,
    harbour_marked: Annotation,
    marked: Annotation,
    notice: zhize.Mechanism,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard = Heard()
    monkeypatch.setattr(page, "WORDS", heard)
    bare = annotate_text(harbour.rulebase, coverage_report(harbour.rulebase))
    annotation_html(marked, notice.rulebase, "zh")
    for rulebase, annotation in (
        (harbour.rulebase, harbour_marked), (harbour.rulebase, bare), made(), wrong(),
    ):  # fmt: skip
        annotation_html(annotation, rulebase, "both")
        annotation_docx(annotation, rulebase, "both")
    assert set(WORDS) - heard.keys_said == set()
    assert all(set(text) == {"zh", "en"} and all(text.values()) for text in WORDS.values())
