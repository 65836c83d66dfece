"""How the YAML cases, of the notice and of other mechanisms, write what they expect."""

from __future__ import annotations

from zhize.model.decision import DutyGround, FactGround


def ground(given: FactGround | DutyGround) -> str:
    """Write a ground as the cases do."""
    if isinstance(given, DutyGround):
        return f"duty {given.duty} {given.bearer}"
    words = f"{given.fact}/{given.value}"
    return words if given.as_ is None else f"{words} as {given.as_}"
