"""Recurrence rules become the right days and periods, and wrong ones are refused."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhize.calendars.recurring import Schedule
from zhize.calendars.rule_parts import BadRule

_WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
_FIRST, _LAST = date(2023, 1, 1), date(2028, 12, 31)


def day(text: str) -> date:
    return date.fromisoformat(text)


def found(rule: str, since: str, first: str, last: str, until: str | None = None) -> list[str]:
    schedule = Schedule(rule, day(since), None if until is None else day(until))
    return [str(o.last) for o in schedule.within(day(first), day(last))]


def test_the_25th_of_each_month_is_a_day() -> None:
    schedule = Schedule("FREQ=MONTHLY;BYMONTHDAY=25", day("2024-06-12"), None)
    [june, july] = schedule.within(day("2024-01-01"), day("2024-07-31"))
    assert (june.due, july.due) == (day("2024-06-25"), day("2024-07-25"))
    assert (july.period.first, july.period.last) == (day("2024-07-01"), day("2024-07-31"))


def test_every_three_months_are_the_quarters_of_the_year_whenever_validity_begins() -> None:
    schedule = Schedule("FREQ=MONTHLY;INTERVAL=3", day("2024-06-12"), None)
    quarters = schedule.within(day("2024-01-01"), day("2024-12-31"))
    assert [(str(q.period.first), str(q.period.last)) for q in quarters] == [
        ("2024-04-01", "2024-06-30"), ("2024-07-01", "2024-09-30"), ("2024-10-01", "2024-12-31"),
    ]  # fmt: skip
    assert {q.due for q in quarters} == {None}, "the text names no day"


def test_five_months_count_from_the_month_in_which_validity_begins() -> None:
    dates = found("FREQ=MONTHLY;INTERVAL=5", "2024-06-12", "2024-01-01", "2025-06-30")
    assert dates == ["2024-10-31", "2025-03-31", "2025-08-31"]


def test_months_without_the_day_are_skipped_as_rfc_5545_says() -> None:
    dates = found("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-01", "2026-01-01", "2026-06-30")
    assert dates == ["2026-01-31", "2026-03-31", "2026-05-31"]
    dates = found("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-01", "2026-01-01", "2026-03-31")
    assert dates == ["2026-01-31", "2026-02-28", "2026-03-31"]


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=10;COUNT=2", ["2024-07-10", "2024-08-10"]),
        ("FREQ=MONTHLY;BYMONTHDAY=10;UNTIL=20240809", ["2024-07-10"]),
        ("FREQ=MONTHLY;COUNT=2", ["2024-06-30", "2024-07-31"]),
        ("FREQ=YEARLY;BYMONTH=9", ["2024-09-30"]),
        ("FREQ=YEARLY;BYMONTH=8;BYDAY=1MO", ["2024-08-05"]),
        ("FREQ=YEARLY", ["2024-12-31"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", ["2024-07-10"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", ["2024-06-28", "2024-07-26", "2024-08-30",
                                              "2024-09-27"]),
    ],
)  # fmt: skip
def test_a_rule_is_bounded_by_its_own_end_and_by_validity(rule: str, dates: list[str]) -> None:
    assert found(rule, "2024-06-12", "2020-01-01", "2024-09-30") == dates


def test_nothing_comes_before_validity_or_after_it() -> None:
    rule = "FREQ=MONTHLY;BYMONTHDAY=12"
    assert found(rule, "2024-06-12", "2024-01-01", "2024-12-31", "2024-08-12") == [
        "2024-06-12", "2024-07-12", "2024-08-12",
    ]  # fmt: skip
    assert found(rule, "2024-06-13", "2024-01-01", "2024-12-31", "2024-08-11") == ["2024-07-12"]
    assert found(rule, "2024-06-13", "2025-01-01", "2025-12-31", "2024-08-11") == []


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("every month", "malformed"),
        ("", "malformed"),
        ("FREQ=HOURLY", "malformed"),
        ("FREQ=MONTHLY;INTERVAL=0", "malformed"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "malformed"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "malformed"),
        ("FREQ=MONTHLY;BYMONTH=13", "malformed"),
        ("FREQ=MONTHLY;FREQ=DAILY", "malformed"),
        ("FREQ=DAILY;BYHOUR=9", "malformed"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "malformed"),
        ("FREQ=WEEKLY;BYDAY=2MO", "malformed"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20260101", "malformed"),
        ("FREQ=DAILY;UNTIL=20261301", "malformed"),
        ("FREQ=YEARLY;BYWEEKNO=20", "intricate"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=3", "intricate"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never"),
        ("FREQ=MONTHLY;BYMONTHDAY=3;UNTIL=20200101", "never"),
    ],
)
def test_a_rule_that_is_wrong_is_refused(rule: str, why: str) -> None:
    with pytest.raises(BadRule, match=f"^{why}$"):
        Schedule(rule, day("2024-06-12"), None)


def test_a_rule_that_counts_from_a_beginning_needs_one() -> None:
    with pytest.raises(BadRule, match="no-beginning"):
        Schedule("FREQ=MONTHLY;INTERVAL=5", None, None)
    assert len(Schedule("FREQ=MONTHLY", None, None).within(_FIRST, _FIRST)) == 1


def test_the_leap_day_is_no_rule_that_never_comes() -> None:
    rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"
    assert found(rule, "2025-01-01", "2026-01-01", "2028-12-31") == ["2028-02-29"]


# ---------------------------------------------------------------- against brute force

RULES = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 8),
        "BYMONTH": st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True),
        "BYMONTHDAY": st.lists(
            st.integers(-31, 31).filter(bool), min_size=1, max_size=3, unique=True
        ),
        "BYDAY": st.lists(st.sampled_from(_WEEKDAYS), min_size=1, max_size=3, unique=True),
    },
)


def spelt(parts: dict[str, Any]) -> str:
    return ";".join(
        f"{k}={','.join(map(str, v)) if isinstance(v, list) else v}" for k, v in parts.items()
    )


def number(unit: str, at: date) -> int:
    return {
        "DAILY": at.toordinal(),
        "WEEKLY": (at.toordinal() - 1) // 7,
        "MONTHLY": at.year * 12 + at.month - 1,
        "YEARLY": at.year,
    }[unit]


def brute(parts: dict[str, Any], since: date, first: date, last: date) -> list[date]:
    """Go through the days one by one, and keep what the rule says by the letter."""
    unit, every = parts["FREQ"], parts.get("INTERVAL", 1)
    names_day = "BYMONTHDAY" in parts or "BYDAY" in parts
    if unit == "YEARLY" and "BYMONTH" in parts and not names_day:
        unit = "MONTHLY"
    calendar = unit == "MONTHLY" and 12 % every == 0
    origin = 0 if calendar else number(unit, since)

    def fits(at: date) -> bool:
        length = monthrange(at.year, at.month)[1]
        return (
            (number(unit, at) - origin) % every == 0
            and at.month in parts.get("BYMONTH", [at.month])
            and (
                "BYMONTHDAY" not in parts
                or bool({at.day, at.day - length - 1} & {*parts["BYMONTHDAY"]})
            )
            and _WEEKDAYS[at.weekday()] in parts.get("BYDAY", [_WEEKDAYS[at.weekday()]])
        )

    def ending(start: date) -> date:
        at = start
        while number(unit, at + timedelta(days=1)) < number(unit, start) + every:
            at += timedelta(days=1)
        return at

    low = max(first, since)
    if names_day:
        days = (low + timedelta(days=n) for n in range((last - low).days + 1))
        return [at for at in days if fits(at)]
    if low > last:
        return []
    ends = []
    at = low - timedelta(days=366 * 9)
    while at <= last:
        begins = number(unit, at) != number(unit, at - timedelta(days=1))
        if begins and fits(at) and (end := ending(at)) >= low:
            ends.append(end)
        at += timedelta(days=1)
    return ends


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    parts=RULES,
    since=st.dates(_FIRST, date(2025, 12, 31)),
    first=st.dates(_FIRST, _LAST),
    length=st.integers(0, 700),
)
def test_any_rule_agrees_with_going_through_the_days(
    parts: dict[str, Any], since: date, first: date, length: int
) -> None:
    last = first + timedelta(days=length)
    why, schedule = schedule_of(spelt(parts), since)
    if schedule is not None:
        assert [o.last for o in schedule.within(first, last)] == brute(parts, since, first, last)
    elif why == "malformed":
        assert parts["FREQ"] == "WEEKLY"
        assert "BYMONTHDAY" in parts
    elif why == "intricate":
        assert parts["FREQ"] == "YEARLY"
        assert "BYMONTH" in parts
    else:
        assert why == "never"
        assert brute(parts, since, since, since + timedelta(days=3660)) == []


def schedule_of(rule: str, since: date) -> tuple[str, Schedule | None]:
    """Return a schedule, or why it is refused."""
    try:
        return "", Schedule(rule, since, None)
    except BadRule as error:
        return str(error), None
