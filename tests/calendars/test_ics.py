"""The calendar file, read back by another library than the one that writes it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from dateutil.rrule import rrulestr

import zhize
from tests.calendars.overlay import with_rounds
from zhize.calendars import DutyCalendar, calendar_ics

GOLDEN = Path(__file__).parent / "golden" / "notice.ics"
RULES = (
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;INTERVAL=2",
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=MONTHLY;INTERVAL=5",
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=20",
    "FREQ=MONTHLY;BYMONTH=1,2,11",
    "FREQ=MONTHLY;INTERVAL=3;BYMONTH=1,7",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY",
    "FREQ=YEARLY;INTERVAL=2",
    "FREQ=YEARLY;BYMONTH=6",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
)


@pytest.fixture(scope="module")
def year(notice: zhize.Mechanism) -> DutyCalendar:
    return notice.calendar("2026-01")


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> zhize.Mechanism:
    return with_rounds(tmp_path_factory.mktemp("ics") / "h", *RULES)


def events(content: bytes) -> list[Any]:
    return list(vobject.readOne(content.decode()).vevent_list)


def days(event: Any) -> list[date]:
    """Return the days of an event: those of its rule, and those named beside it."""
    start = event.dtstart.value
    assert isinstance(start, date)
    assert not isinstance(start, datetime), "a whole day"
    found = {start}
    for line in event.contents.get("rrule", []):
        rule = rrulestr(line.value, dtstart=datetime(start.year, start.month, start.day))
        found |= {moment.date() for moment in rule}
    for line in event.contents.get("rdate", []):
        found |= set(line.value)
    return sorted(found)


def test_the_file_is_as_accepted(notice: zhize.Mechanism, year: DutyCalendar, accept: bool) -> None:
    content = calendar_ics(year, notice.rulebase, "both")
    content = content.replace(b"\r\n ", b"")  # folds stand where the words happen to be long
    content = re.sub(rb"(SHA-256 )[0-9a-f]{12}", rb"\1" + "············".encode(), content)
    if accept:
        GOLDEN.write_bytes(content.replace(b"\r\n", b"\n"))
    assert content.replace(b"\r\n", b"\n") == GOLDEN.read_bytes().replace(b"\r\n", b"\n")


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_there_is_one_recurring_event_for_each_duty_and_bearer(
    notice: zhize.Mechanism, year: DutyCalendar, lang: str
) -> None:
    found = events(calendar_ics(year, notice.rulebase, lang))
    assert len(found) == len(year.duties) == 3
    for event, duty in zip(found, year.duties, strict=True):
        assert len(event.contents["rrule"]) == 1
        assert days(event) == [time.last for time in duty.times]


@pytest.mark.parametrize(("start", "months"), [("2023-03", 12), ("2024-02", 1), ("2024-01", 36)])
def test_any_rule_gives_the_days_of_the_table(
    harbour: zhize.Mechanism, start: str, months: int
) -> None:
    calendar = harbour.calendar(start, months)
    found = events(calendar_ics(calendar, harbour.rulebase, "en"))
    assert len(found) == len(calendar.duties) >= 2 * 8
    for event, duty in zip(found, calendar.duties, strict=True):
        assert days(event) == [time.last for time in duty.times], duty.rule


def test_a_rule_is_used_wherever_one_gives_the_days(harbour: zhize.Mechanism) -> None:
    calendar = harbour.calendar("2024-01", 24)
    found = events(calendar_ics(calendar, harbour.rulebase, "en"))
    without = {
        duty.rule
        for event, duty in zip(found, calendar.duties, strict=True)
        if "rrule" not in event.contents
    }
    assert without == {"FREQ=MONTHLY;INTERVAL=3;BYMONTH=1,7"}, "last months are not those named"


def test_validity_that_ends_within_a_period_ends_the_rule_too(tmp_path: Path) -> None:
    more = 'zz:validUntil "2026-11-20"^^xsd:date ;'
    harbour = with_rounds(tmp_path / "h", "FREQ=MONTHLY", more=more)
    event, _ = events(calendar_ics(harbour.calendar("2026-08"), harbour.rulebase, "en"))
    assert [str(d) for d in days(event)] == ["2026-08-31", "2026-09-30", "2026-10-31", "2026-11-20"]


def test_identifiers_are_unique_and_stay_over_ranges_languages_and_versions(
    notice: zhize.Mechanism, harbour: zhize.Mechanism, year: DutyCalendar, tmp_path: Path
) -> None:
    def uids(mechanism: zhize.Mechanism, calendar: DutyCalendar, lang: str = "zh") -> list[str]:
        return [e.uid.value for e in events(calendar_ics(calendar, mechanism.rulebase, lang))]

    first = uids(notice, year)
    assert len(set(first)) == 3
    assert uids(notice, year, "en") == uids(notice, notice.calendar("2030-05", 40), "both") == first
    assert uids(notice, notice.calendar("2026-01", agency="natural-resources")) == first[:1]
    calendar = harbour.calendar("2024-01", 36)
    theirs = uids(harbour, calendar)
    assert len(set(theirs)) == len(theirs) == 2 * len(RULES)
    named = {(d.norm, d.bearer): uid for d, uid in zip(calendar.duties, theirs, strict=True)}
    later = with_rounds(tmp_path / "h", *RULES[:5], "FREQ=MONTHLY;BYMONTHDAY=3")
    text = (later.folder / "mechanism.ttl").read_text("utf-8")
    text = text.replace('owl:versionInfo "2.1"', 'owl:versionInfo "3.0"')
    (later.folder / "mechanism.ttl").write_text(text, encoding="utf-8")
    later = zhize.load(later.folder)
    assert later.rulebase.info.version == "3.0"
    calendar = later.calendar("2025-01")
    assert len(calendar.duties) == 12
    for duty, uid in zip(calendar.duties, uids(later, calendar), strict=True):
        assert named[duty.norm, duty.bearer] == uid, "whatever its rule is now"


def test_days_are_whole_end_a_day_later_and_take_no_time(
    notice: zhize.Mechanism, year: DutyCalendar
) -> None:
    content = calendar_ics(year, notice.rulebase, "zh")
    assert content.count(b"DTSTART;VALUE=DATE:") == content.count(b"DTEND;VALUE=DATE:") == 3
    for event in events(content):
        assert event.dtend.value - event.dtstart.value == timedelta(days=1)
        assert event.transp.value == "TRANSPARENT"
        assert "VTIMEZONE" not in content.decode()


def test_the_alarm_rings_at_nine_some_days_before(
    notice: zhize.Mechanism, year: DutyCalendar
) -> None:
    found = events(calendar_ics(year, notice.rulebase, "zh"))
    ahead = [timedelta(days=-14, hours=9), timedelta(days=-3, hours=9), timedelta(-14, hours=9)]
    assert [event.valarm.trigger.value for event in found] == ahead
    for event in found:
        assert event.valarm.action.value == "DISPLAY"
        assert event.valarm.description.value == event.summary.value


def test_the_alarm_comes_before_the_day_advised_when_holidays_are_long(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("year,from,to,kind\n2026,2026-02-16,2026-02-25,off\n", encoding="utf-8")
    calendar = notice.calendar("2026-02", 2, agency="township-government", holidays=path)
    advised = calendar.duties[0].times[0].advice.day
    assert str(advised) == "2026-02-13", "a Friday, twelve days before the 25th"
    [event] = events(calendar_ics(calendar, notice.rulebase, "zh"))
    assert event.valarm.trigger.value == timedelta(days=-13, hours=9)


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_lines_are_folded_between_characters_and_end_as_they_must(
    notice: zhize.Mechanism, year: DutyCalendar, lang: str
) -> None:
    content = calendar_ics(year, notice.rulebase, lang)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # whole characters


def test_descriptions_say_basis_bearer_recipient_and_which_days_are_off(
    notice: zhize.Mechanism, year: DutyCalendar
) -> None:
    report = events(calendar_ics(year, notice.rulebase, "both"))[1]
    assert report.summary.params["LANGUAGE"] == ["zh-CN"]
    zh, en = report.summary.value.split(" / ")
    assert zh.startswith("乡（镇）人民政府（各自）：每月25日前")
    assert en.startswith("township government, each: submit the month's work")
    lines = report.description.value.split("\n")
    quote = notice.rulebase.norms[[n.code for n in notice.norms].index("16.1")].quote.exact
    assert f"原文：“{quote}”" in lines
    assert {"承担者：乡（镇）人民政府（各自）", "To: office of the leading group"} <= set(lines)
    listed = [line for line in lines if line.startswith("- 2026")]
    assert [line[2:12] for line in listed if "建议" in line] == [
        "2026-01-25", "2026-04-25", "2026-07-25", "2026-09-25", "2026-10-25",
    ]  # fmt: skip
    assert "- 2026-07-25 is a Saturday, a day off: be done by Friday 2026-07-24" in lines


def test_a_quarter_says_that_its_day_is_none_of_the_text(
    notice: zhize.Mechanism, year: DutyCalendar
) -> None:
    meeting = events(calendar_ics(year, notice.rulebase, "en"))[0]
    assert "within this quarter" in meeting.summary.value
    assert "The text names a period and no day" in meeting.description.value


def test_what_a_mechanism_says_is_escaped(tmp_path: Path) -> None:
    nasty = r'"a,b;c\\d\nBEGIN:VEVENT\r\nX:1 \u001B[2J"'
    harbour = with_rounds(tmp_path / "h", "FREQ=YEARLY", action=nasty)
    content = calendar_ics(harbour.calendar("2024-01"), harbour.rulebase, "zh")
    found = events(content)
    assert len(found) == 2
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 2
    assert "a,b;c\\d\nBEGIN:VEVENT\\r\nX:1 \\x1b[2J" in found[0].summary.value


def test_a_calendar_without_duties_is_no_file(notice: zhize.Mechanism) -> None:
    with pytest.raises(zhize.UsageError, match="has no periodic duties; a calendar file") as caught:
        calendar_ics(notice.calendar("2026-01", agency="water"), notice.rulebase, "zh")
    assert caught.value.message["zh"].startswith("县水务部门没有定期职责。RFC 5545")


_WRITE = """
import sys, zhize
from zhize.calendars import calendar_csv, calendar_html, calendar_ics, calendar_text
m = zhize.load()
c = m.calendar("2026-01", 14)
for lang in ("zh", "both"):
    sys.stdout.buffer.write(calendar_ics(c, m.rulebase, lang))
    for write in (calendar_csv, calendar_html, calendar_text):
        sys.stdout.buffer.write(write(c, m.rulebase, lang).encode())
"""


def test_a_second_run_writes_the_same_bytes() -> None:
    written = {
        subprocess.run(
            [sys.executable, "-c", _WRITE],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True, check=True, timeout=60,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }  # fmt: skip
    assert len(written) == 1
    assert len(written.pop()) > 50_000
