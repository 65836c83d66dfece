"""From a rule base to the calendar of its periodic duties."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from .._errors import MechanismError, UsageError
from .advising import advise
from .holiday_file import FIRST_YEAR, LAST_YEAR
from .recurring import Schedule
from .rule_parts import WRONG, BadRule
from .values import DueTime, DutyCalendar, Known, PeriodicDuty

if TYPE_CHECKING:
    from ..model.rulebase import MechanismInfo, Norm, RuleBase
    from .holidays import Holidays
    from .recurring import Occurrence

MOST_MONTHS = 120
_PERIODIC = "periodic"
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_SHOWN = 30


def duty_calendar(
    rulebase: RuleBase,
    start: str | date,
    months: int,
    *,
    agency: str | None,
    holidays: Holidays,
) -> DutyCalendar:
    """Return when the periodic duties of a mechanism are due.

    A duty whose text names a day has a row where that day lies in the months; one whose text names
    only a period, where the period has a day in them.

    Args:
        rulebase: The mechanism.
        start: The first month, as `2026-01` or as any of its days.
        months: How many months.
        agency: Code of the only agency whose duties are wanted, or None.
        holidays: What is known of holidays.

    Raises:
        UsageError: There is no such month, or there are too many.
        MechanismError: A norm's schedule is invalid.
    """
    first, last = _span(start, months)
    scheduled = [(norm, _schedule(norm, rulebase.info)) for norm in _periodic(rulebase)]
    mine = [
        (norm, bearer, schedule)
        for norm, schedule in scheduled
        for bearer in norm.bearers
        if agency in (None, bearer)
    ]
    duties = [_duty(n, bearer, schedule, first, last, holidays) for n, bearer, schedule in mine]
    info = rulebase.info
    return DutyCalendar(
        mechanism={"id": info.code, "version": info.version, "sha256": rulebase.sha256},
        first=first,
        last=last,
        months=months,
        agency=agency,
        holidays=Known(holidays.name, holidays.years),
        duties=tuple(duty for duty in duties if duty.times),
        has_periodic=bool(mine),
    )


def _span(start: str | date, months: int) -> tuple[date, date]:
    """Return the first and the last day of some months."""
    if not 1 <= months <= MOST_MONTHS:
        raise UsageError(
            f"月数 {months} 不可用。请写 1 至 {MOST_MONTHS}。",
            f"{months} is no number of months to show; give one from 1 to {MOST_MONTHS}",
        )
    first = start.replace(day=1) if isinstance(start, date) else _month(start)
    if first is None or not FIRST_YEAR <= first.year <= LAST_YEAR:
        shown = str(start)[:_SHOWN]
        raise UsageError(
            f"“{shown}”不是可用的月份。请写成 2026-01 的样子，年份从 {FIRST_YEAR} 到 {LAST_YEAR}。",
            f"`{shown}` is no month to begin with; write it like 2026-01, with a year from "
            f"{FIRST_YEAR} to {LAST_YEAR}",
        )
    years, month = divmod(first.month - 1 + months, 12)
    return first, date(first.year + years, month + 1, 1) - timedelta(days=1)


def _month(text: str) -> date | None:
    match = _MONTH.fullmatch(text.strip())
    if match is None or int(match[1]) < 1 or not 1 <= int(match[2]) <= 12:
        return None
    return date(int(match[1]), int(match[2]), 1)


def _periodic(rulebase: RuleBase) -> list[Norm]:
    return [n for n in rulebase.norms if n.recurrence is not None or n.mode == _PERIODIC]


def _schedule(norm: Norm, info: MechanismInfo) -> Schedule:
    """Return a norm's schedule within the validity of the norm and of the mechanism."""
    begins = [day for day in (info.valid_from, norm.valid_from) if day is not None]
    ends = [day for day in (info.valid_until, norm.valid_until) if day is not None]
    rule = norm.recurrence
    try:
        if rule is None:
            raise BadRule("missing")
        return Schedule(rule, max(begins, default=None), min(ends, default=None))
    except BadRule as error:
        why = WRONG[str(error)]
        shown = "" if rule is None else rule[:_SHOWN]
        raise MechanismError(
            f"规范 {norm.code} 的重复规则{f'“{shown}”' if shown else ''}：{why['zh']}。",
            f"norm `{norm.code}`{f': its recurrence `{shown}`' if shown else ''} {why['en']}",
        ) from error


def _duty(
    norm: Norm, bearer: str, schedule: Schedule, first: date, last: date, holidays: Holidays
) -> PeriodicDuty:
    return PeriodicDuty(
        norm=norm.code,
        bearer=bearer,
        rule=schedule.rule,
        last_days=schedule.last_days_rule(),
        names_day=schedule.names_day,
        times=tuple(_time(o, schedule, holidays) for o in schedule.within(first, last)),
    )


def _time(occurrence: Occurrence, schedule: Schedule, holidays: Holidays) -> DueTime:
    first = max(occurrence.period.first, schedule.since or occurrence.period.first)
    last = min(occurrence.last, schedule.until or occurrence.last)
    return DueTime(
        period=occurrence.period,
        first=first,
        last=last,
        due=occurrence.due,
        advice=advise(holidays, first, last),
    )
