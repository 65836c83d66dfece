"""Scenarios as JSON Lines, for those who train models: one a line, with all that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..dutygraph import incident_graph
from ..explain.memo_page import memo
from ..explain.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..model.rulebase import RuleBase
    from .narrative import Narrator
    from .scenario import NearMiss, Scenario


def json_lines(
    scenarios: Iterable[Scenario],
    rulebase: RuleBase,
    narrators: Mapping[str, Narrator],
    seed: int,
) -> bytes:
    """Return one JSON object a line.

    Args:
        scenarios: What was drawn.
        rulebase: The mechanism.
        narrators: One for each language.
        seed: Of the draw.

    Returns:
        Objects with `id`, `level`, `seed`, `features`, `about`, `incident` (the record, as `zhize
        decide` takes it), `narrative` (by language), `decision` (the JSON of the public contract),
        `duty_graph` (node-link), `explanation` (the memo by language) and `near_miss_of` (with
        the duty lost and the facts changed), or null.
    """
    rows = []
    for scenario in scenarios:
        near, about = scenario.near_miss, scenario.about
        row: dict[str, Any] = {
            "id": scenario.id,
            "level": scenario.level,
            "seed": seed,
            "features": list(scenario.features),
            "about": None if about is None else about.to_dict(),
            "incident": scenario.fields,
            "narrative": {lang: narrators[lang].tell(scenario.incident) for lang in LANGUAGES},
            "decision": scenario.decision.to_dict(),
            "duty_graph": _node_link(scenario, rulebase),
            "explanation": {
                lang: memo(scenario.decision, rulebase, lang, incident=scenario.incident)
                for lang in LANGUAGES
            },
            "near_miss_of": None if near is None else _near(near),
        }
        rows.append(msgspec.json.encode(row))
    return b"".join(row + b"\n" for row in rows)


def _node_link(scenario: Scenario, rulebase: RuleBase) -> dict[str, Any]:
    """Return the duty graph of a scenario as networkx writes it: nodes, and edges between them."""
    import networkx

    graph = incident_graph(scenario.incident, scenario.decision, rulebase)
    plain: dict[str, Any] = networkx.node_link_data(graph.to_networkx(), edges="edges")
    return plain


def _near(near: NearMiss) -> dict[str, Any]:
    """Return of which scenario another is a near miss, and how."""
    return {
        "id": near.of,
        "lost": near.lost.to_dict(),
        "changes": msgspec.to_builtins(near.changes),
    }
