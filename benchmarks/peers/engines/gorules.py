"""zen-engine: GoRules ZEN in Rust (MIT).

At the level `first` one compiled ZEN expression with a truth value for each rule, exceptions
written out: half the time of the decision table that a user would draw, one row a rule. (Tables are
indexed only by columns that hold one value, and the facts that matter are lists.)

For the chain a decision graph, loaded by the static loader, which compiles once: an expression node
for each stage, every agency written out, and at the end a table that collects. Graphs have no loop,
no recursion and no relation: more steps or agencies mean more nodes and more rows. `evaluate` of
the engine is used; `evaluate` of a decision makes a runtime anew for every call. The batch call
pays for threads; one by one is faster on rules of this size, and is what `decide_many` does.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import zen

from benchmarks.peers.engine import Engine
from benchmarks.peers.flat import Answer, Incident, Rules, Test
from benchmarks.peers.formulas import (
    TRUE,
    Formulas,
    Writer,
    formulas,
    listed,
    quoted,
    values,
    variables,
)

_KEY = "rules"


class ZenFirst(Engine):
    """First duties: one expression."""

    name = "GoRules ZEN, first duties"
    distributions = ("zen-engine",)
    level = "first"
    given = "one compiled expression for all rules, a truth value for each; dictionaries"
    cannot = "the chain in an expression: it has no intermediate results (see the graph)"

    def prepare(self, rules: Rules) -> None:
        """Compile the rules."""
        self._rules, self._names = rules, variables(rules)
        self._program = formulas(rules, self.level)
        self._compile(self._program)

    def _compile(self, program: Formulas) -> None:
        write = self._writer().text
        found = ", ".join(write(duty.holds) for duty in program.duties)
        expression = f"{write(program.reach)} ? [{found}] : []"
        self._evaluate = zen.compile_expression(expression).evaluate

    def _writer(self) -> Writer:
        names, many = self._names, self._rules.many

        def has(test: Test) -> str:
            name = names[test.facet]
            if test.any_value:
                return f"len({name}) > 0"
            if test.facet in many:
                return f"({' or '.join(f'{quoted(value)} in {name}' for value in test.values)})"
            return f"{name} in {listed(test.values)}"

        def member(value: str, lists: tuple[str, ...]) -> str:
            return f"({' or '.join(f'{quoted(value)} in {one}' for one in lists)})"

        return Writer(
            has=has,
            named=lambda n: member(n.agency, tuple(names[f] for f in n.facets)),
            inside="inside",
            day="day",
            area=lambda a: f"({' or '.join(f'{quoted(area)} in areas' for area in a.areas)})",
            ref=str,
            conjunction=" and ",
            disjunction=" or ",
            negation="not ",
        )

    def take(self, incident: Incident) -> dict[str, Any]:
        """Take a dictionary."""
        return values(self._rules, self._names, incident)

    def decide(self, taken: dict[str, Any]) -> Any:
        """Evaluate the expression."""
        return self._evaluate(taken)

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        rules = [duty.rule for duty in self._program.duties]
        return frozenset(
            (rule.norm, rule.bearer) for rule, holds in zip(rules, decided, strict=False) if holds
        )


class Zen(ZenFirst):
    """All duties: a graph."""

    name = "GoRules ZEN"
    level = "chain"
    given = "a compiled graph, a node for each stage, agency by agency; dictionaries"
    cannot = ""

    def _compile(self, program: Formulas) -> None:
        write = self._writer().text
        nodes = [
            _expressions(f"stage{place}", [(name, write(f)) for name, f in stage])
            for place, stage in enumerate([(("reach", program.reach),), *program.stages])
        ]
        found = []
        for duty in program.duties:
            always = listed(agency for agency, when in duty.to if when == TRUE)
            others = [
                f"({write(when)} ? {listed([agency])} : [])"
                for agency, when in duty.to
                if when != TRUE
            ]
            to = f"flatten([{', '.join([always, *others])}])" if others else always
            found.append((f"reach and {write(duty.holds)}", str(duty.rule.index), to))
        nodes.append(_table("found", found))
        graph = _graph(nodes)
        loader = {"type": "static", "content": {_KEY: graph}}
        self._engine = zen.ZenEngine({"loader": loader})

    def decide(self, taken: dict[str, Any]) -> Any:
        """Evaluate the graph."""
        return self._engine.evaluate(_KEY, taken)

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        rules = self._rules.rules
        found = ((rules[row["rule"]], row["to"]) for row in decided["result"] or ())
        return frozenset((rule.norm, rule.bearer, tuple(sorted(to))) for rule, to in found)


def _expressions(name: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "type": "expressionNode",
        "content": {
            "expressions": [{"id": key, "key": key, "value": value} for key, value in pairs],
            "passThrough": True,
        },
    }


def _table(name: str, rows: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "type": "decisionTableNode",
        "content": {
            "hitPolicy": "collect",
            "inputs": [{"id": "when", "name": "when"}],
            "outputs": [
                {"id": "rule", "name": "rule", "field": "rule"},
                {"id": "to", "name": "to", "field": "to"},
            ],
            "rules": [
                {"_id": f"row{n}", "when": when, "rule": rule, "to": to}
                for n, (when, rule, to) in enumerate(rows)
            ],
        },
    }


def _graph(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a graph of nodes one after the other."""
    ends = (
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "out", "name": "out", "type": "outputNode"},
    )
    line = [ends[0], *nodes, ends[1]]
    edges = [
        {"id": f"edge{n}", "sourceId": one["id"], "targetId": other["id"], "type": "edge"}
        for n, (one, other) in enumerate(pairwise(line))
    ]
    return {"nodes": line, "edges": edges}
