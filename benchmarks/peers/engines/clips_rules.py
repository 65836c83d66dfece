"""clipspy: CLIPS, the classic of forward chaining (BSD; CLIPS itself MIT-0).

Rules are built once. An incident is one fact with a list for each facet, so that Python asserts
once; each test is a rule that asserts what it found. Exceptions go by strata, one salience each:
that is how CLIPS expresses negation of what other rules conclude. The chain is what it is made for.
What was found is gathered in a global, which is read faster than facts.

clipspy loses a few hundred bytes for each fact asserted, and says so on standard output when an
environment is destroyed; therefore none is.

CLIPS expresses everything; bearers, followers and strata are written into the rules, because
tables would be facts, and would be asserted anew for every incident.
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Iterable
from typing import Any

import clips

from benchmarks.peers.engine import Engine
from benchmarks.peers.flat import (
    FIRST_DAY,
    LAST_DAY,
    Answer,
    Condition,
    Incident,
    Limits,
    Rules,
    Test,
)
from benchmarks.peers.formulas import reports, variables


class Clips(Engine):
    """All duties."""

    name = "CLIPS"
    distributions = ("clipspy",)
    given = "rules built once; an incident is one fact, asserted from Python; a global is read"

    def prepare(self, rules: Rules) -> None:
        """Build the rules."""
        self._rules, self._names = rules, variables(rules)
        self._environment = clips.Environment()
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._environment))
        for construct in _Constructs(rules).all():
            self._environment.build(construct)
        self._incident = self._environment.find_template("incident")
        self._found = self._environment.find_global("found")

    def take(self, incident: Incident) -> dict[str, Any]:
        """Take the slots of a fact."""
        facts = {self._names[facet]: list(stated) for facet, stated in incident.facts.items()}
        inside = "yes" if incident.inside else "no"
        areas = list(incident.areas)
        return {"inside": inside, "day": incident.day, "areas": areas, **facts}

    def decide(self, taken: dict[str, Any]) -> Any:
        """Assert the fact, run, read what was found."""
        self._environment.reset()
        self._incident.assert_fact(**taken)
        self._environment.run()
        return self._found.value

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        to: dict[int, set[str]] = {}
        for index, agency in zip(decided[::2], decided[1::2], strict=True):
            to.setdefault(index, set()).update([agency] if agency else [])
        found = ((self._rules.rules[index], agencies) for index, agencies in to.items())
        return frozenset((rule.norm, rule.bearer, tuple(sorted(to))) for rule, to in found)


class _Constructs:
    def __init__(self, rules: Rules) -> None:
        self._rules, self._names = rules, variables(rules)
        self._tests: dict[Test, str] = {}
        self._count = 0

    def all(self) -> list[str]:
        """Return what to build, in an order in which CLIPS takes it."""
        slots = " ".join(f"(multislot {name})" for name in self._names.values())
        rules = [*self._knowing(), *self._candidates(), *self._exceptions(), *self._acting()]
        rules += [*self._duties(), *self._following(), *self._gathering()]
        return [
            "(defglobal ?*found* = (create$))",
            f"(deftemplate incident (slot inside) (slot day) (multislot areas) {slots})",
            *self._reach(),
            *self._found_tests(),  # what the rules above turned out to test
            *rules,
        ]

    def _rule(self, salience: int, when: Iterable[str], then: Iterable[str]) -> str:
        self._count += 1
        declared = f"(declare (salience {salience}))"
        return f"(defrule rule{self._count} {declared} {' '.join(when)} => {' '.join(then)})"

    def _reach(self) -> list[str]:
        limits, inside = self._rules.limits, '(inside "yes")'
        lines = [self._rule(0, [f"(incident {inside} {_day(limits)})"], ["(assert (reach))"])]
        if limits.timed:
            undated = f"(incident {inside} (day {FIRST_DAY}))"
            lines.append(self._rule(0, [undated], ["(assert (reach))"]))
        return lines

    def _test(self, test: Test) -> str:
        return f"({self._tests.setdefault(test, f'test{len(self._tests)}')})"

    def _has(self, condition: Condition) -> list[str]:
        return [self._test(test) for test in condition.tests]

    def _found_tests(self) -> list[str]:
        lines = []
        for test, name in self._tests.items():
            accepted = "?" if test.any_value else _either(map(_text, test.values))
            states = f"(incident ({self._names[test.facet]} $? {accepted} $?))"
            lines.append(self._rule(0, [states], [f"(assert ({name}))"]))
        return lines

    def _knowing(self) -> list[str]:
        lines = [self._rule(0, ["(named ?agency)"], ["(assert (knows ?agency))"])]
        for facet in self._rules.knowledge:
            states = f"(incident ({self._names[facet]} $? ?agency $?))"
            lines.append(self._rule(0, [states], ["(assert (named ?agency))"]))
        for agency, known in reports(self._rules).items():
            for rule, condition in known:
                named = [f"(named {_text(rule.bearer)})"] if condition.known else []
                when = [*self._has(condition), *named, *_within(rule.limits)]
                lines.append(self._rule(0, when, [f"(assert (knows {_text(agency)}))"]))
        return lines

    def _candidates(self) -> list[str]:
        lines = []
        for rule in self._rules.rules:
            for condition in rule.when:
                knows = [f"(knows {_text(rule.bearer)})"] if condition.known else []
                when = ["(reach)", *self._has(condition), *knows, *_within(rule.limits)]
                lines.append(self._rule(0, when, [f"(assert (candidate {rule.index}))"]))
        return lines

    def _exceptions(self) -> list[str]:
        lines = []
        for y in self._rules.yields:
            for condition in y.only_where or (Condition(()),):
                high = [f"(candidate {y.high})", f"(not (gone {y.high}))"]
                when = [f"(candidate {y.low})", *high, *self._has(condition)]
                lines.append(self._rule(-y.stratum, when, [f"(assert (gone {y.low}))"]))
        self._last = -1 - max((y.stratum for y in self._rules.yields), default=0)
        left = ["(candidate ?rule)", "(not (gone ?rule))"]
        return [*lines, self._rule(self._last, left, ["(assert (first ?rule))"])]

    def _acting(self) -> list[str]:
        lines = []
        for place, finder in enumerate(self._rules.finders):
            for index in finder.acts:
                bearer = _text(self._rules.rules[index].bearer)
                named = [
                    f"(not (incident ({self._names[facet]} $? {bearer} $?)))"
                    for facet in finder.except_named_in
                ]
                then = [f"(assert (acting {place} {bearer}))"]
                lines.append(self._rule(self._last, [f"(first {index})", *named], then))
        return lines

    def _duties(self) -> list[str]:
        """Whatever holds, by facts or because something is followed, has its recipients."""
        lines = []
        for rule in self._rules.rules:
            index, bearer = rule.index, _text(rule.bearer)
            holds = f"(holds {index})" if rule.step else f"(first {index})"
            duty = f"(assert (duty {index} {bearer}))"
            then = [f"(assert (to {index} {_text(agency)}))" for agency in rule.to]
            if rule.needs_recipient:
                lines.append(self._rule(self._last, [f"(to {index} ?)"], [duty]))
            else:
                then.append(duty)
            if then:
                lines.append(self._rule(self._last, [holds], then))
            if rule.finder is not None:
                acting = f"(acting {rule.finder} ?agency&~{bearer})"
                tell = [f"(assert (to {index} ?agency))"]
                lines.append(self._rule(self._last, [holds, acting], tell))
        return lines

    def _following(self) -> list[str]:
        lines = []
        kinds: dict[tuple[int, ...], int] = {}
        for rule in self._rules.rules:
            if rule.step:
                kind = kinds.setdefault(rule.follows, len(kinds))
                then = [f"(assert (holds {rule.index}))"]
                then += [f"(assert (to {rule.index} ?sender))"] if rule.senders else []
                told = f"(told {kind} {_text(rule.bearer)} ?sender)"
                lines.append(self._rule(self._last, [told, *_within(rule.limits)], then))
        for follows, kind in kinds.items():
            sources = _either(map(str, follows))
            when = [f"(duty ?rule&{sources} ?sender)", "(to ?rule ?agency)"]
            then = [f"(assert (told {kind} ?agency ?sender))"]
            lines.append(self._rule(self._last, when, then))
        return lines

    def _gathering(self) -> list[str]:
        end = self._last - 1
        duty, to = "(duty ?rule ?)", "(to ?rule ?agency)"
        return [
            self._rule(end, [duty], ['(bind ?*found* ?*found* ?rule "")']),
            self._rule(end, [duty, to], ["(bind ?*found* ?*found* ?rule ?agency)"]),
        ]


def _day(limits: Limits) -> str:
    """Return the slot of a day in a window; without a day it is 0, which lies in none."""
    if not limits.timed:
        return ""
    bounds = [f"(>= ?day {max(limits.start, FIRST_DAY + 1)})"]
    bounds += [f"(<= ?day {limits.end})"] if limits.end != LAST_DAY else []
    return f"(day ?day&:(and {' '.join(bounds)} TRUE))"


def _within(limits: Limits) -> list[str]:
    patterns = [f"(incident {_day(limits)})"] if limits.timed else []
    if limits.areas:
        patterns.append(f"(incident (areas $? {_either(map(_text, limits.areas))} $?))")
    return patterns


def _either(constants: Iterable[str]) -> str:
    return "|".join(constants)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
