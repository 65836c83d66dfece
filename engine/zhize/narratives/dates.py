"""Days named in a narrative: full dates, dates that lack a year, and which one counts."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from ..text.tokens import folded

if TYPE_CHECKING:
    from .view import View

_DIGITS: dict[str, int] = dict(
    zip("〇零○一二三四五六七八九", (0, 0, 0, *range(1, 10)), strict=True)
)
_HAN = "〇零○一二三四五六七八九十"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NAMES = {name: number for number, name in enumerate(_LONG, start=1)}
_MONTH = rf"(?P<month>{'|'.join(_NAMES)}|{'|'.join(_MONTHS)}|sept)\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"

_FULL = (
    re.compile(
        r"(?<!\d)(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?"
    ),
    re.compile(
        r"(?<![\d.])(?P<year>\d{4})\s?(?P<mark>[-/.—–])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?"
        r"(?P<day>\d{1,2})(?![\d]|[-/.]\d)"
    ),
    re.compile(
        rf"(?P<year>[{_HAN}]{{4}})年(?P<month>[{_HAN}]{{1,3}})月(?P<day>[{_HAN}]{{1,3}})[日号]?"
    ),
    re.compile(rf"\b{_DAY}(?: day)?(?: of)?[ -]{_MONTH},?[ -](?P<year>\d{{4}})\b"),
    re.compile(rf"\b{_MONTH} {_DAY}(?:,| of)? ?(?P<year>\d{{4}})\b"),
)
_CURT = (
    re.compile(
        r"(?<![\d年])(?P<year>\d\d)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]"
    ),
)
_SHORT = (
    re.compile(r"(?<![\d年])(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]"),
    re.compile(rf"(?<![{_HAN}年])(?P<month>[{_HAN}]{{1,3}})月(?P<day>[{_HAN}]{{1,3}})[日号]"),
    re.compile(rf"\b(?:the )?{_DAY}(?: of)? {_MONTH}\b(?!,? ?\d{{4}})"),
    re.compile(rf"\b{_MONTH} {_DAY}\b(?!,? ?\d{{4}})"),
)
_MONTH_ONLY = (
    re.compile(r"(?<!\d)(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月(?!\s*\d)"),
    re.compile(rf"\b{_MONTH},?(?: of)? (?P<year>\d{{4}})\b"),
)

FULL, NO_YEAR, SHORT_YEAR, NO_DAY, IMPOSSIBLE = (
    "full", "no-year", "short-year", "no-day", "impossible",
)  # fmt: skip


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A day as a text names it.

    Attributes:
        start, end: Its characters.
        state: `full`, `no-year`, `short-year`, `no-day` or `impossible`.
        iso: The day; empty unless it is known.
        carried: Its year is that of an earlier full date of the text.
    """

    start: int
    end: int
    state: str
    iso: str = ""
    carried: bool = False


_MOST = 120
"""Days, and cues of one sort, that are looked at."""

_KINDS = ((_FULL, FULL), (_CURT, SHORT_YEAR), (_SHORT, NO_YEAR), (_MONTH_ONLY, NO_DAY))


def days_in(text: str) -> list[Day]:
    """Return the days that a text names, in their order; of overlapping readings the fullest."""
    plain = folded(text)
    found: list[Day] = []
    for patterns, state in _KINDS:
        for pattern in patterns:
            for match in pattern.finditer(plain):
                start, end = match.span()
                if all(end <= day.start or day.end <= start for day in found):
                    found.append(_day(match, state))
    found.sort(key=lambda d: d.start)
    return _with_years(found, plain)


def _day(match: re.Match[str], state: str) -> Day:
    start, end = match.span()
    if state != FULL:
        return Day(start=start, end=end, state=state)
    iso = _iso(match["year"], match["month"], match["day"])
    return Day(start=start, end=end, state=FULL if iso else IMPOSSIBLE, iso=iso)


def _with_years(days: list[Day], plain: str) -> list[Day]:
    """Give the year of an earlier full date to a later one of the same year that has none."""
    done: list[Day] = []
    for day in days:
        before = next((d.iso for d in reversed(done) if d.iso), "")
        if day.state == NO_YEAR and before:
            found = next((m for p in _SHORT if (m := p.fullmatch(plain, day.start, day.end))), None)
            iso = _iso(before[:4], found["month"], found["day"]) if found else ""
            if iso and iso >= before:  # an earlier day of the year may be one of the next year
                day = msgspec.structs.replace(day, state=FULL, iso=iso, carried=True)
        done.append(day)
    return done


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(_number(year, digits=True), _number(month), _number(day)).isoformat()
    except ValueError:
        return ""


def _number(text: str, *, digits: bool = False) -> int:
    """Return the value of a number or of a month's name."""
    if text.isdecimal():
        return int(text)
    if text[:3] in _MONTHS:
        return _MONTHS.index(text[:3]) + 1
    if digits:
        return int("".join(str(_DIGITS[char]) for char in text if char in _DIGITS) or "0")
    tens, mark, ones = text.rpartition("十")
    value: int = _DIGITS.get(ones[-1:], 0)
    many: int = _DIGITS.get(tens, 1) if tens else 1
    return value + (10 * many if mark else 0)


def choose(days: list[Day], view: View, cues: tuple[str, ...], against: str) -> Day | None:
    """Return the day on which the matter became known, or None where no day is certain.

    Args:
        days: As `days_in` returns them.
        view: The text.
        cues: What words beside such a day do, the weightiest first.
        against: What words do that make the day beside them another one: a beginning, a limit.
    """
    days = days[:_MOST]
    full = [day for day in days if day.state == FULL]
    if not full:
        return None
    places = {day: (view.token_at(day.start), view.token_at(day.end - 1)) for day in days}
    beside: dict[Day, float] = {}
    for rank, use in enumerate(cues):
        for mark in view.marks.get(use, ())[:_MOST]:
            there = [d for d in days if view.same_sentence(places[d][0], mark.first)]
            if there:
                nearest = min(
                    there,
                    key=lambda d: (
                        not view.same_clause(places[d][0], mark.first),
                        places[d][0] > mark.first,
                        abs(places[d][0] - mark.first),
                    ),
                )
                beside[nearest] = max(beside.get(nearest, 0.0), 3.0 - 0.5 * rank)

    def weight(day: Day) -> tuple[float, int]:
        first, last = places[day]
        value = beside.get(day, 0.0) - (0.25 if day.carried else 0.0)
        marks = (m for place in {first, last} for m in view.marked_at(place, against))
        if any(_beside(view, mark.first, mark.last, first, last) for mark in marks):
            value -= 4.0
        return value, -day.start

    return max(full, key=weight)


def _beside(view: View, first: int, last: int, start: int, end: int) -> bool:
    """Tell whether words stand directly before or behind a date, within its clause."""
    if last < start:
        return view.same_clause(last, start) and view.words_between(last, start) <= 0.5
    return first > end and view.same_clause(end, first) and view.words_between(end, first) <= 2.0
