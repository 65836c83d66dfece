"""Which duties are due when, for whom, and which working day is advised."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhize
from tests.calendars.overlay import HARBOUR, with_rounds
from zhize.calendars import DutyCalendar, HolidayRow, Holidays, calendar_text
from zhize.calendars.advising import advise

HEAD = "year,from,to,kind,name en\n"


def day(text: str) -> date:
    return date.fromisoformat(text)


def dues(calendar: DutyCalendar, norm: str) -> list[str]:
    return [str(time.last) for duty, time in calendar.rows if duty.norm == norm]


@pytest.fixture(scope="module")
def year(notice: zhize.Mechanism) -> DutyCalendar:
    return notice.calendar("2026-01")


# ---------------------------------------------------------------- the notice


def test_a_year_has_twelve_reports_and_four_quarters(year: DutyCalendar) -> None:
    assert [(duty.norm, duty.bearer, len(duty.times)) for duty in year.duties] == [
        ("15.2", "natural-resources", 4),
        ("16.1", "township-government", 12),
        ("16.3", "leading-group-office", 4),
    ]
    assert dues(year, "16.1") == [f"2026-{month:02}-25" for month in range(1, 13)]
    assert dues(year, "16.3") == ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]


def test_the_rows_are_those_of_the_rules_in_the_mechanism(
    notice: zhize.Mechanism, year: DutyCalendar
) -> None:
    periodic = {norm.code: norm for norm in notice.norms if norm.mode == "periodic"}
    assert {duty.norm for duty in year.duties} == set(periodic)
    for duty in year.duties:
        assert duty.rule == periodic[duty.norm].recurrence
        assert duty.bearer in periodic[duty.norm].bearers


def test_a_quarter_has_no_due_day_and_the_25th_has(year: DutyCalendar) -> None:
    for duty, time in year.rows:
        assert (time.due is None) == (duty.norm != "16.1")
        assert not time.begins_within
        assert not time.ends_within


def test_rows_are_in_the_order_of_their_last_days(year: DutyCalendar) -> None:
    lasts = [time.last for _, time in year.rows]
    assert lasts == sorted(lasts)
    assert len(lasts) == 20


@pytest.mark.parametrize(
    ("due", "status", "advised", "holiday"),
    [
        ("2026-07-25", "earlier", "2026-07-24", ""),  # a Saturday
        ("2026-01-25", "earlier", "2026-01-23", ""),  # a Sunday
        ("2026-09-25", "earlier", "2026-09-24", "中秋节"),
        ("2026-02-25", "working-day", "2026-02-25", ""),
    ],
)
def test_the_day_advised_is_the_last_working_day_on_or_before(
    year: DutyCalendar, due: str, status: str, advised: str, holiday: str
) -> None:
    [time] = [t for _, t in year.rows if t.due == day(due)]
    assert (time.advice.status, str(time.advice.day)) == (status, advised)
    assert time.advice.holiday.get("zh", "") == holiday
    assert str(time.due) == due, "the deadline stays where it is"


def test_a_quarter_is_advised_its_last_working_day_and_their_number(year: DutyCalendar) -> None:
    advice = next(t.advice for d, t in year.rows if d.norm == "15.2")
    assert (str(advice.day), advice.working_days) == ("2026-03-31", 59)


def test_beyond_the_last_year_of_the_file_all_is_undetermined(notice: zhize.Mechanism) -> None:
    calendar = notice.calendar("2026-12", 6)
    for duty, time in calendar.rows:
        if time.last.year == 2027:
            assert time.advice.status == "undetermined", (duty.norm, time.last)
            assert (time.advice.day, time.advice.unknown_year) == (None, 2027)
        else:
            assert time.advice.day is not None
            assert time.advice.tentative == (time.last == day("2026-12-31"))


def test_the_first_month_and_quarter_are_partial_and_nothing_comes_before(
    notice: zhize.Mechanism,
) -> None:
    calendar = notice.calendar("2024-01", 9)
    first = {duty.norm: time for duty, time in reversed(calendar.rows)}
    assert {norm: (str(t.first), str(t.last)) for norm, t in first.items()} == {
        "16.1": ("2024-06-12", "2024-06-25"),
        "15.2": ("2024-06-12", "2024-06-30"),
        "16.3": ("2024-06-12", "2024-06-30"),
    }
    assert all(time.begins_within for time in first.values())
    assert sum(time.begins_within for _, time in calendar.rows) == 3
    assert dues(calendar, "16.1")[:2] == ["2024-06-25", "2024-07-25"]
    assert notice.calendar("2023-01").rows == ()


@pytest.mark.parametrize("agency", ["township-government", "乡镇政府", "township government"])
def test_an_agency_is_named_by_code_or_label(notice: zhize.Mechanism, agency: str) -> None:
    calendar = notice.calendar("2026-01", agency=agency)
    assert [duty.norm for duty in calendar.duties] == ["16.1"]
    assert calendar.agency == "township-government"


def test_an_agency_without_periodic_duties_is_told_so(notice: zhize.Mechanism) -> None:
    calendar = notice.calendar("2026-01", agency="water")
    assert (calendar.duties, calendar.has_periodic) == ((), False)
    assert "县水务部门没有定期职责。" in calendar_text(calendar, notice.rulebase, "zh")
    english = calendar_text(calendar, notice.rulebase, "en")
    assert "County water department has no periodic duties." in english


def test_an_unknown_agency_is_refused(notice: zhize.Mechanism) -> None:
    with pytest.raises(zhize.UsageError, match="did you mean `water`"):
        notice.calendar("2026-01", agency="watr")


@pytest.mark.parametrize(
    "start",
    ["2026-13", "2026-1", "2026", "2026-01-01", "1899-12", "2200-01", "0000-01", "", "昨天"],
)
def test_a_month_that_is_none_is_refused(notice: zhize.Mechanism, start: str) -> None:
    with pytest.raises(zhize.UsageError, match="no month to begin with") as caught:
        notice.calendar(start)
    assert "请写成 2026-01 的样子" in caught.value.message["zh"]


@pytest.mark.parametrize("months", [0, -1, 121])
def test_too_many_or_too_few_months_are_refused(notice: zhize.Mechanism, months: int) -> None:
    with pytest.raises(zhize.UsageError, match="from 1 to 120") as caught:
        notice.calendar("2026-01", months)
    assert "1 至 120" in caught.value.message["zh"]


def test_a_day_stands_for_its_month_and_the_last_years_are_within_reach(
    notice: zhize.Mechanism,
) -> None:
    calendar = notice.calendar(date(2026, 7, 14), 1)
    assert (str(calendar.first), str(calendar.last)) == ("2026-07-01", "2026-07-31")
    assert str(notice.calendar("2199-12", 120).last) == "2209-11-30"


def test_another_file_of_holidays_takes_the_place_of_the_shipped_one(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(HEAD + "2026,2026-02-24,2026-02-25,off,Fair\n", encoding="utf-8")
    calendar = notice.calendar("2026-02", 1, holidays=path)
    assert calendar.holidays.name == "mine.csv"
    advice = next(time.advice for duty, time in calendar.rows if duty.norm == "16.1")
    assert (str(advice.day), advice.holiday) == ("2026-02-23", {"en": "Fair"})


# ---------------------------------------------------------------- another mechanism


def test_a_mechanism_without_periodic_norms_says_so() -> None:
    harbour = zhize.load(HARBOUR)
    calendar = harbour.calendar("2024-01")
    assert (calendar.duties, calendar.has_periodic, calendar.holidays.years) == ((), False, ())
    assert "这个机制没有定期职责。" in calendar_text(calendar, harbour.rulebase, "zh")


def test_without_a_file_of_holidays_every_working_day_is_undetermined(tmp_path: Path) -> None:
    harbour = with_rounds(tmp_path / "h", "FREQ=WEEKLY", "FREQ=MONTHLY;BYMONTHDAY=-1")
    calendar = harbour.calendar("2024-02", 1)
    assert {time.advice.status for _, time in calendar.rows} == {"undetermined"}
    assert dues(calendar, "12.r2") == ["2024-02-29"] * 2, "one for each bearer"
    assert "undetermined: no holiday file" in calendar_text(calendar, harbour.rulebase, "en")
    assert "每周" in calendar_text(calendar, harbour.rulebase, "zh")


def test_a_file_of_holidays_lies_in_the_folder_of_its_mechanism(tmp_path: Path) -> None:
    harbour = with_rounds(tmp_path / "h", "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=14")
    path = harbour.folder / "holidays.csv"
    path.write_text(HEAD + "2025,2025-07-14,,off,Bastille Day\n", encoding="utf-8")
    shown = calendar_text(harbour.calendar("2025-07", 1), harbour.rulebase, "en")
    assert "Monday 2025-07-14 is off for Bastille Day: be done by Friday 2025-07-11" in shown
    assert zhize.load(harbour.folder).rulebase.sha256 == harbour.rulebase.sha256, "no part of it"
    path.write_text(HEAD + "2025,x,,off,\n", encoding="utf-8")
    with pytest.raises(zhize.UnreadableError, match="`x` is no date"):
        harbour.calendar("2025-07", 1)


def test_the_end_of_validity_ends_a_period_before_its_time(tmp_path: Path) -> None:
    more = 'zz:validUntil "2026-11-20"^^xsd:date ;'
    rules = ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=25")
    harbour = with_rounds(tmp_path / "h", *rules, more=more)
    calendar = harbour.calendar("2026-10", 4)
    assert dues(calendar, "12.r1") == ["2026-10-31"] * 2 + ["2026-11-20"] * 2
    assert dues(calendar, "12.r2") == ["2026-10-25"] * 2, "the 25th of November is too late"
    assert [time.ends_within for _, time in calendar.rows] == [False] * 4 + [True] * 2


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=45", "不是 RFC 5545 的重复规则", "is no recurrence rule"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "从不到来", "never comes"),
        ("FREQ=YEARLY;BYWEEKNO=20", "没有写明哪一日", "names no day"),
    ],
)
def test_an_invalid_schedule_is_an_error_that_names_the_norm(
    tmp_path: Path, rule: str, zh: str, en: str
) -> None:
    harbour = with_rounds(tmp_path / "h", rule)
    with pytest.raises(zhize.MechanismError, match=r"12\.r1") as caught:
        harbour.calendar("2024-01")
    assert zh in caught.value.message["zh"]
    assert "12.r1" in caught.value.message["zh"]
    assert en in caught.value.message["en"]


# ---------------------------------------------------------------- advice

ROWS = st.lists(
    st.tuples(st.integers(0, 364), st.integers(0, 9), st.booleans()), max_size=12
)  # begin, length, off


def holidays_of(drawn: list[tuple[int, int, bool]]) -> Holidays:
    rows, taken = [], set()
    for begin, length, off in drawn:
        first = date(2026, 1, 1) + timedelta(days=begin)
        row = HolidayRow(
            year=2026, first=first, last=first + timedelta(days=length),
            kind="off" if off else "work",
        )  # fmt: skip
        if not taken & {*row.days()}:
            taken |= {*row.days()}
            rows.append(row)
    return Holidays(tuple(rows), "holidays.csv")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(drawn=ROWS, at=st.integers(0, 400), length=st.integers(0, 100))
def test_advice_is_the_latest_working_day_of_the_period(
    drawn: list[tuple[int, int, bool]], at: int, length: int
) -> None:
    holidays = holidays_of(drawn)
    first = date(2026, 1, 1) + timedelta(days=at)
    days = [first + timedelta(days=n) for n in range(length + 1)]
    known = {d: holidays.day(d).status for d in days}
    advice = advise(holidays, first, days[-1])
    if advice.status == "undetermined":
        assert advice.day is None
        after = [d for d in days if known[d] == "work"]
        assert not after or any(known[d] == "undetermined" for d in days if d > after[-1])
    else:
        worked = [d for d in days if known[d] == "work"]
        assert advice.day == (worked[-1] if worked else None)
        assert advice.status == (
            "no-working-day" if not worked
            else "working-day" if worked[-1] == days[-1]
            else "earlier"
        )  # fmt: skip
        if "undetermined" not in known.values():
            assert advice.working_days == len(worked)
