"""Who was told of the matter, and who told them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cast import AHEAD, LEADING, PLANNED, Event
from .letters import Party
from .view import Mark

if TYPE_CHECKING:
    from .cast import Cast
    from .finders import Finders

_BEHIND = 8.0
"""Words between a report and the preposition that leads to whom it was made."""

_HEARD = 7.0
"""Words between hearing and what is heard: 接到…举报."""


class Told:
    """Finds who was told of the matter of one text."""

    def __init__(self, cast: Cast, finders: Finders) -> None:
        self._cast = cast
        self._finders = finders

    def events(self) -> tuple[list[Event], list[Event]]:
        """Return the events in which somebody is told, and those who told as their finders."""
        view = self._cast.view
        told: list[Event] = []
        tellers: list[Event] = []
        finding = self._cast.words.finding
        for mark in self._cast.cues("tells", "complains", "found-by", "hears"):
            use = self._cast.use(mark)
            speaks = use in ("complains", "found-by")
            field = self._cast.words.telling if speaks else self._cast.words.field_of(mark)
            if field is None or self._cast.judge.supposed(mark.first):
                continue
            if use == "hears":
                parties, source = self._hearers(mark)
            else:
                parties = self._addressed(mark) if use != "found-by" else []
                if speaks and not parties:
                    parties = self._addressed_behind(mark)
                if use == "tells" and not parties:
                    parties = self._cast.listed_ahead(mark, AHEAD)
                    default = self._cast.words.default_of(mark)
                    if not parties and default:
                        parties = [Party(code=default, first=mark.first, last=mark.last)]
                source = self._finders.subject(mark) if parties else []
                if any(m.last + 1 == mark.first for m in view.marked_at(mark.first, "by")):
                    source = []  # 被举报到：it is the accused that stands before
            if use == "tells" and not parties and mark.last > mark.first and self._cast.relevant:
                source = self._finders.subject(mark, complaint=True)
            planned = use != "hears" and self._cast.planned(mark)
            if source and finding and not speaks and not planned:
                named = tuple(
                    p
                    for p in source
                    if self._cast.takes(finding, p) and p.code not in {q.code for q in parties}
                )
                if named:
                    tellers.append(
                        Event(field=finding, cue=mark, parties=named, reported=use == "hears")
                    )
            if not parties:
                continue
            if planned:
                for party in parties:
                    self._cast.leave("not-yet", field, party)
                continue
            kept = tuple(p for p in parties if self._cast.takes(field, p))
            if kept:
                told.append(Event(field=field, cue=mark, parties=kept))
        tellers.sort(key=lambda e: not e.reported)
        return told, tellers

    def _addressed(self, mark: Mark) -> list[Party]:
        """Return those spoken to before a cue: 向县水务局报告."""
        view = self._cast.view
        before = [
            p
            for p in self._cast.parties
            if p.last < mark.first
            and view.same_clause(p.last, mark.first)
            and view.words_between(p.last, mark.first) <= PLANNED
        ]
        led = [p for p in before if self._cast.led(p, "addresses")]
        if not led:
            return []
        return self._cast.with_following(led[0], [p for p in before if p.first >= led[0].first])

    def _told_of_before(self, mark: Mark) -> bool:
        """Tell whether words at the end of a clause take up a complaint: 群众举报，县局已受理."""
        view = self._cast.view
        end = mark.last + 1
        ends = end >= len(view.tokens) or view.tokens[end].punctuation
        return ends and any(
            m.last < mark.first and view.same_sentence(m.first, mark.first)
            for m in self._cast.cues("complains")
        )

    def _addressed_behind(self, mark: Mark) -> list[Party]:
        """Return those spoken to behind a cue: reported by a resident to the water bureau."""
        view = self._cast.view
        for to in view.marked_at(mark.last, "addresses"):
            if to.first > mark.last and not view.tokens[to.first].han:
                near = view.words_between(mark.last, to.first) <= _BEHIND
                if near and view.same_clause(mark.last, to.first):
                    listed = self._cast.listed_ahead(to, LEADING)
                    if listed:
                        return listed
        return []

    def _hearers(self, mark: Mark) -> tuple[list[Party], list[Party]]:
        """Return who was told, and by whom: 县水务局接到群众举报."""
        view = self._cast.view
        news = [
            m
            for m in self._cast.cues("complains", "tells", "found-by")
            if m.first >= mark.first
            and m.last > mark.last - 1
            and m != mark
            and view.same_clause(mark.first, m.first)
            and view.words_between(mark.last, m.first) <= _HEARD
        ]
        default = self._cast.words.default_of(mark)
        passive = bool(default) or (not view.tokens[mark.first].han and mark.last > mark.first)
        if not news and not passive and not self._told_of_before(mark):
            return [], []
        end = news[0].first if news else mark.last
        between = [p for p in self._cast.parties if mark.last < p.first and p.last < end]
        before = [
            p
            for p in self._cast.parties
            if p.last < mark.first
            and view.same_sentence(p.first, mark.first)
            and not self._cast.led(p)
            and not self._cast.landmark(p)
        ]
        hearers = self._cast.with_joined(before[-1], before) if before else []
        if not hearers and news:
            taken = {p.first for p in between}
            behind = [
                p
                for p in self._cast.parties
                if p.first > end
                and p.first not in taken
                and view.same_sentence(p.first, mark.first)
                and not view.same_clause(p.first, end)
                and not self._cast.led(p)
            ]
            if behind:
                hearers = self._cast.with_following(behind[0], behind)
        if default and not between:
            between = [Party(code=default, first=mark.first, last=mark.last)]
        return hearers, between

    def greeted(self) -> list[Event]:
        """Return the agencies that the speaker talks to: 是水务局吗."""
        found = []
        for mark in self._cast.cues("greets"):
            field = self._cast.words.field_of(mark)
            for party in self._cast.parties:
                if party.last + 1 == mark.first or mark.last + 1 == party.first:
                    if field is not None and self._cast.takes(field, party):
                        found.append(Event(field=field, cue=mark, parties=(party,)))
        return found if self._cast.relevant else []

    def written_to(self) -> list[Event]:
        """Return the addressee of a letter that reports the matter."""
        field, party = self._cast.words.telling, self._cast.addressee
        formal = next(iter(self._cast.view.marked("formally", "tells")), None)
        if party is None or field is None or formal is None or not self._cast.relevant:
            return []
        if self._cast.judge.supposed(formal.first) or not self._cast.takes(field, party):
            return []
        return [Event(field=field, cue=Mark("", party.first, party.last), parties=(party,))]
