"""How an incident's duties follow one another: where each begins, and whom it reaches."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import msgspec

from ..model.decision import DutyGround, DutyName, FactGround

if TYPE_CHECKING:
    from ..model.decision import Decision, Duty
    from ..model.incident import Incident
    from ..model.rulebase import RuleBase

START = "incident"

_REACHED = {"notify": "told", "feedback": "fed", "act": "fed"}
"""What the recipient of a duty of a mode has become."""


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """An agency in one part of the course of things.

    Attributes:
        kind: `known` (found it, or was told by the public), `told` (under a norm), `act` (does
            something), `fed` (is answered).
    """

    id: str
    kind: str
    agency: str


class Passage(msgspec.Struct, kw_only=True):
    """What leads from one stop to another; filled while the duties are gone through."""

    source: str
    target: str
    kind: str
    mode: str | None
    norms: list[str] = []
    facets: list[str] = []


class Flow:
    """The stops and passages of a decided incident.

    An agency stands at one stop of a kind. Where duties would then run in a circle (whoever is
    answered tells another, who has acted before), its stops are told apart by how many duties came
    before.

    Attributes:
        stops: In the order of the ontology, by kind.
        edges: Between stops, and from `incident`.
    """

    def __init__(self, incident: Incident, decision: Decision, rulebase: RuleBase) -> None:
        self._incident = incident
        self._duties = {DutyName(d.norm, d.bearer): d for d in decision.duties}
        self._knowing = [f.code for f in rulebase.facets if "knowledge" in f.serves]
        self._order = {agency.code: place for place, agency in enumerate(rulebase.agencies)}
        self._depths: dict[DutyName, int] = {}
        self._applicable = decision.applicable
        for deep in (False, True):
            self._deep = deep
            self._stops: dict[str, Stop] = {}
            self._passages: dict[tuple[str, str, str | None], Passage] = {}
            self._held: dict[str, list[Duty]] = {}
            self._trace()
            if not self._is_circular():
                break
        kinds = ("known", "told", "act", "fed")
        last = len(self._order)
        self.stops = sorted(
            self._stops.values(),
            key=lambda s: (kinds.index(s.kind), self._order.get(s.agency, last), s.id),
        )
        self.edges = list(self._passages.values())

    def duties_at(self, stop: Stop) -> tuple[Duty, ...]:
        """Return the duties that are done at a stop, in the order of the decision."""
        return tuple(self._held.get(stop.id, ()))

    # ------------------------------------------------------------ going through the duties

    def _trace(self) -> None:
        if self._applicable:
            self._those_who_know()
        for name, duty in self._duties.items():
            begins = self._begins(duty)
            if duty.mode == "act":
                at = self._stop("act", duty.bearer, self._depth(name))
                for origin in begins:
                    self._pass(origin, at, "leads", duty.mode, duty.norm)
            elif duty.mode == "feedback":
                at = self._answers_from(name, begins)
            else:
                at = begins[0]
                if at == START:
                    at = self._stop("known", duty.bearer, 0)
                    self._pass(START, at, "leads", duty.mode, duty.norm)
            self._held.setdefault(at, []).append(duty)
            for recipient in duty.to:
                reached = self._stop(_REACHED[duty.mode], recipient, self._depth(name) + 1)
                self._pass(at, reached, "owes", duty.mode, duty.norm)

    def _those_who_know(self) -> None:
        """Lead from the incident to those whom the record names as knowing of it."""
        for facet in self._knowing:
            for agency in self._incident.values.get(facet, ()):
                passage = self._pass(START, self._stop("known", agency, 0), "fact", None, None)
                passage.facets.append(facet)
                passage.norms += [
                    duty.norm
                    for duty in self._duties.values()
                    if duty.bearer == agency
                    and any(isinstance(g, FactGround) and g.fact == facet for g in duty.because)
                    and duty.norm not in passage.norms
                ]

    def _begins(self, duty: Duty) -> list[str]:
        """Return the stops from which a duty comes about: who was told, who knows, the facts."""
        found: dict[str, None] = {}
        for ground in duty.because:
            if isinstance(ground, DutyGround):
                earlier = DutyName(ground.duty, ground.bearer)
                if earlier in self._duties and duty.bearer in self._duties[earlier].to:
                    kind = _REACHED[self._duties[earlier].mode]
                    found[self._stop(kind, duty.bearer, self._depth(earlier) + 1)] = None
            elif ground.fact in self._knowing and ground.value == duty.bearer:
                found[self._stop("known", duty.bearer, 0)] = None
        return list(found) or [START]

    def _answers_from(self, name: DutyName, begins: list[str]) -> str:
        """Return where a bearer feeds back from: where it has acted, else where it was told."""
        acts = any(d.mode == "act" and d.bearer == name.bearer for d in self._duties.values())
        if acts and not self._deep:
            return self._stop("act", name.bearer, 0)
        for other, duty in self._duties.items():
            if duty.mode == "act" and duty.bearer == name.bearer:
                if self._depth(other) == self._depth(name):
                    return self._stop("act", name.bearer, self._depth(name))
        return begins[0]

    def _depth(self, name: DutyName) -> int:
        """Return how many duties came before one, at most."""
        if name not in self._depths:
            grounds = [g for g in self._duties[name].because if isinstance(g, DutyGround)]
            earlier = [DutyName(g.duty, g.bearer) for g in grounds]
            depths = [self._depth(e) + 1 for e in earlier if e in self._duties]
            self._depths[name] = max(depths, default=0)
        return self._depths[name]

    # ------------------------------------------------------------ stops and passages

    def _stop(self, kind: str, agency: str, depth: int) -> str:
        name = f"{kind}:{agency}" + (f":{depth}" if self._deep and depth else "")
        self._stops.setdefault(name, Stop(id=name, kind=kind, agency=agency))
        return name

    def _pass(
        self, source: str, target: str, kind: str, mode: str | None, norm: str | None
    ) -> Passage:
        passage = self._passages.setdefault(
            (source, target, mode),
            Passage(source=source, target=target, kind=kind, mode=mode, norms=[], facets=[]),
        )
        if norm is not None and norm not in passage.norms:
            passage.norms.append(norm)
        return passage

    def _is_circular(self) -> bool:
        before: dict[str, set[str]] = {}
        for passage in self._passages.values():
            before.setdefault(passage.target, set()).add(passage.source)
        try:
            TopologicalSorter(before).prepare()
        except CycleError:
            return True
        return False
