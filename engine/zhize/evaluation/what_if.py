"""What would follow if facts were otherwise: the duties of two records, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..model.decision import Decision, Duty, MechanismStamp
from ..model.rulebase import Text
from .plain import plain
from .proof import clause_of
from .proof_steps import Clause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.incident import Incident
    from ..model.rulebase import Norm, RuleBase

YIELDS, NOBODY, NO_TRIGGER, OUTSIDE = "displaced", "unaddressed", "not-triggered", "inapplicable"
"""Why a duty is no longer there: its norm yields to another; it finds nobody to tell; its trigger
does not hold any more; the mechanism does not reach the changed record."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of the parts of a comparison."""


class FieldChange(_Part, frozen=True, kw_only=True, gc=False):
    """What a field says before and after; None is left open, an empty list is none.

    Attributes:
        before_open, after_open: More may hold than is stated.
    """

    field: str
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None
    before_open: bool = False
    after_open: bool = False


class Gained(_Part, frozen=True, kw_only=True, gc=False):
    """A duty that arises, with its grounds; `restored`: its norm was displaced before."""

    duty: Duty
    clause: Clause
    restored: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the duty as a decision shows it, and `restored`."""
        return {**self.duty.to_dict(), "restored": self.restored}


class Lost(_Part, frozen=True, kw_only=True, gc=False):
    """A duty that falls away, and why.

    Attributes:
        status: `displaced`, `unaddressed`, `not-triggered` or `inapplicable`.
        by: The norms that displace it, and the interpretations of the exception.
    """

    duty: Duty
    clause: Clause
    status: str
    by: tuple[str, ...] = ()
    interpretations: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the duty as the decision before showed it, and why it is gone."""
        gone = {"status": self.status, "by": list(self.by)}
        return {**self.duty.to_dict(), **gone, "exception": list(self.interpretations)}


class Altered(_Part, frozen=True, kw_only=True, gc=False):
    """A duty that stays and differs: in its recipients, its condition, its deadline, its place."""

    before: Duty
    after: Duty
    clause: Clause

    def to_dict(self) -> dict[str, Any]:
        """Return the duty's name and, side by side, what differs."""
        old, new = self.before.to_dict(), self.after.to_dict()
        row = {key: new[key] for key in ("norm", "article", "bearer", "mode", "role", "quote")}
        for key in DIFFERING:
            if old[key] != new[key]:
                row[key] = {"before": old[key], "after": new[key]}
        return row


DIFFERING = ("to", "conditional_on", "due", "bearer_place")
"""In what a duty that stays can differ. Its grounds are not compared: the duty is the same."""


class Yielding(_Part, frozen=True, kw_only=True, gc=False):
    """A norm that is displaced in one record and not in the other."""

    norm: str
    bearer: str
    by: str
    clause: Clause
    interpretations: tuple[str, ...] = ()


class Reached(_Part, frozen=True, kw_only=True, gc=False):
    """Whether the mechanism reaches a record, and if not, why."""

    applicable: bool
    reason: str | None = None
    reason_text: Text | None = None
    duties: int = 0


class WhatIf(_Part, frozen=True, kw_only=True, gc=False):
    """What changed facts would change.

    Attributes:
        incident: The record's identifier; it names both records.
        fields: What was changed, in the order of the record's fields.
        before, after: Whether the mechanism reaches each.
        gained, lost, changed: Duties, in the order of a decision.
        displaced: Norms newly displaced. `restored`: norms no longer displaced.
    """

    incident: str
    fields: tuple[FieldChange, ...]
    before: Reached
    after: Reached
    gained: tuple[Gained, ...] = ()
    lost: tuple[Lost, ...] = ()
    changed: tuple[Altered, ...] = ()
    displaced: tuple[Yielding, ...] = ()
    restored: tuple[Yielding, ...] = ()
    mechanism: MechanismStamp

    @property
    def differs(self) -> bool:
        """True where anything but the record itself differs."""
        parts = (self.gained, self.lost, self.changed, self.displaced, self.restored)
        return any(parts) or self.before.reason != self.after.reason

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON values."""
        return {
            "incident": self.incident,
            "fields": plain(self.fields),
            "before": plain(self.before),
            "after": plain(self.after),
            "gained": [row.to_dict() for row in self.gained],
            "lost": [row.to_dict() for row in self.lost],
            "changed": [row.to_dict() for row in self.changed],
            "displaced": plain(self.displaced),
            "restored": plain(self.restored),
            "mechanism": plain(self.mechanism),
        }


def compare(
    rulebase: RuleBase, before: Incident, after: Incident, old: Decision, new: Decision
) -> WhatIf:
    """Compare two records of one incident.

    Args:
        rulebase: The mechanism that decided.
        before: The record as it is.
        after: The record with other facts.
        old: The decision on the former.
        new: The decision on the latter.
    """
    norms = {norm.code: norm for norm in rulebase.norms}
    had = {(d.norm, d.bearer): d for d in old.duties}
    has = {(d.norm, d.bearer): d for d in new.duties}
    yielded = {(d.norm, d.bearer) for d in old.displaced}
    pairs = [(had[name], duty) for name, duty in has.items() if name in had]
    return WhatIf(
        incident=before.id,
        fields=tuple(_fields(rulebase, before, after)),
        before=_reached(old),
        after=_reached(new),
        gained=tuple(
            Gained(duty=duty, clause=clause_of(norms[duty.norm]), restored=name in yielded)
            for name, duty in has.items()
            if name not in had
        ),
        lost=tuple(
            _lost(duty, new, norms[duty.norm]) for name, duty in had.items() if name not in has
        ),
        changed=tuple(
            Altered(before=one, after=other, clause=clause_of(norms[one.norm]))
            for one, other in pairs
            if any(getattr(one, key) != getattr(other, key) for key in DIFFERING)
        ),
        displaced=tuple(_yielding(new, old, norms)) if old.applicable else (),
        restored=tuple(_yielding(old, new, norms)) if new.applicable else (),
        mechanism=new.mechanism,
    )


def _fields(rulebase: RuleBase, before: Incident, after: Incident) -> Iterator[FieldChange]:
    for facet in sorted(rulebase.facets, key=lambda f: f.position):
        code = facet.code
        change = FieldChange(
            field=code,
            before=before.values.get(code),
            after=after.values.get(code),
            before_open=code in before.unknown,
            after_open=code in after.unknown,
        )
        old, new = ((change.before, change.before_open), (change.after, change.after_open))
        if old != new:
            yield change


def _reached(decision: Decision) -> Reached:
    return Reached(
        applicable=decision.applicable,
        reason=decision.reason,
        reason_text=decision.reason_text,
        duties=len(decision.duties),
    )


def _lost(duty: Duty, after: Decision, norm: Norm) -> Lost:
    rows = [d for d in after.displaced if (d.norm, d.bearer) == (duty.norm, duty.bearer)]
    if not after.applicable:
        status = OUTSIDE
    elif rows:
        status = YIELDS
    elif any((u.norm, u.bearer) == (duty.norm, duty.bearer) for u in after.unaddressed):
        status = NOBODY
    else:
        status = NO_TRIGGER
    return Lost(
        duty=duty,
        clause=clause_of(norm),
        status=status,
        by=tuple(row.by for row in rows),
        interpretations=tuple(dict.fromkeys(n for row in rows for n in row.interpretations)),
    )


def _yielding(here: Decision, there: Decision, norms: dict[str, Norm]) -> Iterator[Yielding]:
    """Yield what is displaced in one decision and not in the other."""
    known = {(d.norm, d.bearer, d.by) for d in there.displaced}
    for row in here.displaced:
        if (row.norm, row.bearer, row.by) not in known:
            yield Yielding(
                norm=row.norm,
                bearer=row.bearer,
                by=row.by,
                clause=clause_of(norms[row.norm]),
                interpretations=row.interpretations,
            )
