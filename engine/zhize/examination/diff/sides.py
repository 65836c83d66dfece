"""One of the two mechanisms, and the layout in which both are evaluated together.

Everything the norms of both versions can tell apart about a value is one whole number: the bits
that the value leaves standing in the earlier program, then those of the later one, then marks that
say whether the records of each version can say it. What several values of a list leave standing is
the OR of their numbers, what several fields leave standing is the AND.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...evaluation.decider import Decider
from ...model.incident import Record
from ...model.report import ERROR, Problem
from ...model.rulebase import Facet, RuleBase
from ...validation import Checker
from ...validation.checks import Check
from .correspondence import Correspondence

if TYPE_CHECKING:
    from ...compilation.program import Program
    from ...records import Lexicon

EARLIER, LATER = 0, 1
BOTH = (EARLIER, LATER)


class Side:
    """One mechanism, with all that is needed to decide and to check an incident.

    Attributes:
        rulebase, decider: What it says, and how it decides.
        checks, lexicon: Its record shapes, and the words that records may use.
        program: The compiled rule base.
        needs: The facets without which a record is refused: those an empty one is blamed for.
    """

    def __init__(
        self, rulebase: RuleBase, decider: Decider, checks: tuple[Check, ...], lexicon: Lexicon
    ) -> None:
        self.rulebase = rulebase
        self.decider = decider
        self.checks = checks
        self.lexicon = lexicon
        self.program: Program = decider.evaluator.program
        self._checker = Checker(rulebase, checks, date.max)
        empty = Record(source="-", index=1, line=None, values={})
        problems = self.problems(empty)
        self.needs = frozenset(p.field for p in problems if p.field)

    def problems(self, record: Record) -> tuple[Problem, ...]:
        """Return why a record is refused; nothing where it is not. No day is in the future."""
        found = self._checker.again(date.max).check(record)
        return tuple(p for p in found if p.severity == ERROR)


class Words:
    """The codes of one version against the joint ones: the earlier version's, where it has any.

    Attributes:
        facets: The facets of this version by joint code.
    """

    def __init__(self, rulebase: RuleBase, same: Correspondence | None) -> None:
        facets = {} if same is None else same.facets
        agencies = {} if same is None else same.agencies
        values = {} if same is None else same.values
        self.facets: dict[str, Facet] = {}
        self._own: dict[tuple[str, str], str] = {}
        self._joint: dict[tuple[str, str], str] = {}
        for facet in rulebase.facets:
            code = facets.get(facet.code, facet.code)
            self.facets[code] = facet
            for value in facet.values:
                if facet.kind == "agency":
                    joint = agencies.get(value, value)
                else:
                    joint = values.get((code, value), value)
                self._own[code, joint] = value
                self._joint[code, value] = joint

    def own(self, facet: str, value: str) -> str | None:
        """Return this version's code of a value, or None where it has none."""
        return self._own.get((facet, value))

    def values(self, facet: str) -> tuple[str, ...]:
        """Return the joint codes of a facet's values, in this version's order."""
        known = self.facets.get(facet)
        return () if known is None else tuple(self._joint[facet, v] for v in known.values)
