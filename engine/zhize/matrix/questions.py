"""What is asked of the engine: every part that an agency could have by a norm."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .values import FED_BACK, NOTIFIED, RECEIVES

if TYPE_CHECKING:
    from ..factspace import Case, Space, Stated, Who
    from ..model.rulebase import Norm

_TOLD = {"notify": NOTIFIED, "feedback": FED_BACK}


class Question(NamedTuple):
    """Whether an agency has a part by a norm: as the bearer of a unit, or as one it is owed to."""

    agency: str
    part: str
    norm: str
    units: tuple[int, ...]
    recipient: bool

    def holds(self, case: Case) -> bool:
        """Tell whether it has the part in a case."""
        if self.recipient:
            return any(self.agency in case.duties[u].to for u in self.units if u in case.duties)
        return self.units[0] in case.duties


def part_of(norm: Norm) -> str:
    """Return the part that a norm's bearer has: its role, else its mode."""
    return norm.role or norm.mode


def part_of_recipient(norm: Norm) -> str:
    """Return the part that those have to whom a norm is owed."""
    return _TOLD.get(norm.mode, RECEIVES)


def questions_of(space: Space) -> dict[Question, int]:
    """Return every question, each with the bits that it depends on."""
    found: list[Question] = []
    owed: dict[tuple[str, str, str], list[int]] = {}
    for index, unit in enumerate(space.units):
        found.append(Question(unit.bearer, part_of(unit.norm), unit.norm.code, (index,), False))
        for agency in space.possible_recipients(index):
            key = (agency, part_of_recipient(unit.norm), unit.norm.code)
            owed.setdefault(key, []).append(index)
    found += [Question(*key, tuple(by), True) for key, by in owed.items()]
    return {question: _cone(space, question) for question in found}


def _cone(space: Space, question: Question) -> int:
    if question.recipient:
        return space.cone(question.units, [question.agency])
    unit = question.units[0]
    told = space.possible_recipients(unit) if space.units[unit].needs_recipient else ()
    return space.cone(question.units, told)


class Answers:
    """The answers to one question, each class of incidents decided once.

    Attributes:
        others: Those to whom the duties found so far are owed, or who owe them.
    """

    def __init__(self, space: Space, question: Question, ways: tuple[Who, ...]) -> None:
        self._space, self._question, self._ways = space, question, ways
        self._known: dict[int, list[Case]] = {}
        self.others: set[str] = set()

    def to(self, bits: int, stated: Stated) -> list[Case]:
        """Return the cases of a class in which the answer is yes: one for each way to know."""
        found = self._known.get(bits)
        if found is None:
            cases = (self._space.decided(bits & w.tested, stated, w) for w in self._ways)
            found = self._known[bits] = [case for case in cases if self._question.holds(case)]
            for case in found:
                self._note(case)
        return found

    def _note(self, case: Case) -> None:
        for unit in self._question.units:
            duty = case.duties.get(unit)
            if duty is None:
                continue
            if not self._question.recipient:
                self.others.update(duty.to)
            elif self._question.agency in duty.to:
                self.others.add(self._space.units[unit].bearer)

    def displacing(self, bits: int, stated: Stated) -> set[str]:
        """Return the norms to which the units of the question yield in a class."""
        return {
            norm
            for way in self._ways
            for unit, norm, _ in self._space.decided(
                bits & way.tested, stated, way
            ).outcome.displaced
            if unit in self._question.units
        }
