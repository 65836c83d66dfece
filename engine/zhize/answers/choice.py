"""What answers one part of a question, before it is put into words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from ..model.decision import Decision, Duty
from .answer import Silence

T = TypeVar("T")


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What answers one part of a question.

    Attributes:
        intent: Kind of question that was answered.
        duties: The norms, as duties, the weightiest first.
        agencies: The answer's agencies, the most responsible first.
        articles: Numbers or codes of provisions.
        silent: What the text leaves open.
        asked: The agency that the question is about, or None.
        verdict: For a yes/no question: `yes`, `no`, or None.
        decision: The decision of the situation, or None.
    """

    intent: str
    duties: tuple[Duty, ...] = ()
    agencies: tuple[str, ...] = ()
    articles: tuple[int | str, ...] = ()
    silent: tuple[Silence, ...] = ()
    asked: str | None = None
    verdict: str | None = None
    decision: Decision | None = None
    provisions: tuple[str, ...] = ()
    norms: tuple[str, ...] = ()


def unique(values: Iterable[T]) -> tuple[T, ...]:
    """Return values without repetitions, in their order."""
    return tuple(dict.fromkeys(values))


def unique_duties(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return duties without repetitions of the same norm on the same bearer."""
    found: dict[tuple[str, str], Duty] = {}
    for duty in duties:
        found.setdefault((duty.norm, duty.bearer), duty)
    return tuple(found.values())
