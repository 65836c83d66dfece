"""Words: how a thing may be named in a record, and finding the thing that a word names."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model.rulebase import Named


def fold(text: str) -> str:
    """Return the form in which words are compared: NFKC, no case, no space around."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def words_of(thing: Named) -> list[str]:
    """Return what a record may write for a thing: its code, labels and alternative labels."""
    return [
        thing.code,
        *thing.label.values(),
        *(word for words in thing.alt.values() for word in words),
    ]


def table(things: Iterable[Named]) -> dict[str, str]:
    """Return folded word → code.

    Codes go before labels, labels before alternative labels, and these before IRIs. A word that
    two things share on one level names neither: it is left out rather than guessed.
    """
    levels: tuple[list[tuple[str, str]], ...] = ([], [], [], [])
    for thing in things:
        levels[0].append((thing.code, thing.code))
        levels[1].extend((word, thing.code) for word in thing.label.values())
        levels[2].extend((word, thing.code) for words in thing.alt.values() for word in words)
        levels[3].append((thing.iri, thing.code))
    found: dict[str, str | None] = {}
    for level in levels:
        here: dict[str, str | None] = {}
        for word, code in level:
            key = fold(word)
            if key not in found and here.setdefault(key, code) != code:
                here[key] = None
        found.update(here)
    return {key: code for key, code in found.items() if code is not None and key}
