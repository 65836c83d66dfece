"""Competency queries and what any query answers, as frozen values."""

from __future__ import annotations

import msgspec

from ..model.rulebase import Text


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """What a competency query can be asked about.

    Attributes:
        name: The variable of the query, without its question mark.
        kind: What it takes: one of `binding.KINDS`, `facts` (what an incident states, as any
            number of pairs of a field and a value) or `words` (any text).
        required: Whether the query makes no sense without it.
        default: The code taken where none is given, or None.
        label: What it is called.
    """

    name: str
    kind: str
    label: Text
    required: bool = False
    default: str | None = None


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a table.

    Attributes:
        name: The variable, without its question mark.
        kind: How people see it: `code` (a thing by its code), `label` (a thing by its name),
            `text` (words, in each language there is), `plain` (a number, a date, yes or no,
            bare words) or `any` (the columns of a free query).
        many: Whether a cell holds several values; the rows that differ only there become one.
        label: What it is called; a language that is missing shows the name.
    """

    name: str
    kind: str = "any"
    many: bool = False
    label: Text = {}


class CompetencyQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A question that the ontology is there to answer.

    Attributes:
        name: Its file's name without the suffix.
        question: The question, and `note`, what to know when reading the answer.
        columns: Empty for a query that builds a graph.
        sparql: The text of the file.
    """

    name: str
    question: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    sparql: str
    note: Text = {}

    def to_dict(self) -> dict[str, object]:
        """Return name, question, parameters and columns, for `zhize query --list`."""
        return {
            "name": self.name,
            "question": self.question,
            "note": self.note or None,
            "parameters": [
                {
                    "name": parameter.name,
                    "type": parameter.kind,
                    "required": parameter.required,
                    "default": parameter.default,
                    "label": parameter.label,
                }
                for parameter in self.parameters
            ],
            "columns": [{"name": c.name, "many": c.many, "label": c.label} for c in self.columns],
        }


class Thing(msgspec.Struct, frozen=True, tag="thing"):
    """A thing that an IRI or a blank node names.

    Attributes:
        iri: The IRI in full, or `_:` and a name for a blank node.
        code: Its code (`skos:notation`), or None.
        short: The IRI with a prefix, where one fits; else the IRI in angle brackets.
        label: Its labels by language.
    """

    iri: str
    code: str | None = None
    short: str = ""
    label: Text = {}

    @property
    def name(self) -> str:
        """The code, or the IRI of a thing that has none."""
        return self.iri if self.code is None else self.code


class Words(msgspec.Struct, frozen=True, tag="words"):
    """A text by language."""

    by_language: Text


Single = Thing | Words | str | bool | int | float
"""One value; a date is its ISO text."""
Cell = Single | tuple[Single, ...] | None
"""One value, the values of a column that is `many`, or nothing."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a query was asked about, for the head of a table."""

    name: Text
    value: Text
    code: str


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What a query answers: a table, and for a graph also its Turtle.

    A yes-or-no question (ASK) gives a table of one cell, a graph (CONSTRUCT, DESCRIBE) one of
    three columns. What is *not* here is the question: `CompetencyQuery` has it.

    Attributes:
        columns: The columns, in order.
        rows: The rows, in the order that the query asks for; a free query that asks for none has
            its rows sorted.
        truncated: Whether there was more than the limit of rows allows.
        turtle: The graph as Turtle, or None.
        languages: The languages to fall back on when a text lacks the one wanted.
        asked: What it was asked about.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool = False
    turtle: str | None = None
    languages: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return the rows by column: codes for things that have one, else IRIs; typed values."""
        return [
            {column.name: _plain(cell) for column, cell in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]


def _plain(cell: Cell) -> object:
    if isinstance(cell, tuple):
        return [_plain(one) for one in cell]
    if isinstance(cell, Thing):
        return cell.name
    if isinstance(cell, Words):
        return cell.by_language
    return cell
