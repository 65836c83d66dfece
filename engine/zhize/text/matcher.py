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


class Node:
    """What forms have in common so far: the tokens that may follow, and the forms that end here."""

    __slots__ = ("below", "targets")

    def __init__(self) -> None:
        self.below: dict[str, Node] = {}
        self.targets: list[tuple[int, bool]] = []

    def insert(self, keys: list[str], target: tuple[int, bool]) -> None:
        """Add a form by the tokens that are left of it."""
        node = self
        for key in keys:
            node = node.below.setdefault(key, Node())
        if target not in node.targets:
            node.targets.append(target)


class Trie:
    """All forms of a lexicon, by their tokens.

    What begins with a token is arranged when a text first has that token: a question meets few of
    the tens of thousands of forms. Two threads may arrange the same; they arrange it alike.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._below: dict[str, Node] = {}
        self._forms: dict[str, list[tuple[str, int, bool]]] = {}
        self._gapped: list[tuple[int, tuple[int, ...], bool]] = []
        self._beginning: dict[int, list[int]] = {}
        self._segments: dict[str, int] = {}
        for index, entry in enumerate(entries):
            for forms, weak in ((entry.forms, False), (entry.weak, True)):
                for form in forms:
                    if GAP in form:
                        self._add_gapped(form, index, weak)
                    else:
                        self._add(form, index, weak)

    def _add(self, form: str, target: int, weak: bool) -> None:
        first = form.partition(" ")[0]
        self._forms.setdefault(first, []).append((form, target, weak))

    def _add_gapped(self, form: str, entry: int, weak: bool) -> None:
        """Keep a form with gaps as the numbers of its segments, each a form of its own."""
        numbers = []
        for part in filter(None, (part.strip() for part in form.split(GAP))):
            number = self._segments.get(part)
            if number is None:
                number = self._segments[part] = -1 - len(self._segments)
                self._add(part, number, weak)
            numbers.append(number)
        self._beginning.setdefault(numbers[0], []).append(len(self._gapped))
        self._gapped.append((entry, tuple(numbers), weak))

    def _node(self, first: str) -> Node | None:
        """Return what may follow a first token, or None where no form begins with it."""
        node = self._below.get(first)
        if node is None and first in self._forms:
            node = Node()
            for form, target, weak in self._forms[first]:
                node.insert(form.split(" ")[1:], (target, weak))
            self._below[first] = node
        return node

    def find(self, tokens: list[Token]) -> list[Match]:
        """Return every form in a text, in the order of first token, longest first."""
        found: list[Match] = []
        segments: dict[int, list[tuple[int, int]]] = {}
        for first in range(len(tokens)):
            node = self._node(tokens[first].key)
            place = first
            while node is not None:
                for entry, weak in node.targets:
                    if entry < 0:
                        segments.setdefault(entry, []).append((first, place))
                    else:
                        found.append(Match(entry, first, place, weak))
                place += 1
                while place < len(tokens) and tokens[place].key not in node.below:
                    if not _may_stand_inside(tokens, place):
                        break
                    place += 1
                node = node.below.get(tokens[place].key) if place < len(tokens) else None
        begun = sorted(form for number in segments for form in self._beginning.get(number, ()))
        for entry, numbers, weak in map(self._gapped.__getitem__, begun):
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
