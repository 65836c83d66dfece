"""Who found the matter, and who was told: agencies by the cues beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .cast import Cast, Event
from .draft import Span, Unplaced
from .finders import Finders
from .parties import AgentWords
from .told import Told

if TYPE_CHECKING:
    from ..model.rulebase import RuleBase
    from .polarity import Judge
    from .view import View
    from .words import NarrativeWords

_LONGEST = 24
"""Tokens of the words behind a value; where a cue is farther off, the name alone is shown."""


class Agents(msgspec.Struct, frozen=True):
    """Values by field, the words behind them, and what could not be placed."""

    values: dict[str, tuple[str, ...]]
    spans: tuple[Span, ...]
    unplaced: tuple[Unplaced, ...]


class AgentReader:
    """Reads who found and who was told. Safe to share between threads."""

    def __init__(self, rulebase: RuleBase, words: NarrativeWords) -> None:
        self._words = AgentWords(rulebase, words)

    def read(self, view: View, judge: Judge) -> Agents:
        """Return who found the matter and who was told of it."""
        cast = Cast(self._words, view, judge)
        if not cast.relevant and any(True for _ in view.marked("off-topic")):
            return Agents({}, (), ())  # whatever was found, it is another matter
        finders = Finders(cast)
        telling = Told(cast, finders)
        told, tellers = telling.events()
        greeted = telling.greeted()
        first = (
            _finding(finders.events(), told, [e for e in tellers if e.reported])
            or [e for e in tellers if not e.reported][:1]
            or finders.fallback("inspects")
            or finders.fallback("pleads")
            or finders.speaking(greeted)
            or finders.acting()
        )
        return _values(cast, [*first, *told, *greeted, *telling.written_to()])


def _finding(found: list[Event], told: list[Event], heard: list[Event]) -> list[Event]:
    """Return the events that say who found it first; what others find after a report is no more.

    Args:
        found: The events of finding and complaining.
        told: Those of telling: whoever was told did not find it.
        heard: Reports of which the text says that they were received.
    """
    events = sorted([*found, *heard], key=lambda e: (e.cue.first, e.cue.last))
    reported = any(event.reported for event in events)
    recipients = {p.code for event in told for p in event.parties}
    first: list[Event] = []
    for event in events:
        later = first and not event.reported
        if later and (reported or recipients & {p.code for p in event.parties}):
            continue
        first.append(event)
    return [e for e in first if e.reported] if reported else first


def _values(cast: Cast, events: list[Event]) -> Agents:
    values: dict[str, tuple[str, ...]] = {}
    spans: list[Span] = []
    for event in events:
        for party in event.parties:
            if party.code not in values.get(event.field, ()):
                values[event.field] = (*values.get(event.field, ()), party.code)
            first, last = min(party.first, event.cue.first), max(party.last, event.cue.last)
            if last - first > _LONGEST:
                first, last = party.first, party.last
            tokens = cast.view.tokens
            spans.append(
                Span(
                    field=event.field,
                    value=party.code,
                    start=tokens[first].start,
                    end=tokens[last].end,
                    text=cast.view.said(first, last),
                )
            )
    placed = {(f, c) for f, codes in values.items() for c in codes}
    left = tuple(u for u in cast.left if (u.field, u.value) not in placed)
    return Agents(values, tuple(dict.fromkeys(spans)), left)
