"""A file of holidays is read as Excel writes it, and all that is wrong in it is said at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

import zhize
from zhize.calendars import HolidayFileError, Holidays, find_holidays, read_holidays
from zhize.calendars.holiday_words import WRONG

HEAD = "年份,起,止,类型,名称,英文名称,依据\n"
ENGLISH = "year,from,to,kind,name zh,name en,source\n"
NEW_YEAR = "2026,2026-01-01,2026-01-03,放假,元旦,New Year,通知\n"


def written(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "holidays.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def refused(folder: Path, content: str) -> HolidayFileError:
    with pytest.raises(HolidayFileError) as caught:
        read_holidays(written(folder, content))
    return caught.value


def day(text: str) -> date:
    return date.fromisoformat(text)


# ---------------------------------------------------------------- the shipped file


@pytest.fixture(scope="module")
def shipped(notice: zhize.Mechanism) -> Holidays:
    return find_holidays(notice.folder)


def test_the_shipped_file_agrees_with_chinese_calendar_on_every_day(shipped: Holidays) -> None:
    assert shipped.years == (2024, 2025, 2026)
    at, last, days = date(2024, 1, 1), date(2026, 12, 31), 0
    while at <= last:
        wanted = "work" if chinese_calendar.is_workday(at) else "off"
        assert shipped.day(at).status == wanted, at
        at, days = at + timedelta(days=1), days + 1
    assert days == 366 + 365 + 365


def test_every_shipped_row_names_its_holiday_and_the_notice_of_its_year(shipped: Holidays) -> None:
    assert len(shipped.rows) == 39
    for row in shipped.rows:
        assert set(row.name) == {"zh", "en"}
        assert f"关于{row.year}年部分节假日安排的通知（国办发明电〔{row.year - 1}〕" in row.source


@pytest.mark.parametrize("text", ["2023-12-31", "2027-01-01", "2027-01-02", "2027-01-04"])
def test_a_year_without_rows_is_undetermined_weekends_included(
    shipped: Holidays, text: str
) -> None:
    assert shipped.day(day(text)).status == "undetermined"


def test_the_end_of_the_last_year_is_tentative(shipped: Holidays) -> None:
    assert shipped.is_tentative(day("2026-12-31"))
    assert not shipped.is_tentative(day("2026-12-25"))
    assert not shipped.is_tentative(day("2025-12-31")), "the schedule of 2026 is known"


# ---------------------------------------------------------------- what is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends_of_office_programs_are_read(
    tmp_path: Path, encoding: str, end: str
) -> None:
    text = (HEAD + NEW_YEAR).replace("\n", end)
    [row] = read_holidays(written(tmp_path, text, encoding)).rows
    assert (row.name, row.source) == ({"zh": "元旦", "en": "New Year"}, "通知")
    assert [str(d) for d in row.days()] == ["2026-01-01", "2026-01-02", "2026-01-03"]


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH + "2026,2026-01-01,2026-01-03,off,元旦,New Year,通知\n",
        "Year;From;To;Kind;Name-zh;NAME_EN;Source\n2026;2026/1/1;2026/1/3;OFF;元旦;New Year;通知\n",
        "\n年份\t起\t止\t类型\t名称\t依据\n\n2026年\t2026年1月1日\t2026.1.3\t放假\t元旦\t通知\n\n",
        "依据,名称,类型,止,起,年份,,\n通知,元旦,放假,2026-01-03,2026-01-01,2026,,\n",
    ],
    ids=["english", "semicolons", "tabs", "other order"],
)
def test_headers_separators_and_dates_may_be_written_as_usual(tmp_path: Path, text: str) -> None:
    [row] = read_holidays(written(tmp_path, text)).rows
    assert (row.year, str(row.first), str(row.last), row.kind) == (
        2026, "2026-01-01", "2026-01-03", "off",
    )  # fmt: skip
    assert (row.name["zh"], row.source) == ("元旦", "通知")


def test_a_row_without_an_end_is_one_day_and_names_may_be_left_out(tmp_path: Path) -> None:
    holidays = read_holidays(written(tmp_path, "year,from,kind\n2026,2026-01-01,off\n"))
    assert [str(d) for d in holidays.rows[0].days()] == ["2026-01-01"]
    assert holidays.day(day("2026-01-02")).status == "work"
    assert holidays.day(day("2026-01-03")).status == "off", "a Saturday of a year that is known"


def test_a_row_may_reach_into_the_year_before_without_making_it_known(tmp_path: Path) -> None:
    holidays = read_holidays(written(tmp_path, HEAD + "2023,2022-12-31,2023-01-02,放假,,,\n"))
    assert holidays.years == (2023,)
    assert holidays.day(day("2022-12-31")).status == "off"
    assert holidays.day(day("2022-12-30")).status == "undetermined"


# ---------------------------------------------------------------- what is refused

BAD = {
    "empty": ("", "第 1 行：文件是空的。", "line 1: the file is empty"),
    "no-column": (
        "年份,起\n", "第 1 行：表头没有“类型”一列。",
        "line 1: there is no column `kind`",
    ),
    "unknown-column": (
        "年份,起,类型,备注\n", "第 1 行 D1 格：不认识表头“备注”。",
        "line 1, cell D1: `备注` is no known column",
    ),
    "column-twice": (
        "年份,起,类型,year\n", "第 1 行 D1 格：表头“year”与前面一列重复。",
        "line 1, cell D1: `year` repeats an earlier column",
    ),
    "surplus-cell": (
        HEAD + "2026,2026-01-01,,off,a,b,c,d\n", "第 2 行 H2 格：“d”超出表头的列。",
        "line 2, cell H2: `d` stands beyond the columns",
    ),
    "bad-csv": (
        HEAD + '2026,2026-01-01,,off,"元旦\n', "第 2 行：从这里起不是合法的 CSV",
        "line 2: from here on this is no valid CSV",
    ),
    "no-year": (
        HEAD + ",2026-01-01,,off,,,\n", "第 2 行 A2 格：没有年份。", "line 2, cell A2: the year",
    ),
    "bad-year": (
        HEAD + "26,2026-01-01,,off,,,\n", "第 2 行 A2 格：“26”不是年份。",
        "line 2, cell A2: `26` is no year",
    ),
    "no-date": (
        HEAD + "2026,,,off,,,\n", "第 2 行 B2 格：没有日期。",
        "line 2, cell B2: the date is missing",
    ),
    "bad-date": (
        HEAD + "2026,2026-02-29,,off,,,\n", "第 2 行 B2 格：“2026-02-29”不是日期。",
        "line 2, cell B2: `2026-02-29` is no date",
    ),
    "bad-kind": (
        HEAD + "2026,2026-01-01,,调休,,,\n", "第 2 行 D2 格：“调休”不是类型。",
        "line 2, cell D2: `调休` is no kind",
    ),
    "to-before-from": (
        HEAD + "2026,2026-01-03,2026-01-01,off,,,\n",
        "第 2 行 C2 格：止于 2026-01-01，早于起日 2026-01-03。",
        "line 2, cell C2: it ends on 2026-01-01, before it begins on 2026-01-03",
    ),
    "too-long": (
        HEAD + "2026,2026-01-01,2027-01-03,off,,,\n",
        "第 2 行 C2 格：从 2026-01-01 到 2027-01-03 共 368 天",
        "line 2, cell C2: 2026-01-01 to 2027-01-03 are 368 days",
    ),
    "other-year": (
        HEAD + "2026,2025-01-01,,off,,,\n",
        "第 2 行 A2 格：2025-01-01 至 2025-01-01 没有一天在 2026 年",
        "line 2, cell A2: no day from 2025-01-01 to 2025-01-01 lies in 2026",
    ),
    "work-on-weekday": (
        HEAD + "2026,2026-01-05,,work,,,\n", "第 2 行 B2 格：2026-01-05 是星期一至星期五",
        "line 2, cell B2: 2026-01-05 lies between Monday and Friday",
    ),
    "contradiction": (
        HEAD + NEW_YEAR + "2026,2026-01-03,2026-01-04,上班,,,\n",
        "第 3 行 B3 格：2026-01-03 在第 2 行写了“放假”，这里又写“上班”。",
        "line 3, cell B3: 2026-01-03 is `off` on line 2 and `work` here",
    ),
    "overlap": (
        HEAD + NEW_YEAR + "2026,2026-01-02,2026-01-03,放假,,,\n",
        "第 3 行 B3 格：2026-01-02 在第 2 行已经写过。",
        "line 3, cell B3: 2026-01-02 stands on line 2 already",
    ),
    "too-many": (
        HEAD + "2026,x,,off,,,\n" * 5001, "第 5002 行：超过 5000 行",
        "line 5002: there are more than 5000 rows",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(BAD))
def test_what_is_wrong_is_said_with_its_place_and_a_remedy(tmp_path: Path, code: str) -> None:
    content, zh, en = BAD[code]
    error = refused(tmp_path, content)
    [problem] = [p for p in error.problems if p.code == code]
    assert problem.message["zh"].startswith(zh)
    assert problem.message["en"].startswith(en)
    assert problem.source == "holidays.csv"
    assert error.exit_code == 3


def test_every_kind_of_problem_has_a_case() -> None:
    said = set(WRONG) - {"off", "work", "line", "cell", "head", "head.one", "more"}
    assert said == set(BAD)


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    rows = "xx,,,maybe,,,\n2026,2026-01-03,2026-01-01,off,,,\n"
    error = refused(tmp_path, HEAD + rows)
    assert [p.code for p in error.problems] == ["bad-year", "no-date", "bad-kind", "to-before-from"]
    for lang in ("zh", "en"):
        head, *lines = error.message[lang].splitlines()
        assert "holidays.csv" in head
        assert lines == [f"  {p.message[lang]}" for p in error.problems]


def test_of_very_many_problems_the_first_are_shown(tmp_path: Path) -> None:
    error = refused(tmp_path, HEAD + "2026,x,,off,,,\n" * 100)
    assert len(error.problems) == 100
    assert error.message["en"].splitlines()[-1] == "  and 70 more"
    assert len(error.message["zh"].splitlines()) == 32


@pytest.mark.parametrize("text", ["2026,2026-01-01,,off,\x1b[2J,,\n", "=1+1,2026-01-01,,off,,,\n"])
def test_a_hostile_cell_harms_nobody(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, HEAD + text)
    if "=1+1" in text:
        assert refused(tmp_path, HEAD + text).problems[0].value == "=1+1"
    else:
        assert read_holidays(path).rows[0].name == {"zh": "\x1b[2J"}, "escaped where it is shown"


@pytest.mark.parametrize(
    ("content", "en"),
    [
        (b"PK\x03\x04\x00\x00", "is no plain text; save it as .csv in UTF-8"),
        (b"a" * ((2 << 20) + 1), "is larger than 2 MiB"),
        (b"\xff\x00\x81\x00\x00", "save it as .csv in UTF-8"),
    ],
    ids=["workbook", "large", "binary"],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, en: str) -> None:
    with pytest.raises(zhize.UnreadableError, match="holidays") as caught:
        read_holidays(written(tmp_path, content))
    assert en in caught.value.message["en"]
    assert "。" in caught.value.message["zh"]


def test_a_missing_file_is_an_error_only_where_it_is_named(tmp_path: Path) -> None:
    assert find_holidays(tmp_path).years == ()
    with pytest.raises(zhize.UnreadableError, match="does not exist"):
        read_holidays(tmp_path / "holidays.csv")
