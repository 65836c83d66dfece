"""Scenarios: incidents drawn for an exercise, decided, and what they are about."""

from __future__ import annotations

from typing import Any

import msgspec

from ..evaluation.changes import Change
from ..model.decision import Decision, DutyName
from ..model.incident import Incident


class NearMiss(msgspec.Struct, frozen=True, kw_only=True):
    """How a scenario differs from another, in one fact, and what is therefore no duty.

    Attributes:
        of: The identifier of the other scenario.
        lost: The duty that the other has and this one has not.
        changes: What leads from the other to this one: one value of one field.
    """

    of: str
    lost: DutyName
    changes: tuple[Change, ...]


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One incident of an exercise.

    Attributes:
        id: Its identifier, also the record's.
        level: 1, 2 or 3: see `levels`.
        features: What makes it hard, in the order of `levels.FEATURES`.
        about: The duty that it was drawn for, one of the decision's; None where the mechanism does
            not reach the incident.
        fields: The record, as `zhize decide` takes it.
        incident, decision: The same, checked and decided.
        near_miss: The scenario that it differs from in one fact, or None.
    """

    id: str
    level: int
    features: tuple[str, ...]
    about: DutyName | None
    fields: dict[str, Any]
    incident: Incident
    decision: Decision
    near_miss: NearMiss | None = None
