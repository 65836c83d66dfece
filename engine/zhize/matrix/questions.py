"""What is asked of the engine: every part that an agency could have by a norm."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..model.rulebase import norm_key
from .values import FED_BACK, NOTIFIED, RECEIVES, Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    def chosen(self, space: Space, case: Case) -> frozenset[str]:
        """Return the alternative norms from which alone the part follows in a case; none: firm.

        Who is told by an alternative is told only where its bearer chooses it.
        """
        found: set[str] = set()
        for index in self.units:
            duty = case.duties.get(index)
            if duty is None or (self.recipient and self.agency not in duty.to):
                continue
            norm = space.units[index].norm
            if self.recipient and norm.alternative_to is not None:
                found.add(norm.code)
            elif duty.conditional_on is None:
                return frozenset()
            else:
                found.update(duty.conditional_on.split(";"))
        return frozenset(found)


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


class Basis:
    """From what a part follows, over the cases seen: firm duties, or ones that may be left."""

    def __init__(self) -> None:
        self._chosen: set[str] = set()
        self._firm = False

    def add(self, chosen: frozenset[str]) -> None:
        """Add the alternative norms of one case; none: the part is firm in it."""
        self._chosen |= chosen
        self._firm |= not chosen

    def choice(self) -> Choice | None:
        """Return the choice on which the part hangs, in all cases or in some."""
        if not self._chosen:
            return None
        return Choice(tuple(sorted(self._chosen, key=norm_key)), not self._firm)


class Answers:
    """The answers to one question, each class of incidents decided once.

    Attributes:
        others: Those to whom the duties found so far are owed, or who owe them.
        basis: From what the part follows in them.
        aware_by: The interpretations by which a bearer is taken to know without being named.
    """

    def __init__(self, space: Space, question: Question, ways: tuple[Who, ...]) -> None:
        self._space, self._question, self._ways = space, question, ways
        self._known: dict[int, list[Case]] = {}
        self.others: set[str] = set()
        self.basis = Basis()
        self.aware_by: set[str] = set()

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
        self.basis.add(self._question.chosen(self._space, case))
        for unit in self._question.units:
            duty = case.duties.get(unit)
            if duty is None:
                continue
            if not self._question.recipient:
                self.others.update(duty.to)
                self.aware_by.update(self._awareness(unit, case))
            elif self._question.agency in duty.to:
                self.others.add(self._space.units[unit].bearer)

    def _awareness(self, index: int, case: Case) -> Iterator[str]:
        """Yield the interpretations behind knowledge that comes from another's duty to report."""
        unit = self._space.units[index]
        if not any(trigger.known_to_bearer for trigger in unit.triggers):
            return
        for agency, reports in case.held.informed:
            if agency == unit.bearer and agency not in case.who.named:
                for report in reports:
                    yield from self._space.units[report].norm.awareness_interpretations

    def displacing(self, bits: int, stated: Stated) -> dict[str, tuple[str, ...]]:
        """Return the norms to which the units of the question yield in a class.

        Each with the interpretations on which that rests.
        """
        return {
            norm: interpretations
            for way in self._ways
            for unit, norm, interpretations in self._space.decided(
                bits & way.tested, stated, way
            ).outcome.displaced
            if unit in self._question.units
        }
