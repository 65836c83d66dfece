"""The duty graph of a mechanism, or of a part of it: article, norm, bearer, recipient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .alike import alike
from .arising import arising
from .exception_words import exception_words
from .model import Column, DutyGraph, Edge, Group, Node
from .words import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..factspace import Space
    from ..model.rulebase import LexSpecialis, Norm, Text
    from .arising import Arising
    from .selection import Selection

COLUMNS = ("article", "norm", "agency", "recipient")
_GROUPED_FROM = 5
"""So many bearers of one norm may be drawn as one; fewer are drawn one by one."""


def mechanism_graph(space: Space, selection: Selection) -> DutyGraph:
    """Return the duty graph of the norms that were selected.

    Recipients that a rule finds stand as that rule, with the agencies that it may find as its
    members. Where an agency or a value of a fact was selected, they stand as the agencies
    themselves: the question then is who tells whom.

    Args:
        space: The mechanism, and what follows in it.
        selection: What to show.
    """
    return _Builder(space, selection).graph()


class _Builder:
    def __init__(self, space: Space, selection: Selection) -> None:
        self._rulebase = rulebase = space.rulebase
        self._selection = selection
        self._space = space
        self._wording = Wording(rulebase)
        self._units = {(u.norm.code, u.bearer): i for i, u in enumerate(space.units)}
        self._arising = arising(space, selection.values) if selection.values else None
        self._agencies = {agency.code: agency for agency in rulebase.agencies}
        self._rules = {rule.code: rule for rule in rulebase.recipient_rules}
        self._kinds = {kind.code: kind for kind in rulebase.kinds}
        self._norms = self._shown_norms()

    def graph(self) -> DutyGraph:
        """Return the graph."""
        wording, info = self._wording, self._rulebase.info
        part = self._part()
        return DutyGraph(
            code=info.code,
            title=wording("title", mechanism=info.label),
            subtitle=(
                wording("subtitle.whole", version=info.version)
                if part is None
                else wording("subtitle.part", version=info.version, part=part)
            ),
            columns=tuple(Column(code=c, label=wording(f"column.{c}")) for c in COLUMNS),
            nodes=(*self._articles(), *self._norm_nodes(), *self._bearers(), *self._recipients()),
            edges=(*self._states(), *self._binds(), *self._owes()),
            groups=self._groups(),
            remarks=tuple(self._remarks()),
        )

    def _part(self) -> Text | None:
        """Say what was selected, or None where nothing was."""
        chosen = self._selection
        wording = self._wording
        parts: list[Text] = []
        if chosen.article is not None:
            label = next(p.label for p in self._rulebase.provisions if p.code == chosen.article)
            parts.append(wording("part.article", article=label))
        if chosen.agency is not None:
            agency = chosen.agency
            parts.append(wording("part.agency", agency=lambda names: names.agency(agency)))
        for facet, value in chosen.values:
            said = {lang: n.value(facet, value) for lang, n in wording.names.items()}
            label = {lang: n.facet(facet) for lang, n in wording.names.items()}
            key = "part.alone" if facet in self._space.matter else "part.turning"
            parts.append(wording(key, facet=label, value=said))
        if not parts:
            return None
        return {lang: " · ".join(part[lang] for part in parts) for lang in parts[0]}

    def _remarks(self) -> Iterable[Text]:
        """Yield what the picture cannot show: that nothing matches, and what may yield."""
        wording, found = self._wording, self._arising
        if found is None or found.owed:
            if not self._norms:
                yield wording("remark.nothing")
        else:
            yield self._untouched()
        if found is not None and (rules := tuple(self._yielding(found))):
            yield wording(
                "remark.yielding",
                rows=lambda names: names.words.clauses(
                    exception_words(names, rule) for rule in rules
                ),
            )
        if found is not None and not self._space.knowers.complete:
            yield wording("remark.incomplete")

    def _untouched(self) -> Text:
        """Say that nothing arises by the value, and how to ask instead."""
        wording, values = self._wording, self._selection.values
        key = "remark.untouched"
        if any(facet in self._space.matter for facet, _ in values):
            key = "remark.nothing-alone"
        return wording(
            key,
            value=lambda names: names.value(*values[0]),
            matter=lambda names: names.words.either(map(names.facet, self._space.matter)),
        )

    def _yielding(self, found: Arising) -> Iterable[LexSpecialis]:
        """Yield the exceptions by which something shown may fall away, or has made it fall away.

        Where a value is asked that does not say what is wrong, the smallest incidents do not show
        all that its norms displace.
        """
        arise = {norm for norm, _, _ in found.owed}
        shown = {norm.code for norm in self._norms}
        for rule in self._rulebase.exceptions:
            over = tuple(code for code in rule.displacing if code in arise)
            under = tuple(code for code in rule.displaced if found.alone <= (code in arise))
            if not over and found.turning.intersection(rule.displaced):
                over = rule.displacing
            if over and under and shown.intersection((*over, *under)):
                yield msgspec.structs.replace(rule, displacing=over, displaced=under)

    # ------------------------------------------------------------ who owes what to whom

    def _shown_norms(self) -> tuple[Norm, ...]:
        """Return the norms of the graph in the order of the text; keep their pairs."""
        wanted = set(self._selection.norms)
        place = {p.code: p.position for p in self._rulebase.provisions}
        agency = self._selection.agency
        self._pairs: dict[tuple[str, str], tuple[str, ...]] = {}
        norms: list[Norm] = []
        for norm in sorted(self._rulebase.norms, key=lambda n: place.get(n.provision, 0)):
            if norm.code not in wanted:
                continue
            found = {
                bearer: owed
                for bearer in norm.bearers
                if (owed := self._owed(norm, bearer)) is not None
            }
            if found or (agency is None and self._arising is None):
                norms.append(norm)
                self._pairs |= {(norm.code, bearer): owed for bearer, owed in found.items()}
        return tuple(norms)

    def _owed(self, norm: Norm, bearer: str) -> tuple[str, ...] | None:
        """Return the ids of the recipients of a norm on a bearer; None leaves the bearer out."""
        agency = self._selection.agency
        if self._arising is not None:
            reached = self._arising.recipients(norm.code, bearer)
        elif agency is not None:
            reached = self._reached(norm, bearer)
        else:
            rule = () if norm.recipient_rule is None else (f"rule:{norm.recipient_rule}",)
            return (*(f"recipient:{code}" for code in norm.recipients), *rule)
        if reached is None or agency in (None, bearer):
            return None if reached is None else tuple(f"recipient:{code}" for code in reached)
        return (f"recipient:{agency}",) if agency in reached else None

    def _reached(self, norm: Norm, bearer: str) -> tuple[str, ...]:
        """Return the agencies that a norm on a bearer may be owed to."""
        unit = self._units.get((norm.code, bearer))
        return norm.recipients if unit is None else self._space.possible_recipients(unit)

    # ------------------------------------------------------------ nodes

    def _articles(self) -> list[Node]:
        norms: dict[str, list[str]] = {}
        for norm in self._norms:
            norms.setdefault(norm.provision, []).append(norm.code)
        return [
            Node(
                id=f"article:{provision.code}",
                kind="article",
                code=provision.code,
                column=0,
                label=provision.label,
                norms=tuple(norms[provision.code]),
                quote=provision.text,
            )
            for provision in sorted(self._rulebase.provisions, key=lambda p: p.position)
            if provision.code in norms
        ]

    def _norm_nodes(self) -> list[Node]:
        return [
            Node(
                id=f"norm:{norm.code}",
                kind="norm",
                code=norm.code,
                column=1,
                label=self._action(norm),
                mode=norm.mode,
                role=norm.role,
                norms=(norm.code,),
                quote=norm.quote.exact,
                interpretations=_rests_on(norm),
                alternatives=self._alternatives(norm),
                turning=self._arising is not None and norm.code in self._arising.turning,
                further=self._needs_more(norm),
            )
            for norm in self._norms
        ]

    def _action(self, norm: Norm) -> Text:
        """Say what a norm asks, and which other may be done instead."""
        others = self._alternatives(norm)
        if not others:
            return norm.action
        key = "note.instead" if norm.alternative_to is not None else "note.or"
        said = {}
        for lang, names in self._wording.names.items():
            note = self._wording.fill(names, key, norm=names.words.listed(others))
            said[lang] = names.words.aside(names.text(norm.action), note)
        return said

    def _alternatives(self, norm: Norm) -> tuple[str, ...]:
        """Return the norms that may be chosen instead of a norm, as far as they are shown."""
        if norm.alternative_to is not None:
            return (norm.alternative_to,)
        return tuple(n.code for n in self._rulebase.norms if n.alternative_to == norm.code)

    def _needs_more(self, norm: Norm, bearer: str | None = None, recipient: str = "") -> bool:
        """Tell whether a norm on some bearer, or on none, arises without further facts."""
        if self._arising is None:
            return False
        bearers = [b for n, b in self._pairs if n == norm.code and bearer in (None, b)]
        to = recipient.removeprefix("recipient:")
        return not any(self._arising.is_certain(norm.code, b, to) for b in bearers)

    def _bearers(self) -> list[Node]:
        bearing = {bearer for _, bearer in self._pairs}
        return [
            Node(id=f"agency:{code}", kind="agency", code=code, column=2, label=agency.label)
            for code, agency in self._agencies.items()
            if code in bearing
        ]

    def _recipients(self) -> list[Node]:
        owed = {recipient for found in self._pairs.values() for recipient in found}
        agencies = [
            Node(id=f"recipient:{code}", kind="recipient", code=code, column=3, label=agency.label)
            for code, agency in self._agencies.items()
            if f"recipient:{code}" in owed
        ]
        rules = [
            Node(
                id=f"rule:{code}",
                kind="rule",
                code=code,
                column=3,
                label=rule.label,
                members=self._found_by(code),
            )
            for code, rule in self._rules.items()
            if f"rule:{code}" in owed
        ]
        return [*agencies, *rules]

    def _found_by(self, rule: str) -> tuple[str, ...]:
        """Return the agencies that a recipient rule may find, in the order of the ontology."""
        found = {
            agency
            for norm in self._norms
            if norm.recipient_rule == rule
            for bearer in norm.bearers
            for agency in self._reached(norm, bearer)
            if agency not in norm.recipients
        }
        return tuple(code for code in self._agencies if code in found)

    # ------------------------------------------------------------ edges

    def _states(self) -> list[Edge]:
        return [
            Edge(
                source=f"article:{norm.provision}",
                target=f"norm:{norm.code}",
                kind="states",
                norms=(norm.code,),
            )
            for norm in self._norms
        ]

    def _binds(self) -> list[Edge]:
        return [
            Edge(
                source=f"norm:{norm.code}",
                target=f"agency:{bearer}",
                kind="binds",
                norms=(norm.code,),
                mode=norm.mode,
                role=norm.role,
                interpretations=_rests_on(norm),
                further=(norm.code,) if self._needs_more(norm, bearer) else (),
            )
            for norm in self._norms
            for bearer in self._agencies
            if (norm.code, bearer) in self._pairs
        ]

    def _owes(self) -> list[Edge]:
        found: dict[tuple[str, str, str], list[Norm]] = {}
        for norm in self._norms:
            for bearer in norm.bearers:
                for recipient in self._pairs.get((norm.code, bearer), ()):
                    found.setdefault((bearer, recipient, norm.mode), []).append(norm)
        bearers = {code: place for place, code in enumerate(self._agencies)}
        recipients = {node.id: place for place, node in enumerate(self._recipients())}
        return [
            Edge(
                source=f"agency:{bearer}",
                target=recipient,
                kind="owes",
                norms=tuple(norm.code for norm in norms),
                mode=mode,
                role=_shared_role(norms),
                interpretations=tuple(dict.fromkeys(i for norm in norms for i in _rests_on(norm))),
                further=tuple(n.code for n in norms if self._needs_more(n, bearer, recipient)),
            )
            for (bearer, recipient, mode), norms in sorted(
                found.items(), key=lambda item: (bearers[item[0][0]], recipients[item[0][1]])
            )
        ]

    # ------------------------------------------------------------ groups

    def _groups(self) -> tuple[Group, ...]:
        """Return the agencies that bear a norm together and owe the same by it.

        The agency that was selected stands by itself. A norm has one group at most: its largest.
        """
        together: dict[tuple[str, ...], list[Norm]] = {}
        for norm in self._norms:
            members = max(self._alike(norm), key=len, default=())
            if len(members) >= _GROUPED_FROM:
                together.setdefault(members, []).append(norm)
        groups: dict[str, Group] = {}
        for members, norms in together.items():
            first = norms[0]
            code = first.bearer_kinds[0] if len(first.bearer_kinds) == 1 else first.code
            name = f"group:{code}" if f"group:{code}" not in groups else f"group:{first.code}"
            groups[name] = Group(
                id=name,
                code=code,
                label=self._group_label(first, members),
                members=members,
                norms=tuple(norm.code for norm in norms),
            )
        return tuple(groups.values())

    def _alike(self, norm: Norm) -> Iterable[tuple[str, ...]]:
        """Return the bearers of a norm, those together that owe the same, but for themselves."""
        return alike(
            {
                bearer: {
                    (to.removeprefix("recipient:"), self._needs_more(norm, bearer, to))
                    for to in ("", *self._pairs[norm.code, bearer])
                }
                for bearer in self._agencies
                if (norm.code, bearer) in self._pairs and bearer != self._selection.agency
            }
        )

    def _group_label(self, norm: Norm, members: tuple[str, ...]) -> Text:
        """Name the kind whose agencies these are, all or some; else the norm that lists them."""
        count = len(members)
        if len(norm.bearer_kinds) != 1:
            return self._wording("group.listed", norm=norm.code, count=count)
        kind = norm.bearer_kinds[0]
        left_out = {c for c, a in self._agencies.items() if kind in a.kinds}.difference(members)
        whole = "others" if left_out else "all"
        key = "some" if left_out - {self._selection.agency} else whole
        return self._wording(f"group.{key}", kind=self._kinds[kind].label, count=count)


def _shared_role(norms: list[Norm]) -> str | None:
    roles = {norm.role for norm in norms}
    return roles.pop() if len(roles) == 1 else None


def _rests_on(norm: Norm) -> tuple[str, ...]:
    """Return the interpretations that a norm rests on, those of who comes to know included."""
    return tuple(dict.fromkeys((*norm.interpretations, *norm.awareness_interpretations)))
