"""The periods of a schedule: days, weeks, months, quarters, years, or several at a time."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_YEAR = 12


class Period(msgspec.Struct, frozen=True):
    """Days from a first to a last one, both included.

    Attributes:
        unit: `day`, `week`, `month` or `year`; `count`: how many of them it has.
    """

    first: date
    last: date
    unit: str
    count: int = 1

    @property
    def is_day(self) -> bool:
        """True for a single day."""
        return self.first == self.last


class Unit:
    """How long the periods of a schedule are, and from when they are counted.

    Args:
        name: `day`, `week`, `month` or `year`.
        count: How many of these make a period.
        since: First day of validity.
        week_begins: The day on which weeks begin, as in RFC 5545 (`MO`).

    Attributes:
        is_anchored: True where periods count from validity, because the calendar does not say.
    """

    def __init__(self, name: str, count: int, since: date | None, week_begins: str) -> None:
        self.name = name
        self.count = count
        self.is_anchored = count > 1 and not (name == "month" and _YEAR % count == 0)
        self._week = _WEEKDAYS.index(week_begins)
        anchored = self.is_anchored and since is not None
        self._origin = self._number(since) if anchored and since is not None else 0

    def period_of(self, day: date) -> Period:
        """Return the period that a day lies in."""
        number = self._number(day)
        number -= (number - self._origin) % self.count
        first, after = self._day(number), self._day(number + self.count)
        return Period(first, after - timedelta(days=1), self.name, self.count)

    def first_days(self, freq: str) -> dict[str, str]:
        """Return the parts of a rule that make it recur on the first day of each period."""
        if self.name == "week":
            return {"BYDAY": _WEEKDAYS[self._week]}
        if self.name == "month":
            return {"BYMONTHDAY": "1"}
        return {"BYYEARDAY": "1"} if freq == "YEARLY" else {}

    def last_days(self, freq: str) -> dict[str, str]:
        """Return the same for the last day, with the interval.

        Quarters and half-years are given by their last months: a rule that says `BYMONTH` reads the
        same wherever it begins.
        """
        every = {"INTERVAL": str(self.count)} if self.count > 1 else {}
        if self.name == "week":
            return every | {"BYDAY": _WEEKDAYS[self._week - 1]}
        if self.name == "month":
            if self.count > 1 and not self.is_anchored:
                months = range(self.count, _YEAR + 1, self.count)
                every = {"BYMONTH": ",".join(map(str, months))}
            return every | {"BYMONTHDAY": "-1"}
        return every | {"BYMONTH": "12", "BYMONTHDAY": "31"} if freq == "YEARLY" else every

    def _number(self, day: date) -> int:
        """Return the number of the day, week, month or year that a day lies in."""
        if self.name == "day":
            return day.toordinal()
        if self.name == "week":
            return (day.toordinal() - 1 - self._week) // 7
        if self.name == "month":
            return day.year * _YEAR + day.month - 1
        return day.year

    def _day(self, number: int) -> date:
        """Return the first day of a day, week, month or year."""
        if self.name == "day":
            return date.fromordinal(number)
        if self.name == "week":
            return date.fromordinal(number * 7 + 1 + self._week)
        if self.name == "month":
            return date(number // _YEAR, number % _YEAR + 1, 1)
        return date(number, 1, 1)
