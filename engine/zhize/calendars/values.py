"""A calendar of periodic duties, as frozen values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from .periods import Period

if TYPE_CHECKING:
    from ..model.rulebase import Text

WORKING, EARLIER, NO_WORKING_DAY, UNDETERMINED = (
    "working-day", "earlier", "no-working-day", "undetermined",
)  # fmt: skip
"""What is advised: the last day is a working day; an earlier one; there is none; not known."""


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """On which working day to be done at the latest. It moves no deadline.

    Attributes:
        status: `working-day`, `earlier`, `no-working-day` or `undetermined`.
        day: The last working day on or before the last day; None where there is none or it is not
            known.
        holiday: What the holiday is called on which the last day falls, or for which it is worked;
            empty at an ordinary weekend.
        working_days: How many working days the period has up to the last day; None where one of its
            days is not known.
        unknown_year: The first year that would be needed and has no schedule.
        tentative: True where the next year's schedule, not known yet, may change the days relied
            on.
    """

    status: str
    day: date | None = None
    holiday: Text = {}
    working_days: int | None = None
    unknown_year: int | None = None
    tentative: bool = False


class DueTime(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a duty is due.

    Attributes:
        period: The whole period, as the calendar has it.
        first, last: The part of it in which the duty can be done in time: `last` is the day that
            the text names, or else the last day of the period; both lie within validity.
        due: The day that the text names, or None: then no day of the period is due.
        advice: Which working day is advised.
    """

    period: Period
    first: date
    last: date
    due: date | None
    advice: Advice

    @property
    def begins_within(self) -> bool:
        """True where validity begins within the period."""
        return self.first > self.period.first

    @property
    def ends_within(self) -> bool:
        """True where validity ends within the period."""
        return self.due is None and self.last < self.period.last


class PeriodicDuty(msgspec.Struct, frozen=True, kw_only=True):
    """One periodic duty of one bearer, with all the times at which it is due.

    Attributes:
        norm: Code of the norm. `bearer`: code of the agency.
        rule: Its recurrence, as in the mechanism.
        last_days: An RRULE for the last days of its periods, without an end.
        names_day: True where the text names a day.
        times: In order; there is at least one.
    """

    norm: str
    bearer: str
    rule: str
    last_days: str
    names_day: bool
    times: tuple[DueTime, ...]

    @property
    def period(self) -> Period:
        """The first period, for how long they are."""
        return self.times[0].period

    @property
    def is_spread(self) -> bool:
        """True where the duty may be done on any day of a period of several days."""
        return not self.names_day and not self.period.is_day


class Known(msgspec.Struct, frozen=True):
    """What is known of holidays: the file's name, empty where there is none, and its years."""

    name: str = ""
    years: tuple[int, ...] = ()


class DutyCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """The periodic duties of some months.

    Attributes:
        mechanism: Its `id`, `version` and `sha256`.
        first, last: First and last day of the months.
        months: How many.
        agency: The only agency whose duties were asked for, or None.
        holidays: What is known of holidays.
        duties: One for each norm and bearer that has a time here, in the order of the norms.
        has_periodic: Whether the mechanism, or the agency asked for, has periodic duties at all.
    """

    mechanism: dict[str, str]
    first: date
    last: date
    months: int
    agency: str | None
    holidays: Known
    duties: tuple[PeriodicDuty, ...]
    has_periodic: bool

    @property
    def rows(self) -> tuple[tuple[PeriodicDuty, DueTime], ...]:
        """Every time of every duty, by last day, then in the order of the duties."""
        found = [(duty, time) for duty in self.duties for time in duty.times]
        return tuple(sorted(found, key=lambda row: row[1].last))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, with a row for each time as in the tables."""
        return {
            "mechanism": self.mechanism,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "agency": self.agency,
            "holidays": msgspec.to_builtins(self.holidays),
            "rows": [
                {
                    "norm": duty.norm,
                    "bearer": duty.bearer,
                    "recurrence": duty.rule,
                    "period": msgspec.to_builtins(time.period),
                    "first": time.first.isoformat(),
                    "last": time.last.isoformat(),
                    "due": None if time.due is None else time.due.isoformat(),
                    "partial": time.begins_within or time.ends_within,
                    "advice": msgspec.to_builtins(time.advice),
                }
                for duty, time in self.rows
            ],
        }
