"""Sample facts to compare engines and to try things on: representatives, and random ones."""

from __future__ import annotations

import itertools
import random
from collections.abc import Hashable, Iterator, Mapping

import msgspec

from ..compilation.program import Program
from ..model.rulebase import Facet, RuleBase


class Representatives(msgspec.Struct, frozen=True):
    """One representative of each class of values, by facet.

    Attributes:
        concepts: For each tested concept facet, in the order of the record.
        agencies: Agencies that norms tell apart as knowing or as recipients, and one that they do
            not, if there is one.
        knowledge: Facets that name who knows.
    """

    concepts: tuple[tuple[str, tuple[str, ...]], ...]
    agencies: tuple[str, ...]
    knowledge: tuple[str, ...]

    def core(self) -> Iterator[dict[str, tuple[str, ...]]]:
        """Yield every combination of at most one value on each concept facet.

        Who knows goes through all agencies in turn, so that each is met often and the space does
        not grow by their number.
        """
        knowers = itertools.cycle(self.agencies)
        choices = [((), *((value,) for value in values)) for _, values in self.concepts]
        for combination in itertools.product(*choices):
            facts = {
                facet: values for (facet, _), values in zip(self.concepts, combination, strict=True)
            }
            facts[self.knowledge[0]] = (next(knowers),)
            yield facts


def representatives(rulebase: RuleBase, program: Program) -> Representatives:
    """Return the space of facts that a compiled mechanism can tell apart."""
    facets = {facet.code: facet for facet in rulebase.facets}
    concepts = tuple(
        (code, _classes({v: program.lookup[code][v] for v in facets[code].values}))
        for code in program.tested
        if facets[code].kind == "concept"
    )
    knowing = [facets[code] for code in program.knowledge]
    named = dict.fromkeys(value for facet in knowing for value in facet.values)
    borne = {unit.bearer for unit in program.units}
    features = {
        agency: (program.aware.get(agency, 0), agency if agency in borne else "")
        for agency in named
    }
    return Representatives(
        concepts=concepts,
        agencies=_classes(features),
        knowledge=tuple(program.knowledge),
    )


def _classes(features: Mapping[str, Hashable]) -> tuple[str, ...]:
    """Return the first value of each class of equal features."""
    first: dict[Hashable, str] = {}
    for value, feature in features.items():
        first.setdefault(feature, value)
    return tuple(first.values())


def random_facts(
    rulebase: RuleBase, rng: random.Random, most: int = 3
) -> dict[str, tuple[str, ...]]:
    """Return random facts over all values of all facets: some absent, some empty, some several."""
    facts: dict[str, tuple[str, ...]] = {}
    for facet in rulebase.facets:
        if facet.values and rng.random() < 0.85:
            facts[facet.code] = _some(facet, rng, most)
    return facts


def _some(facet: Facet, rng: random.Random, most: int) -> tuple[str, ...]:
    count = rng.choice((0, 1, 1, *range(2, most + 1))) if facet.many else 1
    return tuple(rng.sample(facet.values, min(count, len(facet.values))))
