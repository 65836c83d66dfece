"""Records and incidents as RDF, for SHACL and the reference rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from .._terms import ZZ as ZZ_IRI
from ..model.incident import Incident, Record, Stated
from .context import context_iri, jsonld_context
from .dates import iso_date
from .places import PlaceBook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ..model.rulebase import Facet, RuleBase

__all__ = ["RecordWriter", "add_record", "context_iri", "jsonld_context"]

ZZ = Namespace(ZZ_IRI)


def add_record(
    graph: Graph,
    record: Record | Incident,
    rulebase: RuleBase,
    iri: URIRef,
    today: date | None,
) -> URIRef:
    """Add one record to a graph; for many, make one `RecordWriter`.

    Returns:
        The IRI of the incident, as given.
    """
    return RecordWriter(rulebase).add(graph, record, iri, today)


class RecordWriter:
    """Writes records of one mechanism into RDF graphs.

    Known values become their IRIs, valid dates `xsd:date`, free text and whatever is no word of
    the mechanism a plain literal (in rdflib that is not the same as an `xsd:string`, so it is
    plain everywhere). What is known to be empty is `zz:none`, what is unknown `zz:unknown`.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self._facets = {facet.code: facet for facet in rulebase.facets}
        self._iris = {(f, c.code): URIRef(c.iri) for c in rulebase.concepts for f in c.facets}
        agencies = {agency.code: URIRef(agency.iri) for agency in rulebase.agencies}
        for facet in rulebase.facets:
            if facet.kind == "agency":
                self._iris.update(
                    {(facet.code, c): agencies[c] for c in facet.values if c in agencies}
                )
        self._places = PlaceBook(rulebase)

    def add(
        self, graph: Graph, record: Record | Incident, iri: URIRef, today: date | None
    ) -> URIRef:
        """Add the statements of one record.

        Args:
            graph: Where they go.
            record: A record, checked or not.
            iri: The subject.
            today: For checks of dates; None where nothing is to be checked.
        """
        graph.add((iri, RDF.type, ZZ.Incident))
        for code, values in record.values.items():
            facet = self._facets[code]
            predicate = URIRef(facet.iri)
            for value in values:
                graph.add((iri, predicate, self._term(facet, value, record.values)))
            if not values:
                graph.add((iri, predicate, ZZ.none))
        for code in record.unknown:
            graph.add((iri, URIRef(self._facets[code].iri), ZZ.unknown))
        if isinstance(record, Record):
            for name in record.unrecognised:
                graph.add((iri, ZZ.unrecognisedField, Literal(name)))
        if today is not None:
            graph.add((iri, ZZ.checkedOn, Literal(today.isoformat(), datatype=XSD.date)))
        return iri

    def _term(
        self, facet: Facet, value: Stated, stated: Mapping[str, Sequence[Stated]]
    ) -> URIRef | Literal:
        if not isinstance(value, str):
            return Literal(value.text)
        if facet.kind == "date":
            return Literal(value, datatype=XSD.date) if iso_date(value) == value else Literal(value)
        known: URIRef | None = None
        if facet.kind == "place":
            found = self._places.iri(facet.code, value, stated)
            known = None if found is None else URIRef(found)
        else:
            known = self._iris.get((facet.code, value))
        return Literal(value) if known is None else known
