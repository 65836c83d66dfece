"""Records and graphs that several tests draw."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zhize
from zhize.dutygraph import DutyGraph, incident_graph
from zhize.evaluation.samples import random_facts
from zhize.model.decision import Decision
from zhize.model.incident import Incident

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "examples" / "reservoir-sand.yaml"
HARBOUR = ROOT / "tests" / "mechanisms" / "harbour"

BIG: dict[str, Any] = {
    "id": "BIG-1",
    "title": "综合案件",
    "reported_on": "2024-08-01",
    "township": "凤城镇",
    "violations": [
        "unlicensed-mining",
        "illegal-sand-mining",
        "beyond-boundary-mining",
        "mining-without-eia",
        "illegal-mineral-transport",
        "overloaded-vehicle",
        "explosives-violation",
        "obstruction",
        "dereliction",
        "illegal-power-supply",
    ],
    "zones": ["reservoir-area", "forest-land"],
    "mineral": "sand",
    "circumstances": [
        "illegal-pit",
        "suspected-mining-crime",
        "suspected-duty-crime",
        "road-safety-hazard",
        "power-cut-notice",
        "authoritative-information",
    ],
    "discovered_by": ["ecology-environment", "township-government", "public"],
    "reported_to": ["transport"],
}
"""Nearly everything at once: 27 duties and more, and two steps of notification."""

SPILL: dict[str, Any] = {
    "numero": "C-2",
    "constate_le": "2024-07-10",
    "bassin": "Bassin du Nord",
    "pollutions": ["hydrocarbures"],
    "navires": [],
    "meteo": "tempete",
    "circonstances": [],
    "constate_par": ["douanes"],
    "signale_a": [],
}
"""An incident of the harbour: notice, handling, feedback, and a copy of it."""

CHOICE: dict[str, Any] = {
    "id": "alt",
    "reported_on": "2024-08-01",
    "township": "凤城镇",
    "violations": ["unlicensed-mining"],
    "zones": ["forest-land"],
    "discovered_by": ["forestry"],
}
"""The forestry department may investigate by itself or notify others."""


def random_graphs(
    mechanism: zhize.Mechanism, count: int, seed: int = 7
) -> Iterator[tuple[Incident, Decision, DutyGraph]]:
    """Yield random incidents with their decisions and graphs."""
    rng = random.Random(seed)
    for number in range(count):
        incident = Incident(id=f"R-{number}", values=random_facts(mechanism.rulebase, rng, 4))
        decision = mechanism.decider.decide(incident)
        yield incident, decision, incident_graph(incident, decision, mechanism.rulebase)
