"""What the page and the document share: everything about the text, said in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..examination.coverage.text import CoveragePage
from ..examination.coverage.words_of_text import counts
from ..explain.norm_page import norm_head, norm_rows, resting_on
from ..explain.width import DEFAULT_WIDTH
from ..pages import Said, Voices, languages_of
from .values import (
    GAP,
    NORM,
    OPEN,
    PASSAGE,
    READING,
    REPAIR,
    Annotation,
    Card,
    Mark,
    MarkedDocument,
    MarkedProvision,
    OpenNote,
    PassageNote,
    Reading,
    RepairNote,
    Run,
)
from .words import WORDS

if TYPE_CHECKING:
    from ..examination.coverage.values import Failure
    from ..explain.names import Names
    from ..model.rulebase import Norm, RuleBase

Line = tuple[Said, ...]

_OWN_ROWS = {"norm.article", "norm.quote", "norm.also", "norm.interpretations"}
"""Rows of a norm's page that stand here in another form: linked, or marked in the text."""
_SHOWN_CASES = 3
_LINE_BREAK = "↵"


class Page:
    """Says what an annotation holds.

    Args:
        annotation: The marked text.
        rulebase: The mechanism, for its labels.
        choice: `zh`, `en` or `both`.

    Attributes:
        say: Says words in the languages of the page.
    """

    shown_cases = _SHOWN_CASES

    def __init__(self, annotation: Annotation, rulebase: RuleBase, choice: str) -> None:
        self.annotation = annotation
        self.rulebase = rulebase
        self.say = Voices(rulebase, languages_of(choice), WORDS)
        self.norms = {norm.code: norm for norm in rulebase.norms}
        self.interpretations = {i.code: i for i in rulebase.interpretations}
        self._provision_of = {p.code: p for p in rulebase.provisions}
        self._coverage = {
            names.words.lang: CoveragePage(rulebase, names.words.lang, DEFAULT_WIDTH)
            for names in self.say.names
        }

    # ------------------------------------------------------------ the head

    @property
    def title(self) -> str:
        """The title, on one line."""
        return self.say.line(self.say("title", label=self.label_of))

    def label_of(self, names: Names) -> str:
        """Return what the mechanism is called."""
        return names.text(self.rulebase.info.label)

    @property
    def colon(self) -> str:
        """The mark between a name and what is said of it, in the language of the page."""
        return self.say.names[0].words.colon("", "")

    @property
    def semicolon(self) -> str:
        """The mark between clauses."""
        return self.say.names[0].words.clauses(("", ""))

    def heading(self, key: str) -> Line:
        """Return words as they begin a line."""
        return self.say.each(lambda names: names.words.heading(self.say.fill(names, key)))

    def stamp(self) -> Line:
        """Return which version of which mechanism this is."""
        info = self.rulebase.info
        sha = self.rulebase.sha256[:12]
        return self.say("stamp", id=info.code, version=info.version, sha=sha)

    def totals(self) -> Iterator[tuple[Line, Line]]:
        """Yield the sums of coverage, each behind its label."""
        tables = {
            lang: list(page.totals(self.annotation.report)) for lang, page in self._coverage.items()
        }
        for rank in range(len(tables[self.say.lang])):
            yield self._sum(tables, rank, 0), self._sum(tables, rank, 1)

    def _sum(self, tables: dict[str, list[tuple[str, str]]], rank: int, column: int) -> Line:
        return self.say.each(
            lambda names: names.words.heading(tables[names.words.lang][rank][column])
        )

    def counting_rule(self) -> Line:
        """Return what the sums of coverage count."""
        return self.say.each(lambda names: self._coverage[names.words.lang].say("definition"))

    def failures(self) -> Iterator[Line]:
        """Yield the cases that fail, and how."""
        yield from map(self._failure, self.annotation.failures)

    def _failure(self, failure: Failure) -> Line:
        return self.say.each(lambda names: self._coverage[names.words.lang].failure(failure))

    def legend(self) -> Iterator[tuple[str, Line]]:
        """Yield what each kind of mark means that the text has, and the kind."""
        kinds = {
            mark.kind for p in self.annotation.provisions for run in p.runs for mark in run.marks
        }
        # Two interpretations that norms rest on, as examples.
        rests = [reading.code for reading in self.annotation.readings if reading.norms][:2]
        for kind in (NORM, PASSAGE, REPAIR, OPEN, GAP):
            if kind in kinds:
                yield kind, self.say(f"legend.{kind}")
            if kind == NORM and rests:
                yield READING, self._listing("legend.interpretation", "codes", rests)
        yield "marks", self.say("legend.marks")

    def modes(self) -> Iterator[tuple[str, Line]]:
        """Yield the modes that the mechanism uses, with what they are called."""
        used = {norm.mode for norm in self.rulebase.norms}
        for mode in self.rulebase.modes:
            if mode.code in used:
                yield mode.code, self.say.of(mode.label)

    # ------------------------------------------------------------ provisions

    def document(self, document: MarkedDocument) -> Line:
        """Return what a document is called."""
        if document.document is None:
            return self.say("without-document")
        return self.say.of(document.document.label)

    def provision(self, code: str) -> Line:
        """Return what a provision is called."""
        known = self._provision_of.get(code)
        return (self.say.quote(code),) if known is None else self.say.of(known.label)

    def provision_heading(self, code: str) -> Line:
        """Return what a provision is called, as it begins a line."""
        return tuple(
            Said(said.lang, said.text[:1].upper() + said.text[1:]) for said in self.provision(code)
        )

    def marker(self, mark: Mark) -> str:
        """Return the small sign that stands behind marked words."""
        if mark.kind in (NORM, PASSAGE):
            return mark.key
        return self.say.fill(self.say.names[0], f"mark.{mark.kind}", n=mark.key)

    @staticmethod
    def quoting(run: Run) -> tuple[str, ...]:
        """Return the norms that quote a run, the closest first."""
        return tuple(dict.fromkeys(mark.key for mark in run.of(NORM)))

    def removed(self, provision: MarkedProvision, run: Run) -> str:
        """Return what repairs that begin with a run took away from the copy."""
        begun = {mark.key for mark in run.starts if mark.kind == REPAIR}
        return "".join(
            self.shown(note.repair.received) for note in provision.repairs if note.key in begun
        )

    def repair_marker(self, note: RepairNote) -> str:
        """Return the sign of a repair."""
        return self.marker(Mark(REPAIR, note.key))

    def rests(self, norm: str) -> tuple[str, ...]:
        """Return the interpretations that a norm rests on."""
        return resting_on(self.norms[norm], self.say.rulebase)

    def counts(self, provision: MarkedProvision) -> Line:
        """Return the figures of a provision."""
        given = self.annotation.report.totals.cases is not None
        left = sum(counts(character) for words in provision.gaps for character in words)
        figures = {
            "all": provision.characters,
            "quoted": provision.quoted,
            "explained": provision.characters - provision.quoted - left,
            "left": left,
            "norms": len(provision.cards),
            "cases": len(provision.cases),
        }
        keys = ["counts"]
        if provision.cards:
            keys.append("counts.cases" if given else "counts.norms")
        return self.say.each(
            lambda names: names.words.sentence(
                names.words.clauses(self.say.fill(names, key, **figures) for key in keys)
            )
        )

    def remarks(self, provision: MarkedProvision) -> Iterator[Line]:
        """Yield what a reviewer has to look at in a provision."""
        if provision.gaps:
            yield self.say("remark.gap")
        for key, cards in (
            ("lost", [card for card in provision.cards if card.lost]),
            ("untested", [c for c in provision.cards if c.cases and not c.cases.cases]),
            ("failing", [card for card in provision.cards if card.failures]),
        ):
            if cards:
                yield self._listing(f"remark.{key}", "norms", [card.norm for card in cards])
        if provision.repairs:
            marks = list(map(self.repair_marker, provision.repairs))
            yield self._listing("remark.repaired", "marks", marks)

    def _listing(self, key: str, part: str, items: Iterable[str]) -> Line:
        found = list(items)
        return self.say(key, **{part: lambda names: names.words.listed(found)})

    def gap(self, provision: MarkedProvision) -> Line:
        """Return the words that nothing accounts for."""
        return self._listing("gap", "words", [f"“{words}”" for words in provision.gaps])

    def passage(self, note: PassageNote) -> Line:
        """Return why words are not quoted."""

        def said(names: Names) -> str:
            label = names.words.heading(self.say.fill(names, "unquoted"))
            if not note.placed:
                label += self.say.fill(names, "unplaced")
            return names.words.colon(label, names.text(note.passage.reason))

        return self.say.each(said)

    def repair(self, note: RepairNote) -> Line:
        """Return what a repair changes."""
        repair = note.repair
        key = "repaired" if repair.repaired else "removed"
        parts = {"received": f"“{self.shown(repair.received)}”"}
        if repair.repaired:
            parts["repaired"] = f"“{self.shown(repair.repaired)}”"

        def said(names: Names) -> str:
            text = names.words.sentence(self.say.fill(names, key, **parts))
            if not note.placed:
                text += self.say.fill(names, "repair-unplaced")
            return text

        return self.say.each(said)

    @staticmethod
    def shown(text: str) -> str:
        """Return words of the copy with their line breaks visible."""
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _LINE_BREAK)

    def received(self, provision: MarkedProvision) -> str | None:
        """Return the text as received, or None where it is the same."""
        text = provision.provision.text_as_received
        return text if text and text != provision.provision.text else None

    def left_open(self, note: OpenNote, provision: str) -> Line:
        """Return how a term is open and what is left open, or under which provision it is said."""
        term = note.term
        home = self._provision_of[note.places[0]]

        def said(names: Names) -> str:
            if home.code == provision:
                body = names.text(term.definition)
            else:
                label = names.text(home.label)
                body = self.say.fill(names, "open-elsewhere", provision=label)
            return names.words.colon(names.words.heading(names.text(term.sort.label)), body)

        return self.say.each(said)

    # ------------------------------------------------------------ norms

    def head(self, norm: Norm) -> Line:
        """Return who bears a norm, and what it asks."""
        return self.say.each(lambda names: names.words.heading(norm_head(norm, names)))

    def badge(self, norm: Norm) -> Line:
        """Return how a norm works: its modality, mode and role."""

        def said(names: Names) -> str:
            mode = names.mode(norm.mode)
            if norm.role is not None:
                mode = names.words.aside(mode, names.role(norm.role))
            return " · ".join((names.modality(norm.modality), mode))

        return self.say.each(said)

    def quotes(self, norm: Norm) -> tuple[Said, ...]:
        """Return the words that a norm quotes, in the language of the text."""
        return tuple(
            self.say.quote(f"“{quote.exact}”") for quote in (norm.quote, *norm.also_quotes)
        )

    def rows(self, norm: Norm) -> Iterator[tuple[Line, Line]]:
        """Yield what is said of a norm, each behind its label."""
        hidden = _OWN_ROWS | {"norm.modality", "norm.mode"}
        if norm.valid_from is None and norm.valid_until is None:
            hidden = hidden | {"norm.valid"}
        found: dict[str, dict[str, str]] = {}
        for names in self.say.names:
            for key, text in norm_rows(norm, names):
                if key not in hidden:
                    found.setdefault(key, {})[names.words.lang] = text
        for key, texts in found.items():
            yield self.label(key), self._either(texts)

    def _either(self, texts: dict[str, str]) -> Line:
        return self.say.each(lambda names: texts.get(names.words.lang, ""))

    def label(self, key: str) -> Line:
        """Return the label of a row of a norm's page."""
        return self.say.each(lambda names: names.words.heading(names.words(key)))

    def lost(self, card: Card) -> Line:
        """Return which quotes are not found."""
        norm = self.norms[card.norm]
        quotes = (norm.quote, *norm.also_quotes)
        missing = [f"“{q.exact}”" for n, q in enumerate(quotes, start=1) if n not in card.parts]
        return self._listing("lost", "quotes", missing)

    def no_cases(self, card: Card) -> str | None:
        """Return the key of why no case is shown for a norm; None where there are some."""
        if self.annotation.report.totals.cases is None:
            return "no-cases-given"
        if card.cases is None:
            return "not-counted"
        return None if card.cases.cases else "no-case"

    # ------------------------------------------------------------ interpretations

    def interpretation(self, code: str) -> Line:
        """Return the short name of an interpretation."""
        known = self.interpretations.get(code)
        return (self.say.quote(code),) if known is None else self.say.of(known.label)

    def exceptions(self, reading: Reading) -> Iterator[Line]:
        """Yield what rests on an interpretation besides norms."""
        for displaced, displacing in reading.exceptions:
            yield self._yielding(displaced, displacing)
        if reading.whole:
            yield self.say("rests.whole")

    def _yielding(self, displaced: tuple[str, ...], displacing: tuple[str, ...]) -> Line:
        return self.say(
            "rests.exception",
            displaced=lambda names: names.words.listed(displaced),
            displacing=lambda names: names.words.listed(displacing),
        )

    def bearers(self) -> tuple[tuple[str, Line], ...]:
        """Return the agencies that bear a norm, in the order of the ontology."""
        bearing = {code for norm in self.rulebase.norms for code in norm.bearers}
        return tuple(
            (agency.code, self.say.of(agency.label))
            for agency in self.rulebase.agencies
            if agency.code in bearing
        )
