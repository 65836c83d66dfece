"""json-rules-engine on Node (ISC).

A Node process is given all rules once and all incidents in one go, and times itself. Node's modules
are looked for in the folder `node` of the virtual environment, or in that which PEERS_NODE names:
`npm install --prefix .venv/node json-rules-engine@7`.

Conditions nest `all`, `any` and `not`. A test of a list is one condition with an operator of our
own, as the documentation has it for such cases: many conditions with `contains` take longer. At the
level `first` there is a rule for each norm and bearer, with exceptions written out. For the chain
every conclusion becomes a fact (`almanac.addFact`, the documented way) for rules of lower priority;
as rules have no variables, there is one for each pair of duty and recipient. What lies outside the
mechanism stops the engine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.engine import Engine, NotOfferedError
from benchmarks.peers.flat import FIRST_DAY, LAST_DAY, Answer, Incident, Rules
from benchmarks.peers.formulas import (
    FALSE,
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
    none_of,
    values,
    variables,
)

Condition = dict[str, Any]
_FIRST, _LAST = 1_000, 1


class NodeRulesFirst(Engine):
    """First duties, exceptions written out."""

    name = "json-rules-engine, first duties"
    level = "first"
    given = "a rule for each norm and bearer; facts as objects; timed inside Node"
    cannot = "the chain without a rule for each pair of duty and recipient"
    slow = True

    def prepare(self, rules: Rules) -> None:
        """Start Node and hand over the rules."""
        self._rules, self._names = rules, variables(rules)
        node, modules = shutil.which("node"), _modules()
        if node is None or not (modules / "json-rules-engine").is_dir():
            raise NotOfferedError(f"not installed: node, or json-rules-engine in {modules}")
        script = Path(__file__).with_name("node_rules.js")
        self._process = subprocess.Popen(
            [node, str(script), str(modules)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip
        package = json.loads((modules / "json-rules-engine" / "package.json").read_text("utf-8"))
        kind, _, what = type(self).name.partition(",")
        self.name = f"{kind} {package['version']}{',' if what else ''}{what}"
        self._ask({"rules": self._written(formulas(rules, self.level))})

    def _written(self, program: Formulas) -> list[dict[str, Any]]:
        stages = len(program.stages)
        rules = [self._rule(none_of(program.reach), "stop", {}, _FIRST)]
        for place, stage in enumerate(program.stages):
            for name, formula in stage:
                priority = _LAST + stages - place
                rules.append(self._rule(formula, "fact", {"name": name}, priority))
        for duty in program.duties:
            index = duty.rule.index
            always = [agency for agency, when in duty.to if when == TRUE]
            rules.append(self._rule(duty.holds, "duty", {"rule": index, "to": always}, _LAST))
            for agency, when in duty.to:
                if when != TRUE:
                    both = All((duty.holds, when))
                    params = {"rule": index, "to": [agency]}
                    rules.append(self._rule(both, "duty", params, _LAST))
        return [rule for rule in rules if rule]

    def _rule(self, when: Formula, kind: str, params: Any, priority: int) -> dict[str, Any]:
        if when == FALSE:
            return {}
        condition = self._condition(when)
        if not condition.keys() & {"all", "any", "not"}:
            condition = {"all": [condition]}
        event = {"type": kind, "params": params}
        return {"conditions": condition, "event": event, "priority": priority}

    def _condition(self, formula: Formula) -> Condition:
        match formula:
            case Has(test) if test.any_value:
                return _fact(self._names[test.facet], "stated", True)
            case Has(test):
                facet, accepted = self._names[test.facet], list(test.values)
                many = test.facet in self._rules.many
                return _fact(facet, "intersects" if many else "in", accepted)
            case Named(agency, facets):
                named = [_fact(self._names[facet], "contains", agency) for facet in facets]
                return {"any": named} if len(named) > 1 else named[0]
            case Inside():
                return _fact("inside", "equal", True)
            case During():
                return _during(formula)
            case In(areas):
                return _fact("areas", "intersects", list(areas))
            case Ref(name):
                return _fact(name, "equal", True)
            case Not(part):
                return {"not": self._condition(part)}
            case All(parts):
                return {"all": [self._condition(part) for part in parts]}
            case Some(parts):
                return {"any": [self._condition(part) for part in parts]}

    def take(self, incident: Incident) -> dict[str, Any]:
        """Take facts."""
        return values(self._rules, self._names, incident)

    def decide(self, taken: Any) -> Any:
        """Let Node decide one."""
        (decided,) = self.decide_many([taken])
        return decided

    def decide_many(self, taken: Any) -> Any:
        """Let Node decide many."""
        return self._ask({"incidents": taken, "answers": True})["answers"]

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        found = (self._rules.rules[row["rule"]] for row in decided)
        return frozenset((rule.norm, rule.bearer) for rule in found)

    def seconds_each(self, taken: Sequence[Any]) -> float:
        """Return what the clock in Node says."""
        return float(self._ask({"incidents": taken, "answers": False})["nanoseconds"]) / 1e9

    def seconds_together(self, taken: Any) -> float:
        """Return what the clock in Node says: one after the other is all there is."""
        return self.seconds_each(taken)

    def memory_elsewhere(self) -> float:
        """Return the peak memory of the Node process, where the system tells."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.exists():
            return 0.0
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024

    def close(self) -> None:
        """End Node."""
        self._process.communicate()  # closes its input, at which it ends

    def _ask(self, question: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(question, ensure_ascii=False) + "\n")
        self._process.stdin.flush()
        reply = self._process.stdout.readline()
        if not reply:
            raise RuntimeError(f"node ended with code {self._process.wait()}")
        return json.loads(reply)


class NodeRules(NodeRulesFirst):
    """All duties, each conclusion a fact for the next stage."""

    name = "json-rules-engine"
    level = "chain"
    given = "rules by priority, one for each pair of duty and recipient; facts as above"
    cannot = ""

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        to: dict[int, set[str]] = {}
        for row in decided:
            to.setdefault(row["rule"], set()).update(row["to"])
        found = ((self._rules.rules[index], agencies) for index, agencies in to.items())
        return frozenset((rule.norm, rule.bearer, tuple(sorted(to))) for rule, to in found)


def _modules() -> Path:
    return Path(os.environ.get("PEERS_NODE") or Path(sys.prefix) / "node") / "node_modules"


def _fact(name: str, operator: str, value: Any) -> Condition:
    return {"fact": name, "operator": operator, "value": value}


def _during(window: During) -> Condition:
    bounds = []
    if window.start != FIRST_DAY:
        bounds.append(_fact("day", "greaterThanInclusive", window.start))
    elif not window.undated:
        bounds.append(_fact("day", "greaterThan", FIRST_DAY))
    if window.end != LAST_DAY:
        bounds.append(_fact("day", "lessThanInclusive", window.end))
    within = {"all": bounds}
    return {"any": [_fact("day", "equal", FIRST_DAY), within]} if window.undated else within
