"""The rules as an answer set program under clingo (Potassco).

The meaning is stratified, so that there is exactly one answer set. The program is generic: it
names no norm; what the rules say are facts of it (`needs(condition, test)` and so on).

It is grounded once (multi-shot solving). What an incident states, and which windows and areas it
lies in, are choices, settled for each decision by assumptions: one call; setting externals one by
one costs twice as much.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import clingo
from clingo import Function, Number, String, Symbol

from benchmarks.peers.engine import Engine
from benchmarks.peers.flat import Answer, Condition, Incident, Limits, Rules

MEANING = """
{ states(F,V) } :- value(F,V).
{ within(L) } :- limits(L).
{ reached }.

satisfies(T) :- accepts(T,F,V), states(F,V).
lacks(C) :- needs(C,T), not satisfies(T).
meets(C) :- condition(C), not lacks(C).
knows(A) :- knowledge(F), states(F,A).

first(R) :- triggers(R,C), meets(C), limited(R,L), within(L), reached.
ready(R) :- triggers_if_known(R,C), meets(C), limited(R,L), within(L), reached.
first(R) :- ready(R), bearer(R,A), knows(A).
aware(A) :- first(R), makes_aware(R,A).
candidate(R) :- first(R).
candidate(R) :- ready(R), bearer(R,A), aware(A).

displaced(R) :- yields(R,H), candidate(R), candidate(H), not displaced(H).
displaced(R) :- yields(R,H,C), candidate(R), candidate(H), not displaced(H), meets(C).
left(R) :- candidate(R), not displaced(R).

named(P,A) :- except(P,F), states(F,A).
found(P,A) :- counts(R,P), left(R), bearer(R,A), not named(P,A).

source(R,S) :- follows(R,S), bearer(R,A), duty(S), to(S,A), limited(R,L), within(L).
holds(R) :- left(R).
holds(R) :- source(R,_).
to(R,A) :- holds(R), fixed(R,A).
to(R,A) :- holds(R), finder(R,P), found(P,A), not bearer(R,A).
to(R,A) :- senders(R), source(R,S), bearer(S,A).
duty(R) :- holds(R), act(R).
duty(R) :- holds(R), to(R,_).
#show duty/1.
#show to/2.
"""


class Clingo(Engine):
    """Multi-shot clingo."""

    name = "clingo (answer set programming)"
    distributions = ("clingo",)
    given = "a generic program, grounded once; facts of the incident as assumptions"

    def prepare(self, rules: Rules) -> None:
        """Ground the program."""
        self._control = clingo.Control(["--warn=none", "1"])
        self._rules, self._numbers = rules, dict[Limits, int]()
        program = "".join(f"{fact}.\n" for fact in self._facts(rules)) + MEANING
        self._control.add("base", [], program)
        self._control.ground([("base", [])])
        atoms = self._control.symbolic_atoms
        self._states = {
            (facet, value): atoms[Function("states", [String(facet), String(value)])].literal
            for facet, values in rules.facets.items()
            for value in values
            if Function("states", [String(facet), String(value)]) in atoms
        }
        self._within = {
            limits: atoms[Function("within", [Number(number)])].literal
            for limits, number in self._numbers.items()
        }
        self._reached = atoms[Function("reached", [])].literal
        self._all = [*self._states.values(), *self._within.values(), self._reached]

    def _facts(self, rules: Rules) -> Iterable[str]:
        """Return what the rules say, as facts of the program."""
        tests: dict[Any, int] = {}
        conditions: dict[Condition, int] = {}

        def number(condition: Condition) -> int:
            key = Condition(condition.tests)
            return conditions.setdefault(key, len(conditions))

        for facet, values in rules.facets.items():
            yield from (f'value("{facet}","{value}")' for value in values)
        yield from (f'knowledge("{facet}")' for facet in rules.knowledge)
        for rule in rules.rules:
            r, limits = rule.index, self._numbers.setdefault(rule.limits, len(self._numbers))
            yield f'bearer({r},"{rule.bearer}")'
            yield f"limited({r},{limits})"
            for condition in rule.when:
                kind = "triggers_if_known" if condition.known else "triggers"
                yield f"{kind}({r},{number(condition)})"
            yield from (f'makes_aware({r},"{agency}")' for agency in rule.makes_aware)
            yield from (f'fixed({r},"{agency}")' for agency in rule.to)
            yield from (f"follows({r},{source})" for source in rule.follows)
            if not rule.needs_recipient:
                yield f"act({r})"
            if rule.senders:
                yield f"senders({r})"
            if rule.finder is not None:
                yield f"finder({r},{rule.finder})"
        for p, finder in enumerate(rules.finders):
            yield from (f"counts({r},{p})" for r in finder.acts)
            yield from (f'except({p},"{facet}")' for facet in finder.except_named_in)
        for y in rules.yields:
            if not y.only_where:
                yield f"yields({y.low},{y.high})"
            yield from (f"yields({y.low},{y.high},{number(c)})" for c in y.only_where)
        for condition, c in conditions.items():
            yield f"condition({c})"
            for test in condition.tests:
                t = tests.setdefault(test, len(tests))
                yield f"needs({c},{t})"
        for test, t in tests.items():
            yield from (f'accepts({t},"{test.facet}","{value}")' for value in test.values)
        yield from (f"limits({number})" for number in self._numbers.values())

    def take(self, incident: Incident) -> list[int]:
        """Return the literals that an incident makes true and false."""
        true = {
            self._states[facet, value]
            for facet, values in incident.facts.items()
            for value in values
            if (facet, value) in self._states
        }
        day, areas = incident.day, incident.areas
        true |= {literal for limits, literal in self._within.items() if limits.hold(day, areas)}
        if self._rules.reach(incident):
            true.add(self._reached)
        return [literal if literal in true else -literal for literal in self._all]

    def decide(self, taken: list[int]) -> list[Symbol]:
        """Take the one answer set under the assumptions."""
        found: list[Symbol] = []
        self._control.solve(taken, on_model=lambda model: found.extend(model.symbols(shown=True)))
        return found

    def answer(self, decided: list[Symbol]) -> Answer:
        """Return the duties by name."""
        to: dict[int, list[str]] = {}
        for symbol in decided:
            if symbol.name == "duty":
                to.setdefault(symbol.arguments[0].number, [])
            else:
                to.setdefault(symbol.arguments[0].number, []).append(symbol.arguments[1].string)
        rules = self._rules.rules
        return frozenset((rules[r].norm, rules[r].bearer, tuple(sorted(a))) for r, a in to.items())
