"""Every incident that the norms of two versions can tell apart, and whether its duties differ.

Nothing is sampled: the facts are folded field by field (`space`), so that all sets of values are
covered without being written out one by one. Where even the folded facts are too many, shorter
lists are enumerated, and the result says how short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from ...model.rulebase import norm_key
from .duties import Duties
from .fields import BOTH, Knowing, Layout, concept_fields
from .folding import Field, Folded, Reached, Stated, TooMany, enter, fold, join, smallest_first
from .relevance import UnitNames, relevance
from .settings import Setting, settings
from .sides import EARLIER, LATER, Side, Words
from .values import APPLIES, NO_WORDS, DutyChange, FacetRange

MOST_STATES = 200_000
"""Folded facts beyond which shorter lists are enumerated."""
MOST_EVALUATIONS = 150_000
"""Pairs of outcomes beyond which fewer knowing agencies are enumerated."""
_LENGTHS = (None, 3, 2, 1)
"""The longest lists that are tried, any length first."""
_SMALL = 4
"""Values of an incident that is looked for where only one mechanism applies."""
_SETTING = ""
"""The facet under which folded facts remember their setting."""

Reach = tuple[str, str]


class Found(msgspec.Struct, frozen=True):
    """One class of incidents, before it is put into records.

    Attributes:
        reach, duties, cases: As in `IncidentClass`.
        size: How many values the smallest incident states.
        stated: Its facts; None where there is none.
        setting: Its day and places.
    """

    reach: Reach
    duties: tuple[DutyChange, ...]
    cases: int
    size: int
    stated: Stated | None
    setting: Stated


class Behaviour(msgspec.Struct, frozen=True):
    """What was enumerated and what was found.

    Attributes:
        found: The classes, in no particular order.
        ranges: What was enumerated on each field.
        settings, cases: As in `Enumeration`.
    """

    found: tuple[Found, ...]
    ranges: tuple[FacetRange, ...]
    settings: int
    cases: int


class Comparison:
    """Compares what follows from two mechanisms.

    Attributes:
        settings: The days and places that matter.
        concepts: The concept fields that matter; `fields`: these, and those that name agencies.
        duties: Compares single outcomes.

    Args:
        sides: The mechanisms.
        words: Their codes against the joint ones.
        names: Their units against the joint names.
        most_states, most_evaluations: How much is enumerated before lists are kept short.
    """

    def __init__(
        self,
        sides: tuple[Side, Side],
        words: tuple[Words, Words],
        names: UnitNames,
        most_states: int = MOST_STATES,
        most_evaluations: int = MOST_EVALUATIONS,
    ) -> None:
        self._sides = sides
        self._words = words
        self._names = names
        self._most_states = most_states
        self._most_evaluations = most_evaluations
        self._layout = Layout(sides, words)
        self._relevance = relevance(sides, words, names)
        self.settings = settings(sides, words)
        self.concepts = tuple(concept_fields(sides, words, self._layout))
        self._knowing = Knowing(sides, words, names, self._layout, self._relevance)
        self.fields = (*self.concepts, *self._knowing.fields)
        self.duties = Duties(sides, names, self._relevance)
        self._changes: dict[int, tuple[DutyChange, ...]] = {}

    def run(self) -> Behaviour:
        """Enumerate lists of any length, or the longest that are within the limits."""
        for length in _LENGTHS:
            last = length == _LENGTHS[-1]
            try:
                states = self._states(length, 1 << 60 if last else self._most_states)
            except TooMany:
                continue
            for knowers in _LENGTHS:
                final = last and knowers == _LENGTHS[-1]
                try:
                    told = self._told(states, knowers, 1 << 60 if final else self._most_evaluations)
                except TooMany:
                    continue
                return self._behaviour(states, told, length, knowers)
        raise AssertionError("the last length is never too long")

    def _behaviour(
        self, states: Folded, told: list[Folded], length: int | None, knowers: int | None
    ) -> Behaviour:
        said = self._said(length, knowers)
        return Behaviour(
            found=(*self._compared(states, told), *self._one_sided(said)),
            ranges=tuple(self._ranges(length, knowers)),
            settings=len(self.settings),
            cases=said.total() * len(self.settings),
        )

    def _ranges(self, length: int | None, knowers: int | None) -> Iterator[FacetRange]:
        for fields, most in ((self.concepts, length), (self._knowing.fields, knowers)):
            for field in fields:
                whole = most is None or not field.many or most >= len(field.choices)
                yield FacetRange(
                    facets=field.facets,
                    values=field.values,
                    distinct=len(field.choices),
                    most=None if whole else most,
                )

    def consequences(self) -> tuple[str, ...]:
        """Return the norms under which duties may differ because others do."""
        codes: dict[tuple[int, str], str] = {}
        for side in BOTH:
            units = self._sides[side].program.units
            seen = {units[u].norm.code for u in self._relevance.observed[side]}
            for unit in self._relevance.consequent[side]:
                code = units[unit].norm.code
                if code not in seen:
                    codes[self._names.norm(side, code)] = code
        return tuple(sorted(set(codes.values()), key=norm_key))

    # ------------------------------------------------------------ both mechanisms apply

    def _states(self, length: int | None, limit: int) -> Folded:
        """Return what concepts, days and places leave standing, wherever an unlike unit stands."""
        layout = self._layout
        unlike = layout.joint(*self._relevance.unlike)
        if not unlike:
            return {}
        keep = layout.joint(*self._relevance.needed) | layout.marks
        states: Folded = {}
        for rank, setting in enumerate(self.settings):
            if setting.reach == (APPLIES, APPLIES):
                mask = (layout.joint(*setting.limits) | layout.marks) & keep
                known = states.get(mask)
                reached = Reached((1,), 0, ((_SETTING, str(rank)),))
                states[mask] = (
                    reached if known is None else Reached((known.cases + 1,), 0, known.stated)
                )
        for field in sorted(self.concepts, key=lambda f: len(f.choices)):
            folded = fold(field, length, keep, limit)
            states = join(states, folded, layout.low, limit)
        found: Folded = {}
        for mask, reached in states.items():
            if mask & unlike:
                enter(found, self._plain(mask), reached)
        return found

    def _plain(self, mask: int) -> int:
        """Return a mask with one bit for all that stand for one another."""
        for side in BOTH:
            bits = self._layout.bits(side, mask)
            for group in self._relevance.merged[side]:
                if bits & group:
                    bits = bits & ~group | group & -group
            mask = self._layout.with_bits(side, mask, bits)
        return mask

    def _told(self, states: Folded, knowers: int | None, limit: int) -> list[Folded]:
        """Return for each state the ways of naming agencies that matter there."""
        found = []
        for mask in states:
            told = self._knowing.told(mask, knowers, limit)
            limit -= len(told)
            if limit < 0:
                raise TooMany
            found.append(told)
        return found

    def _compared(self, states: Folded, told: list[Folded]) -> Iterator[Found]:
        """Yield the classes where both mechanisms apply and both can say what happened."""
        layout = self._layout
        classes: dict[tuple[DutyChange, ...], tuple[int, int, Stated]] = {}
        for (mask, reached), ways in zip(states.items(), told, strict=True):
            for more, knows in ways.items():
                bits = mask & more
                if not (layout.said(EARLIER, bits) and layout.said(LATER, bits)):
                    continue
                duties = self._compare(bits, bits | (more & ~layout.low), knows.stated)
                if not duties:
                    continue
                cases, size = reached.cases * knows.cases, reached.size + knows.size
                known = classes.get(duties)
                if known is None:
                    classes[duties] = (cases, size, reached.stated + knows.stated)
                elif size < known[1]:
                    classes[duties] = (cases + known[0], size, reached.stated + knows.stated)
                else:
                    classes[duties] = (cases + known[0], *known[1:])
        for duties, (cases, size, stated) in classes.items():
            setting = next(self.settings[int(v)] for f, v in stated if f == _SETTING)
            yield Found(
                reach=(APPLIES, APPLIES),
                duties=duties,
                cases=cases,
                size=size,
                stated=tuple(fact for fact in stated if fact[0] != _SETTING),
                setting=setting.stated,
            )

    def _compare(self, mask: int, whole: int, agencies: Stated) -> tuple[DutyChange, ...]:
        """Return how observed duties differ where some bits stand and some agencies are named.

        Args:
            mask: The bits that stand.
            whole: The same, with what it does to name the agencies.
            agencies: These.
        """
        key = self._knowing.plain(whole)
        found = self._changes.get(key)
        if found is not None:
            return found
        held = []
        for side in BOTH:
            facts = self.facts(side, agencies)
            bits = self._layout.bits(side, mask)
            held.append(self._sides[side].decider.evaluator.held(facts, bits))
        outcomes = [self._sides[side].decider.evaluator.outcome(held[side]) for side in BOTH]
        found = self._changes[key] = self.duties.observed(*outcomes)
        return found

    def facts(self, side: int, stated: Stated) -> dict[str, tuple[str, ...]]:
        """Return joint facts in the words of one version; what it cannot say is left out."""
        words, found = self._words[side], dict[str, tuple[str, ...]]()
        for facet, value in stated:
            mine = words.facets.get(facet)
            own = value if mine is not None and mine.kind in _PLAIN else words.own(facet, value)
            if mine is not None and own is not None:
                found[mine.code] = (*found.get(mine.code, ()), own)
        return found

    # ------------------------------------------------------------ one mechanism applies

    def _said(self, length: int | None, knowers: int | None) -> Counter[tuple[bool, bool]]:
        """Return how many combinations of facts the records of each version, or both, can say."""
        layout = self._layout
        found: Folded = {layout.marks: Reached((1,), 0, ())}
        for fields, most in ((self.concepts, length), (self._knowing.fields, knowers)):
            for field in fields:
                folded = fold(field, most, layout.marks, 1 << 60)
                found = join(found, folded, layout.low, 1 << 60)
        counts: Counter[tuple[bool, bool]] = Counter()
        for mask, reached in found.items():
            said = (layout.said(EARLIER, mask), layout.said(LATER, mask))
            if any(said):
                counts[said] += reached.cases
        return counts

    def _one_sided(self, said: Counter[tuple[bool, bool]]) -> Iterator[Found]:
        """Yield the classes where one mechanism applies and the other does not."""
        groups: dict[Reach, list[Setting]] = {}
        for setting in self.settings:
            groups.setdefault(setting.reach, []).append(setting)
        for side in BOTH:
            alone = (side == EARLIER, side == LATER)
            sayable = said[True, True] + said[alone]
            for reach, members in groups.items():
                silent = reach == (APPLIES, APPLIES)
                cases = (said[alone] if silent else sayable) * len(members)
                if reach[side] != APPLIES or not cases:
                    continue
                stated, setting = self._smallest(side, members, unsaid=silent)
                unsaid = (APPLIES, NO_WORDS) if side == EARLIER else (NO_WORDS, APPLIES)
                yield Found(
                    reach=unsaid if silent else reach,
                    duties=(),
                    cases=cases,
                    size=0 if stated is None else len({v for _, v in stated}),
                    stated=stated,
                    setting=setting.stated,
                )

    def _smallest(
        self, side: int, members: list[Setting], *, unsaid: bool
    ) -> tuple[Stated | None, Setting]:
        """Return a smallest incident with a duty on one side, said by that side (alone)."""
        layout, fields = self._layout, self.fields
        decider = self._sides[side].decider
        for stated in smallest_first(fields, _SMALL):
            marks = layout.low
            for field in fields:
                marks &= _mask_of(field, stated)
            if not layout.said(side, marks) or (unsaid and layout.said(1 - side, marks)):
                continue
            for setting in members:
                facts = self.facts(side, setting.stated + stated)
                if decider.outcome(facts).duties:
                    return stated, setting
        return None, members[0]


_PLAIN = frozenset({"place", "date", "text"})
"""Kinds of fields whose values are written alike in both versions."""


def _mask_of(field: Field, stated: Stated) -> int:
    mask = field.empty
    for choice in field.choices:
        if set(choice.stated) <= set(stated):
            mask |= choice.mask
    return mask
