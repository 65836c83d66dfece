"""A sheet as one HTML file that needs nothing else, and prints on A4."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..pages import Voices, page_html
from .measure import card_size

if TYPE_CHECKING:
    from .sheet import Sheet


def sheet_html(sheet: Sheet, lang: str) -> str:
    """Return a sheet as an HTML document."""
    return page_html(
        Path(__file__).resolve().parent,
        "sheet.html.j2",
        lang=lang,
        styles=("sheet.css", "card.css") if sheet.paged else ("sheet.css",),
        sheet=sheet,
        line=Voices.line,
        sizes=[card_size(section) for section in sheet.sections],
    )
