"""Incident records to measure with, made from the mechanism's own words."""

from __future__ import annotations

import itertools
import random
from datetime import date
from typing import Any

from zhize import Mechanism
from zhize.evaluation.samples import random_facts
from zhize.model.rulebase import Place, RuleBase
from zhize.records import resolve

Fields = dict[str, Any]


def random_records(mechanism: Mechanism, rng: random.Random, count: int) -> list[Fields]:
    """Return records with random facts over the whole space, without contradictions."""
    rulebase, checker = mechanism.rulebase, mechanism.checker(date.max)
    home = {p.iri for p in rulebase.places if p.code == rulebase.info.applies_in}
    towns = [p for p in rulebase.places if p.within in home and p.successor is None]
    required = {p.field for p in checker.check(resolve({}, mechanism.lexicon))}
    found: list[Fields] = []
    for number in itertools.count():
        if len(found) == count:
            break
        fields = _record(rulebase, rng, number, rng.choice(towns))
        for problem in checker.check(resolve(fields, mechanism.lexicon)):
            fields.pop(problem.field or "", None)  # a field that contradicts another
        if required <= fields.keys():
            found.append(fields)
    return found


def ledger(mechanism: Mechanism, rng: random.Random, count: int, kinds: int = 400) -> list[Fields]:
    """Return records as an office has them: few kinds of matter, met again and again."""
    models = random_records(mechanism, rng, kinds)
    facet = mechanism.rulebase.facet_serving("identifier")
    identifier = facet.code if facet else "id"
    return [{**rng.choice(models), identifier: f"L-{number}"} for number in range(count)]


def _record(rulebase: RuleBase, rng: random.Random, number: int, town: Place) -> Fields:
    facts = random_facts(rulebase, rng)
    fields: Fields = {}
    for facet in sorted(rulebase.facets, key=lambda f: f.position):
        if "identifier" in facet.serves:
            fields[facet.code] = f"R-{number}"
        elif "date-known" in facet.serves:
            fields[facet.code] = f"2025-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        elif facet.code in town.facets:
            fields[facet.code] = town.code
        elif facet.code in facts:
            values = facts[facet.code]
            fields[facet.code] = list(values) if facet.many else values[0]
    return fields
