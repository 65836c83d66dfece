"""The facts that two programs can tell apart, field by field, as joint masks.

A *choice* is something a case may state on a field: a value, an agency, a day with a place. Choices
that leave the same mask are one (neither version tells them apart). The sets of choices of a field
are folded into the masks they leave, each with how many sets leave it and with a smallest one, so
that ten thousand sets become a few dozen masks; nothing is lost but the sets themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import comb

import msgspec

Stated = tuple[tuple[str, str], ...]
"""Facts as (joint facet, joint value), in the order in which they are to be written."""


class TooMany(Exception):  # noqa: N818 - it never leaves this package
    """A fold would become larger than its limit."""


class Choice(msgspec.Struct, frozen=True):
    """One of several values that no norm tells apart.

    Attributes:
        mask: What it leaves standing.
        stated: How to state it.
    """

    mask: int
    stated: Stated


class Reached(msgspec.Struct, frozen=True):
    """How a mask comes about: in how many ways, and the smallest of them.

    Attributes:
        counts: How many ways there are, by the number of choices where that is limited.
        stated: The facts of a smallest one; `size` is their number, in choices.
    """

    counts: tuple[int, ...]
    size: int
    stated: Stated

    @property
    def cases(self) -> int:
        """How many ways there are."""
        return sum(self.counts)


class Field(msgspec.Struct, frozen=True):
    """The choices of one field, or of several that are alike.

    Attributes:
        facets: Joint codes of the fields.
        values: How many values they take.
        empty: What it leaves standing to state none of them.
        choices: One for each group of values that no norm tells apart.
        many: Whether a case may state several.
    """

    facets: tuple[str, ...]
    values: int
    empty: int
    choices: tuple[Choice, ...]
    many: bool


Folded = dict[int, Reached]


def fold(
    field: Field, most: int | None, keep: int, limit: int, alike: Sequence[int] | None = None
) -> Folded:
    """Return the masks that sets of a field's choices leave.

    Args:
        field: The field.
        most: The size of the largest set; None: any.
        keep: The bits that matter.
        limit: The number of masks that is too many.
        alike: For each choice, how many there are of it; by default one.

    Raises:
        TooMany: There are more masks than that.
    """
    largest = len(field.choices) if alike is None else sum(alike)
    bounded = most is not None and most < largest
    largest = min(largest, 1 if not field.many else largest if most is None else most)
    found: Folded = {field.empty & keep: Reached((1,), 0, ())}
    if not field.many:
        for rank, choice in enumerate(field.choices if largest else ()):
            times = 1 if alike is None else alike[rank]
            enter(found, choice.mask & keep, Reached((0, times), 1, choice.stated))
        return found
    for rank, choice in enumerate(field.choices):
        times = 1 if alike is None else alike[rank]
        # Where sets of any size count, their sizes need not be told apart.
        some: tuple[int, ...] = (2**times - 1,)
        if bounded:
            some = (0, *(comb(times, n) for n in range(1, min(times, largest) + 1)))
        grown = dict(found)
        for mask, reached in found.items():
            if reached.size < largest:
                more = Reached(
                    _times(reached.counts, some, largest),
                    reached.size + 1,
                    reached.stated + choice.stated,
                )
                enter(grown, mask | choice.mask & keep, more)
        found = grown
        if len(found) > limit:
            raise TooMany
    return found


def join(one: Folded, other: Folded, low: int, limit: int) -> Folded:
    """Return the masks that two fields leave together.

    Args:
        one: What one leaves.
        other: What the other leaves.
        low: The bits that must be left by both; of all others, one is enough.
        limit: The number of masks that is too many.

    Raises:
        TooMany: There are more than the limit.
    """
    found: Folded = {}
    for mask, left in one.items():
        for more, right in other.items():
            enter(
                found,
                mask & more & low | (mask | more) & ~low,
                Reached(
                    (left.cases * right.cases,), left.size + right.size, left.stated + right.stated
                ),
            )
        if len(found) > limit:
            raise TooMany
    return found


def enter(found: Folded, mask: int, reached: Reached) -> None:
    """Add ways to a mask; of two smallest ones that are equally small the first stays."""
    known = found.get(mask)
    if known is None:
        found[mask] = reached
        return
    counts = _sum(known.counts, reached.counts)
    if reached.size < known.size:
        found[mask] = Reached(counts, reached.size, reached.stated)
    else:
        found[mask] = Reached(counts, known.size, known.stated)


def _sum(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    if len(one) == len(other) == 1:
        return (one[0] + other[0],)
    if len(one) < len(other):
        one, other = other, one
    return tuple(a + b for a, b in zip(one, other, strict=False)) + one[len(other) :]


def _times(one: tuple[int, ...], other: tuple[int, ...], largest: int) -> tuple[int, ...]:
    """Return how many sets of each size two independent picks make together."""
    if len(one) == len(other) == 1:
        return (one[0] * other[0],)
    size = min(len(one) + len(other) - 2, largest)
    return tuple(
        sum(one[i] * other[n - i] for i in range(n + 1) if i < len(one) and n - i < len(other))
        for n in range(size + 1)
    )


def merged(choices: Iterable[tuple[object, Choice]]) -> tuple[Choice, ...]:
    """Return the first choice of each group that shares a mark."""
    first: dict[object, Choice] = {}
    for mark, choice in choices:
        first.setdefault(mark, choice)
    return tuple(first.values())


def smallest_first(fields: Sequence[Field], most: int) -> Iterator[Stated]:
    """Yield small sets of facts, the smallest first: at most so many choices over all fields."""
    level: list[tuple[int, tuple[int, ...], Stated]] = [(0, (), ())]
    choices = [(rank, c) for rank, field in enumerate(fields) for c in field.choices]
    yield ()
    for _ in range(most):
        grown = []
        for start, used, stated in level:
            for at in range(start, len(choices)):
                rank, choice = choices[at]
                if fields[rank].many or rank not in used:
                    facts = stated + choice.stated
                    grown.append((at + 1, (*used, rank), facts))
                    yield facts
        level = grown
