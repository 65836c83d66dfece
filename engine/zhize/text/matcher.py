"""Finding the forms of a lexicon in a text: all of them, then the ones that count.

A form is a run of tokens, possibly with gaps. Where forms overlap the longer one counts, and a
word that means nothing here (a mask: `采取` is no mining) takes its characters out of play.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from ..model.wordbase import GAP

if TYPE_CHECKING:
    from ..model.wordbase import Entry
    from .tokens import Token

_SOFT = frozenset("“”\"'‘’「」『』《》()（）-—–·/、")
"""Marks that may stand inside a form."""

_HAN_GAP, _WORD_GAP = 8, 4
"""Tokens that a gap may span."""

_END = ""


class Match(msgspec.Struct, frozen=True, gc=False):
    """One form found: of which entry, on which tokens (`last` is included).

    `weak` matches count only as part of a phrase. `places` are the tokens of a form with gaps; such
    a form covers nothing that stands in its gaps.
    """

    entry: int
    first: int
    last: int
    weak: bool = False
    places: tuple[int, ...] = ()

    @property
    def tokens(self) -> tuple[int, ...]:
        """The tokens of the form itself."""
        return self.places or tuple(range(self.first, self.last + 1))

    @property
    def size(self) -> int:
        """Number of tokens."""
        return len(self.places) or self.last - self.first + 1


class Trie:
    """All forms of a lexicon, by their tokens."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._root: dict[str, object] = {}
        self._gapped: dict[int, tuple[int, tuple[int, ...], bool]] = {}
        self._segments: dict[tuple[str, ...], int] = {}
        for index, entry in enumerate(entries):
            for forms, weak in ((entry.forms, False), (entry.weak, True)):
                for form in forms:
                    self._add(tuple(form.split(" ")), index, weak)

    def _add(self, keys: tuple[str, ...], entry: int, weak: bool) -> None:
        if GAP not in keys:
            self._insert(keys, (entry, weak))
            return
        parts: list[tuple[str, ...]] = []
        start = 0
        for place, key in enumerate((*keys, GAP)):
            if key == GAP:
                if place > start:
                    parts.append(keys[start:place])
                start = place + 1
        numbers = []
        for part in parts:
            number = self._segments.get(part)
            if number is None:
                number = self._segments[part] = -1 - len(self._segments)
                self._insert(part, (number, weak))
            numbers.append(number)
        self._gapped[len(self._gapped)] = (entry, tuple(numbers), weak)

    def _insert(self, keys: tuple[str, ...], target: tuple[int, bool]) -> None:
        node = self._root
        for key in keys:
            node = node.setdefault(key, {})  # type: ignore[assignment]
        found: list[tuple[int, bool]] = node.setdefault(_END, [])  # type: ignore[assignment]
        if target not in found:
            found.append(target)

    def find(self, tokens: list[Token]) -> list[Match]:
        """Return every form in a text, in the order of first token, longest first."""
        found: list[Match] = []
        segments: dict[int, list[tuple[int, int]]] = {}
        for first in range(len(tokens)):
            node = self._root
            place = first
            while place < len(tokens):
                token = tokens[place]
                below = node.get(token.key)
                if below is None:
                    if place == first or not _may_stand_inside(tokens, place):
                        break
                    place += 1
                    continue
                node = below  # type: ignore[assignment]
                for entry, weak in node.get(_END, ()):  # type: ignore[attr-defined]
                    if entry < 0:
                        segments.setdefault(entry, []).append((first, place))
                    else:
                        found.append(Match(entry, first, place, weak))
                place += 1
        if segments:
            for entry, numbers, weak in self._gapped.values():
                found.extend(
                    Match(entry, places[0], places[-1], weak, places)
                    for places in _chains(numbers, segments, tokens)
                )
        found.sort(key=lambda m: (m.first, -m.last, m.entry))
        return found


def _may_stand_inside(tokens: list[Token], place: int) -> bool:
    """Tell whether a mark may stand inside a form; a dot only before a number: art. 8, 8.1."""
    key = tokens[place].key
    after = tokens[place + 1].key if place + 1 < len(tokens) else ""
    return key in _SOFT or (key == "." and after.isdecimal())


def _chains(
    numbers: tuple[int, ...], segments: dict[int, list[tuple[int, int]]], tokens: list[Token]
) -> list[tuple[int, ...]]:
    """Return where the segments of a form follow one another within the gaps allowed."""
    chains = [tuple(range(first, last + 1)) for first, last in segments.get(numbers[0], ())]
    for number in numbers[1:]:
        longer = []
        following = segments.get(number, [])  # in the order of the text: only the next can be near
        for chain in chains:
            at = bisect_right(following, (chain[-1], len(tokens)))
            if at < len(following) and _within_gap(tokens, chain[-1], following[at][0]):
                start, end = following[at]
                longer.append((*chain, *range(start, end + 1)))
        chains = longer
        if not chains:
            return []
    return chains


def _within_gap(tokens: list[Token], last: int, start: int) -> bool:
    if tokens[last].sentence != tokens[start].sentence:
        return False
    between = tokens[last + 1 : start]
    han = sum(token.han for token in between)
    words = sum(not token.han and not token.punctuation for token in between)
    return han / _HAN_GAP + words / _WORD_GAP <= 1


def uncovered(matches: Iterable[Match], masks: frozenset[int]) -> list[Match]:
    """Return the matches that count: no longer form covers them, and no mask overlaps them.

    Args:
        matches: As `Trie.find` returns them.
        masks: Entries whose words mean nothing here.
    """
    ordered = sorted(matches, key=lambda m: (-m.size, m.first, m.entry))
    kept: list[Match] = []
    there: dict[int, list[Match]] = {}  # those kept, by each token from first to last
    for match in ordered:
        span = range(match.first, match.last + 1)
        if any(_covers(other, match, masks) for place in span for other in there.get(place, ())):
            continue
        kept.append(match)
        for place in span:
            there.setdefault(place, []).append(match)
    kept.sort(key=lambda m: (m.first, -m.last, m.entry))
    return kept


def _covers(other: Match, match: Match, masks: frozenset[int]) -> bool:
    """Tell whether a match does not count because of another, as long or longer, that it meets."""
    if other.size == match.size:
        return other.entry in masks and match.entry not in masks
    if other.places:
        return False
    return (other.first <= match.first and match.last <= other.last) or other.entry in masks
