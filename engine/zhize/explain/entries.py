"""The duties of a decision as the numbered items of a memo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.decision import Duty


class Entry(msgspec.Struct, frozen=True):
    """Duties that differ in their bearer only, under one number."""

    number: int
    duties: tuple[Duty, ...]

    @property
    def first(self) -> Duty:
        """The duty that stands for all of them."""
        return self.duties[0]


def entries_of(duties: Sequence[Duty]) -> tuple[Entry, ...]:
    """Number duties in the order of a decision, those that differ in their bearer only together."""
    groups: dict[tuple[object, ...], list[Duty]] = {}
    for duty in duties:
        groups.setdefault(_likeness(duty), []).append(duty)
    return tuple(
        Entry(number, tuple(group)) for number, group in enumerate(groups.values(), start=1)
    )


def _likeness(duty: Duty) -> tuple[object, ...]:
    """Return all that a memo says of a duty but its bearer."""
    return (
        duty.norm, duty.mode, duty.role, duty.to, duty.due, duty.because, duty.interpretations,
        duty.alternative_to, duty.conditional_on,
    )  # fmt: skip
