"""datalogic-py: JSONLogic in Rust (Apache-2.0).

One expression, compiled once, evaluated in one session (which keeps its memory); it returns the
numbers of all rules that hold. Incidents come as JSON text, which this engine reads faster than
dictionaries and even than its own parsed handles; stated values are members with the value true,
because looking up a member is faster than searching a list.

JSONLogic has no rules, no names for what was found and no variables over agencies. At the level
`first` exceptions are therefore written out inside the conditions that yield to them. The chain
needs intermediate results: `map` over a list of one list binds them, one `map` inside the other for
each stage (a place in a list is found at once, a member of a large object is not), and every agency
is written out. So it is expressible, though not as rules that anybody could read or keep; both
levels are measured.
"""

from __future__ import annotations

import json
from typing import Any

import datalogic_py

from benchmarks.peers.engine import Engine
from benchmarks.peers.flat import FIRST_DAY, LAST_DAY, Answer, Incident, Rules, Test
from benchmarks.peers.formulas import (
    TRUE,
    All,
    During,
    Formula,
    Formulas,
    Has,
    In,
    Inside,
    Named,
    Not,
    Ref,
    Some,
    formulas,
)

_UP = 2  # `val` counts two levels for each `map` around it: the item, and the list of items


class DatalogicFirst(Engine):
    """First duties, exceptions written out."""

    name = "datalogic-py, first duties"
    distributions = ("datalogic-py",)
    level = "first"
    given = "one compiled expression for all rules; JSON text with a member for each stated value"
    cannot = "the chain without intermediate results, which `map` has to imitate"

    def prepare(self, rules: Rules) -> None:
        """Compile one expression."""
        self._rules = rules.rules
        engine = datalogic_py.Engine(templating=True)
        program = formulas(rules, self.level)
        self._stages = len(program.stages)
        self._rule = engine.compile(_Expression(program).whole(self.level == "chain"))
        self._evaluate = engine.session().evaluate

    def take(self, incident: Incident) -> str:
        """Take JSON text."""
        facts = {f: dict.fromkeys(values, True) for f, values in incident.facts.items()}
        around = {
            "inside": incident.inside,
            "day": incident.day,
            "areas": dict.fromkeys(incident.areas, True),
        }
        return json.dumps({"facts": facts, **around}, ensure_ascii=False)

    def decide(self, taken: str) -> Any:
        """Evaluate the expression."""
        return self._evaluate(self._rule, taken)

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        found = (self._rules[index] for index in decided)
        return frozenset((rule.norm, rule.bearer) for rule in found)


class Datalogic(DatalogicFirst):
    """All duties, stage by stage."""

    name = "datalogic-py"
    level = "chain"
    given = "one compiled template, a `map` for each stage, agency by agency; JSON text as above"
    cannot = ""

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        for _ in range(self._stages):
            decided = decided[0] if decided else decided  # each `map` gives a list of one
        found = ((self._rules[index], to) for index, to in decided)
        return frozenset((rule.norm, rule.bearer, tuple(sorted(to))) for rule, to in found)


class _Expression:
    """Writes formulas as JSONLogic; `depth` is how many stages are bound around."""

    def __init__(self, program: Formulas) -> None:
        self._program = program
        self._place = {
            name: (place, row)
            for place, stage in enumerate(program.stages)
            for row, (name, _) in enumerate(stage)
        }

    def whole(self, chain: bool) -> Any:
        """Return the expression whose value is the answer."""
        answer: Any = {"merge": list(self._duties(chain))}
        for place in range(len(self._program.stages) - 1, -1, -1):
            bound = [self._write(f, place) for _, f in self._program.stages[place]]
            answer = {"map": [[bound], answer]}
        return {"if": [self._write(self._program.reach, 0), answer, []]}

    def _duties(self, chain: bool) -> Any:
        depth = len(self._program.stages)
        for duty in self._program.duties:
            found: Any = duty.rule.index
            if chain:
                always = [agency for agency, when in duty.to if when == TRUE]
                others = [
                    {"if": [self._write(when, depth), agency, []]}
                    for agency, when in duty.to
                    if when != TRUE
                ]
                found = [[found, {"merge": [always, *others]}]]
            yield {"if": [self._write(duty.holds, depth), found, []]}

    def _write(self, formula: Formula, depth: int) -> Any:
        match formula:
            case Has(test):
                return self._test(test, depth)
            case Named(agency, facets):
                return {"or": [_value(depth, "facts", facet, agency) for facet in facets]}
            case Inside():
                return _value(depth, "inside")
            case During():
                return self._during(formula, _value(depth, "day"))
            case In(areas):
                return {"or": [_value(depth, "areas", area) for area in areas]}
            case Ref(name):
                place, row = self._place[name]
                return _value(depth - 1 - place, row)
            case Not(part):
                return {"!": [self._write(part, depth)]}
            case All(parts):
                return {"and": [self._write(p, depth) for p in parts]} if parts else True
            case Some(parts):
                return {"or": [self._write(p, depth) for p in parts]} if parts else False

    @staticmethod
    def _test(test: Test, depth: int) -> Any:
        if test.any_value:
            return {"!!": [_value(depth, "facts", test.facet)]}
        return {"or": [_value(depth, "facts", test.facet, value) for value in test.values]}

    @staticmethod
    def _during(window: During, day: Any) -> Any:
        bounds = []
        if window.end != LAST_DAY:
            bounds.append({"<=": [day, window.end]})
        if window.start != FIRST_DAY:
            bounds.append({">=": [day, window.start]})
        elif not window.undated:
            bounds.append({">": [day, FIRST_DAY]})
        within = {"and": bounds}
        return {"or": [{"==": [day, FIRST_DAY]}, within]} if window.undated else within


def _value(up: int, *path: str | int) -> Any:
    return {"val": [[up * _UP], *path] if up else list(path)}
