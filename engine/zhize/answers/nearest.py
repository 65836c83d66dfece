"""Words that may have been meant: offered as a question, never taken as an answer."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model.wordbase import Entry

_KINDS = frozenset({"concept", "agency", "norm"})
_ENOUGH = 0.7
_SHORTEST, _LONGEST = 3, 40
_MOST = 3


class Nearest:
    """Finds words of the lexicon that look like words of a text."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries

    @cached_property
    def _forms(self) -> dict[int, list[tuple[str, frozenset[str]]]]:
        """Forms by length, each with its letters: most of them are ruled out by these alone."""
        found: dict[int, dict[str, frozenset[str]]] = {}
        for entry in self._entries:
            if entry.kind in _KINDS:
                for form in entry.forms:
                    plain = form.replace(" ", "") if form[0] >= "\u3400" else form
                    found.setdefault(len(plain), {})[plain] = frozenset(plain)
        return {length: sorted(forms.items()) for length, forms in found.items()}

    def suggest(self, words: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Return (words as written, words of the lexicon that look alike), the likeliest first."""
        found: list[tuple[float, str, str]] = []
        longest = sorted({w.casefold().strip() for w in words}, key=lambda w: (-len(w), w))
        for plain in [w for w in longest if _SHORTEST <= len(w) <= _LONGEST][:_MOST]:
            best = self._nearest(plain)
            if best is not None:
                found.append((-best[0], plain, best[1]))
        return tuple((written, meant) for _, written, meant in sorted(found))

    def _nearest(self, plain: str) -> tuple[float, str] | None:
        letters = frozenset(plain)
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(plain)
        best: tuple[float, str] | None = None
        for length in range(len(plain) - 1, len(plain) + 2):
            for form, own in self._forms.get(length, ()):
                if len(letters & own) < _ENOUGH * len(letters):
                    continue
                matcher.set_seq1(form)
                if matcher.real_quick_ratio() < _ENOUGH or matcher.quick_ratio() < _ENOUGH:
                    continue
                like = matcher.ratio()
                if like >= _ENOUGH and (best is None or like > best[0]):
                    best = (like, form)
        return best
