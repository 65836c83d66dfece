"""Reading a cell as a person does: which parts has an agency where these facts are stated?"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from typing import Any

import zhize
from zhize import Incident
from zhize.evaluation.samples import random_facts, representatives
from zhize.matrix import Column, Entry, Table
from zhize.model.decision import Decision, Duty

Facts = dict[str, tuple[str, ...]]
TOLD = {"notify": "notified", "feedback": "fed-back", "act": "receives"}


def arises(entry: Entry, facts: Facts) -> bool:
    """Tell whether the condition of an entry, read literally, is met by stated facts."""
    assert entry.condition is not None
    met = [
        turn.level
        for turn in entry.condition.turns
        if all(stated(facts.get(facet, ()), values) for facet, values in turn.facts)
    ]
    return max(met, default=0) % 2 == 1


def arises_by_json(row: dict[str, Any], facts: Facts) -> bool:
    """Tell the same from the JSON of an entry: of the turns that are met the last decides."""
    met = [
        turn["arises"]
        for turn in row["turns"]
        if all(stated(facts.get(t["facet"], ()), tuple(t["any_of"])) for t in turn["if"])
    ]
    return bool(met and met[-1])


def stated(values: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Tell whether one of the wanted values is stated, or a day of a wanted span."""
    for span in wanted:
        first, bar, last = span.partition("/")
        if any(v == span or (bar and first <= v and (last == ".." or v <= last)) for v in values):
            return True
    return False


def base(mechanism: zhize.Mechanism) -> Facts:
    """Return what every record of a mechanism states and the matrix leaves open."""
    out: Facts = {}
    for facet in mechanism.rulebase.facets:
        if "date-known" in facet.serves:
            out[facet.code] = (str(mechanism.rulebase.info.valid_from),)
    return out


def settings(mechanism: zhize.Mechanism) -> list[Facts]:
    """Return the days and places at which norms of the mechanism come and go."""
    rulebase = mechanism.rulebase
    day = next(f.code for f in rulebase.facets if "date-known" in f.serves)
    days = {rulebase.info.valid_from} | {n.valid_until for n in rulebase.norms}
    dates = sorted({d.toordinal() + more for d in days if d for more in (0, 1)})
    first = rulebase.info.valid_from
    assert first is not None
    out: list[Facts] = [{day: (first.fromordinal(d).isoformat(),)} for d in dates]
    areas = [(p.facets[0], p.code) for n in rulebase.norms for a in n.applies_in
             for p in rulebase.places if p.code == a]  # fmt: skip
    return out + [{**one, facet: (code,)} for one in out for facet, code in areas]


def with_this_alone(
    mechanism: zhize.Mechanism, column: Column, rng: random.Random, count: int
) -> Iterator[Facts]:
    """Yield incidents in which a column's value alone is wrong: drawn from all values of all
    facets, two agencies knowing at most, at every setting in turn."""
    knowing = mechanism.decider.evaluator.program.knowledge
    around = itertools.cycle(settings(mechanism))
    assert column.facet is not None
    for _ in range(count):
        facts = random_facts(mechanism.rulebase, rng, most=3)
        for facet in knowing:
            facts[facet] = facts.get(facet, ())[: rng.choice((0, 1, 1, 2))]
        yield {**facts, column.facet: (column.code,), **next(around)}


def core(mechanism: zhize.Mechanism, column: Column) -> Iterator[Facts]:
    """Yield every combination of at most one value on each other facet, one agency knowing."""
    for facts in representatives(mechanism.rulebase, mechanism.decider.evaluator.program).core():
        yield {**base(mechanism), **facts, column.facet or "": (column.code,)}


def decide(mechanism: zhize.Mechanism, facts: Facts) -> Decision:
    """Decide facts as they are, without asking whether a record may state them."""
    return mechanism.decide(Incident(id="X-1", values=facts))


def parts(duty: Duty) -> Iterator[tuple[str, str, str]]:
    """Yield the parts that a duty gives: (agency, part, norm)."""
    yield duty.bearer, duty.role or duty.mode, duty.norm
    for other in duty.to:
        yield other, TOLD[duty.mode], duty.norm


def parts_of(decision: Decision) -> set[tuple[str, str, str]]:
    """Return all parts that a decision gives."""
    return {part for duty in decision.duties for part in parts(duty)}


def entries(table: Table, column: Column) -> dict[tuple[str, str, str], Entry]:
    """Return the entries of a column by (agency, part, norm)."""
    found = {
        (agency, entry.part, entry.norm): entry
        for agency in table.rows
        for entry in table.cell(agency, column)
    }
    assert len(found) == sum(len(table.cell(agency, column)) for agency in table.rows)
    return found
