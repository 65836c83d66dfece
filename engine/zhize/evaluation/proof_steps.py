"""The steps of a proof, as frozen values: a tree whose leaves are facts or clauses of the text.

`to_dict` gives the JSON of `zhize why`; every node carries its kind under `step`, so that nobody
has to read it out of a sentence.
"""

from __future__ import annotations

from typing import Any

import msgspec

from ..model.decision import DutyName, MechanismStamp
from ..model.rulebase import Text
from .plain import plain

BY_NORM, BY_RULE, AS_SENDER = "named-by-norm", "acting", "sender"
"""Why an agency is a recipient: the norm names it; it acts in the incident; it notified."""

NOT_TRIGGERED, DISPLACED, CONDITION_FAILS = "not-triggered", "displaced", "condition-fails"
"""Why an exception does not apply: the displacing norm does not hold; it is itself displaced; the
exception's own condition does not hold."""


class _Step(msgspec.Struct, frozen=True, kw_only=True, tag_field="step", gc=False):
    """Base of the steps."""

    def to_dict(self) -> dict[str, Any]:
        """Return the step as JSON values."""
        found: dict[str, Any] = plain(self)
        return found


class Fact(_Step, frozen=True, kw_only=True, tag="fact", rename={"as_": "as"}, gc=False):
    """A value that the record states; `as_` is the broader value that it counts as."""

    fact: str
    value: str
    as_: str | None = None


class Clause(_Step, frozen=True, kw_only=True, tag="clause", gc=False):
    """Words of the text: the norm they belong to, its provision, and the quote."""

    norm: str
    article: int | str
    provision: str
    quote: str
    interpretations: tuple[str, ...] = ()


class TestMet(_Step, frozen=True, kw_only=True, tag="test", gc=False):
    """A test of a trigger, and the stated values that meet it.

    Attributes:
        field: The facet it tests.
        any_of: The values that it names; `any_value` accepts all.
        facts: At least one.
    """

    field: str
    any_of: tuple[str, ...] = ()
    any_value: bool = False
    facts: tuple[Fact, ...]


class Reference(_Step, frozen=True, kw_only=True, tag="reference", gc=False):
    """A duty that is proved elsewhere in the same tree."""

    norm: str
    bearer: str
    clause: Clause


class Knowledge(_Step, frozen=True, kw_only=True, tag="knowledge", gc=False):
    """Why the bearer knows of the matter.

    Attributes:
        facts: The fields that name it.
        made_aware_by: The duties that make it aware.
        interpretations: Those behind awareness by such a duty.
    """

    facts: tuple[Fact, ...] = ()
    made_aware_by: tuple[Proof | Reference, ...] = ()
    interpretations: tuple[str, ...] = ()


class TriggerHolds(_Step, frozen=True, kw_only=True, tag="trigger", gc=False):
    """A trigger that holds: all its tests, and knowledge; or the duties it follows from."""

    name: str
    tests: tuple[TestMet, ...] = ()
    knowledge: Knowledge | None = None
    follows: tuple[Proof | Reference, ...] = ()


class Recipient(_Step, frozen=True, kw_only=True, tag="recipient", gc=False):
    """An agency to which the duty is owed, and why.

    Attributes:
        how: `named-by-norm`, `acting` or `sender`.
        rule: Code of the recipient rule, or None.
        because: The duties by which it acts, or by which it notified the bearer.
    """

    agency: str
    how: str
    rule: str | None = None
    because: tuple[Proof | Reference, ...] = ()


class LeftOut(_Step, frozen=True, kw_only=True, tag="left-out", gc=False):
    """An agency that acts in the incident and is no recipient, because the record names it."""

    agency: str
    rule: str
    duties: tuple[DutyName, ...]
    facts: tuple[Fact, ...]


class Displaces(_Step, frozen=True, kw_only=True, tag="displaces", gc=False):
    """A norm that yields to the one proved; the interpretations are those of the exception."""

    norm: str
    bearer: str
    clause: Clause
    interpretations: tuple[str, ...] = ()


class Withstands(_Step, frozen=True, kw_only=True, tag="withstands", gc=False):
    """A norm to which the one proved would yield, and why it does not."""

    norm: str
    bearer: str
    clause: Clause
    status: str


class Proof(_Step, frozen=True, kw_only=True, tag="duty", gc=False):
    """The proof of one duty.

    Attributes:
        norm, bearer: Its name within the incident.
        arises: False for a norm whose trigger holds and that finds nobody to tell; it can still
            make others aware.
        clause: The words it rests on; `also`: further words of the same provision.
        triggers: Every trigger that holds.
        valid_from, valid_until, applies_in: The norm's own limits, which the incident keeps to.
        The rest: As in a `Duty`.
    """

    norm: str
    bearer: str
    bearer_place: str | None = None
    arises: bool = True
    mode: str
    role: str | None = None
    action: Text
    clause: Clause
    also: tuple[Clause, ...] = ()
    to: tuple[str, ...] = ()
    due: str | None = None
    urgency: Text | None = None
    alternative_to: str | None = None
    conditional_on: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    applies_in: tuple[str, ...] = ()
    triggers: tuple[TriggerHolds, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    displaces: tuple[Displaces, ...] = ()
    withstands: tuple[Withstands, ...] = ()


class Reach(_Step, frozen=True, kw_only=True, tag="reach", gc=False):
    """Why the mechanism reaches the incident.

    Attributes:
        facts: The day and the jurisdiction as the record states them; what is absent is left out.
        valid_from, valid_until: The mechanism's window.
        applies_in: The place where it binds.
        clauses: The words that set it in force.
        interpretations: Those behind its limits in time and place.
    """

    facts: tuple[Fact, ...] = ()
    valid_from: str | None = None
    valid_until: str | None = None
    applies_in: str
    clauses: tuple[Clause, ...] = ()
    interpretations: tuple[str, ...] = ()


class Why(_Step, frozen=True, kw_only=True, tag="why", gc=False):
    """Why an agency has its duties in an incident.

    Attributes:
        incident: The record's identifier.
        agency, agency_place: Who is asked about.
        applicable, reason, reason_text: As in a `Decision`.
        reach: Why the mechanism applies; None where it does not.
        proofs: One for each of its duties, in the order of a decision.
        bears: Whether any norm of the mechanism falls on the agency.
        instead: Where it has no duty, the duties that others have.
    """

    incident: str
    agency: str
    agency_place: str | None = None
    applicable: bool
    reason: str | None = None
    reason_text: Text | None = None
    reach: Reach | None = None
    proofs: tuple[Proof, ...] = ()
    bears: bool = True
    instead: tuple[DutyName, ...] = ()
    mechanism: MechanismStamp


def parts(step: Proof | Reference) -> list[Proof]:
    """Return a proof and every proof within it, outermost first."""
    if isinstance(step, Reference):
        return []
    found = [step]
    for trigger in step.triggers:
        below = [*trigger.follows]
        if trigger.knowledge is not None:
            below += trigger.knowledge.made_aware_by
        for inner in below:
            found += parts(inner)
    for recipient in step.recipients:
        for inner in recipient.because:
            found += parts(inner)
    return found
