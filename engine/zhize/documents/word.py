"""Word documents in Chinese and English, with fonts for both, by python-docx."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from ..explain.width import visible
from ..pages.voices import Said, language_tag
from .fixed import FIXED_DAY, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    Cell = Iterable[Said] | Callable[[Paragraph], None]
    """Words of a cell, or what writes them, where there are links among them."""

LATIN, CHINESE = "Calibri", "宋体"
HEADING_CHINESE = "黑体"
"""Fonts that Word and WPS have in every Chinese office; others are put in their place elsewhere."""

_SOFT = "555555"
_BEHIND_SHADE = (
    "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout",
    "w:specVanish", "w:oMath",
)  # fmt: skip
"""What stands behind the ground among the properties of words (ISO/IEC 29500-1, 17.3.2.28)."""
_MARGIN_MM = {"top": 20, "bottom": 20, "left": 22, "right": 22}


class WordDocument:
    """A document that is written from top to bottom.

    Args:
        title: Its title, also among its properties.
        lang: Language of the whole.

    Attributes:
        document: The python-docx document, for what has no method here.
    """

    def __init__(self, title: str, lang: str) -> None:
        import docx

        self.document: Document = docx.Document()
        self._bookmarks = 0
        self._set_up(title, lang)

    def heading(self, said: Iterable[Said], level: int, *, anchor: str | None = None) -> Paragraph:
        """Write a heading, from level 1 on; `anchor` is a name that links may lead to."""
        paragraph: Paragraph = self.document.add_heading(level=level)
        self.speak(paragraph, said)
        if anchor is not None:
            self.mark(paragraph, anchor)
        return paragraph

    def paragraph(
        self, said: Iterable[Said] = (), *, style: str | None = None, together: bool = False
    ) -> Paragraph:
        """Write a paragraph; `together` keeps it on one page with the next."""
        paragraph = self.document.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = together or None
        self.speak(paragraph, said)
        return paragraph

    def table(
        self,
        head: Sequence[Iterable[Said]],
        rows: Iterable[Sequence[Cell]],
        widths_mm: Sequence[float],
    ) -> None:
        """Write a table whose head is repeated on every page and whose rows are not divided."""
        from docx.shared import Mm

        table = self.document.add_table(rows=0, cols=len(widths_mm), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths_mm, strict=True):
            column.width = Mm(width)
        for rank, cells in enumerate([head, *rows]):
            row = table.add_row()
            _row_property(row, "w:cantSplit")
            if rank == 0:
                _row_property(row, "w:tblHeader")
            for cell, said, width in zip(row.cells, cells, widths_mm, strict=True):
                cell.width = Mm(width)
                self.fill(cell, said, bold=rank == 0)

    def fill(self, cell: _Cell, said: Cell, *, bold: bool = False) -> None:
        """Write into a cell of a table."""
        paragraph = cell.paragraphs[0]
        if callable(said):
            said(paragraph)
        else:
            self.speak(paragraph, said, bold=bold)

    def speak(self, paragraph: Paragraph, said: Iterable[Said], *, bold: bool = False) -> None:
        """Write words into a paragraph; those of a second language stand behind, in grey."""
        for rank, part in enumerate(said):
            if rank:
                paragraph.add_run(" ")
            run = self.run(paragraph, part)
            run.bold = bold or None
            if rank:
                self.soften(run)

    def run(self, paragraph: Paragraph, part: Said) -> Run:
        """Write words of one language; control characters, which XML has none of, are spelt out."""
        run = paragraph.add_run(visible(part.text))
        _language(run._element.get_or_add_rPr(), part.lang)
        return run

    @staticmethod
    def soften(run: Run) -> None:
        """Make words grey."""
        from docx.shared import RGBColor

        run.font.color.rgb = RGBColor.from_string(_SOFT)

    @staticmethod
    def tint(run: Run, fill: str) -> None:
        """Give words a ground, such as `F0F0F0`."""
        shade = _element("w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": fill})
        run._element.get_or_add_rPr().insert_element_before(shade, *_BEHIND_SHADE)

    @staticmethod
    def frame(run: Run, colour: str) -> None:
        """Draw a dotted frame around words."""
        line = {"w:val": "dotted", "w:sz": "4", "w:space": "0", "w:color": colour}
        properties = run._element.get_or_add_rPr()
        properties.insert_element_before(_element("w:bdr", **line), "w:shd", *_BEHIND_SHADE)

    @staticmethod
    def underline(run: Run, line: str, colour: str) -> None:
        """Draw a line under words, such as `single`, `thick`, `double`, `dash`, `dotted` or `wave`.

        Source: ISO/IEC 29500-1, 17.18.99 (ST_Underline).
        """
        run.font.underline = True
        drawn = run._element.get_or_add_rPr().find(_name("w:u"))
        drawn.set(_name("w:val"), line)
        drawn.set(_name("w:color"), colour)

    def mark(self, paragraph: Paragraph, anchor: str) -> None:
        """Make a paragraph a place that links lead to."""
        start, end = self._bookmark(anchor)
        paragraph._element.insert(1 if paragraph._element.pPr is not None else 0, start)
        paragraph._element.append(end)

    def mark_end(self, paragraph: Paragraph, anchor: str) -> None:
        """Make what is written next into a paragraph a place that links lead to."""
        for part in self._bookmark(anchor):
            paragraph._element.append(part)

    def _bookmark(self, anchor: str) -> tuple[Any, Any]:
        self._bookmarks += 1
        number = {"w:id": str(self._bookmarks)}
        return (
            _element("w:bookmarkStart", **number, **{"w:name": anchor}),
            _element("w:bookmarkEnd", **number),
        )

    def link(self, paragraph: Paragraph, anchor: str, part: Said, *, raised: bool = False) -> None:
        """Write words that lead to an anchor of the same document; `raised` as a small sign."""
        run = self.run(paragraph, part)
        if raised:
            run.font.superscript = True
        else:
            run.font.underline = True
        link = _element("w:hyperlink", **{"w:anchor": anchor, "w:history": "1"})
        paragraph._element.append(link)
        link.append(run._element)

    def style(self, name: str, points: float, *, left_mm: float = 0, hanging_mm: float = 0) -> str:
        """Make a style for paragraphs and return its name: its size, and how far it is set in."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Mm, Pt

        made: Any = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = self.document.styles["Normal"]
        made.font.size = Pt(points)
        made.paragraph_format.left_indent = Mm(left_mm + hanging_mm)
        made.paragraph_format.first_line_indent = Mm(-hanging_mm)
        made.paragraph_format.space_after = Pt(2)
        return name

    def number_pages(self, said: Said) -> None:
        """Put words at the foot of every page, with `{page}` and `{pages}` for the numbers."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text in re.split(r"(\{pages?\})", said.text):
            field = {"{page}": "PAGE", "{pages}": "NUMPAGES"}.get(text)
            if field is None:
                self.run(paragraph, Said(said.lang, text))
                continue
            run = self.run(paragraph, Said(said.lang, "1"))  # until the numbers are counted
            simple = _element("w:fldSimple", **{"w:instr": field})
            paragraph._element.append(simple)
            simple.append(run._element)

    def to_bytes(self) -> bytes:
        """Return the file."""
        out = io.BytesIO()
        self.document.save(out)
        return settled(out.getvalue())

    # ------------------------------------------------------------ how it looks

    def _set_up(self, title: str, lang: str) -> None:
        from docx.shared import Mm, Pt, RGBColor

        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side, size in _MARGIN_MM.items():
            setattr(section, f"{side}_margin", Mm(size))
        styles: Any = self.document.styles
        for name, chinese, points in (
            ("Normal", CHINESE, 10.5),
            ("Heading 1", HEADING_CHINESE, 16),
            ("Heading 2", HEADING_CHINESE, 13),
            ("Heading 3", HEADING_CHINESE, 11),
        ):
            style = styles[name]
            style.font.name, style.font.size = LATIN, Pt(points)
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for slot in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(_name(f"w:{slot}"), None)  # a theme's font would go before ours
            fonts.set(_name("w:eastAsia"), chinese)
        _language(styles["Normal"].element.get_or_add_rPr(), lang)
        styles["Normal"].paragraph_format.space_after = Pt(4)
        properties = self.document.core_properties
        properties.title, properties.language = visible(title), language_tag(lang)
        properties.author = properties.last_modified_by = "zhize"
        properties.comments = ""
        properties.created = properties.modified = FIXED_DAY


def _language(properties: Any, lang: str) -> None:
    """Say which language words are in, so that no spelling checker underlines them."""
    tag = language_tag(lang)
    slot = {"w:eastAsia": tag} if lang == "zh" else {"w:val": tag}
    properties.append(_element("w:lang", **slot))


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(_element(name))


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml.parser import OxmlElement

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(_name(key), value)
    return made
