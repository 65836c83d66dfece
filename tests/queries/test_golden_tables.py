"""Every competency query has its answers on file, read by a person (`make accept`)."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from tests.queries.asked import HARBOUR, NOTICE, Given, words
from zhize.queries import competency_queries, competency_query
from zhize.queries.rendering import rendered

HERE = Path(__file__).resolve().parent
GOLDEN = HERE / "golden"
MECHANISMS = HERE.parent / "mechanisms"
LANGUAGES = ("zh", "en")
NAMES = sorted(query.name for query in competency_queries())


@pytest.fixture(scope="module")
def harbour() -> zhize.Mechanism:
    return zhize.load(MECHANISMS / "harbour")


def transcript(mechanism: zhize.Mechanism, name: str, asked: list[Given], lang: str) -> str:
    parts = []
    for given in asked:
        command = " ".join(["$ zhize query", name, *words(given), f"--lang {lang}"])
        result = mechanism.query(name, given)
        parts.append(f"{command}\n{rendered(result, 'text', lang, competency_query(name))}")
    return "\n".join(parts)


def compare(path: Path, text: str, *, accept: bool) -> None:
    if accept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_answer_is_as_accepted(
    name: str, lang: str, notice: zhize.Mechanism, accept: bool
) -> None:
    text = transcript(notice, name, NOTICE[name], lang)
    compare(GOLDEN / f"{name}.{lang}.txt", text, accept=accept)


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_for_another_mechanism_is_as_accepted(
    name: str, harbour: zhize.Mechanism, accept: bool
) -> None:
    text = transcript(harbour, name, HARBOUR[name], "en")
    compare(GOLDEN / "harbour" / f"{name}.txt", text, accept=accept)


def test_every_query_is_asked_and_every_golden_belongs_to_one() -> None:
    assert len(NAMES) >= 30
    assert sorted(NOTICE) == sorted(HARBOUR) == NAMES
    found = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.txt")}
    assert found == {f"{n}.{lang}.txt" for n in NAMES for lang in LANGUAGES} | {
        f"harbour/{n}.txt" for n in NAMES
    }


def test_a_mechanism_in_french_answers_in_french_where_there_is_no_chinese(
    harbour: zhize.Mechanism,
) -> None:
    query = competency_query("urgency-words")
    text = rendered(harbour.query(query.name), "text", "zh", query)
    assert "sans délai" in text
    assert "maître de bassin" in text
    assert text.startswith("哪些规范要求快办")
