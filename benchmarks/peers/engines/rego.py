"""Rego, the language of Open Policy Agent, through regorus and through rego-cpp.

regorus (Rust; MIT, Apache-2.0 and BSD-3-Clause): the official package has no wheel; this is the
fork `gordon-to-regorus`, which offers its virtual machine to Python. The module is compiled once;
an incident is JSON text and so is the answer. The machine takes a fifth of the time of the
interpreter behind `Engine.eval_rule`. regopy (rego-cpp, MIT): a bundle built once, then queried.

Rego expresses everything, the chain included: rules may refer to what others found, with negation,
as long as nothing is recursive. So exceptions go by strata and duties that follow by steps, as many
as the mechanism has. Each test is a rule of its own, found once for an incident; who is told and
what follows are joins over tables, which are data beside the module. `a[x] contains y` is avoided:
the machine, as it stands, loses the `x`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from benchmarks.peers.engine import Engine, NotOfferedError
from benchmarks.peers.flat import (
    Answer,
    Condition,
    Incident,
    Limits,
    Rule,
    Rules,
    Test,
)
from benchmarks.peers.formulas import During, In, Inside, Writer, quoted, reports, variables

_PACKAGE = "duties"
_CPP_ENTRY = f"{_PACKAGE}/answer"
_BEARER = "data.tables.bearer[rule]"


class Regorus(Engine):
    """All duties, on regorus's virtual machine."""

    name = "Rego (regorus)"
    distributions = ("gordon-to-regorus",)
    given = "a module for the virtual machine, compiled once; JSON text in and out"
    entry = "answer"

    def prepare(self, rules: Rules) -> None:
        """Compile the module."""
        regorus = _imported("regorus")
        self._rules, self._names = rules, variables(rules)
        module, tables = written(rules)
        if not hasattr(regorus, "Rvm"):
            raise NotOfferedError("this regorus does not offer its virtual machine to Python")
        compiled = regorus.Program.compile_from_modules
        machine = regorus.Rvm()
        modules = [(f"{_PACKAGE}.rego", module)]
        try:
            program = compiled(tables, modules, [f"data.{_PACKAGE}.{self.entry}"])
        except RuntimeError as error:  # it takes no module of more than a mebibyte
            raise NotOfferedError(str(error).partition("\n")[0]) from error
        machine.load_program(program)
        machine.set_data_json(tables)
        self._set, self._execute = machine.set_input_json, machine.execute

    def take(self, incident: Incident) -> Any:
        """Take JSON text."""
        return json.dumps(_input(incident, self._names), ensure_ascii=False)

    def decide(self, taken: Any) -> Any:
        """Execute the module."""
        self._set(taken)
        return self._execute()

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        return self._answer(json.loads(decided))

    def _answer(self, pairs: Iterable[tuple[str, list[str]]]) -> Answer:
        found = ((self._rules.rules[int(index)], to) for index, to in pairs)
        return frozenset((rule.norm, rule.bearer, tuple(sorted(to))) for rule, to in found)


class RegorusFirst(Regorus):
    """First duties: the rules that the others start from, asked for themselves."""

    name = "Rego (regorus), first duties"
    level = "first"
    given = "another entry point of the same module"
    cannot = "(it can: recipients and the chain are not asked for here)"
    entry = "first"

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        found = (self._rules.rules[int(index)] for index in json.loads(decided))
        return frozenset((rule.norm, rule.bearer) for rule in found)


class RegoCpp(Regorus):
    """All duties, on rego-cpp."""

    name = "Rego (rego-cpp)"
    distributions = ("regopy",)
    given = "the same module as a bundle, built once; inputs made beforehand"
    slow = True

    def prepare(self, rules: Rules) -> None:
        """Build a bundle."""
        regopy = _imported("regopy")
        self._rules, self._names = rules, variables(rules)
        self._input = regopy.Input
        builder = regopy.Interpreter()
        module, tables = written(rules)
        builder.add_module(_PACKAGE, module)
        builder.add_data_json(tables)
        self._bundle = builder.build(None, [_CPP_ENTRY])
        self._interpreter = regopy.Interpreter()

    def take(self, incident: Incident) -> Any:
        """Take an input."""
        return self._input(_input(incident, self._names))

    def decide(self, taken: Any) -> Any:
        """Query the bundle."""
        self._interpreter.set_input(taken)
        return str(self._interpreter.query_bundle_entrypoint(self._bundle, _CPP_ENTRY))

    def answer(self, decided: Any) -> Answer:
        """Return what was found by name."""
        (found,) = json.loads(decided)["expressions"]
        return self._answer(found)


def _imported(name: str) -> Any:
    try:
        return import_module(name)  # each of the two may be missing
    except ImportError as error:
        raise NotOfferedError(f"not installed: {error}") from error


def _input(incident: Incident, names: dict[str, str]) -> dict[str, Any]:
    facts = {name: list(incident.facts.get(facet, ())) for facet, name in names.items()}
    around = {"inside": incident.inside, "day": incident.day, "areas": list(incident.areas)}
    return {**around, **facts}


def written(rules: Rules) -> tuple[str, str]:
    """Return the rules as a module of Rego, and tables as JSON text."""
    made = _Module(rules)
    module = "\n".join((f"package {_PACKAGE}", "import rego.v1", *made.lines(), ""))
    return module, json.dumps({"tables": made.tables}, ensure_ascii=False)


class _Module:
    def __init__(self, rules: Rules) -> None:
        self._rules, self._names = rules, variables(rules)
        self._tests: dict[Test, str] = {}
        self.tables: dict[str, Any] = {"bearer": {str(r.index): r.bearer for r in rules.rules}}
        self._writer = Writer(
            has=lambda test: self._tests.setdefault(test, f"test_{len(self._tests)}"),
            named=lambda named: f"knows[{quoted(named.agency)}]",
            inside="input.inside",
            day="input.day",
            area=lambda area: f"some area in input.areas; area in {_set(area.areas)}",
            ref=str,
        )

    def lines(self) -> list[str]:
        body = [*self._reach(), *self._candidates(), *self._exceptions(), *self._acting()]
        body += [*self._first_duties(), *self._following()]
        return [*body, *self._found_tests()]

    def _reach(self) -> list[str]:
        limits = self._rules.limits
        inside = self._writer.text(Inside())
        lines = [f"reach if {{ {inside}; {self._day(limits)} }}"]
        if limits.timed:
            lines.append(f"reach if {{ {inside}; input.day == 0 }}")
        return [*lines, *self._knowing()]

    def _knowing(self) -> list[str]:
        names = [self._names[facet] for facet in self._rules.knowledge]
        lines = [f"named contains agency if some agency in input.{name}" for name in names]
        lines.append("knows contains agency if some agency in named")
        for agency, known in reports(self._rules).items():
            for rule, condition in known:
                named = [f"named[{quoted(rule.bearer)}]"] if condition.known else []
                body = "; ".join([*self._has(condition), *named, *self._within(rule.limits)])
                lines.append(f"knows contains {quoted(agency)} if {{ {body} }}")
        return lines

    def _day(self, limits: Limits) -> str:
        during = self._writer.text(During(limits.start, limits.end, undated=False))
        return during.strip("()").replace(" && ", "; ") if limits.timed else "true"

    def _within(self, limits: Limits) -> list[str]:
        parts = [self._day(limits)] if limits.timed else []
        return parts + ([self._writer.text(In(limits.areas))] if limits.areas else [])

    def _has(self, condition: Condition) -> list[str]:
        return [self._writer.has(test) for test in condition.tests]

    def _candidates(self) -> list[str]:
        lines = []
        for rule in self._rules.rules:
            for condition in rule.when:
                knows = [f"knows[{quoted(rule.bearer)}]"] if condition.known else []
                body = ["reach", *self._has(condition), *knows, *self._within(rule.limits)]
                lines.append(f"candidate contains {_key(rule.index)} if {{ {'; '.join(body)} }}")
        return lines

    def _exceptions(self) -> list[str]:
        lines = []
        strata = sorted({y.stratum for y in self._rules.yields})
        for y in self._rules.yields:
            high = [f"not gone_{s}[{_key(y.high)}]" for s in strata if s < y.stratum]
            parts = [f"candidate[{_key(y.low)}]", f"candidate[{_key(y.high)}]", *high]
            for condition in y.only_where or (Condition(()),):
                body = "; ".join([*parts, *self._has(condition)])
                lines.append(f"gone_{y.stratum} contains {_key(y.low)} if {{ {body} }}")
        gone = "".join(f" - gone_{s}" for s in strata)
        return [*lines, f"first := candidate{gone}"]

    def _acting(self) -> list[str]:
        lines = []
        for place, finder in enumerate(self._rules.finders):
            body = f"some rule in first & {_keys(finder.acts)}; agency := {_BEARER}"
            if finder.except_named_in:
                body += f"; not named_{place}[agency]"
            lines.append(f"acting_{place} contains agency if {{ {body} }}")
            for facet in finder.except_named_in:
                name = self._names[facet]
                lines.append(f"named_{place} contains agency if some agency in input.{name}")
        return lines

    def _first_duties(self) -> list[str]:
        lines = []
        for like, rules in _alike(r for r in self._rules.rules if not r.step).items():
            body = f"some rule in first & {_keys(r.index for r in rules)}; {self._to(like, rules)}"
            lines.append(f"duty_0[rule] := to if {{ {body} }}")
        return lines

    def _following(self) -> list[str]:
        rules, lines = self._rules, []
        for step in range(1, rules.steps + 1):
            followers = [r for r in rules.rules if r.step == step]
            table: dict[str, dict[str, list[str]]] = {}
            for rule in followers:
                for source in rule.follows:
                    told = table.setdefault(str(source), {}).setdefault(rule.bearer, [])
                    told.append(str(rule.index))
            self.tables[f"followers_{step}"] = table
            told_ones = f"some rule in data.tables.followers_{step}[source][agency]"
            lines += [
                f"follows_{step} contains [rule, source] if {{ "
                f"some source, to in duty_{s}; some agency in to; {told_ones} }}"
                for s in range(step)
            ]
            for like, same in _alike(followers).items():
                those = _keys(r.index for r in same)
                body = f"some pair in follows_{step}; rule := pair[0]; rule in {those}; "
                body += self._to(like, same)
                lines.append(f"duty_{step}[rule] := to if {{ {body} }}")
        found = "answer contains [rule, to] if some rule, to in duty_{0}"
        return [*lines, *(found.format(step) for step in range(rules.steps + 1))]

    def _to(self, like: Rule, rules: list[Rule]) -> str:
        """Return the end of a body: what rules that are alike have besides their condition."""
        sets = []
        if like.to:
            self.tables.setdefault("to", {}).update({str(r.index): r.to for r in rules})
            sets.append("{agency | some agency in data.tables.to[rule]}")
        if like.finder is not None:
            sets.append(f"(acting_{like.finder} - {{{_BEARER}}})")
        if like.senders:
            sender = f"some each in follows_{like.step}; each[0] == rule"
            sets.append(f"{{data.tables.bearer[each[1]] | {sender}}}")
        parts = self._within(like.limits) if like.step else []
        parts.append(f"to := {' | '.join(sets) or 'set()'}")
        return "; ".join([*parts, "count(to) > 0"] if like.needs_recipient else parts)

    def _found_tests(self) -> list[str]:
        lines = []
        for test, name in self._tests.items():
            facet = f"input.{self._names[test.facet]}"
            body = f"count({facet}) > 0"
            if not test.any_value:
                body = f"some value in {facet}; value in {_set(test.values)}"
            lines.append(f"{name} if {{ {body} }}")
        return lines


def _alike(rules: Iterable[Rule]) -> dict[Rule, list[Rule]]:
    """Return rules together that differ in their condition and in agencies only, by the first."""
    found: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rules:
        like = (bool(rule.to), rule.finder, rule.senders, rule.needs_recipient)
        found.setdefault((*like, rule.limits if rule.step else None), []).append(rule)
    return {same[0]: same for same in found.values()}


def _key(index: int) -> str:
    return quoted(str(index))  # the keys of data are texts


def _keys(indexes: Iterable[int]) -> str:
    return _set(map(str, indexes))


def _set(texts: Iterable[str]) -> str:
    found = ",\n".join(map(quoted, texts))  # regorus takes no long lines
    return f"{{{found}}}" if found else "set()"
