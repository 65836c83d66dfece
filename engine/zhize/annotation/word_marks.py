"""Writing marked words, their signs and links into a Word document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ..documents.word import WordDocument
from ..pages import Said
from .page import Page
from .signs import signs
from .values import GAP, NORM, OPEN, PASSAGE, REPAIR, Annotation, MarkedProvision, Run

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run as WordRun

    from ..model.rulebase import RuleBase

    Write = Callable[[Paragraph], None]

_LINES = {
    "act": ("thick", "9C1C1C", "FBEAEA"),
    "notify": ("dash", "0B4F8A", "E7F0F8"),
    "feedback": ("double", "1B6B3A", "E6F3EA"),
    "standing": ("dotted", "555555", "F0F0F0"),
    "periodic": ("wave", "6A3D9A", "F1EAF8"),
    "in-force": ("single", "6B5200", "F5F1E6"),
}
"""By mode the line under quoted words, its colour, and their ground: as on the page."""

_SEVERAL = "DDDDDD"
"""The ground of words that several norms quote."""

_OPEN, _ALARM = "8A6100", "A80000"


class WordMarks(Page):
    """Says what an annotation holds in a document, with links between its parts."""

    def __init__(self, annotation: Annotation, rulebase: RuleBase, choice: str) -> None:
        super().__init__(annotation, rulebase, choice)
        self.word = WordDocument(self.title, self.say.lang)
        self._anchors: dict[tuple[str, ...], str] = {}

    def anchor(self, *parts: object) -> str:
        """Return the name of a bookmark: Word takes forty letters and digits, and no dots."""
        key = tuple(map(str, parts))
        return self._anchors.setdefault(key, f"{key[0]}_{len(self._anchors) + 1}")

    def plain(self, text: str) -> Said:
        """Return words of the page itself, in its first language."""
        return Said(self.say.lang, text)

    def linked(self, anchors: Iterable[tuple[str, ...]], texts: Iterable[str]) -> Write:
        """Return what writes links into a cell."""
        links = list(zip(anchors, texts, strict=True))

        def write(paragraph: Paragraph) -> None:
            for rank, (anchor, text) in enumerate(links):
                if rank:
                    paragraph.add_run(" ")
                self.word.link(paragraph, self.anchor(*anchor), self.plain(text))

        return write

    def told(self, lines: Iterable[Iterable[Said]]) -> Write:
        """Return what writes several things one after the other."""
        found = list(lines)

        def write(paragraph: Paragraph) -> None:
            for rank, said in enumerate(found):
                if rank:
                    paragraph.add_run(" ")
                self.word.speak(paragraph, said)

        return write

    def norm_links(self, codes: Iterable[str]) -> Write:
        """Return what writes the codes of norms, each leading to its norm."""
        found = list(codes)
        return self.linked([("norm", code) for code in found], found)

    def write_run(self, paragraph: Paragraph, marked: MarkedProvision, run: Run) -> None:
        """Write a run: what a repair took away, its words as their marks want, and the signs."""
        word = self.word
        code = marked.provision.code
        removed = self.removed(marked, run)
        if removed:
            struck = word.run(paragraph, self.say.quote(removed))
            struck.font.strike = True
            word.soften(struck)
        for mark in run.starts:
            if mark.kind == NORM:
                word.mark_end(paragraph, self.anchor("quote", mark.key, mark.part))
        if run.text:
            written = word.run(paragraph, self.say.quote(run.text))
            norms = self.quoting(run)
            if norms:
                self.draw_line(written, self.norms[norms[0]].mode, several=len(norms) > 1)
            if run.of(PASSAGE):
                word.soften(written)
            if run.of(REPAIR):
                written.bold = True
            if run.of(OPEN):
                word.frame(written, _OPEN)
            if run.of(GAP):
                _colour(written)
        for rank, sign in enumerate(signs(self, code, run)):
            if rank:
                paragraph.add_run(" ").font.superscript = True
            word.link(paragraph, self.anchor(*sign.to), self.plain(sign.text), raised=True)

    def draw_line(self, run: WordRun, mode: str, *, several: bool = False) -> None:
        """Draw the line and the ground of a mode; darker ground where several norms quote."""
        line, colour, ground = _LINES.get(mode, _LINES["standing"])
        self.word.underline(run, line, colour)
        self.word.tint(run, _SEVERAL if several else ground)

    @staticmethod
    def alarm(paragraph: Paragraph) -> None:
        """Make a paragraph stand out."""
        for run in paragraph.runs:
            _colour(run)

    def provision_links(self, codes: Iterable[str]) -> Write:
        """Return what writes the names of provisions, each leading there."""
        found = list(codes)
        texts = [self.say.line(self.provision(code)) for code in found]
        return self.linked([("provision", code) for code in found], texts)


def _colour(run: WordRun) -> None:
    """Make words stand out."""
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(_ALARM)
