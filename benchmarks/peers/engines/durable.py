"""durable_rules: a Rete network in C, with actions in Python (MIT; last release in 2020).

An incident is one fact with a member for each stated value; a rule's condition is one expression
over it, with exceptions written out, because `none` over what other rules conclude would depend on
the order in which they fire. Actions note what was found and, for the chain, assert it as facts,
which rules of following duties join. Afterwards the state of the incident is deleted, which is
cheaper than retracting its facts.

It expresses everything that is forward chaining without negation. The host's timers, two threads
that look for due timers and messages of other processes, are not started: nothing here waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import reduce
from operator import and_, or_
from typing import Any

import durable_rules_engine
from durable import engine as durable_engine
from durable.lang import c as earlier
from durable.lang import m, ruleset, when_all

from benchmarks.peers.engine import Engine, NotOfferedError
from benchmarks.peers.flat import FIRST_DAY, LAST_DAY, Answer, Incident, Rule, Rules
from benchmarks.peers.formulas import (
    All,
    During,
    Formula,
    Has,
    In,
    Inside,
    Named,
    Not,
    Some,
    formulas,
)

_SID = "0"


class _Host(durable_engine.Host):  # type: ignore[misc]
    def _run(self) -> None:
        """Start no timers."""


class DurableFirst(Engine):
    """First duties, exceptions written out."""

    name = "durable_rules, first duties"
    distributions = ("durable_rules",)
    level = "first"
    given = "a rule for each norm and bearer; an incident is one fact; actions note what was found"
    cannot = "exceptions by `none`, which depends on the order of firing: they are written out"
    slow = True

    def prepare(self, rules: Rules) -> None:
        """Build the network."""
        self._rules = rules
        self._found: list[tuple[int, str]] = []
        self._write = _Expressions(rules)
        defined = ruleset("duties")
        with defined:
            self._define()
        name, definition = defined.define()
        self._host = _Host()
        try:
            self._host.register_rulesets({name: definition})
        except durable_rules_engine.error as error:  # its tables are of a fixed size
            raise NotOfferedError(
                f"its network does not hold {len(definition)} rules: {error}"
            ) from error
        self._all = self._host.get_ruleset(name)

    def _define(self) -> None:
        program = formulas(self._rules, "first")
        reach = self._write.text(program.reach)
        for duty in program.duties:
            # Long alternatives exceed a limit of the network: each is a rule.
            for way in duty.holds.parts if isinstance(duty.holds, Some) else (duty.holds,):
                when_all(reach & self._write.text(way))(self._on_first(duty.rule))

    def _on_first(self, rule: Rule) -> Callable[[Any], None]:
        return lambda _: self._found.append((rule.index, ""))

    def take(self, incident: Incident) -> dict[str, Any]:
        """Take a fact."""
        return {"sid": _SID, **self._write.members(incident)}

    def decide(self, taken: dict[str, Any]) -> Any:
        """Assert the fact; forget the incident."""
        self._found = []
        try:
            self._host.assert_fact("duties", taken)
        except durable_engine.MessageNotHandledException:
            return self._found  # no rule has anything to do with it, and there is no state
        self._all.delete_state(_SID)
        return self._found

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        rules = (self._rules.rules[index] for index, _ in decided)
        return frozenset((rule.norm, rule.bearer) for rule in rules)


class Durable(DurableFirst):
    """All duties: actions assert what follows from."""

    name = "durable_rules"
    level = "chain"
    given = "rules that join facts which actions assert; an incident is one fact"
    cannot = ""

    def _define(self) -> None:
        rules = self._rules
        self._kinds: dict[tuple[int, ...], str] = {}
        for rule in rules.rules:
            if rule.step:
                self._kinds.setdefault(rule.follows, f"kind{len(self._kinds)}")
        super()._define()
        for place, finder in enumerate(rules.finders):
            for index in finder.acts:
                bearer = rules.rules[index].bearer
                named = Named(bearer, finder.except_named_in)
                free = self._write.text(Not(named)) if finder.except_named_in else None
                conditions = [m.first == index, *([free] if free is not None else [])]
                when_all(*conditions)(self._on_acting(place, bearer))
        for rule in rules.rules:
            holds = m.holds == rule.index if rule.step else m.first == rule.index
            if rule.finder is not None:
                member = f"acting{rule.finder}"
                other = earlier.other << (getattr(m, member) != rule.bearer)
                when_all(holds, other)(self._on_other(rule, member))
            if rule.step:
                kind = self._kinds[rule.follows]
                told = earlier.told << (
                    (getattr(m, kind) == True) & (m.agency == rule.bearer)  # noqa: E712
                )
                limits = self._write.limits(rule)
                when_all(told, *limits)(self._on_told(rule))

    def _on_first(self, rule: Rule) -> Callable[[Any], None]:
        def act(closure: Any) -> None:
            self._holds(closure, rule, {"first": rule.index})

        return act

    def _holds(self, closure: Any, rule: Rule, fact: dict[str, Any]) -> None:
        if not rule.needs_recipient:
            self._found.append((rule.index, ""))
        _assert(closure, fact)
        for agency in rule.to:
            self._tell(closure, rule, agency)

    def _tell(self, closure: Any, rule: Rule, agency: str) -> None:
        """Assert that an agency is a recipient: with one, whatever holds is a duty."""
        self._found.append((rule.index, agency))
        kinds = {kind: True for follows, kind in self._kinds.items() if rule.index in follows}
        if kinds:
            fact = {"agency": agency, "source": rule.index, "sender": rule.bearer, **kinds}
            _assert(closure, fact)

    def _on_acting(self, place: int, bearer: str) -> Callable[[Any], None]:
        return lambda closure: _assert(closure, {f"acting{place}": bearer})

    def _on_other(self, rule: Rule, member: str) -> Callable[[Any], None]:
        return lambda closure: self._tell(closure, rule, getattr(closure.other, member))

    def _on_told(self, rule: Rule) -> Callable[[Any], None]:
        def act(closure: Any) -> None:
            self._holds(closure, rule, {"holds": rule.index})
            if rule.senders:
                self._tell(closure, rule, closure.told.sender)

        return act

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        to: dict[int, set[str]] = {}
        for index, agency in decided:
            to.setdefault(index, set()).update([agency] if agency else [])
        found = ((self._rules.rules[index], agencies) for index, agencies in to.items())
        return frozenset((rule.norm, rule.bearer, tuple(sorted(to))) for rule, to in found)


def _assert(closure: Any, fact: dict[str, Any]) -> None:
    with suppress(durable_engine.MessageNotHandledException):  # no rule starts from it: no matter
        closure.assert_fact(fact)


class _Expressions:
    """Writes formulas as conditions on one fact, where *not* is a member that is false."""

    def __init__(self, rules: Rules) -> None:
        pairs = ((facet, value) for facet, values in rules.facets.items() for value in values)
        self._member = {pair: f"v{n}" for n, pair in enumerate(pairs)}
        limits = [rule.limits for rule in rules.rules]
        areas = sorted({area for one in limits for area in one.areas})
        self._area = {area: f"a{n}" for n, area in enumerate(areas)}

    def members(self, incident: Incident) -> dict[str, Any]:
        """Return the members of a fact."""
        stated = {(f, value) for f, values in incident.facts.items() for value in values}
        return {
            "inside": incident.inside,
            "day": incident.day,
            **{member: pair in stated for pair, member in self._member.items()},
            **{member: area in incident.areas for area, member in self._area.items()},
        }

    def limits(self, rule: Rule) -> list[Any]:
        """Return conditions for the limits of a rule that follows."""
        parts: list[Formula] = []
        if rule.limits.timed:
            parts.append(During(rule.limits.start, rule.limits.end, undated=False))
        if rule.limits.areas:
            parts.append(In(rule.limits.areas))
        return [self.text(All(tuple(parts)))] if parts else []

    def text(self, formula: Formula, holds: bool = True) -> Any:
        """Return a formula, or its contrary, as an expression."""
        every, some = (and_, or_) if holds else (or_, and_)
        match formula:
            case Has(test):
                return self._any([self._member[test.facet, v] for v in test.values], holds)
            case Named(agency, facets):
                places = [(facet, agency) for facet in facets]
                return self._any([self._member[p] for p in places if p in self._member], holds)
            case In(areas):
                return self._any([self._area[area] for area in areas], holds)
            case Inside():
                return m.inside == holds
            case During() if holds:
                return _during(formula)
            case Not(part):
                return self.text(part, not holds)
            case All(parts) if parts:
                return reduce(every, [self.text(part, holds) for part in parts])
            case Some(parts) if parts:
                return reduce(some, [self.text(part, holds) for part in parts])
        # Windows under an exception, and what is always or never so, have no form here.
        raise NotImplementedError(formula)

    @staticmethod
    def _any(members: Iterable[str], holds: bool) -> Any:
        return reduce(or_ if holds else and_, [getattr(m, name) == holds for name in members])


def _during(window: During) -> Any:
    bounds = []
    if window.start != FIRST_DAY:
        bounds.append(m.day >= window.start)
    elif not window.undated:
        bounds.append(m.day > FIRST_DAY)
    if window.end != LAST_DAY:
        bounds.append(m.day <= window.end)
    within = reduce(and_, bounds)
    return (m.day == FIRST_DAY) | within if window.undated else within
