"""From what a row says to its outcome: rows that no norm can tell apart are decided once.

A row walks through the axes that matter, from state to state. A state holds what is left of the
compiled program's bits, who is known to know, and who is named and therefore not told; what can no
longer matter is taken out of it, so that few states are left. Each walk that ends is decided by the
`Decider`, on the facts of the first row that took it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..evaluation.outcome import NOTHING, Outcome
from .pairs import Growing, Pairs
from .readings import ODD, Classes

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from ..evaluation.decider import Decider
    from .legend import Entry
    from .pairs import Codes
    from .readings import Axis, Part

Facts = dict[str, tuple[str, ...]]
Settled = tuple[str | None, "Entry"]
"""Why the mechanism does not reach a row, or None; and what follows."""

_UNDECIDED = "undecided"
"""Stands for a reason where a row cannot be decided by its codes."""


class State(NamedTuple):
    """What still matters of what was read so far.

    Attributes:
        reason: Why the mechanism does not reach the row, or None.
        bits: The triggers left standing.
        known: Those of them whose bearer is named as knowing.
        named: The agencies that recipient rules leave out, as `Held.named` has them.
    """

    reason: str | None
    bits: int
    known: int
    named: tuple[int, ...]


class States:
    """The states of the rows of one mechanism.

    Attributes:
        outcomes: What is settled, by the numbers that `walk` returns.
    """

    def __init__(self, decider: Decider, axes: tuple[Axis, ...]) -> None:
        self.outcomes: list[Settled] = []
        self._decider = decider
        self._evaluator = decider.evaluator
        program = self._evaluator.program
        self._duties: dict[tuple[int, tuple[str, ...], str | None], Hashable] = {}
        day, place = decider.scope.date_field, decider.scope.place_fields
        deciding = {*program.tested, *program.knowledge}
        deciding.update(f for rule in program.acting_rules for f in rule.except_named_in)
        order = {field: rank for rank, field in enumerate(program.tested)}
        self._day = [axis for axis in axes if day in axis.fields]
        chosen = [
            axis for axis in axes
            if axis not in self._day and deciding.union(place).intersection(axis.fields)
        ]  # fmt: skip
        # Time and place first: they leave few states. Then facets with tests, which end most walks.
        chosen.sort(key=lambda axis: (
            not set(place).intersection(axis.fields),
            min(order.get(field, len(order)) for field in axis.fields),
        ))  # fmt: skip
        begin = State(None, program.all_bits, program.aware_free, self._evaluator.named({}))
        self._conditions = _conditions(decider)
        self._steps: list[_Step] = []
        before: _Step | None = None
        for axis in (*self._day, *chosen):
            before = _Step(self, axis, before, begin)
            self._steps.append(before)
        self._step_of = {step.axis: step for step in self._steps}
        self._ends = Growing()

    @property
    def size(self) -> int:
        """How many states, ways to them and outcomes were met."""
        return sum(step.size for step in self._steps) + len(self.outcomes) + len(self._duties)

    def walk(self, codes: Mapping[str, Codes], count: int) -> Codes:
        """Return the number of what is settled for each row, -1 where its codes do not tell.

        Args:
            codes: For each axis, by its first field, the codes of the rows.
            count: How many rows there are.
        """
        at, height = np.zeros(count, np.intp), 1
        for step in self._steps:
            at = step.take(at, codes[step.axis.fields[0]], height)
            height = len(step.states)
        last = self._steps[-1]
        for number in range(len(self._ends), len(last.states)):
            self._ends.append(self._end(last, number))
        return self._ends.array().take(at)

    def read(self, axis: Axis, code: int) -> int:
        """Return a number for all that matters of a code: rows that agree in it go the same way."""
        step = self._step_of.get(axis)
        return 0 if step is None else step.effects.of_codes()[code]

    def settled(self, facts: Facts) -> int:
        """Return the number of what is settled by the evaluator for these facts."""
        reason = self._decider.scope.reason(facts)
        outcome = NOTHING
        if reason is None:
            outcome = self._evaluator.outcome(self._decider.held(facts)[0])
        self.outcomes.append((reason, self._entry(outcome)))
        return len(self.outcomes) - 1

    def _entry(self, outcome: Outcome) -> Entry:
        """Return what of an outcome a code stands for; equal duties are one value."""
        same = self._duties
        duties = [(duty.unit, duty.to, duty.conditional_on) for duty in outcome.duties]
        return (
            tuple([same.setdefault(duty, duty) for duty in duties]),
            tuple([(unit, by) for unit, by, _ in outcome.displaced]),
            outcome.unaddressed,
        )

    def _end(self, step: _Step, number: int) -> int:
        if step.states[number].reason == _UNDECIDED:
            return -1
        facts: Facts = {}
        at: _Step | None = step
        while at is not None:
            number, effect = at.origins[number]
            facts.update(at.facts(effect))
            at = at.before
        return self.settled(facts)

    def effect(self, part: Part, axis: Axis) -> State:
        """Return what a value by itself would leave."""
        evaluator, scope = self._evaluator, self._decider.scope
        program = evaluator.program
        facts = texts_of(part)
        if axis in self._day and any(not isinstance(v, str) for v in sum(part.values.values(), ())):
            return State(_UNDECIDED, 0, 0, ())
        bits, known = program.all_bits, 0
        for field in program.tested:
            if field in axis.fields:
                bits &= evaluator.facet_bits(field, facts.get(field, ()))
        for field in program.knowledge:
            if field in axis.fields:
                for agency in facts.get(field, ()):
                    known |= program.aware.get(agency, 0)
        if axis in self._day:
            bits &= evaluator.in_time(scope.day(facts))
        elif set(scope.place_fields).intersection(axis.fields):
            bits &= evaluator.in_place(scope.places(facts))
        return State(scope.reason(facts), bits, known, evaluator.named(facts))

    def joined(self, state: State, effect: State) -> State:
        """Return the state after one more axis, without what can no longer matter."""
        reason = state.reason or effect.reason
        if reason is not None:
            return State(reason, 0, 0, ())
        bits = state.bits & effect.bits
        for condition, needed in self._conditions:
            if bits & condition and not any(bits & a and bits & b for a, b in needed):
                bits &= ~condition
        known = (state.known | effect.known) & bits
        named = tuple(
            (before | more) and (before | more) & self._evaluator.nameable(group, bits)
            for group, (before, more) in enumerate(zip(state.named, effect.named, strict=True))
        )
        return State(None, bits, known, named)


class _Step:
    """One axis on the way of a row.

    Attributes:
        states: The states after it.
        origins: For each, how it was first reached: the state before, and the number of the effect.
        effects: The codes of the axis by what each would leave.
    """

    def __init__(self, owner: States, axis: Axis, before: _Step | None, begin: State) -> None:
        self.axis = axis
        self.before = before
        self.states: list[State] = []
        self.origins: list[tuple[int, int]] = []
        self.effects = Classes(axis, self._effect)
        self._facts: dict[int, Facts] = {}
        self._owner = owner
        self._begin = begin
        self._numbers: dict[State, int] = {}
        self._pairs = Pairs(self._reach)

    @property
    def size(self) -> int:
        """How many states were met, and ways to them."""
        return len(self.states) + len(self._pairs)

    def take(self, at: Codes, codes: Codes, height: int) -> Codes:
        """Return the state of each row after this axis."""
        classes = self.effects.of_codes().array().take(codes)
        return self._pairs.look_up(at, classes, height, len(self.effects.read))

    def facts(self, effect: int) -> Facts:
        """Return what was first stated to an effect."""
        found = self._facts.get(effect)
        if found is None:
            found = self._facts[effect] = texts_of(self.effects.firsts[effect])
        return found

    def _effect(self, code: int) -> State:
        if code == ODD:
            return State(_UNDECIDED, 0, 0, ())
        return self._owner.effect(self.axis.parts[code], self.axis)

    def _reach(self, before: int, number: int) -> int:
        effect = self.effects.read[number]
        start = self._begin if self.before is None else self.before.states[before]
        state = self._owner.joined(start, effect)
        found = self._numbers.get(state)
        if found is None:
            found = self._numbers[state] = len(self.states)
            self.states.append(state)
            self.origins.append((before, number))
        return found


def texts_of(part: Part) -> Facts:
    """Return the values of a part, those that are no words of the mechanism as written."""
    return {
        field: tuple(v if isinstance(v, str) else v.text for v in values)
        for field, values in part.values.items()
    }


def _conditions(decider: Decider) -> list[tuple[int, list[tuple[int, int]]]]:
    """Return, for each condition of exceptions, the pairs of bits one of which it matters to."""
    program = decider.evaluator.program
    found: dict[int, list[tuple[int, int]]] = {}
    for edge in program.edges:
        for high, condition, _ in edge.by:
            for bit in range(condition.bit_length()):
                if condition >> bit & 1:
                    pair = (program.units[edge.unit].mask, program.units[high].mask)
                    found.setdefault(1 << bit, []).append(pair)
    return list(found.items())
