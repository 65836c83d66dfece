"""Agencies that owe the same by a norm, and may be drawn as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def alike(owed: Mapping[str, set[tuple[str, bool]]]) -> Iterable[tuple[str, ...]]:
    """Return agencies by what they owe: together those that owe the same, but for themselves.

    Args:
        owed: For each agency the others to whom it owes something, and whether with further facts.
    """

    def same(one: str, other: str) -> bool:
        return all(to in (one, other) for to, _ in owed[one] ^ owed[other])

    found: list[list[str]] = []
    for agency in owed:
        for members in found:
            if all(same(agency, member) for member in members):
                members.append(agency)
                break
        else:
            found.append([agency])
    return map(tuple, found)
