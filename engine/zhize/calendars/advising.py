"""On which working day to be done: advice from the holidays known, never a change of a deadline."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from . import holidays as known
from .values import EARLIER, NO_WORKING_DAY, UNDETERMINED, WORKING, Advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .holidays import Holidays


def advise(holidays: Holidays, first: date, last: date) -> Advice:
    """Return the last working day on or before the last day of a period, but not before its first.

    Nothing says that a deadline on a day off moves to a later day: so the day advised is earlier.
    """
    seen = holidays.day(last)
    name = {} if seen.row is None else seen.row.name
    for day in _backwards(last, first):
        status = holidays.day(day).status
        if status == known.UNDETERMINED:
            return Advice(status=UNDETERMINED, unknown_year=day.year)
        if status == known.WORK:
            return Advice(
                status=WORKING if day == last else EARLIER,
                day=day,
                holiday=name,
                working_days=_working_days(holidays, first, last),
                tentative=holidays.is_tentative(last),
            )
    tentative = holidays.is_tentative(last)
    return Advice(status=NO_WORKING_DAY, holiday=name, working_days=0, tentative=tentative)


def _working_days(holidays: Holidays, first: date, last: date) -> int | None:
    """Return how many days of a period are worked, or None where one of them is not known."""
    found = [holidays.day(day).status for day in _backwards(last, first)]
    return None if known.UNDETERMINED in found else found.count(known.WORK)


def _backwards(last: date, first: date) -> Iterator[date]:
    return (last - timedelta(days=n) for n in range((last - first).days + 1))
