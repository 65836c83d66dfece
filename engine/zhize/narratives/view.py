"""One text as narratives are read: its clauses, what its words speak of, and what they do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..model.wordbase import Entry
    from ..text.tokens import Token

_BREAKS = frozenset("，,：:（）()。！？!?；;\n")
"""What ends a clause of a narrative; a list (、) stays in one."""

_FEW, _FAR = 8, 64
"""Marks of a clause that are all looked at; of more, those within so many tokens."""


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the words of a text speak of, before it is judged.

    Attributes:
        entry: What it is.
        first, last: Its tokens; `parts`: those that say it, without what stands in between.
        start, end: The same in characters.
        presumed: It names an activity without saying that it is unlawful.
        denied: The words themselves say that it does not hold.
        phrase: Name of the phrase, or empty where one form says it.
    """

    entry: Entry
    first: int
    last: int
    parts: tuple[int, ...]
    start: int
    end: int
    presumed: bool = False
    denied: bool = False
    phrase: str = ""


class Mark(msgspec.Struct, frozen=True):
    """Words that do something in the text: deny, join, lead to somebody.

    Attributes:
        name: Name of the word set.
        first, last: Its tokens.
    """

    name: str
    first: int
    last: int


class View:
    """One text, cut into tokens and clauses, with all that its words speak of.

    Attributes:
        text: The text; `tokens`: its tokens.
        clause: For each token the number of its clause.
        sights: What is spoken of, in the order of the text.
        marks: Words that do something, by what they do.
    """

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.clause: list[int] = []
        number = 0
        for place, token in enumerate(tokens):
            if place and (
                token.sentence != tokens[place - 1].sentence
                or _apart(text[tokens[place - 1].end : token.start])
            ):
                number += 1
            self.clause.append(number)
            number += token.key in _BREAKS
        self.sights: tuple[Sight, ...] = ()
        self.marks: dict[str, tuple[Mark, ...]] = {}
        self._in_clause: dict[tuple[str, int], list[Mark]] = {}
        self._ending: dict[int, list[Sight]] = {}
        self._starts = [token.start for token in tokens]
        self._words = [0.0]
        for token in tokens:
            size = 0.0 if token.punctuation else 0.5 if token.han else 1.0
            self._words.append(self._words[-1] + size)

    def marked(self, *uses: str) -> Iterator[Mark]:
        """Yield the words that do one of these things."""
        for use in uses:
            yield from self.marks.get(use, ())

    def fill(self, sights: Sequence[Sight], marks: dict[str, list[Mark]]) -> None:
        """Take in what the words of the text speak of, and what they do."""
        self.sights = tuple(sights)
        self.marks = {use: tuple(found) for use, found in marks.items()}
        for use, found in marks.items():
            for mark in found:
                for number in {self.clause[mark.first], self.clause[mark.last]}:
                    self._in_clause.setdefault((use, number), []).append(mark)
        for sight in sights:
            self._ending.setdefault(sight.last, []).append(sight)

    def marked_at(self, place: int, *uses: str) -> Iterator[Mark]:
        """Yield the words that do one of these things in the clause of a token, not too far off."""
        for use in uses:
            marks = self._in_clause.get((use, self.clause[place]), [])
            if len(marks) > _FEW:
                low = bisect_left(marks, place - _FAR, key=lambda m: m.first)
                marks = marks[low : bisect_right(marks, place + _FAR, key=lambda m: m.first)]
            yield from marks

    def marked_in(self, clauses: Iterable[int], use: str) -> Iterator[Mark]:
        """Yield the words that do something in some clauses."""
        for number in clauses:
            yield from self._in_clause.get((use, number), ())

    def ending_at(self, place: int) -> Sequence[Sight]:
        """Return what is spoken of by words that end at a token."""
        return self._ending.get(place, ())

    def words_between(self, last: int, first: int) -> float:
        """Return how many words lie between two tokens; a Chinese character counts as half one."""
        return self._words[first] - self._words[last + 1] if first > last else 0.0

    def same_clause(self, one: int, other: int) -> bool:
        """Tell whether two tokens stand in one clause."""
        return self.clause[one] == self.clause[other]

    def same_sentence(self, one: int, other: int) -> bool:
        """Tell whether two tokens stand in one sentence."""
        return self.tokens[one].sentence == self.tokens[other].sentence

    def token_at(self, offset: int) -> int:
        """Return the token at a character, or the one before it."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def said(self, first: int, last: int) -> str:
        """Return the words from one token to another."""
        return self.text[self.tokens[first].start : self.tokens[last].end]


def _apart(between: str) -> bool:
    """Tell whether white space parts two words like a mark: a title from what it stands over."""
    return bool(between) and between.isspace() and (len(between) > 1 or between in "\u3000\n\t")
