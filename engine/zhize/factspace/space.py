"""Questions put to the space of facts: what each depends on, and what follows in each class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..compilation import Program, Reach, Unit
from ..evaluation.evaluator import Evaluator, Held
from .cells import Cells, Stated, stated_facts
from .knowers import Knowers, Who

if TYPE_CHECKING:
    from ..evaluation.outcome import Outcome, OutcomeDuty
    from ..model.rulebase import RuleBase
    from ..validation.checks import Check

Value = tuple[str, str]
"""(facet, value)."""


class Case(NamedTuple):
    """One class of incidents, decided as far as a question looks at it.

    Attributes:
        stated: The facts of its smallest incident, those of who knows included.
        who: Who knows.
        held: The triggers that hold.
        duties: The duties by unit.
        outcome: All that follows.
    """

    stated: Stated
    who: Who
    held: Held
    duties: Mapping[int, OutcomeDuty]
    outcome: Outcome

    def told(self, agency: str) -> bool:
        """Tell whether some duty is owed to an agency."""
        return any(agency in duty.to for duty in self.outcome.duties)

    def knows(self, agency: str) -> bool:
        """Tell whether an agency is named as knowing, or made aware by a report."""
        return agency in self.who.named or any(a == agency for a, _ in self.held.informed)


class Space:
    """The space of facts of one mechanism, and what is the same for all questions.

    Attributes:
        units: The units of the program; a number below is an index into them.
        matter: The facets that say what is wrong: those of concepts that norms test and that every
            record must state, or all that norms test where no shape asks for one.
        questions, classes: How much was asked and decided so far.
    """

    def __init__(
        self,
        rulebase: RuleBase,
        program: Program,
        checks: Iterable[Check],
        implied: Mapping[Value, frozenset[str]],
    ) -> None:
        self.rulebase, self.program = rulebase, program
        self.evaluator = Evaluator(program)
        self.units: tuple[Unit, ...] = program.units
        self.required = required_facets(rulebase, checks)
        self.cells = Cells(rulebase, program, self.required)
        self.knowers = Knowers(rulebase, program, self.required)
        self.matter = tuple(f for f in self.cells.tested if f in self.required) or self.cells.tested
        self.questions = self.classes = 0
        self._edges = {edge.unit: edge.by for edge in program.edges}
        self._reach = Reach(program)
        self._reports = tuple(program.makes_aware)
        self._implied = {
            agency: self._resting({value for value, who in implied.items() if agency in who})
            for agency in {a for who in implied.values() for a in who}
        }

    # ------------------------------------------------------------ kinds of units

    def follows(self, unit: int) -> bool:
        """Tell whether a unit follows from duties, not from facts."""
        return bool(self.units[unit].triggers[0].follows)

    def acts(self, *roles: str) -> list[int]:
        """Return the units of mode act that facts trigger, in certain roles or in any."""
        return [
            index
            for index, unit in enumerate(self.units)
            if unit.norm.mode == "act"
            and not self.follows(index)
            and (not roles or unit.norm.role in roles)
        ]

    def notifies(self) -> list[int]:
        """Return the units of mode notify."""
        return [index for index, unit in enumerate(self.units) if unit.norm.mode == "notify"]

    def possible_recipients(self, unit: int) -> tuple[str, ...]:
        """Return the agencies that a unit may be owed to."""
        return self._reach.recipients(unit)

    def may_tell(self, agency: str) -> list[int]:
        """Return the units that may be owed to an agency, and from which it may learn something.

        What answers an agency's own notification tells it nothing new: it is left out, unless the
        agency may notify of what it need not know.
        """
        return [
            index
            for index, unit in enumerate(self.units)
            if agency in self.possible_recipients(index)
            and not (
                unit.senders
                and agency not in unit.fixed
                and all(
                    not self.units[s].mask & self.program.aware_free
                    for s in self.sources(index)
                    if self.units[s].bearer == agency
                )
            )
        ]

    def displacers(self, unit: int) -> tuple[int, ...]:
        """Return the units that a unit may yield to."""
        return tuple(high for high, _, _ in self._edges.get(unit, ()))

    def sources(self, unit: int) -> frozenset[int]:
        """Return the units that a unit follows."""
        return self._reach.sources(unit)

    def bits_of(self, value: Value) -> int:
        """Return the bits that rest on a value: those that it satisfies and silence would not."""
        facet, code = value
        return self.program.lookup[facet][code] & ~self.program.free[facet]

    def _resting(self, values: Iterable[Value]) -> int:
        bits = 0
        for value in values:
            if value[0] in self.program.lookup:
                bits |= self.bits_of(value)
        return bits

    def implied(self, agency: str) -> int:
        """Return the bits resting on facts that say that the agency has been told."""
        return self._implied.get(agency, 0)

    # ------------------------------------------------------------ what a question depends on

    def cone(
        self,
        units: Iterable[int],
        agencies: Iterable[str] = (),
        *,
        through: Callable[[int, int], bool] | None = None,
    ) -> int:
        """Return all bits that decide what becomes of some units, and whether some are told.

        Args:
            units: The units whose duties are asked about.
            agencies: The agencies whose being told matters; of recipient rules only the units that
                could make one of these a recipient are followed.
            through: Whether a unit's following another matters; by default it always does.
        """
        wanted, done, bits = set(agencies), set[int](), 0
        todo = set(units)
        while todo:
            index = min(todo)
            done.add(index)
            unit = self.units[index]
            bits |= unit.mask
            for high, condition, _ in self._edges.get(index, ()):
                bits |= condition
                todo.add(high)
            if unit.mask & ~self.program.aware_free:
                masks = [mask for mask, agency in self._reports if agency == unit.bearer]
                todo |= {u for m in masks for u, other in enumerate(self.units) if other.mask & m}
            if self.follows(index):
                wanted.add(unit.bearer)
                todo |= {
                    source
                    for source in self.sources(index)
                    if unit.bearer in self.possible_recipients(source)
                    and (through is None or through(index, source))
                }
            # An agency that is wanted only now makes the rules of earlier units matter more.
            rules = {self.units[u].acting for u in done if self.units[u].acting >= 0}
            acting = {u for rule in rules for u in self.program.acting_rules[rule].units}
            todo |= {u for u in acting if self.units[u].bearer in wanted}
            todo -= done
        return bits

    # ------------------------------------------------------------ what follows

    def cases(
        self,
        relevant: int,
        must: Stated = (),
        *,
        who: Iterable[Who] | None = None,
        most: int | None = None,
    ) -> Iterator[Case]:
        """Yield every class of incidents that the bits of a question tell apart, decided.

        Args:
            relevant: The bits, from `cone`.
            must: Facts that hold in every incident.
            who: The ways to name agencies; by default one where the question needs no knowledge,
                else all.
            most: As for `Cells.cells`.
        """
        self.questions += 1
        needs = relevant & ~self.program.aware_free
        named = self.knowers.all if who is None else tuple(who)
        if who is None and not needs and all(w.tested & relevant == relevant for w in named):
            named = named[:1]
        for cell in self.cells.cells(relevant, must, most):
            for knower in named:
                self.classes += 1
                yield self.decided(cell.bits & knower.tested, cell.stated, knower)

    def decided(self, bits: int, stated: Stated, who: Who) -> Case:
        """Return what follows where these triggers hold and these agencies are named."""
        held = self.evaluator.held(stated_facts(who.stated), bits)
        outcome = self.evaluator.outcome(held)
        return Case(
            (*stated, *who.stated), who, held, {duty.unit: duty for duty in outcome.duties}, outcome
        )


def required_facets(rulebase: RuleBase, checks: Iterable[Check]) -> frozenset[str]:
    """Return the facets that a record is refused without."""
    from ..model.report import ERROR
    from ..validation.checks import PLAIN, MinCount

    codes = {facet.iri: facet.code for facet in rulebase.facets}
    return frozenset(
        codes[check.shape.path.property]
        for check in checks
        if check.severity == ERROR
        and check.shape.path is not None
        and check.shape.path.then == PLAIN
        and check.shape.path.property in codes
        and any(isinstance(c, MinCount) and c.count > 0 for c in check.shape.constraints)
    )
