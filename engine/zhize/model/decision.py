"""Decisions: duties with their reasons, as frozen values, and the JSON of the public contract."""

from __future__ import annotations

from typing import Any

import msgspec

from . import display
from .report import Problem
from .rulebase import Text


class FactGround(msgspec.Struct, frozen=True, gc=False):
    """A stated value that satisfied a test; `as_` is the broader value that the norm names."""

    fact: str
    value: str
    as_: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return `{"fact", "value"}` and `"as"` where the value counts as a broader one."""
        row = {"fact": self.fact, "value": self.value}
        if self.as_ is not None:
            row["as"] = self.as_
        return row


class DutyGround(msgspec.Struct, frozen=True, gc=False):
    """An earlier duty of the same decision."""

    duty: str
    bearer: str

    def to_dict(self) -> dict[str, Any]:
        """Return `{"duty", "bearer"}`."""
        return {"duty": self.duty, "bearer": self.bearer}


Ground = FactGround | DutyGround


class Duty(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What one norm asks of one bearer in one incident.

    Attributes:
        norm, article, bearer, mode, role: As in the rule base.
        bearer_place: For an agency that exists once for each place, the name of the incident's.
        to: Recipients, sorted.
        due: ISO date, or None where the text sets no deadline.
        quote: The words of the repaired text.
        because: Every ground that holds: facts in the order of the record's fields, then duties.
        interpretations: Codes of the interpretations it rests on.
        alternative_to: The norm whose duty the bearer may choose it instead of.
        conditional_on: The norm, an alternative, from which alone the duty follows.
        triggers: Names of the triggers that hold.
    """

    norm: str
    article: int | str
    bearer: str
    mode: str
    action: Text
    quote: str
    role: str | None = None
    bearer_place: str | None = None
    to: tuple[str, ...] = ()
    due: str | None = None
    recurs: str | None = None
    urgency: Text | None = None
    because: tuple[Ground, ...] = ()
    interpretations: tuple[str, ...] = ()
    alternative_to: str | None = None
    conditional_on: str | None = None
    triggers: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return one entry of `duties` in the public contract."""
        return {
            "norm": self.norm,
            "article": self.article,
            "bearer": self.bearer,
            "bearer_place": self.bearer_place,
            "mode": self.mode,
            "role": self.role,
            "to": list(self.to),
            "action": dict(self.action),
            "due": self.due,
            "recurs": self.recurs,
            "urgency": None if self.urgency is None else dict(self.urgency),
            "quote": self.quote,
            "because": [ground.to_dict() for ground in self.because],
            "interpretations": list(self.interpretations),
            "alternative_to": self.alternative_to,
            "conditional_on": self.conditional_on,
        }


class Displaced(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A norm whose trigger holds and that yields to another (lex specialis)."""

    norm: str
    bearer: str
    by: str
    interpretations: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return one entry of `displaced`."""
        return {
            "norm": self.norm,
            "bearer": self.bearer,
            "by": self.by,
            "interpretations": list(self.interpretations),
        }


class Unaddressed(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A norm to notify or feed back whose trigger holds and that finds nobody to tell: no duty."""

    norm: str
    bearer: str

    def to_dict(self) -> dict[str, Any]:
        """Return `{"norm", "bearer"}`."""
        return {"norm": self.norm, "bearer": self.bearer}


class DutyName(msgspec.Struct, frozen=True, order=True, gc=False):
    """The name of a duty within one decision: norm and bearer."""

    norm: str
    bearer: str

    def to_dict(self) -> dict[str, Any]:
        """Return `{"norm", "bearer"}`."""
        return {"norm": self.norm, "bearer": self.bearer}


class OpenQuestion(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An unknown fact whose answer would change the duties.

    Attributes:
        fact, value: The facet, and the value that might hold.
        would_add, would_remove: Duties that would arise or fall away.
        would_change: Duties whose recipients or condition would differ.
    """

    fact: str
    value: str
    would_add: tuple[DutyName, ...] = ()
    would_remove: tuple[DutyName, ...] = ()
    would_change: tuple[DutyName, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return one entry of `open`."""
        return {
            "fact": self.fact,
            "value": self.value,
            "would_add": [d.to_dict() for d in self.would_add],
            "would_remove": [d.to_dict() for d in self.would_remove],
            "would_change": [d.to_dict() for d in self.would_change],
        }


NOT_IN_FORCE, OUTSIDE_JURISDICTION = "not-in-force", "outside-jurisdiction"


class MechanismStamp(msgspec.Struct, frozen=True):
    """Which mechanism decided: its code, its version, and the SHA-256 of its Turtle."""

    id: str
    version: str
    sha256: str


class Decision(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """All that follows for one incident.

    Attributes:
        applicable: False where the mechanism does not reach the incident; `reason` then is
            `not-in-force` or `outside-jurisdiction`, `reason_text` says it by language.
        duties: In the order act (by role), notify, feedback, then by norm and bearer.
        displaced, unaddressed: Norms whose trigger holds and that give no duty.
        open: Unknown facts that matter, the best question first.
        interpretations: Codes of every interpretation that the decision rests on.
        notes: What the reader should be told about the record.
    """

    incident: str
    applicable: bool
    mechanism: MechanismStamp
    reason: str | None = None
    reason_text: Text | None = None
    duties: tuple[Duty, ...] = ()
    displaced: tuple[Displaced, ...] = ()
    unaddressed: tuple[Unaddressed, ...] = ()
    open: tuple[OpenQuestion, ...] = ()
    interpretations: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of the public contract."""
        return {
            "incident": self.incident,
            "applicable": self.applicable,
            "reason": self.reason,
            "reason_text": None if self.reason_text is None else dict(self.reason_text),
            "duties": [duty.to_dict() for duty in self.duties],
            "displaced": [d.to_dict() for d in self.displaced],
            "unaddressed": [u.to_dict() for u in self.unaddressed],
            "open": [q.to_dict() for q in self.open],
            "interpretations": list(self.interpretations),
            "notes": [note.to_dict() for note in self.notes],
            "mechanism": msgspec.to_builtins(self.mechanism),
        }

    def to_json(self) -> bytes:
        """Return the same object as one line of JSON, UTF-8, without a line end."""
        return msgspec.json.encode(self.to_dict())

    def _repr_html_(self) -> str:
        return display.decision_html(self)
