"""The harbour with periodic norms of its own, which it lacks."""

from __future__ import annotations

import shutil
from pathlib import Path

import zhize

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"

_HEAD = """
@prefix har: <https://example.org/kerlanic#> .
@prefix zz: <https://w3id.org/zhize/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

_NORM = """
har:ronde-{number} a zz:Norm ;
    skos:notation "12.r{number}" ;
    rdfs:label "ronde"@fr, "round"@en ;
    skos:definition "Une ronde."@fr, "A round."@en ;
    zz:inProvision har:article-12 ;
    zz:quote har:art12-a-quote ;
    zz:modality zz:obligation ;
    zz:mode zz:periodic ;
    zz:bearer har:capitainerie, har:maitre-de-bassin ;
    zz:recipient har:mairie ;
    zz:action {action}@fr, "make a round"@en ;{more}
    zz:recurrence "{rule}" .
"""


def with_rounds(
    folder: Path, *rules: str, more: str = "", action: str = '"faire une ronde"'
) -> zhize.Mechanism:
    """Return the harbour with a norm for each recurrence rule.

    Args:
        folder: Where it is to be made.
        rules: The rules.
        more: Further Turtle for each norm, ended by a semicolon.
        action: What is to be done, as Turtle.
    """
    shutil.copytree(HARBOUR, folder)
    norms = (
        _NORM.format(number=number, rule=rule, more=f"\n    {more}" if more else "", action=action)
        for number, rule in enumerate(rules, 1)
    )
    (folder / "rondes.ttl").write_text(_HEAD + "".join(norms), encoding="utf-8")
    return zhize.load(folder)
