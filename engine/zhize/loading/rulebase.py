"""Assemble the rule base of one mechanism from its graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from .._errors import MechanismError
from ..model.rulebase import MechanismInfo, Named, RuleBase
from . import norms as norm_reading
from .facts import FactReader, core_terms, interpretations, named, roles
from .reader import OWL, RDF, ZZ, Reader

if TYPE_CHECKING:
    from rdflib import Graph


def rulebase_of(graph: Graph, sha256: str) -> RuleBase:
    """Read the one mechanism that a graph describes.

    Raises:
        MechanismError: There is no mechanism or more than one, or a term is incomplete.
    """
    reader = Reader(graph)
    mechanisms = list(reader.instances(ZZ.Mechanism))
    if len(mechanisms) != 1:
        raise MechanismError(
            f"文件夹中应恰有一个 zz:Mechanism，实有 {len(mechanisms)} 个。",
            f"the folder must describe exactly one zz:Mechanism, not {len(mechanisms)}",
        )
    mechanism = mechanisms[0]
    languages = _languages(reader, mechanism)
    facts = FactReader(reader, languages[0])
    agencies = facts.agencies()
    kinds = facts.kinds()
    members = {kind.code: tuple(a.code for a in agencies if kind.code in a.kinds) for kind in kinds}
    places = facts.places()
    place_codes = {URIRef(place.iri): place.code for place in places}
    norms = norm_reading.NormReader(reader, members, place_codes)
    where = reader.need_ref(mechanism, ZZ.appliesIn)
    if where not in place_codes:
        raise reader.error(mechanism, ZZ.appliesIn, "不是已声明的地方", "is no declared place")
    return RuleBase(
        info=MechanismInfo(
            **named(reader, mechanism),
            version=_version(reader, mechanism),
            languages=languages,
            applies_in=place_codes[where],
            valid_from=reader.day(mechanism, ZZ.validFrom),
            valid_until=reader.day(mechanism, ZZ.validUntil),
            time_interpretations=reader.codes(mechanism, ZZ.timeRestsOn),
            place_interpretations=reader.codes(mechanism, ZZ.placeRestsOn),
        ),
        sha256=sha256,
        facets=facts.facets,
        concepts=facts.concepts(),
        agencies=agencies,
        kinds=kinds,
        places=places,
        roles=roles(reader),
        modes=core_terms(reader, ZZ.Mode),
        modalities=core_terms(reader, ZZ.Modality),
        unknown=Named(**named(reader, ZZ.unknown)),
        none=Named(**named(reader, ZZ.none)),
        provisions=norm_reading.provisions(reader, languages[0]),
        repairs=norm_reading.repairs(reader),
        unquoted=norm_reading.unquoted(reader),
        norms=norms.norms(),
        exceptions=norms.exceptions(),
        recipient_rules=norm_reading.recipient_rules(reader),
        interpretations=interpretations(reader),
    )


def _languages(reader: Reader, mechanism: URIRef) -> tuple[str, ...]:
    """Return the mechanism's languages, the authoritative one first."""
    declared = [str(o) for o in reader.graph.objects(mechanism, ZZ.language)]
    first = reader.string(mechanism, ZZ.authoritativeLanguage)
    if not declared or first not in declared:
        raise reader.error(
            mechanism,
            ZZ.authoritativeLanguage,
            "须是 zz:language 之一",
            "must be one of its zz:language",
        )
    return (first, *sorted(language for language in declared if language != first))


def _version(reader: Reader, mechanism: URIRef) -> str:
    """Return owl:versionInfo of the ontology that the mechanism's namespace names, or of itself."""
    namespace = URIRef(str(mechanism).split("#", 1)[0])
    for node in (mechanism, namespace):
        for version in reader.graph.objects(node, OWL.versionInfo):
            if isinstance(version, Literal):
                return str(version)
    headers = sorted(str(n) for n in reader.graph.subjects(RDF.type, OWL.Ontology))
    raise MechanismError(
        f"本体 {namespace} 缺少 owl:versionInfo（已有：{'、'.join(headers)}）。",
        f"ontology <{namespace}> has no owl:versionInfo (headers found: {', '.join(headers)})",
    )
