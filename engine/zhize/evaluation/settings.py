"""When and where an incident could lie: days and places that the norms can tell apart.

A mechanism and its norms hold for a time and in a place. The days fall into a few spans between
which nothing changes, the places of a field into a few groups; one of each is tried. A day and a
place are replaced or filled in, never taken away: nobody escapes a norm by leaving the date out.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec

from ..records.places import PlaceBook
from .changes import COMPLETE, REPLACE, Change
from .evaluator import Facts

if TYPE_CHECKING:
    from ..compilation.program import Program
    from ..model.rulebase import Place, RuleBase
    from .scope import Scope

_ONE_DAY = timedelta(days=1)
_TRIED = 40
"""Places of one group that are tried until one fits the other places of the record."""


class Setting(msgspec.Struct, frozen=True, gc=False):
    """A time and a place for an incident that the mechanism reaches.

    Attributes:
        changes: What differs from the record; their number is the cost.
        limits: The windows and areas that hold, as bits of `Conditions`.
    """

    changes: tuple[Change, ...]
    limits: int


class Settings:
    """Finds the settings that are worth a try."""

    def __init__(self, rulebase: RuleBase, program: Program, scope: Scope) -> None:
        self._info = rulebase.info
        self._program = program
        self._scope = scope
        day, home = rulebase.facet_serving("date-known"), rulebase.facet_serving("jurisdiction")
        self._day_field = None if day is None else day.code
        self._home_field = None if home is None else home.code
        self._spans = self._spans_of()
        self._book = PlaceBook(rulebase)
        by_iri = self._by_iri = {place.iri: place for place in rulebase.places}
        self._relevant = {self._info.applies_in}.union(*(a.places for a in program.areas))
        groups: dict[str, dict[frozenset[str], list[Place]]] = {}
        for place in rulebase.places:
            if place.successor is None:
                around = frozenset(self._around(place, by_iri) & self._relevant)
                for facet in place.facets:
                    groups.setdefault(facet, {}).setdefault(around, []).append(place)
        self._groups = {code: groups[code] for code in self._book.order if code in groups}

    def options(self, facts: Facts) -> tuple[Setting, ...]:
        """Return settings, the smallest changes first; the first is the record's own, if reached.

        Of the settings with the same limits, larger changes follow smaller ones: they matter where
        the smaller leave a record that its shapes refuse.
        """
        found = [
            Setting((*when.changes, *where.changes), when.limits | where.limits)
            for when in self._times(facts)
            for where in self._places(facts)
        ]
        return tuple(sorted(found, key=lambda s: len(s.changes)))

    # ------------------------------------------------------------ days

    def _spans_of(self) -> list[tuple[date | None, date | None]]:
        """Return the spans of days between which no window opens or closes."""
        starts = {self._info.valid_from} | {w.start for w in self._program.windows}
        ends = {self._info.valid_until} | {w.end for w in self._program.windows}
        firsts = {d for d in starts if d is not None}
        firsts |= {d + _ONE_DAY for d in ends if d is not None and d < date.max}
        edges: list[date | None] = [None, *sorted(firsts)]
        return [
            (first, None if after is None else after - _ONE_DAY)
            for first, after in zip(edges, [*edges[1:], None], strict=True)
        ]

    def _times(self, facts: Facts) -> list[Setting]:
        day = self._scope.day(facts)
        own = self._windows(day)
        found = [] if own is None else [Setting((), own)]
        if self._day_field is None or (own is not None and not self._program.windows):
            return found
        spans: list[tuple[int, date | None, date | None]] = []
        for first, last in self._spans:
            limits = self._windows(first or last or date.min)
            if limits is None or limits == own:
                continue
            before = spans[-1] if spans else None
            if before and before[0] == limits and before[2] and before[2] + _ONE_DAY == first:
                spans[-1] = (limits, before[1], last)
            else:
                spans.append((limits, first, last))
        for limits, first, last in spans:
            near = last if day is not None and last is not None and day > last else first or last
            change = Change(
                field=self._day_field,
                action=COMPLETE if day is None else REPLACE,
                value=(near or date.min).isoformat(),
                instead_of=None if day is None else day.isoformat(),
                not_before=None if first is None else first.isoformat(),
                not_after=None if last is None else last.isoformat(),
            )
            found.append(Setting((change,), limits))
        return found

    def _windows(self, day: date | None) -> int | None:
        """Return the windows that a day lies in, or None where the mechanism does not hold."""
        info = self._info
        if day is not None and (
            (info.valid_from and day < info.valid_from)
            or (info.valid_until and day > info.valid_until)
        ):
            return None
        limits = 0
        for rank, window in enumerate(self._program.windows):
            if day is not None and not (
                (window.start and day < window.start) or (window.end and day > window.end)
            ):
                limits |= 1 << rank
        return limits

    # ------------------------------------------------------------ places

    @staticmethod
    def _around(place: Place, by_iri: dict[str, Place]) -> set[str]:
        found: set[str] = set()
        step: Place | None = place
        while step is not None and step.code not in found:
            found.add(step.code)
            step = by_iri.get(step.within or "")
        return found

    def _places(self, facts: Facts) -> list[Setting]:
        own = self._areas(facts)
        found = [] if own is None else [Setting((), own)]
        if own is not None and not self._program.areas:
            return found
        choices = []
        for field, groups in self._groups.items():
            fitting = groups if self._program.areas else self._at_home(groups)
            choices.append([(field, None), *((field, group) for group in fitting)])
        for chosen in itertools.product(*choices):
            picked = {field: group for field, group in chosen if group is not None}
            setting = self._elsewhere(facts, picked) if picked else None
            if setting is not None:
                found.append(setting)
        return found

    def _at_home(
        self, groups: dict[frozenset[str], list[Place]]
    ) -> dict[frozenset[str], list[Place]]:
        return {g: places for g, places in groups.items() if self._info.applies_in in g}

    def _elsewhere(self, facts: Facts, picked: dict[str, frozenset[str]]) -> Setting | None:
        """Return the setting with places out of some groups, or None where it is of no use."""
        changed = dict(facts)
        for field in picked:
            changed[field] = ()
        changes = []
        for field, group in picked.items():
            members = self._groups[field][group]
            stated = facts.get(field, ())
            if stated and any(member.code in stated for member in members):
                return None
            place = self._fitting(field, members, changed)
            changed[field] = (place.code,)
            changes.append(
                Change(
                    field=field,
                    action=REPLACE if stated else COMPLETE,
                    value=place.code,
                    instead_of=stated[0] if stated else None,
                    within=self._nearest(place, group) if len(members) > 1 else None,
                )
            )
        limits = self._areas(changed)
        return None if limits is None else Setting(tuple(changes), limits)

    def _fitting(self, field: str, members: list[Place], facts: Facts) -> Place:
        """Return the first of some places that lies within those stated above it."""
        for member in members[:_TRIED]:
            if self._book.iri(field, member.code, facts) == member.iri:
                return member
        return members[0]

    def _nearest(self, place: Place, group: frozenset[str]) -> str | None:
        """Return the nearest place around one that norms name."""
        by_iri = self._by_iri
        step: Place | None = by_iri.get(place.within or "")
        while step is not None:
            if step.code in group:
                return step.code
            step = by_iri.get(step.within or "")
        return None

    def _areas(self, facts: Facts) -> int | None:
        """Return the areas that the places lie in; None where the mechanism does not bind."""
        scope, field = self._scope, self._home_field
        stated = facts.get(field or "", ())
        if stated and self._info.applies_in not in scope.places(facts, field):
            return None
        places = scope.places(facts)
        limits, first = 0, len(self._program.windows)
        for rank, area in enumerate(self._program.areas):
            if area.places & places:
                limits |= 1 << first + rank
        return limits


def joined_spans(ways: list[list[Change]]) -> list[list[Change]]:
    """Join changes that differ only in spans of days, where one span follows upon the other."""
    groups: dict[tuple[Change, ...], list[Change]] = {}
    for way in ways:
        spans = [change for change in way if change.not_before or change.not_after]
        rest = tuple(change for change in way if change not in spans)
        groups.setdefault(rest, []).extend(spans)
    found = []
    for rest, spans in groups.items():
        spans.sort(key=lambda span: span.not_before or "")
        kept: list[Change] = []
        for span in spans:
            if kept and _follows(kept[-1], span):
                near = min(kept[-1], span, key=_distance)
                kept[-1] = msgspec.structs.replace(
                    near, not_before=kept[-1].not_before, not_after=span.not_after
                )
            else:
                kept.append(span)
        found += [[span, *rest] for span in kept] or [[*rest]]
    return found


def _follows(one: Change, other: Change) -> bool:
    if one.not_after is None or other.not_before is None:
        return False
    return date.fromisoformat(one.not_after) + _ONE_DAY == date.fromisoformat(other.not_before)


def _distance(change: Change) -> int:
    """Return by how many days a day is moved."""
    if change.instead_of is None:
        return 0
    days = date.fromisoformat(change.value) - date.fromisoformat(change.instead_of)
    return abs(days.days)
