"""Whether a text states something, denies it, leaves it open, or speaks in general."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .view import Mark, Sight, View

STATED, DENIED, OPEN, GENERAL = "stated", "denied", "open", "general"

_DENIAL_REACH = 6.0
"""Words of its clause that a denial reaches across; a Chinese character is half a word."""

_CURT_REACH = 0.5
"""The same for a denial of one Chinese character, which belongs to the word behind it."""

_GENERAL_REACH = 2.0
_TOPIC_REACH = 1.5


class Judge:
    """Judges what one text speaks of. What is part of a fact's own words denies nothing else."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._consumed = [
            (place, sight)
            for sight in view.sights
            if sight.entry.kind == "concept"
            for place in sight.parts
        ]
        own: dict[int, list[Sight]] = {}
        for place, sight in self._consumed:
            own.setdefault(place, []).append(sight)
        self._own = own
        self._supposing: dict[int, int] = {}
        for mark in view.marked("supposes"):
            sentence = view.tokens[mark.first].sentence
            self._supposing[sentence] = min(mark.first, self._supposing.get(sentence, mark.first))
        self._rehearsed = {view.tokens[m.first].sentence for m in view.marked("rehearses")}

    def of(self, sight: Sight) -> str:
        """Return how the text means something: stated, denied, open or general."""
        runs = list(_runs(sight.parts))
        if self.supposed(sight.first) or any(self._general(*run) for run in runs):
            return GENERAL
        if any(self._doubted(sight, *run) for run in runs):
            return OPEN
        denied = self.denial(sight) is not None
        return DENIED if denied != sight.denied else STATED

    def supposed(self, place: int) -> bool:
        """Tell whether a token stands in what is only supposed or asked for."""
        view = self._view
        if view.tokens[place].sentence in self._rehearsed:
            return True
        return self._supposing.get(view.tokens[place].sentence, place + 1) <= place

    def _general(self, first: int, last: int) -> bool:
        view = self._view
        return any(
            m.last < first
            and view.same_clause(m.last, first)
            and view.words_between(m.last, first) <= _GENERAL_REACH
            and not self.within_fact(m)
            for m in view.marked_at(first, "generalises")
        ) or any(
            m.first > last
            and view.same_clause(last, m.first)
            and view.words_between(last, m.first) <= _TOPIC_REACH
            for m in view.marked_at(last, "generalises-before")
        )

    def _doubted(self, sight: Sight, first: int, last: int) -> bool:
        view = self._view
        return any(
            not _inside(m, sight)
            and not self.within_fact(m)
            and view.same_clause(m.first, first)
            and not self._turned(min(m.last, last), max(m.first, first))
            for m in view.marked_at(first, "doubts")
        )

    def denial(self, sight: Sight) -> Mark | None:
        """Return the words that deny something, or None."""
        for run in _runs(sight.parts):
            mark = self._denied(sight, *run)
            if mark is not None:
                return mark
        return None

    def _denied(self, sight: Sight, first: int, last: int) -> Mark | None:
        view = self._view
        before = [view.marked_at(first, "negates")]
        if view.clause[first]:
            before.append(self._label_before(first))
        for mark in (m for marks in before for m in marks):
            if mark.last >= first:
                if mark.first < first <= mark.last and not _inside(mark, sight):
                    return None if self.within_fact(mark) else mark
                continue
            if _inside(mark, sight):
                continue
            curt = mark.first == mark.last and view.tokens[mark.first].han
            reach = _CURT_REACH if curt else _DENIAL_REACH
            if (
                view.words_between(mark.last, first) <= reach
                and not self.within_fact(mark)
                and not self._turned(mark.last, first)
            ):
                return mark
        return next(
            (
                mark
                for mark in view.marked_at(last, "negates-before")
                if mark.first > last
                and view.same_clause(last, mark.first)
                and view.words_between(last, mark.first) <= _DENIAL_REACH
                and not self.within_fact(mark)
                and not self._turned(last, mark.first)
            ),
            None,
        )

    def _label_before(self, first: int) -> Iterator[Mark]:
        """Yield denials that label the clause of a token: Not found: …."""
        view = self._view
        start = first
        while start and view.same_clause(start - 1, first):
            start -= 1
        if start > 1 and view.tokens[start - 1].key in {":", "："}:
            yield from (m for m in view.marked_at(start - 1, "negates") if m.last == start - 2)

    def within_fact(self, mark: Mark) -> bool:
        """Tell whether words are part of a fact's own words: `无` of `无合法来源`."""
        return any(
            mark.first in sight.parts and mark.last in sight.parts
            for sight in self._own.get(mark.first, ())
        )

    def _turned(self, last: int, first: int) -> bool:
        """Tell whether the text turns to something else between two tokens."""
        marks = self._view.marked_at(first, "contrasts")
        return any(last < m.first and m.last < first for m in marks)


def _runs(parts: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield the unbroken runs of tokens, first and last."""
    start = before = parts[0]
    for place in parts[1:]:
        if place != before + 1:
            yield start, before
            start = place
        before = place
    yield start, before


def _inside(mark: Mark, sight: Sight) -> bool:
    return mark.first in sight.parts and mark.last in sight.parts
