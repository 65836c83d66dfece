"""What becomes of a unit at best, over all incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .space import Space

FIRES, UNADDRESSED, DISPLACED, NEVER = "fires", "unaddressed", "displaced", "never"
"""A duty; a duty without a recipient; one that yields to another; nothing."""


def fate_of(space: Space, unit: int) -> str:
    """Return the best that becomes of a unit in any incident.

    One recipient, and one duty that it follows, at a time: whether *some* incident gives the duty
    is then a small question, asked until one does.
    """
    best = NEVER
    sources = sorted(space.sources(unit)) if space.follows(unit) else [None]
    recipients = space.possible_recipients(unit) if space.units[unit].needs_recipient else ()
    for source in sources:
        for recipient in recipients or ("",):
            cone = space.cone(
                [unit],
                [recipient] if recipient else (),
                through=lambda u, s, one=source: u != unit or s == one,  # type: ignore[misc]
            )
            for case in space.cases(cone):
                if unit in case.duties:
                    return FIRES
                if unit in case.outcome.unaddressed:
                    best = UNADDRESSED
                elif best == NEVER and any(u == unit for u, _, _ in case.outcome.displaced):
                    best = DISPLACED
    return best
