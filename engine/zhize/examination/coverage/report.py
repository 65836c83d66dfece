"""How much of a text the norms encode, and which cases exercise them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ...model.rulebase import Norm, Provision, Quote, RuleBase, Text, norm_key
from ...validation.quotes import Span, find_quote
from .cases import Case
from .clauses import clause_spans
from .values import (
    ALL,
    BARE,
    ENCODED,
    EXPLAINED,
    NONE,
    OPEN,
    SOME,
    Clause,
    CoverageReport,
    Failure,
    NormCases,
    Totals,
)
from .words_of_text import counts, gaps

Decides = Callable[[Mapping[str, Any]], Iterable[str] | None]
"""From a record to the norms of its duties; None where the record is refused."""


class _Exercised(msgspec.Struct):
    """The names of cases by norm."""

    cases: dict[str, list[str]]
    misses: dict[str, list[str]]
    failures: list[Failure]
    fulfilled: int


def coverage_report(
    rulebase: RuleBase, cases: Sequence[Case] | None = None, decides: Decides | None = None
) -> CoverageReport:
    """Return what is covered of every clause.

    Args:
        rulebase: The mechanism.
        cases: Its cases; None where there are none at hand.
        decides: Decides a case's record. A case that expects a duty which does not arise
            exercises nothing, and is reported.
    """
    exercised = _exercise(rulebase, cases or (), decides)
    clauses = tuple(
        clause
        for provision in rulebase.provisions
        for clause in _clauses(rulebase, provision, exercised, given=cases is not None)
    )
    norms = sorted((n.code for n in rulebase.norms), key=norm_key)
    without = [code for code in norms if not exercised.cases.get(code)]
    worded = [c for c in clauses if c.status != BARE]
    return CoverageReport(
        clauses=clauses,
        totals=Totals(
            characters=sum(c.characters for c in clauses),
            normative=sum(c.quoted + sum(map(_size, c.uncovered)) for c in clauses),
            quoted=sum(c.quoted for c in clauses),
            clauses=len(worded),
            encoded=sum(c.status == ENCODED for c in worded),
            explained=sum(c.status == EXPLAINED for c in worded),
            open=sum(bool(c.uncovered) for c in worded),
            tested=sum(c.tested == ALL for c in worded),
            partly_tested=sum(c.tested == SOME for c in worded),
            norms=len(norms),
            exercised=0 if cases is None else len(norms) - len(without),
            cases=None if cases is None else exercised.fulfilled,
        ),
        unexercised=() if cases is None else tuple(without),
        failures=tuple(exercised.failures),
        lost=tuple(_lost(rulebase)),
        sources=tuple(dict.fromkeys(case.source for case in cases or ())),
    )


def _size(words: str) -> int:
    return sum(map(counts, words))


# ---------------------------------------------------------------- clauses


def _clauses(
    rulebase: RuleBase, provision: Provision, exercised: _Exercised, *, given: bool
) -> Iterator[Clause]:
    text = provision.text
    quotes = [
        (norm, span)
        for norm in rulebase.norms
        if norm.provision == provision.code
        for span in _spans(text, (norm.quote, *norm.also_quotes))
    ]
    passages = [
        (passage.reason, span)
        for passage in rulebase.unquoted
        if passage.provision == provision.code
        for span in _spans(text, (Quote(exact=passage.exact),))
    ]
    quoted = _marks(text, (span for _, span in quotes))
    accounted = _marks(text, (span for _, span in (*quotes, *passages)))
    # Where an unquoted passage begins or ends at white space, as a heading does, so does a clause.
    cuts = frozenset(at for _, span in passages for at in span if _at_space(text, at))
    for number, (start, end) in enumerate(clause_spans(text, cuts), start=1):
        here = range(start, end)
        words = [i for i in here if counts(text[i])]
        norms = [n for n, span in quotes if _meet(text, span, (start, end))]
        uncovered = tuple(gaps(text, start, end, accounted))
        row = Clause(
            provision=provision.code,
            article=provision.code if provision.number is None else provision.number,
            number=number,
            text=text[start:end],
            status=_status(bool(words), bool(norms), bool(uncovered)),
            characters=len(words),
            quoted=sum(quoted[i] for i in words),
            norms=tuple(_cases_of(norms, exercised)),
            reasons=_reasons(r for r, span in passages if _meet(text, span, (start, end))),
            uncovered=uncovered,
        )
        tested = [bool(norm.cases) for norm in row.norms]
        if tested and given:
            tested_as = ALL if all(tested) else SOME if any(tested) else NONE
            row = msgspec.structs.replace(row, tested=tested_as)
        yield row


def _at_space(text: str, at: int) -> bool:
    return 0 < at < len(text) and (text[at].isspace() or text[at - 1].isspace())


def _status(words: bool, norms: bool, uncovered: bool) -> str:
    if not words:
        return BARE
    if uncovered and not norms:
        return OPEN
    return ENCODED if norms else EXPLAINED


def _spans(text: str, quotes: Iterable[Quote]) -> Iterator[Span]:
    """Yield where quotes stand; one that cannot be anchored in one place covers nothing."""
    for quote in quotes:
        found = find_quote(text, quote)
        if len(found) == 1:
            yield found[0]


def _marks(text: str, spans: Iterable[Span]) -> list[bool]:
    marks = [False] * len(text)
    for start, end in spans:
        marks[start:end] = [True] * (end - start)
    return marks


def _meet(text: str, one: Span, other: Span) -> bool:
    """Tell whether two stretches share a word's character."""
    return any(counts(text[i]) for i in range(max(one[0], other[0]), min(one[1], other[1])))


def _reasons(found: Iterable[Text]) -> tuple[Text, ...]:
    reasons: list[Text] = []
    for reason in found:
        if reason not in reasons:
            reasons.append(reason)
    return tuple(reasons)


def _lost(rulebase: RuleBase) -> Iterator[str]:
    texts = {provision.code: provision.text for provision in rulebase.provisions}
    for norm in rulebase.norms:
        text = texts.get(norm.provision, "")
        if any(len(find_quote(text, q)) != 1 for q in (norm.quote, *norm.also_quotes)):
            yield norm.code


# ---------------------------------------------------------------- cases


def _exercise(rulebase: RuleBase, cases: Sequence[Case], decides: Decides | None) -> _Exercised:
    done = _Exercised(cases={}, misses={}, failures=[], fulfilled=0)
    known = {norm.code for norm in rulebase.norms}
    for case in cases:
        missing = [code for code in case.expects if code not in known]
        unexpected: list[str] = []
        if case.record is not None and decides is not None:
            arisen = decides(case.record)
            if arisen is None:
                done.failures.append(Failure(case=case.name, source=case.source))
                continue
            duties = set(arisen)
            missing = [code for code in case.expects if code not in duties]
            unexpected = [code for code in case.misses if code in duties]
        if missing or unexpected:
            failure = Failure(
                case=case.name,
                source=case.source,
                norms=tuple(missing),
                unexpected=tuple(unexpected),
            )
            done.failures.append(failure)
            continue
        done.fulfilled += 1
        for code in case.expects:
            done.cases.setdefault(code, []).append(case.name)
        for code in case.misses:
            done.misses.setdefault(code, []).append(case.name)
    return done


def _cases_of(norms: Iterable[Norm], exercised: _Exercised) -> Iterator[NormCases]:
    codes = sorted({norm.code for norm in norms}, key=norm_key)
    for code in codes:
        yield NormCases(
            norm=code,
            cases=tuple(exercised.cases.get(code, ())),
            misses=tuple(exercised.misses.get(code, ())),
        )
