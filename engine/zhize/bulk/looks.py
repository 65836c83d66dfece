"""What shapes see of the codes of an axis: few looks, however many different lists are written."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from ..validation.alike import Alike, tells
from ..validation.conformance import marked
from .readings import Classes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..validation.checks import Shape
    from ..validation.conformance import Facts
    from .readings import Axis, Part


class Looks(Classes[Hashable]):
    """The codes of an axis by what shapes see of them: those that look alike conform alike.

    Where some shape sees more of a value than `Alike` does, each code has a look of its own.

    Args:
        axis: The axis.
        shapes: The shapes; they read no other axis.
        facts: How a value satisfies a constraint.
    """

    def __init__(self, axis: Axis, shapes: Sequence[Shape], facts: Facts) -> None:
        self._field, *others = axis.fields
        if others or not all(tells(axis.fields, shape, facts) for shape in shapes):
            super().__init__(axis, int)
            return
        super().__init__(axis, self._look)
        self._seen = Alike(self._field, shapes, facts).seen

    @property
    def parts(self) -> list[Part]:
        """For each look, what is stated by its first code."""
        return self.firsts

    def _look(self, code: int) -> Hashable:
        part = self._axis.parts[code]
        return self._seen(marked(part.values, part.unknown).get(self._field))
