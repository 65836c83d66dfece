"""Who is told: agencies that must act and may never hear of it, and those told in vain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .acting import LEAD, PRIMARY, classes_of_matter, rests_on
from .finding import NOTABLE, SERIOUS, Finding
from .findings import Gathering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...factspace import Case, Space, Value, Who
    from .findings import Desk


def telling(desk: Desk) -> Iterator[Finding]:
    """Yield what is amiss with who tells whom."""
    yield from _discoverers(desk)
    yield from _untold(desk)
    yield from _unaddressed(desk)
    yield from _unanswered(desk)
    yield from _lead_in_the_dark(desk)


def _bearers(space: Space, units: Iterable[int]) -> set[str]:
    return {space.units[u].bearer for u in units}


def _acting_bearers(space: Space) -> tuple[str, ...]:
    return tuple(sorted(_bearers(space, space.acts())))


def _knowers(space: Space) -> tuple[Who, ...]:
    """Return the ways to name who knows, without that of naming nobody."""
    return tuple(who for who in space.knowers.all if who.members)


def _alone(space: Space) -> tuple[Who, ...]:
    """Return the ways to name one agency as knowing."""
    return tuple(who for who in _knowers(space) if not who.several)


def _members(who: Iterable[Who]) -> list[str]:
    return [agency for one in who for agency in one.members]


# ---------------------------------------------------------------- those who find something


def _discoverers(desk: Desk) -> Iterator[Finding]:
    """Yield who may find something that others must act on, and need tell nobody."""
    space = desk.space
    tellers = _bearers(space, space.notifies())
    silent = [who for who in _alone(space) if not set(who.members) & tellers]
    found = Gathering()
    for who in silent:
        for agency in who.members:
            others = [u for u in space.acts() if space.units[u].bearer != agency]
            stated = tuple((f, agency if a == who.members[0] else a) for f, a in who.stated)
            for unit in others:
                for case in space.cases(space.cone([unit]), who=[who]):
                    if unit in case.duties:
                        found.add((*case.stated[: -len(who.stated)], *stated))
    if found.count:
        yield from desk.shown(
            "discoverer-without-report", SERIOUS, found, agencies=_members(silent),
            who=desk.voice.agencies(_members(silent)), some=len(_members(silent)),
        )  # fmt: skip
    yield from _partly_silent(desk, tellers)


def _partly_silent(desk: Desk, tellers: set[str]) -> Iterator[Finding]:
    """Yield who must report some matters and not others, though somebody else acts on them."""
    space = desk.space
    groups: dict[tuple[Value, ...], tuple[Gathering, list[str], set[int]]] = {}
    for who in _alone(space):
        agency = who.members[0]
        own = [u for u in space.notifies() if space.units[u].bearer == agency]
        if agency not in tellers:
            continue
        found, duties = Gathering(), set[int]()
        matters: list[Value] = []
        for alike in classes_of_matter(space):
            bits = space.bits_of(alike[0])
            for unit in space.acts():
                if space.units[unit].bearer == agency or not space.units[unit].mask & bits:
                    continue
                for case in space.cases(space.cone([unit, *own]), (alike[0],), who=[who]):
                    if unit in case.duties and not case.held.bits & _mask(space, own):
                        found.add(case.stated)
                        matters += [v for v in alike if v not in matters]
                        duties.add(unit)
        if found.count:
            key = tuple(matters)
            if key in groups:
                groups[key][1].extend(who.members)
                groups[key][2].update(duties)
            else:
                groups[key] = (found, list(who.members), duties)
    for values, (found, agencies, duties) in groups.items():
        facets = dict.fromkeys(facet for facet, _ in values)
        yield from desk.shown(
            "discoverer-without-report-of", NOTABLE, found, name=agencies[0],
            norms=desk.norms_of(u for u in space.notifies() if space.units[u].bearer in agencies),
            agencies=agencies, values=values, who=desk.voice.agencies(agencies),
            matter=desk.voice.joined(
                desk.voice.values(facet, [v for f, v in values if f == facet]) for facet in facets
            ),
            others=desk.voice.agencies(_bearers(space, duties) - set(agencies)),
        )  # fmt: skip


def _mask(space: Space, units: Iterable[int]) -> int:
    mask = 0
    for unit in units:
        mask |= space.units[unit].mask
    return mask


# ---------------------------------------------------------------- those who must act


def _untold(desk: Desk) -> Iterator[Finding]:
    """Yield who must act on what somebody else found, while no norm has anybody tell them.

    Only finders who have some duty to notify are considered: of the others `_discoverers` speaks.
    """
    space = desk.space
    tellers = _bearers(space, space.notifies())
    finders = [who for who in _knowers(space) if set(who.members) & tellers]
    for agency in _acting_bearers(space):
        acts = [u for u in space.acts() if space.units[u].bearer == agency]
        cone = space.cone([*acts, *space.may_tell(agency)], [agency])
        found, units, told = Gathering(), set[int](), set[int]()
        silent: list[Who] = []
        for case in space.cases(cone, who=finders):
            duties = [u for u in acts if u in case.duties]
            if not duties or _knows(space, case, agency):
                continue
            if case.told(agency):
                told |= set(duties)
                continue
            found.add(case.stated)
            units |= set(duties)
            silent += [case.who] if case.who not in silent else []
        never = units - told
        shown = never or units
        yield from desk.shown(
            "acts-untold", SERIOUS if never else NOTABLE, found,
            key="acts-untold" if never else "acts-untold.sometimes", name=agency,
            norms=desk.norms_of(shown), agencies=[agency], agency=desk.voice.agencies([agency]),
            norms_=desk.voice.norms(desk.norms_of(shown)),
            who=desk.voice.agencies(set(_members(silent)) - {agency}),
        )  # fmt: skip


def _knows(space: Space, case: Case, agency: str) -> bool:
    """Tell whether an agency knows: named, made aware, or told as the facts themselves say."""
    return case.knows(agency) or bool(case.held.bits & space.implied(agency))


# ---------------------------------------------------------------- those who are told


def _unaddressed(desk: Desk) -> Iterator[Finding]:
    """Yield duties to notify that find nobody, though somebody other than the notifier must act.

    Incidents with one value a facet are looked at: a further fact can only add agencies to tell.
    """
    space = desk.space
    groups: dict[str, tuple[Gathering, set[str], set[int]]] = {}
    everybody = {agency for u in space.notifies() for agency in space.possible_recipients(u)}
    for unit in space.notifies():
        if space.units[unit].fixed or space.follows(unit):
            continue
        bearer, norm = space.units[unit].bearer, space.units[unit].norm.code
        whos = [w for w in _knowers(space) if w.known & space.units[unit].mask]
        others = [u for u in space.acts() if space.units[u].bearer != bearer]
        for case in space.cases(space.cone([unit, *others], everybody), who=whos, most=1):
            acting = [u for u in others if u in case.duties and not _reached(space, case, u)]
            if unit in case.outcome.unaddressed and acting:
                found, bearers, units = groups.setdefault(norm, (Gathering(), set(), set()))
                found.add(case.stated)
                bearers.add(bearer)
                units |= set(acting)
    for norm, (found, bearers, units) in groups.items():
        yield from desk.shown(
            "notification-unaddressed", NOTABLE, found, name=norm, norms=[norm],
            agencies=bearers | _bearers(space, units), norm=norm,
            who=desk.voice.agencies(bearers), others=desk.voice.agencies(_bearers(space, units)),
        )  # fmt: skip


def _reached(space: Space, case: Case, unit: int) -> bool:
    bearer = space.units[unit].bearer
    return case.told(bearer) or _knows(space, case, bearer)


def _unanswered(desk: Desk) -> Iterator[Finding]:
    """Yield recipients that need not answer a notification, or need do nothing at all."""
    space = desk.space
    idle: dict[str, tuple[Gathering, set[int]]] = {}
    mute: dict[tuple[int, ...], tuple[Gathering, set[str], set[int]]] = {}
    for unit in space.notifies():
        for recipient in space.possible_recipients(unit):
            if _always_answers(space, unit, recipient):
                continue
            followers = [
                u
                for u in range(len(space.units))
                if space.units[u].bearer == recipient and unit in space.sources(u)
            ]
            acts = [u for u in space.acts() if space.units[u].bearer == recipient]
            cone = space.cone(
                [unit, *followers, *acts],
                [recipient],
                through=lambda u, s, own=followers, n=unit: u not in own or s == n,  # type: ignore[misc]
            )
            whos = [w for w in _knowers(space) if w.known & space.units[unit].mask] or None
            for case in space.cases(cone, who=whos):
                duty = case.duties.get(unit)
                if duty is None or recipient not in duty.to:
                    continue
                answers = [u for u in followers if u in case.duties]
                modes = {space.units[u].norm.mode for u in answers}
                if not answers and not any(u in case.duties for u in acts):
                    found, units = idle.setdefault(recipient, (Gathering(), set()))
                    found.add(case.stated)
                    units.add(unit)
                elif "feedback" not in modes:
                    same = tuple(
                        u
                        for u in space.notifies()
                        if space.units[u].norm.code == space.units[unit].norm.code
                    )
                    gathered, who, units = mute.setdefault(same, (Gathering(), set(), set()))
                    gathered.add(case.stated)
                    who.add(recipient)
                    units.add(unit)
    for recipient, (found, units) in idle.items():
        yield from desk.shown(
            "recipient-without-answer", NOTABLE, found, name=recipient, norms=desk.norms_of(units),
            agencies=[recipient], agency=desk.voice.agencies([recipient]),
            norms_=desk.voice.norms(desk.norms_of(units)),
            who=desk.voice.agencies(_bearers(space, units)),
        )  # fmt: skip
    for gathered, agencies, units in mute.values():
        norms = desk.norms_of(units)
        yield from desk.shown(
            "notification-without-feedback", NOTABLE, gathered, name=norms[0], norms=norms,
            agencies=agencies, agency=desk.voice.agencies(agencies),
            norms_=desk.voice.norms(norms), who=desk.voice.agencies(_bearers(space, units)),
        )  # fmt: skip


def _always_answers(space: Space, unit: int, recipient: str) -> bool:
    """Tell whether a recipient has to feed back wherever it is notified, whatever the facts."""
    limited = _mask_of_limits(space)
    return any(
        space.units[u].bearer == recipient
        and space.units[u].norm.mode == "feedback"
        and space.units[u].senders
        and unit in space.sources(u)
        and not space.units[u].mask & limited
        for u in range(len(space.units))
    )


def _mask_of_limits(space: Space) -> int:
    mask = 0
    for window in space.program.windows:
        mask |= window.mask
    for area in space.program.areas:
        mask |= area.mask
    return mask


def _lead_in_the_dark(desk: Desk) -> Iterator[Finding]:
    """Yield primaries that owe the lead of the same matter nothing, neither report nor result."""
    space = desk.space
    tellers = _bearers(space, space.notifies())
    for lead in sorted(_bearers(space, space.acts(LEAD))):
        finders = [w for w in _knowers(space) if set(w.members) & tellers and lead not in w.named]
        found, silent, leading = Gathering(), set[int](), set[int]()
        for alike in classes_of_matter(space):
            bits = space.bits_of(alike[0])
            acts = [u for u in space.acts(LEAD, PRIMARY) if space.units[u].mask & bits]
            leads = [u for u in acts if space.units[u].norm.role == LEAD]
            leads = [u for u in leads if space.units[u].bearer == lead]
            for bearer in sorted(_bearers(space, acts) - {lead} if leads else ()):
                own = [u for u in acts if space.units[u].bearer == bearer and u not in leads]
                owed = [
                    u
                    for u in range(len(space.units))
                    if space.units[u].bearer == bearer and lead in space.possible_recipients(u)
                ]
                cone = space.cone(
                    [*leads, *own, *owed],
                    [lead],
                    through=lambda u, s, own=owed, to=lead: (  # type: ignore[misc]
                        u not in own or space.units[s].bearer == to
                    ),
                )
                for case in space.cases(cone, (alike[0],), who=finders):
                    active = [u for u in own if rests_on(space, case, u, bits)]
                    led = [u for u in leads if rests_on(space, case, u, bits)]
                    told = any(u in case.duties and lead in case.duties[u].to for u in owed)
                    if active and led and not told:
                        found.add(case.stated)
                        silent |= set(active)
                        leading |= set(led)
        yield from desk.shown(
            "lead-without-result", NOTABLE, found, name=lead,
            norms=desk.norms_of(leading | silent), quoted=desk.norms_of(leading),
            agencies={lead, *_bearers(space, silent)}, lead=desk.voice.agencies([lead]),
            who=desk.voice.agencies(_bearers(space, silent)),
            norms_=desk.voice.norms(desk.norms_of(silent)),
        )  # fmt: skip
