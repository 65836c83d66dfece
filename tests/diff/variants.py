"""What is done to each mechanism to make another version of it."""

from __future__ import annotations

from tests.diff.versions import Edit, adding, both, everywhere, within, without

NEW_NORM = """
yc:art8-9 a zz:Norm ;
    skos:notation "8.9" ;
    zz:inProvision yc:article-8 ;
    rdfs:label "保管砂料"@zh, "keep the sand"@en ;
    skos:definition "县水务部门保管查获的砂料。"@zh, "The water department keeps the sand."@en ;
    zz:modality zz:obligation ;
    zz:mode zz:act ;
    zz:role zz:assisting ;
    zz:bearer yc:water ;
    zz:action "保管查获的砂料"@zh, "keep the sand that was seized"@en ;
    zz:trigger yc:art8-9-when ;
    zz:quote yc:art8-1-quote .

yc:art8-9-when a zz:Trigger ;
    rdfs:label "采砂"@zh, "sand"@en ;
    zz:test yc:test-sand, yc:test-any-violation .
"""

NEW_ZONE = """
yc:scenic-area a zz:Zone ;
    skos:notation "scenic-area" ;
    skos:inScheme yc:zone-types ;
    rdfs:label "风景名胜区"@zh, "scenic area"@en ;
    skos:definition "依法设立的风景名胜区。"@zh, "An area protected by law for its scenery."@en .
"""

NEW_VIOLATION = """
yc:night-mining a zz:ViolationType ;
    skos:notation "night-mining" ;
    skos:inScheme yc:violation-types ;
    rdfs:label "夜间开采"@zh, "mining at night"@en ;
    skos:definition "在夜间开采。"@zh, "Mining at night."@en .
"""

NOTICE: dict[str, dict[str, Edit]] = {
    "same": {},
    "without-exception": {"mechanism": without("yc:exception-sand-in-river-channel")},
    "moved": {
        "mechanism": within("yc:art12-1", "yc:development-reform", "yc:emergency-management")
    },
    "wider": {
        "mechanism": within(
            "yc:test-illegal-mineral-transport",
            "zz:anyOf            yc:illegal-mineral-transport",
            "zz:anyOf yc:illegal-mineral-transport, yc:overloaded-vehicle",
        )
    },
    "new-norm": {"mechanism": adding(NEW_NORM)},
    "new-wording": {
        "mechanism": both(
            within("yc:article-8", "打击查处。", "依法打击查处。"),
            within("yc:art8-1-quote", "打击查处", "依法打击查处"),
        )
    },
    "renamed": {"mechanism": everywhere(r'(skos:notation +)"8\.1"', r'\1"8.7"')},
    "new-zone": {
        "facts": adding(NEW_ZONE),
        "mechanism": within("yc:test-forestry-zone", "yc:wetland", "yc:wetland, yc:scenic-area"),
    },
    "new-violation": {"facts": adding(NEW_VIOLATION)},
    "later": {
        "mechanism": within("yc:mechanism", '"2024-06-12"^^xsd:date', '"2024-07-01"^^xsd:date')
    },
}

KNOWN = "zz:test har:test-pollution, har:test-commerce ;\n    zz:knownToBearer true ."
AWARE = """    zz:makesAware har:capitainerie ;
    zz:awarenessRestsOn har:lecture-1 ."""
OF_SHIP = "    zz:trigger har:when-merchant-ship"


def _mechanism(term: str, old: str, new: str) -> dict[str, Edit]:
    return {"mechanism": within(term, old, new)}


HARBOUR: dict[str, dict[str, Edit]] = {
    "without-storm": {"mechanism": without("har:tempete-d-abord")},
    "without-boom": {"mechanism": without("har:barrage-d-abord")},
    "without-special-notice": {"mechanism": without("har:avis-special-d-abord")},
    "moved": _mechanism("har:art5-a", "har:mairie", "har:capitainerie"),
    "wider": _mechanism("har:test-dechets", "har:dechets ", "har:dechets, har:eaux-usees "),
    "narrower": {
        "facts": within("har:gazole", " ;\n    skos:broader har:hydrocarbures", ""),
    },
    "role": _mechanism("har:art11-a", "zz:supervisory", "zz:primary"),
    "awareness": _mechanism("har:art3-a", AWARE, "    zz:restsOn har:lecture-1 ."),
    "kind-of-agency": {
        "agencies": within("har:affaires-maritimes", "zz:kind har:service", "zz:kind har:agent")
    },
    "rule": _mechanism("har:services-concernes", "zz:lead, zz:primary", "zz:primary"),
    "told": _mechanism("har:art3-b", "recipient har:mairie", "recipient har:mairie, har:douanes"),
    "follow-up": _mechanism("har:when-told", "har:art6-a, ", ""),
    "alternative": _mechanism(
        "har:art9-b", f"{OF_SHIP} ;\n    zz:alternativeTo har:art9-a .", f"{OF_SHIP} ."
    ),
    "due": _mechanism("har:art4-a", "dueWithinDays 1", "dueWithinDays 3"),
    "window": _mechanism("har:art11-a", "2024-06-30", "2025-06-30"),
    "area": _mechanism("har:art10-a", "har:plaisance", "har:nord"),
    "validity": _mechanism("har:mechanism", "2026-12-31", "2025-12-31"),
    "knowing": _mechanism(
        "har:when-merchant-ship", "zz:test har:test-pollution, har:test-commerce .", KNOWN
    ),
    "bearer": _mechanism("har:art6-a", "bearer har:douanes", "bearer har:douanes, har:pompiers"),
    "two": {
        "mechanism": both(
            without("har:tempete-d-abord"), within("har:art5-b", "har:capitainerie", "har:mairie")
        )
    },
    "mute": _mechanism("har:art6-a", "har:when-pollution-known", "har:when-merchant-ship"),
}

TOY: dict[str, dict[str, Edit]] = {
    "wider": _mechanism("toy:test-dead-fish", "toy:dead-fish", "toy:dead-fish, toy:litter"),
    "moved": _mechanism("toy:art1-1", "zz:bearer toy:warden", "zz:bearer toy:council"),
}
