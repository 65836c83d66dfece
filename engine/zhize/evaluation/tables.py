"""What follows from a compiled program alone, set out for whoever evaluates it."""

from __future__ import annotations

import msgspec

from ..compilation.program import Program, bits_of

Level = dict[int, tuple[tuple[int, tuple[int, ...]], ...]]
"""For each unit that others follow: (bit of a recipient, the units that then arise)."""


class Naming(msgspec.Struct, frozen=True):
    """The recipient rules that leave out agencies named on the same facets.

    Attributes:
        facets: Those facets.
        eligible: The bits of the agencies that any of the rules could find; naming another changes
            nothing, so it has none.
        mask: The bits of the units by which they could be found.
    """

    facets: tuple[str, ...]
    eligible: dict[str, int]
    mask: int


class Tables:
    """The tables of a program, by the number of the unit; agencies are bits here.

    Attributes:
        agencies: The agencies by their bits, the lowest first. `bit_of`: the bit of each.
        own: The bearer of each unit. `fixed`: the recipients that its norm names.
        by_fact: The triggers of units that follow no other.
        namings: Groups of recipient rules. `naming_of`: for each rule the number of its group.
        edges: For each unit that yields, to whom: as in `Edge.by`.
        yielding: The triggers by which it is settled which units yield to others.
        levels: For each level of chains, who follows whom.
    """

    def __init__(self, program: Program) -> None:
        units = program.units
        found = {u.bearer for u in units} | {a for u in units for a in u.fixed}
        self.agencies = tuple(sorted(found))
        self.bit_of = {agency: 1 << rank for rank, agency in enumerate(self.agencies)}
        self.own = [self.bit_of[u.bearer] for u in units]
        self.fixed = [self.mask(u.fixed) for u in units]
        follows = [bool(u.triggers[0].follows) for u in units]
        self.by_fact = bits_of(
            bit for bit, u in enumerate(program.unit_of_bit) if u >= 0 and not follows[u]
        )
        self.namings, self.naming_of = self._group(program)
        self.edges = {edge.unit: edge.by for edge in program.edges}
        self.yielding = self._yielding_bits(program)
        self.levels = [self._level(pairs) for pairs in program.follow_ups]

    def mask(self, agencies: tuple[str, ...]) -> int:
        """Return the bits of agencies; one that no norm concerns has none."""
        mask = 0
        for agency in agencies:
            mask |= self.bit_of.get(agency, 0)
        return mask

    def _group(self, program: Program) -> tuple[tuple[Naming, ...], tuple[int, ...]]:
        units, rules = program.units, program.acting_rules
        found: dict[tuple[str, ...], set[int]] = {}
        for rule in rules:
            found.setdefault(rule.except_named_in, set()).update(rule.units)
        groups = tuple(
            Naming(
                facets,
                {units[u].bearer: self.own[u] for u in sorted(members)},
                bits_of(bit for u in members for bit in units[u].bits),
            )
            for facets, members in found.items()
        )
        order = {facets: number for number, facets in enumerate(found)}
        return groups, tuple(order[rule.except_named_in] for rule in rules)

    def _yielding_bits(self, program: Program) -> int:
        units, bits = program.units, 0
        for low, by in self.edges.items():
            for unit in (low, *(high for high, _, _ in by)):
                bits |= units[unit].mask & self.by_fact
            for _, condition, _ in by:
                bits |= condition
        return bits

    def _level(self, pairs: tuple[tuple[int, frozenset[int]], ...]) -> Level:
        tables: dict[int, dict[int, list[int]]] = {}
        for follower, sources in pairs:
            for source in sources:
                followers = tables.setdefault(source, {}).setdefault(self.own[follower], [])
                followers.append(follower)
        return {
            source: tuple((bit, tuple(found)) for bit, found in table.items())
            for source, table in tables.items()
        }
