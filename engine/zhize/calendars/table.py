"""A calendar of duties as CSV, a row for each time of each duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..documents import csv_text
from .wording import Wording

if TYPE_CHECKING:
    from ..model.rulebase import RuleBase
    from .values import DueTime, DutyCalendar, PeriodicDuty

_HEAD = (
    "first", "last", "weekday", "due", "partial", "norm", "article", "bearer-code", "who", "what",
    "to", "recurs", "status", "advised", "working-days", "advice", "quote",
)  # fmt: skip


def calendar_csv(calendar: DutyCalendar, rulebase: RuleBase, lang: str) -> str:
    """Return the calendar as CSV.

    Args:
        calendar: What is shown.
        rulebase: The mechanism.
        lang: `zh`, `en` or `both`; both stand in one cell.
    """
    wording = Wording(calendar, rulebase, lang)
    head = [wording.line(wording(f"head.{key}")) for key in _HEAD]
    return csv_text(head, (_row(wording, duty, time) for duty, time in calendar.rows))


def _row(wording: Wording, duty: PeriodicDuty, time: DueTime) -> list[object]:
    advice, norm = time.advice, wording.norm(duty)
    provisions = {p.code: p.label for p in wording.rulebase.provisions}
    return [
        time.first.isoformat(),
        time.last.isoformat(),
        wording.line(wording.each(lambda names: wording.weekday(names, time.last))),
        "" if time.due is None else time.due.isoformat(),
        wording.line(wording("yes")) if time.begins_within or time.ends_within else "",
        norm.code,
        wording.line(wording.of(provisions.get(norm.provision, {}))),
        duty.bearer,
        wording.line(wording.who(duty)),
        wording.line(wording.what(duty)),
        wording.line(wording.to(duty)),
        duty.rule,
        wording.line(wording(f"status.{advice.status}")),
        "" if advice.day is None else advice.day.isoformat(),
        "" if advice.working_days is None else advice.working_days,
        wording.line(wording.advice(time)),
        norm.quote.exact,
    ]
