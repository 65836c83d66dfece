"""Values that some checks cannot tell apart, so that what was found for one holds for the other."""

from __future__ import annotations

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
    from .checks import Check, Constraint, Term
    from .conformance import Facts, Given

_KINDS = frozenset({"concept", "agency"})
"""Facets of which a value means the same whatever stands beside it."""


class Alike:
    """Says what some checks see of a record: the kinds of its values, and how many there are.

    The kind of a value is what it, and what is broader, does to each constraint on single values.

    Args:
        fields: The fields that the checks read.
        checks: Checks of which `tells` is true.
        facts: How a value satisfies a constraint.
    """

    def __init__(self, fields: tuple[str, ...], checks: Iterable[Check], facts: Facts) -> None:
        self._facts = facts
        self._facets = [facts.vocabulary.by_code[field] for field in fields]
        found = [part for check in checks for part in parts(check.shape)]
        constraints = [constraint for part in found for constraint in part.constraints]
        self._single = [c for c in constraints if isinstance(c, _SINGLE | HasValue)]
        self._broader = any(part.path and part.path.then == BROADER for part in found)
        counts = [c.count for c in constraints if isinstance(c, MinCount | MaxCount)]
        self._most = max(counts, default=0) + 1
        self._kinds: list[dict[Stated | Open, Hashable]] = [{} for _ in fields]

    def seen(self, stated: Given) -> Hashable | None:
        """Return what the checks see of a record, or None where a value is no word."""
        seen: list[Hashable] = []
        for facet, kinds in zip(self._facets, self._kinds, strict=True):
            values = stated.get(facet.code)
            if not values:
                seen.append(values)
                continue
            try:
                found = frozenset([kinds[value] for value in values])
            except KeyError:
                for value in values:
                    if isinstance(value, Unresolved):
                        return None
                    term = self._facts.vocabulary.term(facet, value, stated)
                    kinds[value] = self._kind(term)
                found = frozenset([kinds[value] for value in values])
            seen.append((found, min(len(set(values)), self._most)))
        return tuple(seen)

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


def tells(fields: tuple[str, ...], check: Check, facts: Facts) -> bool:
    """Tell whether a check sees no more of its fields than `Alike` does."""
    by_code = facts.vocabulary.by_code
    return all(by_code[field].kind in _KINDS for field in fields) and all(
        _is_plain(constraint, counted=part.path is None or part.path.then == PLAIN)
        for part in parts(check.shape)
        for constraint in part.constraints
    )


def _is_plain(constraint: Constraint, *, counted: bool) -> bool:
    if isinstance(constraint, MinCount | MaxCount):
        return counted  # broader values are not counted here
    return isinstance(constraint, _SINGLE | HasValue | _MADE_OF_SHAPES)
