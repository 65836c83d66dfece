"""How the duties of one outcome differ from those of another, across two programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from ...evaluation.outcome import Outcome, OutcomeDuty
from ...model.rulebase import norm_key
from .relevance import Relevance, UnitNames
from .sides import BOTH, EARLIER, LATER, Side
from .values import ALTERED, GAINED, LOST, DutyChange, DutyForm

_ORDER = (LOST, GAINED, ALTERED)
_EMPTY = {
    "role": None,
    "modality": "",
    "conditional_on": None,
    "alternative_to": None,
    "due_days": None,
}
"""What a property of an altered duty is written as where it is the same in both versions."""


class Duties:
    """Compares outcomes: in full, or as far as the new version itself treats duties otherwise."""

    def __init__(self, sides: tuple[Side, Side], names: UnitNames, relevant: Relevance) -> None:
        self._sides = sides
        self._names = names
        self._relevant = relevant
        self._shared = tuple(self._shared_units(side) for side in BOTH)

    def _shared_units(self, side: int) -> frozenset[int]:
        """Return observed units whose norm several others bear, each where it knows.

        Which of them knows makes no class of its own.
        """
        program, observed = self._sides[side].program, self._relevant.observed[side]
        bearers = Counter(program.units[u].norm.code for u in observed)
        return frozenset(
            u
            for u in observed
            if bearers[program.units[u].norm.code] > 1
            and program.units[u].mask & ~program.aware_free
        )

    def in_full(self, before: Outcome, after: Outcome) -> tuple[DutyChange, ...]:
        """Return every duty that only one outcome has, or that the two have otherwise."""
        old = {self._names.of[EARLIER][d.unit]: d for d in before.duties}
        new = {self._names.of[LATER][d.unit]: d for d in after.duties}
        found = []
        for name in {**old, **new}:
            if name not in new:
                form = self._form(EARLIER, old[name])
                found.append(DutyChange(change=LOST, before=form, after=None))
            elif name not in old:
                form = self._form(LATER, new[name])
                found.append(DutyChange(change=GAINED, before=None, after=form))
            elif (change := self._altered(old[name], new[name])) is not None:
                found.append(change)
        return ordered(found)

    def observed(self, before: Outcome, after: Outcome) -> tuple[DutyChange, ...]:
        """Return the changes of observed duties; recipients that a rule finds are left out."""
        both = []
        for side, outcome in ((EARLIER, before), (LATER, after)):
            units = self._relevant.observed[side]
            names = self._names.of[side]
            both.append({names[d.unit]: d for d in outcome.duties if d.unit in units})
        found: dict[DutyChange, None] = {}
        for name in {**both[EARLIER], **both[LATER]}:
            old, new = both[EARLIER].get(name), both[LATER].get(name)
            told = name in self._relevant.told
            change = self._change(old, new, told=told)
            if change is not None:
                found[change] = None
        return ordered(found)

    def _told(self, side: int, duty: OutcomeDuty) -> frozenset[str]:
        return frozenset(self._names.agency(side, a) for a in duty.to)

    def _change(
        self, old: OutcomeDuty | None, new: OutcomeDuty | None, *, told: bool
    ) -> DutyChange | None:
        """Return the change of one observed duty as its class tells it."""
        if new is None or old is None:
            before = None if old is None else self._plain(EARLIER, old, told=False)
            after = None if new is None else self._plain(LATER, new, told=False)
            return DutyChange(change=GAINED if before is None else LOST, before=before, after=after)
        return self._difference(
            self._plain(EARLIER, old, told=told),
            self._plain(LATER, new, told=told),
            recipients=told and self._told(EARLIER, old) != self._told(LATER, new),
        )

    def _plain(self, side: int, duty: OutcomeDuty, *, told: bool) -> DutyForm:
        """Return a form without what depends on other duties, unless that is what differs."""
        unit = self._sides[side].program.units[duty.unit]
        form = self._form(side, duty)
        return msgspec.structs.replace(
            form,
            to=unit.fixed,
            conditional_on=form.conditional_on if told else None,
            bearer=None if duty.unit in self._shared[side] else form.bearer,
        )

    def _form(self, side: int, duty: OutcomeDuty) -> DutyForm:
        unit = self._sides[side].program.units[duty.unit]
        return DutyForm(
            norm=unit.norm.code,
            bearer=unit.bearer,
            mode=unit.norm.mode,
            role=unit.norm.role,
            modality=unit.norm.modality,
            to=duty.to,
            conditional_on=duty.conditional_on,
            alternative_to=unit.norm.alternative_to,
            due_days=unit.norm.due_days,
        )

    def _altered(self, old: OutcomeDuty, new: OutcomeDuty) -> DutyChange | None:
        return self._difference(self._form(EARLIER, old), self._form(LATER, new), recipients=False)

    def _difference(
        self, before: DutyForm, after: DutyForm, *, recipients: bool
    ) -> DutyChange | None:
        """Return what differs between two forms of a duty, or None where nothing does."""
        forms = (before, after)
        joint = [
            {
                "role": form.role,
                "modality": form.modality,
                "conditional_on": self._norms(side, form.conditional_on),
                "alternative_to": self._norms(side, form.alternative_to),
                "due_days": form.due_days,
            }
            for side, form in enumerate(forms)
        ]
        same = {name: _EMPTY[name] for name in joint[0] if joint[0][name] == joint[1][name]}
        told = [{self._names.agency(s, a): a for a in forms[s].to} for s in BOTH]
        only = [tuple(sorted(told[s][a] for a in told[s].keys() - told[1 - s])) for s in BOTH]
        recipients = recipients and not any(only)
        alike = len(same) == len(_EMPTY) and before.mode == after.mode
        if alike and not any(only) and not recipients:
            return None
        kept = [msgspec.structs.replace(forms[s], to=only[s], **same) for s in BOTH]
        return DutyChange(
            change=ALTERED, before=kept[EARLIER], after=kept[LATER], recipients=recipients
        )

    def _norms(self, side: int, codes: str | None) -> object:
        if codes is None:
            return None
        return frozenset(self._names.norm(side, code) for code in codes.split(";"))


def ordered(changes: Iterable[DutyChange]) -> tuple[DutyChange, ...]:
    """Return changes in order: lost, gained, altered; then by norm and bearer."""
    return tuple(
        sorted(
            changes,
            key=lambda c: (_ORDER.index(c.change), norm_key(c.form.norm), c.form.bearer or ""),
        )
    )
