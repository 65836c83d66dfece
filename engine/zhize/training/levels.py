"""How hard an incident is, by what was decided, whatever the mechanism.

Level 3: something in the incident is not as it first looks. A norm yields to that of another agency
(not to a more special one of its own bearer, who then does the same); a duty is an alternative, or
hangs on one; a notification finds nobody to tell; a fact is unknown whose answer would change the
duties; several things are wrong at once; or the mechanism does not reach the incident.

Level 2: a chain. Somebody notifies, feeds back or handles what it was told; or more than `FEW`
duties arise at once.

Level 1: single norms. At most `FEW` duties to act, each straight from the facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.decision import Decision
    from ..model.incident import Incident

LEVELS = (1, 2, 3)
FEW = 4
"""Duties that an incident of level 1 has at most: with every fact known, several norms may hold
that have nothing to do with one another."""

OUTSIDE, DISPLACED, ALTERNATIVE = "outside", "displaced", "alternative"
UNADDRESSED, OPEN, SEVERAL = "unaddressed", "open", "several"
FEATURES = (OUTSIDE, DISPLACED, ALTERNATIVE, UNADDRESSED, OPEN, SEVERAL)
"""What makes an incident one of level 3."""


def features_of(incident: Incident, decision: Decision, matter: Sequence[str]) -> tuple[str, ...]:
    """Return what makes an incident hard.

    Args:
        incident: The incident.
        decision: What was decided on it.
        matter: The facets that say what is wrong.
    """
    duties = decision.duties
    present = {(duty.norm, duty.bearer) for duty in duties}
    found = {
        OUTSIDE: not decision.applicable,
        DISPLACED: any((row.by, row.bearer) not in present for row in decision.displaced),
        ALTERNATIVE: any(d.alternative_to or d.conditional_on for d in duties),
        UNADDRESSED: bool(decision.unaddressed),
        OPEN: bool(decision.open),
        SEVERAL: any(len(incident.values.get(facet, ())) > 1 for facet in matter),
    }
    return tuple(feature for feature in FEATURES if found[feature])


def level_of(decision: Decision, features: Sequence[str]) -> int:
    """Return the level of a decided incident with these features."""
    if features:
        return 3
    direct = all(d.mode == "act" and not d.to and _from_facts(d.because) for d in decision.duties)
    return 1 if direct and len(decision.duties) <= FEW else 2


def _from_facts(grounds: Sequence[object]) -> bool:
    from ..model.decision import FactGround

    return all(isinstance(ground, FactGround) for ground in grounds)
