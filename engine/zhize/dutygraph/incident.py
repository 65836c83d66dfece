"""The duty graph of one decided incident: discovery, report, notification, act, feedback."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from .facts import ID_LENGTH, Facts, shortened
from .flow import Flow, Passage, Stop
from .model import Column, DutyGraph, Edge, Line, Node
from .signs import SIGNS, is_optional
from .words import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..explain.names import Names
    from ..model.decision import Decision, Duty
    from ..model.incident import Incident
    from ..model.rulebase import RuleBase, Text

_KINDS = {"known": "agency", "told": "agency", "act": "duty", "fed": "recipient"}
"""How the stops of a flow are drawn."""
_FEW = 3
"""So many unknown facts are named."""


def incident_graph(incident: Incident, decision: Decision, rulebase: RuleBase) -> DutyGraph:
    """Return the duty graph of an incident: exactly what its decision says.

    Agencies that act on the facts are reached from the incident; those that were told, from who
    told them. Each duty is a line in the box of its bearer, and its norm stands on each of its
    edges.

    Args:
        incident: What was decided.
        decision: The decision.
        rulebase: For what things are called.
    """
    return _Builder(incident, decision, rulebase).graph()


class _Builder:
    def __init__(self, incident: Incident, decision: Decision, rulebase: RuleBase) -> None:
        self._incident = incident
        self._name = shortened(incident.id, ID_LENGTH)
        self._decision = decision
        self._rulebase = rulebase
        self._wording = Wording(rulebase)
        self._facts = Facts(incident, self._wording)
        self._flow = Flow(incident, decision, rulebase)

    def graph(self) -> DutyGraph:
        """Return the graph."""
        columns, levels = self._columns()
        info = self._rulebase.info
        wording = self._wording
        nodes = (self._incident_node(), *(self._node(s, levels[s.id]) for s in self._flow.stops))
        nodes = tuple(sorted(nodes, key=lambda node: node.column))
        place = {node.id: number for number, node in enumerate(nodes)}
        edges = sorted(self._edges(), key=lambda e: (place[e.source], place[e.target]))
        return DutyGraph(
            code=self._incident.id,
            title=wording("title.incident", id=self._name),
            subtitle=wording("subtitle.incident", mechanism=info.label, version=info.version),
            columns=columns,
            nodes=nodes,
            edges=tuple(edges),
            remarks=tuple(self._remarks()),
        )

    # ------------------------------------------------------------ columns

    def _columns(self) -> tuple[tuple[Column, ...], dict[str, int]]:
        """Return the columns, and the column of each stop: behind all that leads to it."""
        before: dict[str, set[str]] = {stop.id: set() for stop in self._flow.stops}
        for edge in self._flow.edges:
            before.setdefault(edge.target, set()).add(edge.source)
        kinds = {stop.id: stop.kind for stop in self._flow.stops}
        order = list(TopologicalSorter(before).static_order())
        least: dict[str, int] = {}
        levels = _levels(order, before, least)
        acts = [stop for stop in order if kinds.get(stop) == "act"]
        first = [act for act in acts if not _above(act, before) & set(acts)]
        for act in first:  # all who act stand in one column
            least[act] = max(levels[other] for other in first)
        levels = _levels(order, before, least)
        shown = sorted({levels[stop] for stop in kinds} | {0})
        column = {level: place for place, level in enumerate(shown)}
        told = [
            lv for lv in shown if any(k == "told" and levels[s] == lv for s, k in kinds.items())
        ]

        def step(kind: str, level: int) -> Text:
            if kind == "told" and len(told) > 1:
                return self._wording("column.told-in-turn", step=told.index(level) + 1)
            return self._wording(f"column.{kind}")

        self._steps = {stop: step(kind, levels[stop]) for stop, kind in kinds.items()}
        columns = []
        for level in shown:
            here = [k for k in _KINDS if any(kinds[s] == k and levels[s] == level for s in kinds)]
            labels = [step(kind, level) for kind in (here if level else ["incident"])]
            columns.append(Column(code=here[0] if level else "incident", label=_joined(labels)))
        return tuple(columns), {stop: column[levels[stop]] for stop in kinds}

    # ------------------------------------------------------------ nodes

    def _incident_node(self) -> Node:
        lines = self._facts.lines()
        reason = self._decision.reason_text
        if not self._decision.applicable and reason:
            lines = (*lines, Line(head=self._wording("line.outcome"), text=reason))
        return Node(
            id="incident",
            kind="incident",
            code=self._incident.id,
            column=0,
            label={self._rulebase.info.languages[0]: self._name},
            lines=lines,
        )

    def _node(self, stop: Stop, column: int) -> Node:
        agency = next((a for a in self._rulebase.agencies if a.code == stop.agency), None)
        duties = self._flow.duties_at(stop)
        return Node(
            id=stop.id,
            kind=_KINDS[stop.kind],
            code=stop.agency,
            column=column,
            label={} if agency is None else agency.label,
            place=self._facts.place_of(stop.agency),
            norms=tuple(dict.fromkeys(duty.norm for duty in duties)),
            lines=tuple(map(self._line, duties)),
            quote="\n".join(dict.fromkeys(duty.quote for duty in duties)),
            step=self._steps[stop.id],
            interpretations=_rest_on(duties),
        )

    def _line(self, duty: Duty) -> Line:
        """Say a duty: its norm and part, the action, and where and when and whether."""
        head, text = {}, {}
        for lang, names in self._wording.names.items():
            words = names.words
            norm = names.norm(duty.norm)
            label = next(
                (p.label for p in self._rulebase.provisions if norm and p.code == norm.provision),
                {},
            )
            notes = [names.text(label)] if label else []
            if duty.urgency is not None:
                notes.append(names.text(duty.urgency))
            if duty.due is not None:
                notes.append(words("memo.due", day=duty.due))
            if others := self._instead_of(duty):
                notes.append(self._wording.fill(names, "note.or", norm=words.listed(others)))
            if duty.alternative_to is not None:
                notes.append(self._wording.fill(names, "note.instead", norm=duty.alternative_to))
            if duty.conditional_on is not None:
                notes.append(self._wording.fill(names, "note.chosen", norm=duty.conditional_on))
            if duty.interpretations:
                notes.append(words.listed(duty.interpretations))
            sign = SIGNS["optional"] if is_optional(duty) else ""
            head[lang] = f"{duty.norm}{sign} {names.part(duty.norm)}"
            text[lang] = words.aside(names.text(duty.action), words.clauses(notes))
        return Line(
            head=head,
            text=text,
            norm=duty.norm,
            interpretations=duty.interpretations,
            optional=is_optional(duty),
        )

    def _instead_of(self, duty: Duty) -> tuple[str, ...]:
        """Return the norms whose duty the bearer may choose instead of one."""
        return tuple(
            other.norm
            for other in self._decision.duties
            if (other.alternative_to, other.bearer) == (duty.norm, duty.bearer)
        )

    # ------------------------------------------------------------ edges and remarks

    def _edges(self) -> Iterable[Edge]:
        modes = {mode.code: mode.label for mode in self._rulebase.modes}
        facets = {facet.code: facet.label for facet in self._rulebase.facets}
        roles = {norm.code: norm.role for norm in self._rulebase.norms}
        for found in self._flow.edges:
            played = {roles.get(norm) for norm in found.norms}
            labels = [facets[facet] for facet in found.facets]
            duties = self._duties_on(found)
            optional = tuple(duty.norm for duty in duties if is_optional(duty))
            label = modes.get(found.mode or "", {}) if found.mode else _joined(labels)
            if found.mode and optional and set(optional) == set(found.norms):
                label = self._wording("label.optional", mode=label)
            yield Edge(
                source=found.source,
                target=found.target,
                kind=found.kind,
                norms=tuple(found.norms),
                mode=found.mode,
                role=played.pop() if len(played) == 1 else None,
                label=label,
                interpretations=_rest_on(duties),
                optional=optional if found.mode else (),
            )

    def _duties_on(self, passage: Passage) -> tuple[Duty, ...]:
        """Return the duties that a passage is about: those owed along it, or those it leads to."""
        stops = {stop.id: stop.agency for stop in self._flow.stops}
        bearer = stops[passage.source if passage.kind == "owes" else passage.target]
        return tuple(
            duty
            for duty in self._decision.duties
            if duty.bearer == bearer and duty.norm in passage.norms
        )

    def _remarks(self) -> Iterable[Text]:
        wording, decision = self._wording, self._decision
        if not decision.applicable:
            yield wording("remark.inapplicable", reason=decision.reason_text or {})
        elif not decision.duties:
            yield wording("remark.no-duties")
        if decision.displaced:
            yield wording(
                "remark.displaced",
                rows=lambda names: names.words.clauses(
                    _resting(
                        names,
                        wording.fill(
                            names, "row.displaced", norm=d.norm, who=names.agency(d.bearer), by=d.by
                        ),
                        d.interpretations,
                    )
                    for d in decision.displaced
                ),
            )
        if decision.unaddressed:
            yield wording(
                "remark.unaddressed",
                rows=lambda names: names.words.listed(
                    names.words.aside(u.norm, names.agency(u.bearer)) for u in decision.unaddressed
                ),
            )
        if decision.open:
            facts = tuple(dict.fromkeys(question.fact for question in decision.open))
            yield wording("remark.unknown", facts=lambda names: self._some(names, facts))

    def _some(self, names: Names, facts: tuple[str, ...]) -> str:
        """Name the first few facts."""
        listed = names.words.listed(map(names.facet, facts[:_FEW]))
        if len(facts) <= _FEW:
            return listed
        return self._wording.fill(names, "facts.more", facts=listed, count=len(facts))


def _rest_on(duties: Iterable[Duty]) -> tuple[str, ...]:
    """Return the interpretations that duties rest on, each once."""
    return tuple(dict.fromkeys(code for duty in duties for code in duty.interpretations))


def _resting(names: Names, text: str, interpretations: tuple[str, ...]) -> str:
    """Return words with the interpretations that they rest on."""
    rests = names.words.listed(interpretations)
    return names.words.aside(text, rests) if rests else text


def _levels(order: list[str], before: dict[str, set[str]], least: dict[str, int]) -> dict[str, int]:
    """Return for each stop the length of the longest way to it, or more where more is asked."""
    levels: dict[str, int] = {}
    for stop in order:
        behind = max((levels[earlier] + 1 for earlier in before.get(stop, ())), default=0)
        levels[stop] = max(behind, least.get(stop, 0))
    return levels


def _above(stop: str, before: dict[str, set[str]]) -> set[str]:
    """Return all stops that lead to one."""
    found: set[str] = set()
    todo = [stop]
    while todo:
        for earlier in before.get(todo.pop(), ()):
            if earlier not in found:
                found.add(earlier)
                todo.append(earlier)
    return found


def _joined(labels: list[Text]) -> Text:
    """Join labels in each language that all of them have."""
    if len(labels) == 1:
        return labels[0]
    shared = [lang for lang in (labels[0] if labels else ()) if all(lang in one for one in labels)]
    return {lang: ("、" if lang == "zh" else ", ").join(o[lang] for o in labels) for lang in shared}
