"""Names that look like a place and are none: asked about, never taken for it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from .remarks import unplaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..model.rulebase import Facet, Place
    from .draft import Unplaced
    from .view import View

_SIZES = (3, 2)
"""Characters of a name in Chinese before what such places are called (村, 镇)."""

_CLOSE = 0.8
"""How like two names in letters must be."""


class Alike:
    """Finds names that differ little from those of known places."""

    def __init__(
        self,
        places: Iterable[Place],
        facets: Iterable[Facet],
        suffixes: Mapping[str, frozenset[str]],
    ) -> None:
        self._facets = [facet.code for facet in facets]
        self._suffixes = suffixes
        self._labels: dict[str, list[str]] = {}
        self._names: dict[str, dict[str, dict[str, str]]] = {}
        current = [place for place in places if not place.successor]
        for facet in self._facets:
            here = [place for place in current if facet in place.facets]
            self._labels[facet] = sorted({place.code for place in here})
            names = self._names[facet] = {}
            for place in here:
                for label in place.label.values():
                    name, _, kind = label.rpartition(" ")
                    if name and name.isascii():
                        names.setdefault(kind.casefold(), {})[name.casefold()] = label

    def ask(self, view: View, taken: set[int]) -> Iterator[Unplaced]:
        """Yield a question for each name that looks like a place.

        Args:
            view: The text.
            taken: Tokens of places that were found.
        """
        held = taken | {
            place
            for sight in view.sights
            if sight.entry.kind in {"agency", "concept"} and not sight.phrase
            for place in sight.parts
        }
        for facet in self._facets:
            for at in range(len(view.tokens)):
                found = self._in_characters(view, facet, at, held) or self._in_letters(
                    view, facet, at, taken
                )
                if found is not None:
                    yield found

    def _in_characters(self, view: View, facet: str, at: int, held: set[int]) -> Unplaced | None:
        """Return the question about a name in Chinese that ends at a token: 芹迟镇."""
        if view.tokens[at].key not in self._suffixes[facet] or at in held:
            return None
        for size in _SIZES:
            first = at - size
            span = range(first, at + 1)
            if first < 0 or not all(view.tokens[place].han for place in span):
                continue
            if held.intersection(span) or not view.same_clause(first, at):
                continue
            word = "".join(view.tokens[place].key for place in span)
            like = next((label for label in self._labels[facet] if _one_off(word, label)), None)
            if like is not None:
                return _question(view, facet, first, at, like)
        return None

    def _in_letters(self, view: View, facet: str, at: int, taken: set[int]) -> Unplaced | None:
        """Return the question about a name in letters before a token: Qinchy Town."""
        token = view.tokens[at]
        known = self._names[facet].get(view.text[token.start : token.end].casefold())
        if not at or not known or at - 1 in taken:
            return None
        before = view.tokens[at - 1]
        word = view.text[before.start : before.end]
        if not word[:1].isupper() or word.casefold() in known:
            return None
        near = get_close_matches(word.casefold(), sorted(known), n=1, cutoff=_CLOSE)
        return _question(view, facet, at - 1, at, known[near[0]]) if near else None


def _question(view: View, facet: str, first: int, last: int, like: str) -> Unplaced:
    return unplaced(
        "unknown-place",
        view.said(first, last),
        view.tokens[first].start,
        view.tokens[last].end,
        field=facet,
        candidates=(like,),
        near=f"（是否指“{like}”？）",
        near_en=f" (does it mean `{like}`?)",
    )


def _one_off(word: str, label: str) -> bool:
    """Tell whether two names of one length differ in one character."""
    if len(word) != len(label) or len(word) < _SIZES[0]:
        return False
    return sum(a != b for a, b in zip(word, label, strict=True)) == 1
