"""Incidents for comparing engines: the enumerated core, and random ones over the whole space."""

from __future__ import annotations

import random
from collections.abc import Sequence

import zhize
from zhize import Incident
from zhize.evaluation.outcome import Outcome
from zhize.evaluation.samples import random_facts, representatives


def settings(mechanism: zhize.Mechanism, rng: random.Random) -> dict[str, tuple[str, ...]]:
    """Return the date and the places of an incident: mostly inside, sometimes not."""
    rulebase = mechanism.rulebase
    out: dict[str, tuple[str, ...]] = {}
    for facet in rulebase.facets:
        if "identifier" in facet.serves:
            out[facet.code] = ("X-1",)
        elif "date-known" in facet.serves:
            edges = [rulebase.info.valid_from, rulebase.info.valid_until]
            edges += [day for n in rulebase.norms for day in (n.valid_from, n.valid_until)]
            days = [day.toordinal() for day in edges if day is not None]
            day = rng.choice(days) + rng.choice((-400, -1, 0, 1, 30, 30, 200))
            out[facet.code] = (type(edges[0] or edges[1]).fromordinal(day).isoformat(),)
        elif facet.kind == "place" and rng.random() < 0.8:
            names = [p for p in rulebase.places if facet.code in p.facets and p.successor is None]
            if names:
                out[facet.code] = (rng.choice(names).code,)
    return out


def inside(mechanism: zhize.Mechanism) -> dict[str, tuple[str, ...]]:
    """Return a date and no place: surely within the mechanism."""
    rulebase = mechanism.rulebase
    date = rulebase.facet_serving("date-known")
    day = rulebase.info.valid_from or rulebase.info.valid_until
    assert date is not None
    assert day is not None
    return {date.code: (day.isoformat(),)}


def core(mechanism: zhize.Mechanism) -> list[Incident]:
    """Return the enumerated core of the fact space."""
    base = inside(mechanism)
    space = representatives(mechanism.rulebase, mechanism.decider.evaluator.program)
    return [Incident(id="X-1", values={**base, **facts}) for facts in space.core()]


def anything(mechanism: zhize.Mechanism, rng: random.Random) -> Incident:
    """Return a random incident over the whole space of facts, times and places."""
    facts = {**settings(mechanism, rng), **random_facts(mechanism.rulebase, rng)}
    vague = [
        f.code
        for f in mechanism.rulebase.facets
        if f.kind not in {"text", "date"} and (f.many or f.code not in facts)
    ]
    unknown = tuple(code for code in vague if rng.random() < 0.2)
    return Incident(id="X-1", values=facts, unknown=unknown)


def differences(
    mechanism: zhize.Mechanism, incidents: Sequence[Incident], found: Sequence[Outcome]
) -> list[str]:
    """Return how another engine's outcomes differ from the compiled ones, incident by incident."""
    out = []
    for incident, other in zip(incidents, found, strict=True):
        compiled = mechanism.decider.outcome(incident.values)
        if compiled != other:
            out.append(f"{incident.values}\n compiled: {compiled}\n other:    {other}")
    return out
