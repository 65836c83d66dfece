"""The answer to *why not*, as frozen values: what failed, and the smallest change that mends it."""

from __future__ import annotations

from typing import Any

import msgspec

from ..model.decision import DutyName, MechanismStamp
from ..model.rulebase import Text
from .changes import ChangeSet
from .plain import plain
from .proof_steps import Clause, LeftOut

SATISFIED, FAILED, UNKNOWN = "satisfied", "failed", "unknown"
"""How a test stands; a blank is unknown, never failed."""

IS_DUTY, DISPLACED, UNADDRESSED = "duty", "displaced", "unaddressed"
NOT_TRIGGERED, OUT_OF_TIME, OUT_OF_PLACE = "not-triggered", "out-of-time", "out-of-place"
INAPPLICABLE, UNTRIGGERED = "inapplicable", "not-by-incidents"
"""How a norm stands with an agency in an incident. `not-triggered`: its trigger does not hold;
`not-by-incidents`: it holds at all times, or recurs, and no incident triggers it."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of the parts of an answer."""

    def to_dict(self) -> dict[str, Any]:
        """Return the part as JSON values."""
        found: dict[str, Any] = plain(self)
        return found


class TestState(_Part, frozen=True, kw_only=True, gc=False):
    """How a test stands.

    Attributes:
        field, any_of, any_value: As in a trigger.
        status: `satisfied`, `failed` or `unknown`.
        stated: What the record states on the field. `meeting`: those values that meet the test.
    """

    field: str
    any_of: tuple[str, ...] = ()
    any_value: bool = False
    status: str
    stated: tuple[str, ...] = ()
    meeting: tuple[str, ...] = ()


class KnowledgeState(_Part, frozen=True, kw_only=True, gc=False):
    """Whether the bearer knows.

    Attributes:
        status: `satisfied`, `failed` or `unknown`.
        fields: Those that could name it. `named_in`: those that do.
        reports: Norms that could make it aware. `made_aware_by`: the duties that do.
    """

    status: str
    fields: tuple[str, ...] = ()
    named_in: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    made_aware_by: tuple[DutyName, ...] = ()


class FollowState(_Part, frozen=True, kw_only=True, gc=False):
    """Whether a duty exists of which the bearer is a recipient.

    Attributes:
        norms: Those that could make it one. `duties`: the duties under them in this incident,
            each with its recipients, the agency not among them unless `satisfied`.
    """

    status: str
    norms: tuple[str, ...] = ()
    duties: tuple[tuple[DutyName, tuple[str, ...]], ...] = ()


class TriggerState(_Part, frozen=True, kw_only=True, gc=False):
    """How a trigger stands, part by part."""

    name: str
    tests: tuple[TestState, ...] = ()
    knowledge: KnowledgeState | None = None
    follows: FollowState | None = None

    @property
    def missing(self) -> int:
        """How many parts are not satisfied."""
        parts: list[TestState | KnowledgeState | FollowState | None] = [
            *self.tests, self.knowledge, self.follows,
        ]  # fmt: skip
        return sum(part is not None and part.status != SATISFIED for part in parts)

    @property
    def fields(self) -> frozenset[str]:
        """The fields on which something is missing."""
        found = {test.field for test in self.tests if test.status != SATISFIED}
        if self.knowledge is not None and self.knowledge.status != SATISFIED:
            found.update(self.knowledge.fields)
        return frozenset(found)

    @property
    def least(self) -> int:
        """How many facts would have to be otherwise at least."""
        fields = {test.field for test in self.tests if test.status != SATISFIED}
        others = (self.knowledge, self.follows)
        unmet = [part for part in others if part is not None and part.status != SATISFIED]
        return len(fields) + bool(unmet)

    def mended_by(self, change: ChangeSet) -> bool:
        """Tell whether changes touch every part that is missing."""
        changed = {one.field for one in change.changes}
        if self.follows is not None and self.follows.status != SATISFIED:
            return False
        known = self.knowledge is None or self.knowledge.status == SATISFIED
        tests = {test.field for test in self.tests if test.status != SATISFIED}
        return tests <= changed and (known or bool(changed & self.fields - tests))


class YieldsTo(_Part, frozen=True, kw_only=True, gc=False):
    """The norm that displaces the one asked about, with its words and its bearer."""

    norm: str
    bearer: str
    clause: Clause
    interpretations: tuple[str, ...] = ()


class Remedy(_Part, frozen=True, kw_only=True, gc=False):
    """The smallest changes of facts under which the norm would be a duty of the agency.

    Attributes:
        possible: False where no change of facts at all would do.
        cost: Values added, removed or replaced; None where there is no change.
        sets: The changes, the most likely first: those that fill in what is unknown, without a
            warning from the record shapes. At most `SHOWN`.
        count: How many there are of that size; `complete` False: at least so many.
        searched: False where the conditions are too many to be searched.
    """

    possible: bool
    cost: int | None = None
    sets: tuple[ChangeSet, ...] = ()
    count: int = 0
    complete: bool = True
    searched: bool = True


class NormAnswer(_Part, frozen=True, kw_only=True, gc=False):
    """How one norm stands with the agency.

    Attributes:
        clause: The words it rests on.
        status: See the constants of this module.
        valid_from, valid_until, applies_in: The norm's own limits.
        triggers: The nearest first; empty for norms that no incident triggers.
        displaced_by: The norms it yields to.
        left_out: For a norm that finds nobody to tell: who acts, but is named in the record.
        remedy: None for duties and for norms that no incident triggers.
    """

    norm: str
    bearer: str
    mode: str
    role: str | None = None
    action: Text
    recurs: str | None = None
    clause: Clause
    status: str
    valid_from: str | None = None
    valid_until: str | None = None
    applies_in: tuple[str, ...] = ()
    triggers: tuple[TriggerState, ...] = ()
    displaced_by: tuple[YieldsTo, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    remedy: Remedy | None = None


class WhyNot(_Part, frozen=True, kw_only=True, gc=False):
    """Why norms of an agency are no duties in an incident.

    Attributes:
        incident, agency, agency_place: As in `Why`.
        applicable, reason, reason_text, interpretations: As in a `Decision`.
        norms: One for each norm of the agency that is no duty, or the one asked about.
        duties: The norms that are duties, and for which `why` gives the proof.
    """

    incident: str
    agency: str
    agency_place: str | None = None
    applicable: bool
    reason: str | None = None
    reason_text: Text | None = None
    interpretations: tuple[str, ...] = ()
    norms: tuple[NormAnswer, ...] = ()
    duties: tuple[str, ...] = ()
    mechanism: MechanismStamp
