"""What never comes to bear: norms that never give a duty, values that change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...factspace import DISPLACED, FIRES, NEVER, UNADDRESSED, fate_of
from ...model.rulebase import norm_key
from .finding import INFO, NOTABLE, SERIOUS, Finding

if TYPE_CHECKING:
    from .findings import Desk


def firing(desk: Desk) -> Iterator[Finding]:
    """Yield the norms that never give a duty, and the facts that make no difference."""
    yield from _norms(desk)
    yield from _values(desk)


# ---------------------------------------------------------------- norms


def _norms(desk: Desk) -> Iterator[Finding]:
    space = desk.space
    fates: dict[str, dict[str, str]] = {}
    for unit in range(len(space.units)):
        norm, bearer = space.units[unit].norm.code, space.units[unit].bearer
        fates.setdefault(norm, {})[bearer] = fate_of(space, unit)
    partly: dict[tuple[str, ...], list[str]] = {}
    for norm in sorted(fates, key=norm_key):
        fate = fates[norm]
        idle = tuple(bearer for bearer, end in fate.items() if end != FIRES)
        if not idle:
            continue
        if len(idle) < len(fate):
            partly.setdefault(desk.voice.in_order(idle), []).append(norm)
            continue
        ends = set(fate.values())
        best = next(end for end in (UNADDRESSED, DISPLACED, NEVER) if end in ends)
        code = {
            UNADDRESSED: "norm-always-unaddressed",
            DISPLACED: "norm-always-displaced",
            NEVER: "norm-never-fires",
        }[best]
        by = desk.norms_of(
            high
            for unit in range(len(space.units))
            if space.units[unit].norm.code == norm
            for high in space.displacers(unit)
        )
        yield desk.stated(
            code, SERIOUS, norms=[norm, *(by if best == DISPLACED else ())], agencies=fate,
            quoted=[norm], norm=norm, who=desk.voice.agencies(fate), by=desk.voice.norms(by),
        )  # fmt: skip
    for agencies, norms in partly.items():
        yield desk.stated(
            "bearer-never-fires", INFO, norms=norms, agencies=agencies, quoted=norms,
            who=desk.voice.agencies(agencies), norms_=desk.voice.norms(norms),
        )  # fmt: skip


# ---------------------------------------------------------------- facts


def _values(desk: Desk) -> Iterator[Finding]:
    """Yield facets that no norm tests, values like silence, values that norms do not tell apart."""
    space, program = desk.space, desk.space.program
    for facet in desk.space.rulebase.facets:
        if facet.kind != "concept":
            continue
        if facet.code not in program.lookup:
            yield desk.stated(
                "facet-without-effect", NOTABLE, values=[(facet.code, v) for v in facet.values],
                facet=desk.voice.facet(facet.code),
            )  # fmt: skip
            continue
        alike: dict[int, list[str]] = {}
        for value in facet.values:
            alike.setdefault(space.bits_of((facet.code, value)), []).append(value)
        idle = alike.pop(0, [])
        if idle and facet.code not in space.matter:  # of a matter `no-act` says so
            yield desk.stated(
                "value-without-effect", INFO, values=[(facet.code, v) for v in idle],
                count=len(idle), facet=desk.voice.facet(facet.code),
                values_=desk.voice.values(facet.code, idle),
            )  # fmt: skip
        groups = [values for values in alike.values() if len(values) > 1]
        if groups:
            listed = desk.voice.clauses(desk.voice.values(facet.code, values) for values in groups)
            yield desk.stated(
                "values-alike", INFO, values=[(facet.code, v) for g in groups for v in g],
                count=len(groups), facet=desk.voice.facet(facet.code), groups=listed,
            )  # fmt: skip
