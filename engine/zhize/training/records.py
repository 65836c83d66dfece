"""Records made from facts, and the facts that differ from them in one value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..evaluation.changes import Change
from ..model.incident import Incident

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.rulebase import Facet, RuleBase

Facts = dict[str, tuple[str, ...]]
Take = Callable[[Mapping[str, Any]], Incident | None]
"""Checks a record; returns None where it would be refused, or taken with a warning."""


class Draft(NamedTuple):
    """The facts of a record, and the fields on which more may hold."""

    facts: Facts
    unknown: frozenset[str] = frozenset()

    def key(self, fields: Collection[str]) -> tuple[object, ...]:
        """Return what two records share that say the same in some fields."""
        facts = [(f, tuple(sorted(vs))) for f, vs in self.facts.items() if f in fields]
        return tuple(sorted(facts)), tuple(sorted(self.unknown))


def fields_of(rulebase: RuleBase, draft: Draft, name: str) -> dict[str, Any]:
    """Return a record as `zhize decide` takes it, in the order of the fields."""
    fields: dict[str, Any] = {}
    for facet in sorted(rulebase.facets, key=lambda f: f.position):
        values = draft.facts.get(facet.code)
        unknown = [rulebase.unknown.code] if facet.code in draft.unknown else []
        if "identifier" in facet.serves:
            fields[facet.code] = name
        elif facet.many and (values is not None or unknown):
            order = {value: rank for rank, value in enumerate(facet.values)}
            stated = sorted(values or (), key=lambda v: order.get(v, len(order)))
            fields[facet.code] = [*stated, *unknown]
        elif values or unknown:
            fields[facet.code] = [*(values or ()), *unknown][0]
    return fields


def neighbours(
    rulebase: RuleBase, draft: Draft, required: Collection[str]
) -> Iterator[tuple[Change, Draft]]:
    """Yield every draft that differs in one fact of one field of concepts or agencies.

    A value is taken off a list or put to it. Another takes its place only in a field of one value,
    and in a list that must not be empty and would be. Fields on which more may hold than is stated
    are left as they are.

    Args:
        rulebase: The mechanism.
        draft: The facts to start from.
        required: Fields that must not be empty.
    """
    for facet in rulebase.facets:
        if facet.kind in {"concept", "agency"} and facet.code not in draft.unknown:
            yield from _neighbours(facet, draft, filled=facet.code in required)


def _neighbours(facet: Facet, draft: Draft, *, filled: bool) -> Iterator[tuple[Change, Draft]]:
    stated = draft.facts.get(facet.code, ())
    new = [value for value in facet.values if value not in stated]
    last = len(stated) == 1 and filled
    if facet.many:
        for value in () if last else stated:
            change = Change(field=facet.code, action="remove", value=value)
            yield change, _with(draft, facet, tuple(v for v in stated if v != value))
        for value in new:
            yield (
                Change(field=facet.code, action="add", value=value),
                _with(draft, facet, (*stated, value)),
            )
    for old in stated if last or not facet.many else ():
        for value in new:
            changed = tuple(value if v == old else v for v in stated)
            yield (
                Change(field=facet.code, action="replace", value=value, instead_of=old),
                _with(draft, facet, changed),
            )


def _with(draft: Draft, facet: Facet, values: tuple[str, ...]) -> Draft:
    return draft._replace(facts={**draft.facts, facet.code: values})
