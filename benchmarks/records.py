"""Incident records to measure with, made from the mechanism's own words."""

from __future__ import annotations

import random
from typing import Any

from zhize.evaluation.space import random_facts
from zhize.model.rulebase import RuleBase

Fields = dict[str, Any]


def random_records(rulebase: RuleBase, rng: random.Random, count: int) -> list[Fields]:
    """Return records with random facts over the whole space, all fields stated where required."""
    return [_record(rulebase, rng, number) for number in range(count)]


def ledger(rulebase: RuleBase, rng: random.Random, count: int, kinds: int = 400) -> list[Fields]:
    """Return records as an office has them: few kinds of matter, met again and again."""
    models = [_record(rulebase, rng, number) for number in range(kinds)]
    identifier = _code(rulebase, "identifier")
    return [{**rng.choice(models), identifier: f"L-{number}"} for number in range(count)]


def _record(rulebase: RuleBase, rng: random.Random, number: int) -> Fields:
    facts = random_facts(rulebase, rng)
    places = [p for p in rulebase.places if p.successor is None and p.within is not None]
    fields: Fields = {}
    for facet in sorted(rulebase.facets, key=lambda f: f.position):
        if "identifier" in facet.serves:
            fields[facet.code] = f"R-{number}"
        elif "date-known" in facet.serves:
            fields[facet.code] = f"2025-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        elif facet.kind == "place" and "jurisdiction" not in facet.serves:
            found = [p.code for p in places if p.facets == (facet.code,)]
            top = [
                p.code
                for p in places
                if p.facets == (facet.code,)
                and p.within
                and not any(q.iri == p.within and q.within for q in rulebase.places)
            ]
            if top and found:
                fields[facet.code] = rng.choice(top)
        elif facet.values:
            values = facts.get(facet.code)
            if facet.many:
                # violations and discoverers are required of a record; one is always drawn
                fields[facet.code] = list(values) if values else [rng.choice(facet.values)]
            elif values:
                fields[facet.code] = values[0]
    return fields


def _code(rulebase: RuleBase, use: str) -> str:
    facet = rulebase.facet_serving(use)
    assert facet is not None
    return facet.code
