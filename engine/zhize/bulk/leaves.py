"""The parts of a shape that look at one axis each: by them combinations of values are told apart.

Whether a record conforms to a shape about the record follows from whether it conforms to each of
the shapes about single properties that it is put together from. There are far fewer different
answers to these than there are values; what answers alike need not be examined again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..validation import checks as kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..validation.checks import Shape
    from ..validation.conformance import Vocabulary
    from .readings import Axis


def leaves(
    shape: Shape, vocabulary: Vocabulary, axis_of: Mapping[str, Axis]
) -> list[tuple[Axis, Shape]] | None:
    """Return the shapes about one axis of which a shape about the record is made, with the axis.

    None is returned where there is a part that looks at several axes at once.
    """
    if shape.path is not None:
        axes = {axis_of[field].fields[0]: axis_of[field] for field in _fields(shape, vocabulary)}
        return [(axis, shape) for axis in axes.values()] if len(axes) == 1 else None
    found: list[tuple[Axis, Shape]] = []
    for constraint in shape.constraints:
        match constraint:
            case kinds.Not(inner) | kinds.Node(inner):
                shapes: tuple[Shape, ...] = (inner,)
            case kinds.And(inners) | kinds.Or(inners):
                shapes = inners
            case kinds.LessThanOrEquals():
                return None
            case _:  # it is about the record itself, and always answered alike
                shapes = ()
        for inner in shapes:
            more = leaves(inner, vocabulary, axis_of)
            if more is None:
                return None
            found += more
    return found


def _fields(shape: Shape, vocabulary: Vocabulary) -> set[str]:
    """Return the facets that a shape reads, those within it included."""
    read = set()
    for part in kinds.parts(shape):
        if part.path is not None:
            read.add(part.path.property)
        read.update(c.property for c in part.constraints if isinstance(c, kinds.LessThanOrEquals))
    return {vocabulary.facets[iri].code for iri in read if iri in vocabulary.facets}
