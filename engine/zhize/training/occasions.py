"""Incidents in which a given duty arises, from the exact space of facts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..factspace import Case, Space, Stated

_MOST = 40
"""Classes of incidents that are kept of one question: the smallest."""


class Occasions:
    """For each duty the smallest incidents of some classes in which it arises; kept once found.

    Args:
        space: The mechanism's space of facts.
    """

    def __init__(self, space: Space) -> None:
        self._space = space
        units = range(len(space.units))
        self._yielding = [u for u in units if space.displacers(u)]
        self._choices = [u for u in units if space.units[u].norm.alternative_to is not None]
        self._known: dict[tuple[str, int], tuple[Stated, ...]] = {}

    def of(self, unit: int) -> tuple[Stated, ...]:
        """Return incidents in which a unit is a duty; none where it never is.

        Each recipient that it may have is asked about by itself, so that incidents of every kind
        are among them.
        """
        return self._once("plain", unit, self._plain)

    def with_displaced(self, unit: int) -> tuple[Stated, ...]:
        """Return incidents in which a unit is a duty and some norm yields to another."""
        return self._once("displaced", unit, self._displaced)

    def with_choice(self, unit: int) -> tuple[Stated, ...]:
        """Return incidents in which a unit is a duty and somebody may choose between two."""
        return self._once("choice", unit, self._choice)

    def _once(
        self, question: str, unit: int, ask: Callable[[int], Iterator[Case]]
    ) -> tuple[Stated, ...]:
        """Return what is known of a question, or ask it."""
        if (question, unit) not in self._known:
            stated = dict.fromkeys(case.stated for case in ask(unit))
            self._known[question, unit] = tuple(stated)
        return self._known[question, unit]

    def _plain(self, unit: int) -> Iterator[Case]:
        space = self._space
        recipients = space.possible_recipients(unit) if space.units[unit].needs_recipient else ()
        for recipient in recipients or ("",):
            cone = space.cone([unit], [recipient] if recipient else ())
            yield from _first(
                case
                for case in space.cases(cone)
                if unit in case.duties and (not recipient or recipient in case.duties[unit].to)
            )

    def _displaced(self, unit: int) -> Iterator[Case]:
        for low in self._yielding:
            yield from _first(
                case
                for case in self._both(unit, low)
                if any(other == low for other, _, _ in case.outcome.displaced)
            )

    def _choice(self, unit: int) -> Iterator[Case]:
        for other in self._choices:
            yield from _first(case for case in self._both(unit, other) if other in case.duties)

    def _both(self, unit: int, other: int) -> Iterator[Case]:
        cases = self._space.cases(self._space.cone([unit, other]))
        return (case for case in cases if unit in case.duties)


def _first(cases: Iterable[Case]) -> Iterator[Case]:
    return itertools.islice(cases, _MOST)
