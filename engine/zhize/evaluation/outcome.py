"""What follows for one incident, before it is explained: the form in which engines are compared."""

from __future__ import annotations

import msgspec


class OutcomeDuty(msgspec.Struct, frozen=True, gc=False):
    """A duty by the index of its unit, with its recipients and the units it follows from.

    `conditional_on` is the code of the alternative norm from which alone it follows, or None.
    """

    unit: int
    to: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    conditional_on: str | None = None


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """Everything an engine infers for one incident.

    Attributes:
        duties: By unit, that is in the order of a decision.
        displaced: (unit, displacing norm's code, interpretations).
        unaddressed: Units whose trigger holds and that find nobody to tell.
    """

    duties: tuple[OutcomeDuty, ...] = ()
    displaced: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    unaddressed: tuple[int, ...] = ()


NOTHING = Outcome()
