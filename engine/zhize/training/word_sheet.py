"""A sheet as a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..documents.word import WordDocument
from ..pages import Said, Voices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.text.paragraph import Paragraph

    from .sheet import Item, Node, Part, Section, Sheet

_INDENT_MM = 5.0


def sheet_document(sheet: Sheet, lang: str) -> bytes:
    """Return a sheet as the bytes of a .docx file."""
    return _Writer(sheet, lang).document.to_bytes()


class _Writer:
    """Writes one sheet from top to bottom."""

    def __init__(self, sheet: Sheet, lang: str) -> None:
        self.document = WordDocument(Voices.line(sheet.title), lang)
        self.document.heading(sheet.title, 1)
        for words in (*sheet.intro, sheet.stamp):
            self.document.paragraph(words)
        for section in sheet.sections:
            if sheet.paged:
                self.document.new_page()
            self._section(section)

    def _section(self, section: Section) -> None:
        document = self.document
        title = document.heading(section.title, 2, anchor=section.anchor)
        if section.aside:
            title.add_run(" ")
            document.speak(title, section.aside)
        for words in section.paragraphs:
            document.paragraph(words)
        if section.table is not None:
            table = section.table
            document.table(table.head, table.rows, table.widths_mm)
            document.paragraph()
        for part in section.parts:
            self._part(part)

    def _part(self, part: Part) -> None:
        self.document.heading(part.title, 3)
        for item in part.items:
            self._item(item)
        for words in part.points:
            self.document.paragraph(words, style="List Bullet")

    def _item(self, item: Item) -> None:
        title = self.document.paragraph(together=True)
        self.document.speak(title, item.title, bold=True)
        for row in item.rows:
            paragraph = self._indented(1)
            label = Said(row.label[0].lang, Voices.line(row.label) + "  ")
            self.document.soften(self.document.run(paragraph, label))
            self.document.speak(paragraph, row.text)
        for reason in item.reasons:
            self._nodes(reason.nodes, 1)

    def _nodes(self, nodes: Iterable[Node], depth: int) -> None:
        for node in nodes:
            paragraph = self._indented(depth)
            paragraph.add_run("· ")
            for piece in node.pieces:
                self.document.run(paragraph, piece)
            self._nodes(node.below, depth + 1)

    def _indented(self, depth: int) -> Paragraph:
        from docx.shared import Mm

        paragraph = self.document.paragraph()
        paragraph.paragraph_format.left_indent = Mm(_INDENT_MM * depth)
        paragraph.paragraph_format.space_after = 0
        return paragraph
