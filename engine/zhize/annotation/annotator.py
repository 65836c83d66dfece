"""Marking a text with the norms that quote it, with reasons, repairs and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING

from ..examination.coverage.words_of_text import counts, gap_spans
from ..model.rulebase import Quote, norm_key
from ..validation.quotes import Span, find_quote
from .repairing import place_repairs
from .runs import divide
from .values import (
    GAP,
    NORM,
    OPEN,
    PASSAGE,
    REPAIR,
    Annotation,
    Card,
    CaseRow,
    Mark,
    MarkedDocument,
    MarkedProvision,
    OpenNote,
    PassageNote,
    Reading,
    RepairNote,
)

if TYPE_CHECKING:
    from ..examination.coverage import CoverageReport
    from ..examination.coverage.values import NormCases
    from ..model.openness import OpenTerm
    from ..model.rulebase import Named, Norm, Provision, RuleBase

Marks = list[tuple[Span, Mark]]


def annotate_text(
    rulebase: RuleBase,
    report: CoverageReport,
    documents: Sequence[Named] = (),
    open_terms: Sequence[OpenTerm] = (),
) -> Annotation:
    """Return the text with all that is made of it.

    Args:
        rulebase: The mechanism.
        report: What is covered of it, and by which cases.
        documents: What its documents are called.
        open_terms: What its text leaves open.
    """
    marker = _Marker(rulebase, report, open_terms)
    marked = tuple(map(marker.provision, rulebase.provisions))
    named = {document.code: document for document in documents}
    codes = dict.fromkeys(p.provision.document for p in marked)
    return Annotation(
        documents=tuple(
            MarkedDocument(
                document=named.get(code),
                provisions=tuple(p for p in marked if p.provision.document == code),
            )
            for code in codes
        ),
        readings=tuple(_readings(rulebase)),
        repairs=tuple(note for p in marked for note in p.repairs),
        open_notes=marker.open_notes,
        cases=tuple(_case_rows(marker.cases.values())),
        report=report,
    )


class _Marker:
    """Marks one provision after the other; repairs and open terms are numbered throughout."""

    def __init__(
        self, rulebase: RuleBase, report: CoverageReport, open_terms: Sequence[OpenTerm]
    ) -> None:
        self._rulebase = rulebase
        self._report = report
        self._repairs = 0
        self.cases = {n.norm: n for clause in report.clauses for n in clause.norms}
        self.open_notes = tuple(_open_notes(rulebase, open_terms))

    def provision(self, provision: Provision) -> MarkedProvision:
        """Mark one provision."""
        text = provision.text
        norms = [n for n in self._rulebase.norms if n.provision == provision.code]
        quotes = _quote_marks(text, norms)
        passages = tuple(self._passages(provision))
        reasons = _passage_marks(text, passages)
        repairs, repaired = self._repaired(provision)
        notes = tuple(note for note in self.open_notes if provision.code in note.places)
        open_marks = [
            (span, Mark(OPEN, note.key, part))
            for note in notes
            for part, span in enumerate(_stand(text, note.term.words), start=1)
        ]
        quoted = _covered(text, quotes)
        missing = list(gap_spans(text, 0, len(text), _covered(text, [*quotes, *reasons])))
        gaps = [(span, Mark(GAP, str(n))) for n, span in enumerate(missing, start=1)]
        return MarkedProvision(
            provision=provision,
            runs=divide(text, [*quotes, *reasons, *gaps, *repaired, *open_marks]),
            cards=tuple(self._card(norm, quotes) for norm in norms),
            passages=passages,
            repairs=repairs,
            open_notes=notes,
            gaps=tuple(text[start:end] for start, end in missing),
            characters=sum(map(counts, text)),
            quoted=sum(q and counts(c) for q, c in zip(quoted, text, strict=True)),
        )

    def _card(self, norm: Norm, quotes: Marks) -> Card:
        parts = sorted(mark.part for _, mark in quotes if mark.key == norm.code)
        given = self._report.totals.cases is not None
        return Card(
            norm=norm.code,
            parts=tuple(parts),
            lost=len(parts) <= len(norm.also_quotes),
            cases=self.cases.get(norm.code) if given else None,
            failures=tuple(
                failure.case
                for failure in self._report.failures
                if norm.code in (*failure.norms, *failure.unexpected)
            ),
        )

    def _passages(self, provision: Provision) -> Iterator[PassageNote]:
        found = (p for p in self._rulebase.unquoted if p.provision == provision.code)
        here = sorted(found, key=lambda p: provision.text.find(p.exact))
        for number, passage in enumerate(here):
            placed = len(_stand(provision.text, (passage.exact,))) == 1
            yield PassageNote(key=_letters(number), passage=passage, placed=placed)

    def _repaired(self, provision: Provision) -> tuple[tuple[RepairNote, ...], Marks]:
        found = [r for r in self._rulebase.repairs if r.provision == provision.code]
        spans = place_repairs(provision, found)
        here = found if spans is None else sorted(found, key=lambda r: spans[r.received])
        notes: list[RepairNote] = []
        marks: Marks = []
        for repair in here:
            self._repairs += 1
            note = RepairNote(key=str(self._repairs), repair=repair, placed=spans is not None)
            notes.append(note)
            if spans is not None:
                marks.append((spans[repair.received], Mark(REPAIR, note.key)))
        return tuple(notes), marks


def _quote_marks(text: str, norms: Iterable[Norm]) -> Marks:
    """Return where norms quote a text, those first that quote it most closely.

    A norm's own quote goes before words that others quote besides, and few words before many.
    """
    marks: Marks = []
    for norm in norms:
        for part, quote in enumerate((norm.quote, *norm.also_quotes), start=1):
            found = find_quote(text, quote)
            if len(found) == 1:
                marks.append((found[0], Mark(NORM, norm.code, part)))
    return sorted(marks, key=lambda m: (m[1].part > 1, m[0][1] - m[0][0], norm_key(m[1].key)))


def _passage_marks(text: str, notes: Iterable[PassageNote]) -> Marks:
    return [
        (_stand(text, (note.passage.exact,))[0], Mark(PASSAGE, note.key))
        for note in notes
        if note.placed
    ]


def _stand(text: str, words: Iterable[str]) -> list[Span]:
    """Return where some words stand, in the order of the text."""
    return sorted(span for exact in words for span in find_quote(text, Quote(exact=exact)))


def _covered(text: str, marks: Marks) -> list[bool]:
    covered = [False] * len(text)
    for (start, end), _ in marks:
        covered[start:end] = [True] * (end - start)
    return covered


def _letters(number: int) -> str:
    """Return a, b … z, aa, ab and so on for 0, 1 … 25, 26, 27 and so on."""
    rest, last = divmod(number, len(ascii_lowercase))
    return (_letters(rest - 1) if rest else "") + ascii_lowercase[last]


def _open_notes(rulebase: RuleBase, terms: Iterable[OpenTerm]) -> Iterator[OpenNote]:
    """Number the open terms by where each is met first in the provision that it is about."""
    order = {p.code: (rank, p.text) for rank, p in enumerate(rulebase.provisions)}

    def place(term: OpenTerm) -> tuple[int, int, str]:
        rank, text = order.get(term.provisions[0] if term.provisions else "", (len(order), ""))
        return rank, min((start for start, _ in _stand(text, term.words)), default=0), term.name

    for number, term in enumerate(sorted(terms, key=place), start=1):
        places = (c for c in term.provisions if c in order and _stand(order[c][1], term.words))
        yield OpenNote(key=str(number), term=term, places=tuple(places))


def _readings(rulebase: RuleBase) -> Iterator[Reading]:
    info = rulebase.info
    for interpretation in rulebase.interpretations:
        code = interpretation.code
        yield Reading(
            code=code,
            norms=tuple(
                norm.code
                for norm in rulebase.norms
                if code in (*norm.interpretations, *norm.awareness_interpretations)
            ),
            exceptions=tuple(
                (rule.displaced, rule.displacing)
                for rule in rulebase.exceptions
                if code in rule.interpretations
            ),
            whole=code in (*info.time_interpretations, *info.place_interpretations),
        )


def _case_rows(exercised: Iterable[NormCases]) -> Iterator[CaseRow]:
    norms: dict[str, list[str]] = {}
    misses: dict[str, list[str]] = {}
    for row in exercised:
        for found, names in ((norms, row.cases), (misses, row.misses)):
            for name in names:
                found.setdefault(name, []).append(row.norm)
    for name in sorted({*norms, *misses}):
        yield CaseRow(
            name=name,
            norms=tuple(sorted(norms.get(name, ()), key=norm_key)),
            misses=tuple(sorted(misses.get(name, ()), key=norm_key)),
        )
