"""The rules interpreted as they stand, in plain Python: what one would write in an afternoon.

It knows no index, no bit set and no memory between decisions. It is also the check of the flat
rules themselves: what it says must be what the compiled engine says, at each level.
"""

from __future__ import annotations

import platform

from benchmarks.peers.engine import Engine
from benchmarks.peers.flat import Answer, Condition, Incident, Rule, Rules

Duties = dict[int, set[str]]


class Naive(Engine):
    """Loops over the rules."""

    name = f"plain Python {platform.python_version()}"
    given = "a loop over the flat rules; sets of accepted values"

    def prepare(self, rules: Rules) -> None:
        """Keep the rules; values that a test accepts as sets."""
        self._rules = rules
        self._accepts = {
            test: frozenset(test.values)
            for conditions in (
                *(rule.when for rule in rules.rules),
                *(yielding.only_where for yielding in rules.yields),
            )
            for condition in conditions
            for test in condition.tests
        }
        self._by_step = [[r for r in rules.rules if r.step == n] for n in range(rules.steps + 1)]

    def take(self, incident: Incident) -> Incident:
        """Take an incident as it is."""
        return incident

    def decide(self, taken: Incident) -> list[tuple[Rule, set[str]]]:
        """Return the duties, each with its recipients."""
        candidates = self.candidates(taken)
        duties = self.duties(taken, self.left(taken, candidates))
        return [(self._rules.rules[index], to) for index, to in duties.items()]

    def answer(self, decided: list[tuple[Rule, set[str]]]) -> Answer:
        """Return the duties by name."""
        return frozenset((rule.norm, rule.bearer, tuple(sorted(to))) for rule, to in decided)

    def at_level(self, incident: Incident, level: str) -> Answer:
        """Return what is right at a level."""
        if level == "chain":
            return self.answer(self.decide(incident))
        found = self.candidates(incident)
        if level == "first":
            found = self.left(incident, found)
        return frozenset((rule.norm, rule.bearer) for rule in found)

    def candidates(self, incident: Incident) -> list[Rule]:
        """Return the rules that hold by the facts (step 3)."""
        rules = self._rules
        if not rules.reach(incident):
            return []
        knowers = {a for facet in rules.knowledge for a in incident.facts.get(facet, ())}
        reached = [r for r in self._by_step[0] if r.limits.hold(incident.day, incident.areas)]
        first = [rule for rule in reached if self._triggered(incident, rule, knowers)]
        aware = knowers.union(*(rule.makes_aware for rule in first))
        if aware == knowers:
            return first
        return [rule for rule in reached if self._triggered(incident, rule, aware)]

    def _triggered(self, incident: Incident, rule: Rule, knowers: set[str]) -> bool:
        return any(
            (not condition.known or rule.bearer in knowers) and self._holds(incident, condition)
            for condition in rule.when
        )

    def _holds(self, incident: Incident, condition: Condition) -> bool:
        return all(
            not self._accepts[test].isdisjoint(incident.facts.get(test.facet, ()))
            for test in condition.tests
        )

    def left(self, incident: Incident, candidates: list[Rule]) -> list[Rule]:
        """Return what exceptions leave (step 4)."""
        standing = {rule.index for rule in candidates}
        displaced: set[int] = set()
        for y in self._rules.yields:
            if y.low in standing and y.high in standing and y.high not in displaced:
                if not y.only_where or any(self._holds(incident, c) for c in y.only_where):
                    displaced.add(y.low)
        return [rule for rule in candidates if rule.index not in displaced]

    def duties(self, incident: Incident, first: list[Rule]) -> Duties:
        """Return the duties, each with its recipients (steps 5 and 6)."""
        rules, duties = self._rules, Duties()
        acting = []
        for finder in rules.finders:
            named = {a for facet in finder.except_named_in for a in incident.facts.get(facet, ())}
            acting.append({r.bearer for r in first if r.index in finder.acts} - named)
        for rule in first:
            self._add(duties, rule, acting, set())
        for step in self._by_step[1:]:
            for rule in step:
                if duties and rule.limits.hold(incident.day, incident.areas):
                    sources = [s for s in rule.follows if rule.bearer in duties.get(s, ())]
                    if sources:
                        senders = {rules.rules[s].bearer for s in sources}
                        self._add(duties, rule, acting, senders if rule.senders else set())
        return duties

    @staticmethod
    def _add(duties: Duties, rule: Rule, acting: list[set[str]], senders: set[str]) -> None:
        to = senders.union(rule.to)
        if rule.finder is not None:
            to |= acting[rule.finder] - {rule.bearer}
        if to or not rule.needs_recipient:
            duties[rule.index] = to
