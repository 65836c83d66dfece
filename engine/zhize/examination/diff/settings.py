"""The days and places that two mechanisms tell apart, and whether each of them reaches there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from ...evaluation.scope import Scope
from ...model.incident import Unresolved
from ...model.rulebase import Facet
from ...records import resolve
from .folding import Stated
from .sides import EARLIER, LATER, Side, Words
from .values import APPLIES, NO_WORDS

_ONE_DAY = timedelta(days=1)
_TRIED = 40
"""Places of one group that are tried until one fits the places around it."""
_MOST = 4096
"""Combinations of places that are tried at most."""


class Setting(msgspec.Struct, frozen=True):
    """A day and places, for all that are alike in both mechanisms.

    Attributes:
        stated: The day and the places as joint facts.
        reach: For each side `applies`, `no-words`, or the reason why the mechanism does not apply.
        limits: For each side the bits of the norms that hold then and there.
    """

    stated: Stated
    reach: tuple[str, str]
    limits: tuple[int, int]


def settings(sides: tuple[Side, Side], words: tuple[Words, Words]) -> tuple[Setting, ...]:
    """Return a setting for each way in which days and places can matter, in a fixed order.

    Settings that neither mechanism reaches are left out.
    """
    return tuple(_Settings(sides, words).all())


class _Settings:
    def __init__(self, sides: tuple[Side, Side], words: tuple[Words, Words]) -> None:
        self._sides = sides
        self._words = words
        self._joint = {
            (side, facet.code): code
            for side in (EARLIER, LATER)
            for code, facet in words[side].facets.items()
        }

    def all(self) -> Iterator[Setting]:
        """Yield the settings."""
        found: dict[object, Setting] = {}
        for places in self._places():
            for day in self._days():
                setting = self._setting(day + places)
                if setting is not None:
                    found.setdefault((setting.reach, setting.limits), setting)
        yield from found.values()

    def _setting(self, stated: Stated) -> Setting | None:
        views = [self._view(side, stated) for side in (EARLIER, LATER)]
        reach = (views[EARLIER][0], views[LATER][0])
        if APPLIES not in reach:
            return None
        return Setting(stated, reach, (views[EARLIER][1], views[LATER][1]))

    def _view(self, side: int, stated: Stated) -> tuple[str, int]:
        """Return whether a mechanism applies to what is stated, and the bits that then stand."""
        one, facts = self._sides[side], {}
        for facet, value in stated:
            mine = self._words[side].facets.get(facet)
            if mine is not None:
                facts[mine.code] = value
        record = resolve(facts, one.lexicon)
        known = {f: v for f, v in record.values.items() if f in facts}
        if any(isinstance(v, Unresolved) for values in known.values() for v in values) or any(
            p.field in facts for p in one.problems(record)
        ):
            return NO_WORDS, 0
        plain = {f: tuple(str(v) for v in values) for f, values in known.items()}
        scope: Scope = one.decider.scope
        reason = scope.reason(plain)
        if reason is not None:
            return reason, 0
        evaluator = one.decider.evaluator
        return APPLIES, evaluator.limits(scope.day(plain), scope.places(plain))

    # ------------------------------------------------------------ days

    def _days(self) -> list[Stated]:
        """Return a day of each span in which no window of either mechanism opens or closes.

        Of a span that has a beginning it is the first day. Where a record need not say the day,
        none is stated as well.
        """
        firsts: set[date] = set()
        for side in self._sides:
            info = side.rulebase.info
            starts = [info.valid_from, *(w.start for w in side.program.windows)]
            ends = [info.valid_until, *(w.end for w in side.program.windows)]
            firsts |= {d for d in starts if d is not None}
            firsts |= {d + _ONE_DAY for d in ends if d is not None and d < date.max}
        ordered = sorted(firsts)
        before = [ordered[0] - _ONE_DAY] if ordered and ordered[0] > date.min else []
        days = [*ordered, *before] or [date(2000, 1, 1)]
        found: list[Stated] = []
        field = self._serving("date-known")
        if field is not None:
            found = [((field, day.isoformat()),) for day in days]
        if field is None or not any(self._needs(side, field) for side in (EARLIER, LATER)):
            found.insert(0, ())
        return found

    def _serving(self, use: str) -> str | None:
        for side in (EARLIER, LATER):
            facet = self._sides[side].rulebase.facet_serving(use)
            if facet is not None:
                return self._joint[side, facet.code]
        return None

    def _needs(self, side: int, field: str) -> bool:
        mine = self._words[side].facets.get(field)
        return mine is not None and mine.code in self._sides[side].needs

    # ------------------------------------------------------------ places

    def _places(self) -> Iterator[Stated]:
        """Yield places for the place fields, one of each group that the mechanisms tell apart."""
        groups = self._groups()
        options: list[list[tuple[str, list[str]] | None]] = []
        for field, found in groups.items():
            needed = any(self._needs(side, field) for side in (EARLIER, LATER))
            home = field == self._serving("jurisdiction")
            if not needed and not home and len(found) < 2:
                continue
            options.append([*([] if needed else [None]), *((field, names) for names in found)])
        for chosen in itertools.islice(itertools.product(*options), _MOST):
            yield self._fitting([c for c in chosen if c is not None])

    def _groups(self) -> dict[str, list[list[str]]]:
        """Return, for each place field, the names of its places, those that are alike together."""
        interest = {side.rulebase.info.applies_in for side in self._sides}
        for side in self._sides:
            interest.update(*(area.places for area in side.program.areas))
        marks: dict[str, dict[str, list[object]]] = {}
        for rank, side in enumerate(self._sides):
            for facet in self._place_facets(side):
                joint = self._joint[rank, facet.code]
                known = marks.setdefault(joint, {})
                for place in side.rulebase.places:
                    if facet.code in place.facets and place.successor is None:
                        around = side.decider.scope.places({facet.code: (place.code,)}, facet.code)
                        mark = known.setdefault(place.code, [None, None])
                        mark[rank] = frozenset(around & interest)
        out: dict[str, list[list[str]]] = {}
        for field, names in marks.items():
            grouped: dict[object, list[str]] = {}
            for name, mark in names.items():
                grouped.setdefault(tuple(mark), []).append(name)
            out[field] = list(grouped.values())
        return out

    @staticmethod
    def _place_facets(side: Side) -> list[Facet]:
        return [f for f in side.rulebase.facets if f.kind == "place"]

    def _fitting(self, chosen: list[tuple[str, list[str]]]) -> Stated:
        """Return one place of each group, such that records may state them together if they can."""
        stated: Stated = ()
        for field, names in chosen:
            fits = (
                name
                for name in names[:_TRIED]
                if any(
                    self._view(side, (*stated, (field, name)))[0] != NO_WORDS
                    for side in (EARLIER, LATER)
                )
            )
            stated += ((field, next(fits, names[0])),)
        return stated
