"""Incidents to decide, made from a mechanism's own words with a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Iterable

import zhize
from benchmarks.peers.flat import Incident, Rules
from benchmarks.peers.rules import day_number
from benchmarks.records import Fields, random_records
from tests.engine.space import anything
from zhize.evaluation.scope import Scope


class Maker:
    """Makes incidents of one mechanism."""

    def __init__(self, mechanism: zhize.Mechanism, rules: Rules) -> None:
        self._mechanism, self._rules = mechanism, rules
        self._scope = Scope(mechanism.rulebase)

    def different(self, count: int, seed: int) -> list[Incident]:
        """Return incidents no two of which the rules could take for the same."""
        rng, found = random.Random(seed), {}
        while len(found) < count:
            for record in random_records(self._mechanism, rng, count - len(found)):
                incident = self.from_record(record)
                found.setdefault(seen(incident), incident)
        return list(found.values())

    def anywhere(self, count: int, seed: int) -> list[Incident]:
        """Return incidents over the whole space: places and days outside the mechanism included."""
        rng = random.Random(seed)
        return [self.flat(anything(self._mechanism, rng)) for _ in range(count)]

    def from_record(self, record: Fields) -> Incident:
        """Return a record flat, as it was checked and its words looked up."""
        return self.flat(self._mechanism.incident(record), record)

    def flat(self, incident: zhize.Incident, record: Fields | None = None) -> Incident:
        """Return an incident flat."""
        values, scope = dict(incident.values), self._scope
        facts = {f: values[f] for f in self._rules.facets if values.get(f)}
        somewhere = {f: v for f, v in values.items() if f in scope.place_fields}
        return Incident(
            id=incident.id,
            facts=facts,
            day=day_number(scope.day(values)),
            areas=tuple(sorted(scope.places(values))),
            inside=scope.reason(somewhere) is None,
            record=record,
            values=values,
            unknown=incident.unknown,
        )


def seen(incident: Incident) -> tuple[object, ...]:
    """Return all of an incident that the rules see."""
    return (incident.day, incident.areas, *sorted(incident.facts.items()))


def typical(incidents: Iterable[Incident], sizes: Iterable[int]) -> Incident:
    """Return the incident with the median number of duties."""
    ranked = sorted(zip(sizes, range(1 << 60), incidents, strict=False), key=lambda row: row[:2])
    return ranked[len(ranked) // 2][2]
