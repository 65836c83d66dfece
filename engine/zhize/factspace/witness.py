"""From a class of incidents to a record that `zhize decide` takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from ..model.report import ERROR
from ..records import Lexicon, resolve
from ..validation import Checker
from .cells import first_day, places_of

if TYPE_CHECKING:
    from ..model.rulebase import Facet, RuleBase
    from ..validation.checks import Check
    from .cells import Stated


class Witnesses:
    """Writes records, and holds them against the record shapes.

    Args:
        rulebase: The mechanism.
        checks: Its record shapes.
        required: Facets that a record is refused without.
    """

    def __init__(
        self, rulebase: RuleBase, checks: Iterable[Check], required: frozenset[str]
    ) -> None:
        self._rulebase = rulebase
        self._lexicon = Lexicon(rulebase)
        self._checker = Checker(rulebase, tuple(checks), date.max)
        self._facets = tuple(sorted(rulebase.facets, key=lambda f: f.position))
        self._default = {
            facet.code: value
            for facet in self._facets
            if facet.code in required and (value := self._filler(facet)) is not None
        }

    def record(self, name: str, stated: Stated) -> dict[str, Any]:
        """Return the fields of a record, in the order of the ontology."""
        said: dict[str, list[str]] = {}
        for name_of_facet, value in stated:
            said.setdefault(name_of_facet, []).append(value)
        fields: dict[str, Any] = {}
        for facet in self._facets:
            values = said.get(facet.code)
            if "identifier" in facet.serves:
                fields[facet.code] = name
            elif values is not None:
                fields[facet.code] = list(dict.fromkeys(values)) if facet.many else values[0]
            elif facet.code in self._default:
                value = self._default[facet.code]
                fields[facet.code] = [value] if facet.many else value
        return fields

    def best(self, name: str, incidents: Iterable[Stated]) -> dict[str, Any] | None:
        """Return the first record that is taken without a warning, else the first that is taken.

        None where the record shapes refuse them all: then no such incident can be recorded.
        """
        warned = None
        for stated in incidents:
            fields = self.record(name, stated)
            problems = self._checker.again(date.max).check(resolve(fields, self._lexicon))
            if not problems:
                return fields
            if warned is None and all(problem.severity != ERROR for problem in problems):
                warned = fields
        return warned

    def _filler(self, facet: Facet) -> str | None:
        if facet.kind == "date":
            return first_day(self._rulebase).isoformat()
        if facet.kind == "place":
            return next((p.code for p in places_of(self._rulebase, facet.code)), None)
        if facet.kind == "text":
            return "-"
        return facet.values[0] if facet.values else None
