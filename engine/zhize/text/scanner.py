"""What a text speaks of: forms and phrases found, denied ones marked as denied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from .matcher import Match, Trie, uncovered
from .tokens import Token, tokens_of

if TYPE_CHECKING:
    from ..model.wordbase import Entry, Phrase, WordBase

NEGATES, NEGATES_BEFORE, CONTRASTS = "negates", "negates-before", "contrasts"
MASKS, WHOLE = "masks", "whole"
_HAN_REACH, _WORD_REACH = 6, 6
"""Tokens of a clause that a negation reaches across."""

_SETS, _QUESTIONS = "set", "question"

_WHOLE = frozenset({"agency", "place"})
"""Kinds of entries whose names are closed: no word inside them says anything."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a text speaks of.

    Attributes:
        entry: What it is.
        start, end, text: The words, by character offsets.
        first, last: The same by tokens.
        parts: For a phrase, the tokens of its parts; else the tokens from first to last.
        negated: The text denies it.
        presumed: See `Phrase.presumed`.
        entailed_by: Name of the entry that states it, where the text does so in other words.
    """

    entry: Entry
    start: int
    end: int
    text: str
    first: int
    last: int
    parts: tuple[int, ...]
    negated: bool = False
    presumed: bool = False
    entailed_by: str | None = None


class Scan(msgspec.Struct, frozen=True, kw_only=True):
    """A text as the lexicon reads it.

    Attributes:
        hits: In the order of the text; of one thing said twice, both.
        used: Tokens that some form covers.
        sets: Word sets met, by code, with the tokens of each.
    """

    text: str
    tokens: tuple[Token, ...]
    hits: tuple[Hit, ...]
    used: frozenset[int]
    sets: dict[str, tuple[tuple[int, int], ...]]


class Scanner:
    """The words of one mechanism, ready to be looked for. Safe to share between threads."""

    def __init__(self, words: WordBase) -> None:
        self.words = words
        self.entries = words.entries
        self._trie = Trie(words.entries)
        self._number = {entry.name: index for index, entry in enumerate(words.entries)}
        self._masks = self._using(MASKS)
        self._closed = (
            frozenset(i for i, entry in enumerate(words.entries) if entry.kind in _WHOLE)
            | self._masks
            | self._using(WHOLE)
        )
        self._layer = [_layer(entry) for entry in words.entries]
        self._phrases = [
            (
                phrase,
                tuple(frozenset(self._number[n] for n in part) for part in phrase.together),
                frozenset(self._number[n] for n in phrase.unless),
            )
            for phrase in words.phrases
        ]
        self._entails = dict(words.entails)
        self._dispels = dict(words.dispels)

    def _counting(self, matches: list[Match]) -> list[Match]:
        """Return the matches that count. Each layer of meaning is looked at for itself.

        Within a layer the longer form counts. Names and masks close their characters for all.
        """
        closed = uncovered([m for m in matches if m.entry in self._closed], self._masks)
        kept = list(closed)
        layers: dict[str, list[Match]] = {}
        for match in matches:
            if match.entry not in self._closed:
                layers.setdefault(self._layer[match.entry], []).append(match)
        asking = layers.get(_QUESTIONS, [])
        for name, layer in layers.items():
            # `是不是` asks and denies nothing: questions close their characters for denials.
            others = asking if name == _SETS else []
            found = uncovered([*layer, *closed, *others], self._masks)
            kept += [
                m for m in found if self._layer[m.entry] == name and m.entry not in self._closed
            ]
        kept.sort(key=lambda m: (m.first, -m.last, m.entry))
        return kept

    def _using(self, use: str) -> frozenset[int]:
        return frozenset(i for i, entry in enumerate(self.entries) if use in entry.uses)

    def entry(self, name: str) -> Entry:
        """Return an entry by its name."""
        return self.entries[self._number[name]]

    def scan(self, text: str) -> Scan:
        """Return all that a text speaks of."""
        tokens = tokens_of(text)
        everything = self._trie.find(tokens)
        strong = self._counting([m for m in everything if not m.weak])
        closed = [
            m
            for m in strong
            if m.entry in self._closed
            or (self._layer[m.entry] == _QUESTIONS and not m.places and m.size > 1)
        ]
        denials = frozenset(m.last for m in strong if NEGATES in self.entries[m.entry].uses)
        parts = [
            m
            for m in everything
            if not any(
                c.entry != m.entry and c.first <= m.first and m.last <= c.last for c in closed
            )
        ]
        sets: dict[str, list[tuple[int, int]]] = {}
        uses: dict[str, list[Match]] = {}
        found: list[Hit] = []
        for match in strong:
            entry = self.entries[match.entry]
            for use in entry.uses:
                uses.setdefault(use, []).append(match)
            if entry.kind == "set":
                sets.setdefault(entry.code, []).append((match.first, match.last))
            else:
                found.append(self._hit(text, tokens, entry, match.tokens))
        for phrase, span in self._phrases_in(tokens, parts, denials):
            found.extend(
                self._hit(text, tokens, self.entry(name), span, presumed=phrase.presumed)
                for name in phrase.expresses
            )
        judged = [self._judged(hit, tokens, uses) for hit in found]
        hits = self._undispelled(_once([*judged, *self._entailed(judged)]))
        used = frozenset(place for m in strong for place in m.tokens) | frozenset(
            place for hit in hits for place in hit.parts
        )
        return Scan(
            text=text,
            tokens=tuple(tokens),
            hits=tuple(hits),
            used=used,
            sets={code: tuple(spans) for code, spans in sorted(sets.items())},
        )

    def _hit(
        self,
        text: str,
        tokens: list[Token],
        entry: Entry,
        parts: tuple[int, ...],
        *,
        presumed: bool = False,
    ) -> Hit:
        first, last = min(parts), max(parts)
        start, end = tokens[first].start, tokens[last].end
        return Hit(
            entry=entry,
            start=start,
            end=end,
            text=text[start:end],
            first=first,
            last=last,
            parts=parts,
            presumed=presumed,
        )

    # ------------------------------------------------------------ phrases

    def _phrases_in(
        self, tokens: list[Token], matches: list[Match], denials: frozenset[int]
    ) -> Iterator[tuple[Phrase, tuple[int, ...]]]:
        by_entry: dict[int, list[Match]] = {}
        for match in matches:
            by_entry.setdefault(match.entry, []).append(match)
        for phrase, parts, unless in self._phrases:
            options = [[m for e in part for m in by_entry.get(e, ())] for part in parts]
            own = {place for part in options for m in part for place in m.tokens}
            denied = denials - own
            options = [
                [m for m in part if rank == 0 or m.first - 1 not in denied]
                for rank, part in enumerate(options)
            ]
            if not all(options):
                continue
            barred = {tokens[m.first].sentence for e in unless for m in by_entry.get(e, ())}
            yielded: set[tuple[int, ...]] = set()
            for anchor in options[0]:
                span = _nearest(anchor, options[1:], tokens, phrase.near)
                if span is not None and phrase.presumed and not _in_one_clause(span, tokens):
                    continue
                if (
                    span is None
                    or _denied_within(span, denials)
                    or span in yielded
                    or tokens[span[0]].sentence in barred
                ):
                    continue
                yielded.add(span)
                yield phrase, span

    # ------------------------------------------------------------ denied, entailed, dispelled

    def _judged(self, hit: Hit, tokens: list[Token], uses: dict[str, list[Match]]) -> Hit:
        """Mark a hit as denied where the words around it deny it."""
        contrasts = [m.first for m in uses.get(CONTRASTS, ())]
        negated = any(
            n.first < hit.first <= n.last or _reaches(tokens, n.last, hit.first)
            for n in uses.get(NEGATES, ())
            if not _inside(n, hit) and not any(n.last < c < hit.first for c in contrasts)
        ) or any(
            _reaches(tokens, hit.last, n.first) and not _inside(n, hit)
            for n in uses.get(NEGATES_BEFORE, ())
        )
        return msgspec.structs.replace(hit, negated=True) if negated else hit

    def _entailed(self, hits: list[Hit]) -> Iterator[Hit]:
        """Yield what the hits state in other words; a denial denies nothing else."""
        for hit in hits:
            if hit.negated:
                continue
            for name in self._entails.get(hit.entry.name, ()):
                yield msgspec.structs.replace(
                    hit, entry=self.entry(name), entailed_by=hit.entry.name
                )

    def _undispelled(self, hits: list[Hit]) -> list[Hit]:
        """Leave out what is only presumed where something stated speaks against it."""
        gone = {
            name
            for hit in hits
            if not (hit.negated or hit.presumed)
            for name in self._dispels.get(hit.entry.name, ())
        }
        return [hit for hit in hits if not (hit.presumed and hit.entry.name in gone)]


def _layer(entry: Entry) -> str:
    """Return the layer of meaning of an entry: its facet, its kind, or what its words do."""
    if entry.kind == "concept":
        return " ".join(entry.facets)
    return entry.kind


def _nearest(
    anchor: Match, others: list[list[Match]], tokens: list[Token], near: int
) -> tuple[int, ...] | None:
    """Return the tokens of the parts nearest to an anchor in its sentence, or None."""
    places = set(range(anchor.first, anchor.last + 1))
    sentence = tokens[anchor.first].sentence
    for options in others:
        best: tuple[int, Match] | None = None
        for match in options:
            if tokens[match.first].sentence != sentence:
                continue
            if not places.isdisjoint(range(match.first, match.last + 1)):
                continue
            away = min(abs(match.first - max(places)), abs(min(places) - match.last))
            if best is None or (away, match.first) < (best[0], best[1].first):
                best = (away, match)
        if best is None:
            return None
        places.update(range(best[1].first, best[1].last + 1))
    ordered = tuple(sorted(places))
    return ordered if ordered[-1] - ordered[0] < near else None


def _reaches(tokens: list[Token], last: int, first: int) -> bool:
    """Tell whether a word that ends at `last` bears on one that begins at `first`."""
    if last >= first or tokens[last].clause != tokens[first].clause:
        return False
    between = tokens[last + 1 : first]
    han = sum(token.han for token in between)
    words = sum(not token.han and not token.punctuation for token in between)
    return han / _HAN_REACH + words / _WORD_REACH <= 1


def _denied_within(places: tuple[int, ...], denials: frozenset[int]) -> bool:
    """Tell whether a word right before a later part denies it: `iron, not sand`."""
    return any(
        place - 1 in denials and place - 1 not in places for place in places if place != places[0]
    )


def _in_one_clause(places: tuple[int, ...], tokens: list[Token]) -> bool:
    return tokens[places[0]].clause == tokens[places[-1]].clause


def _inside(match: Match, hit: Hit) -> bool:
    return match.first in hit.parts and match.last in hit.parts


def _once(hits: list[Hit]) -> list[Hit]:
    """Return the hits in the order of the text, of equal ones the plainest."""
    ordered = sorted(
        hits,
        key=lambda h: (
            h.start,
            -h.end,
            h.entry.kind,
            h.entry.name,
            h.presumed,
            h.entailed_by or "",
        ),
    )
    kept: dict[tuple[str, int, int], Hit] = {}
    for hit in ordered:
        kept.setdefault((hit.entry.name, hit.start, hit.end), hit)
    return list(kept.values())
