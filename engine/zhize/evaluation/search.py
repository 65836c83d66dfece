"""The smallest change of stated values under which some clause holds."""

from __future__ import annotations

import functools
import itertools
import operator
from typing import TYPE_CHECKING

import msgspec

from .clauses import Clause, Clauses, Layout, bits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_STATES = 1000
"""Equally small changes beyond this number are not enumerated, only said to exist."""


class Found(msgspec.Struct, frozen=True, gc=False):
    """All smallest changes.

    Attributes:
        cost: How many values are added, removed or replaced.
        states: What is then stated, as bits; each once.
        complete: False where there are more than `MOST_STATES`.
    """

    cost: int
    states: tuple[int, ...]
    complete: bool = True


def cheapest(
    clauses: Clauses, state: int, limits: int, layout: Layout, most: int | None = None
) -> Found | None:
    """Return the smallest changes of a state that make one of the clauses hold.

    A value added to or removed from a list counts one, and so does a value that takes the place
    of another, or of a blank, where a facet takes one value only.

    Args:
        clauses: Any one is enough.
        state: The stated values, as bits.
        limits: The limits (windows and areas) that hold.
        layout: Which bit is which value.
        most: Changes larger than this are of no interest.

    Returns:
        All changes of the smallest size; None where no change helps, or none so small.
    """
    best = 1 << 30 if most is None else most
    winners: list[Clause] = []
    for clause in clauses:
        if clause.on & ~limits or clause.off & limits:
            continue
        cost = (state & clause.absent).bit_count()
        if cost > best:
            continue
        before = -1
        for facet, mask in clause.tests:
            if not state & mask:
                if facet == before:  # two tests on one list: one value may serve both
                    cost = _cost(clause, state, layout)
                    break
                cost += 1
                before = facet
        if cost < best:
            best, winners = cost, [clause]
        elif cost == best:
            winners.append(clause)
    if not winners:
        return None
    states: dict[int, None] = {}
    for clause in winners:
        for found in _states(clause, state, layout):
            states[found] = None
            if len(states) > MOST_STATES:
                return Found(best, tuple(states)[:MOST_STATES], complete=False)
    return Found(best, tuple(states))


def _cost(clause: Clause, state: int, layout: Layout) -> int:
    cost = (state & clause.absent).bit_count()
    return cost + sum(
        _fewest(tuple(masks)) if layout.many[facet] else 1
        for facet, masks in _failing(clause, state).items()
    )


def _failing(clause: Clause, state: int) -> dict[int, list[int]]:
    """Return the tests that no stated value meets, by facet."""
    failing: dict[int, list[int]] = {}
    for facet, mask in clause.tests:
        if not state & mask:
            failing.setdefault(facet, []).append(mask)
    return failing


def _fewest(masks: tuple[int, ...]) -> int:
    """Return how many values meet every one of some tests of a list at least."""
    groups = [functools.reduce(operator.or_, masks)]
    for mask in masks:
        groups = [part for group in groups for part in (group & mask, group & ~mask) if part]
    # Of values that meet the same tests one is enough to count with.
    kept = functools.reduce(operator.or_, (group & -group for group in groups))
    return len(_hitting(tuple(mask & kept for mask in masks))[0])


@functools.lru_cache(maxsize=1 << 12)
def _hitting(masks: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return all smallest sets of values that meet every one of some tests of a list."""
    common = functools.reduce(operator.and_, masks)
    if common:
        return [(value,) for value in bits_of(common)]
    if len(masks) == 2:
        pairs = itertools.product(*map(bits_of, masks))
        return sorted((min(pair), max(pair)) for pair in pairs)
    values = bits_of(functools.reduce(operator.or_, masks))
    for size in range(2, len(masks) + 1):
        found = [
            chosen
            for chosen in itertools.combinations(values, size)
            if all(any(value & mask for value in chosen) for mask in masks)
        ]
        if found:
            return found
    raise AssertionError("a test without values")


def _states(clause: Clause, state: int, layout: Layout) -> Iterator[int]:
    """Yield every state that the smallest changes for one clause lead to."""
    kept = state & ~clause.absent
    choices: list[list[int]] = []
    for facet, masks in _failing(clause, state).items():
        if layout.many[facet]:
            choices.append([sum(chosen) for chosen in _hitting(tuple(masks))])
        else:
            kept &= ~layout.masks[facet]
            choices.append(bits_of(masks[0]))
    removed = state & clause.absent & layout.single
    # What is taken out of a field of one value leaves it open, or another value takes its place.
    choices += [[0, *bits_of(mask & ~clause.absent)] for mask in layout.masks if removed & mask]
    for chosen in itertools.product(*choices):
        found = kept
        for added in chosen:
            found |= added
        yield found
