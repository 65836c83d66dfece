"""Rules and incidents without any language of their own: what every engine is given.

Nothing here knows this project's engine: the process in which a peer is measured loads only these
values, so that its memory is its own. `rules.py` makes the rules, `incidents.py` the incidents.

An answer has one of three levels, each with more of the meaning (docs/rule-language.md, Meaning):

- `facts`: the candidates, step 3: which norm falls on which bearer by the facts, those included
  that know only through a report;
- `first`: what exceptions leave of them, step 4;
- `chain`: the duties with their recipients, and the duties that follow from duties, steps 5 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LEVELS = ("facts", "first", "chain")
FIRST_DAY, LAST_DAY = 0, 99_991_231

Answer = frozenset[tuple[Any, ...]]
"""Of (norm, bearer); at the level `chain` of (norm, bearer, sorted recipients)."""


@dataclass(frozen=True, slots=True)
class Test:
    """The incident states on a facet one of these values; narrower values are among them.

    With `any_value` the values are all that the facet has: not to be empty is enough.
    """

    facet: str
    values: tuple[str, ...]
    any_value: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """A conjunction of tests; with `known` the bearer must also know of the matter."""

    tests: tuple[Test, ...]
    known: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Days (20250131) from `start` to `end`; one of these areas, or anywhere if there is none.

    A norm with a window of its own (`timed`) does not apply to an incident without a day.
    """

    start: int = FIRST_DAY
    end: int = LAST_DAY
    areas: tuple[str, ...] = ()

    @property
    def timed(self) -> bool:
        """True if it has a window."""
        return self.start != FIRST_DAY or self.end != LAST_DAY

    def hold(self, day: int, areas: tuple[str, ...]) -> bool:
        """Tell whether a day and the areas around a place are within."""
        if self.timed and not (day and self.start <= day <= self.end):
            return False
        return not self.areas or not set(self.areas).isdisjoint(areas)


@dataclass(frozen=True, slots=True)
class Rule:
    """One norm on one bearer.

    Attributes:
        index: Its place in `Rules.rules`, by which others point to it.
        when: Conditions, any one of which is enough; empty for a rule that follows.
        makes_aware: Agencies that know once the rule is a candidate by those named alone.
        needs_recipient: Without a recipient it is no duty.
        to: Recipients always addressed.
        finder: Index of the finder of further recipients, or None.
        senders: The bearers of the duties it follows are recipients as well.
        follows: Rules; it holds if its bearer is a recipient of a duty under one of them.
        step: 0 for a rule by facts, else the place in the chain: it follows earlier steps only.
    """

    index: int
    norm: str
    bearer: str
    when: tuple[Condition, ...]
    limits: Limits
    makes_aware: tuple[str, ...]
    needs_recipient: bool
    to: tuple[str, ...]
    finder: int | None
    senders: bool
    follows: tuple[int, ...]
    step: int


@dataclass(frozen=True, slots=True)
class Yielding:
    """A candidate `low` yields to a candidate `high` that has not yielded itself.

    With conditions (on facts, never on knowledge) only where one of them holds. `stratum`, from 1,
    is above that of everything to which `high` yields.
    """

    low: int
    high: int
    only_where: tuple[Condition, ...]
    stratum: int


@dataclass(frozen=True, slots=True)
class Finder:
    """Recipients by what they do: the bearers of these rules, where they are first duties.

    Less the bearer who looks for them, less every agency stated on a facet of `except_named_in`.
    """

    acts: tuple[int, ...]
    except_named_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """A mechanism, flat.

    Attributes:
        facets: The facets that matter, each with all its values.
        many: Those of them that take a list.
        knowledge: The facets whose agencies know.
        limits: The window of the mechanism itself; an incident without a day is within it.
        yields: In an order in which what `high` yields to is settled before.
        steps: How many steps the longest chain has.
    """

    code: str
    facets: dict[str, tuple[str, ...]]
    many: frozenset[str]
    knowledge: tuple[str, ...]
    limits: Limits
    rules: tuple[Rule, ...]
    yields: tuple[Yielding, ...]
    finders: tuple[Finder, ...]
    steps: int

    def reach(self, incident: Incident) -> bool:
        """Tell whether the mechanism reaches an incident (step 1)."""
        return incident.inside and (not incident.day or self.limits.hold(incident.day, ()))


@dataclass(frozen=True, slots=True)
class Incident:
    """What is known of one matter.

    Attributes:
        facts: Stated values of the facets that matter; a facet without any is left out.
        day: 20250131, or 0 where none is stated.
        areas: All places it lies in, those around them included: geography is settled beforehand.
        inside: It does not lie outside the place where the mechanism binds.
        record: The same as a record of this project, for its own engine; None where it could be
            none, because what it says is refused.
        values, unknown: The same with its words looked up.
    """

    id: str
    facts: dict[str, tuple[str, ...]]
    day: int
    areas: tuple[str, ...]
    inside: bool
    record: dict[str, Any] | None
    values: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workload:
    """Rules, incidents, and what is right.

    Attributes:
        mechanism: Where it lies.
        checks, right: Incidents to compare on, and for each level their answers.
        repeated: The incident that is decided again and again.
        different: Incidents none of which is like another, or like any of the former.
        kinds: The kinds of matter of a ledger.
    """

    mechanism: str
    rules: Rules
    checks: list[Incident]
    right: dict[str, list[Answer]]
    repeated: Incident
    different: list[Incident]
    kinds: list[Incident]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way for a rule to become a candidate, in one step: for engines that do not chain.

    Attributes:
        tests: All must hold; a facet may be tested more than once.
        named: An agency that must stand on one of the knowledge facets, or None.
        limits: All must hold.
    """

    tests: tuple[Test, ...]
    named: str | None
    limits: tuple[Limits, ...]


def alternatives(rules: Rules) -> tuple[tuple[Alternative, ...], ...]:
    """Return for each rule all ways to become a candidate; none for rules that follow.

    Who knows through a report is unrolled: what triggers the report stands among the tests.
    """
    reports: dict[str, list[tuple[Rule, Condition]]] = {}
    for rule in rules.rules:
        for agency in rule.makes_aware:
            reports.setdefault(agency, []).extend((rule, condition) for condition in rule.when)
    found = []
    for rule in rules.rules:
        ways = []
        for condition in rule.when:
            named = rule.bearer if condition.known else None
            ways.append(Alternative(condition.tests, named, (rule.limits,)))
            if condition.known:
                ways += [
                    Alternative(
                        (*condition.tests, *first.tests),
                        report.bearer if first.known else None,
                        tuple(dict.fromkeys((rule.limits, report.limits))),
                    )
                    for report, first in reports.get(rule.bearer, ())
                ]
        found.append(tuple(dict.fromkeys(ways)))
    return tuple(found)
