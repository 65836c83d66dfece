"""From what rows say to their outcomes: what each value leaves standing, put together.

What a value by itself leaves standing is a set of bits of the compiled program, worked out once for
all values that leave the same. A row's set is the intersection over its axes; what follows from it
is inferred for all rows together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..model.decision import NOT_IN_FORCE, OUTSIDE_JURISDICTION
from .bits import Matrix, rows_of
from .entries import Entries
from .inference import Inference
from .pairs import Growing
from .readings import ODD, Classes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..evaluation.decider import Decider
    from .pairs import Codes
    from .readings import Axis, Part

Facts = dict[str, tuple[str, ...]]

REASONS = (None, NOT_IN_FORCE, OUTSIDE_JURISDICTION)
"""Why a mechanism does not reach a row; None where it does."""

_UNDECIDED = len(REASONS)
"""Stands for a reason where a row cannot be decided by its codes."""


class Effect(NamedTuple):
    """What a value by itself leaves.

    Attributes:
        reason: Why the mechanism does not reach the row, by its place in `REASONS`.
        bits: The triggers left standing.
        known: The triggers whose bearer is named as knowing.
        named: The agencies that recipient rules leave out, as `Held.named` has them.
    """

    reason: int
    bits: int
    known: int
    named: tuple[int, ...]


_NO_EFFECT = Effect(_UNDECIDED, 0, 0, ())


class ColumnDecider:
    """Decides rows by their codes.

    Attributes:
        outcomes: What follows, by the numbers that `settle` returns.
        reasons: For each of them, why the mechanism does not reach a row: its place in `REASONS`.
    """

    def __init__(self, decider: Decider, axes: tuple[Axis, ...]) -> None:
        self._decider = decider
        self._evaluator = evaluator = decider.evaluator
        self._inference = Inference(evaluator)
        self.outcomes = Entries(self._inference.pieces)
        self.reasons = Growing(kind="b")
        steps = [_Step(decider, axis, self._inference) for axis in axes]
        # Time first, then place: of two reasons why a row is not reached, the first is told.
        steps.sort(key=lambda step: (not step.is_day, not step.is_place))
        self._steps = {step.axis: step for step in steps if step.limits or step.tells or step.names}
        self._begin = evaluator.program.all_bits
        if not any(step.is_day for step in steps):
            self._begin &= evaluator.in_time(None)
        if not any(step.is_place for step in steps):
            self._begin &= evaluator.in_place(decider.scope.places({}))
        self._unreached: dict[int, int] = {}

    @property
    def size(self) -> int:
        """How many outcomes were met, and effects, and pieces that outcomes are made of."""
        effects = sum(len(step.effects.firsts) for step in self._steps.values())
        return effects + len(self.outcomes) + self._inference.size

    def read(self, axis: Axis) -> list[Codes]:
        """Return numbers for all that matters of the codes of an axis, if anything does.

        Rows whose codes agree in them go the same way.
        """
        step = self._steps.get(axis)
        return [] if step is None else [step.effects.of_codes().array()]

    def settle(self, codes: Mapping[str, Codes], count: int) -> Codes:
        """Return the number of what is settled for each row, -1 where its codes do not tell.

        Args:
            codes: For each axis, by its first field, the codes of the rows.
            count: How many rows there are.
        """
        inference = self._inference
        bits = np.repeat(rows_of([self._begin], inference.width), count, axis=0)
        aware = self._evaluator.program.aware_free
        known = np.repeat(rows_of([aware], inference.width), count, axis=0)
        named = np.zeros((count, inference.groups * inference.agencies), np.uint64)
        reasons = np.zeros(count, np.intp)
        for axis, step in self._steps.items():
            effects = step.numbers(codes[axis.fields[0]])
            if step.limits:
                bits &= step.bits.rows().take(effects, axis=0)
            if step.tells:
                known |= step.known.rows().take(effects, axis=0)
            if step.names:
                named |= step.named.rows().take(effects, axis=0)
            if (own := step.reasons.array()).any():
                reasons = np.where(reasons, reasons, own.take(effects))
        numbers = np.zeros(count, np.intp)
        for reason in np.unique(reasons[reasons > 0]).tolist():
            numbers[reasons == reason] = self._without(reason)
        reached = np.flatnonzero(reasons == 0)
        numbers[reached] = np.arange(len(self.outcomes), len(self.outcomes) + len(reached))
        self.reasons.extend([0] * len(reached))
        for found in inference.infer(bits[reached], known[reached], named[reached]):
            self.outcomes.extend(found)
        return numbers

    def settled(self, facts: Facts) -> int:
        """Return the number of what is settled by the evaluator for these facts."""
        reason = self._decider.scope.reason(facts)
        if reason is not None:
            return self._without(REASONS.index(reason))
        self.reasons.append(0)
        outcome = self._evaluator.outcome(self._decider.held(facts)[0])
        return self.outcomes.add((
            tuple([(duty.unit, duty.to, duty.conditional_on) for duty in outcome.duties]),
            tuple([(unit, by) for unit, by, _ in outcome.displaced]),
            outcome.unaddressed,
        ))  # fmt: skip

    def _without(self, reason: int) -> int:
        """Return the number of what becomes of rows that the mechanism does not reach."""
        if reason == _UNDECIDED:
            return -1
        found = self._unreached.get(reason)
        if found is None:
            self.reasons.append(reason)
            found = self._unreached[reason] = self.outcomes.add(((), (), ()))
        return found


class _Step:
    """What the values of one axis leave.

    Args:
        decider: The mechanism.
        axis: The axis.
        inference: Says how wide sets are.

    Attributes:
        axis, effects: The codes of the axis by what each leaves.
        is_day, is_place: Whether the axis says when or where.
        limits, tells, names: Whether it leaves triggers out, says who knows, names agencies that
            recipient rules leave out.
        reasons, bits, known, named: What is left, for each class of codes.
    """

    def __init__(self, decider: Decider, axis: Axis, inference: Inference) -> None:
        evaluator, scope, fields = decider.evaluator, decider.scope, axis.fields
        program = evaluator.program
        self.is_day = scope.date_field in fields
        self.is_place = not self.is_day and bool(set(scope.place_fields).intersection(fields))
        self.axis = axis
        self._evaluator, self._scope = evaluator, scope
        self._tested = [field for field in program.tested if field in fields]
        self._knowing = [field for field in program.knowledge if field in fields]
        naming = {field for group in evaluator.tables.namings for field in group.facets}
        self._nobody = evaluator.named({})
        self.names = bool(naming.intersection(fields))
        self.limits = self.is_day or self.is_place or bool(self._tested)
        self.tells = bool(self._knowing)
        self.effects = Classes(axis, self._effect)
        self.reasons = Growing(kind="b")
        self.bits, self.known = Matrix(inference.width), Matrix(inference.width)
        self.named = Matrix(inference.agencies * inference.groups)
        self._room = 64 * inference.agencies

    def numbers(self, codes: Codes) -> Codes:
        """Return for each row the class of its code."""
        found: Codes = self.effects.of_codes().array().take(codes)
        for effect in self.effects.read[len(self.reasons) :]:
            self.reasons.append(effect.reason)
            self.bits.add(effect.bits)
            self.known.add(effect.known)
            self.named.add(sum(n << self._room * group for group, n in enumerate(effect.named)))
        return found

    def _effect(self, code: int) -> Effect:
        """Return what a value by itself leaves."""
        if code == ODD:
            return _NO_EFFECT
        evaluator, scope = self._evaluator, self._scope
        facts = _texts_of(self.axis.parts[code])
        bits, known, reason = evaluator.program.all_bits, 0, 0
        for field in self._tested:
            bits &= evaluator.facet_bits(field, facts.get(field, ()))
        for field in self._knowing:
            for agency in facts.get(field, ()):
                known |= evaluator.program.aware.get(agency, 0)
        if self.is_day:
            if any(not isinstance(v, str) for v in sum(self.axis.parts[code].values.values(), ())):
                return _NO_EFFECT
            bits &= evaluator.in_time(scope.day(facts))
        elif self.is_place:
            bits &= evaluator.in_place(scope.places(facts))
        if self.is_day or self.is_place:
            reason = REASONS.index(scope.reason(facts))
        named = evaluator.named(facts) if self.names else self._nobody
        return Effect(reason, bits, known, named)


def _texts_of(part: Part) -> Facts:
    """Return the values of a part, those that are no words of the mechanism as written."""
    return {
        field: tuple([v if isinstance(v, str) else v.text for v in values])
        for field, values in part.values.items()
    }
