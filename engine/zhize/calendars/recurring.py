"""From a recurrence rule to its occurrences: the days by which, or the periods within which.

A rule with a part that names a day (`BYMONTHDAY`, `BYDAY`, `BYYEARDAY`) gives the last day on which
the thing may be done; a rule without one gives whole periods, and no day of them is invented.

RFC 5545 counts intervals from DTSTART, which a norm does not have. Here they count from the
beginning of the calendar year where the year divides into such periods (quarters, half-years), and
else from the period in which validity begins.

Source: RFC 5545, 3.3.10.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import msgspec

from .periods import Period, Unit
from .rule_parts import BadRule, last_start, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAYS = ("BYMONTHDAY", "BYYEARDAY", "BYDAY")
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_YEARS_SEARCHED = 40
"""How long a rule may pause before it counts as one that never recurs: the 29th of February comes
every eight years at worst, and every so many times as often as years are left out."""


class Occurrence(msgspec.Struct, frozen=True):
    """One time that a thing is due.

    Attributes:
        period: The whole period.
        due: The last day on which it is in time; None where no day is named.
    """

    period: Period
    due: date | None = None

    @property
    def last(self) -> date:
        """The last day: the one named, or else that of the period."""
        return self.due or self.period.last


class Schedule:
    """A recurrence rule within its validity.

    Args:
        rule: The RRULE.
        since, until: First and last day of validity, if there are such.

    Attributes:
        names_day: True where occurrences are days, False where they are periods.
        unit: The length of the periods.

    Raises:
        BadRule: The rule is malformed, never recurs, or says what is not read here.
    """

    def __init__(self, rule: str, since: date | None, until: date | None) -> None:
        self.rule = rule
        self.since, self.until = since, until
        self._parts = parts_of(rule)
        self.names_day = any(part in self._parts for part in _DAYS)
        self.unit = self._unit()
        if ("COUNT" in self._parts or self.unit.is_anchored) and since is None:
            raise BadRule("no-beginning")
        self._last_start = last_start(self._parts)
        self._count = int(self._parts.get("COUNT", 0))
        if next(self._from(since or date(2000, 1, 1), self._end_of_search()), None) is None:
            raise BadRule("never")

    def within(self, first: date, last: date) -> tuple[Occurrence, ...]:
        """Return the occurrences that have a day between two days and within validity.

        A period counts if it overlaps them, a day named if it lies between them.
        """
        since, until = max(first, self.since or first), min(last, self.until or last)
        if since > until:
            return ()
        if not self._count:
            return tuple(self._from(since, until))
        start = self.since or since
        counted = [o for _, o in zip(range(self._count), self._from(start, until), strict=False)]
        return tuple(o for o in counted if o.last >= since)

    def last_days_rule(self) -> str:
        """Return an RRULE for the last day of each occurrence, without an end."""
        parts = {k: v for k, v in self._parts.items() if k not in {"COUNT", "UNTIL"}}
        if not self.names_day:
            parts.pop("INTERVAL", None)
            parts |= self.unit.last_days(self._parts.get("FREQ", ""))
        return ";".join(f"{name}={value}" for name, value in parts.items())

    def _unit(self) -> Unit:
        parts, count = self._parts, int(self._parts.get("INTERVAL", 1))
        name = _UNITS[parts["FREQ"]]
        if name == "year" and "BYMONTH" in parts and not self.names_day:
            if count > 1:
                raise BadRule("intricate")
            name = "month"  # in June of each year: within June
        return Unit(name, count, self.since, parts.get("WKST", "MO"))

    def _from(self, since: date, until: date) -> Iterator[Occurrence]:
        """Yield the occurrences that have a day between two days."""
        from dateutil.rrule import rrulestr

        begin = self.unit.period_of(since).first
        until = min(until, self._last_start or until)
        parts: dict[str, Any] = {
            k: v for k, v in self._parts.items() if k not in {"COUNT", "UNTIL"}
        }
        if not self.names_day:
            parts |= self.unit.first_days(parts["FREQ"])
        rule = rrulestr(
            ";".join(f"{name}={value}" for name, value in parts.items()),
            dtstart=datetime.combine(begin, time.min),
        )
        for moment in rule:
            day = moment.date()
            if day > until:
                return
            found = Occurrence(self.unit.period_of(day), day if self.names_day else None)
            if found.last >= since:
                yield found

    def _end_of_search(self) -> date:
        every = int(self._parts.get("INTERVAL", 1))
        start = self.since or date(2000, 1, 1)
        years = max(_YEARS_SEARCHED, 12 * every if self.unit.name == "year" else 0)
        return date(min(start.year + years, date.max.year - 1), 12, 31)
