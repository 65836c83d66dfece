"""A calendar of duties as text for a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ..explain.width import DEFAULT_WIDTH, display_width, pad, visible, wrap
from .wording import Wording

if TYPE_CHECKING:
    from ..model.rulebase import RuleBase
    from .values import DueTime, DutyCalendar, PeriodicDuty
    from .wording import Sayings

_INDENT = "    "
_CODE = 7
"""Columns of the code of a norm."""


def calendar_text(calendar: DutyCalendar, rulebase: RuleBase, lang: str) -> str:
    """Return the calendar as text: month by month, then what each duty rests on.

    Args:
        calendar: What is shown.
        rulebase: The mechanism.
        lang: `zh`, `en` or `both`.
    """
    wording = Wording(calendar, rulebase, lang)
    lines = [*_lines(wording.title()), *_lines(wording.span())]
    for note in wording.notes():
        lines += _lines(note)
    for month, rows in groupby(calendar.rows, lambda row: f"{row[1].last:%Y-%m}"):
        lines += ["", f"== {month} =="]
        for duty, time in rows:
            lines += ["", *_row(wording, duty, time)]
    if calendar.duties:
        lines += ["", "", f"== {wording.line(wording('head.basis'))} =="]
    told: set[str] = set()
    for duty in calendar.duties:
        if duty.norm not in told:
            told.add(duty.norm)
            lines += ["", *_basis(wording, duty)]
    lines += ["", *_lines(wording.stamp())]
    return visible("\n".join(lines)) + "\n"


def _row(wording: Wording, duty: PeriodicDuty, time: DueTime) -> list[str]:
    lines = _lines(wording.when(time))
    lines += _lines(wording.who_to(duty), _INDENT + pad(f"[{duty.norm}] ", _CODE))
    lines += _lines(wording.what(duty), _INDENT)
    lines += _lines(wording.partial(time), _INDENT)
    lines += _lines(wording.advice(time), _INDENT + "* ")
    return lines


def _basis(wording: Wording, duty: PeriodicDuty) -> list[str]:
    lines = _lines(wording.citation(duty))
    rows = [(wording.line(wording(key)), said) for key, said in wording.basis(duty)]
    column = max(display_width(label) for label, _ in rows) + 2
    for label, said in rows:
        lines += _lines(said, _INDENT + pad(label, column))
    return lines


def _lines(said: Sayings, first: str = "") -> list[str]:
    """Return what is said, each language on lines of its own."""
    lines: list[str] = []
    for part in said:
        lines += wrap(part.text, DEFAULT_WIDTH, first=first)
        first = pad("", display_width(first))
    return lines
