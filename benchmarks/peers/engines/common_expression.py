"""common-expression-language: CEL in Rust (Apache-2.0).

One program, compiled once. Incidents are contexts made beforehand, lists in variables; a test is
written as many membership questions, which this engine answers faster than a macro over the list.

CEL is a language of expressions: no rules, no names for what was found. At the level `first`
exceptions are therefore written out inside the conditions that yield to them, and the program
returns a truth value for each rule, faster than a list put together of those that hold. The chain
needs intermediate results: the macro `map` over a list of one map binds them, one inside the other
for each stage, and every agency is written out. Both levels are measured.
"""

from __future__ import annotations

from typing import Any

import cel

from benchmarks.peers.engine import Engine
from benchmarks.peers.flat import Answer, Incident, Rules, Test
from benchmarks.peers.formulas import (
    Formulas,
    Writer,
    formulas,
    listed,
    quoted,
    values,
    variables,
)


class CelFirst(Engine):
    """First duties, exceptions written out."""

    name = "CEL, first duties"
    distributions = ("common-expression-language",)
    level = "first"
    given = "one compiled program for all rules, a truth value for each; contexts made beforehand"
    cannot = "the chain without intermediate results, which `map` has to imitate"

    def prepare(self, rules: Rules) -> None:
        """Compile one program."""
        self._rules, self._names = rules, variables(rules)
        self._program = formulas(rules, self.level)
        self._execute = cel.compile(self._source(self._program)).execute

    def _writer(self) -> Writer:
        names, many = self._names, self._rules.many

        def has(test: Test) -> str:
            name = names[test.facet]
            if test.any_value:
                return f"size({name}) > 0"
            sign = "in" if test.facet in many else "=="
            return f"({' || '.join(f'{quoted(v)} {sign} {name}' for v in test.values)})"

        def member(value: str, lists: tuple[str, ...]) -> str:
            return f"({' || '.join(f'{quoted(value)} in {one}' for one in lists)})"

        stage_of = {n: place for place, s in enumerate(self._program.stages) for n, _ in s}
        return Writer(
            has=has,
            named=lambda n: member(n.agency, tuple(names[f] for f in n.facets)),
            inside="inside",
            day="day",
            area=lambda a: f"({' || '.join(f'{quoted(area)} in areas' for area in a.areas)})",
            ref=lambda name: f"s{stage_of[name]}.{name}",
        )

    def _source(self, program: Formulas) -> str:
        write = self._writer().text
        found = ", ".join(write(duty.holds) for duty in program.duties)
        return f"{write(program.reach)} ? [{found}] : []"

    def take(self, incident: Incident) -> Any:
        """Take a context."""
        return cel.Context(values(self._rules, self._names, incident))

    def decide(self, taken: Any) -> Any:
        """Execute the program."""
        return self._execute(taken)

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        rules = [duty.rule for duty in self._program.duties]
        return frozenset(
            (rule.norm, rule.bearer) for rule, holds in zip(rules, decided, strict=False) if holds
        )


class Cel(CelFirst):
    """All duties, stage by stage."""

    name = "CEL"
    level = "chain"
    given = "one compiled program, a `map` for each stage, agency by agency; contexts as above"
    cannot = ""

    def _source(self, program: Formulas) -> str:
        write = self._writer().text
        parts = []
        for duty in program.duties:
            to = " + ".join(f"({write(when)} ? {listed([a])} : [])" for a, when in duty.to)
            parts.append(f"({write(duty.holds)} ? [[{duty.rule.index}, {to or '[]'}]] : [])")
        found = " + ".join(parts) or "[]"
        for place in range(len(program.stages) - 1, -1, -1):
            bound = ", ".join(f"{quoted(n)}: {write(f)}" for n, f in program.stages[place])
            found = f"[{{{bound}}}].map(s{place}, {found})"
        return f"{write(program.reach)} ? {found} : []"

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        for _ in self._program.stages:
            decided = decided[0] if decided else decided  # each `map` gives a list of one
        found = ((self._rules.rules[index], to) for index, to in decided)
        return frozenset((rule.norm, rule.bearer, tuple(sorted(to))) for rule, to in found)
