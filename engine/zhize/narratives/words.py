"""The words that count in a narrative, and where they stand in one text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

import msgspec

from ..text.matcher import Match, Trie, uncovered
from ..text.tokens import tokens_of
from .view import Mark, Sight, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model.wordbase import Entry, Phrase, WordBase

QUESTIONS, TOLD = "questions", "narratives"
_KINDS = frozenset({"agency", "concept", "place", "set"})
_SHARED = frozenset({"doubts", "masks", "negates", "negates-before", "plans", "unlawful", "whole"})
"""Uses of word sets that mean the same in questions and in narratives."""

_CUES = frozenset({"complains", "finds", "found-by", "hears", "tells"})
_THIN_REACH = 3
"""A single Chinese character counts in a phrase only so near to the next part."""


class NarrativeWords:
    """The words of one mechanism as narratives use them. Safe to share between threads."""

    def __init__(self, words: WordBase) -> None:
        chosen = [
            entry
            for entry in (*words.entries, *words.told)
            if entry.kind in _KINDS and (entry.genre == TOLD or _shared(entry))
        ]
        cues = {f for e in chosen if _CUES.intersection(e.uses) for f in e.forms}
        denials = {f for e in chosen if {"ambiguous", "negates"} & set(e.uses) for f in e.forms}
        self.entries = tuple(_plain(entry, cues, denials) for entry in chosen)
        self._trie = Trie(self.entries)
        self._number = {entry.name: index for index, entry in enumerate(self.entries)}
        self._masks = self._having("masks")
        self._closed = (
            self._masks
            | self._having("whole")
            | frozenset(i for i, e in enumerate(self.entries) if e.kind in {"agency", "place"})
        )
        self._told = frozenset(i for i, e in enumerate(self.entries) if e.genre == TOLD)
        self._phrases = [
            (
                phrase,
                [[self._number[n] for n in part if n in self._number] for part in phrase.together],
                [self._number[n] for n in phrase.unless if n in self._number],
                [self.entries[self._number[n]] for n in phrase.expresses if n in self._number],
            )
            for phrase in (*words.phrases, *words.told_phrases)
            if phrase.genre != QUESTIONS
        ]
        self.entails = dict(words.entails)
        self.breaches = tuple(frozenset(names) for _, names in words.breaches)

    def _having(self, use: str) -> frozenset[int]:
        return frozenset(i for i, entry in enumerate(self.entries) if use in entry.uses)

    def entry(self, name: str) -> Entry | None:
        """Return an entry by its name, where narratives have it."""
        number = self._number.get(name)
        return None if number is None else self.entries[number]

    def look(self, text: str) -> View:
        """Return all that a text speaks of."""
        tokens = tokens_of(text)
        view = View(text, tokens)
        everything = self._trie.find(tokens)
        closed = uncovered(
            [m for m in everything if not m.weak and m.entry in self._closed], self._masks
        )
        names = [m for m in closed if m.entry not in self._masks or m.entry in self._told]
        of_all, of_names = _by_token(closed), _by_token(names)
        free = [
            m
            for m in everything
            if not _shut(
                m, of_names if m.entry in self._told else of_all, self._closed, self._masks
            )
        ]
        found = [self._sight(view, self.entries[m.entry], m.tokens) for m in self._alone(free)]
        found += self._in_phrases(view, free)
        strong = [m for m in free if not m.weak]
        marks: dict[str, list[Mark]] = {}
        for match in self._doing(strong):
            entry = self.entries[match.entry]
            for use in entry.uses:
                marks.setdefault(use, []).append(Mark(entry.name, match.first, match.last))
        view.fill(_once(found), marks)
        return view

    def _doing(self, strong: list[Match]) -> Iterator[Match]:
        """Yield the words that do something, where no longer word holds them.

        Ordinary words that questions must not stumble over do not silence those of narratives.
        """
        own = [m for m in strong if m.entry not in self._masks or m.entry in self._told]
        for match in uncovered(own, self._masks & self._told):
            if match.entry in self._told:
                yield match
        for match in uncovered(strong, self._masks):
            if match.entry not in self._told:
                yield match

    def _alone(self, free: list[Match]) -> Iterator[Match]:
        """Yield the forms that by themselves speak of a fact, an agency or a place.

        Each facet is looked at for itself: a word for one may hold a word for another.
        """
        layers: dict[str, list[Match]] = {}
        for match in free:
            entry = self.entries[match.entry]
            if entry.kind == "set" or (match.weak and entry.kind != "place"):
                continue
            layers.setdefault(f"{entry.kind} {' '.join(entry.facets)}", []).append(match)
        for layer in layers.values():
            yield from uncovered(layer, frozenset())

    def _in_phrases(self, view: View, free: list[Match]) -> Iterator[Sight]:
        by_entry: dict[int, list[Match]] = {}
        for match in free:
            by_entry.setdefault(match.entry, []).append(match)
        for phrase, parts, unless, expresses in self._phrases:
            options = [_in_order([by_entry[e] for e in part if e in by_entry]) for part in parts]
            if not all(options):
                continue
            barred = {_unit(view, phrase, m.first) for e in unless for m in by_entry.get(e, ())}
            for places in _together(view, phrase, options):
                if _unit(view, phrase, places[0]) in barred:
                    continue
                for entry in expresses:
                    yield self._sight(view, entry, places, phrase)

    def _sight(
        self, view: View, entry: Entry, places: tuple[int, ...], phrase: Phrase | None = None
    ) -> Sight:
        return Sight(
            entry=entry,
            first=places[0],
            last=places[-1],
            parts=places,
            start=view.tokens[places[0]].start,
            end=view.tokens[places[-1]].end,
            presumed=phrase is not None and phrase.presumed,
            denied=phrase is not None and phrase.denied,
            phrase="" if phrase is None else phrase.name,
        )


def _shared(entry: Entry) -> bool:
    """Tell whether words count in narratives as they do in questions."""
    return entry.kind != "set" or (entry.genre != QUESTIONS and _SHARED.issuperset(entry.uses))


def _plain(entry: Entry, cues: set[str], denials: set[str]) -> Entry:
    """Return an entry without the forms that running text cannot use.

    A fact is not stated by a mere word of denial, as a cell of a table may state it; and the name
    of an agency that holds a cue (`群众举报`) is read as a name and a cue.
    """
    forms = entry.forms
    if entry.kind == "concept":
        forms = tuple(f for f in forms if f not in denials)
    elif entry.kind == "agency":
        forms = tuple(f for f in forms if not _holds(f.split(" "), cues))
    return entry if forms == entry.forms else msgspec.structs.replace(entry, forms=forms)


def _holds(tokens: list[str], cues: set[str]) -> bool:
    """Tell whether a name in Chinese has a cue of several characters within it."""
    size = len(tokens)
    return tokens[0] >= "\u3400" and any(
        " ".join(tokens[first:end]) in cues
        for first in range(size - 1)
        for end in range(first + 2, min(size, first + 4) + 1)
        if end - first < size
    )


def _by_token(matches: Iterable[Match]) -> dict[int, list[Match]]:
    """Return matches by each of their tokens."""
    found: dict[int, list[Match]] = {}
    for match in matches:
        for place in range(match.first, match.last + 1):
            found.setdefault(place, []).append(match)
    return found


def _shut(
    match: Match, closed: dict[int, list[Match]], shut: frozenset[int], masks: frozenset[int]
) -> bool:
    """Tell whether a match lies within words that count as a whole."""
    ends = {match.first, match.last}
    for other in (m for place in ends for m in closed.get(place, ())):
        if other.first <= match.first and match.last <= other.last:
            if other.entry == match.entry and other.size == match.size:
                continue
            if other.size > match.size or (other.entry in masks and match.entry not in masks):
                return True
            if match.entry not in shut and other.entry not in masks:
                continue
        elif other.entry in masks and other.first <= match.last and match.first <= other.last:
            if match.entry not in shut and match.size <= other.size:
                return True
    return False


def _in_order(found: list[list[Match]]) -> list[Match]:
    """Return matches of several entries in the order of the text."""
    if len(found) == 1:
        return found[0]
    return sorted((m for matches in found for m in matches), key=lambda m: (m.first, -m.last))


def _unit(view: View, phrase: Phrase, place: int) -> int:
    """Return the number of the sentence or clause in which the parts of a phrase must stand."""
    return view.tokens[place].sentence if phrase.wide else view.clause[place]


def _together(view: View, phrase: Phrase, options: list[list[Match]]) -> Iterator[tuple[int, ...]]:
    """Yield where the parts of a phrase stand together, the nearest ones for each first part."""
    yielded: set[tuple[int, ...]] = set()
    starts = [[m.first for m in choice] for choice in options]
    for anchor in options[0]:
        chosen = [anchor]
        for choice, firsts in zip(options[1:], starts[1:], strict=True):
            low = bisect_left(firsts, anchor.first - phrase.near)
            high = bisect_right(firsts, anchor.last + phrase.near)
            best = min(
                (m for m in choice[low:high] if _fits(view, phrase, chosen, m)),
                key=lambda m: (_away(chosen, m), -m.size, m.first),
                default=None,
            )
            if best is None:
                break
            chosen.append(best)
        else:
            places = tuple(sorted({p for m in chosen for p in m.tokens}))
            if places[-1] - places[0] < phrase.near and places not in yielded:
                if all(_near_enough(view, m, chosen) for m in chosen):
                    yielded.add(places)
                    yield places


def _fits(view: View, phrase: Phrase, chosen: list[Match], match: Match) -> bool:
    if _unit(view, phrase, chosen[0].first) != _unit(view, phrase, match.first):
        return False
    if phrase.ordered:
        return match.first > chosen[-1].last
    return all(match.last < m.first or m.last < match.first for m in chosen)


def _away(chosen: list[Match], match: Match) -> int:
    return min(
        match.first - m.last if match.first > m.last else m.first - match.last for m in chosen
    )


def _near_enough(view: View, match: Match, chosen: list[Match]) -> bool:
    """Tell whether a single character stands close to another part: far off it means anything."""
    if len(chosen) == 1 or match.size > 1 or not view.tokens[match.first].han:
        return True
    return _away([m for m in chosen if m is not match], match) <= _THIN_REACH


def _once(found: list[Sight]) -> list[Sight]:
    """Return what is spoken of in the order of the text, of equal words once."""
    kept: dict[tuple[str, int, int], Sight] = {}
    for sight in found:
        key = (sight.entry.name, sight.first, sight.last)
        other = kept.get(key)
        if other is None or (other.presumed and not sight.presumed):
            kept[key] = sight
    return sorted(kept.values(), key=lambda s: (s.first, -s.last, s.entry.kind, s.entry.name))
