"""Reading a file of holidays: a table in CSV, as Excel writes it, in Chinese or English."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .._errors import UnreadableError
from ..documents import read_text
from ..model.report import ERROR, Problem
from .holiday_words import WRONG
from .holidays import OFF, WORK, HolidayRow, Holidays

if TYPE_CHECKING:
    from collections.abc import Iterator

HOLIDAYS = "holidays.csv"
"""The file in a mechanism's folder."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
_MOST_ROWS, _MOST_DAYS, _MOST_SHOWN, _EXCERPT = 5000, 60, 30, 40
_COLUMNS = {
    "year": "year", "年份": "year", "年": "year",
    "from": "from", "起": "from", "起日": "from",
    "to": "to", "止": "to", "止日": "to",
    "kind": "kind", "类型": "kind",
    "namezh": "zh", "名称": "zh",
    "nameen": "en", "英文名称": "en",
    "source": "source", "依据": "source",
}  # fmt: skip
_NEEDED = {"year": {"zh": "年份", "en": "year"}, "from": {"zh": "起", "en": "from"},
           "kind": {"zh": "类型", "en": "kind"}}  # fmt: skip
_KINDS = {"off": OFF, "放假": OFF, "work": WORK, "上班": WORK}
_YEAR = re.compile(r"([0-9]{4})年?")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_SATURDAY = 5


class HolidayFileError(UnreadableError):
    """A file of holidays says what cannot be; `problems` has all of it, line by line."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        said = {lang: _said(name, problems, lang) for lang in ("zh", "en")}
        super().__init__(said["zh"], said["en"])
        self.problems = problems


def find_holidays(folder: Path) -> Holidays:
    """Return the holidays of a mechanism's folder; none where it has no such file.

    Raises:
        HolidayFileError: The file has something that cannot be.
        UnreadableError: It is no text, or very large.
    """
    path = folder / HOLIDAYS
    return read_holidays(path) if path.exists() else Holidays()


def read_holidays(path: Path) -> Holidays:
    """Read a file of holidays.

    Its first line names the columns. Encoding: UTF-8 or GB 18030; cells are parted by commas,
    semicolons or tabs.

    Raises:
        HolidayFileError: The file has something that cannot be.
        UnreadableError: There is no such file, or it is no text, or very large.
    """
    reading = _Reading(path.name)
    rows = reading.rows(read_text(path, ".csv").removeprefix("\ufeff"))
    if reading.problems:
        raise HolidayFileError(path.name, tuple(reading.problems))
    return Holidays(rows, path.name)


class _Reading:
    """One file, and all that is wrong with it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._columns: dict[str, int] = {}
        self._line = 1

    def rows(self, text: str) -> tuple[HolidayRow, ...]:
        """Return the rows that say something."""
        head = text.lstrip().partition("\n")[0]
        lines = self._lines(text, max(",;\t", key=head.count))
        self._head(next(lines, []))
        if self.problems:
            return ()
        found: list[HolidayRow] = []
        seen: dict[date, HolidayRow] = {}
        for count, cells in enumerate(lines):
            if count == _MOST_ROWS:
                self._wrong("too-many", most=_MOST_ROWS)
                break
            row = self._row(cells)
            if row is not None:
                self._hold_against(row, seen)
                found.append(row)
        return tuple(found)

    def _lines(self, text: str, delimiter: str) -> Iterator[list[str]]:
        """Return the lines that are not blank, as stripped cells."""
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                self._line = max(reader.line_num, 1)
                self._wrong("bad-csv")
                return
            self._line = reader.line_num
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield stripped

    def _head(self, cells: list[str]) -> None:
        if not cells:
            if not self.problems:
                self._wrong("empty")
            return
        for place, cell in enumerate(cells):
            name = _COLUMNS.get(re.sub(r"[\s_-]", "", cell.casefold()))
            if name is None:
                if cell:
                    self._wrong("unknown-column", place, cell)
            elif name in self._columns:
                self._wrong("column-twice", place, cell)
            else:
                self._columns[name] = place
        for name, called in _NEEDED.items():
            if name not in self._columns:
                self._wrong("no-column", value=called)

    def _row(self, cells: list[str]) -> HolidayRow | None:
        last_column = max(self._columns.values())
        for place, cell in enumerate(cells[last_column + 1 :], last_column + 1):
            if cell:
                self._wrong("surplus-cell", place, cell)
        year = self._year(cells)
        first = self._date(cells, "from")
        last = self._date(cells, "to") if self._cell(cells, "to") else first
        kind = _KINDS.get(self._cell(cells, "kind").casefold())
        if kind is None:
            self._wrong("bad-kind", self._columns["kind"], self._cell(cells, "kind"))
        if year is None or first is None or last is None or kind is None:
            return None
        name = {lang: self._cell(cells, lang) for lang in ("zh", "en") if self._cell(cells, lang)}
        row = HolidayRow(
            year=year, first=first, last=last, kind=kind, name=name,
            source=self._cell(cells, "source"), line=self._line,
        )  # fmt: skip
        return row if self._makes_sense(row) else None

    def _makes_sense(self, row: HolidayRow) -> bool:
        """Tell whether a row can be; say what cannot."""
        before = len(self.problems)
        until, since = self._columns.get("to", self._columns["from"]), self._columns["from"]
        days = (row.last - row.first).days + 1
        if days < 1:
            self._wrong("to-before-from", until, row.last.isoformat(), first=row.first)
        elif days > _MOST_DAYS:
            shown = row.last.isoformat()
            self._wrong("too-long", until, shown, first=row.first, days=days, most=_MOST_DAYS)
        elif row.year not in (row.first.year, row.last.year):
            year = self._columns["year"]
            self._wrong("other-year", year, str(row.year), first=row.first, last=row.last)
        elif row.kind == WORK:
            for day in row.days():
                if day.weekday() < _SATURDAY:
                    self._wrong("work-on-weekday", since, day.isoformat())
        return len(self.problems) == before

    def _hold_against(self, row: HolidayRow, seen: dict[date, HolidayRow]) -> None:
        """Say which days of a row an earlier one has, once for each of these."""
        told: set[int] = set()
        for day in row.days():
            earlier = seen.setdefault(day, row)
            if earlier is row or earlier.line in told:
                continue
            told.add(earlier.line)
            key = "overlap" if earlier.kind == row.kind else "contradiction"
            self._wrong(
                key, self._columns["from"], day.isoformat(),
                line=earlier.line, other=WRONG[earlier.kind], kind=WRONG[row.kind],
            )  # fmt: skip

    def _cell(self, cells: list[str], column: str) -> str:
        place = self._columns.get(column)
        return "" if place is None or place >= len(cells) else cells[place]

    def _year(self, cells: list[str]) -> int | None:
        text, place = self._cell(cells, "year"), self._columns["year"]
        if not text:
            self._wrong("no-year", place)
            return None
        match = _YEAR.fullmatch(text)
        if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            self._wrong("bad-year", place, text, first=FIRST_YEAR, last=LAST_YEAR)
            return None
        return int(match[1])

    def _date(self, cells: list[str], column: str) -> date | None:
        text, place = self._cell(cells, column), self._columns[column]
        if not text:
            self._wrong("no-date", place)
            return None
        match = _DATE.fullmatch(text)
        with contextlib.suppress(ValueError):
            if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
                return date(int(match[1]), int(match[2]), int(match[3]))
        self._wrong("bad-date", place, text)
        return None

    def _wrong(
        self, key: str, place: int | None = None, value: str | dict[str, str] = "", **parts: object
    ) -> None:
        """Note a problem of the present line; parts that are texts are said in each language."""
        cell = None if place is None else f"{_letters(place)}{self._line}"
        shown = _excerpt(value) if isinstance(value, str) else value
        message = {}
        for lang in ("zh", "en"):
            where = WRONG["line" if cell is None else "cell"][lang]
            named = {"value": shown, **parts}
            filled = {k: v[lang] if isinstance(v, dict) else v for k, v in named.items()}
            colon, stop = ("：", "。") if lang == "zh" else (": ", "")
            said = WRONG[key][lang].format(**filled)
            message[lang] = where.format(line=self._line, cell=cell) + colon + said + stop
        self.problems.append(
            Problem(
                code=key, severity=ERROR, message=message, source=self.name, row=self._line,
                cell=cell, value=value if isinstance(value, str) and value else None,
            )
        )  # fmt: skip


def _said(name: str, problems: tuple[Problem, ...], lang: str) -> str:
    """Return all problems, a line each; of very many the first."""
    key = "head.one" if len(problems) == 1 else "head"
    lines = [WRONG[key][lang].format(name=name, count=len(problems))]
    lines += [f"  {problem.message[lang]}" for problem in problems[:_MOST_SHOWN]]
    if len(problems) > _MOST_SHOWN:
        lines.append("  " + WRONG["more"][lang].format(count=len(problems) - _MOST_SHOWN))
    return "\n".join(lines)


def _letters(place: int) -> str:
    """Return the letters of a column: A, B, … AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _excerpt(text: str) -> str:
    return f"{text[:_EXCERPT]}…" if len(text) > _EXCERPT else text
