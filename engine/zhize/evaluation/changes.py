"""Changes of a record: what differs, as values, and the record that results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from ..model.incident import Incident
from ..model.report import ERROR, Problem
from .plain import plain

if TYPE_CHECKING:
    from ..model.rulebase import RuleBase

ADD, REMOVE, REPLACE, COMPLETE = "add", "remove", "replace", "complete"

Known = frozenset[tuple[str, str | None]]
"""Problems by code and field."""

Check = Callable[[Incident], tuple[Problem, ...]]
"""Holds an incident against the record shapes."""


class Change(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One change of one field.

    Attributes:
        field: Facet code.
        action: `add` a value to a list that was complete, `remove` a value, `replace` the value
            of a field that takes one, or `complete` a field of which more may hold than is stated.
        value: The value added or removed.
        instead_of: For `replace`, the value whose place it takes.
        not_before, not_after: For a day: any day from the one to the other would do as well.
        within: For a place: any place within this one would do as well.
    """

    field: str
    action: str
    value: str
    instead_of: str | None = None
    not_before: str | None = None
    not_after: str | None = None
    within: str | None = None


class ChangeSet(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Changes that have to be made together.

    Attributes:
        changes: In the order of the record's fields.
        problems: What the record shapes have against the changed record, and had not before.
        refused: Whether the changed record would be refused for it.
    """

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()
    refused: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as JSON values."""
        found: dict[str, Any] = plain(self)
        return found


class Editor:
    """Carries out changes, and sees whether a valid record is left.

    Args:
        rulebase: The mechanism.
        check: Holds an incident against the record shapes.
    """

    def __init__(self, rulebase: RuleBase, check: Check) -> None:
        self._facets = {facet.code: facet for facet in rulebase.facets}
        self._position = {facet.code: facet.position for facet in rulebase.facets}
        self._rank = {
            (facet.code, value): rank
            for facet in rulebase.facets
            for rank, value in enumerate(facet.values)
        }
        self._check = check

    def between(self, incident: Incident, wanted: Mapping[str, Iterable[str]]) -> list[Change]:
        """Return the changes that lead from a record to the wanted values of some fields."""
        changes = []
        for field in sorted(wanted, key=self._position.__getitem__):
            before, after = incident.values.get(field, ()), tuple(wanted[field])
            gone = [value for value in before if value not in after]
            new = [value for value in after if value not in before]
            if not self._facets[field].many and gone and new:
                one = Change(field=field, action=REPLACE, value=new[0], instead_of=gone[0])
                changes.append(one)
                continue
            open_ = field not in incident.values or field in incident.unknown
            changes += [Change(field=field, action=REMOVE, value=value) for value in gone]
            added = COMPLETE if open_ else ADD
            changes += [Change(field=field, action=added, value=value) for value in new]
        return changes

    def preference(self, changes: Iterable[Change]) -> tuple[object, ...]:
        """Return the sort key of changes: those that contradict what is stated come last."""
        rank = {COMPLETE: 0, ADD: 1, REPLACE: 2, REMOVE: 3}
        rows = [
            (
                self._position[c.field],
                rank[c.action],
                self._rank.get((c.field, c.value), 0),
                c.value,
            )
            for c in changes
        ]
        return sum(row[1] > 1 for row in rows), sum(row[1] for row in rows), rows

    def known(self, incident: Incident) -> Known:
        """Return what the shapes have against a record as it is."""
        return frozenset((p.code, p.field) for p in self._check(incident))

    def checked(self, incident: Incident, changes: Iterable[Change], known: Known) -> ChangeSet:
        """Return a set of changes with what the shapes have against the changed record.

        Args:
            incident: The record as it is.
            changes: What to change.
            known: What the shapes have against it already.
        """
        made = tuple(sorted(changes, key=lambda c: self._position[c.field]))
        problems = self.applied(incident, made, known)[1]
        refused = any(problem.severity == ERROR for problem in problems)
        return ChangeSet(changes=made, problems=problems, refused=refused)

    def applied(
        self, incident: Incident, changes: Iterable[Change], known: Known
    ) -> tuple[Incident, tuple[Problem, ...]]:
        """Return the changed record, and the problems that it has and had not before.

        A list that loses its last value is left empty; where its shapes refuse that, unknown.
        """
        values, unknown = dict(incident.values), set(incident.unknown)
        emptied = []
        for change in changes:
            stated = values.get(change.field, ())
            if change.action == REMOVE:
                left = tuple(value for value in stated if value != change.value)
                values[change.field] = left
                if not left:
                    emptied.append(change.field)
            elif self._facets[change.field].many:
                values[change.field] = (*stated, change.value)
            else:
                values[change.field] = (change.value,)
                unknown.discard(change.field)
        for field in emptied:
            if not values[field] and (field in unknown or not self._facets[field].many):
                del values[field]  # a blank; a single value cannot be said to be none
                unknown.add(field)
        made = _remade(incident, values, unknown)
        problems = self._new_problems(made, known)
        for field in emptied:
            if any(p.severity == ERROR and p.field == field for p in problems):
                values = {f: v for f, v in made.values.items() if f != field or v}
                made = _remade(incident, values, {*made.unknown, field})
                problems = self._new_problems(made, known)
        return made, problems

    def _new_problems(self, made: Incident, known: Known) -> tuple[Problem, ...]:
        return tuple([p for p in self._check(made) if (p.code, p.field) not in known])


def _remade(
    incident: Incident, values: Mapping[str, tuple[str, ...]], unknown: Iterable[str]
) -> Incident:
    """Return an incident with other facts."""
    return Incident(
        id=incident.id, values=dict(values), unknown=tuple(sorted(unknown)), notes=incident.notes
    )
