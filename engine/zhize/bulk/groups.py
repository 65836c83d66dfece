"""Checks that read several axes: each combination of what matters to them is examined once."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from .columns import Column
from .pairs import Tuples
from .readings import Classes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..validation.checks import Check, Shape
    from .looks import Looks
    from .pairs import Codes
    from .readings import Axis, Part

Numbered: TypeAlias = "tuple[int, Check]"
"""A check with the number of its complaint."""


class Spread(NamedTuple):
    """A check that reads several axes.

    Attributes:
        check: The check.
        fields: The facets that it reads.
        leaves: The parts of its shape that look at one axis each; None where it has others.
    """

    check: Numbered
    fields: tuple[str, ...]
    leaves: list[tuple[Axis, Shape]] | None

    @property
    def shown(self) -> tuple[str, ...]:
        """The facets of which a fault may show the values: those of the field it is put down to.

        A shape with a path shows what it found there.
        """
        check = self.check[1]
        if self.leaves is None or check.shape.path is not None:
            return self.fields
        return () if check.field is None else (check.field,)


class Group:
    """Checks that read the same axes, beyond a single one.

    Where their shapes have leaves, most combinations are known to be good by what they answer to
    these; the others are examined by what is stated, on axes of which a fault shows the values.

    Args:
        axes: The axes.
        looks: What the leaves see of each.
        spread: The checks.
        examine: Returns the number of the faults of a combination, one part for each axis.
        conforms: Tells whether a part conforms to a leaf.
    """

    def __init__(
        self,
        axes: tuple[Axis, ...],
        looks: tuple[Looks, ...],
        spread: Sequence[Spread],
        examine: Callable[[Sequence[Numbered], tuple[Part, ...]], int],
        conforms: Callable[[Shape, Part], bool],
    ) -> None:
        self.axes = axes
        self._looks = looks
        self._checks = [one.check for one in spread]
        self._fields = frozenset(field for one in spread for field in one.fields)
        self._leafy = all(one.leaves is not None for one in spread)
        self._examine = examine
        self._conforms = conforms
        leaves = [leaf for one in spread for leaf in one.leaves or ()]
        self._answered: list[Classes[Hashable]] = [
            Classes(seen, partial(self._answers_of, seen, [s for of, s in leaves if of is axis]))
            for axis, seen in zip(axes, looks, strict=True)
        ]
        shown = {field for one in spread for field in one.shown}
        self._shows = [not shown.isdisjoint(axis.fields) for axis in axes]
        self._stated = [
            Classes(axis, partial(self._stated_in, axis)) if shows else answered
            for axis, shows, answered in zip(axes, self._shows, self._answered, strict=True)
        ]
        self._found = Tuples(len(axes), lambda row: self._examined(self._stated, row))
        self._good = Tuples(len(axes), lambda row: not self._examined(self._answered, row))

    @property
    def size(self) -> int:
        """How many combinations were met."""
        classes = (*self._stated, *self._answered)
        return len(self._found) + len(self._good) + sum(len(c.firsts) for c in classes)

    def faults(self, codes: Mapping[str, Codes]) -> Codes:
        """Return the number of the faults of each row."""
        mine = [codes[axis.fields[0]] for axis in self.axes]
        looks = [seen.of(column) for seen, column in zip(self._looks, mine, strict=True)]
        stated = [
            column if shows else look
            for shows, column, look in zip(self._shows, mine, looks, strict=True)
        ]
        if not self._leafy:
            return _looked_up(self._found, self._stated, stated)
        rows = np.flatnonzero(_looked_up(self._good, self._answered, looks) == 0)
        faults = np.zeros(len(mine[0]), np.intp)
        if len(rows):
            some = [column.take(rows) for column in stated]
            faults[rows] = _looked_up(self._found, self._stated, some)
        return faults

    def read(self, axis: Axis) -> Codes:
        """Return for each code of an axis a number for what the checks read of it."""
        at = self.axes.index(axis)
        numbers = self._stated[at].of_codes().array()
        return numbers if self._shows[at] else numbers.take(self._looks[at].of_codes().array())

    def _stated_in(self, axis: Axis, code: int) -> Hashable:
        part = axis.parts[code]
        return tuple(
            (field, part.values.get(field), field in part.unknown)
            for field in axis.fields
            if field in self._fields
        )

    def _answers_of(self, looks: Looks, shapes: list[Shape], look: int) -> Hashable:
        return tuple([self._conforms(shape, looks.firsts[look]) for shape in shapes])

    def _examined(self, classes: Sequence[Classes[Hashable]], row: tuple[int, ...]) -> int:
        """Return the faults of a combination, by the first part of each class."""
        parts = tuple([c.firsts[n] for c, n in zip(classes, row, strict=True)])
        return self._examine(self._checks, parts)


def _looked_up(table: Tuples, classes: Sequence[Classes[Hashable]], codes: list[Codes]) -> Codes:
    """Return what a table has for the classes of some codes."""
    columns = [Column(own.of(column)) for own, column in zip(classes, codes, strict=True)]
    return table.look_up(columns, [len(own.firsts) for own in classes]).full()
