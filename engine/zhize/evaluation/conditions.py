"""The compiled program turned round: what must be stated, and what must not, for a duty to arise.

The conditions of a duty are written as a list of clauses, any one of which is enough (disjunctive
normal form). A clause holds of a record if each of its tests finds one of its values, none of the
values it rules out is stated, and the norms it counts on hold then and there. Everything that makes
or hinders a duty is in it: the tests of triggers, knowledge and who makes aware, exceptions and
exceptions to them, recipients, and the duties that a duty follows from.

Because each part of a clause is about one facet only, the cheapest change that makes a clause hold
is the sum of the cheapest changes on each facet: `search` needs no guessing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..compilation.program import Program, numbers_of
from ..model.rulebase import RuleBase
from .clauses import ALWAYS, NEVER, Algebra, Clause, Clauses, Layout, TooManyClauses, positions

KnowsWhen = Callable[[str], Clauses]
Make = Callable[[], Clauses]


class Conditions:
    """The conditions of every unit, each worked out when it is first asked for."""

    def __init__(self, rulebase: RuleBase, program: Program) -> None:
        self.layout = Layout(rulebase, program)
        self._algebra = Algebra(self.layout)
        self._program = program
        self._units = program.units
        self._edges = {edge.unit: edge.by for edge in program.edges}
        self._sources = {
            follower: sorted(sources) for level in program.follow_ups for follower, sources in level
        }
        self._limits = [(window.mask, 1 << i) for i, window in enumerate(program.windows)]
        first = len(program.windows)
        self._limits += [(area.mask, 1 << first + i) for i, area in enumerate(program.areas)]
        self._tests = self._tests_of(program)
        self._reports: dict[str, list[int]] = {}
        for mask, told in program.makes_aware:
            self._reports.setdefault(told, []).extend(positions(mask))
        self._acting: dict[int, dict[str, list[int]]] = {}
        self._equal: dict[Clauses, Clauses] = {}
        self._memo: dict[tuple[object, ...], Clauses | None] = {}

    def _tests_of(self, program: Program) -> dict[int, dict[str, int]]:
        """Return for each bit the values of each facet that it asks for, by facet."""
        found: dict[int, dict[str, int]] = {bit: {} for bit in range(len(program.unit_of_bit))}
        for facet in program.tested:
            free = program.free[facet]
            for bit in numbers_of(program.all_bits & ~free):
                found[bit][facet] = 0
            for value, satisfied in program.lookup[facet].items():
                for bit in numbers_of(satisfied & ~free):
                    found[bit][facet] |= self.layout.bit[facet, value]
        return found

    def of_duty(self, unit: int) -> Clauses:
        """Return the clauses under which a unit becomes a duty; none where it never can.

        Units that become duties together (to handle a matter, and to feed back on it) share them.

        Raises:
            TooManyClauses: They are more than `CLAUSE_LIMIT`.
        """
        return self._remembered(("duty", unit), lambda: self._duty(unit))

    # ------------------------------------------------------------ what a duty needs

    def _duty(self, index: int) -> Clauses:
        unit = self._units[index]
        if unit.triggers[0].follows:
            ways = self._told_by(tuple(self._sources.get(index, ())), unit.bearer)
            clauses = self._algebra.both(self._bits_on(unit.mask), ways)
            if unit.needs_recipient and not unit.fixed and not unit.senders:
                clauses = self._algebra.both(clauses, self._somebody_acts(unit.acting, unit.bearer))
            return clauses
        clauses = self._stands(index)
        if unit.needs_recipient and not unit.fixed:
            clauses = self._algebra.both(clauses, self._somebody_acts(unit.acting, unit.bearer))
        return clauses

    def _told_by(self, sources: tuple[int, ...], agency: str) -> Clauses:
        """Return when an agency is a recipient of one of some duties; norms often share them."""
        return self._remembered(
            ("told-by", sources, agency),
            lambda: self._algebra.either(
                way for source in sources for way in self._tells(source, agency)
            ),
        )

    def _tells(self, source: int, agency: str) -> Clauses:
        """Return when a unit is a duty of which an agency is a recipient."""
        told = self._receives(source, agency)
        if not told:
            return NEVER
        unit = self._units[source]
        if unit.triggers[0].follows or unit.fixed or unit.senders:
            return self._algebra.both(self.of_duty(source), told)
        # Somebody acts, for the agency does: to say so again would multiply the clauses.
        return self._algebra.both(self._stands(source), told)

    def _receives(self, source: int, agency: str) -> Clauses:
        """Return when an agency is a recipient of a duty, given that it is one."""
        unit = self._units[source]
        if agency in unit.fixed:
            return ALWAYS
        ways: list[Clause] = []
        if unit.acting >= 0 and agency != unit.bearer:
            ways += self._acts(unit.acting, agency)
        if unit.senders:
            for earlier in self._sources.get(source, ()):
                if self._units[earlier].bearer == agency:
                    ways += self._tells(earlier, unit.bearer)
        return self._algebra.either(ways)

    def _somebody_acts(self, rule: int, but: str) -> Clauses:
        """Return when a recipient rule finds anybody besides one agency."""
        if rule < 0:
            return NEVER
        return self._remembered(
            ("somebody-acts", rule, but),
            lambda: self._algebra.either(
                way
                for a in sorted(self._acting_by(rule))
                if a != but
                for way in self._acts(rule, a)
            ),
        )

    def _acts(self, rule: int, agency: str) -> Clauses:
        """Return when an agency acts as a recipient rule counts it, and is not left out."""

        def make() -> Clauses:
            mine = self._acting_by(rule).get(agency, ())
            acts = self._algebra.either(way for u in mine for way in self._stands(u))
            named = self._program.acting_rules[rule].except_named_in
            return self._algebra.both(self._unnamed(agency, named), acts)

        return self._remembered(("acts", rule, agency), make)

    def _acting_by(self, rule: int) -> dict[str, list[int]]:
        """Return the units that a recipient rule counts, by bearer."""
        found = self._acting.get(rule)
        if found is None:
            found = {}
            for unit in sorted(self._program.acting_rules[rule].units):
                found.setdefault(self._units[unit].bearer, []).append(unit)
            self._acting[rule] = found
        return found

    def _stands(self, index: int) -> Clauses:
        """Return when a unit is a candidate that nothing displaces."""
        return self._remembered(
            ("stands", index),
            lambda: self._algebra.both(self._candidate(index), self._yields_not(index)),
        )

    # ------------------------------------------------------------ candidates and exceptions

    def _candidate(self, index: int) -> Clauses:
        unit = self._units[index]
        return self._remembered(
            ("candidate", index),
            lambda: self._algebra.either(
                way for bit in unit.bits for way in self._bit(bit, self._knows)
            ),
        )

    def _no_candidate(self, index: int) -> Clauses:
        """Return when no trigger of a unit holds."""
        return self._remembered(
            ("no-candidate", index),
            lambda: self._algebra.all_of(self._not_bit(bit) for bit in self._units[index].bits),
        )

    def _yields(self, index: int) -> Clauses:
        """Return when a unit would be displaced."""
        return self._remembered(
            ("yields", index),
            lambda: self._algebra.either(
                way
                for high, condition, _ in self._edges.get(index, ())
                for way in self._algebra.both(self._stands(high), self._condition(condition))
            ),
        )

    def _yields_not(self, index: int) -> Clauses:
        return self._remembered(
            ("yields-not", index),
            lambda: self._algebra.all_of(
                self._algebra.either(
                    [
                        *self._no_candidate(high),
                        *self._yields(high),
                        *self._no_condition(condition),
                    ]
                )
                for high, condition, _ in self._edges.get(index, ())
            ),
        )

    def _condition(self, mask: int) -> Clauses:
        if not mask:
            return ALWAYS
        return self._algebra.either(
            way for bit in positions(mask) for way in self._bit(bit, self._knows)
        )

    def _no_condition(self, mask: int) -> Clauses:
        return (
            self._algebra.all_of(self._not_bit(bit) for bit in positions(mask)) if mask else NEVER
        )

    # ------------------------------------------------------------ triggers

    def _bit(self, bit: int, knows: KnowsWhen) -> Clauses:
        """Return when one bit of the program stands."""
        program = self._program
        tests = [(self.layout.rank[facet], values) for facet, values in self._tests[bit].items()]
        if not all(values for _, values in tests):
            return NEVER
        on = 0
        for mask, limit in self._limits:
            on |= limit if mask >> bit & 1 else 0
        clauses: Clauses = (Clause(tuple(tests), 0, on, 0),)
        if not program.aware_free >> bit & 1:
            clauses = self._algebra.both(
                clauses, knows(self._units[program.unit_of_bit[bit]].bearer)
            )
        return clauses

    def _not_bit(self, bit: int) -> Clauses:
        """Return when one bit does not stand: a test fails, or the bearer does not know."""
        program = self._program
        ways = [Clause((), values) for values in self._tests[bit].values()]
        ways += [Clause((), 0, 0, limit) for mask, limit in self._limits if mask >> bit & 1]
        if not program.aware_free >> bit & 1:
            ways += self._unaware(self._units[program.unit_of_bit[bit]].bearer)
        return self._algebra.either(ways)

    def _bits_on(self, mask: int) -> Clauses:
        """Return when a norm that follows from duties holds then and there."""
        on = 0
        for limited, limit in self._limits:
            on |= limit if limited & mask else 0
        return (Clause((), 0, on, 0),)

    # ------------------------------------------------------------ knowledge

    def _named(self, agency: str) -> Clauses:
        """Return when the record names an agency on a field of those who know."""
        layout = self.layout
        return tuple(
            Clause(((layout.rank[facet], layout.bit[facet, agency]),))
            for facet in self._program.knowledge
            if (facet, agency) in layout.bit
        )

    def _unnamed(self, agency: str, facets: Iterable[str]) -> Clauses:
        absent = 0
        for facet in facets:
            absent |= self.layout.bit.get((facet, agency), 0)
        return (Clause((), absent),)

    def _knows(self, agency: str) -> Clauses:
        """Return when an agency knows: it is named, or a norm makes it aware."""

        def make() -> Clauses:
            bits = self._reports.get(agency, ())
            reports = [way for bit in bits for way in self._bit(bit, self._named)]
            return self._algebra.either([*self._named(agency), *reports])

        return self._remembered(("knows", agency), make)

    def _unaware(self, agency: str) -> Clauses:
        """Return when an agency does not know."""
        return self._remembered(("unaware", agency), lambda: self._hears_not(agency))

    def _hears_not(self, agency: str) -> Clauses:
        ways = self._unnamed(agency, self._program.knowledge)
        for bit in self._reports.get(agency, ()):
            fails = [Clause((), values) for values in self._tests[bit].values()]
            fails += [Clause((), 0, 0, limit) for mask, limit in self._limits if mask >> bit & 1]
            if not self._program.aware_free >> bit & 1:
                reporter = self._units[self._program.unit_of_bit[bit]].bearer
                fails += self._unnamed(reporter, self._program.knowledge)
            ways = self._algebra.both(ways, tuple(fails))
        return ways

    def _remembered(self, what: tuple[object, ...], make: Make) -> Clauses:
        """Return clauses made once; equal ones are one value, and too many stay too many."""
        if what not in self._memo:
            try:
                made = make()
                self._memo[what] = self._equal.setdefault(made, made)
            except TooManyClauses:
                self._memo[what] = None
        found = self._memo[what]
        if found is None:
            raise TooManyClauses
        return found
