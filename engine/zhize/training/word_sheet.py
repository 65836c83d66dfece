"""A sheet as a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..documents.word import WordDocument
from ..pages import Said, Voices
from .measure import LETTERS_PT, MARGIN_MM, card_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.text.paragraph import Paragraph

    from .sheet import Item, Node, Part, Section, Sheet

_INDENT_MM = 5.0
_BLANK_MM = 12.0
"""Height of a row to be written in."""

_LEADING = 1.18
"""Height of a card's lines, in sizes of its letters: the same whatever font is at hand."""

_HEADING_PT = (15.0, 10.5)
"""Letters of a card's headings."""


def sheet_document(sheet: Sheet, lang: str) -> bytes:
    """Return a sheet as the bytes of a .docx file."""
    document = WordDocument(Voices.line(sheet.title), lang)
    if sheet.paged:
        _write_cards(document, sheet)
    else:
        document.heading(sheet.title, 1)
        for words in (*sheet.intro, sheet.stamp):
            document.paragraph(words)
        for section in sheet.sections:
            _Writer(document).section(section)
    return document.to_bytes()


def _write_cards(document: WordDocument, sheet: Sheet) -> None:
    """Write each section on a page of its own, in letters that let it fit."""
    from docx.shared import Mm, Pt

    layout = document.document.sections[0]
    layout.top_margin = layout.bottom_margin = Mm(MARGIN_MM)
    layout.left_margin = layout.right_margin = Mm(MARGIN_MM)
    for number, section in enumerate(sheet.sections):
        writer = _Writer(document)
        writer.section(section)
        writer.written.append(document.paragraph(sheet.stamp))
        letters = Pt(LETTERS_PT[card_size(section)])
        for paragraph in writer.written:
            layout_of = paragraph.paragraph_format
            layout_of.space_before = layout_of.space_after = Pt(0)
            layout_of.line_spacing = Pt(round(letters.pt * _LEADING, 1))
            for run in paragraph.runs:
                run.font.size = letters
        for paragraph, size in zip(writer.headings, _sizes(len(writer.headings)), strict=True):
            layout_of = paragraph.paragraph_format
            layout_of.space_before, layout_of.space_after = Pt(3), Pt(1)
            for run in paragraph.runs:
                run.font.size = Pt(size)
        writer.headings[0].paragraph_format.page_break_before = number > 0


def _sizes(count: int) -> Iterator[float]:
    """Yield the sizes of the headings of a card: its own, then those of its parts."""
    first, others = _HEADING_PT
    yield first
    yield from (others for _ in range(count - 1))


class _Writer:
    """Writes one section after what is there.

    Attributes:
        headings, written: The paragraphs written.
    """

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self.headings: list[Paragraph] = []
        self.written: list[Paragraph] = []

    def section(self, section: Section) -> None:
        """Write a section."""
        document = self._document
        title = document.heading(section.title, 2, anchor=section.anchor)
        self.headings.append(title)
        if section.aside:
            title.add_run(" ")
            document.speak(title, section.aside)
        self.written += [document.paragraph(words) for words in section.paragraphs]
        if section.table is not None:
            table = section.table
            document.table(table.head, table.rows, table.widths_mm)
            if table.blank:
                self._make_room()
            self.written.append(document.paragraph())
        for part in section.parts:
            self._part(part)

    def _make_room(self) -> None:
        """Make the rows of the table just written high enough to be written in."""
        from docx.shared import Mm

        for row in self._document.document.tables[-1].rows[1:]:
            row.height = Mm(_BLANK_MM)

    def _part(self, part: Part) -> None:
        self.headings.append(self._document.heading(part.title, 3))
        for item in part.items:
            self._item(item)
        for words in part.points:
            self.written.append(self._document.paragraph(words, style="List Bullet"))

    def _item(self, item: Item) -> None:
        title = self._document.paragraph(together=True)
        self._document.speak(title, item.title, bold=True)
        self.written.append(title)
        if item.rows:
            self._rows(item)
        for reason in item.reasons:
            self._nodes(reason.nodes, 1)

    def _rows(self, item: Item) -> None:
        """Write the rows of an item into one paragraph, each behind its label."""
        paragraph = self._indented(1)
        for rank, row in enumerate(item.rows):
            if rank:
                paragraph.add_run("    ")
            label = Said(row.label[0].lang, Voices.line(row.label) + " ")
            self._document.soften(self._document.run(paragraph, label))
            self._document.speak(paragraph, row.text)

    def _nodes(self, nodes: Iterable[Node], depth: int) -> None:
        for node in nodes:
            paragraph = self._indented(depth)
            paragraph.add_run("· ")
            for piece in node.pieces:
                self._document.run(paragraph, piece)
            self._nodes(node.below, depth + 1)

    def _indented(self, depth: int) -> Paragraph:
        from docx.shared import Mm, Pt

        paragraph = self._document.paragraph()
        paragraph.paragraph_format.left_indent = Mm(_INDENT_MM * depth)
        paragraph.paragraph_format.space_after = Pt(1)
        self.written.append(paragraph)
        return paragraph
