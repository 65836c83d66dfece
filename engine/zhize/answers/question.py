"""From a scanned text to what is asked: facts, agencies, topics, and the kind of question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from ..compilation.chains import narrower_values
from ..text.dates import dates_in
from ..text.scanner import NEGATES, Hit, Scan, Scanner

if TYPE_CHECKING:
    from ..model.rulebase import RuleBase
    from ..text.tokens import Token

Facts = dict[str, tuple[str, ...]]

_HALF_QUESTIONS = frozenset({"lead", "order"})
"""Kinds whose words (牵头, 责令) ask nothing by themselves."""

FILLS, OFF_TOPIC, FINDS, RELATES = "fills", "off-topic", "finds", "relates"
CONTINUES = "continues"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a text, which may hold several.

    Attributes:
        facts: Stated or presumed values by facet; `presumed` says which were presumed.
        agencies: Agencies named, in the order of the text; `kinds_named`: kinds of agencies.
        topics: Norms asked about by their own words, each with the tokens of these words.
        provisions, interpretations, norms: Codes named as such.
        kinds: Kinds of question, by code.
        modes: Modes named (notify, feedback), `roles`: roles, each in the order of the text.
        background: The only violation stated is the broadest one: what the mechanism is about.
        denied: Something is denied.
        open_terms: Points that the text leaves open, met in words that ask about them;
            `open_words`: those met in the text's own words.
        off_topic: Words of other matters occur.
        finding: It says that somebody finds or learns of a matter.
        before: A date named that lies before the mechanism's first day (ISO, or year and month).
        hits: All hits of this part.
    """

    facts: Facts
    presumed: frozenset[tuple[str, str]]
    agencies: tuple[str, ...]
    kinds_named: tuple[str, ...]
    topics: tuple[str, ...]
    provisions: tuple[str, ...]
    interpretations: tuple[str, ...]
    norms: tuple[str, ...]
    kinds: frozenset[str]
    modes: tuple[str, ...]
    roles: tuple[str, ...]
    background: bool
    denied: bool
    open_terms: tuple[str, ...]
    open_words: tuple[str, ...]
    mechanism: bool
    off_topic: bool
    finding: bool
    before: str | None
    hits: tuple[Hit, ...]

    @property
    def specific(self) -> bool:
        """Something is asked about that the mechanism speaks of."""
        return bool(
            self.facts
            or self.topics
            or self.provisions
            or self.norms
            or self.interpretations
            or self.open_terms
        )


class Understanding(msgspec.Struct, frozen=True, kw_only=True):
    """A text as it was understood.

    Attributes:
        parts: Its questions, in order; at least one.
        hits: Everything that was understood.
        not_understood: Character spans of words that were not.
        share: Share of its words, function words aside, that were not understood.
    """

    text: str
    parts: tuple[Part, ...]
    hits: tuple[Hit, ...]
    not_understood: tuple[tuple[int, int], ...]
    share: float


class Reader:
    """Understands questions about one mechanism."""

    def __init__(self, rulebase: RuleBase, scanner: Scanner) -> None:
        self._scanner = scanner
        self._rulebase = rulebase
        self._above: dict[tuple[str, str], set[str]] = {}
        for (facet, broad), narrower in narrower_values(rulebase).items():
            for value in narrower - {broad}:
                self._above.setdefault((facet, value), set()).add(broad)
        self._sets_by_use: dict[str, list[str]] = {}
        for entry in scanner.entries:
            for use in entry.uses if entry.kind == "set" else ():
                self._sets_by_use.setdefault(use, []).append(entry.code)
        self._roots = frozenset(
            (facet, broad) for (facet, _), above in self._above.items() for broad in above
        ) - frozenset(self._above)
        self._norms = {norm.code.casefold(): norm.code for norm in rulebase.norms}
        self._interpretations = {i.code.casefold(): i.code for i in rulebase.interpretations}

    def understand(self, text: str) -> Understanding:
        """Return what a text asks."""
        scan = self._scanner.scan(text)
        parts = [
            self._part(scan, [h for h in scan.hits if lower <= h.first < upper], (lower, upper))
            for lower, upper in self._cuts(scan)
        ]
        spans, share = self._rest(scan)
        return Understanding(
            text=text,
            parts=tuple(_inherited(_joined(parts))),
            hits=tuple(h for h in scan.hits if h.entry.kind not in {"question", "set"}),
            not_understood=spans,
            share=share,
        )

    # ------------------------------------------------------------ questions of a text

    def _cuts(self, scan: Scan) -> list[tuple[int, int]]:
        """Return the ranges of tokens of the questions that a text holds."""
        tokens, relative = scan.tokens, self._places(scan, RELATES)
        questions = [h for h in scan.hits if h.entry.kind == "question" and h.first not in relative]
        asking = [h for h in questions if h.entry.code not in _HALF_QUESTIONS]
        joins = self._places(scan, CONTINUES)
        cuts = [0]
        for place in range(1, len(tokens)):
            if tokens[place].clause == tokens[place - 1].clause or place in joins:
                continue
            before = any(cuts[-1] <= h.first < place for h in asking)
            after = any(h.first >= place for h in asking)
            if before and after and _stands_alone(tokens, questions, place):
                cuts.append(place)
        bounds = [*cuts, len(tokens)]
        return [(bounds[i], bounds[i + 1]) for i in range(len(cuts))]

    def _places(self, scan: Scan, use: str) -> frozenset[int]:
        """Return the tokens of all words of a use."""
        return frozenset(
            place
            for code in self._sets_by_use.get(use, ())
            for first, last in scan.sets.get(code, ())
            for place in range(first, last + 1)
        )

    def _part(self, scan: Scan, hits: list[Hit], bounds: tuple[int, int]) -> Part:
        facts, presumed = self._facts(hits)
        norms, interpretations = self._named_codes(scan, bounds)
        off = any(bounds[0] <= p < bounds[1] for p in self._places(scan, OFF_TOPIC))
        denied = any(bounds[0] <= p < bounds[1] for p in self._places(scan, NEGATES))
        return Part(
            facts=facts,
            presumed=presumed,
            agencies=_codes(hits, "agency"),
            kinds_named=_codes(hits, "kind"),
            topics=_codes(hits, "norm", denied=True),
            provisions=_codes(hits, "provision"),
            norms=norms,
            interpretations=interpretations,
            kinds=frozenset(
                _codes(_outside_facts(hits, self._places(scan, RELATES)), "question", denied=True)
            ),
            modes=_codes(hits, "mode", denied=True),
            roles=_codes(hits, "role", denied=True),
            background=self._is_background(facts),
            denied=denied,
            open_terms=_codes(hits, "open-term", denied=True),
            open_words=_codes(hits, "open-word", denied=True),
            mechanism=any(h.entry.kind == "mechanism" for h in hits),
            off_topic=off,
            before=self._too_early(scan, bounds),
            finding=any(bounds[0] <= p < bounds[1] for p in self._places(scan, FINDS)),
            hits=tuple(hits),
        )

    def _facts(self, hits: Sequence[Hit]) -> tuple[Facts, frozenset[tuple[str, str]]]:
        """Return the facts that hits state: narrower values replace broader ones."""
        found: dict[str, dict[str, bool]] = {}
        for hit in hits:
            if hit.entry.kind != "concept" or hit.negated:
                continue
            for facet in hit.entry.facets:
                values = found.setdefault(facet, {})
                values[hit.entry.code] = values.get(hit.entry.code, True) and hit.presumed
        facts: Facts = {}
        presumed: set[tuple[str, str]] = set()
        for facet, values in found.items():
            above = {b for v in values for b in self._above.get((facet, v), ())}
            roots = {v for v in values if (facet, v) in self._roots}
            if any(
                not g or roots & self._above.get((facet, v), set())
                for v, g in values.items()
                if v not in roots
            ):
                # The broadest value is but the background of another one.
                values = {v: g for v, g in values.items() if v not in roots}
            stated = [v for v, guess in values.items() if not guess and v not in roots]
            kept = []
            for value, guess in values.items():
                if value in above:
                    continue
                # Beside a stated value, a presumed one of no narrower kind adds nothing.
                if (
                    guess
                    and stated
                    and not (self._above.get((facet, value), set()) & {*stated, *values})
                ):
                    continue
                kept.append(value)
                if guess:
                    presumed.add((facet, value))
            facts[facet] = tuple(kept)
        return facts, frozenset(presumed)

    def _too_early(self, scan: Scan, bounds: tuple[int, int]) -> str | None:
        """Return a date that lies before the first day of the mechanism, or None."""
        first = self._rulebase.info.valid_from
        if first is None or not scan.tokens:
            return None
        text = scan.text[scan.tokens[bounds[0]].start : scan.tokens[bounds[1] - 1].end]
        return next((d for d in dates_in(text) if d < first.isoformat()[: len(d)]), None)

    def _is_background(self, facts: Facts) -> bool:
        """Tell whether facts say no more than what the mechanism is about."""
        return bool(facts) and all(
            (facet, value) in self._roots for facet, values in facts.items() for value in values
        )

    def _named_codes(
        self, scan: Scan, bounds: tuple[int, int]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return norms and interpretations that are named by their codes."""
        lower = scan.tokens[bounds[0]].start if scan.tokens else 0
        upper = scan.tokens[bounds[1] - 1].end if scan.tokens else 0
        norms, interpretations = [], []
        for word in _code_words(scan.text[lower:upper]):
            if word in self._norms and "." in word:
                norms.append(self._norms[word])
            if word in self._interpretations:
                interpretations.append(self._interpretations[word])
        return tuple(dict.fromkeys(norms)), tuple(dict.fromkeys(interpretations))

    # ------------------------------------------------------------ what was not understood

    def _rest(self, scan: Scan) -> tuple[tuple[tuple[int, int], ...], float]:
        """Return the spans of words that no form covers, and their share of all words."""
        spans: list[tuple[int, int]] = []
        unknown = total = 0
        fills = self._places(scan, FILLS)
        for place, token in enumerate(scan.tokens):
            if token.punctuation or place in fills:
                continue
            weight = 1 if token.han else 2
            total += weight
            if place in scan.used:
                continue
            unknown += weight
            if spans and not scan.text[spans[-1][1] : token.start].strip():
                spans[-1] = (spans[-1][0], token.end)
            else:
                spans.append((token.start, token.end))
        return tuple(spans), unknown / total if total else 1.0


def _stands_alone(tokens: Sequence[Token], questions: Sequence[Hit], place: int) -> bool:
    """Tell whether a clause that begins at a token, or a sentence, asks something of its own."""
    begins = tokens[place].sentence != tokens[place - 1].sentence
    clause = tokens[place].clause
    return any(h.first >= place and (begins or tokens[h.first].clause == clause) for h in questions)


def _codes(hits: Iterable[Hit], kind: str, *, denied: bool = False) -> tuple[str, ...]:
    found = (h for h in hits if h.entry.kind == kind and (denied or not h.negated))
    return tuple(dict.fromkeys(h.entry.code for h in found))


def _outside_facts(hits: list[Hit], relative: frozenset[int]) -> list[Hit]:
    """Return hits without words that ask nothing: a `permitted` area, a ranger `who` sees …."""
    facts = [set(h.parts) for h in hits if h.entry.kind == "concept"]
    ends = {h.last for h in hits if h.entry.kind == "agency"}
    silent = {*relative, *(end + 1 for end in ends)}
    hits = [h for h in hits if not (h.entry.code == "who" and h.first in silent)]
    return [
        h
        for h in hits
        if h.entry.kind != "question" or not any(set(h.parts) < fact for fact in facts)
    ]


def _code_words(text: str) -> list[str]:
    import re

    return [word.casefold() for word in re.findall(r"[A-Za-z]-?\.?\d+|\d+\.\d+", text)]


def _joined(parts: list[Part]) -> list[Part]:
    """Join a part that says nothing but what kind of question it is with the one behind it."""
    found: list[Part] = []
    for part in reversed(parts):
        empty = not (part.specific or part.agencies or part.kinds_named or part.before)
        if empty and found:
            found[-1] = msgspec.structs.replace(
                found[-1],
                kinds=part.kinds | found[-1].kinds,
                modes=(*part.modes, *found[-1].modes),
                roles=(*part.roles, *found[-1].roles),
                hits=(*part.hits, *found[-1].hits),
            )
        else:
            found.append(part)
    return found[::-1]


def _inherited(parts: list[Part]) -> list[Part]:
    """Let a part that speaks of nothing take the facts of the one before."""
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        if before and not (part.provisions or part.norms or part.facts):
            part = msgspec.structs.replace(
                part,
                facts=before.facts,
                presumed=before.presumed,
                background=before.background or bool(part.topics),
                agencies=part.agencies or before.agencies,
                topics=part.topics or before.topics,
                hits=part.hits if part.topics else (*before.hits, *part.hits),
            )
        found.append(part)
    return found
