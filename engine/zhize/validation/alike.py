"""Values that some shapes cannot tell apart, so that what was found for one holds for the other."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from ..model.incident import Unresolved
from .checks import (
    BROADER,
    PLAIN,
    And,
    Class,
    Datatype,
    HasValue,
    In,
    MaxCount,
    MinCount,
    Node,
    NodeKind,
    Not,
    Or,
    Pattern,
    parts,
)
from .conformance import Open

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from ..model.incident import Stated
    from .checks import Constraint, Shape, Term
    from .conformance import Facts

_KINDS = frozenset({"concept", "agency"})
"""Facets of which a value means the same whatever stands beside it."""
_MEMO_LIMIT = 1 << 14


class Alike:
    """Says what some shapes see of the values of a field: their kinds, and how many there are.

    The kind of a value is what it, and what is broader, does to each constraint on single values.
    Shared by threads.

    Args:
        field: The field.
        shapes: Shapes of which `tells` is true.
        facts: How a value satisfies a constraint.
    """

    def __init__(self, field: str, shapes: Iterable[Shape], facts: Facts) -> None:
        self._facts = facts
        self._facet = facts.vocabulary.by_code[field]
        found = [part for shape in shapes for part in parts(shape)]
        constraints = [constraint for part in found for constraint in part.constraints]
        self._single = [c for c in constraints if isinstance(c, _SINGLE | HasValue)]
        self._broader = any(part.path and part.path.then == BROADER for part in found)
        counts = [c.count for c in constraints if isinstance(c, MinCount | MaxCount)]
        self._most = max(counts, default=0) + 1
        self._kinds: dict[Stated | Open, int] = {}
        self._bits: dict[Hashable, int] = {}
        self._free = count()

    def seen(self, values: tuple[Stated | Open, ...] | None) -> Hashable:
        """Return what the shapes see of values; of what is no word, something never seen before."""
        if not values:
            return values
        kinds, known, most = 0, self._kinds, self._most
        try:
            for value in values:
                kinds |= known[value]
        except KeyError:
            if not all(map(self._learns, values)):
                return object()
            return self.seen(values)
        number = len(values)
        if number > 1:
            number = min(len(set(values)), most)
        return kinds * (most + 1) + number

    def _learns(self, value: Stated | Open) -> bool:
        """Find the kind of a value, as its bit; tell whether it has one."""
        if value in self._kinds:
            return True
        if isinstance(value, Unresolved) or len(self._kinds) >= _MEMO_LIMIT:
            return False
        kind = self._kind(self._facts.vocabulary.term(self._facet, value, {}))
        # Two threads may meet two kinds at once: each takes a number of its own.
        self._kinds[value] = self._bits.setdefault(kind, 1 << next(self._free))
        return True

    def _kind(self, term: Term) -> Hashable:
        wider = self._facts.wider(term) if self._broader else (term,)
        return frozenset((node == term, self._satisfied(node)) for node in wider)

    def _satisfied(self, term: Term) -> tuple[bool, ...]:
        return tuple(
            constraint.term == term
            if isinstance(constraint, HasValue)
            else self._facts.holds(constraint, term)
            for constraint in self._single
        )


_SINGLE = Class | Datatype | NodeKind | In | Pattern
_MADE_OF_SHAPES = Not | And | Or | Node


def tells(fields: tuple[str, ...], shape: Shape, facts: Facts) -> bool:
    """Tell whether a shape sees no more of the fields it reads than `Alike` does."""
    by_code = facts.vocabulary.by_code
    return all(by_code[field].kind in _KINDS for field in fields) and all(
        _is_plain(constraint, counted=part.path is None or part.path.then == PLAIN)
        for part in parts(shape)
        for constraint in part.constraints
    )


def _is_plain(constraint: Constraint, *, counted: bool) -> bool:
    if isinstance(constraint, MinCount | MaxCount):
        return counted  # broader values are not counted here
    return isinstance(constraint, _SINGLE | HasValue | _MADE_OF_SHAPES)
