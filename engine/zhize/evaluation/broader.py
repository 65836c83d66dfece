"""Which broader value a stated one counts as."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..model.rulebase import RuleBase, Test


class Broader:
    """Looks up the broader values of concepts, nearest first."""

    def __init__(self, rulebase: RuleBase) -> None:
        self._broader = {
            (facet, concept.code): concept.broader
            for concept in rulebase.concepts
            for facet in concept.facets
        }

    def nearest(self, facet: str, value: str, named: Collection[str]) -> str | None:
        """Return the value itself where it is named, else the nearest broader one that is."""
        level: tuple[str, ...] = (value,)
        seen: set[str] = set()
        while level:
            for step in level:
                if step in named:
                    return step
            seen.update(level)
            level = tuple(
                parent
                for step in level
                for parent in self._broader.get((facet, step), ())
                if parent not in seen
            )
        return None

    def meets(self, test: Test, value: str) -> str | None:
        """Return what a value counts as for a test, or None where it does not meet it."""
        return value if test.any_value else self.nearest(test.facet, value, test.any_of)
