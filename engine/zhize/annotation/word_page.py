"""The marked text as a Word document: the same content as the page, linked by bookmarks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..pages import Said
from .page import Line
from .values import (
    GAP,
    OPEN,
    Annotation,
    Card,
    Mark,
    MarkedProvision,
)
from .word_marks import WordMarks

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

    from ..model.rulebase import RuleBase

_TEXT, _NOTE, _ROW = "Text of a provision", "Note", "Row of a norm"


def annotation_docx(annotation: Annotation, rulebase: RuleBase, lang: str) -> bytes:
    """Return the whole text with its marks as a Word document.

    Args:
        annotation: The marked text.
        rulebase: The mechanism.
        lang: `zh`, `en` or `both`.
    """
    return _WordPage(annotation, rulebase, lang).to_bytes()


class _WordPage(WordMarks):
    """Writes what an annotation holds, from top to bottom."""

    def __init__(self, annotation: Annotation, rulebase: RuleBase, choice: str) -> None:
        super().__init__(annotation, rulebase, choice)
        self.word.style(_TEXT, 12)
        self.word.style(_NOTE, 9, hanging_mm=10)
        self.word.style(_ROW, 9, left_mm=6, hanging_mm=18)
        text = self.word.document.styles[_TEXT].paragraph_format
        text.line_spacing, text.keep_with_next, text.keep_together = 1.5, True, True
        self.word.number_pages(
            Said(self.say.lang, self.say.line(self.say("page", page="{page}", pages="{pages}")))
        )

    def to_bytes(self) -> bytes:
        """Return the file."""
        self._head()
        self._overview()
        for document in self.annotation.documents:
            self.word.heading(self.document(document), 2)
            for provision in document.provisions:
                self._provision(provision)
        self._readings()
        self._open_terms()
        self._repairs()
        self._cases()
        return self.word.to_bytes()

    # ------------------------------------------------------------ the head

    def _head(self) -> None:
        word = self.word
        word.heading(self.say("title", label=self.label_of), 1)
        word.paragraph(self.stamp())
        word.heading(self.say("summary"), 2)
        word.table(self._columns("sum", "figure"), self.totals(), (36, 130))
        word.paragraph(self.counting_rule(), style=_NOTE)
        if self.annotation.failures:
            word.heading(self.heading("failures"), 3)
            for failure in self.failures():
                self.alarm(word.paragraph(failure, style="List Bullet"))
        word.heading(self.say("legend"), 2)
        paragraph = word.paragraph()
        for code, label in self.modes():
            self.draw_line(word.run(paragraph, Said(self.say.lang, self.say.line(label))), code)
            paragraph.add_run("   ")
        for _, text in self.legend():
            word.paragraph(text, style="List Bullet")

    def _overview(self) -> None:
        self.word.heading(self.say("overview"), 2)
        given = self.annotation.report.totals.cases is not None
        self.word.table(
            self._columns("provision", "norms", "quoted", "cases", "open", "remarks"),
            [
                (
                    self.linked([("provision", p.provision.code)], self._labels(p)),
                    self.norm_links(card.norm for card in p.cards),
                    (self.plain(f"{p.quoted}/{p.characters}"),),
                    (self.plain(str(len(p.cases)) if given and p.cards else "—"),),
                    self.linked(
                        [("open", p.provision.code, note.key) for note in p.open_notes],
                        [self.marker(Mark(OPEN, note.key)) for note in p.open_notes],
                    ),
                    self.told(self.remarks(p)),
                )
                for p in self.annotation.provisions
            ],
            (34, 30, 28, 16, 30, 28),
        )

    def _columns(self, *keys: str) -> list[Line]:
        return [self.heading(f"column.{key}") for key in keys]

    def _labels(self, provision: MarkedProvision) -> list[str]:
        return [self.say.line(self.provision_heading(provision.provision.code))]

    # ------------------------------------------------------------ provisions

    def _provision(self, marked: MarkedProvision) -> None:
        word, code = self.word, marked.provision.code
        word.heading(self.provision_heading(code), 3, anchor=self.anchor("provision", code))
        paragraph = word.paragraph(style=_TEXT)
        for run in marked.runs:
            self.write_run(paragraph, marked, run)
        word.paragraph(self.counts(marked), style=_NOTE)
        for anchor, marker, lines, alarming in self._notes(marked):
            note = word.paragraph(style=_NOTE)
            word.mark(note, self.anchor(*anchor))
            word.run(note, self.plain(marker)).bold = True
            note.add_run("\t")
            self.told(lines)(note)
            if alarming:
                self.alarm(note)
        received = self.received(marked)
        if received is None:
            word.paragraph(self.say("same"), style=_NOTE)
        else:
            note = word.paragraph(self.say("received"), style=_NOTE)
            note.add_run(self.colon)
            word.soften(word.run(note, self.say.quote(received)))
        for card in marked.cards:
            self._card(card)

    def _notes(
        self, marked: MarkedProvision
    ) -> Iterator[tuple[tuple[str, ...], str, tuple[Line, ...], bool]]:
        """Yield for each note its place, its sign, its words, and whether it needs attention."""
        code = marked.provision.code
        if marked.gaps:
            yield ("gap", code), self.marker(Mark(GAP, "")), (self.gap(marked),), True
        for repair in marked.repairs:
            changed = (self.repair(repair), self.say.of(repair.repair.note))
            yield ("repair", repair.key), self.repair_marker(repair), changed, not repair.placed
        for passage in marked.passages:
            quote = self.say.quote(f"“{passage.passage.exact}”")
            told = ((quote,), self.passage(passage))
            yield ("reason", code, passage.key), passage.key, told, not passage.placed
        for note in marked.open_notes:
            quotes = ((self.say.quote(f"“{words}”"),) for words in note.term.words)
            said = (*quotes, self.left_open(note, code))
            yield ("open", code, note.key), self.marker(Mark(OPEN, note.key)), said, False

    # ------------------------------------------------------------ norms

    def _card(self, card: Card) -> None:
        from docx.shared import Pt

        word, norm = self.word, self.norms[card.norm]
        head = word.paragraph(together=True)
        head.paragraph_format.space_before = Pt(6)
        word.mark(head, self.anchor("norm", card.norm))
        code = word.run(head, self.plain(norm.code))
        code.bold = True
        self.draw_line(code, norm.mode)
        head.add_run("  ")
        word.speak(head, self.head(norm), bold=True)
        how = self._row("norm.mode", self.badge(norm))
        for number, part in enumerate(card.parts, start=1):
            how.add_run("  ")
            back = self.say.line(self.say("back"))
            sign = f"↑{back} {number}" if len(card.parts) > 1 else f"↑{back}"
            word.link(how, self.anchor("quote", card.norm, part), self.plain(sign))
        if card.lost:
            self.alarm(word.paragraph(self.lost(card), style=_ROW))
        self.told((quote,) for quote in self.quotes(norm))(self._row("norm.quote", ()))
        for row, text in self.rows(norm):
            self._labelled(row, text)
        self._rests(card.norm)
        self._tests(card)

    def _row(self, key: str, said: Iterable[Said]) -> Paragraph:
        return self._labelled(self.label(key), said)

    def _labelled(self, label: Line, said: Iterable[Said]) -> Paragraph:
        """Write words behind their label."""
        paragraph = self.word.paragraph(style=_ROW, together=True)
        self.word.soften(self.word.run(paragraph, self.plain(self.say.line(label))))
        paragraph.add_run("\t")
        self.word.speak(paragraph, said)
        return paragraph

    def _rests(self, norm: str) -> None:
        rests = self.rests(norm)
        if not rests:
            return
        paragraph = self._row("norm.interpretations", ())
        for rank, code in enumerate(rests):
            if rank:
                paragraph.add_run(self.semicolon)
            self.word.link(paragraph, self.anchor("reading", code), self.plain(code))
            paragraph.add_run(" ")
            self.word.speak(paragraph, self.interpretation(code))

    def _tests(self, card: Card) -> None:
        missing = self.no_cases(card)
        if missing is not None:
            last = self._labelled(self.heading("tests"), self.say(missing))
            if missing == "no-case":
                self.alarm(last)
        elif card.cases is not None:
            last = self._cases_row("tests", card.cases.cases)
        if card.cases is not None and card.cases.misses:
            last = self._cases_row("near-misses", card.cases.misses)
        if card.failures:
            last = self._labelled(self.heading("failing"), ())
            self.word.run(last, self._listed(card.failures))
            self.alarm(last)
        last.paragraph_format.keep_with_next = None  # the norm ends here

    def _cases_row(self, key: str, names: tuple[str, ...]) -> Paragraph:
        """Write how many cases there are, and what the first are called."""
        row = self._labelled(self.heading(key), (self.plain(f"{len(names)}{self.colon}"),))
        self.word.run(row, self._listed(names[: self.shown_cases]))
        if len(names) > self.shown_cases:
            row.add_run(" ")
            self.word.speak(row, self.say("and-more"))
        return row

    def _listed(self, names: tuple[str, ...]) -> Said:
        """Return names of cases, which are in the language of those who wrote them."""
        return self.say.quote(self.say.names[0].words.listed(names))

    # ------------------------------------------------------------ the lists behind the text

    def _readings(self) -> None:
        if not self.annotation.readings:
            return
        self.word.heading(self.say("interpretations"), 2)
        for reading in self.annotation.readings:
            known = self.interpretations[reading.code]
            head = self.word.paragraph(together=True)
            self.word.mark(head, self.anchor("reading", reading.code))
            self.word.run(head, self.plain(f"{reading.code}  ")).bold = True
            self.word.speak(head, self.say.of(known.label), bold=True)
            self.word.paragraph(self.say.of(known.definition), together=True)
            rests = self.word.paragraph(self.heading("column.rests"))
            rests.add_run(self.colon)
            self.norm_links(reading.norms)(rests)
            others = list(self.exceptions(reading))
            for rank, said in enumerate(others):
                if rank or reading.norms:
                    rests.add_run(self.semicolon)
                self.word.speak(rests, said)
            if not reading.norms and not others:
                self.word.speak(rests, self.say("rests.nothing"))

    def _open_terms(self) -> None:
        if not self.annotation.open_notes:
            return
        self.word.heading(self.heading("open"), 2)
        self.word.table(
            self._columns("number", "words", "sort", "where"),
            [
                (
                    (self.plain(self.marker(Mark(OPEN, note.key))),),
                    tuple(map(self.say.quote, note.term.words)),
                    self.say.of(note.term.sort.label),
                    self.provision_links(note.places),
                )
                for note in self.annotation.open_notes
            ],
            (14, 66, 36, 50),
        )

    def _repairs(self) -> None:
        if not self.annotation.repairs:
            return
        self.word.heading(self.heading("repairs"), 2)
        self.word.table(
            self._columns("number", "where", "received", "repaired", "note"),
            [
                (
                    self.linked([("repair", note.key)], [self.repair_marker(note)]),
                    self.provision_links((note.repair.provision,)),
                    (self.say.quote(self.shown(note.repair.received)),),
                    (self.say.quote(self.shown(note.repair.repaired)),),
                    self.say.of(note.repair.note),
                )
                for note in self.annotation.repairs
            ],
            (14, 26, 34, 34, 58),
        )

    def _cases(self) -> None:
        if not self.annotation.cases:
            return
        self.word.heading(self.heading("cases"), 2)
        self.word.paragraph(
            self.say("cases.rule", count=self.annotation.report.totals.cases), style=_NOTE
        )
        self.word.table(
            self._columns("case", "exercises", "misses"),
            [
                ((self.say.quote(row.name),), self.norm_links(row.norms),
                 self.norm_links(row.misses))
                for row in self.annotation.cases
            ],
            (66, 65, 35),
        )  # fmt: skip
