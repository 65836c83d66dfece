"""Where the places of one text are in another version of it.

Both texts are compared without their white space, because line and page breaks are layout. First
whole sentences and clauses are matched, then the characters between them, so that a long text costs
little more than a short one.
"""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher

from .clauses import clause_spans

_LONGEST = 4000
"""Stretches longer than this are not compared character by character."""


class Folded:
    """A text without white space, and where its characters stood.

    Attributes:
        text: The text as it is.
        folded: The same without white space.
        at: For each folded character its place in `text`; one more for the end.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = [i for i, character in enumerate(text) if not character.isspace()]
        self.folded = "".join(text[i] for i in self.at)
        self.at.append(len(text))

    def original(self, start: int, end: int) -> str:
        """Return the original words between two folded places, with line breaks as spaces."""
        if start >= end:
            return ""
        return " ".join(self.text[self.at[start] : self.at[end - 1] + 1].split())

    def clauses(self, cuts: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
        """Return the clauses, between folded places.

        Args:
            cuts: Folded places at which a clause ends besides.
        """
        where = {place: rank for rank, place in enumerate(self.at)}
        spans = clause_spans(self.text, frozenset(self.at[c] for c in cuts))
        return [(where[start], where[end - 1] + 1) for start, end in spans]


class Alignment:
    """Maps folded places of an earlier text to those of a later one."""

    def __init__(self, before: Folded, after: Folded) -> None:
        self._length = len(after.folded)
        self._blocks = list(_blocks(before, after))
        self._starts = [block[0] for block in self._blocks]

    def place(self, at: int) -> int:
        """Return where a place is in the later text; if it is gone, where its neighbours are."""
        rank = bisect_right(self._starts, at) - 1
        if rank < 0:
            return 0
        start, there, size = self._blocks[rank]
        return there + min(at - start, size)

    def end(self, at: int) -> int:
        """Return where a stretch that ends at a place ends in the later text.

        What was put in right before the place belongs to it.
        """
        rank = bisect_right(self._starts, at - 1) - 1
        if rank >= 0:
            start, there, size = self._blocks[rank]
            if at - start <= size:
                return there + at - start
        following = bisect_right(self._starts, at - 1)
        return self._blocks[following][1] if following < len(self._blocks) else self._length


def _blocks(before: Folded, after: Folded) -> list[tuple[int, int, int]]:
    """Return the matching stretches: where each begins in both texts, and its length."""
    old, new = before.clauses(), after.clauses()
    ours = [before.folded[s:e] for s, e in old]
    theirs = [after.folded[s:e] for s, e in new]
    found: list[tuple[int, int, int]] = []
    for tag, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            for (start, end), (there, _) in zip(old[i:j], new[k:m], strict=True):
                found.append((start, there, end - start))
        elif tag == "replace":
            start, end = old[i][0], old[j - 1][1]
            there, until = new[k][0], new[m - 1][1]
            if max(end - start, until - there) <= _LONGEST:
                matcher = SequenceMatcher(
                    None, before.folded[start:end], after.folded[there:until], autojunk=False
                )
                found += [
                    (start + a, there + b, size)
                    for a, b, size in matcher.get_matching_blocks()
                    if size
                ]
    return found
