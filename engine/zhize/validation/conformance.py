"""What a shape means for one record: which of its values offend.

The values of a record are seen here as the RDF terms that they would be, so that the meaning is
SHACL's own. This is the careful way; `checker` remembers what it found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from .._terms import ZZ
from ..model.incident import Record, Stated, Unresolved
from ..records.dates import iso_date
from ..records.places import PlaceBook
from .checks import (
    BROADER,
    XSD_DATE,
    XSD_STRING,
    And,
    Check,
    Class,
    Constraint,
    Datatype,
    HasValue,
    In,
    LessThanOrEquals,
    MaxCount,
    MinCount,
    Node,
    NodeKind,
    Not,
    Or,
    Pattern,
    Shape,
    Term,
)

if TYPE_CHECKING:
    from ..model.rulebase import Facet, RuleBase

UNRECOGNISED, CHECKED_ON = ZZ + "unrecognisedField", ZZ + "checkedOn"
NONE, UNKNOWN = Term(ZZ + "none"), Term(ZZ + "unknown")
THE_RECORD = Term("urn:zhize:this-record")
"""Stands for the record where a shape is about the record itself."""


class Open:
    """Marks, beside the values of a facet, that more may hold."""


OPEN = Open()
Given = Mapping[str, tuple[Stated | Open, ...]]


def given(record: Record) -> Given:
    """Return the values of a record with the mark `OPEN` on facets said to be unknown."""
    return marked(record.values, record.unknown)


def marked(values: Mapping[str, tuple[Stated, ...]], unknown: tuple[str, ...]) -> Given:
    """Return values by facet with the mark `OPEN` on the facets that are unknown."""
    if not unknown:
        return values
    found: dict[str, tuple[Stated | Open, ...]] = dict(values)
    for facet in unknown:
        found[facet] = (*values.get(facet, ()), OPEN)
    return found


class Vocabulary:
    """The terms of a rule base, by code and by IRI.

    Attributes:
        facets: Facets by IRI of the property. `by_code`: by code.
        codes: What a record writes for an IRI.
        closure: For a concept, its IRI and those of all broader concepts.
        members: For the value class of a facet, the IRIs of its individuals.
        places: Where the name of a place is looked up.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self.facets: dict[str, Facet] = {facet.iri: facet for facet in rulebase.facets}
        self.codes = {NONE.text: "[]", UNKNOWN.text: rulebase.unknown.code}
        self.members: dict[str, set[str]] = {
            facet.value_class: set() for facet in rulebase.facets if facet.value_class
        }
        self.places = PlaceBook(rulebase)
        self._terms: dict[tuple[str, str], Term] = {}
        self.by_code = {facet.code: facet for facet in rulebase.facets}
        agencies = {agency.code: agency.iri for agency in rulebase.agencies}
        for facet in rulebase.facets:
            for code in facet.values if facet.kind == "agency" else ():
                self._add(facet, code, agencies[code])
        for concept in rulebase.concepts:
            for name in concept.facets:
                self._add(self.by_code[name], concept.code, concept.iri)
        for place in rulebase.places:
            for name in place.facets if place.successor is None else ():
                self._add(self.by_code[name], place.code, place.iri)
        self.closure = self._closures(rulebase)

    def _add(self, facet: Facet, code: str, iri: str) -> None:
        self._terms[facet.code, code] = Term(iri)
        self.codes[iri] = code
        if facet.value_class is not None:
            self.members[facet.value_class].add(iri)

    def _closures(self, rulebase: RuleBase) -> dict[str, tuple[str, ...]]:
        above = {
            concept.iri: [
                self._terms[facet, code].text
                for code in concept.broader
                for facet in concept.facets
                if (facet, code) in self._terms
            ]
            for concept in rulebase.concepts
        }
        closure = {}
        for iri in above:
            reached = [iri]
            for step in reached:  # grows while it is read
                reached += [broader for broader in above[step] if broader not in reached]
            closure[iri] = tuple(reached)
        return closure

    def fields_of(self, check: Check) -> tuple[str, ...]:
        """Return the facets a check depends on; a place is looked up within those above it.

        The facet that a problem is put down to is among them: the problem shows its values.
        """
        read = [self.facets[iri].code for iri in check.reads if iri in self.facets]
        read += [check.field] if check.field in self.by_code else []
        above = [upper for code in read for upper in self.places.above.get(code, ())]
        return tuple(sorted({*read, *above}))

    def term(self, facet: Facet, value: Stated | Open, beside: Given) -> Term:
        """Return the RDF term of one value, as `records.rdf` writes it.

        Args:
            facet: The facet that has the value.
            value: The value.
            beside: All values of the record: places are found within those above them.
        """
        if isinstance(value, Open):
            return UNKNOWN
        if isinstance(value, Unresolved):
            return Term(value.text, XSD_STRING)
        if facet.kind == "date":
            return Term(value, XSD_DATE if iso_date(value) == value else XSD_STRING)
        if facet.kind == "place":
            iri = self.places.iri(facet.code, value, beside)  # type: ignore[arg-type]
            return Term(value, XSD_STRING) if iri is None else Term(iri)
        return self._terms.get((facet.code, value)) or Term(value, XSD_STRING)

    def written(self, term: Term) -> str:
        """Return a term as a record would write it: its code, or its text."""
        return term.text if term.datatype else self.codes.get(term.text, term.text)


class Facts:
    """The values of one record's properties, as RDF terms, each once."""

    def __init__(
        self, vocabulary: Vocabulary, values: Given, unrecognised: tuple[str, ...], today: date
    ) -> None:
        self.vocabulary = vocabulary
        self._values = values
        self._unrecognised = unrecognised
        self._today = today

    def of(self, prop: str) -> tuple[Term, ...]:
        """Return the values of a property of the record."""
        if prop == CHECKED_ON:
            return (Term(self._today.isoformat(), XSD_DATE),)
        if prop == UNRECOGNISED:
            return tuple(dict.fromkeys(Term(name, XSD_STRING) for name in self._unrecognised))
        facet = self.vocabulary.facets[prop]
        values = self._values.get(facet.code)
        if values is None:
            return ()
        if not values:
            return (NONE,)
        return tuple(
            dict.fromkeys([self.vocabulary.term(facet, value, self._values) for value in values])
        )

    def follow(self, shape: Shape, focus: Term) -> tuple[Term, ...]:
        """Return the value nodes of a shape: those of its path, or the focus itself."""
        if shape.path is None:
            return (focus,)
        values = self.of(shape.path.property)
        if shape.path.then != BROADER:
            return values
        return tuple(dict.fromkeys([term for value in values for term in self.wider(value)]))

    def wider(self, value: Term) -> tuple[Term, ...]:
        """Return a value and all that is broader."""
        if value.datatype is not None:
            return (value,)
        return tuple(map(Term, self.vocabulary.closure.get(value.text, (value.text,))))

    def conforms(self, shape: Shape, focus: Term) -> bool:
        """Tell whether a node conforms to a shape."""
        return next(self.offending(shape, focus), False) is False

    def offending(self, shape: Shape, focus: Term = THE_RECORD) -> Iterator[Term | None]:
        """Yield what offends against a shape: a value, or None where it is their number."""
        values = self.follow(shape, focus)
        for constraint in shape.constraints:
            match constraint:
                case MinCount(count):
                    if len(values) < count:
                        yield None
                case MaxCount(count):
                    if len(values) > count:
                        yield None
                case HasValue(term):
                    if term not in values:
                        yield None
                case _:
                    yield from (v for v in values if not self.holds(constraint, v))

    def holds(self, constraint: Constraint, value: Term) -> bool:
        """Tell whether one value satisfies a constraint that is about each value by itself."""
        match constraint:
            case Class(iri):
                return value.datatype is None and value.text in self.vocabulary.members[iri]
            case In(terms):
                return value in terms
            case Or(shapes):
                return any(self.conforms(shape, value) for shape in shapes)
            case And(shapes):
                return all(self.conforms(shape, value) for shape in shapes)
            case Not(shape):
                return not self.conforms(shape, value)
            case Node(shape):
                return self.conforms(shape, value)
            case NodeKind(iri, literal):
                return iri if value.datatype is None else literal
            case Datatype(iri):
                return value.datatype == iri and (iri != XSD_DATE or _day(value.text) is not None)
            case Pattern(regex):
                return _compiled(regex).search(value.text) is not None
            case LessThanOrEquals(prop):
                return all(_not_after(value, other) for other in self.of(prop))
            case _:
                raise TypeError(msgspec.structs.asdict(constraint))


def _not_after(value: Term, other: Term) -> bool:
    """Compare as SPARQL's `<=` does; what cannot be compared does not hold (4.5.4)."""
    if value.datatype == XSD_DATE == other.datatype:
        first, second = _day(value.text), _day(other.text)
        return first is not None and second is not None and first <= second
    return XSD_DATE not in (value.datatype, other.datatype) and value.text <= other.text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@cache
def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex)
