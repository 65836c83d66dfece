"""Where repairs stand in the repaired text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ..model.rulebase import Provision, Repair
from ..validation.quotes import LINE_BREAK, Span, apply_repairs


def place_repairs(provision: Provision, repairs: Sequence[Repair]) -> dict[str, Span] | None:
    """Return by the words received which stretch of the text each repair made.

    The copy as received may break lines otherwise than the text does.

    Returns:
        None where the repairs do not lead to the text.
    """
    received = provision.text_as_received or provision.text
    mended = apply_repairs(received, tuple((r.received, r.repaired) for r in repairs))
    if mended is None:
        return None
    flat, there = _flat(mended)
    goal, here = _flat(provision.text)
    if flat != goal:
        return None
    spans: dict[str, Span] = {}
    shift = 0
    for repair in sorted(repairs, key=lambda repair: received.index(repair.received)):
        start = received.index(repair.received) + shift
        end = start + len(repair.repaired)
        spans[repair.received] = here[bisect_left(there, start)], here[bisect_left(there, end)]
        shift += len(repair.repaired) - len(repair.received)
    return spans


def _flat(text: str) -> tuple[str, list[int]]:
    """Return a text with each line break as a space, and where each of its characters stood."""
    characters: list[str] = []
    places: list[int] = []
    at = 0
    for found in LINE_BREAK.finditer(text):
        characters += [*text[at : found.start()], " "]
        places += range(at, found.start() + 1)
        at = found.end()
    return "".join((*characters, text[at:])), [*places, *range(at, len(text) + 1)]
