"""Who may tell whom, exactly: only where some incident makes it a duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..factspace import Space


class Telling:
    """For each duty to tell somebody, those whom it is owed to in some incident.

    Args:
        space: The mechanism's space of facts, gone through once for all pairs.
    """

    def __init__(self, space: Space) -> None:
        self._space = space
        self._to = {
            unit: tuple(to for to in space.possible_recipients(unit) if self._ever(unit, to))
            for unit in range(len(space.units))
        }

    def _ever(self, unit: int, to: str) -> bool:
        space = self._space
        return any(
            unit in case.duties and to in case.duties[unit].to
            for case in space.cases(space.cone([unit], [to]))
        )

    def recipients(self, unit: int) -> tuple[str, ...]:
        """Return whom a unit is owed to in some incident."""
        return self._to[unit]

    def tells(self, agency: str) -> dict[str, list[str]]:
        """Return whom an agency may have to tell, each with the norms."""
        found: dict[str, list[str]] = {}
        for unit, recipients in self._to.items():
            for to in recipients if self._space.units[unit].bearer == agency else ():
                found.setdefault(to, []).append(self._space.units[unit].norm.code)
        return found

    def told_by(self, agency: str) -> dict[str, list[str]]:
        """Return who may have to tell an agency, each with the norms."""
        found: dict[str, list[str]] = {}
        for unit, recipients in self._to.items():
            if agency in recipients:
                row = self._space.units[unit]
                found.setdefault(row.bearer, []).append(row.norm.code)
        return found
