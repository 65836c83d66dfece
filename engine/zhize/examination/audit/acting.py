"""Who acts: matters that nobody acts on, nobody is primary for, or that two answer for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from .finding import INFO, NOTABLE, SERIOUS, Finding
from .findings import Gathering

if TYPE_CHECKING:
    from ...factspace import Case, Space, Value, Who
    from .findings import Desk

LEAD, PRIMARY = "lead", "primary"


def acting(desk: Desk) -> Iterator[Finding]:
    """Yield what is amiss with who acts on what."""
    for alike in classes_of_matter(desk.space):
        yield from _without_primary(desk, alike)
    yield from _remainders(desk)
    yield from _without_lead(desk)
    yield from _two_leads(desk)
    yield from _overlaps(desk)
    yield from _lost_to_other_matter(desk)
    yield from _alternatives(desk)


def classes_of_matter(space: Space) -> list[tuple[Value, ...]]:
    """Return the values that say what is wrong, those together that no norm tells apart."""
    alike: dict[tuple[str, int], list[Value]] = {}
    for facet in space.matter:
        for code in space.cells.facets[facet].values:
            bits = space.program.lookup[facet][code]
            alike.setdefault((facet, bits), []).append((facet, code))
    return [tuple(values) for values in alike.values()]


def rests_on(space: Space, case: Case, unit: int, bits: int) -> bool:
    """Tell whether a unit is a duty in a case, by a trigger among certain bits."""
    return unit in case.duties and bool(case.held.bits & space.units[unit].mask & bits)


def _without_primary(desk: Desk, alike: tuple[Value, ...]) -> Iterator[Finding]:
    """Yield where a matter finds nobody to act on it, or nobody who is primary for it."""
    space, value = desk.space, alike[0]
    bits = space.bits_of(value)
    acts = [u for u in space.acts() if space.units[u].mask & bits]
    primaries = [u for u in acts if space.units[u].norm.role == PRIMARY]
    nobody, leaderless, others = Gathering(), Gathering(), set[int]()
    classes = 0
    for case in space.cases(space.cone(acts), (value,)):
        classes += 1
        active = [u for u in acts if rests_on(space, case, u, bits)]
        if any(
            u in primaries and case.held.bits & space.units[u].mask & bits
            for u, _, _ in case.outcome.displaced
        ):
            continue  # it yields to another: `_lost_to_other_matter` looks at that
        if not active:
            nobody.add(case.stated)
        elif not any(u in primaries for u in active):
            leaderless.add(case.stated)
            others |= set(active)
    matter = desk.voice.values(value[0], [code for _, code in alike])
    norms = desk.norms_of(acts)
    yield from desk.shown(
        "no-act", SERIOUS, nobody, key="no-act.sometimes" if acts else "no-act", name=value[1],
        norms=norms, values=alike, matter=matter, all=classes, norms_=desk.voice.norms(norms),
    )  # fmt: skip
    if space.acts(PRIMARY):  # a mechanism that knows no such role does without it
        norms = desk.norms_of(primaries)
        yield from desk.shown(
            "no-primary", SERIOUS, leaderless,
            key="no-primary.sometimes" if primaries else "no-primary", name=value[1],
            norms=desk.norms_of(others), agencies=[space.units[u].bearer for u in others],
            values=alike, matter=matter, all=classes, norms_=desk.voice.norms(norms),
            others=desk.voice.agencies(space.units[u].bearer for u in others),
        )  # fmt: skip


def _remainders(desk: Desk) -> Iterator[Finding]:
    """Yield what a primary's narrow competence leaves over, where nobody else is primary.

    A trigger that asks for two things besides the matter itself (a place and a mineral, say) leaves
    over what has the one and not the other. Only single values are looked at: a smaller incident
    shows the gap better, and more facts can only close it.
    """
    space, seen = desk.space, set[tuple[str, str]]()
    for unit in space.acts(PRIMARY):
        for bit, trigger in zip(space.units[unit].bits, space.units[unit].triggers, strict=True):
            beside = [t.facet for t in trigger.tests if t.facet not in space.matter]
            beside = [facet for facet in beside if facet in space.cells.tested]
            if len(beside) < 2 or len(beside) == len(trigger.tests):
                continue
            for facet in beside:
                norm = space.units[unit].norm.code
                if (norm, facet) not in seen:
                    seen.add((norm, facet))
                    yield from _remainder(desk, norm, 1 << bit, facet, beside)


def _remainder(desk: Desk, norm: str, bit: int, facet: str, beside: list[str]) -> Iterator[Finding]:
    space = desk.space
    lookup = space.program.lookup
    kept = [other for other in beside if other != facet]
    fitting = {f: [v for v in space.cells.facets[f].values if lookup[f][v] & bit] for f in kept}
    left_over = [v for v in space.cells.facets[facet].values if not lookup[facet][v] & bit]
    found, uncovered = Gathering(), list[str]()
    for value in left_over:
        for alike in classes_of_matter(space):
            matter = alike[0]
            if not lookup[matter[0]][matter[1]] & bit:
                continue
            resting = space.bits_of(matter)
            primaries = [u for u in space.acts(PRIMARY) if space.units[u].mask & resting]
            stated = ((facet, value), *((f, values[0]) for f, values in fitting.items()))
            for case in space.cases(space.cone(primaries), (matter, *stated), most=1):
                if not any(rests_on(space, case, u, resting) for u in primaries):
                    found.add(case.stated)
                    uncovered.append(value)
    uncovered = [value for value in left_over if value in uncovered]
    where = desk.voice.joined(desk.voice.values(f, fitting[f]) for f in kept)
    bearers = {u.bearer for u in space.units if u.norm.code == norm}
    yield from desk.shown(
        "remainder-without-primary", NOTABLE, found, name=f"{norm}-{facet}", norms=[norm],
        agencies=bearers, values=[(facet, value) for value in uncovered],
        norm=norm, bearer=desk.voice.agencies(bearers), where=where,
        facet=desk.voice.facet(facet), left=desk.voice.values(facet, uncovered),
    )  # fmt: skip


def _without_lead(desk: Desk) -> Iterator[Finding]:
    """Yield the matters that no lead ever leads, where the mechanism has a lead at all."""
    space = desk.space
    leads = space.acts(LEAD)
    lacking = [
        alike
        for alike in classes_of_matter(space)
        if leads and not any(space.units[u].mask & space.bits_of(alike[0]) for u in leads)
    ]
    if lacking:
        values = [value for alike in lacking for value in alike]
        by_facet = {facet: [v for f, v in values if f == facet] for facet, _ in values}
        found = Gathering()
        for value in values:
            for case in space.cases(0, (value,)):
                found.add(case.stated)
        yield from desk.shown(
            "no-lead", INFO, found, values=values, norms=desk.norms_of(leads),
            matter=desk.voice.joined(desk.voice.values(f, v) for f, v in by_facet.items()),
        )  # fmt: skip


def _two_leads(desk: Desk) -> Iterator[Finding]:
    """Yield two agencies that lead one incident."""
    space = desk.space
    for one, other in combinations(space.acts(LEAD), 2):
        bearers = (space.units[one].bearer, space.units[other].bearer)
        if bearers[0] == bearers[1]:
            continue
        found = Gathering()
        for case in space.cases(space.cone([one, other])):
            if one in case.duties and other in case.duties:
                found.add(case.stated)
        norms = desk.norms_of([one, other])
        yield from desk.shown(
            "two-leads", SERIOUS, found, name="-".join(norms), norms=norms, agencies=bearers,
            who=desk.voice.agencies(bearers), norms_=desk.voice.norms(norms),
        )  # fmt: skip


def _overlaps(desk: Desk) -> Iterator[Finding]:
    """Yield agencies that are both primary for one and the same matter, and norms said twice."""
    space = desk.space
    shared: dict[tuple[str, ...], tuple[Gathering, set[int]]] = {}
    twice: dict[tuple[str, ...], tuple[Gathering, set[int]]] = {}
    for one, other in combinations(space.acts(PRIMARY), 2):
        bearers = desk.voice.in_order([space.units[one].bearer, space.units[other].bearer])
        if len(bearers) == 1 and space.units[one].norm.article == space.units[other].norm.article:
            continue
        for alike in classes_of_matter(space):
            bits = space.bits_of(alike[0])
            if not (space.units[one].mask & bits and space.units[other].mask & bits):
                continue
            for case in space.cases(space.cone([one, other]), (alike[0],)):
                if all(rests_on(space, case, u, bits) for u in (one, other)):
                    table = shared if len(bearers) > 1 else twice
                    found, units = table.setdefault(bearers, (Gathering(), set()))
                    found.add(case.stated)
                    units |= {one, other}
    for bearers, (found, units) in shared.items():
        norms = desk.norms_of(units)
        yield from desk.shown(
            "overlapping-primaries", INFO, found, name="-".join(bearers), norms=norms,
            agencies=bearers, who=desk.voice.agencies(bearers), norms_=desk.voice.norms(norms),
        )  # fmt: skip
    for bearers, (found, units) in twice.items():
        norms = desk.norms_of(units)
        yield from desk.shown(
            "same-matter-twice", INFO, found, name=bearers[0], norms=norms, agencies=bearers,
            who=desk.voice.agencies(bearers), norms_=desk.voice.norms(norms),
        )  # fmt: skip


def _lost_to_other_matter(desk: Desk) -> Iterator[Finding]:
    """Yield a primary that yields to a norm which rests on another matter, and none is left."""
    space = desk.space
    for unit in space.acts(PRIMARY):
        for high in space.displacers(unit):
            found = Gathering()
            matters: list[Value] = []
            for alike in classes_of_matter(space):
                bits = space.bits_of(alike[0])
                if not space.units[unit].mask & bits:
                    continue
                primaries = [u for u in space.acts(PRIMARY) if space.units[u].mask & bits]
                for case in space.cases(space.cone({*primaries, unit, high}), (alike[0],)):
                    if (
                        any(u == unit for u, _, _ in case.outcome.displaced)
                        and case.held.bits & space.units[unit].mask & bits
                        and case.held.bits & space.units[high].mask
                        and not case.held.bits & space.units[high].mask & bits
                        and not any(rests_on(space, case, u, bits) for u in primaries)
                    ):
                        found.add(case.stated)
                        matters += [v for v in alike if v not in matters]
            low, top = space.units[unit].norm.code, space.units[high].norm.code
            if matters:
                yield from desk.shown(
                    "displaced-by-other-matter", NOTABLE, found, name=f"{low}-{top}",
                    norms=[low, top], agencies=[space.units[unit].bearer], values=matters,
                    low=low, high=top, who=desk.voice.agencies([space.units[unit].bearer]),
                    matter=desk.voice.values(matters[0][0], [v for _, v in matters]),
                )  # fmt: skip


def _alternatives(desk: Desk) -> Iterator[Finding]:
    """Yield where a primary may pass a matter on, and then nobody is primary for it."""
    space = desk.space
    for unit in space.notifies():
        instead = space.units[unit].norm.alternative_to
        originals = [
            u
            for u in space.acts(PRIMARY)
            if space.units[u].norm.code == instead
            and space.units[u].bearer == space.units[unit].bearer
        ]
        found, told = Gathering(), set[str]()
        for original in originals:
            for alike in classes_of_matter(space):
                bits = space.bits_of(alike[0])
                if not space.units[original].mask & bits:
                    continue
                rest = [
                    u for u in space.acts(PRIMARY) if space.units[u].mask & bits and u != original
                ]
                for recipient in space.possible_recipients(unit):
                    cone = space.cone([unit, original, *rest], [recipient])
                    for case in space.cases(cone, (alike[0],), who=_knowing(space, unit)):
                        if (
                            rests_on(space, case, original, bits)
                            and unit in case.duties
                            and not any(rests_on(space, case, u, bits) for u in rest)
                        ):
                            found.add(case.stated)
                            told |= set(case.duties[unit].to)
        if found.count:
            norm, bearer = space.units[unit].norm.code, space.units[unit].bearer
            yield from desk.shown(
                "alternative-leaves-no-primary", NOTABLE, found, name=norm,
                norms=[str(instead), norm], agencies=[bearer], norm=norm, instead=str(instead),
                who=desk.voice.agencies([bearer]), told=desk.voice.agencies(told),
            )  # fmt: skip


def _knowing(space: Space, unit: int) -> tuple[Who, ...]:
    """Return the ways to name agencies under which the bearer of a unit knows."""
    bits = space.units[unit].mask
    return tuple(w for w in space.knowers.all if w.known & bits == bits) or space.knowers.all
