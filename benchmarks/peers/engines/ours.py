"""This engine: the decision with its explanation, and the bare outcome.

The explained one is given plain records, as a user has them: words still to be looked up, the
record still to be checked. The bare one is given what every peer is given, facts in codes, and
answers with rule numbers. Both remember what they decided for equal facts; that is part of the
engine, and why incidents never met before are measured as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import zhize
from benchmarks.peers.engine import Engine
from benchmarks.peers.flat import Answer, Incident, Rules
from benchmarks.peers.mechanisms import mechanism_at
from zhize.evaluation.outcome import Outcome


class Explained(Engine):
    """`Mechanism.decide`: duties with quotes and grounds, what is displaced, what it rests on."""

    name = "zhize, explained"
    distributions = ("zhize",)
    given = "`decide` on a plain record; in bulk `decide_table` on an Arrow table of records"

    def prepare(self, rules: Rules) -> None:  # noqa: ARG002 (it reads the mechanism itself)
        """Load the mechanism."""
        self._mechanism = mechanism_at(self.mechanism)
        identifier = self._mechanism.rulebase.facet_serving("identifier")
        self._identifier = identifier.code if identifier else "id"

    def take(self, incident: Incident) -> Any:
        """Take the record; what would be refused as a record, as checked values."""
        if incident.record is not None:
            return incident.record
        return zhize.Incident(id=incident.id, values=incident.values, unknown=incident.unknown)

    def decide(self, taken: Any) -> Any:
        """Decide with the explanation."""
        return self._mechanism.decide(taken)

    def answer(self, decided: zhize.Decision) -> Answer:
        """Return the duties by name."""
        return frozenset((duty.norm, duty.bearer, duty.to) for duty in decided.duties)

    def take_many(self, incidents: Sequence[Incident]) -> Any:
        """Make a table of the records, each with an identifier of its own."""
        import pyarrow as pa

        records = {id(i): i.record or {} for i in incidents}
        names = dict.fromkeys(name for record in records.values() for name in record)
        place = {key: row for row, key in enumerate(records)}
        rows = pa.array([place[id(i)] for i in incidents])
        columns = {n: pa.array([r.get(n) for r in records.values()]).take(rows) for n in names}
        columns[self._identifier] = pa.array([f"P-{n}" for n in range(len(incidents))])
        return pa.table(columns)

    def decide_many(self, taken: Any) -> Any:
        """Decide a table, column by column."""
        return self._mechanism.decide_table(taken, today=date.max)

    def answers(self, decided: Any) -> list[Answer]:
        """Return the duties of each row."""
        found: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
        for row in decided.exploded().to_pylist():
            found[row[self._identifier]].add((row["norm"], row["bearer"], tuple(row["to"])))
        return [frozenset(found[name]) for name in decided.codes[self._identifier].to_pylist()]


class Questioned(Explained):
    """The same, and for every unknown fact what knowing it would change."""

    name = "zhize, explained, open questions read"
    given = "the same, and `.open` of the decision; in bulk in a loop"

    take_many = Engine.take_many
    decide_many = Engine.decide_many
    answers = Engine.answers

    def decide(self, taken: Any) -> Any:
        """Decide with the explanation and all open questions."""
        decision = self._mechanism.decide(taken)
        decision.open  # noqa: B018 (found when it is read)
        return decision


class Bare(Explained):
    """The evaluator alone: numbers of duties with their recipients, without a word of why."""

    name = "zhize, bare outcome"
    given = "`Decider.outcome` on facts in codes; in bulk the same in a loop"

    def prepare(self, rules: Rules) -> None:
        """Load the mechanism."""
        super().prepare(rules)
        self._outcome = self._mechanism.decider.outcome
        self._units = self._mechanism.decider.evaluator.program.units

    def take(self, incident: Incident) -> Any:
        """Take the facts."""
        return incident.values

    take_many = Engine.take_many
    decide_many = Engine.decide_many
    answers = Engine.answers

    def decide(self, taken: Any) -> Outcome:
        """Infer the duties."""
        return self._outcome(taken)

    def answer(self, decided: Any) -> Answer:
        """Return the duties by name."""
        units = self._units
        return frozenset(
            (units[d.unit].norm.code, units[d.unit].bearer, d.to) for d in decided.duties
        )
