"""The agencies of one text and the small words around them: who stands with whom, and how."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from .letters import Party, correspondence
from .polarity import DENIED, GENERAL
from .remarks import unplaced
from .view import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .draft import Unplaced
    from .parties import AgentWords
    from .polarity import Judge
    from .view import View

LEADING = 1.0
"""Words between a preposition and the agency it leads to (向当地…)."""

AHEAD = 3.0
"""Words between a cue and the agency behind it."""

PLANNED = 6.0
"""Words of its clause across which an intent bears on a cue."""

MOST = 120
"""Agencies, and cues of one sort, that are looked at: a text with more is no one matter."""

_LISTED, _JOINED = 1.0, 2.5
"""Words between the agencies of a list, besides the one that joins them; without and with one."""

_NO_NEWS, _HEARD, _CURT = 1.5, 7.0, 0.5
_FARTHEST = 12
"""Tokens between two agencies of one list."""

_LISTS = 30
"""Agencies of one list."""

_CUES = ("tells", "finds", "complains", "hears", "plans")
_CLOSING = frozenset("】』」）)]》”〉")


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody finds, reports or is told: by which cue, on which field, and who."""

    field: str
    cue: Mark
    parties: tuple[Party, ...]
    reported: bool = False


class Cast:
    """The agencies of one text.

    Attributes:
        words: The agencies and cues of the mechanism.
        view, judge: The text.
        parties: The agencies mentioned; `addressee`, `speakers`: as in `Correspondence`.
        relevant: The text speaks of facts at all.
        left: What could not be placed.
    """

    def __init__(self, words: AgentWords, view: View, judge: Judge) -> None:
        self.words = words
        self.view = view
        self.judge = judge
        cues = [m for m in view.marked("complains", "finds", "hears", "tells") if m.last > m.first]
        exchange = correspondence(
            view,
            [
                p
                for p in words.parties(view)
                if not any(m.first <= p.first and p.last <= m.last for m in cues)
            ],
        )
        self.parties = exchange.parties[:MOST]
        self.addressee = exchange.addressee
        self.speakers = exchange.speakers
        self._facts: dict[int, tuple[int, bool]] = {}
        concepts = [s for s in view.sights if s.entry.kind == "concept"]
        breaches = [s for s in concepts if words.breaching.intersection(s.entry.facets)]
        named = {view.tokens[s.first].sentence for s in breaches}
        others = [s for s in concepts if view.tokens[s.first].sentence not in named]
        for sight in (*breaches, *others):
            number = view.tokens[sight.first].sentence
            last, stated = self._facts.get(number, (-1, False))
            stated = stated or judge.of(sight) not in (DENIED, GENERAL)
            self._facts[number] = max(last, sight.first), stated
        self.relevant = bool(self._facts)
        self.left: list[Unplaced] = []
        self._cued: dict[tuple[str, ...], list[Mark]] = {}
        self._uses = {
            mark: use
            for use in ("hears", "tells", "complains", "found-by", "finds")
            for mark in view.marks.get(use, ())
        }

    def cues(self, *uses: str) -> list[Mark]:
        """Return the cues that do one of these things, in the order of the text, the longest."""
        if uses not in self._cued:
            self._cued[uses] = self._longest(uses)[:MOST]
        return self._cued[uses]

    def _longest(self, uses: tuple[str, ...]) -> list[Mark]:
        marks = {m for u in uses for m in self.view.marks.get(u, ())}
        kept: list[Mark] = []
        first, reach = -1, -1  # the one kept that goes farthest
        for mark in sorted(marks, key=lambda m: (m.first, -m.last, m.name)):
            if mark.last <= reach and (mark.first, mark.last) != (first, reach):
                continue
            if mark.last > reach:
                first, reach = mark.first, mark.last
            if self.words.field_of(mark):
                kept.append(mark)
        return kept

    def led(self, party: Party, *uses: str) -> bool:
        """Tell whether a preposition leads to an agency: it is spoken to or acted upon."""
        view = self.view
        return any(
            m.last < party.first
            and view.same_clause(m.last, party.first)
            and view.words_between(m.last, party.first) <= LEADING
            for m in view.marked_at(party.first, *(uses or ("addresses", "affects")))
        )

    def landmark(self, party: Party) -> bool:
        """Tell whether an agency only says where: 派出所门口."""
        view = self.view
        return any(
            m.first == party.last + 1 and view.same_clause(party.last, m.first)
            for m in view.marked_at(party.last, "beside")
        ) or any(m.last + 1 == party.first for m in view.marked_at(party.first, "beside-before"))

    def object_of_cue(self, party: Party, mark: Mark) -> bool:
        """Tell whether an agency stands behind another cue of telling, and is whom that tells."""
        view = self.view
        return any(
            party.first == other.first
            for m in view.marked_at(party.first, "tells")
            if m.last < party.first and m.last < mark.first
            for other in self.listed_ahead(m, AHEAD)
        )

    def referring(self, mark: Mark) -> bool:
        """Tell whether words before a cue mean the agency named last: 该局."""
        view = self.view
        return any(
            m.last < mark.first and view.same_sentence(m.first, mark.first)
            for m in view.marked("refers-back")
        )

    def planned(self, mark: Mark) -> bool:
        """Tell whether what a cue says is still to come."""
        view = self.view
        return any(
            m.last < mark.first
            and view.same_clause(m.last, mark.first)
            and view.words_between(m.last, mark.first) <= PLANNED
            for m in view.marked_at(mark.first, "plans")
            if not self.judge.within_fact(m)
        ) or any(
            m.last < mark.first
            and view.same_clause(m.last, mark.first)
            and view.words_between(m.last, mark.first) <= _CURT
            for m in view.marked_at(mark.first, "negates")
            if not self.judge.within_fact(m)
        )

    def listed_ahead(self, mark: Mark, reach: float) -> list[Party]:
        """Return the agencies behind a cue, with those that follow in a list."""
        view = self.view
        at = bisect_right(self.parties, mark.last, key=lambda p: p.first)
        behind = [
            p for p in self.parties[at : at + _LISTS] if view.same_sentence(p.first, mark.first)
        ]
        if not behind or view.words_between(mark.last, behind[0].first) > reach:
            return []
        if view.tokens[mark.last + 1].key in _CLOSING:
            return []
        if view.clause[behind[0].first] - view.clause[mark.last] > 1:
            return []
        listed = self.with_following(behind[0], behind)
        if not view.same_clause(mark.last, behind[0].first):
            end = listed[-1].last + 1
            ends = end >= len(view.tokens) or not view.same_clause(listed[-1].last, end)
            if not _colon(view, mark.last) or not (ends or view.tokens[end].punctuation):
                return []
        return listed

    def with_following(self, first: Party, parties: Iterable[Party]) -> list[Party]:
        """Return an agency with those behind it in one list."""
        found = [first]
        for party in parties:
            if party.first - found[-1].last > _FARTHEST:
                break
            if party.first > found[-1].last and self.joined(found[-1], party):
                found.append(party)
        return found

    def with_joined(self, last: Party, parties: list[Party]) -> list[Party]:
        """Return an agency with those before it that do the same together."""
        found = [last]
        for party in reversed(parties):
            if found[0].first - party.last > _FARTHEST:
                break
            if party.last < found[0].first and self.joined(party, found[0]):
                found.insert(0, party)
        return found

    def joined(self, one: Party, other: Party) -> bool:
        """Tell whether two agencies stand in one list: joined by a word or by a mark."""
        view = self.view
        between = range(one.last + 1, other.first)
        if len(between) > _FARTHEST:
            return False
        at = {one.last: None, other.first: None}
        joins = {
            m for p in at for m in view.marked_at(p, "joins")
            if m.first in between and m.last in between
        }  # fmt: skip
        cues = (m for p in at for m in view.marked_at(p, *_CUES))
        if any(m.first in between for m in cues):
            return False
        words = {p for m in joins for p in range(m.first, m.last + 1)}
        rest = [p for p in between if p not in words and not view.tokens[p].punctuation]
        loose = sum(0.5 if view.tokens[p].han else 1.0 for p in rest)
        comma = any(view.tokens[p].key in "、,，" for p in between)
        if not (joins or comma) or not view.same_sentence(one.first, other.first):
            return False
        return loose <= (_JOINED if joins else _LISTED)

    def takes(self, field: str, party: Party) -> bool:
        """Tell whether a field takes an agency; if not, it is left over."""
        if self.words.takes(field, party.code):
            return True
        self.leave("not-in-field", field, party)
        return False

    def leave(self, reason: str, field: str, party: Party) -> None:
        """Keep an agency among what could not be placed."""
        tokens = self.view.tokens
        item = unplaced(
            reason,
            self.view.said(party.first, party.last),
            tokens[party.first].start,
            tokens[party.last].end,
            field=field,
            value=party.code,
        )
        if item not in self.left:
            self.left.append(item)

    def nothing_found(self, mark: Mark) -> bool:
        """Tell whether all that stands behind a cue is denied: nothing was found."""
        view = self.view
        for denial in view.marked_at(mark.first, "negates"):
            if denial.first > mark.last and view.words_between(mark.last, denial.first) == 0:
                if view.same_clause(mark.last, denial.first):
                    return True
            if denial.last < mark.first and view.same_clause(denial.last, mark.first):
                if view.words_between(denial.last, mark.first) <= _NO_NEWS:
                    return True
        sentence = view.tokens[mark.first].sentence
        last, stated = self._facts.get(sentence, (-1, True))
        return last > mark.last and not stated

    def use(self, mark: Mark) -> str:
        """Return what a cue does."""
        return self._uses.get(mark, "")

    def heard_before(self, mark: Mark) -> Iterator[Mark]:
        """Yield the words by which somebody hears what a cue tells: 接到…举报."""
        view = self.view
        for heard in self.cues("hears"):
            if heard.last < mark.first and view.same_sentence(heard.last, mark.first):
                if view.words_between(heard.last, mark.first) <= _HEARD:
                    yield heard


def _colon(view: View, last: int) -> bool:
    following = view.tokens[last + 1].key if last + 1 < len(view.tokens) else ""
    return following in {"：", ":"}
