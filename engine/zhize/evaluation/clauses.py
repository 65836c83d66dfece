"""Conditions in disjunctive normal form, as bit masks: alternatives, each about single facets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from ..compilation.program import Program
    from ..model.rulebase import RuleBase
    from .evaluator import Facts

CLAUSE_LIMIT = 20_000
"""More clauses than this are not written down: a norm base would have to be very large."""

_ABSORB_UP_TO = 400
"""Above so many clauses only equal ones are joined; weaker ones do no harm but take time."""


class TooManyClauses(Exception):  # noqa: N818 - it never leaves this package
    """The conditions of a duty are too many to be written down."""


class Clause(msgspec.Struct, frozen=True, gc=False):
    """One way in which a condition can hold; values, and limited norms, are bits.

    Attributes:
        tests: (facet, values): one of the values must be stated. At most one for a facet that
            takes one value.
        absent: Values none of which may be stated.
        on, off: Limits (windows and areas) that must hold, and that must not.
    """

    tests: tuple[tuple[int, int], ...] = ()
    absent: int = 0
    on: int = 0
    off: int = 0


Clauses = tuple[Clause, ...]
ALWAYS: Clauses = (Clause(),)
NEVER: Clauses = ()


class Layout:
    """Which bit stands for which value of which facet.

    Attributes:
        facets: Codes of the facets that decide, in the order of the record.
        many: Whether each takes several values.
        masks: All bits of each facet.
        bit: The bit of (facet code, value). `atom`: the (facet, value) of a bit's position.
        single: The bits of all facets that take one value.
    """

    def __init__(self, rulebase: RuleBase, program: Program) -> None:
        deciding = {*program.tested, *program.knowledge} | {
            facet for rule in program.acting_rules for facet in rule.except_named_in
        }
        found = [
            f
            for f in sorted(rulebase.facets, key=lambda f: f.position)
            if f.code in deciding and f.kind in {"concept", "agency"}
        ]
        self.facets = tuple(f.code for f in found)
        self.many = tuple(f.many for f in found)
        self.bit: dict[tuple[str, str], int] = {}
        self.atom: list[tuple[int, str]] = []
        masks = []
        for rank, facet in enumerate(found):
            mask = 0
            for value in facet.values:
                bit = 1 << len(self.atom)
                self.bit[facet.code, value] = bit
                self.atom.append((rank, value))
                mask |= bit
            masks.append(mask)
        self.masks = tuple(masks)
        self.rank = {code: rank for rank, code in enumerate(self.facets)}
        self.single = 0
        for mask, many in zip(masks, self.many, strict=True):
            self.single |= 0 if many else mask

    def state(self, facts: Facts) -> int:
        """Return the stated values as bits."""
        state, bit = 0, self.bit
        for facet in self.facets:
            for value in facts.get(facet, ()):
                state |= bit.get((facet, value), 0)
        return state

    def values(self, state: int, rank: int) -> tuple[str, ...]:
        """Return the values of one facet among bits, in the order of the ontology."""
        return tuple(
            self.atom[bit.bit_length() - 1][1] for bit in bits_of(state & self.masks[rank])
        )


class Algebra:
    """Joins conditions by *and* and *or*.

    Args:
        layout: Which bit stands for which value.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout

    def all_of(self, parts: Iterable[Clauses]) -> Clauses:
        """Return when all of some conditions hold."""
        clauses = ALWAYS
        for part in parts:
            clauses = self.both(clauses, part)
        return clauses

    def both(self, one: Clauses, other: Clauses) -> Clauses:
        """Return when two conditions hold.

        Raises:
            TooManyClauses: The result cannot be written down.
        """
        if one == ALWAYS:
            return other
        if len(one) * len(other) > CLAUSE_LIMIT * 4:
            raise TooManyClauses
        joined = (self._join(a, b) for a in one for b in other)
        return self.either(clause for clause in joined if clause is not None)

    def either(self, clauses: Iterable[Clause]) -> Clauses:
        """Join alternatives; one that another makes superfluous is left out."""
        found: dict[Clause, None] = {}
        for clause in clauses:
            found[clause] = None
            if len(found) > CLAUSE_LIMIT:
                raise TooManyClauses
        if not 1 < len(found) <= _ABSORB_UP_TO:
            return tuple(found)
        kept: list[Clause] = []
        bare: list[Clause] = []
        # A clause can only be weaker than one of which some test asks for values of its own test:
        # it is looked up by each value of that test of its that the fewest others share.
        asking: dict[tuple[int, int], list[Clause]] = {}
        for clause in sorted(found, key=_size):
            out = self._ruled_out(clause)
            near = (asking.get((facet, mask & -mask), ()) for facet, mask in clause.tests)
            if any(_weaker(k, clause, out) for some in (bare, *near) for k in some):
                continue
            kept.append(clause)
            if not clause.tests:
                bare.append(clause)
                continue
            facet, values = min(
                clause.tests, key=lambda t: (len(asking.get((t[0], t[1] & -t[1]), ())), t[1])
            )
            for value in bits_of(values):
                asking.setdefault((facet, value), []).append(clause)
        return tuple(kept)

    def _ruled_out(self, clause: Clause) -> int:
        """Return the values that cannot be stated where a clause holds."""
        out = clause.absent
        for facet, mask in clause.tests:
            if not self.layout.many[facet]:
                out |= self.layout.masks[facet] & ~mask
        return out

    def _join(self, one: Clause, other: Clause) -> Clause | None:
        """Return the clause that holds where both do, or None where they exclude each other."""
        on, off, absent = one.on | other.on, one.off | other.off, one.absent | other.absent
        if on & off:
            return None
        layout = self.layout
        by_facet: dict[int, list[int]] = {}
        for facet, mask in one.tests + other.tests:
            by_facet.setdefault(facet, []).append(mask & ~absent)
        tests: list[tuple[int, int]] = []
        for facet, masks in sorted(by_facet.items()):
            if len(masks) == 1:
                kept = masks
            elif layout.many[facet]:
                kept = []
                for mask in sorted(set(masks), key=lambda m: (m.bit_count(), m)):
                    if not any(k & ~mask == 0 for k in kept):
                        kept.append(mask)
            else:  # one value has to do for all
                both = masks[0]
                for mask in masks[1:]:
                    both &= mask
                kept = [both]
            if not all(kept):
                return None
            if not layout.many[facet]:
                absent &= ~layout.masks[facet]
            tests += [(facet, mask) for mask in kept]
        return Clause(tuple(tests), absent, on, off)


def positions(mask: int) -> list[int]:
    """Return the positions of the bits of a mask, lowest first."""
    return [bit.bit_length() - 1 for bit in bits_of(mask)]


def bits_of(mask: int) -> list[int]:
    """Return the bits of a mask, lowest first."""
    found = []
    while mask:
        bit = mask & -mask
        found.append(bit)
        mask ^= bit
    return found


def _size(clause: Clause) -> tuple[int, int]:
    return len(clause.tests), clause.absent.bit_count()


def _weaker(one: Clause, other: Clause, ruled_out: int) -> bool:
    """Tell whether a clause holds wherever another does; the latter rules these values out."""
    if one.absent & ~ruled_out or one.on & ~other.on or one.off & ~other.off:
        return False
    return all(
        any(f == facet and not m & ~mask for f, m in other.tests) for facet, mask in one.tests
    )
