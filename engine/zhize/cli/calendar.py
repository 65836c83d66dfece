"""`zhize calendar`: when the periodic duties are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .formats import format_of
from .language import BOTH

if TYPE_CHECKING:
    import zhize

    from ..calendars import DutyCalendar
    from .session import Session

FORMATS = ("ics", "csv", "html", "json", "text")


def calendar(
    session: Session,
    *,
    start: str,
    months: int,
    agency: str | None,
    holidays: str | None,
    out: str | None,
) -> int:
    """Show the calendar of periodic duties; that there are none is no finding."""
    chosen = format_of(session, out, FORMATS, "text")
    mechanism = session.mechanism()
    shown = mechanism.calendar(start, months, agency=agency, holidays=holidays)
    # A calendar file is taken in by many programs: it speaks both languages unless told otherwise.
    lang = session.asked or BOTH if chosen == "ics" else session.shown
    rendered = _rendered(chosen, shown, mechanism, lang)
    with session.output(out, () if holidays is None else (holidays,)) as output:
        output.write(rendered)
    return 0


def _rendered(
    chosen: str, shown: DutyCalendar, mechanism: zhize.Mechanism, lang: str
) -> str | bytes:
    from ..calendars import calendar_csv, calendar_html, calendar_ics, calendar_text

    if chosen == "json":
        return msgspec.json.format(msgspec.json.encode(shown.to_dict()), indent=2) + b"\n"
    if chosen == "ics":
        return calendar_ics(shown, mechanism.rulebase, lang)
    write = {"csv": calendar_csv, "html": calendar_html, "text": calendar_text}[chosen]
    return write(shown, mechanism.rulebase, lang)
