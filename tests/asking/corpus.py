"""The question corpora, and what is wrong with an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

from zhize.answers import Answer

FOLDER = Path(__file__).parent / "questions"


class Question(NamedTuple):
    """One question with what a right answer names.

    `agencies` and `articles` must be named, the first agency first; those in `may_agencies` and
    `may_articles` may be named, no others. `todo`: it is not yet answered so.
    """

    file: str
    text: str
    agencies: tuple[str, ...]
    may_agencies: frozenset[str]
    articles: frozenset[str]
    may_articles: frozenset[str]
    norms: frozenset[str]
    silent: bool
    covered: bool
    kind: str
    todo: bool


def questions(folder: Path = FOLDER) -> list[Question]:
    """Return all questions of a folder, in the order of its files."""
    return [
        _question(path.stem, row)
        for path in sorted(folder.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text("utf-8"))
    ]


def _question(file: str, row: dict[str, Any]) -> Question:
    return Question(
        file=file,
        text=row["ask"],
        agencies=tuple(row["agencies"]),
        may_agencies=frozenset(row.get("may") or ()),
        articles=frozenset(map(str, row["articles"])),
        may_articles=frozenset(map(str, row.get("may_articles") or ())),
        norms=frozenset(map(str, row.get("norms") or ())),
        silent=bool(row.get("silent")),
        covered=row.get("covered", True),
        kind=row["kind"],
        todo=bool(row.get("todo")),
    )


def faults(question: Question, answer: Answer) -> list[str]:
    """Return what is wrong with an answer, in words; nothing where it is right."""
    found = []
    got, cited = answer.agencies, {str(a) for a in answer.articles}
    if question.covered != answer.covered:
        found.append("covered" if answer.covered else "not covered")
    if missing := set(question.agencies) - set(got):
        found.append(f"agencies not named: {sorted(missing)}")
    if surplus := set(got) - {*question.agencies} - question.may_agencies:
        found.append(f"agencies wrongly named: {sorted(surplus)}")
    if question.agencies and got and got[0] != question.agencies[0]:
        found.append(f"{got[0]} comes before {question.agencies[0]}")
    if missing := question.articles - cited:
        found.append(f"articles not cited: {sorted(missing)}")
    if surplus := cited - question.articles - question.may_articles:
        found.append(f"articles wrongly cited: {sorted(surplus)}")
    if missing := question.norms - set(answer.norms):
        found.append(f"norms not cited: {sorted(missing)}")
    if question.silent != bool(answer.silent):
        found.append("silence claimed" if answer.silent else "silence not said")
    return found
