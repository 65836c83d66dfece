"""Duty cards: for each agency one page of what it must do, on what, to whom, by when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..explain.norm_page import norm_rows, resting_on
from ..explain.recurrence import recurrence_said
from ..model.rulebase import norm_key
from .sheet import Item, Part, Row, Section
from .telling import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..explain.names import Names
    from ..factspace import Space
    from ..model.rulebase import Norm
    from ..pages import Voices
    from .sheet import Words
    from .telling import Telling

_INCIDENT = ("act", "notify", "feedback")


class Cards:
    """Writes the cards of one mechanism.

    Args:
        space: The mechanism, and its space of facts.
        telling: Who may tell whom.
        voices: The languages of the cards.
    """

    def __init__(self, space: Space, telling: Telling, voices: Voices) -> None:
        self._space, self._telling, self._say = space, telling, voices
        self._units = {(u.norm.code, u.bearer): number for number, u in enumerate(space.units)}

    def card(self, agency: str) -> Section:
        """Return the card of an agency."""
        say = self._say
        norms = [norm for norm in self._space.rulebase.norms if agency in norm.bearers]
        duties = [norm for norm in norms if norm.mode in _INCIDENT]
        duties.sort(key=lambda norm: (_INCIDENT.index(norm.mode), norm_key(norm.code)))
        always = [norm for norm in norms if norm.mode in ALWAYS]
        told_by, tells = self._telling.told_by(agency), self._telling.tells(agency)
        parts = []
        if duties:
            items = tuple(self._duty(norm, agency) for norm in duties)
            parts.append(Part(say("card.duties"), items))
        for key, others in (("told-by", told_by), ("tells", tells)):
            points = tuple(self._others(others))
            nobody = say("card.told-nobody" if key == "told-by" else "card.tells-nobody")
            parts.append(Part(say(f"card.{key}"), points=points or (nobody,), wide=False))
        if always:
            items = tuple(self._always(norm, agency) for norm in always)
            parts.append(Part(say("card.always"), items))
        points = tuple(self._interpretations(norms, agency))
        if points:
            parts.append(Part(say("card.before"), points=points))
        nothing = "card.nothing" if not norms else "card.no-incident"
        return Section(
            anchor=f"card-{agency}",
            title=say.each(lambda names: names.words.heading(names.agency(agency))),
            paragraphs=() if duties else (say(nothing),),
            parts=tuple(parts),
        )

    # ------------------------------------------------------------ norms

    def _duty(self, norm: Norm, agency: str) -> Item:
        never = self._say("card.never-arises")
        rows = [
            self._row("card.never", () if self._arises(norm, agency) else never),
            self._row("row.when", self._text(norm, "norm.trigger", agency)),
            self._row("row.condition", self._choices(norm, agency)),
            self._row("row.exception", self._text(norm, "norm.exception", agency)),
            self._row("row.instead", self._text(norm, "norm.alternative", agency)),
            self._row("row.to", self._recipients(norm, agency)),
            self._row("row.by", self._say.each(lambda names: _times(norm, names))),
            *self._quotes(norm),
            self._row("row.rests", self._codes(norm, agency)),
        ]
        return Item(self._title(norm), tuple(r for r in rows if r.text), norm.mode)

    def _arises(self, norm: Norm, agency: str) -> bool:
        unit = self._units.get((norm.code, agency))
        return unit is not None and self._telling.arises(unit)

    def _choices(self, norm: Norm, agency: str) -> Words:
        """Return on whose choice it depends whether an agency is told what a norm follows."""
        followed = {code for trigger in norm.triggers for code in trigger.follows}
        norms = {other.code: other for other in self._space.rulebase.norms}
        rows = [
            (teller, code, other)
            for teller, codes in self._telling.told_by(agency).items()
            for code in codes
            if code in followed and (other := norms[code].alternative_to) is not None
        ]

        def text(names: Names) -> str:
            return names.words.clauses(
                self._say.fill(
                    names, "card.chosen", who=names.agency(teller), norm=code, others=other
                )
                for teller, code, other in rows
            )

        return self._say.each(text)

    def _quotes(self, norm: Norm) -> Iterator[Row]:
        """Yield the words of a norm, and those that it quotes besides."""
        yield self._row("row.quote", (self._say.quote(f"“{norm.quote.exact}”"),))
        if norm.also_quotes:
            yield self._row("row.also", also_quoted(norm, self._say))

    def _always(self, norm: Norm, agency: str) -> Item:
        rows = [
            self._row("row.to", self._say.each(lambda names: _listed(norm.recipients, names))),
            self._row("row.by", self._say.each(lambda names: _times(norm, names))),
            *self._quotes(norm),
            self._row("row.rests", self._codes(norm, agency)),
        ]
        return Item(self._title(norm), tuple(r for r in rows if r.text), norm.mode)

    def _title(self, norm: Norm) -> Words:
        """Return the norm, how it works, and what it asks."""

        def title(names: Names) -> str:
            part = names.part(norm.code)
            if norm.modality != "obligation":
                part = names.words.listed((part, names.modality(norm.modality)))
            head = names.words.aside(names.citation(norm.code), part)
            return names.words.heading(names.words.colon(head, names.text(norm.action)))

        return self._say.each(title)

    def _text(self, norm: Norm, key: str, agency: str) -> Words:
        """Return what the norm's page says to its bearer under a label."""
        return self._say.each(lambda names: dict(norm_rows(norm, names, agency)).get(key, ""))

    def _recipients(self, norm: Norm, agency: str) -> Words:
        """Return whom the norm names, or the rule that finds them; who it may be stands below."""
        unit = self._units.get((norm.code, agency))
        if unit is None or not self._space.units[unit].needs_recipient:
            return self._say.each(lambda names: _listed(norm.recipients, names))
        rules = {rule.code: rule for rule in self._space.rulebase.recipient_rules}

        def to(names: Names) -> str:
            parts = [names.agency(code) for code in norm.recipients]
            rule = rules.get(norm.recipient_rule or "")
            if rule is not None:
                parts.append(names.text(rule.label))
            return names.words.listed(parts)

        return self._say.each(to)

    def _codes(self, norm: Norm, agency: str) -> Words:
        codes = self._resting(norm, agency)
        return self._say.each(lambda _: " ".join(codes))  # the same in every language

    def _resting(self, norm: Norm, agency: str) -> tuple[str, ...]:
        """Return the interpretations of a norm, and of the exceptions by which it yields."""
        found = [*resting_on(norm, self._space.rulebase, agency)]
        for rule in self._space.rulebase.exceptions:
            if norm.code in rule.displaced:
                found += rule.interpretations
        return tuple(dict.fromkeys(found))

    def _row(self, label: str, text: Words) -> Row:
        return Row(self._say(label), text)

    # ------------------------------------------------------------ others

    def _others(self, others: Mapping[str, Sequence[str]]) -> Iterator[Words]:
        """Yield agencies with the norms, those of the same norms together."""
        order = {agency.code: n for n, agency in enumerate(self._space.rulebase.agencies)}
        groups: dict[tuple[str, ...], list[str]] = {}
        for agency in sorted(others, key=lambda code: order.get(code, len(order))):
            norms = tuple(sorted(set(others[agency]), key=norm_key))
            groups.setdefault(norms, []).append(agency)
        for norms, agencies in groups.items():

            def text(
                names: Names,
                norms: tuple[str, ...] = norms,
                agencies: Sequence[str] = tuple(agencies),
            ) -> str:
                who = names.words.heading(_listed(agencies, names))
                return self._say.fill(
                    names,
                    "card.by-norm",
                    who=who,
                    norms=names.words.listed(self._told(code, names) for code in norms),
                )

            yield self._say.each(text)

    def _told(self, code: str, names: Names) -> str:
        """Return the code of a norm, with the one that may be chosen instead."""
        norm = names.norm(code)
        if norm is None or norm.alternative_to is None:
            return code
        return self._say.fill(names, "card.if-chosen", norm=code, others=norm.alternative_to)

    def _interpretations(self, norms: Sequence[Norm], agency: str) -> Iterator[Words]:
        """Yield in full what the norms rest on."""
        wanted = {code for norm in norms for code in self._resting(norm, agency)}
        for known in self._space.rulebase.interpretations:
            if known.code in wanted:
                code = known.code
                yield self._say.each(lambda names, code=code: names.interpretation_in_full(code))  # type: ignore[misc]


def also_quoted(norm: Norm, say: Voices) -> Words:
    """Return the words that a norm quotes besides its own."""
    return (say.quote(" ".join(f"“{quote.exact}”" for quote in norm.also_quotes)),)


def _listed(agencies: Sequence[str], names: Names) -> str:
    return names.words.listed(names.agency(code) for code in agencies)


def _times(norm: Norm, names: Names) -> str:
    """Return how urgent a norm is, by when it is due, and how often it recurs."""
    words = names.words
    parts = [names.text(norm.urgency)] if norm.urgency else []
    if norm.due_days is not None:
        parts.append(words("norm.days", days=norm.due_days))
    if norm.recurrence:
        parts.append(recurrence_said(norm.recurrence, words))
    if norm.valid_from:
        parts.append(words("norm.from", day=norm.valid_from))
    if norm.valid_until:
        parts.append(words("norm.until", day=norm.valid_until))
    return words.clauses(parts)
