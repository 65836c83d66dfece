"""Drawing the scenarios of an exercise: balanced over the norms, with near misses, from a seed."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ..evaluation.changes import Change
from ..model.decision import DutyName
from ..model.rulebase import norm_key
from .levels import ALTERNATIVE, DISPLACED, LEVELS, OPEN, SEVERAL, features_of, level_of
from .occasions import Occasions
from .records import fields_of, neighbours
from .scenario import NearMiss, Scenario
from .variation import Variation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..evaluation.decider import Decider
    from ..factspace import Space, Stated
    from ..model.incident import Incident
    from .audience import Audience
    from .records import Draft, Take

_TRIES = 60
"""Drafts of one scenario; the last third add nothing that need not be."""

_EVERY_THIRD, _EVERY_TWELFTH = 3, 12
"""How often a near miss is tried, and one that the mechanism does not reach."""

_PATIENCE = 4
"""How often nothing may be found about a norm that was asked about before it is given up."""

_LOOKED_AT = 12
"""Scenarios of which a near miss is sought at one time."""

_HARD = (DISPLACED, OPEN, ALTERNATIVE, SEVERAL)


class Drawn(NamedTuple):
    """What was drawn.

    Attributes:
        scenarios: By level, then at random; their identifiers count them.
        norms: The norms asked about, in their order.
        never: Norms of the audience of which no scenario was found: they never give a duty, or
            never in an incident of the level.
        short: How many scenarios fewer than asked.
    """

    scenarios: tuple[Scenario, ...]
    norms: tuple[str, ...]
    never: tuple[str, ...]
    short: int


class _Made(msgspec.Struct):
    """A scenario before it has its number."""

    draft: Draft
    incident: Incident
    level: int
    features: tuple[str, ...]
    about: int | None
    mate: _Made | None = None
    changes: tuple[Change, ...] = ()
    paired: bool = False


class Drawing:
    """Draws scenarios.

    Every scenario is about one norm, which gives a duty in it; the norms take turns, so that none
    is asked about more than once oftener than another. A near miss is a scenario that differs from
    an earlier one in one value, by which the duty that the earlier one was about is gone; it is
    itself about the norm whose turn it is, or about none where the mechanism does not reach it.

    Args:
        space: The mechanism's space of facts.
        decider: Decides incidents.
        take: Checks records.
        audience: Whom the exercise is for.
        seed: Equal seeds give equal scenarios.
    """

    def __init__(
        self, space: Space, decider: Decider, take: Take, audience: Audience, seed: int
    ) -> None:
        self._space, self._decider, self._take = space, decider, take
        self._rng = random.Random(str(seed))  # of a number the sign would not count
        self._variation = Variation(space, self._rng)
        self._occasions = Occasions(space)
        self._units: dict[str, list[int]] = {}
        for unit in audience.units:
            self._units.setdefault(space.units[unit].norm.code, []).append(unit)
        for units in self._units.values():
            self._rng.shuffle(units)
        self._names = tuple(DutyName(u.norm.code, u.bearer) for u in space.units)
        self._numbers = {name: number for number, name in enumerate(self._names)}
        self._telling = {f.code for f in space.rulebase.facets if f.kind in {"concept", "agency"}}
        self._made: list[_Made] = []
        self._seen: set[tuple[object, ...]] = set()

    def draw(self, count: int, level: int | None = None) -> Drawn:
        """Return scenarios.

        Args:
            count: How many are wanted.
            level: The only level wanted, or None for all of them.
        """
        norms = sorted(self._units, key=norm_key)
        able, never = list(norms), list[str]()
        asked: Counter[str] = Counter()
        failed: Counter[str] = Counter()
        turn: list[str] = []
        while len(self._made) < count and able:
            if not turn:
                turn = self._rng.sample(able, len(able))
            slot, left = len(self._made), count - len(self._made)
            spare = count < len(able) or left > sum(not asked[norm] for norm in able)
            made = None
            if slot % _EVERY_TWELFTH == _EVERY_TWELFTH - 2 and spare and level in (None, 3):
                made = self._outside()
            if made is None and slot % _EVERY_THIRD == _EVERY_THIRD - 1:
                made = self._near_miss(turn, level)
            if made is None:
                made = self._fresh(turn[-1], level, slot)
                if made is None:  # nothing new can be drawn about this norm
                    norm = turn.pop()
                    failed[norm] += 1
                    if failed[norm] > (_PATIENCE if asked[norm] else 1):
                        able.remove(norm)
                        if not asked[norm]:
                            never.append(norm)
                    continue
            if made.about is not None:
                norm = self._names[made.about].norm
                asked[norm] += 1
                turn.remove(norm)
            self._made.append(made)
            self._seen.add(self._key(made.draft, made.about))
        return Drawn(
            scenarios=self._numbered(),
            norms=tuple(norm for norm in norms if norm not in never),
            never=tuple(sorted(never, key=norm_key)),
            short=count - len(self._made),
        )

    # ------------------------------------------------------------ a fresh scenario

    def _fresh(self, norm: str, level: int | None, slot: int) -> _Made | None:
        """Return a scenario about a norm, of the level wanted or of one as near as can be."""
        first = LEVELS[(slot + slot // len(LEVELS)) % len(LEVELS)]
        wanted = (level,) if level else sorted(LEVELS, key=lambda one: (abs(one - first), one))
        units = self._units[norm]
        for one in wanted:
            for _ in range(len(units)):
                units.append(units.pop(0))  # the bearers of a norm take turns too
                made = self._about(units[-1], one, slot)
                if made is not None:
                    return made
        return None

    def _about(self, unit: int, level: int, slot: int) -> _Made | None:
        """Return a scenario of a level in which a unit is a duty, or None."""
        feature = _HARD[slot % len(_HARD)] if level == 3 else None
        bases = self._bases(unit, feature)
        second = None
        for attempt in range(_TRIES if bases else 0):
            plain = attempt >= 2 * _TRIES // 3
            base = self._rng.choice(bases[:8] if plain else bases)
            made = self._judged(self._variation.draft(base, level, feature, plain=plain), unit)
            if made is None or made.level != level:
                continue
            if feature is None or feature in made.features:
                return made
            second = second or made  # hard for another reason
        return second

    def _bases(self, unit: int, feature: str | None) -> Sequence[Stated]:
        if feature == DISPLACED and (found := self._occasions.with_displaced(unit)):
            return found
        if feature == ALTERNATIVE and (found := self._occasions.with_choice(unit)):
            return found
        return self._occasions.of(unit)

    def _judged(self, draft: Draft, about: int | None) -> _Made | None:
        """Return a draft as a scenario; None if it is known, invalid, or not about the unit."""
        if about is not None and about not in self._arising(draft):
            return None
        if self._key(draft, about) in self._seen:
            return None
        incident = self._take(fields_of(self._space.rulebase, draft, "-"))
        if incident is None:
            return None
        decision = self._decider.decide(incident)
        features = features_of(incident, decision, self._space.matter)
        return _Made(draft, incident, level_of(decision, features), features, about)

    def _key(self, draft: Draft, about: int | None) -> tuple[object, ...]:
        """Return what no two scenarios share: another day or place alone makes no new exercise."""
        return about is None, *draft.key(self._telling)

    def _arising(self, draft: Draft) -> set[int]:
        return {duty.unit for duty in self._decider.outcome(draft.facts).duties}

    # ------------------------------------------------------------ near misses

    def _near_miss(self, turn: Sequence[str], level: int | None) -> _Made | None:
        """Return a scenario one value away from another, about a norm whose turn it is."""
        rulebase = self._space.rulebase
        mine = {unit for norm in turn for unit in self._units[norm]}
        for mate in self._unpaired():
            assert mate.about is not None
            found = list(neighbours(rulebase, mate.draft, self._space.required))
            self._rng.shuffle(found)
            # What is wrong stays as it is where another fact will do.
            found.sort(key=lambda row: (row[0].field in self._space.matter, row[0].action == "add"))
            for change, draft in found:
                arising = self._arising(draft)
                about = sorted(arising & mine)
                if mate.about in arising or not about:
                    continue
                made = self._judged(draft, self._rng.choice(about))
                if made is not None and level in (None, made.level):
                    return self._paired(made, mate, change)
        return None

    def _outside(self) -> _Made | None:
        """Return a scenario that differs from another in its time or place, and lies outside."""
        for mate in self._unpaired():
            found = self._variation.outside()
            if found is None:
                return None
            field, value = found
            draft = mate.draft._replace(facts={**mate.draft.facts, field: (value,)})
            made = self._judged(draft, None)
            if made is not None and "outside" in made.features:
                before = mate.draft.facts.get(field)
                change = (
                    Change(field=field, action="replace", value=value, instead_of=before[0])
                    if before
                    else Change(field=field, action="complete", value=value)
                )
                return self._paired(made, mate, change)
        return None

    def _unpaired(self) -> list[_Made]:
        able = [m for m in self._made if not m.paired and m.about is not None]
        return self._rng.sample(able, min(len(able), _LOOKED_AT))

    @staticmethod
    def _paired(made: _Made, mate: _Made, change: Change) -> _Made:
        made.mate, made.changes = mate, (change,)
        made.paired = mate.paired = True
        return made

    # ------------------------------------------------------------ numbers

    def _numbered(self) -> tuple[Scenario, ...]:
        """Return the scenarios with their identifiers, the easy ones first."""
        order = self._rng.sample(self._made, len(self._made))
        order.sort(key=lambda made: made.level)
        digits = max(2, len(str(len(order))))
        names = {id(made): f"{number:0{digits}}" for number, made in enumerate(order, start=1)}
        return tuple(self._scenario(made, names) for made in order)

    def _scenario(self, made: _Made, names: dict[int, str]) -> Scenario:
        name = names[id(made)]
        fields = fields_of(self._space.rulebase, made.draft, name)
        incident = self._take(fields)
        assert incident is not None, "it was taken under another name"
        near = None
        if made.mate is not None and made.mate.about is not None:
            near = NearMiss(
                of=names[id(made.mate)],
                lost=self._names[made.mate.about],
                changes=made.changes,
            )
        return Scenario(
            id=name,
            level=made.level,
            features=made.features,
            about=None if made.about is None else self._names[made.about],
            fields=fields,
            incident=incident,
            decision=self._decider.decide(incident),
            near_miss=near,
        )


def asked_about(scenarios: Iterable[Scenario]) -> Counter[str]:
    """Return how many scenarios are about each norm."""
    return Counter(s.about.norm for s in scenarios if s.about is not None)


def arising_in(scenarios: Iterable[Scenario]) -> Counter[str]:
    """Return in how many scenarios each norm gives a duty."""
    return Counter(norm for s in scenarios for norm in {duty.norm for duty in s.decision.duties})
