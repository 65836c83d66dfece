"""Record shapes as plain values: what is left of SHACL once no RDF library is at hand.

Every value is frozen and can be written to MessagePack, so that the checks of a mechanism are kept
beside its rule base. The names follow SHACL (W3C Recommendation, 2017, section 4); what a value
means is said in `conformance`.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
XSD_DATE = "http://www.w3.org/2001/XMLSchema#date"

RECORD, VALUE = "record", "value"
"""What a shape without a path is about."""

PLAIN, BROADER, SHARING = "", "broader", "sharing"
"""Where a path goes after its property: no further; up `skos:broader*`; back to every record."""


class Term(msgspec.Struct, frozen=True, array_like=True):
    """An RDF term: an IRI, or a literal where `datatype` is given (plain text is `xsd:string`)."""

    text: str
    datatype: str | None = None


class Path(msgspec.Struct, frozen=True, array_like=True):
    """A property path that begins at the record.

    Attributes:
        property: IRI of a facet, or of a property of the core that validation adds.
        then: `PLAIN`, `BROADER` or `SHARING`.
    """

    property: str
    then: str = PLAIN


class _Tagged(msgspec.Struct, frozen=True, tag=True):
    """Base of the constraints, told apart by their names."""


class MinCount(_Tagged, frozen=True):
    """At least so many values (4.2.1)."""

    count: int


class MaxCount(_Tagged, frozen=True):
    """At most so many values (4.2.2)."""

    count: int


class Class(_Tagged, frozen=True):
    """Each value is an individual of the class (4.1.1), which is the value class of a facet."""

    iri: str


class Datatype(_Tagged, frozen=True):
    """Each value is a well-formed literal of the datatype (4.1.2)."""

    iri: str


class NodeKind(_Tagged, frozen=True):
    """Each value is an IRI, a literal, or either (4.1.3)."""

    iri: bool
    literal: bool


class In(_Tagged, frozen=True):
    """Each value is one of these (4.8.3)."""

    terms: tuple[Term, ...]


class HasValue(_Tagged, frozen=True):
    """This is among the values (4.8.2)."""

    term: Term


class Pattern(_Tagged, frozen=True):
    """The text of each value matches the regular expression somewhere (4.4.3)."""

    regex: str


class LessThanOrEquals(_Tagged, frozen=True):
    """No value lies after a value of the other property of the same record (4.5.4)."""

    property: str


class Not(_Tagged, frozen=True):
    """No value conforms to the shape (4.6.1)."""

    shape: Shape


class And(_Tagged, frozen=True):
    """Each value conforms to all of the shapes (4.6.2)."""

    shapes: tuple[Shape, ...]


class Or(_Tagged, frozen=True):
    """Each value conforms to at least one of the shapes (4.6.3)."""

    shapes: tuple[Shape, ...]


class Node(_Tagged, frozen=True):
    """Each value conforms to the shape (4.7.1 and, for a part of another shape, 4.7.2)."""

    shape: Shape


Constraint: TypeAlias = (
    MinCount
    | MaxCount
    | Class
    | Datatype
    | NodeKind
    | In
    | HasValue
    | Pattern
    | LessThanOrEquals
    | Not
    | And
    | Or
    | Node
)


class Shape(msgspec.Struct, frozen=True):
    """A shape: constraints on the values of a path, or on one node where there is no path."""

    constraints: tuple[Constraint, ...]
    path: Path | None = None


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """A shape that every record is held against, and what to report where it does not conform.

    Attributes:
        name: Local name of the shape.
        shape: What must hold; about the record where it has no path.
        reads: IRIs of the record's properties that the outcome depends on, sorted.
        code, severity: As in a `Problem`.
        message: The shape's own sentence by language, without the record and the value.
        field: Code of the facet that a problem is put down to; None where the shape names none.
    """

    name: str
    shape: Shape
    reads: tuple[str, ...]
    code: str
    severity: str
    message: dict[str, str]
    field: str | None = None


def parts(shape: Shape) -> tuple[Shape, ...]:
    """Return a shape and every shape it is made of."""
    found = [shape]
    for constraint in shape.constraints:
        match constraint:
            case Not(inner) | Node(inner):
                found += parts(inner)
            case And(shapes) | Or(shapes):
                for inner in shapes:
                    found += parts(inner)
            case _:
                pass
    return tuple(found)


def is_blind(check: Check) -> bool:
    """Tell whether a check looks only at the number and kind of values, not at their words."""
    for part in parts(check.shape):
        for constraint in part.constraints:
            match constraint:
                case Pattern():
                    return False
                case In(terms) if any(term.datatype for term in terms):
                    return False
                case HasValue(term) if term.datatype:
                    return False
                case _:
                    pass
    return True
