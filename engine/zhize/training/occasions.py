"""Incidents in which a given duty arises, from the exact space of facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..examination.audit.cells import Stated
    from ..examination.audit.space import Case, Space

_MOST = 40
"""Classes of incidents that are kept of one question: the smallest."""


class Occasions:
    """For each duty the smallest incidents of some classes in which it arises; kept once found.

    Args:
        space: The mechanism's space of facts.
    """

    def __init__(self, space: Space) -> None:
        self._space = space
        self._plain: dict[int, tuple[Stated, ...]] = {}
        self._displacing: dict[int, tuple[Stated, ...]] = {}
        self._choosing: dict[int, tuple[Stated, ...]] = {}

    def of(self, unit: int) -> tuple[Stated, ...]:
        """Return incidents in which a unit is a duty; none where it never is.

        Each recipient that it may have is asked about by itself, so that incidents of every kind
        are among them.
        """
        found = self._plain.get(unit)
        if found is None:
            space = self._space
            recipients = (
                space.possible_recipients(unit) if space.units[unit].needs_recipient else ()
            )
            stated: dict[Stated, None] = {}
            for recipient in recipients or ("",):
                cone = space.cone([unit], [recipient] if recipient else ())
                cases = (
                    case
                    for case in space.cases(cone)
                    if unit in case.duties and (not recipient or recipient in case.duties[unit].to)
                )
                stated |= dict.fromkeys(_first(cases))
            found = self._plain[unit] = tuple(stated)
        return found

    def with_displaced(self, unit: int) -> tuple[Stated, ...]:
        """Return incidents in which a unit is a duty and some norm yields to another."""
        found = self._displacing.get(unit)
        if found is None:
            space = self._space
            stated: dict[Stated, None] = {}
            for low in range(len(space.units)):
                if space.displacers(low):
                    cases = (
                        case
                        for case in space.cases(space.cone([unit, low]))
                        if unit in case.duties
                        and any(u == low for u, _, _ in case.outcome.displaced)
                    )
                    stated |= dict.fromkeys(_first(cases))
            found = self._displacing[unit] = tuple(stated)
        return found

    def with_choice(self, unit: int) -> tuple[Stated, ...]:
        """Return incidents in which a unit is a duty and somebody may choose between two."""
        found = self._choosing.get(unit)
        if found is None:
            space = self._space
            stated: dict[Stated, None] = {}
            for other, candidate in enumerate(space.units):
                if candidate.norm.alternative_to is not None:
                    cases = (
                        case
                        for case in space.cases(space.cone([unit, other]))
                        if unit in case.duties and other in case.duties
                    )
                    stated |= dict.fromkeys(_first(cases))
            found = self._choosing[unit] = tuple(stated)
        return found


def _first(cases: Iterable[Case]) -> Iterator[Stated]:
    """Yield the facts of the first cases."""
    for count, case in enumerate(cases):
        if count == _MOST:
            return
        yield case.stated
