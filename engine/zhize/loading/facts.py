"""Read facets, their values, agencies and places from the graph."""

from __future__ import annotations

from typing import Any

from rdflib import Literal, URIRef

from ..model.rulebase import Agency, AgencyKind, Concept, Facet, Interpretation, Named, Place, Role
from .reader import RDF, SKOS, ZZ, Reader, local_name

_FACET_KINDS = {
    "ConceptFacet": "concept",
    "AgencyFacet": "agency",
    "PlaceFacet": "place",
    "DateFacet": "date",
    "TextFacet": "text",
}


def named(reader: Reader, node: URIRef, *, code: str | None = None) -> dict[str, Any]:
    """Return the fields every `Named` value has."""
    return {
        "code": reader.code(node) if code is None else code,
        "iri": str(node),
        "label": reader.label(node),
        "alt": reader.texts(node, SKOS.altLabel),
        "hidden": reader.texts(node, SKOS.hiddenLabel),
        "definition": reader.text(node, SKOS.definition),
    }


class FactReader:
    """Reads what a record can say.

    Attributes:
        facets: In the order of their positions.
        value_facets: IRI of each enumerated value → codes of the facets that take it.
    """

    def __init__(self, reader: Reader, language: str) -> None:
        self._reader = reader
        self._language = language
        self._iris = sorted(
            reader.instances(ZZ.Facet), key=lambda n: (reader.integer(n, ZZ.position) or 0, n)
        )
        self.value_facets: dict[URIRef, list[str]] = {}
        self.facets = tuple(self._facet(node) for node in self._iris)

    def _facet(self, node: URIRef) -> Facet:
        reader = self._reader
        kinds = [
            _FACET_KINDS[local_name(t)]
            for t in reader.refs(node, RDF.type)
            if local_name(t) in _FACET_KINDS
        ]
        if len(kinds) != 1:
            raise reader.error(
                node, RDF.type, "应恰是一种事实项", "must be exactly one kind of facet"
            )
        code, kind = reader.code(node), kinds[0]
        values: tuple[str, ...] = ()
        value_class: URIRef | None = None
        if kind in {"concept", "agency", "place"}:
            value_class = reader.need_ref(node, ZZ.valueClass)
            members = tuple(reader.instances(value_class))
            for member in members:
                self.value_facets.setdefault(member, []).append(code)
            if kind != "place":
                values = tuple(reader.code(member) for member in members)
        return Facet(
            **named(reader, node),
            kind=kind,
            many=reader.flag(node, ZZ.many),
            position=reader.integer(node, ZZ.position) or 0,
            serves=reader.codes(node, ZZ.serves),
            values=values,
            value_class=None if value_class is None else str(value_class),
            sentence=reader.text(node, ZZ.sentence),
            sentence_of_none=reader.text(node, ZZ.sentenceOfNone),
            sentence_of_unknown=reader.text(node, ZZ.sentenceOfUnknown),
        )

    def concepts(self) -> tuple[Concept, ...]:
        """Return every value of a concept facet."""
        kinds = {facet.code: facet.kind for facet in self.facets}
        return tuple(
            Concept(
                **named(self._reader, node),
                facets=tuple(facets),
                broader=self._reader.codes(node, SKOS.broader),
            )
            for node, facets in self.value_facets.items()
            if kinds[facets[0]] == "concept"
        )

    def agencies(self) -> tuple[Agency, ...]:
        """Return every agency that norms or records can name.

        The concrete agency of one place (zz:standsFor) is not among them: norms speak of the one
        it stands for.
        """
        reader = self._reader
        return tuple(
            Agency(
                **named(reader, node),
                kinds=reader.codes(node, ZZ.kind),
                placed_by=reader.optional_code(node, ZZ.placedBy),
            )
            for node in reader.instances(ZZ.Agency)
            if reader.ref(node, ZZ.standsFor) is None
        )

    def kinds(self) -> tuple[AgencyKind, ...]:
        """Return the kinds of agencies."""
        return tuple(
            AgencyKind(**named(self._reader, n)) for n in self._reader.instances(ZZ.AgencyKind)
        )

    def place_code(self, node: URIRef) -> str:
        """Return the code of a place: its label in the authoritative language."""
        label = self._reader.label(node)
        return label.get(self._language) or next(iter(label.values()))

    def places(self) -> tuple[Place, ...]:
        """Return all places, former ones with the facets of their successors."""
        reader = self._reader
        current = dict.fromkeys((*reader.instances(ZZ.Place), *self._place_members()))
        former = [n for n in reader.instances(ZZ.FormerPlace) if n not in current]
        return tuple(self._place(node) for node in (*current, *former))

    def _place_members(self) -> list[URIRef]:
        place_facets = {facet.code for facet in self.facets if facet.kind == "place"}
        return [n for n, facets in self.value_facets.items() if facets[0] in place_facets]

    def _place(self, node: URIRef) -> Place:
        reader = self._reader
        successor = reader.ref(node, ZZ.succeededBy)
        where = node if successor is None else successor
        within = reader.ref(where, ZZ.within)
        return Place(
            **named(reader, node, code=self.place_code(node)),
            facets=tuple(self.value_facets.get(where, ())),
            codes=tuple(
                str(o) for o in reader.graph.objects(node, ZZ.code) if isinstance(o, Literal)
            ),
            code_note=reader.text(node, ZZ.codeNote),
            within=None if within is None else str(within),
            successor=None if successor is None else self.place_code(successor),
            note=reader.text(node, SKOS.note),
        )


def core_terms(reader: Reader, cls: URIRef) -> tuple[Named, ...]:
    """Return the individuals of one class of the core, such as the modes."""
    return tuple(Named(**named(reader, node)) for node in reader.instances(cls))


def roles(reader: Reader) -> tuple[Role, ...]:
    """Return the roles in the order of a decision."""
    found = [
        Role(**named(reader, node), position=reader.integer(node, ZZ.position) or 0)
        for node in reader.instances(ZZ.Role)
    ]
    return tuple(sorted(found, key=lambda role: role.position))


def interpretations(reader: Reader) -> tuple[Interpretation, ...]:
    """Return the interpretations in the order of the file."""
    return tuple(Interpretation(**named(reader, n)) for n in reader.instances(ZZ.Interpretation))


__all__ = ["FactReader", "core_terms", "interpretations", "named", "roles"]
