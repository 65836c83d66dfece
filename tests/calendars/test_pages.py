"""The calendar as a page and as CSV, and the words of both."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import zhize
from tests.browsing import visit
from tests.calendars.overlay import with_rounds
from zhize.calendars import DutyCalendar, calendar_csv, calendar_html, calendar_text
from zhize.calendars import words as calendar_words
from zhize.calendars.holiday_words import WRONG as IN_FILES
from zhize.calendars.rule_parts import WRONG as IN_RULES
from zhize.calendars.words import CALENDAR

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
FOLDER = Path(calendar_words.__file__).parent
SPLIT = {"ordinals", "halves", "weekdays", "months"}


@pytest.fixture(scope="module")
def year(notice: zhize.Mechanism) -> DutyCalendar:
    return notice.calendar("2026-01", 14)


@pytest.mark.parametrize("words", [CALENDAR, IN_FILES, IN_RULES])
def test_every_sentence_is_there_in_both_languages(words: dict[str, dict[str, str]]) -> None:
    for key, texts in words.items():
        assert tuple(texts) == ("zh", "en"), key
        if words is not CALENDAR or key not in {"month", "week", "quarter", "half", "day"}:
            parts = {frozenset(re.findall(r"\{(\w+)\}", text)) for text in texts.values()}
            assert len(parts) == 1, key
        if key not in SPLIT:
            assert not HALF_WIDTH.search(texts["zh"]), key


def test_every_word_is_used() -> None:
    source = "".join(
        path.read_text("utf-8")
        for path in FOLDER.iterdir()
        if path.suffix in {".py", ".j2"} and path.name != "words.py"
    )
    built = ("head.", "status.", "this.")
    for key in CALENDAR:
        assert f'"{key}"' in source or key.startswith(built), key
        stem = key.partition(".")[2]
        assert not key.startswith(built) or f'"{stem}"' in source or f'"{key}"' in source, key


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_the_page_is_quiet_and_open_to_everybody(
    browser: Browser, notice: zhize.Mechanism, year: DutyCalendar, tmp_path: Path, lang: str
) -> None:
    page = tmp_path / "calendar.html"
    page.write_text(calendar_html(year, notice.rulebase, lang), encoding="utf-8")
    with visit(browser, page) as seen:
        assert seen.page.locator("h1").count() == 1
        assert seen.page.locator("tbody").count() == 15, "a group for each month, and one quarter"
        assert seen.page.locator("td.period").count() == 10
        assert seen.page.locator("td.undetermined").count() == 4
        seen.page.locator("a[href='#n16.1']").first.click()
        assert seen.page.locator("[id='n16.1']").is_visible()
        for width in (1100, 600):
            seen.page.set_viewport_size({"width": width, "height": 900})
            wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not seen.page.evaluate(wide)
        assert seen.objections() == []
        assert seen.quiet(), (seen.console, seen.requests)
        assert len(seen.page.pdf(prefer_css_page_size=True)) > 10_000


def test_a_page_speaks_only_the_language_asked_for(
    notice: zhize.Mechanism, year: DutyCalendar
) -> None:
    chinese = calendar_html(year, notice.rulebase, "zh")
    body = re.sub(r"<[^>]*>", " ", chinese.partition("<body")[2])
    words = set(re.findall(r"[A-Za-z]{3,}", body))
    assert words == {"holidays", "csv", "FREQ", "MONTHLY", "INTERVAL", "BYMONTHDAY", "RFC", "SHA",
                     "yangcheng"}  # fmt: skip
    english = calendar_html(year, notice.rulebase, "en")
    quoteless = re.sub(r"<q .*?</q>", "", english, flags=re.DOTALL)
    assert set(re.findall(r"[\u4e00-\u9fff]+", quoteless)) == {"日前"}, "of the note that cites it"


def test_dates_do_not_break_and_what_a_mechanism_says_is_escaped(tmp_path: Path) -> None:
    nasty = '"<script>alert(1)</script>&2024-01-01"'
    harbour = with_rounds(tmp_path / "h", "FREQ=MONTHLY", action=nasty)
    page = calendar_html(harbour.calendar("2024-01", 1), harbour.rulebase, "both")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;2024-01-01" in page
    assert '<span class="date">2024-01-31</span>' in page


def test_an_empty_calendar_is_a_page_that_says_why(notice: zhize.Mechanism) -> None:
    page = calendar_html(notice.calendar("2020-01"), notice.rulebase, "zh")
    assert "<table" not in page
    assert "这些月份里没有定期职责" in page


def test_csv_has_a_row_for_each_time_and_no_formula(
    notice: zhize.Mechanism, year: DutyCalendar, tmp_path: Path
) -> None:
    text = calendar_csv(year, notice.rulebase, "en")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == len(year.rows) == 24
    report = next(row for row in rows if row["last day"] == "2026-07-25")
    assert (report["weekday"], report["advised by"], report["working-day status"]) == (
        "Saturday", "2026-07-24", "day off",
    )  # fmt: skip
    assert (report["norm"], report["bearer code"], report["recurs"]) == (
        "16.1", "township-government", "FREQ=MONTHLY;BYMONTHDAY=25",
    )  # fmt: skip
    assert {row["day named in the text"] for row in rows if row["norm"] == "15.2"} == {""}
    assert {row["working-day status"] for row in rows if row["last day"] > "2027"} == {
        "undetermined"
    }
    harbour = with_rounds(tmp_path / "h", "FREQ=YEARLY", action='"=1+1"')
    assert ",'=1+1," in calendar_csv(harbour.calendar("2024-01"), harbour.rulebase, "zh")


def test_no_rows_are_lost_between_the_forms(notice: zhize.Mechanism, year: DutyCalendar) -> None:
    text = calendar_text(year, notice.rulebase, "zh")
    page = calendar_html(year, notice.rulebase, "zh")
    assert text.count("* ") == page.count("<tr><td") == len(year.to_dict()["rows"]) == 24


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("FREQ=DAILY", "2024-01-01（星期一）当日", "on Monday 2024-01-01"),
        ("FREQ=WEEKLY", "2024 年第 1 周内", "within week 1 of 2024"),
        ("FREQ=WEEKLY;WKST=SU", "2023-12-31 至 2024-01-06 之内", "within 2023-12-31 to 2024-01-06"),
        ("FREQ=MONTHLY", "2024 年 1 月内", "within January 2024"),
        (
            "FREQ=MONTHLY;INTERVAL=2",
            "2024-01-01 至 2024-02-29 之内",
            "within 2024-01-01 to 2024-02",
        ),
        ("FREQ=MONTHLY;INTERVAL=3", "2024 年第一季度内", "within the first quarter of 2024"),
        ("FREQ=MONTHLY;INTERVAL=6", "2024 年上半年内", "within the first half of 2024"),
        ("FREQ=YEARLY", "2024 年内", "within 2024 ("),
    ],
)
def test_periods_have_their_names(tmp_path: Path, rule: str, zh: str, en: str) -> None:
    harbour = with_rounds(tmp_path / "h", rule)
    calendar = harbour.calendar("2024-01", 1)
    assert f"\n{zh}" in calendar_text(calendar, harbour.rulebase, "zh")
    assert f"\n{en}" in calendar_text(calendar, harbour.rulebase, "en")
