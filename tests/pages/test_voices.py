"""The languages in which things are said."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from zhize.pages import Said, Voices, language_tag, languages_of

WORDS = {"told": {"zh": "{who}通报", "en": "{who} notifies"}}
HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"


@pytest.mark.parametrize(
    ("choice", "languages"), [("zh", ("zh",)), ("en", ("en",)), ("both", ("zh", "en"))]
)
def test_a_choice_stands_for_languages(choice: str, languages: tuple[str, ...]) -> None:
    assert languages_of(choice) == languages


def test_a_part_reads_as_each_language_has_it(notice: zhize.Mechanism) -> None:
    voices = Voices(notice.rulebase, ("zh", "en"), WORDS)
    told = voices("told", who=lambda names: names.agency("water"))
    assert told == (
        Said("zh", "县水务部门通报"),
        Said("en", "county water department notifies"),
    )
    assert voices.line(told) == "县水务部门通报 / county water department notifies"


def test_a_text_that_lacks_a_language_is_said_once_in_its_own() -> None:
    harbour = zhize.load(HARBOUR)
    voices = Voices(harbour.rulebase, ("zh", "en"), WORDS)
    label = harbour.rulebase.agencies[0].label
    assert set(label) == {"fr", "en"}
    assert voices.of(label) == (Said("fr", label["fr"]), Said("en", label["en"]))
    assert voices.of({"fr": "quai"}) == (Said("fr", "quai"),)
    assert voices.of({}) == ()
    assert voices.quote("quai") == Said("fr", "quai")


def test_chinese_is_tagged_as_simplified() -> None:
    assert [language_tag(lang) for lang in ("zh", "en", "fr")] == ["zh-CN", "en", "fr"]
