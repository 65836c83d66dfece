"""The interface words of kits: in both languages, with the same parts, all of them used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import zhize.training
from zhize.training.levels import FEATURES
from zhize.training.narrative_words import NARRATIVE_WORDS
from zhize.training.words import KIT_WORDS

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
TABLES = {"kit": KIT_WORDS, "narrative": NARRATIVE_WORDS}


@pytest.mark.parametrize("name", TABLES)
def test_every_sentence_is_there_in_both_languages_with_the_same_parts(name: str) -> None:
    for key, texts in TABLES[name].items():
        assert tuple(texts) == ("zh", "en"), key
        parts = {frozenset(re.findall(r"\{(\w+)\}", text)) for text in texts.values()}
        assert len(parts) == 1, key
        assert not HALF_WIDTH.search(texts["zh"]), key


def test_every_sentence_is_used() -> None:
    folder = Path(zhize.training.__file__).parent
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir())
        if path.suffix in {".py", ".j2"} and not path.name.endswith("words.py")
    )
    modes = ("act", "notify", "feedback")
    built = {
        *(f"feature.{feature}" for feature in FEATURES),
        *(f"{kind}.{mode}" for kind in ("blank", "quiz") for mode in modes),
        *(f"{name}.title" for name in ("cards", "exercises", "answers", "quiz")),
        *(f"card.{part}" for part in ("told-by", "tells")),
    }
    script = {"score", "right", "wrong", "wrongly", "missing", "check", "again"}
    for table in TABLES.values():
        for key in table:
            assert f'"{key}"' in source or key in built or key.removeprefix("quiz.") in script, key
