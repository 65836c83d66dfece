"""What counts as a word's character, and which stretches of a text nothing accounts for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from ...validation.quotes import Span


def counts(character: str) -> bool:
    """Tell whether a character is a word's: not white space, not punctuation, not a symbol."""
    return unicodedata.category(character)[0] not in "ZPSC"


def words_only(text: str) -> str:
    """Return the words' characters of a text, full-width ones as their narrow kin, in lower case.

    Two texts of equal words differ in layout, punctuation and width alone.
    """
    return "".join(filter(counts, unicodedata.normalize("NFKC", text))).lower()


def gaps(text: str, start: int, end: int, accounted: Sequence[bool]) -> Iterator[str]:
    """Yield the words of a clause that nothing accounts for."""
    return (text[first:last] for first, last in gap_spans(text, start, end, accounted))


def gap_spans(text: str, start: int, end: int, accounted: Sequence[bool]) -> Iterator[Span]:
    """Yield the stretches that nothing accounts for, without marks at their ends."""
    first: int | None = None
    last = start
    for i in range(start, end):
        if accounted[i]:
            if first is not None:
                yield first, last + 1
            first = None
        elif counts(text[i]):
            first, last = (i if first is None else first), i
    if first is not None:
        yield first, last + 1
