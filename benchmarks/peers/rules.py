"""From a mechanism to flat rules: whatever it says, without naming any of it here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from benchmarks.peers.flat import (
    FIRST_DAY,
    LAST_DAY,
    Condition,
    Finder,
    Limits,
    Rule,
    Rules,
    Test,
    Yielding,
)
from zhize.compilation.chains import narrower_values
from zhize.compilation.program import Program, Unit
from zhize.model.rulebase import RuleBase, Trigger


def flat_rules(rulebase: RuleBase, program: Program) -> Rules:
    """Return what a compiled mechanism says, one rule for each norm and bearer."""
    made = _Flattening(rulebase, program)
    rules = tuple(made.rule(index, unit) for index, unit in enumerate(program.units))
    yields = made.yields()
    finders = tuple(Finder(tuple(sorted(r.units)), r.except_named_in) for r in program.acting_rules)
    tested = {t.facet for rule in rules for c in rule.when for t in c.tests}
    tested |= {t.facet for y in yields for c in y.only_where for t in c.tests}
    matter = tested | set(program.knowledge) | {f for r in finders for f in r.except_named_in}
    facets = sorted((f for f in rulebase.facets if f.code in matter), key=lambda f: f.position)
    return Rules(
        code=rulebase.info.code,
        facets={f.code: f.values for f in facets},
        many=frozenset(f.code for f in facets if f.many),
        knowledge=program.knowledge,
        limits=_limits(rulebase.info.valid_from, rulebase.info.valid_until, ()),
        rules=rules,
        yields=yields,
        finders=finders,
        steps=len(program.follow_ups),
    )


def day_number(day: date | None, absent: int = FIRST_DAY) -> int:
    """Return a day as a number that sorts like it."""
    return absent if day is None else day.year * 10_000 + day.month * 100 + day.day


def _limits(start: date | None, end: date | None, areas: Iterable[str]) -> Limits:
    return Limits(day_number(start), day_number(end, LAST_DAY), tuple(areas))


class _Flattening:
    def __init__(self, rulebase: RuleBase, program: Program) -> None:
        self._rulebase, self._program = rulebase, program
        self._narrower = narrower_values(rulebase)
        self._values = {f.code: f.values for f in rulebase.facets}
        self._of_norm: dict[str, list[int]] = {}
        for index, unit in enumerate(program.units):
            self._of_norm.setdefault(unit.norm.code, []).append(index)
        self._steps = {
            follower: (step, tuple(sorted(sources)))
            for step, level in enumerate(program.follow_ups, start=1)
            for follower, sources in level
        }

    def rule(self, index: int, unit: Unit) -> Rule:
        norm = unit.norm
        step, sources = self._steps.get(index, (0, ()))
        return Rule(
            index=index,
            norm=norm.code,
            bearer=unit.bearer,
            when=() if step else tuple(self._condition(trigger) for trigger in unit.triggers),
            limits=_limits(norm.valid_from, norm.valid_until, sorted(norm.applies_in)),
            makes_aware=tuple(sorted(norm.makes_aware)),
            needs_recipient=unit.needs_recipient,
            to=unit.fixed,
            finder=unit.acting if unit.acting >= 0 else None,
            senders=unit.senders,
            follows=sources,
            step=step,
        )

    def _condition(self, trigger: Trigger) -> Condition:
        tests = []
        for test in trigger.tests:
            values = self._values[test.facet]
            if not test.any_value:
                named = [self._narrower.get((test.facet, v), {v}) for v in test.any_of]
                values = tuple(v for v in values if any(v in all_ for all_ in named))
            tests.append(Test(test.facet, values, test.any_value))
        return Condition(tuple(tests), trigger.known_to_bearer)

    def yields(self) -> tuple[Yielding, ...]:
        units = self._program.units
        settled = {edge.unit: place for place, edge in enumerate(self._program.edges)}
        pairs = sorted(
            (
                (low, high, tuple(self._condition(trigger) for trigger in exception.only_where))
                for exception in self._rulebase.exceptions
                for one in exception.displaced
                for other in exception.displacing
                for low in self._of_norm[one]
                for high in self._of_norm[other]
                if not exception.same_bearer or units[low].bearer == units[high].bearer
            ),
            key=lambda pair: settled[pair[0]],
        )
        stratum: dict[int, int] = {}
        for low, high, _ in pairs:
            stratum[low] = max(stratum.get(low, 1), stratum.get(high, 0) + 1)
        return tuple(Yielding(low, high, where, stratum[low]) for low, high, where in pairs)
