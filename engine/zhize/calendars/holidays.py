"""Which days are working days: what a file of holidays says, and nothing beyond it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from ..model.rulebase import Text

OFF, WORK = "off", "work"
"""What a row of the file may say of its days."""

UNDETERMINED = "undetermined"
"""What is known of a day in a year that the file does not have."""

_SATURDAY = 5
_LATE = (12, 26)
"""From this day of December on, the next year's schedule may take days of this one."""


class HolidayRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the file.

    Attributes:
        year: The year whose schedule the row belongs to; its days may lie in a neighbouring one.
        first, last: The days, both included.
        kind: `off`, or `work` for days at a weekend that are worked.
        name: What the holiday is called, by language.
        source: What the row rests on.
        line: Where it stands, from 1.
    """

    year: int
    first: date
    last: date
    kind: str
    name: Text = {}
    source: str = ""
    line: int = 0

    def days(self) -> tuple[date, ...]:
        """Return its days."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=n) for n in range(count))


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a day.

    Attributes:
        status: `work`, `off` or `undetermined`.
        row: The row that says so; None where the day of the week does, or nothing.
    """

    status: str
    row: HolidayRow | None = None


class Holidays:
    """The rows of a file of holidays.

    In a year that has rows, a day without one is a working day from Monday to Friday and off at
    the weekend. A year without rows is undetermined, its weekends too: schedules move them.

    Args:
        rows: No two of one day; see `read_holidays`.
        name: Name of the file.
    """

    def __init__(self, rows: tuple[HolidayRow, ...] = (), name: str = "") -> None:
        self.rows = rows
        self.name = name

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have a schedule."""
        return tuple(sorted({row.year for row in self.rows}))

    @cached_property
    def _rows(self) -> dict[date, HolidayRow]:
        return {day: row for row in self.rows for day in row.days()}

    def day(self, day: date) -> Day:
        """Return what is known of a day."""
        row = self._rows.get(day)
        if row is not None:
            return Day(status=row.kind, row=row)
        if day.year not in self.years:
            return Day(status=UNDETERMINED)
        return Day(status=OFF if day.weekday() >= _SATURDAY else WORK)

    def is_tentative(self, day: date) -> bool:
        """Tell whether a day is at the end of December and the next year's schedule not known.

        A schedule for New Year may make the last days of the old year days off, or its last weekend
        a working one, as that of 2019 did in mainland China.
        """
        return (day.month, day.day) >= _LATE and day.year + 1 not in self.years
