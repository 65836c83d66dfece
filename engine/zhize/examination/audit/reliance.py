"""What answers rest on: the share of incidents whose answer cites each interpretation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...factspace import Stated
from .finding import INFO, Finding
from .findings import Gathering

if TYPE_CHECKING:
    from ...factspace import Case, Space
    from .findings import Desk


def reliance(desk: Desk) -> Iterator[Finding]:
    """Yield each interpretation that answers rest on, with its share of incidents.

    The share is taken over all incidents with one value at most on each facet that norms test and
    one finder, every value counted, not only one of each class: sets of many values would all rest
    on everything.
    """
    space = desk.space
    weights = _weights(space)
    finders = [who for who in space.knowers.all if not who.several]
    total = 0
    resting: dict[str, tuple[Gathering, list[int]]] = {}
    for stated, bits, weight in weights:
        for who in finders:
            heavy = weight * max(1, len(who.members))
            total += heavy
            space.classes += 1
            case = space.decided(bits & who.tested, stated, who)
            for code in _cited(space, case):
                found, share = resting.setdefault(code, (Gathering(), []))
                found.add(case.stated)
                share.append(heavy)
    space.questions += 1
    norms = {
        i.code: [n.code for n in space.rulebase.norms if i.code in n.interpretations]
        for i in space.rulebase.interpretations
    }
    for interpretation in space.rulebase.interpretations:
        code = interpretation.code
        if code in resting:
            found, share = resting[code]
            percent = f"{100 * sum(share) / total:.1f}"
            yield from desk.shown(
                "interpretation-bears", INFO, found, name=code, norms=norms[code], quoted=(),
                interpretation=desk.voice.interpretation(code), percent=percent,
                norms_=desk.voice.norms(norms[code]),
                says=desk.voice.of(interpretation.definition),
            )  # fmt: skip


def _weights(space: Space) -> list[tuple[Stated, int, int]]:
    """Return facts of one value a facet at most, the bits left, and how many records are alike."""
    rows: dict[int, tuple[Stated, int]] = {space.cells.ordinary: ((), 1)}
    for facet in space.cells.tested:
        lookup = space.program.lookup[facet]
        choices: dict[int, tuple[Stated, int]] = {}
        if facet not in space.required:
            choices[space.program.free[facet]] = ((), 1)
        for value in space.cells.facets[facet].values:
            stated, weight = choices.get(lookup[value], (((facet, value),), 0))
            choices[lookup[value]] = (stated, weight + 1)
        merged: dict[int, tuple[Stated, int]] = {}
        for bits, (stated, weight) in rows.items():
            for more, (other, times) in choices.items():
                known = merged.get(bits & more)
                if known is None:
                    merged[bits & more] = ((*stated, *other), weight * times)
                else:
                    merged[bits & more] = (known[0], known[1] + weight * times)
        rows = merged
    return [(stated, bits, weight) for bits, (stated, weight) in rows.items()]


def _cited(space: Space, case: Case) -> set[str]:
    """Return the interpretations that a decision of the case cites."""
    cited = {i for unit in case.duties for i in space.units[unit].norm.interpretations}
    cited |= {note for _, _, notes in case.outcome.displaced for note in notes}
    for agency, reports in case.held.informed:
        learns = any(
            space.units[u].bearer == agency and space.units[u].mask & ~space.program.aware_free
            for u in case.duties
        )
        if learns:
            norms = (space.units[report].norm for report in reports)
            cited |= {note for norm in norms for note in norm.awareness_interpretations}
    return cited
