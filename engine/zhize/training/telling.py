"""Who may tell whom: where some incident makes it a duty, at all times, or at set times."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..factspace import Space

ALWAYS = ("standing", "periodic")
"""Modes of norms that no incident triggers, and that ask for something."""


class Telling:
    """For each duty to tell somebody, those whom it is owed to in some incident.

    Args:
        space: The mechanism's space of facts, gone through once for all pairs.
    """

    def __init__(self, space: Space) -> None:
        self._space = space
        self._pairs: list[tuple[str, str, str]] = []
        self._to = {
            unit: tuple(to for to in space.possible_recipients(unit) if self._ever(unit, to))
            for unit in range(len(space.units))
        }
        for unit, recipients in self._to.items():
            row = space.units[unit]
            self._pairs += [(row.bearer, to, row.norm.code) for to in recipients]
        for norm in space.rulebase.norms:
            if norm.mode in ALWAYS:
                self._pairs += [
                    (bearer, to, norm.code) for bearer in norm.bearers for to in norm.recipients
                ]
        self._arising: dict[int, bool] = {}

    def _ever(self, unit: int, to: str) -> bool:
        space = self._space
        return any(
            unit in case.duties and to in case.duties[unit].to
            for case in space.cases(space.cone([unit], [to]))
        )

    def arises(self, unit: int) -> bool:
        """Tell whether some incident makes a unit a duty."""
        if unit not in self._arising:
            cases = self._space.cases(self._space.cone([unit]))
            self._arising[unit] = bool(self._to[unit]) or any(unit in c.duties for c in cases)
        return self._arising[unit]

    def recipients(self, unit: int) -> tuple[str, ...]:
        """Return whom a unit is owed to in some incident."""
        return self._to[unit]

    def tells(self, agency: str) -> dict[str, list[str]]:
        """Return whom an agency may have to tell, each with the norms."""
        found: dict[str, list[str]] = {}
        for bearer, to, norm in self._pairs:
            if bearer == agency:
                found.setdefault(to, []).append(norm)
        return found

    def told_by(self, agency: str) -> dict[str, list[str]]:
        """Return who may have to tell an agency, each with the norms."""
        found: dict[str, list[str]] = {}
        for bearer, to, norm in self._pairs:
            if to == agency:
                found.setdefault(bearer, []).append(norm)
        return found
