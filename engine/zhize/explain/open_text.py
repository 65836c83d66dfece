"""The open questions of a decision in words: what each unknown fact would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .width import wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..model.decision import DutyName, OpenQuestion
    from .names import Names

LIMIT, OF_ONE_FACT = 8, 3
"""Lines of questions in a memo, and how many one fact may have while others wait; the rest is only
counted."""


class _Line(msgspec.Struct, frozen=True):
    """Values of one fact that would have the very same effect."""

    fact: str
    values: tuple[str, ...]
    effect: OpenQuestion


def open_lines(
    questions: Sequence[OpenQuestion], names: Names, agency: Callable[[str], str], width: int
) -> Iterator[str]:
    """Yield the best questions grouped by fact, and how many more there are.

    Args:
        questions: Ranked, the best first.
        names: For labels.
        agency: Returns what an agency is called in this incident.
        width: Columns of a line.
    """
    points, rest = open_points(questions, names, agency)
    for fact, sentences in points:
        yield from wrap(fact, width, first="  ")
        for sentence in sentences:
            yield from wrap(sentence, width, first="  · ")
    if rest:
        yield from wrap(names.words("open.more", count=rest), width, first="  ")


def open_points(
    questions: Sequence[OpenQuestion], names: Names, agency: Callable[[str], str]
) -> tuple[list[tuple[str, list[str]]], int]:
    """Return the best questions, by the name of the fact, and how many more there are."""
    words = names.words
    merged = _merged(questions)
    shown = _chosen(merged)
    points = []
    for fact in dict.fromkeys(line.fact for line in shown):
        facet = names.facet_of(fact)
        key = "open.includes" if facet is not None and facet.many else "open.is"
        sentences = []
        for line in shown:
            if line.fact == fact:
                values = words.any_of(names.value(fact, v) for v in line.values)
                effects = words.clauses(_effects(line.effect, names, agency))
                sentences.append(words.sentence(words(key, values=values) + effects))
        points.append((words.heading(names.facet(fact)), sentences))
    return points, sum(len(line.values) for line in merged if line not in shown)


def _chosen(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines to show, by rank; no fact crowds out the others."""
    first: list[_Line] = []
    for line in lines:
        if sum(other.fact == line.fact for other in first) < OF_ONE_FACT:
            first.append(line)
    first = first[:LIMIT]
    room = LIMIT - len(first)
    rest = [line for line in lines if line not in first][:room]
    return [line for line in lines if line in first or line in rest]


def _merged(questions: Sequence[OpenQuestion]) -> list[_Line]:
    """Join the values of a fact that would have the same effect, at the rank of the best."""
    groups: dict[tuple[object, ...], list[OpenQuestion]] = {}
    for question in questions:
        key = (question.fact, question.would_add, question.would_remove, question.would_change)
        groups.setdefault(key, []).append(question)
    return [
        _Line(group[0].fact, tuple(q.value for q in group), group[0]) for group in groups.values()
    ]


def _effects(question: OpenQuestion, names: Names, agency: Callable[[str], str]) -> Iterator[str]:
    """Yield what would be added, removed and changed."""
    for key, duties in (
        ("open.adds", question.would_add),
        ("open.removes", question.would_remove),
        ("open.changes", question.would_change),
    ):
        if duties:
            yield names.words(key, duties=names.words.listed(_by_bearer(duties, names, agency)))


def _by_bearer(
    duties: Iterable[DutyName], names: Names, agency: Callable[[str], str]
) -> Iterator[str]:
    """Yield each agency once, with what it would have to do: 县公安机关（主办 5.2、反馈 15.6）."""
    parts: dict[str, list[str]] = {}
    for duty in duties:
        parts.setdefault(duty.bearer, []).append(f"{names.part(duty.norm)} {duty.norm}".strip())
    for bearer, done in parts.items():
        yield names.words.aside(agency(bearer), names.words.listed(done))
