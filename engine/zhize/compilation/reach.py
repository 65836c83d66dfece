"""Who may come to be told by whom, as far as the norms alone say."""

from __future__ import annotations

from .program import Program


class Reach:
    """The duties that a unit may follow from, and the agencies that it may be owed to.

    Facts are not looked at: what is found here may come about in no incident, but nothing that
    comes about in some incident is missing.

    Args:
        program: The compiled mechanism; a number below is an index into its units.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._sources: dict[int, set[int]] = {}
        for level in program.follow_ups:
            for follower, sources in level:
                self._sources.setdefault(follower, set()).update(sources)

    def sources(self, unit: int) -> frozenset[int]:
        """Return the units that a unit follows."""
        return frozenset(self._sources.get(unit, ()))

    def recipients(self, unit: int) -> tuple[str, ...]:
        """Return the agencies that a unit may be owed to, sorted.

        Of those who notified, only those who may notify its bearer: nobody answers to itself.
        """
        unit_of = self._program.units
        found = self._addressed(unit)
        if unit_of[unit].senders:
            found |= {
                unit_of[source].bearer
                for source in self.sources(unit)
                if unit_of[unit].bearer in self._addressed(source) | self._senders(source)
            }
        return tuple(sorted(found))

    def _addressed(self, unit: int) -> set[str]:
        """Return the agencies that a unit names, or that its rule may find by what they do."""
        units = self._program.units
        found = set(units[unit].fixed)
        rule = units[unit].acting
        if rule >= 0:
            found |= {units[u].bearer for u in self._program.acting_rules[rule].units}
            found.discard(units[unit].bearer)
        return found

    def _senders(self, unit: int) -> set[str]:
        """Return those whose duties a unit may answer, itself not excepted."""
        units = self._program.units
        if not units[unit].senders:
            return set()
        return {units[source].bearer for source in self.sources(unit)}
