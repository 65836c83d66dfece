"""What all ways of answering stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .choice import Choice, unique
from .compose import Composer
from .deciding import ACT, Decisions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..evaluation.decider import Decider
    from ..model.decision import Duty
    from ..model.rulebase import Norm, RuleBase
    from ..text.scanner import Scanner
    from .question import Part


class Basis:
    """The mechanism as questions see it, and what all ways of answering share."""

    def __init__(self, rulebase: RuleBase, decider: Decider, scanner: Scanner) -> None:
        self.rulebase = rulebase
        self.scanner = scanner
        self._decisions = Decisions(rulebase, decider)
        self._composer = Composer(rulebase)
        self._provisions = {p.code: p for p in rulebase.provisions}
        self._breaches = dict(scanner.words.breaches)
        self._open_terms = {e.code: e for e in scanner.entries if e.kind == "open-term"}
        forbidden = {
            b for n in rulebase.norms if n.modality == "prohibition" for b in n.bearers
        } - {b for n in rulebase.norms if n.modality != "prohibition" for b in n.bearers}
        self._addressed_ones = frozenset(
            a.code for a in rulebase.agencies if a.kinds and a.code not in forbidden
        )
        self._kinded = frozenset(a.code for a in rulebase.agencies if a.kinds)
        self._open_points = {point.code: point for point in scanner.words.open_points}
        self._matters = frozenset(
            test.facet
            for norm in rulebase.norms
            for trigger in norm.triggers
            if len(trigger.tests) == 1
            for test in trigger.tests
        )
        failures = [scanner.entry(name) for name in scanner.words.failure]
        self._failure: dict[str, tuple[str, ...]] = {
            facet: tuple(e.code for e in failures if facet in e.facets)
            for facet in sorted({f for e in failures for f in e.facets})
        }
        self._failure_codes = frozenset(e.code for e in failures)

    def _violations(self, part: Part) -> bool:
        return any(facet in self._matters and values for facet, values in part.facts.items())

    def _situation(self, part: Part) -> bool:
        """Tell whether a matter is described, beyond what the mechanism is about anyway."""
        return self._violations(part) and not part.background

    def _all_presumed(self, part: Part) -> bool:
        """Tell whether no matter is stated: words such as `coal mines` only presume one."""
        stated = [(f, v) for f, values in part.facts.items() if f in self._matters for v in values]
        return all(value in part.presumed for value in stated)

    def _bearing(self, part: Part) -> tuple[str, ...]:
        """Return the agencies named that bear a norm asked about by its own words."""
        codes = self._own_topics(part)
        bearers = {b for c in codes for b in self._decisions.norms[c].bearers}
        return tuple(a for a in part.agencies if a in bearers)

    def _asked(self, part: Part) -> str:
        """Return the agency that is asked about: one whose norms are, else the first named."""
        return next(iter(self._bearing(part)), part.agencies[0])

    def _own_topics(self, part: Part) -> list[str]:
        """Return the norms asked about by words that state no fact."""
        stated = {
            place
            for hit in part.hits
            if hit.entry.kind == "concept" and not hit.negated
            for place in hit.parts
        }
        found = [
            hit.entry.code
            for hit in part.hits
            if hit.entry.kind == "norm" and not set(hit.parts) <= stated
        ]
        if not found and not self._violations(part):
            found = list(part.topics)
        return list(dict.fromkeys(found))

    def _all_of(self, agency: str) -> list[Duty]:
        """Return all norms of an agency, its own before those it shares with others."""
        codes = [n.code for n in self.rulebase.norms if agency in n.bearers]
        codes.sort(key=lambda code: not self._own_norm(code))
        return [d for code in codes for d in self._decisions.standing(code, (agency,))]

    def _own_norm(self, code: str) -> bool:
        """Tell whether a norm is one or two agencies' own, not one of all departments."""
        return len(self._decisions.norms[code].bearers) < 3

    def _no_duty(self, asked: str) -> Choice:
        """Say that the text gives an agency no duty."""
        return Choice(
            intent="silent",
            agencies=(asked,) if asked in self._kinded else (),
            silent=(self._composer.no_duty(asked),),
            asked=asked,
        )

    def _choice(self, intent: str, duties: list[Duty], **more: Any) -> Choice:
        """Return duties with their bearers and articles as a choice."""
        named = unique(d.bearer for d in duties)
        sent = (
            a for d in duties if d.mode == ACT for a in self._decisions.norms[d.norm].recipients
        )
        return Choice(
            intent=intent,
            duties=tuple(duties),
            agencies=unique((*named, *sent)),
            articles=unique(self._article(d) for d in duties),
            **more,
        )

    def _of_norms(
        self, intent: str, codes: Iterable[str], bearers: Iterable[str] | None = None
    ) -> Choice:
        duties = [d for code in codes for d in self._decisions.standing(code, bearers)]
        return Choice(
            intent=intent,
            duties=tuple(duties),
            agencies=unique(d.bearer for d in duties),
            articles=unique(self._article(d) for d in duties)
            or unique(self._article_of(self._decisions.norms[code]) for code in codes),
            norms=tuple(codes),
        )

    def _article(self, duty: Duty) -> int | str:
        return self._article_of(self._decisions.norms[duty.norm])

    def _number(self, code: str) -> int | str:
        provision = self._provisions[code]
        return provision.number or provision.document or code

    def _article_of(self, norm: Norm) -> int | str:
        return self._number(norm.provision)
