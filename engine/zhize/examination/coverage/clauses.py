"""Cutting a text into clauses, by its punctuation alone: no word of any language is known.

A clause ends with a mark of a sentence or a part of one (。；！？，： and their Latin kin), and the
mark belongs to it. Marks within brackets or quotation marks do not count, nor do those within
numbers, nor the full stop of an abbreviation. The mark 、 lists things and ends nothing.
"""

from __future__ import annotations

import re

from ...validation.quotes import Span

_ENDS = frozenset("。！？；，：!?;")
_BETWEEN_DIGITS = frozenset(",:.")
"""Latin marks that also stand within numbers."""
_CLOSING = frozenset('”’」』）)〕]》"»')
_WITHIN = re.compile(
    r"（[^（）]*）|\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]|《[^《》]*》|“[^“”]*”|「[^「」]*」|『[^『』]*』|«[^«»]*»"
)
_LONGEST_WITHIN = 200
"""Brackets that enclose more than this enclose clauses."""


def clause_spans(text: str, cuts: frozenset[int] = frozenset()) -> list[Span]:
    """Return where the clauses of a text stand, in order, white space around them left out.

    Args:
        text: The text.
        cuts: Further places at which a clause ends.
    """
    hidden = [False] * len(text)
    for found in _WITHIN.finditer(text):
        start, end = found.span()
        if end - start <= _LONGEST_WITHIN:
            hidden[start : end - 1] = [True] * (end - 1 - start)
    spans, start = [], 0
    at = 0
    while at < len(text):
        end = at + 1
        if end in cuts or (not hidden[at] and _ends(text, at)):
            while end < len(text) and text[end] in _CLOSING and end not in cuts:
                end += 1
            spans.append((start, end))
            start = end
        at = end
    spans.append((start, len(text)))
    return [span for span in (_stripped(text, *s) for s in spans) if span[0] < span[1]]


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends(text: str, at: int) -> bool:
    """Tell whether the character at a place ends a clause."""
    mark = text[at]
    if mark in _ENDS:
        return True
    if mark not in _BETWEEN_DIGITS:
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isdecimal() and after.isdecimal():
        return False
    if mark != ".":
        return True
    # A full stop ends a sentence where white space and no small letter or number follow.
    if after and not after.isspace():
        return False
    following = text[at + 1 :].lstrip()[:1]
    return not (following.islower() or following.isdecimal())
