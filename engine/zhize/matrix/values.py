"""A responsibility matrix as frozen values: agencies × what is wrong, and agencies × articles."""

from __future__ import annotations

from typing import Any

import msgspec

Facts = tuple[tuple[str, tuple[str, ...]], ...]
"""Further facts that hold together: for each facet any one of these values, or a place within one;
for a date a span of days (`2024-07-01/..`)."""

NOTIFIED, FED_BACK, RECEIVES = "notified", "fed-back", "receives"
"""The parts of those who are told or owed something; other parts are named by role or mode."""


class Turn(msgspec.Struct, frozen=True):
    """Further facts at which a part arises or falls away.

    Attributes:
        level: 1 where the part arises, 2 where it then falls away, 3 where it arises again …
        facts: The fewest further facts that do it; none: nothing more than what is wrong.
        by: The norms to which it yields, where it falls away for that reason.
        interpretations: Those on which its yielding rests.
    """

    level: int
    facts: Facts
    by: tuple[str, ...] = ()
    interpretations: tuple[str, ...] = ()

    @property
    def arises(self) -> bool:
        """Tell whether the part arises here, or falls away."""
        return self.level % 2 == 1

    def to_dict(self) -> dict[str, Any]:
        """Return whether the part arises, where what is stated, and to what it yields.

        A list, since two values of one facet may have to be stated together.
        """
        return {
            "arises": self.arises,
            "if": [{"facet": facet, "any_of": list(values)} for facet, values in self.facts],
            "yields_to": list(self.by),
            "interpretations": list(self.interpretations),
        }


class Condition(msgspec.Struct, frozen=True):
    """When a part arises, given what is wrong.

    Attributes:
        turns: All turns, the smallest first; of those that hold in an incident the one of the
            highest level decides.
        knowers: Agencies each of which, where it alone knows, makes the part arise; empty where
            it does not matter who knows.
    """

    turns: tuple[Turn, ...]
    knowers: tuple[str, ...] = ()

    @property
    def always(self) -> bool:
        """Tell whether no further fact is needed and none takes the part away."""
        return self.turns == ALWAYS

    def to_dict(self) -> dict[str, Any]:
        """Return `always`, the turns, and who must know.

        Of the turns whose facts all hold the last decides; where there is none, nothing arises.
        """
        return {
            "always": self.always,
            "turns": [t.to_dict() for t in sorted(self.turns, key=lambda turn: turn.level)],
            "if_known_to": list(self.knowers),
        }


ALWAYS = (Turn(1, ()),)


class Choice(msgspec.Struct, frozen=True):
    """What its bearer may do instead of something else, where a part follows from that alone.

    Attributes:
        norms: The alternative norms.
        always: Whether the part follows from nothing else in any incident.
    """

    norms: tuple[str, ...]
    always: bool

    def to_dict(self) -> dict[str, Any]:
        """Return `norms` and `always`."""
        return {"norms": list(self.norms), "always": self.always}


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One norm in one cell.

    Attributes:
        part: Code of a role, or of a mode where there is no role, or `notified`, `fed-back`,
            `receives`.
        norm: The norm cited.
        condition: When the part arises; None in the table of articles.
        others: To whom the duty is owed, or by whom the agency is told: all that are possible.
        example: The smallest incident that shows it, as (facet, value) pairs; None where no
            incident triggers it.
        occurs: False for a norm that incidents trigger and that comes about in none.
        alternative_to: The norm that the bearer may choose it instead of.
        conditional_on: The choice of another norm on which the part hangs, or None.
        interpretations: Those on which the answer rests, but for those of its turns.
    """

    part: str
    norm: str
    condition: Condition | None = None
    others: tuple[str, ...] = ()
    example: tuple[tuple[str, str], ...] | None = None
    occurs: bool = True
    alternative_to: str | None = None
    conditional_on: Choice | None = None
    interpretations: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON shows of it."""
        row: dict[str, Any] = {"part": self.part, "norm": self.norm, "others": list(self.others)}
        row["alternative_to"] = self.alternative_to
        row["conditional_on"] = self.conditional_on and self.conditional_on.to_dict()
        row["interpretations"] = list(self.interpretations)
        if self.condition is not None:
            row |= self.condition.to_dict()
        if not self.occurs:
            row["occurs"] = False
        if self.example is not None:
            row["example"] = [list(pair) for pair in self.example]
        return row


class Column(msgspec.Struct, frozen=True):
    """One column.

    Attributes:
        facet: The facet that says what is wrong; None for a provision.
        code: The value, or the code of the provision.
        depth: How many broader values stand above it.
        group: The outermost of these, or the value itself.
    """

    facet: str | None
    code: str
    depth: int = 0
    group: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON shows of it."""
        if self.facet is None:
            return {"article": self.code}
        return {"facet": self.facet, "value": self.code, "group": self.group, "depth": self.depth}


class Table(msgspec.Struct, frozen=True):
    """One of the two tables.

    Attributes:
        by: `violation` or `article`.
        columns: From left to right.
        rows: Agencies with some part, in the order of the ontology.
        without: The others.
        cells: For each agency and column with a part, its entries, the strongest first.
    """

    by: str
    columns: tuple[Column, ...]
    rows: tuple[str, ...]
    without: tuple[str, ...]
    cells: dict[tuple[str, Column], tuple[Entry, ...]]

    def cell(self, agency: str, column: Column) -> tuple[Entry, ...]:
        """Return the entries of a cell; none where the agency has no part."""
        return self.cells.get((agency, column), ())

    def to_dict(self) -> dict[str, Any]:
        """Return columns, rows and cells; a cell without a part is left out."""
        return {
            "by": self.by,
            "columns": [column.to_dict() for column in self.columns],
            "agencies": list(self.rows),
            "without_part": list(self.without),
            "cells": [
                {"agency": agency, **column.to_dict(), "entries": [e.to_dict() for e in entries]}
                for agency in self.rows
                for column in self.columns
                if (entries := self.cell(agency, column))
            ],
        }


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """The responsibility matrix of a mechanism.

    Attributes:
        mechanism: Its id, version and hash.
        parts: All parts, the strongest first.
        tables: By violation, by article, or both.
        complete: Whether every set of agencies that may know at once has been gone through.
    """

    mechanism: dict[str, str]
    parts: tuple[str, ...]
    tables: tuple[Table, ...]
    complete: bool

    def table(self, by: str) -> Table:
        """Return the table by `violation` or by `article`.

        Raises:
            KeyError: It was not asked for.
        """
        for table in self.tables:
            if table.by == by:
                return table
        raise KeyError(by)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""
        return {
            "mechanism": dict(self.mechanism),
            "parts": list(self.parts),
            "complete": self.complete,
            "tables": [table.to_dict() for table in self.tables],
        }
