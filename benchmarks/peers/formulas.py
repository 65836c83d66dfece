"""The rules without variables: one formula for each duty, for engines that know no variables.

Every agency is named in turn, so that a rule over agencies becomes as many formulas. What later
formulas need again has a name and stands in a stage; a formula refers to earlier stages only, so
that an engine with any sort of intermediate result, and none of recursion, can go through them in
order. At the levels `facts` and `first` there are no stages: everything is written out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.peers.flat import (
    FIRST_DAY,
    LAST_DAY,
    Condition,
    Incident,
    Limits,
    Rule,
    Rules,
    Test,
)


@dataclass(frozen=True, slots=True)
class Has:
    """A test of the facts."""

    test: Test


@dataclass(frozen=True, slots=True)
class Named:
    """An agency stands on one of these facets."""

    agency: str
    facets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inside:
    """The incident does not lie outside the place where the mechanism binds."""


@dataclass(frozen=True, slots=True)
class During:
    """The day lies in a window; `undated` is what holds of an incident without a day."""

    start: int
    end: int
    undated: bool


@dataclass(frozen=True, slots=True)
class In:
    """The incident lies in one of these areas."""

    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """What an earlier stage found under this name."""

    name: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts always true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds; without parts never."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Formula


Formula = Has | Named | Inside | During | In | Ref | All | Some | Not
TRUE, FALSE = All(()), Some(())


@dataclass(frozen=True, slots=True)
class Duty:
    """A rule, when it is a duty, and at the level `chain` who is a recipient when."""

    rule: Rule
    holds: Formula
    to: tuple[tuple[str, Formula], ...] = ()


@dataclass(frozen=True, slots=True)
class Formulas:
    """A mechanism as formulas.

    Attributes:
        reach: Without it there are no duties at all; no other formula repeats it.
        stages: Of (name, formula); names are a letter, digits and `_`.
        duties: The answer.
    """

    reach: Formula
    stages: tuple[tuple[tuple[str, Formula], ...], ...]
    duties: tuple[Duty, ...]


def all_of(parts: Iterable[Formula]) -> Formula:
    """Return a conjunction without what is certain."""
    found = tuple(dict.fromkeys(part for part in parts if part != TRUE))
    if FALSE in found:
        return FALSE
    return found[0] if len(found) == 1 else All(found)


def some_of(parts: Iterable[Formula]) -> Formula:
    """Return a disjunction without what is impossible."""
    found = tuple(dict.fromkeys(part for part in parts if part != FALSE))
    if TRUE in found:
        return TRUE
    return found[0] if len(found) == 1 else Some(found)


def none_of(part: Formula) -> Formula:
    """Return the contrary."""
    return {TRUE: FALSE, FALSE: TRUE}.get(part, Not(part))


def formulas(rules: Rules, level: str) -> Formulas:
    """Return the rules as formulas, with as much of their meaning as a level has."""
    return _Grounding(rules).at(level)


def variables(rules: Rules) -> dict[str, str]:
    """Return for each facet a name that any language takes as that of a variable."""
    return {f: f"{re.sub('[^A-Za-z0-9]', '_', f)}_{n}" for n, f in enumerate(rules.facets)}


def values(rules: Rules, names: Mapping[str, str], incident: Incident) -> dict[str, Any]:
    """Return an incident as variables: a list where a facet takes one, else a text or ``""``."""
    found: dict[str, Any] = {
        "inside": incident.inside,
        "day": incident.day,
        "areas": list(incident.areas),
    }
    for facet, name in names.items():
        stated = incident.facts.get(facet, ())
        found[name] = list(stated) if facet in rules.many else (*stated, "")[0]
    return found


def quoted(text: str) -> str:
    """Return a text in double quotes, as JSON and most languages write it."""
    return json.dumps(text, ensure_ascii=False)


def listed(texts: Iterable[str]) -> str:
    """Return texts as a list in square brackets."""
    return f"[{', '.join(map(quoted, texts))}]"


def reports(rules: Rules) -> dict[str, list[tuple[Rule, Condition]]]:
    """Return for each agency that may learn of a matter from whom, and when.

    Whoever reports has learnt of it by being named, never by another report.
    """
    found: dict[str, list[tuple[Rule, Condition]]] = {}
    for rule in rules.rules:
        for agency in rule.makes_aware:
            found.setdefault(agency, []).extend((rule, condition) for condition in rule.when)
    return found


class _Grounding:
    def __init__(self, rules: Rules) -> None:
        self._rules, self._reports = rules, reports(rules)
        self._yields: dict[int, list[tuple[int, Formula]]] = {}
        for y in rules.yields:
            where = some_of(self._tests(c) for c in y.only_where) if y.only_where else TRUE
            self._yields.setdefault(y.low, []).append((y.high, where))
        self._knows: dict[str, Formula] = {}
        self._facts: dict[int, Formula] = {}
        self._first: dict[int, Formula] = {}
        named = [a for r in rules.rules for a in (r.bearer, *r.to, *r.makes_aware)]
        self._number = {agency: n for n, agency in enumerate(dict.fromkeys(named))}

    def at(self, level: str) -> Formulas:
        by_facts = [rule for rule in self._rules.rules if not rule.step]
        reach = all_of((Inside(), self._during(self._rules.limits, undated=True)))
        if level == "facts":
            found = ((rule, self._by_facts(rule)) for rule in by_facts)
        elif level == "first":
            found = ((rule, self.first(rule.index)) for rule in by_facts)
        else:
            return Formulas(reach, *self._chain(by_facts))
        return Formulas(reach, (), tuple(Duty(r, f) for r, f in found if f != FALSE))

    def _during(self, limits: Limits, *, undated: bool) -> Formula:
        return During(limits.start, limits.end, undated) if limits.timed else TRUE

    def _limits(self, limits: Limits) -> Formula:
        place = In(limits.areas) if limits.areas else TRUE
        return all_of((self._during(limits, undated=False), place))

    def _tests(self, condition: Condition) -> Formula:
        return all_of(Has(test) for test in condition.tests)

    def _named(self, agency: str) -> Formula:
        return Named(agency, self._rules.knowledge)

    def _learns(self, agency: str) -> Formula:
        """Return when an agency knows, written out."""
        told = (
            all_of((
                self._tests(condition),
                self._named(rule.bearer) if condition.known else TRUE,
                self._limits(rule.limits),
            ))
            for rule, condition in self._reports.get(agency, ())
        )  # fmt: skip
        return some_of((self._named(agency), *told))

    def _by_facts(self, rule: Rule) -> Formula:
        """Return when a rule is a candidate."""
        if rule.index not in self._facts:
            if rule.bearer not in self._knows:
                self._knows[rule.bearer] = self._learns(rule.bearer)
            knows = self._knows[rule.bearer]
            ways = (all_of((self._tests(c), knows if c.known else TRUE)) for c in rule.when)
            self._facts[rule.index] = all_of((some_of(ways), self._limits(rule.limits)))
        return self._facts[rule.index]

    def first(self, index: int) -> Formula:
        """Return when a candidate is left, everything written out."""
        if index not in self._first:
            displaced = some_of(
                all_of((self.first(high), where)) for high, where in self._yields.get(index, ())
            )
            facts = self._by_facts(self._rules.rules[index])
            self._first[index] = all_of((facts, none_of(displaced)))
        return self._first[index]

    def _chain(
        self, by_facts: list[Rule]
    ) -> tuple[tuple[tuple[tuple[str, Formula], ...], ...], tuple[Duty, ...]]:
        rules = self._rules
        learnt = [(f"k{self._number[agency]}", agency) for agency in self._reports]
        knowing = [(name, self._learns(agency)) for name, agency in learnt]
        self._knows |= {agency: Ref(name) for name, agency in learnt}
        firsts = [(f"f{rule.index}", self.first(rule.index)) for rule in by_facts]
        acting: list[dict[str, Formula]] = []
        named_acting = []
        for place, finder in enumerate(rules.finders):
            by_agency: dict[str, list[Formula]] = {}
            for index in finder.acts:
                by_agency.setdefault(rules.rules[index].bearer, []).append(Ref(f"f{index}"))
            acting.append({})
            for agency, acts in by_agency.items():
                name = f"a{place}_{self._number[agency]}"
                acting[-1][agency] = Ref(name)
                named = Named(agency, finder.except_named_in) if finder.except_named_in else FALSE
                named_acting.append((name, all_of((some_of(acts), none_of(named)))))
        duties: dict[int, Duty] = {}
        stages = [knowing, firsts, named_acting]
        followed = {source for rule in rules.rules for source in rule.follows}
        for step in range(rules.steps + 1):
            stage = []
            for rule in rules.rules:
                if rule.step != step:
                    continue
                duty = self._duty(rule, acting, duties)
                # What is followed gets names, for itself and for whatever recipient takes work.
                name = f"d{rule.index}"
                to = []
                for agency, formula in duty.to:
                    there = f"r{rule.index}_{self._number[agency]}"
                    if rule.index in followed and not isinstance(formula, Ref | All):
                        stage.append((there, formula))
                        formula = Ref(there)
                    to.append((agency, formula))
                stage.append((name, duty.holds))
                duties[rule.index] = Duty(rule, Ref(name), tuple(to))
            stages.append(stage)
        return tuple(map(tuple, stages)), tuple(duties[index] for index in sorted(duties))

    def _duty(self, rule: Rule, acting: list[dict[str, Formula]], duties: dict[int, Duty]) -> Duty:
        to: dict[str, list[Formula]] = {agency: [TRUE] for agency in rule.to}
        holds: Formula = Ref(f"f{rule.index}")
        if rule.step:
            reached: dict[Formula, list[Formula]] = {}
            for source in rule.follows:
                told = dict(duties[source].to).get(rule.bearer, FALSE)
                reached.setdefault(told, []).append(duties[source].holds)
                if rule.senders:
                    sent = all_of((duties[source].holds, told))
                    to.setdefault(self._rules.rules[source].bearer, []).append(sent)
            found = some_of(all_of((told, some_of(some))) for told, some in reached.items())
            holds = all_of((self._limits(rule.limits), found))
        if rule.finder is not None:
            for agency, acts in acting[rule.finder].items():
                if agency != rule.bearer:
                    to.setdefault(agency, []).append(acts)
        recipients = tuple((agency, some_of(parts)) for agency, parts in to.items())
        recipients = tuple((agency, when) for agency, when in recipients if when != FALSE)
        if rule.needs_recipient and not rule.senders:  # whoever follows a duty has its sender
            holds = all_of((holds, some_of(when for _, when in recipients)))
        return Duty(rule, holds, recipients)


@dataclass(frozen=True, slots=True)
class Writer:
    """How a language writes formulas with infix signs; what a test looks like is its own."""

    has: Callable[[Test], str]
    named: Callable[[Named], str]
    inside: str
    day: str
    area: Callable[[In], str]
    ref: Callable[[str], str]
    true: str = "true"
    false: str = "false"
    conjunction: str = " && "
    disjunction: str = " || "
    negation: str = "!"

    def text(self, formula: Formula) -> str:
        """Return a formula, in brackets where it has parts."""
        match formula:
            case Has(test):
                return self.has(test)
            case Named():
                return self.named(formula)
            case Inside():
                return self.inside
            case During(start, end, undated):
                return self._during(start, end, undated)
            case In():
                return self.area(formula)
            case Ref(name):
                return self.ref(name)
            case Not(part):
                return f"{self.negation}({self.text(part)})"
            case All(parts):
                return self._joined(parts, self.conjunction, self.true)
            case Some(parts):
                return self._joined(parts, self.disjunction, self.false)

    def _joined(self, parts: tuple[Formula, ...], sign: str, empty: str) -> str:
        return f"({sign.join(map(self.text, parts))})" if parts else empty

    def _during(self, start: int, end: int, undated: bool) -> str:
        # Without a day the number is 0, which no start but an open one lets pass.
        bounds = []
        if start != FIRST_DAY:
            bounds.append(f"{self.day} >= {start}")
        elif not undated:
            bounds.append(f"{self.day} > {FIRST_DAY}")
        if end != LAST_DAY:
            bounds.append(f"{self.day} <= {end}")
        within = self.conjunction.join(bounds) or self.true
        if undated and start != FIRST_DAY:
            within = f"{self.day} == {FIRST_DAY}{self.disjunction}{within}"
        return f"({within})"
