"""The grounds of a duty in words: the facts that hold, and the duties it follows from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.decision import Duty, DutyGround, FactGround

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..model.rulebase import Norm
    from .names import Names

MODES = ("act", "notify", "feedback")
"""The modes of duties, in the order of a decision."""


class Grounds:
    """Puts the grounds of the duties of one decision into words.

    Args:
        names: What things are called.
        places: Where an agency is that exists once for each place.
        numbers: The item of a memo under which a duty stands, by norm and bearer.
    """

    def __init__(
        self,
        names: Names,
        places: Mapping[str, str | None],
        numbers: Mapping[tuple[str, str], int] | None = None,
    ) -> None:
        self._names = names
        self._words = names.words
        self._places = places
        self._numbers = numbers or {}

    def of(self, duty: Duty) -> Iterator[str]:
        """Yield the grounds; values of one field that count as the same are joined."""
        names, words = self._names, self._words
        facts: dict[str, dict[str | None, list[str]]] = {}
        for ground in duty.because:
            if isinstance(ground, FactGround):
                broader = facts.setdefault(ground.fact, {})
                broader.setdefault(ground.as_, []).append(names.value(ground.fact, ground.value))
        for fact, groups in facts.items():
            parts = []
            for as_, values in groups.items():
                part = words.listed(values)
                if as_ is not None:
                    key = "memo.counts" if len(values) == 1 else "memo.count"
                    part += words(key, broader=names.value(fact, as_))
                parts.append(part)
            yield words.equals(names.facet(fact), words.listed(parts))
        duties = [ground for ground in duty.because if isinstance(ground, DutyGround)]
        if duties:
            yield words.clauses(self._ground(ground, duty) for ground in duties)

    def _ground(self, ground: DutyGround, duty: Duty) -> str:
        """Return an earlier duty in words, with the reading by which it makes the bearer aware."""
        norm, own = self._names.norm(ground.duty), self._names.norm(duty.norm)
        told = self._told(ground, norm)
        if norm is None or own is None or not any(t.known_to_bearer for t in own.triggers):
            return told
        return told + "".join(f" [{code}]" for code in norm.awareness_interpretations)

    def _told(self, ground: DutyGround, norm: Norm | None) -> str:
        mode = norm.mode if norm is not None and norm.mode in MODES else "act"
        who = self._names.agency(ground.bearer, self._places.get(ground.bearer))
        by = self._words(f"memo.by.{mode}", who=who, norm=ground.duty)
        number = self._numbers.get((ground.duty, ground.bearer))
        if number is None:
            return by
        return self._words.aside(self._words("memo.item", number=number), by)
