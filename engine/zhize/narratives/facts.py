"""Facts that a narrative states: violations, zones, minerals, licences, circumstances."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .claims import (
    VIOLATION,
    Claim,
    Index,
    is_landmark,
    longest,
    not_taken_back,
    part_of,
    spans_of,
    unheld,
)
from .draft import Span, Unplaced, listed
from .polarity import DENIED, GENERAL, OPEN, STATED
from .remarks import unplaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.rulebase import Concept, RuleBase
    from .polarity import Judge
    from .view import Sight, View
    from .words import NarrativeWords


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a record, the words behind them, and what is not in it.

    Attributes:
        places: First tokens of what is stated.
    """

    values: dict[str, tuple[str, ...]]
    spans: tuple[Span, ...]
    negated: tuple[Span, ...]
    open: tuple[Span, ...]
    unplaced: tuple[Unplaced, ...]
    places: tuple[int, ...]


class FactReader:
    """Reads facts. Safe to share between threads."""

    def __init__(self, rulebase: RuleBase, words: NarrativeWords) -> None:
        self._words = words
        self._facets = [f for f in rulebase.facets if f.kind == "concept"]
        self._breaching = {f.code for f in self._facets if f.value_class == VIOLATION}
        self._single = {f.code for f in self._facets if not f.many}
        names = {e.name: e for e in words.entries if e.kind == "concept"}
        concepts = {(f, c.code): c for c in rulebase.concepts for f in c.facets}
        self._concept: dict[str, Concept] = {
            name: concepts[entry.facets[0], entry.code] for name, entry in names.items()
        }
        self._name = {(f, e.code): n for n, e in names.items() for f in e.facets}
        self._above = {
            name: self._ancestors(concept, concepts) for name, concept in self._concept.items()
        }
        self._entailed = {
            name: tuple(n for n in words.entails.get(name, ()) if n in names) for name in names
        }

    def _ancestors(
        self, concept: Concept, concepts: dict[tuple[str, str], Concept]
    ) -> frozenset[str]:
        found: set[str] = set()
        todo = [(f, code) for f in concept.facets for code in concept.broader]
        while todo:
            field, code = todo.pop()
            name = self._name.get((field, code))
            if name is not None and name not in found and (field, code) in concepts:
                found.add(name)
                todo += [(field, above) for above in concepts[field, code].broader]
        return frozenset(found)

    def read(self, view: View, judge: Judge) -> Facts:
        """Return the facts of a text."""
        claims = list(self._claims(view, judge))
        claims = list(unheld(list(longest(claims, self._single))))
        unlawful = {name for group in self._words.breaches for name in group}
        relevant = not self._breaching or any(
            (c.field in self._breaching or c.name in unlawful) and c.state != GENERAL
            for c in claims
        )
        left: list[Unplaced] = []
        stated: list[Claim] = []
        for claim in claims:
            if claim.state != STATED:
                continue
            if claim.field not in self._breaching and not relevant:
                left.append(_left("no-matter", view, claim))
            elif is_landmark(view, claim.sight):
                left.append(_left("landmark", view, claim))
            else:
                stated.append(claim)
        stated = not_taken_back(stated, claims)
        stated, presumed = self._supported(view, stated)
        left += presumed
        stated += self._conversely(stated)
        left += [_left("general", view, c) for c in claims if c.state == GENERAL]
        values, spans, more = self._chosen(view, stated)
        left += more
        placed = {(f, code) for f, codes in values.items() for code in codes}
        broader = {
            key
            for name in (self._name[k] for k in placed)
            for above in self._above[name]
            for key in ((f, self._concept[above].code) for f in self._concept[above].facets)
        }
        known = placed | broader
        denials = self._narrowest([c for c in claims if c.state == DENIED])
        held = Index(denials)
        negated = spans_of(
            view,
            (c for c in denials if c.field not in self._single or not part_of(c, held)),
            shortest=True,
        )
        denied = {(s.field, s.value) for s in negated}
        return Facts(
            values=values,
            spans=tuple(spans),
            negated=tuple(negated),
            open=tuple(
                s
                for s in spans_of(view, (c for c in claims if c.state == OPEN))
                if (s.field, s.value) not in known | denied
            ),
            unplaced=listed(u for u in left if (u.field, u.value or "") not in known | denied),
            places=tuple(sorted({c.sight.first for c in stated if c.field in self._breaching})),
        )

    # ------------------------------------------------------------ what is claimed

    def _claims(self, view: View, judge: Judge) -> Iterator[Claim]:
        """Yield every sight of a fact, judged, with what it entails where it is stated."""
        for sight in view.sights:
            if sight.entry.kind != "concept":
                continue
            state = judge.of(sight)
            denial = judge.denial(sight) if state == DENIED else None
            for field in sight.entry.facets:
                yield Claim(
                    name=sight.entry.name,
                    field=field,
                    code=sight.entry.code,
                    sight=sight,
                    state=state,
                    weight=1.0 + 0.01 * len(sight.parts),
                    denial=denial,
                )
            if state == STATED and not sight.presumed:
                yield from self._entailments(sight)

    def _entailments(self, sight: Sight) -> Iterator[Claim]:
        for name in self._entailed[sight.entry.name]:
            concept = self._concept[name]
            for field in concept.facets:
                yield Claim(
                    name=name,
                    field=field,
                    code=concept.code,
                    sight=sight,
                    state=STATED,
                    follows_from=sight.entry.code,
                    weight=3.0,
                )

    def _narrowest(self, claims: list[Claim]) -> list[Claim]:
        """Leave out what is meant only in so far as something narrower is: 并非无证开采."""
        index = Index(claims)
        return [
            claim
            for claim in claims
            if not any(claim.name in self._above[o.name] for o in index.touching(claim))
        ]

    # ------------------------------------------------------------ what only seems unlawful

    def _supported(self, view: View, stated: list[Claim]) -> tuple[list[Claim], list[Unplaced]]:
        """Take what names a mere activity only where other words say that it is unlawful."""
        firm = [c for c in stated if not c.sight.presumed]
        names = {c.name for c in firm}
        unlawful = _first_unlawful(view)
        kept, left = firm, []
        for claim in stated:
            if not claim.sight.presumed:
                continue
            sentence = view.tokens[claim.sight.first].sentence
            said = unlawful.get(sentence, claim.sight.first) < claim.sight.first
            if said or self._unlawful(claim, names):
                kept.append(claim)
                kept += self._entailments(claim.sight)
            else:
                left.append(claim)
        return kept, [_left("presumed", view, c) for c in self._narrowest(left)]

    def _unlawful(self, claim: Claim, stated: set[str]) -> bool:
        """Tell whether facts stated elsewhere make an activity unlawful."""
        family = self._family(claim.name)
        supporting = set(family)
        for group in self._words.breaches:
            if group & family:
                supporting |= group
        return any(
            name in supporting or family.intersection(self._entailed.get(name, ()))
            for name in stated
        )

    def _family(self, name: str) -> frozenset[str]:
        """Return a fact, those broader, and those narrower than the broadest of them."""
        upper = self._above[name] | {name}
        return upper | {n for n, above in self._above.items() if above & upper}

    def _conversely(self, stated: list[Claim]) -> list[Claim]:
        """Return what an activity and a fact about it amount to: mining, and no licence for it.

        Where a narrower fact entails something that is stated beside the broader one, it is meant.
        """
        found: list[Claim] = []
        names = {c.name for c in stated}
        for narrow, entailed in sorted(self._entailed.items()):
            if narrow in names or not self._above[narrow]:
                continue
            field = self._concept[narrow].facets[0]
            for claim in stated:
                if claim.name not in entailed or claim.field == field or claim.follows_from:
                    continue
                if not any(
                    claim.name in group and narrow in group for group in self._words.breaches
                ):
                    continue
                if any(c.name in self._family(narrow) for c in stated):
                    found.append(
                        msgspec.structs.replace(
                            claim,
                            name=narrow,
                            field=field,
                            code=self._concept[narrow].code,
                            follows_from=claim.code,
                        )
                    )
                    break
        return found

    # ------------------------------------------------------------ one value or several

    def _chosen(
        self, view: View, stated: list[Claim]
    ) -> tuple[dict[str, tuple[str, ...]], list[Span], list[Unplaced]]:
        values: dict[str, tuple[str, ...]] = {}
        spans: list[Span] = []
        left: list[Unplaced] = []
        for facet in self._facets:
            claims = [c for c in stated if c.field == facet.code]
            claims.sort(key=lambda c: (c.sight.start, facet.values.index(c.code)))
            codes = list(dict.fromkeys(c.code for c in claims))
            broader = {self._concept[n].code for c in claims for n in self._above[c.name]}
            codes = [code for code in codes if code not in broader]
            if not facet.many and len(codes) > 1:
                codes, rivals = _weightiest(view, claims, codes)
                if not codes:
                    left += [
                        msgspec.structs.replace(
                            _left("several", view, claim, candidates=tuple(sorted(rivals)))
                        )
                        for claim in claims
                    ]
            if codes:
                values[facet.code] = tuple(codes)
                for code in codes:
                    spans += spans_of(view, (c for c in claims if c.code == code))
        return values, spans, left


def _weightiest(view: View, claims: list[Claim], codes: list[str]) -> tuple[list[str], list[str]]:
    """Return the one value that counts for more than the others, or none and all of these."""
    del view
    weights = {code: max(c.weight for c in claims if c.code == code) for code in codes}
    best = max(weights.values())
    top = [code for code, weight in weights.items() if weight > best - 1.0]
    return (top, []) if len(top) == 1 else ([], top)


def _first_unlawful(view: View) -> dict[int, int]:
    """Return, by sentence, where words of several characters first say: unlawful."""
    found: dict[int, int] = {}
    for mark in view.marked("unlawful"):
        if mark.last > mark.first:
            found.setdefault(view.tokens[mark.first].sentence, mark.last)
    return found


def _left(reason: str, view: View, claim: Claim, candidates: tuple[str, ...] = ()) -> Unplaced:
    sight = claim.sight
    return unplaced(
        reason,
        view.text[sight.start : sight.end],
        sight.start,
        sight.end,
        field=claim.field,
        value=claim.code,
        candidates=candidates,
    )
