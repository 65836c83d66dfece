"""The slow way to the smallest change: try every one, up to a size, with the engine itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import zhize
from zhize import Incident
from zhize.evaluation.evaluator import Facts

Edit = tuple[str, str, str | None]
"""Kind (`add`, `remove` or `set`), field, value."""


@dataclass
class Smallest:
    """What brute force found for one unit: the size, and what is then stated.

    A result is told by the day and place fields that changed, and by all stated facts.
    """

    cost: int
    results: set[tuple[frozenset[str], frozenset[tuple[str, str]]]] = field(default_factory=set)


def edits(mechanism: zhize.Mechanism, facts: Facts) -> list[Edit]:
    """Return every single edit of a record: of each field that could decide anything."""
    found: list[Edit] = []
    for facet in mechanism.rulebase.facets:
        stated = facts.get(facet.code, ())
        if facet.kind == "date":
            found += [("set", facet.code, day) for day in days(mechanism) if (day,) != stated]
        elif facet.kind == "place":
            names = {p.code for p in mechanism.rulebase.places if facet.code in p.facets}
            if len(names) < 20:
                found += [("set", facet.code, n) for n in sorted(names) if (n,) != stated]
        elif facet.kind in {"concept", "agency"} and facet.many:
            found += [("remove" if v in stated else "add", facet.code, v) for v in facet.values]
        elif facet.kind in {"concept", "agency"}:
            found += [("set", facet.code, v) for v in facet.values if (v,) != stated]
            found += [("set", facet.code, None)] if stated else []
    return found


def days(mechanism: zhize.Mechanism) -> list[str]:
    """Return the days on which anything begins or ends, and those beside them."""
    ends: list[date | None] = []
    for limited in (mechanism.rulebase.info, *mechanism.norms):
        ends += [limited.valid_from, limited.valid_until]
    beside = (timedelta(days=-1), timedelta(0), timedelta(days=1))
    return sorted({(day + step).isoformat() for day in ends if day is not None for step in beside})


def carried_out(facts: Facts, chosen: tuple[Edit, ...]) -> dict[str, tuple[str, ...]] | None:
    """Return the facts after some edits, or None where two of them set the same field."""
    changed = dict(facts)
    fields = [f for kind, f, _ in chosen if kind == "set"]
    if len(fields) != len(set(fields)):
        return None
    for kind, name, value in chosen:
        if kind == "set":
            changed[name] = () if value is None else (value,)
        elif kind == "add":
            changed[name] = (*changed.get(name, ()), str(value))
        else:
            changed[name] = tuple(v for v in changed[name] if v != value)
    return changed


def neighbours(
    mechanism: zhize.Mechanism, facts: Facts, most: int
) -> Iterator[tuple[int, frozenset[str], dict[str, tuple[str, ...]]]]:
    """Yield every record within some edits, with the number of edits and the settings changed."""
    single = edits(mechanism, facts)
    settings = {f.code for f in mechanism.rulebase.facets if f.kind in {"date", "place"}}
    for cost in range(most + 1):
        for chosen in itertools.combinations(single, cost):
            changed = carried_out(facts, chosen)
            if changed is not None:
                yield cost, frozenset(f for _, f, _ in chosen if f in settings), changed


def smallest(mechanism: zhize.Mechanism, incident: Incident, most: int) -> dict[int, Smallest]:
    """Return, for each unit that some change of at most this size makes a duty, all smallest."""
    found: dict[int, Smallest] = {}
    for cost, moved, facts in neighbours(mechanism, incident.values, most):
        for duty in mechanism.decider.outcome(facts).duties:
            best = found.setdefault(duty.unit, Smallest(cost))
            if best.cost == cost:
                best.results.add((moved, stated(mechanism, facts)))
    return found


def stated(mechanism: zhize.Mechanism, facts: Facts) -> frozenset[tuple[str, str]]:
    """Return the stated values of the fields that have values to enumerate."""
    fields = [f.code for f in mechanism.rulebase.facets if f.kind in {"concept", "agency"}]
    return frozenset((name, value) for name in fields for value in facts.get(name, ()))
