"""Claims: what the words of a text say of a fact, and which of them bear on one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .._terms import ZZ
from .draft import Span
from .polarity import DENIED, GENERAL, OPEN, STATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .view import Mark, Sight, View

VIOLATION = f"{ZZ}ViolationType"
"""The class of values that are a breach of law."""

_RECENT = 32
"""Spans of one value that a further one is compared with: those far before it do not meet it."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One sight, judged.

    Attributes:
        name: Name of the concept in the ontology; `field`, `code`: where a record writes it.
        state: Stated, denied, open or general.
        follows_from: Code of the fact that entails it.
        weight: How much it counts where a field takes one value only.
        denial: The words that deny it, where they are not its own.
    """

    name: str
    field: str
    code: str
    sight: Sight
    state: str
    follows_from: str | None = None
    weight: float = 1.0
    denial: Mark | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Where a record writes it."""
        return self.field, self.code


class Index:
    """Claims by the tokens that say them: only those that share one can bear on each other."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._found: dict[int, list[Claim]] = {}
        for claim in claims:
            for place in claim.sight.parts:
                self._found.setdefault(place, []).append(claim)

    def meeting(self, claim: Claim) -> list[Claim]:
        """Return the claims that have the first token of another."""
        return self._found.get(claim.sight.parts[0], [])

    def touching(self, claim: Claim) -> Iterator[Claim]:
        """Yield the claims that have any token of another."""
        for place in claim.sight.parts:
            yield from self._found.get(place, ())


def unheld(claims: list[Claim]) -> Iterator[Claim]:
    """Leave out a denied or open fact whose words lie within those of a longer one of its kind."""
    index = Index(claims)
    for claim in claims:
        own = set(claim.sight.parts)
        others = index.meeting(claim)
        if claim.sight.denied and any(
            other.key == claim.key and not other.sight.denied and own < set(other.sight.parts)
            for other in others
        ):
            continue  # `没有悬挂号牌` holds `悬挂号牌`
        if claim.state in (DENIED, OPEN) and any(
            other.state == claim.state
            and other.sight.first <= claim.sight.first
            and claim.sight.last <= other.sight.last
            and len(other.sight.parts) > len(claim.sight.parts)
            and set(claim.sight.parts) <= set(other.sight.parts)
            and other.key != claim.key
            for other in others
        ):
            continue
        if claim.state == STATED and any(
            other.state in (DENIED, GENERAL, OPEN)
            and not other.sight.phrase
            and set(claim.sight.parts) < set(other.sight.parts)
            and other.field != claim.field
            for other in others
        ):
            continue
        yield claim


def not_taken_back(stated: list[Claim], claims: list[Claim]) -> list[Claim]:
    """Leave out what the text first says, as somebody's words, and then denies."""
    last: dict[tuple[str, str], int] = {}
    for claim in claims:
        if claim.state == DENIED:
            last[claim.key] = max(last.get(claim.key, -1), claim.sight.first)
    said: dict[tuple[str, str], int] = {}
    for claim in stated:
        said[claim.key] = max(said.get(claim.key, -1), claim.sight.first)
    return [c for c in stated if last.get(c.key, -1) <= said[c.key]]


def part_of(claim: Claim, others: Index) -> bool:
    """Tell whether the words of a claim are but part of what is said of another field."""
    own = set(claim.sight.parts)
    return any(o.field != claim.field and own <= set(o.sight.parts) for o in others.meeting(claim))


def longest(claims: list[Claim], single: set[str]) -> Iterator[Claim]:
    """Leave out, where a field takes one value, words that are part of a longer word for another.

    `硫铁矿` is no iron ore, and `没有采矿许可证` says nothing of holding one.
    """
    index = Index(claims)
    for claim in claims:
        own = set(claim.sight.parts)
        if claim.field not in single or not any(
            other.field == claim.field
            and other.code != claim.code
            and own < set(other.sight.parts)
            and len(other.sight.parts) == other.sight.last - other.sight.first + 1
            for other in index.meeting(claim)
        ):
            yield claim


def spans_of(view: View, claims: Iterable[Claim], *, shortest: bool = False) -> list[Span]:
    """Return the words behind claims, of a word within another only the longer (or shorter)."""
    found: dict[tuple[str, str], list[Span]] = {}
    for claim in claims:
        start, end = _extent(view, claim)
        span = Span(
            field=claim.field,
            value=claim.code,
            start=start,
            end=end,
            text=view.text[start:end],
            follows_from=claim.follows_from,
        )
        same = found.setdefault(claim.key, [])
        recent = same[-_RECENT:]
        if not any(_covers(*_ordered(other, span, shortest)) for other in recent):
            same[-_RECENT:] = [o for o in recent if not _covers(*_ordered(span, o, shortest))]
            same.append(span)
    return sorted(
        (span for same in found.values() for span in same), key=lambda s: (s.start, -s.end)
    )


def _extent(view: View, claim: Claim) -> tuple[int, int]:
    """Return the characters of a claim, with those of the words that deny it."""
    sight, mark = claim.sight, claim.denial
    if mark is None:
        return sight.start, sight.end
    first, last = min(mark.first, sight.first), max(mark.last, sight.last)
    return view.tokens[first].start, view.tokens[last].end


def _ordered(one: Span, other: Span, shortest: bool) -> tuple[Span, Span]:
    return (other, one) if shortest else (one, other)


def _covers(one: Span, other: Span) -> bool:
    same = (one.field, one.value) == (other.field, other.value)
    return same and one.start <= other.start and other.end <= one.end


def is_landmark(view: View, sight: Sight) -> bool:
    """Tell whether a zone is only a landmark: 河道附近, near a nature reserve."""
    if sight.phrase:
        return False
    behind = view.marked_at(sight.last, "beside")
    before = view.marked_at(sight.first, "beside-before")
    return any(mark.first == sight.last + 1 for mark in behind) or any(
        mark.last < sight.first and view.words_between(mark.last, sight.first) <= 1.0
        for mark in before
    )
