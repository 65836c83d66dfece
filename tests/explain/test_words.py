from __future__ import annotations

from pathlib import Path

import zhize.explain
from zhize.explain.words import WORDS, Words


def test_every_word_is_used() -> None:
    folder = Path(zhize.explain.__file__).parent
    source = "".join(
        p.read_text(encoding="utf-8") for p in folder.glob("*.py") if p.stem != "words"
    )
    built = ("memo.act", "memo.notify", "memo.feedback", "memo.by.", "recurs.", "report.")
    for key in WORDS:
        assert f'"{key}"' in source or key.startswith(built) or key == "or", key


def test_a_sentence_ends_once() -> None:
    zh, en = Words("zh"), Words("en")
    assert zh.sentence("查处“保护伞”") == "查处“保护伞”。"
    assert zh.sentence("已查处。") == "已查处。"
    assert zh.sentence("remove the fish") == "remove the fish."
    assert zh.sentence("他说“查。”") == "他说“查。”"
    assert en.sentence("act at once") == "Act at once."
    assert en.sentence("") == ""


def test_alternatives_are_joined_as_a_person_would() -> None:
    assert Words("zh").any_of("甲乙丙") == "“甲”、“乙”或“丙”"
    assert Words("zh").any_of("甲") == "“甲”"
    assert Words("en").any_of("ab") == "“a” or “b”"


def test_an_unknown_interface_language_is_chinese() -> None:
    assert Words("fr").lang == "zh"
