"""The small signs behind marked words, and the places that they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..model.rulebase import norm_key
from .values import GAP, NORM, OPEN, PASSAGE, READING, REPAIR, Mark, Run

if TYPE_CHECKING:
    from .page import Page


class Sign(NamedTuple):
    """A small sign.

    Attributes:
        kind: What it is about: a kind of mark, or `reading`.
        text: What it looks like.
        to: The place that it leads to, in parts.
    """

    kind: str
    text: str
    to: tuple[str, ...]


def signs(page: Page, provision: str, run: Run) -> Iterator[Sign]:
    """Yield the signs of all that ends with a run.

    An interpretation is named behind a norm's own quote, and not behind what it quotes besides.
    """
    ending: dict[str, list[Mark]] = {}
    for mark in run.ends:
        ending.setdefault(mark.kind, []).append(mark)
    quotes = ending.get(NORM, [])
    for code in sorted({mark.key for mark in quotes}, key=norm_key):
        yield Sign(NORM, code, ("norm", code))
    rests = (code for m in quotes if m.part == 1 for code in page.rests(m.key))
    for code in dict.fromkeys(rests):
        yield Sign(READING, code, ("reading", code))
    for mark in ending.get(PASSAGE, ()):
        yield Sign(PASSAGE, page.marker(mark), ("reason", provision, mark.key))
    for mark in ending.get(REPAIR, ()):
        yield Sign(REPAIR, page.marker(mark), ("repair", mark.key))
    for mark in ending.get(OPEN, ()):
        yield Sign(OPEN, page.marker(mark), ("open", provision, mark.key))
    for mark in ending.get(GAP, ()):
        yield Sign(GAP, page.marker(mark), ("gap", provision))
