"""Decisions: duties with their reasons, as frozen values, and the JSON of the public contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

import msgspec

from . import display
from .report import Problem
from .rulebase import Text
from .wording import Wording


class FactGround(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
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


class DutyGround(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
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


class Body(msgspec.Struct, eq=False):
    """All of a decision but the name of the incident and the notes on its record.

    Decisions on equal facts share one body. It does not change: only its open questions, which
    cost more than all the rest, are found when they are first asked for.

    Attributes:
        found: The open questions, once they were found. `ask`: how they are found until then.
        found_facts, ask_facts: The same for their facts alone.
    """

    mechanism: MechanismStamp
    applicable: bool
    reason: str | None = None
    reason_text: Text | None = None
    duties: tuple[Duty, ...] = ()
    displaced: tuple[Displaced, ...] = ()
    unaddressed: tuple[Unaddressed, ...] = ()
    interpretations: tuple[str, ...] = ()
    found: tuple[OpenQuestion, ...] | None = None
    ask: Callable[[], tuple[OpenQuestion, ...]] | None = None
    found_facts: frozenset[str] | None = None
    ask_facts: Callable[[], frozenset[str]] | None = None

    def __post_init__(self) -> None:
        if self.reason_text.__class__ is dict:  # which decisions on equal facts will share
            self.reason_text = Wording(self.reason_text)

    @property
    def open(self) -> tuple[OpenQuestion, ...]:
        """Unknown facts that matter; where two threads ask at once, both find the same."""
        ask = self.ask  # read before `found`, as it is thrown away after that is set
        found = self.found
        if found is None:
            found = self.found = () if ask is None else ask()
            self.ask = self.ask_facts = None
        return found

    @property
    def open_facts(self) -> frozenset[str]:
        """The facts of the open questions, for who needs no more: found in a third of the time."""
        facts = self.found_facts
        if facts is None:
            ask = self.ask_facts
            if self.found is None and ask is not None:
                facts = ask()
            else:
                facts = frozenset([question.fact for question in self.open])
            self.found_facts, self.ask_facts = facts, None
        return facts


_OWN = ("incident", "notes")
_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def _sharing_a_body(cls: type[_T]) -> type[_T]:
    """Make a dataclass whose fields cannot be set; all but its own are read from its body.

    A dataclass, since msgspec and others take it for what its fields say, and read them as
    attributes: a msgspec Struct would need all of them at once.
    """
    for field in cls.__annotations__:
        path = f"_{field}" if field in _OWN else f"_body.{field}"
        setattr(cls, field, property(attrgetter(path)))
    return dataclass(init=False, eq=False, match_args=False)(cls)


@_sharing_a_body
class Decision:
    """All that follows for one incident: a frozen value.

    Attributes:
        applicable: False where the mechanism does not reach the incident; `reason` then is
            `not-in-force` or `outside-jurisdiction`, `reason_text` says it by language.
        duties: In the order act (by role), notify, feedback, then by norm and bearer.
        displaced, unaddressed: Norms whose trigger holds and that give no duty.
        open: Unknown facts that matter, the best question first; found when they are first read.
        interpretations: Codes of every interpretation that the decision rests on.
        notes: What the reader should be told about the record.
    """

    __slots__ = ("_body", "_incident", "_notes")

    incident: str
    applicable: bool
    mechanism: MechanismStamp
    reason: str | None
    reason_text: Text | None
    duties: tuple[Duty, ...]
    displaced: tuple[Displaced, ...]
    unaddressed: tuple[Unaddressed, ...]
    open: tuple[OpenQuestion, ...]
    interpretations: tuple[str, ...]
    notes: tuple[Problem, ...]

    def __init__(
        self,
        *,
        incident: str,
        applicable: bool,
        mechanism: MechanismStamp,
        reason: str | None = None,
        reason_text: Text | None = None,
        duties: tuple[Duty, ...] = (),
        displaced: tuple[Displaced, ...] = (),
        unaddressed: tuple[Unaddressed, ...] = (),
        open: tuple[OpenQuestion, ...] = (),
        interpretations: tuple[str, ...] = (),
        notes: tuple[Problem, ...] = (),
    ) -> None:
        self._incident = incident
        self._body = Body(
            mechanism, applicable, reason, reason_text, duties, displaced, unaddressed,
            interpretations, open,
        )  # fmt: skip
        self._notes = notes

    @property
    def body(self) -> Body:
        """What it shares with the decisions on equal facts."""
        return self._body

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Decision):
            return NotImplemented
        if self._body is other._body:
            return self._incident == other._incident and self._notes == other._notes
        return _fields_of(self) == _fields_of(other)

    def __hash__(self) -> int:
        return hash(_fields_of(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, _fields_of(self)

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


_FIELDS = tuple(Decision.__annotations__)
_fields_of: Callable[[Decision], tuple[Any, ...]] = attrgetter(*_FIELDS)
_new = object.__new__


def decision_of(incident: str, body: Body, notes: tuple[Problem, ...] = ()) -> Decision:
    """Put the name of an incident and the notes on its record to a body."""
    made = _new(Decision)
    made._incident = incident
    made._body = body
    made._notes = notes
    return made


def _again(*fields: Any) -> Decision:
    """Return a decision that was pickled."""
    return Decision(**dict(zip(_FIELDS, fields, strict=True)))
