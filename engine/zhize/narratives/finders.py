"""Who found the matter or reported it; where no words say so, who inspects or speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cast import AHEAD, LEADING, MOST, Event
from .letters import Party
from .view import Mark

if TYPE_CHECKING:
    from .cast import Cast

_PASSIVE = 8.0
"""Words between a passive verb and who did it."""


class Finders:
    """Finds who found the matter of one text."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def events(self) -> list[Event]:
        """Return the events in which somebody finds or reports the matter, in their order."""
        events: list[Event] = []
        for mark in self._cast.cues("finds", "found-by", "complains"):
            use = self._cast.use(mark)
            field = self._cast.words.field_of(mark)
            if field is None or self._cast.judge.supposed(mark.first) or self._cast.planned(mark):
                continue
            if use == "finds" and self._cast.nothing_found(mark):
                continue
            parties = self._finders(mark, use)
            default = self._cast.words.default_of(mark)
            if not parties and not self._spoken_to(mark):
                parties = self._unnamed(mark)
            if not parties:
                continue
            kept = tuple(p for p in parties if self._cast.takes(field, p))
            people = self._cast.words.people
            reported = bool(default) or any(p.code in people for p in kept)
            if kept:
                events.append(Event(field=field, cue=mark, parties=kept, reported=reported))
        return events

    def _unnamed(self, mark: Mark) -> list[Party]:
        """Return who is meant where nobody is named: the speaker, else whom the cue entails."""
        default = self._cast.words.default_of(mark)
        if default is None:
            return []
        return list(self._cast.speakers[:1]) or [
            Party(code=default, first=mark.first, last=mark.last)
        ]

    def _finders(self, mark: Mark, use: str) -> list[Party]:
        if use == "found-by":
            return self._cast.listed_ahead(mark, AHEAD)
        if use == "complains" and any(
            m.last + 1 == mark.first for m in self._cast.view.marked_at(mark.first, "by")
        ):
            return []
        behind = self._passive(mark) if use == "finds" else []
        if any(m.last + 1 == mark.first for m in self._cast.view.marked_at(mark.first, "passive")):
            return behind
        return behind or self.subject(mark, complaint=use == "complains")

    def _spoken_to(self, mark: Mark) -> bool:
        """Tell whether the sentence has its own subject that is no agency known here."""
        return any(
            self._cast.view.same_sentence(m.first, mark.first) and m.first < mark.first
            for m in self._cast.cues("finds")
            if self._finders(m, "finds")
        )

    def subject(self, mark: Mark, *, complaint: bool = False) -> list[Party]:
        """Return the agencies that do what a cue says, where they stand before it."""
        view = self._cast.view
        before = [
            p
            for p in self._cast.parties
            if p.last < mark.first and view.same_sentence(p.first, mark.first)
        ]
        usable = [p for p in before if not self._cast.led(p) and not self._cast.landmark(p)]
        usable = [p for p in usable if not self._cast.object_of_cue(p, mark)]
        if complaint:
            heard = max((m.last for m in self._cast.heard_before(mark)), default=-1)
            usable = [p for p in usable if p.first > heard]
        if usable:
            return self._cast.with_joined(usable[-1], usable)
        if self._cast.referring(mark):
            earlier = [
                p for p in self._cast.parties if p.last < mark.first and not self._cast.landmark(p)
            ]
            return [earlier[-1]] if earlier else []
        if complaint:
            return []
        return self._from_before(mark)

    def _from_before(self, mark: Mark) -> list[Party]:
        """Return the agency with which the sentence before begins, for a verb without subject."""
        view = self._cast.view
        sentence = view.tokens[mark.first].sentence - 1
        while sentence >= 0:
            there = [p for p in self._cast.parties if view.tokens[p.first].sentence == sentence]
            if there:
                usable = [p for p in there if not self._cast.led(p) and not self._cast.landmark(p)]
                told = {
                    q.first
                    for m in self._cast.cues("tells")
                    for q in self._cast.listed_ahead(m, AHEAD)
                }
                usable = [p for p in usable if p.first not in told]
                return self._cast.with_joined(usable[0], usable) if usable else []
            sentence -= 1
        return []

    def _passive(self, mark: Mark) -> list[Party]:
        """Return who stands behind a verb as its agent: found … by the water bureau."""
        view = self._cast.view
        clauses = range(view.clause[mark.last], view.clause[mark.last] + 3)
        for by in view.marked_in(clauses, "by"):
            if by.first <= mark.last or not view.same_sentence(by.first, mark.first):
                continue
            if view.tokens[by.first].han or view.words_between(mark.last, by.first) > _PASSIVE:
                continue
            listed = self._cast.listed_ahead(by, AHEAD)
            if listed:
                return listed
        return []

    def _of(self, mark: Mark) -> list[Party]:
        """Return whose inspection it was, in English: a patrol of the township government."""
        if self._cast.view.tokens[mark.first].han:
            return []
        return self._cast.listed_ahead(mark, AHEAD)

    def fallback(self, use: str) -> list[Event]:
        """Return who inspected, or who speaks, where no other words say who found the matter."""
        if not self._cast.relevant:
            return []
        for mark in self._cast.cues(use):
            field = self._cast.words.field_of(mark)
            if field is None or self._cast.judge.supposed(mark.first) or self._cast.planned(mark):
                continue
            if use == "inspects":
                parties = (
                    self._passive(mark) or self.subject(mark, complaint=True) or self._of(mark)
                )
                if self._cast.nothing_found(mark):
                    continue
            else:
                parties = self._unnamed(mark)
            kept = tuple(p for p in parties if self._cast.words.takes(field, p.code))
            if kept:
                return [Event(field=field, cue=mark, parties=kept)]
        return []

    def acting(self) -> list[Event]:
        """Return by whom something was done, where nothing else says who found the matter."""
        field = self._cast.words.finding
        if field is None or not self._cast.relevant:
            return []
        for mark in self._cast.view.marks.get("by", ())[:MOST]:
            if (
                mark.last > mark.first
                or self._cast.judge.supposed(mark.first)
                or self._cast.planned(mark)
            ):
                continue
            parties = self._cast.listed_ahead(mark, LEADING)
            kept = tuple(p for p in parties if self._cast.words.takes(field, p.code))
            if kept and not self._cast.nothing_found(mark):
                return [Event(field=field, cue=mark, parties=kept)]
        return []

    def speaking(self, greeted: list[Event]) -> list[Event]:
        """Return the speaker: as labelled, or one of the people where an agency is greeted."""
        field = self._cast.words.finding
        if field is None or not self._cast.relevant:
            return []
        said = [p for p in self._cast.speakers if self._cast.words.takes(field, p.code)]
        if said:
            mark = Mark("", said[0].first, said[0].last)
            return [Event(field=field, cue=mark, parties=(said[0],))]
        if not greeted:
            return []
        cue = greeted[0].cue
        return [
            Event(
                field=field,
                cue=cue,
                parties=tuple(
                    Party(code=code, first=cue.first, last=cue.last)
                    for code in sorted(self._cast.words.people)
                ),
            )
        ]
