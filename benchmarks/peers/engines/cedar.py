"""cedarpy: Cedar policies in Rust (Apache-2.0).

A `permit` for each norm and bearer, with its number as annotation, and one `forbid` for what lies
outside the mechanism. Cedar answers a request with all policies that led to its decision, so that
one request gives all first duties. Policies and entities are parsed once; what is stated stands
in the context as sets, given as the JSON text that the binding would make of it anyway. (The
incident as an entity whose parents are the values it states is no faster.)

A policy sees the request and the entities, never another policy's result: exceptions are written
out as part of the conditions that yield to them. Who is told, and what follows from being told,
would have to be written out in full for each pair of agencies, or asked in further requests by a
program around Cedar; neither is Cedar expressing it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import cedarpy

from benchmarks.peers.engine import Engine
from benchmarks.peers.flat import Answer, Incident, Rules, Test
from benchmarks.peers.formulas import Writer, formulas, listed, quoted, variables


class Cedar(Engine):
    """First duties: the policies that permit."""

    name = "Cedar"
    distributions = ("cedarpy",)
    level = "first"
    given = "a policy for each norm and bearer, parsed once; a request with JSON text; batches"
    cannot = "recipients and the chain: a policy cannot refer to what another one found"

    def prepare(self, rules: Rules) -> None:
        """Parse the policies."""
        self._rules, self._names = rules, variables(rules)
        program, write = formulas(rules, self.level), self._writer().text
        policies = [
            f"@id({quoted(str(duty.rule.index))})\n"
            f"permit (principal, action, resource) when {{ {write(duty.holds)} }};"
            for duty in program.duties
        ]
        policies.append(
            f"forbid (principal, action, resource) unless {{ {write(program.reach)} }};"
        )
        self._policies = cedarpy.PolicySet.from_str("\n".join(policies))
        self._entities = cedarpy.Entities.from_json_str("[]")

    def _writer(self) -> Writer:
        names = self._names

        def has(test: Test) -> str:
            name = f"context.{names[test.facet]}"
            return f"!{name}.isEmpty()" if test.any_value else among(name, test.values)

        def among(name: str, texts: Sequence[str]) -> str:
            if len(texts) == 1:
                return f"{name}.contains({quoted(texts[0])})"
            return f"{name}.containsAny({listed(texts)})"

        return Writer(
            has=has,
            named=lambda n: (
                f"({' || '.join(among(f'context.{names[f]}', [n.agency]) for f in n.facets)})"
            ),
            inside="context.inside",
            day="context.day",
            area=lambda a: among("context.areas", a.areas),
            ref=str,
        )

    def take(self, incident: Incident) -> dict[str, str]:
        """Take a request."""
        context: dict[str, Any] = {
            "inside": incident.inside,
            "day": incident.day,
            "areas": incident.areas,
        }
        context |= {name: incident.facts.get(f, ()) for f, name in self._names.items()}
        return {
            "principal": 'Asker::"anybody"',
            "action": 'Action::"decide"',
            "resource": 'Matter::"this"',
            "context": json.dumps(context, ensure_ascii=False),
        }

    def decide(self, taken: dict[str, str]) -> Any:
        """Ask."""
        return cedarpy.is_authorized(taken, self._policies, self._entities)

    def decide_many(self, taken: Any) -> Any:
        """Ask in one call."""
        return cedarpy.is_authorized_batch(taken, self._policies, self._entities)

    def answer(self, decided: cedarpy.AuthzResult) -> Answer:
        """Return what was found by name."""
        if decided.diagnostics.errors:
            raise ValueError(decided.diagnostics.errors)
        if not decided.allowed:
            return frozenset()
        numbers = decided.diagnostics.id_annotations_by_reason.values()
        found = (self._rules.rules[int(number)] for number in numbers)
        return frozenset((rule.norm, rule.bearer) for rule in found)
