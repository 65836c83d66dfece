"""A calendar of duties as one HTML file that needs nothing else; it prints on A4."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..pages import Said, page_html
from .wording import Wording

if TYPE_CHECKING:
    from ..model.rulebase import RuleBase
    from .values import DutyCalendar
    from .wording import Sayings

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def calendar_html(calendar: DutyCalendar, rulebase: RuleBase, lang: str) -> str:
    """Return the calendar as one HTML document.

    Args:
        calendar: What is shown.
        rulebase: The mechanism.
        lang: `zh`, `en` or `both`.
    """
    wording = Wording(calendar, rulebase, lang)
    months = [
        (wording.month(first), list(rows))
        for first, rows in groupby(calendar.rows, lambda row: row[1].last.replace(day=1))
    ]
    return page_html(
        Path(__file__).resolve().parent,
        "calendar.html.j2",
        lang=wording.lang,
        styles=("calendar.css",),
        say=wording,
        dated=_dated,
        months=months,
        duties=list({duty.norm: duty for duty in calendar.duties}.values()),
    )


def _dated(said: Sayings) -> Sayings:
    """Return words in which no line ends within a date; everything else is escaped."""
    from markupsafe import Markup, escape

    def kept(text: str) -> str:
        # Escaping leaves digits and hyphens alone, so the dates are still found behind it.
        return Markup(_DATE.sub(r'<span class="date">\g<0></span>', str(escape(text))))

    return tuple(Said(lang, kept(text)) for lang, text in said)
