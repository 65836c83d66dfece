"""Scenarios as JSON Lines, for those who train models: one a line, with all that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..explain.memo_page import memo
from ..explain.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..model.incident import Incident
    from ..model.rulebase import RuleBase
    from .narrative import Narrator
    from .scenario import Scenario


def json_lines(
    scenarios: Iterable[Scenario],
    rulebase: RuleBase,
    narrators: dict[str, Narrator],
    seed: int,
    graph: Callable[[Incident], dict[str, Any]] | None = None,
) -> bytes:
    """Return one JSON object a line.

    Args:
        scenarios: What was drawn.
        rulebase: The mechanism.
        narrators: One for each language.
        seed: Of the draw.
        graph: Returns the duty graph of an incident as node-link data.

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
        }
        if graph is not None:
            row["duty_graph"] = graph(scenario.incident)
        row["explanation"] = {
            lang: memo(scenario.decision, rulebase, lang, incident=scenario.incident)
            for lang in LANGUAGES
        }
        row["near_miss_of"] = (
            None
            if near is None
            else {
                "id": near.of,
                "lost": near.lost.to_dict(),
                "changes": msgspec.to_builtins(near.changes),
            }
        )
        rows.append(msgspec.json.encode(row))
    return b"".join(row + b"\n" for row in rows)
