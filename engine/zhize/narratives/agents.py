"""Who found the matter, and who was told: agencies by the cues beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .draft import Span, Unplaced
from .letters import Party, correspondence
from .polarity import DENIED, GENERAL
from .remarks import unplaced
from .words import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model.rulebase import Agency, RuleBase
    from .polarity import Judge
    from .words import NarrativeWords, Sight, View

_LEADING = 1.0
"""Words between a preposition and the agency it leads to (向当地…)."""

_LISTED = 1.0
"""Words between the agencies of a list, besides the one that joins them."""

_AHEAD, _PASSIVE = 3.0, 8.0
"""Words between a cue and the agency behind it; between a passive verb and who did it."""

_TOLD_BEFORE = 6.0
_NO_NEWS = 1.5
_HEARD = 7.0
_CURT = 0.5
_FARTHEST = 12
"""Tokens between two agencies of one list."""

_CUES = ("tells", "finds", "complains", "hears", "plans")
_MOST = 120
"""Agencies, and cues of one sort, that are looked at: a text with more is no one matter."""

_CLOSING = frozenset("】』」）)]》”〉")


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody finds, reports or is told: by which cue, on which field, and who."""

    field: str
    cue: Mark
    parties: tuple[Party, ...]
    reported: bool = False


class Agents(msgspec.Struct, frozen=True):
    """Values by field, the words behind them, and what could not be placed."""

    values: dict[str, tuple[str, ...]]
    spans: tuple[Span, ...]
    unplaced: tuple[Unplaced, ...]


class AgentReader:
    """Reads who found and who was told. Safe to share between threads."""

    def __init__(self, rulebase: RuleBase, words: NarrativeWords) -> None:
        self._allowed = {f.code: frozenset(f.values) for f in rulebase.facets if f.kind == "agency"}
        self._agencies = {a.code: a for a in rulebase.agencies}
        self._field: dict[str, str] = {}
        self.finding: str | None = None
        self.telling: str | None = None
        self._default: dict[str, str] = {}
        self._complaints: list[str] = []
        for entry in words.entries:
            cued = [u.removeprefix("cues ") for u in entry.uses if u.startswith("cues ")]
            if cued and cued[0] in self._allowed:
                self._field[entry.name] = cued[0]
                if "finds" in entry.uses:
                    self.finding = cued[0]
                if "tells" in entry.uses:
                    self.telling = cued[0]
                if "complains" in entry.uses:
                    self._complaints.append(entry.name)
                for name in words.entails.get(entry.name, ()):
                    meant = words.entry(name)
                    if meant is not None and meant.kind == "agency":
                        self._default[entry.name] = meant.code

    def read(self, view: View, judge: Judge) -> Agents:
        """Return who found the matter and who was told of it."""
        return _Reading(self, view, judge).agents()

    @property
    def people(self) -> frozenset[str]:
        """The agencies that complaints come from where they name nobody: the public."""
        return frozenset(self._default[name] for name in self._complaints if name in self._default)

    def field_of(self, mark: Mark) -> str | None:
        """Return the field of which a word is the cue."""
        return self._field.get(mark.name)

    def default_of(self, mark: Mark) -> str | None:
        """Return the agency that a cue means where the text names none."""
        return self._default.get(mark.name)

    def takes(self, field: str, code: str) -> bool:
        """Tell whether a field takes an agency."""
        return code in self._allowed[field]

    def parties(self, view: View) -> list[Party]:
        """Return the agencies that a text mentions, the longest names first found."""
        found: list[tuple[int, int, Sight]] = []
        ends = {s.last for s in view.sights if s.entry.kind == "place"}
        for sight in sorted(
            (s for s in view.sights if s.entry.kind == "agency"),
            key=lambda s: (s.first - s.last, s.first, not self._exact(view, s), s.entry.name),
        ):
            han = view.tokens[sight.first].han
            if han and sight.first in ends and sight.last == sight.first + 1:
                continue  # 张家庄村里: in the village, not its principal
            if all(sight.last < first or last < sight.first for first, last, _ in found):
                found.append((sight.first, sight.last, sight))
        parties = [
            Party(code=s.entry.code, first=first, last=last)
            for first, last, s in sorted(found, key=lambda item: item[:2])
        ]
        kept: list[Party] = []
        for party in parties:
            if kept and kept[-1].last + 1 == party.first:  # one name in two words: the latter is it
                if party.code in self.people:
                    continue  # but for a person of an agency: 县融媒体中心记者
                kept.pop()
            kept.append(party)
        return kept

    def _exact(self, view: View, sight: Sight) -> bool:
        """Tell whether the words are written just as the agency's own, not merely of one stem."""
        if sight.phrase:
            return True
        agency = self._agencies[sight.entry.code]
        said = view.said(sight.first, sight.last).casefold()
        return any(said == word.casefold() for word in _words(agency))


class _Reading:
    def __init__(self, reader: AgentReader, view: View, judge: Judge) -> None:
        self.reader = reader
        self.view = view
        self.judge = judge
        cues = [m for m in view.marked("complains", "finds", "hears", "tells") if m.last > m.first]
        exchange = correspondence(
            view,
            [
                p
                for p in reader.parties(view)
                if not any(m.first <= p.first and p.last <= m.last for m in cues)
            ],
        )
        self.parties = exchange.parties[:_MOST]
        self.addressee = exchange.addressee
        self.speakers = exchange.speakers
        self._facts: dict[int, tuple[int, bool]] = {}
        for sight in view.sights:
            if sight.entry.kind == "concept":
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

    def agents(self) -> Agents:
        found = self._found()
        told, tellers = self._told()
        found = sorted(
            [*found, *(e for e in tellers if e.reported)], key=lambda e: (e.cue.first, e.cue.last)
        )
        tellers = [e for e in tellers if not e.reported]
        reported = any(event.reported for event in found)
        recipients = {p.code for event in told for p in event.parties}
        first: list[Event] = []
        for event in found:
            if first and reported and not event.reported:
                continue
            if first and not event.reported and recipients & {p.code for p in event.parties}:
                continue
            first.append(event)
        if reported:
            first = [e for e in first if e.reported] or first
        greeted = self._greeted()
        first = (
            first
            or tellers[:1]
            or self._fallback("inspects")
            or self._fallback("pleads")
            or self._speaking(greeted)
            or self._acting()
        )
        return self._values([*first, *told, *greeted, *self._written_to()])

    def _written_to(self) -> list[Event]:
        """Return the addressee of a letter that reports the matter."""
        field, party = self.reader.telling, self.addressee
        formal = next(iter(self.view.marked("formally", "tells")), None)
        if party is None or field is None or formal is None or not self.relevant:
            return []
        if self.judge.supposed(formal.first) or not self._takes(field, party):
            return []
        return [Event(field=field, cue=Mark("", party.first, party.last), parties=(party,))]

    def _greeted(self) -> list[Event]:
        """Return the agencies that the speaker talks to: 是水务局吗."""
        found = []
        for mark in self._cues("greets"):
            field = self.reader.field_of(mark)
            for party in self.parties:
                if party.last + 1 == mark.first or mark.last + 1 == party.first:
                    if field is not None and self._takes(field, party):
                        found.append(Event(field=field, cue=mark, parties=(party,)))
        return found if self.relevant else []

    def _speaking(self, greeted: list[Event]) -> list[Event]:
        """Return the speaker: as labelled, or one of the people where an agency is greeted."""
        field = self.reader.finding
        if field is None or not self.relevant:
            return []
        said = [p for p in self.speakers if self.reader.takes(field, p.code)]
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
                    for code in sorted(self.reader.people)
                ),
            )
        ]

    def _acting(self) -> list[Event]:
        """Return by whom something was done, where nothing else says who found the matter."""
        field = self.reader.finding
        if field is None or not self.relevant:
            return []
        for mark in self.view.marks.get("by", ())[:_MOST]:
            if mark.last > mark.first or self.judge.supposed(mark.first) or self._planned(mark):
                continue
            parties = self._listed_ahead(mark, _LEADING)
            kept = tuple(p for p in parties if self.reader.takes(field, p.code))
            if kept and not self._nothing_found(mark):
                return [Event(field=field, cue=mark, parties=kept)]
        return []

    def _fallback(self, use: str) -> list[Event]:
        """Return who inspected, or who speaks, where no other words say who found the matter."""
        if not self.relevant:
            return []
        for mark in self._cues(use):
            field = self.reader.field_of(mark)
            if field is None or self.judge.supposed(mark.first) or self._planned(mark):
                continue
            if use == "inspects":
                parties = (
                    self._passive(mark) or self._subject(mark, complaint=True) or self._of(mark)
                )
                if self._nothing_found(mark):
                    continue
            else:
                parties = self._unnamed(mark)
            kept = tuple(p for p in parties if self.reader.takes(field, p.code))
            if kept:
                return [Event(field=field, cue=mark, parties=kept)]
        return []

    # ------------------------------------------------------------ found

    def _found(self) -> list[Event]:
        """Return the events in which somebody finds or reports the matter, in their order."""
        events: list[Event] = []
        for mark in self._cues("finds", "found-by", "complains"):
            use = self._use(mark)
            field = self.reader.field_of(mark)
            if field is None or self.judge.supposed(mark.first) or self._planned(mark):
                continue
            if use == "finds" and self._nothing_found(mark):
                continue
            parties = self._finders(mark, use)
            default = self.reader.default_of(mark)
            if not parties and not self._spoken_to(mark):
                parties = self._unnamed(mark)
            if not parties:
                continue
            kept = tuple(p for p in parties if self._takes(field, p))
            people = self.reader.people
            reported = bool(default) or any(p.code in people for p in kept)
            if kept:
                events.append(Event(field=field, cue=mark, parties=kept, reported=reported))
        return events

    def _unnamed(self, mark: Mark) -> list[Party]:
        """Return who is meant where nobody is named: the speaker, else whom the cue entails."""
        default = self.reader.default_of(mark)
        if default is None:
            return []
        return list(self.speakers[:1]) or [Party(code=default, first=mark.first, last=mark.last)]

    def _finders(self, mark: Mark, use: str) -> list[Party]:
        if use == "found-by":
            return self._listed_ahead(mark, _AHEAD)
        if use == "complains" and any(
            m.last + 1 == mark.first for m in self.view.marked_at(mark.first, "by")
        ):
            return []
        behind = self._passive(mark) if use == "finds" else []
        if any(m.last + 1 == mark.first for m in self.view.marked_at(mark.first, "passive")):
            return behind
        return behind or self._subject(mark, complaint=use == "complains")

    def _spoken_to(self, mark: Mark) -> bool:
        """Tell whether the sentence has its own subject that is no agency known here."""
        return any(
            self.view.same_sentence(m.first, mark.first) and m.first < mark.first
            for m in self._cues("finds")
            if self._finders(m, "finds")
        )

    def _subject(self, mark: Mark, *, complaint: bool = False) -> list[Party]:
        """Return the agencies that do what a cue says, where they stand before it."""
        view = self.view
        before = [
            p
            for p in self.parties
            if p.last < mark.first and view.same_sentence(p.first, mark.first)
        ]
        usable = [p for p in before if not self._led(p) and not self._landmark(p)]
        usable = [p for p in usable if not self._object_of_cue(p, mark)]
        if complaint:
            heard = max((m.last for m in self._heard_before(mark)), default=-1)
            usable = [p for p in usable if p.first > heard]
        if usable:
            return self._with_joined(usable[-1], usable)
        if self._referring(mark):
            earlier = [p for p in self.parties if p.last < mark.first and not self._landmark(p)]
            return [earlier[-1]] if earlier else []
        if complaint:
            return []
        return self._from_before(mark)

    def _heard_before(self, mark: Mark) -> Iterator[Mark]:
        """Yield the words by which somebody hears what a cue tells: 接到…举报."""
        view = self.view
        for heard in self._cues("hears"):
            if heard.last < mark.first and view.same_sentence(heard.last, mark.first):
                if view.words_between(heard.last, mark.first) <= _HEARD:
                    yield heard

    def _from_before(self, mark: Mark) -> list[Party]:
        """Return the agency with which the sentence before begins, for a verb without subject."""
        view = self.view
        sentence = view.tokens[mark.first].sentence - 1
        while sentence >= 0:
            there = [p for p in self.parties if view.tokens[p.first].sentence == sentence]
            if there:
                usable = [p for p in there if not self._led(p) and not self._landmark(p)]
                told = {q.first for m in self._cues("tells") for q in self._listed_ahead(m, _AHEAD)}
                usable = [p for p in usable if p.first not in told]
                return self._with_joined(usable[0], usable) if usable else []
            sentence -= 1
        return []

    def _passive(self, mark: Mark) -> list[Party]:
        """Return who stands behind a verb as its agent: found … by the water bureau."""
        view = self.view
        clauses = range(view.clause[mark.last], view.clause[mark.last] + 3)
        for by in view.marked_in(clauses, "by"):
            if by.first <= mark.last or not view.same_sentence(by.first, mark.first):
                continue
            if view.tokens[by.first].han or view.words_between(mark.last, by.first) > _PASSIVE:
                continue
            listed = self._listed_ahead(by, _AHEAD)
            if listed:
                return listed
        return []

    def _of(self, mark: Mark) -> list[Party]:
        """Return whose inspection it was, in English: a patrol of the township government."""
        if self.view.tokens[mark.first].han:
            return []
        return self._listed_ahead(mark, _AHEAD)

    def _nothing_found(self, mark: Mark) -> bool:
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

    # ------------------------------------------------------------ told

    def _told(self) -> tuple[list[Event], list[Event]]:
        """Return the events in which somebody is told, and those who told as their finders."""
        view = self.view
        told: list[Event] = []
        tellers: list[Event] = []
        finding = self.reader.finding
        for mark in self._cues("tells", "complains", "found-by", "hears"):
            use = self._use(mark)
            speaks = use in ("complains", "found-by")
            field = self.reader.telling if speaks else self.reader.field_of(mark)
            if field is None or self.judge.supposed(mark.first):
                continue
            if use == "hears":
                parties, source = self._hearers(mark)
            else:
                parties = self._addressed(mark) if use != "found-by" else []
                if speaks and not parties:
                    parties = self._addressed_behind(mark)
                if use == "tells" and not parties:
                    parties = self._listed_ahead(mark, _AHEAD)
                    default = self.reader.default_of(mark)
                    if not parties and default:
                        parties = [Party(code=default, first=mark.first, last=mark.last)]
                source = self._subject(mark) if parties else []
                if any(m.last + 1 == mark.first for m in view.marked_at(mark.first, "by")):
                    source = []  # 被举报到：it is the accused that stands before
            if use == "tells" and not parties and mark.last > mark.first and self.relevant:
                source = self._subject(mark, complaint=True)
            planned = use != "hears" and self._planned(mark)
            if source and finding and not speaks and not planned:
                named = tuple(
                    p
                    for p in source
                    if self._takes(finding, p) and p.code not in {q.code for q in parties}
                )
                if named:
                    tellers.append(
                        Event(field=finding, cue=mark, parties=named, reported=use == "hears")
                    )
            if not parties:
                continue
            if planned:
                for party in parties:
                    self._leave("not-yet", field, party)
                continue
            kept = tuple(p for p in parties if self._takes(field, p))
            if kept:
                told.append(Event(field=field, cue=mark, parties=kept))
        tellers.sort(key=lambda e: not e.reported)
        return told, tellers

    def _addressed(self, mark: Mark) -> list[Party]:
        """Return those spoken to before a cue: 向县水务局报告."""
        view = self.view
        before = [
            p
            for p in self.parties
            if p.last < mark.first
            and view.same_clause(p.last, mark.first)
            and view.words_between(p.last, mark.first) <= _TOLD_BEFORE
        ]
        led = [p for p in before if self._led(p, "addresses")]
        if not led:
            return []
        return self._with_following(led[0], [p for p in before if p.first >= led[0].first])

    def _told_of_before(self, mark: Mark) -> bool:
        """Tell whether words at the end of a clause take up a complaint: 群众举报，县局已受理."""
        view = self.view
        end = mark.last + 1
        ends = end >= len(view.tokens) or view.tokens[end].punctuation
        return ends and any(
            m.last < mark.first and view.same_sentence(m.first, mark.first)
            for m in self._cues("complains")
        )

    def _addressed_behind(self, mark: Mark) -> list[Party]:
        """Return those spoken to behind a cue: reported by a resident to the water bureau."""
        view = self.view
        for to in view.marked_at(mark.last, "addresses"):
            if to.first > mark.last and not view.tokens[to.first].han:
                near = view.words_between(mark.last, to.first) <= _PASSIVE
                if near and view.same_clause(mark.last, to.first):
                    listed = self._listed_ahead(to, _LEADING)
                    if listed:
                        return listed
        return []

    def _hearers(self, mark: Mark) -> tuple[list[Party], list[Party]]:
        """Return who was told, and by whom: 县水务局接到群众举报."""
        view = self.view
        news = [
            m
            for m in self._cues("complains", "tells", "found-by")
            if m.first >= mark.first
            and m.last > mark.last - 1
            and m != mark
            and view.same_clause(mark.first, m.first)
            and view.words_between(mark.last, m.first) <= _HEARD
        ]
        default = self.reader.default_of(mark)
        passive = bool(default) or (not view.tokens[mark.first].han and mark.last > mark.first)
        if not news and not passive and not self._told_of_before(mark):
            return [], []
        end = news[0].first if news else mark.last
        between = [p for p in self.parties if mark.last < p.first and p.last < end]
        before = [
            p
            for p in self.parties
            if p.last < mark.first
            and view.same_sentence(p.first, mark.first)
            and not self._led(p)
            and not self._landmark(p)
        ]
        hearers = self._with_joined(before[-1], before) if before else []
        if not hearers and news:
            taken = {p.first for p in between}
            behind = [
                p
                for p in self.parties
                if p.first > end
                and p.first not in taken
                and view.same_sentence(p.first, mark.first)
                and not view.same_clause(p.first, end)
                and not self._led(p)
            ]
            if behind:
                hearers = self._with_following(behind[0], behind)
        if default and not between:
            between = [Party(code=default, first=mark.first, last=mark.last)]
        return hearers, between

    # ------------------------------------------------------------ small words

    def _cues(self, *uses: str) -> list[Mark]:
        """Return the cues that do one of these things, in the order of the text, the longest."""
        if uses not in self._cued:
            self._cued[uses] = self._longest(uses)[:_MOST]
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
            if self.reader.field_of(mark):
                kept.append(mark)
        return kept

    def _use(self, mark: Mark) -> str:
        return self._uses.get(mark, "")

    def _led(self, party: Party, *uses: str) -> bool:
        """Tell whether a preposition leads to an agency: it is spoken to or acted upon."""
        view = self.view
        return any(
            m.last < party.first
            and view.same_clause(m.last, party.first)
            and view.words_between(m.last, party.first) <= _LEADING
            for m in view.marked_at(party.first, *(uses or ("addresses", "affects")))
        )

    def _landmark(self, party: Party) -> bool:
        view = self.view
        return any(
            m.first == party.last + 1 and view.same_clause(party.last, m.first)
            for m in view.marked_at(party.last, "beside")
        ) or any(m.last + 1 == party.first for m in view.marked_at(party.first, "beside-before"))

    def _object_of_cue(self, party: Party, mark: Mark) -> bool:
        """Tell whether an agency stands behind another cue of telling, and is whom that tells."""
        view = self.view
        return any(
            party.first == other.first
            for m in view.marked_at(party.first, "tells")
            if m.last < party.first and m.last < mark.first
            for other in self._listed_ahead(m, _AHEAD)
        )

    def _referring(self, mark: Mark) -> bool:
        view = self.view
        return any(
            m.last < mark.first and view.same_sentence(m.first, mark.first)
            for m in view.marked("refers-back")
        )

    def _planned(self, mark: Mark) -> bool:
        """Tell whether what a cue says is still to come."""
        view = self.view
        return any(
            m.last < mark.first
            and view.same_clause(m.last, mark.first)
            and view.words_between(m.last, mark.first) <= _TOLD_BEFORE
            for m in view.marked_at(mark.first, "plans")
            if not self.judge.within_fact(m)
        ) or any(
            m.last < mark.first
            and view.same_clause(m.last, mark.first)
            and view.words_between(m.last, mark.first) <= _CURT
            for m in view.marked_at(mark.first, "negates")
            if not self.judge.within_fact(m)
        )

    # ------------------------------------------------------------ lists of agencies

    def _listed_ahead(self, mark: Mark, reach: float) -> list[Party]:
        """Return the agencies behind a cue, with those that follow in a list."""
        view = self.view
        behind = [
            p
            for p in self.parties
            if p.first > mark.last and view.same_sentence(p.first, mark.first)
        ]
        if not behind or view.words_between(mark.last, behind[0].first) > reach:
            return []
        if view.tokens[mark.last + 1].key in _CLOSING:
            return []
        if view.clause[behind[0].first] - view.clause[mark.last] > 1:
            return []
        listed = self._with_following(behind[0], behind)
        if not view.same_clause(mark.last, behind[0].first):
            end = listed[-1].last + 1
            ends = end >= len(view.tokens) or not view.same_clause(listed[-1].last, end)
            if not _colon(view, mark.last) or not (ends or view.tokens[end].punctuation):
                return []
        return listed

    def _with_following(self, first: Party, parties: Iterable[Party]) -> list[Party]:
        found = [first]
        for party in parties:
            if party.first > found[-1].last and self._joined(found[-1], party):
                found.append(party)
        return found

    def _with_joined(self, last: Party, parties: list[Party]) -> list[Party]:
        """Return an agency with those before it that do the same together."""
        found = [last]
        for party in reversed(parties):
            if party.last < found[0].first and self._joined(party, found[0]):
                found.insert(0, party)
        return found

    def _joined(self, one: Party, other: Party) -> bool:
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
        return loose <= (2.5 if joins else _LISTED)

    def _takes(self, field: str, party: Party) -> bool:
        if self.reader.takes(field, party.code):
            return True
        self._leave("not-in-field", field, party)
        return False

    def _leave(self, reason: str, field: str, party: Party) -> None:
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

    def _values(self, events: list[Event]) -> Agents:
        values: dict[str, tuple[str, ...]] = {}
        spans: list[Span] = []
        for event in events:
            for party in event.parties:
                if party.code not in values.get(event.field, ()):
                    values[event.field] = (*values.get(event.field, ()), party.code)
                first, last = min(party.first, event.cue.first), max(party.last, event.cue.last)
                if last - first > 24:
                    first, last = party.first, party.last
                tokens = self.view.tokens
                spans.append(
                    Span(
                        field=event.field,
                        value=party.code,
                        start=tokens[first].start,
                        end=tokens[last].end,
                        text=self.view.said(first, last),
                    )
                )
        placed = {(f, c) for f, codes in values.items() for c in codes}
        left = tuple(u for u in self.left if (u.field, u.value) not in placed)
        return Agents(values, tuple(dict.fromkeys(spans)), left)


def _colon(view: View, last: int) -> bool:
    following = view.tokens[last + 1].key if last + 1 < len(view.tokens) else ""
    return following in {"：", ":"}


def _words(agency: Agency) -> Iterator[str]:
    yield from agency.label.values()
    for table in (agency.alt, agency.hidden):
        for words in table.values():
            yield from words
