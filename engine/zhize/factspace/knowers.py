"""Who knows of an incident: as few sets of agencies as stand for all of them.

A record may name any set of agencies as knowing, far too many to go through. One at a time is
enough where these hold, which `separable` looks up in the compiled program:

1. No act needs its bearer to know. Then who acts does not depend on who knows.
2. Whether a norm yields to another does not depend on who else knows: the displacing norm needs no
   knowledge, or both fall on the same agency and the displaced one needs it to know as well.
3. No trigger tests a facet of agencies.

Then the candidates under a set *N* of knowers are the union of those under each member alone (each
knowledge bit is one agency's, and so is the awareness that a report gives), and so are those left
after exceptions. A duty to notify has under *N* the recipients it has under one member, less those
in *N* themselves, who know. So an agency outside *N* is told of the matter under *N* if and only if
it is told under some member alone; a norm can be without recipients under *N* without being so
under a member only because all it would tell know already; and what follows a notification to an
agency outside *N* is the same. Whatever goes wrong for a set goes wrong for one of its members.

Agencies that norms do not tell apart stand for one another. Where a condition fails, sets are gone
through as well, by size, up to `LIMIT`; the report says if that was not all of them.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

from ..compilation.program import Program
from ..model.rulebase import RuleBase
from .cells import Stated

LIMIT = 2_048
"""Sets of knowers gone through where one agency at a time is not enough."""


class Who(NamedTuple):
    """A class of ways to name agencies.

    Attributes:
        stated: The facts of its first member.
        named: The agencies stated.
        members: All agencies that the first may be replaced by, in the order of the ontology; of
            several at once all that are named.
        several: More than one agency was chosen on purpose, not to fill a facet.
        known: Bits that need no knowledge, or that of an agency named.
        tested: Bits that stand as far as facets of agencies are tested.
    """

    stated: Stated
    named: frozenset[str]
    members: tuple[str, ...]
    known: int
    tested: int
    several: bool = False


def separable(program: Program, tests_agencies: bool) -> bool:
    """Tell whether one knower at a time stands for every set of them."""
    if tests_agencies:
        return False
    for unit in program.units:
        if unit.norm.mode == "act" and unit.mask & ~program.aware_free:
            return False
    for edge in program.edges:
        low = program.units[edge.unit]
        for high, _, _ in edge.by:
            top = program.units[high]
            if not top.mask & ~program.aware_free:
                continue
            if top.bearer != low.bearer or low.mask & program.aware_free:
                return False
    return True


class Knowers:
    """The ways to name agencies that a question has to look at.

    Attributes:
        all: Every class, the smallest first.
        complete: They stand for every set of agencies.
    """

    def __init__(self, rulebase: RuleBase, program: Program, required: frozenset[str]) -> None:
        self._program = program
        self._facets = {f.code: f for f in rulebase.facets if f.kind == "agency"}
        self._tested = tuple(f for f in program.tested if f in self._facets)
        named = [f for rule in program.acting_rules for f in rule.except_named_in]
        looked_at = dict.fromkeys((*program.knowledge, *named, *self._tested))
        self._looked_at = tuple(f for f in self._facets if f in looked_at)
        self._required = tuple(f for f in self._looked_at if f in required)
        self._acting = {unit.bearer for unit in program.units}
        classes = self._classes()
        if separable(program, bool(self._tested)):
            self.all, self.complete = self._singles(classes), True
        else:
            self.all, self.complete = self._sets(classes)

    def _feature(self, facet: str, agency: str) -> tuple[object, ...]:
        program = self._program
        tests = tuple(program.lookup[f].get(agency, 0) for f in self._tested if f == facet)
        knows = program.aware.get(agency, 0) if facet in program.knowledge else 0
        acts = agency in self._acting
        left_out = tuple(acts and facet in rule.except_named_in for rule in program.acting_rules)
        return (facet, knows, agency if acts else "", tests, left_out)

    def _classes(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return for each (facet, first agency) all agencies that stand for one another there."""
        first: dict[tuple[object, ...], str] = {}
        members: dict[tuple[str, str], list[str]] = {}
        for facet in self._looked_at:
            for agency in self._facets[facet].values:
                leader = first.setdefault(self._feature(facet, agency), agency)
                members.setdefault((facet, leader), []).append(agency)
        return {key: tuple(found) for key, found in members.items()}

    def _who(self, stated: Stated, members: tuple[str, ...], *, several: bool = False) -> Who:
        program = self._program
        known, tested = program.aware_free, program.all_bits
        for facet in self._tested:
            bits = program.free[facet]
            for name, agency in stated:
                if name == facet:
                    bits |= program.lookup[facet].get(agency, 0)
            tested &= bits
        for facet, agency in stated:
            if facet in program.knowledge:
                known |= program.aware.get(agency, 0)
        named = frozenset(agency for _, agency in stated)
        return Who(stated, named, members, known, tested, several)

    def _singles(self, classes: dict[tuple[str, str], tuple[str, ...]]) -> tuple[Who, ...]:
        """Return one agency at a time, on the first facet that takes it.

        A facet that every record must state is filled, where need be, with an agency that nothing
        depends on; if there is none, with each in turn.
        """
        out: list[Who] = []
        if not self._required:
            out.append(self._who((), ()))
        done: set[tuple[object, ...]] = set()
        order = sorted(self._looked_at, key=lambda f: f not in self._required)
        fillers = {facet: self._fillers(facet, classes) for facet in self._required}
        for facet in order:
            for (name, agency), members in classes.items():
                feature = self._feature(facet, agency)[1:]
                if name != facet or feature in done:
                    continue
                done.add(feature)
                rest = [fillers[other] for other in self._required if other != facet]
                out.extend(
                    self._who(((facet, agency), *filled), members)
                    for filled in itertools.product(*rest)
                )
        return tuple(out)

    def _fillers(
        self, facet: str, classes: dict[tuple[str, str], tuple[str, ...]]
    ) -> list[tuple[str, str]]:
        leaders = [agency for name, agency in classes if name == facet]
        neutral = [a for a in leaders if self._feature(facet, a)[1:3] == (0, "")]
        return [(facet, agency) for agency in neutral[:1] or leaders]

    def _sets(
        self, classes: dict[tuple[str, str], tuple[str, ...]]
    ) -> tuple[tuple[Who, ...], bool]:
        """Return sets of agencies on every facet, by size, up to the limit."""
        out: list[Who] = []
        pairs = tuple(classes)
        for size in range(len(pairs) + 1):
            for chosen in itertools.combinations(pairs, size):
                facets = [facet for facet, _ in chosen]
                if any(facets.count(f) > 1 and not self._facets[f].many for f in facets):
                    continue
                if any(facet not in facets for facet in self._required):
                    continue
                if len(out) == LIMIT:
                    return tuple(out), False
                if size == 1:
                    out.append(self._who(chosen, classes[chosen[0]]))
                else:
                    named = tuple(dict.fromkeys(agency for _, agency in chosen))
                    out.append(self._who(chosen, named, several=len(named) > 1))
        return tuple(out), True
