"""From the cells of a table to fields of records: finding the head, reading row by row."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.incident import Columns
from ..model.report import ERROR, INFO, Problem
from .faults import Fault, excerpt
from .lexicon import scalar_text
from .raw import RawRecord, duplicate_field
from .sheet_facts import UNCALCULATED, SheetFacts, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .ignoring import Ignored
    from .lexicon import FacetWords, Lexicon
    from .limits import Limits
    from .sheet_facts import Area

HEAD_ROWS = 20
"""Rows among which the field names are looked for: titles may stand above them."""

_STARS = " *＊\t\r\n\u3000"
_BREAK = re.compile(r"\s*[\r\n]+\s*")
_EXACT = 10**15
"""From here on, a spreadsheet has rounded a whole number (15 digits, IEEE 754)."""
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+(?:1[1-9]|[2-9]\d)", re.ASCII)
"""How spreadsheets export long numbers as text: 1.40522E+17; their last digits are lost."""
_FIRST_SERIAL, _LAST_SERIAL = 29221, 73415
"""Serial numbers of 1980-01-01 and 2100-12-31; others are more likely a slip of the pen."""
_EPOCH = date(1899, 12, 30)
_1904 = 1462


class Column(NamedTuple):
    """A column with a field name: its place from 0, the name, and the field that it means."""

    place: int
    letters: str
    name: str
    facet: FacetWords | None


class Head(NamedTuple):
    """The row of field names: its place from 0, and the columns."""

    place: int
    columns: tuple[Column, ...]

    @property
    def codes(self) -> frozenset[str]:
        """The fields that have a column."""
        return frozenset(c.facet.code for c in self.columns if c.facet is not None)


def find_head(rows: Iterable[Sequence[Any]], lexicon: Lexicon) -> Head | None:
    """Return the row, among the first ones, with most field names; None where none has two."""
    best: Head | None = None
    least = min(2, len(lexicon.facets))
    for place, row in zip(range(HEAD_ROWS), rows, strict=False):
        head = Head(place, tuple(_columns(row, lexicon)))
        if len(head.codes) >= least:
            best, least = head, len(head.codes) + 1
    return best


def _columns(row: Sequence[Any], lexicon: Lexicon) -> Iterator[Column]:
    for place, value in enumerate(row):
        name = "" if value is None else str(value).strip()
        if name:
            facet, name = _field(name, lexicon)
            yield Column(place, column_letters(place), name, facet)


def _field(name: str, lexicon: Lexicon) -> tuple[FacetWords | None, str]:
    """Return the field that a head names, though it be starred, or broken into lines."""
    bare = name.strip(_STARS)
    lines = [line.strip(_STARS) for line in name.splitlines()]
    whole = (name, bare, _BREAK.sub("", bare), _BREAK.sub(" ", bare))
    for written in dict.fromkeys((*whole, *lines)):  # a line of its own for each language
        facet = lexicon.field(written) if written else None
        if facet is not None:
            return facet, written
    return None, _BREAK.sub(" ", bare) or name


def no_head(lexicon: Lexicon, sheet: str | None = None) -> Fault:
    """The fault of a table without field names."""
    labels = [f.facet.label for f in lexicon.facets.values()]
    shown = [label.get("zh") or next(iter(label.values())) for label in labels][:6]
    english = [label.get("en") or next(iter(label.values())) for label in labels][:6]
    where_zh = "" if sheet is None else f"工作表“{sheet}”的"
    where_en = "" if sheet is None else f" of sheet `{sheet}`"
    return Fault(
        "no-header",
        f"{where_zh}前 {HEAD_ROWS} 行里没有表头；表头要写字段名，如 {'、'.join(shown)}……"
        "（zhize template 可生成空白台账）",
        f"there is no row of field names among the first {HEAD_ROWS} rows{where_en}; name the "
        f"fields, such as {', '.join(english)}, … (`zhize template` makes an empty ledger)",
    )


class TableReader:
    """Reads the rows below a head.

    Args:
        head: The row of field names.
        source: Name of the file.
        sheet: Name of the sheet, or None.
        facts: What is known of it beside the values of its cells.
        limits: Bounds on what is read.
        ignored: Columns that are passed over, whatever they hold.

    Raises:
        FaultFound: The head lacks a column that is to be ignored.
    """

    def __init__(
        self, head: Head, source: str, sheet: str | None, facts: SheetFacts, limits: Limits,
        ignored: Ignored,
    ) -> None:  # fmt: skip
        ignored.check(column.name for column in head.columns)
        self._ignored = {c.place for c in head.columns if c.facet is None and c.name in ignored}
        self._head = head
        self._source = source
        self._sheet = sheet
        self._errors = facts.errors
        self._from_1904 = facts.from_1904
        self._limits = limits
        letters: dict[str, str] = {}
        strange: dict[str, str] = {}
        for column in head.columns:
            if column.facet is None:
                strange.setdefault(column.name, column.letters)
            else:
                letters.setdefault(column.facet.code, column.letters)
        self._letters, self._strange = letters, strange
        places = [column.place for column in head.columns]
        self._first = min(places)
        # Beside the table of a sheet stands what is no part of it; a line of text has no beside.
        self._last = max(places) if sheet is not None else limits.max_columns
        self._covered: dict[int, dict[int, tuple[int, int]]] = {}

    def cover(self, merged: Iterable[Area], rows: int) -> None:
        """Take note of merged cells: all but the first of them are empty; a head may be one."""
        places = {column.place for column in self._head.columns} - self._ignored
        left = self._limits.max_cells
        for (top, first), (bottom, last) in merged:
            across = [place for place in places if first <= place <= last]
            if top <= self._head.place:  # a head of several columns, or of several rows
                if bottom >= self._head.place and (across or top < self._head.place):
                    self._first, self._last = min(self._first, first), max(self._last, last)
                continue
            for row in range(top, min(bottom, rows - 1) + 1):
                left -= len(across) + 1
                if left < 0:  # so many merged cells are no ledger
                    return
                for place in across:
                    if (row, place) != (top, first):
                        self._covered.setdefault(row, {})[place] = (top, first)

    def read(self, rows: Sequence[Sequence[Any]]) -> Iterator[RawRecord]:
        """Yield one record for each row that is not blank."""
        columns = self._with_unnamed(rows)
        above = tuple(tuple(map(_shown, row)) for row in rows[: self._head.place])
        where = Columns(
            sheet=self._sheet,
            head=self._head.place + 1,
            letters=self._letters,
            strange=self._strange,
            names=tuple((column.place, column.name) for column in columns),
            above=above,
        )
        with_errors = {row for row, _ in self._errors}
        position = 0
        for place in range(self._head.place + 1, len(rows)):
            row = rows[place]
            doubtful = place in with_errors or place in self._covered
            problems: list[Problem] = []
            fields: dict[str, Any] = {}
            written: list[str] = []
            width = len(row)
            for column in columns:
                value = row[column.place] if column.place < width else ""
                written.append(value if type(value) is str else _shown(value))
                if column.place in self._ignored:
                    continue
                if doubtful:
                    written[-1] = self._errors.get((place, column.place), written[-1])
                    value = self._doubtful(value, place, column, rows, problems)
                if value == "" or value is None or (type(value) is str and value.isspace()):
                    continue  # as `_is_blank`, in line
                if type(value) is not str:
                    value = self._text(value, place, column, problems)
                elif "E+" in value and _SCIENTIFIC.fullmatch(value):
                    problems.append(self._rounded(place, column, value))
                name = column.name if column.facet is None else column.facet.code
                if not name:
                    problems.append(self._unnamed(value, place, column))
                elif name in fields:
                    self._twice(value, place, column, problems)
                else:
                    fields[name] = value
            if fields or problems:
                position += 1
                yield RawRecord(position, place + 1, fields, tuple(problems), where, tuple(written))

    def _with_unnamed(self, rows: Sequence[Sequence[Any]]) -> tuple[Column, ...]:
        """Return the columns, and those within the table that hold something without a name."""
        named = {column.place for column in self._head.columns}
        below = rows[self._head.place + 1 :]
        last = min(self._last, max(map(len, below), default=0) - 1)
        unnamed = [
            Column(place, column_letters(place), "", None)
            for place in range(self._first, last + 1)
            if place not in named
            and not all(len(row) <= place or _is_blank(row[place]) for row in below)
        ]
        return tuple(sorted((*self._head.columns, *unnamed), key=lambda column: column.place))

    def _doubtful(
        self,
        value: Any,
        row: int,
        column: Column,
        rows: Sequence[Sequence[Any]],
        problems: list[Problem],
    ) -> Any:
        """Return the value of a cell that may hold an error, or be covered by a merged one."""
        error = self._errors.get((row, column.place))
        if error is not None:
            problems.append(self._error(row, column, error))
            return error
        first = self._covered.get(row, {}).get(column.place)
        if first is None:
            return value
        top, left = first
        shown = rows[top][left] if left < len(rows[top]) else ""
        if shown == "":
            return value
        said = any(p.code == "merged-cell" for p in problems) and top == row
        if not said:  # one row merged with itself, say a caption, is one fault
            text = excerpt(str(shown))
            cell = f"{column_letters(left)}{top + 1}"
            problems.append(self._problem(
                "merged-cell", row, column, text,
                f"与 {cell} 合并，只有 {cell} 有值；请取消合并，每个单元格各填各的值",
                f"it is merged with {cell}, which alone has a value; unmerge them and fill each",
            ))  # fmt: skip
        return shown if left == column.place else value

    def _text(self, value: Any, row: int, column: Column, problems: list[Problem]) -> Any:
        """Return what a cell says as text; what is no single value stays, to be refused."""
        if type(value) is float or type(value) is int:
            return self._number(value, row, column, problems)
        try:
            return scalar_text(value)
        except TypeError:
            return value

    def _number(self, value: float, row: int, column: Column, problems: list[Problem]) -> str:
        text = _shown(value)
        if abs(value) >= _EXACT:
            problems.append(self._rounded(row, column, text))
            return text
        is_date = column.facet is not None and column.facet.kind == "date"
        if is_date and value == value // 1 and self._from_1904 is not None:
            serial = int(value) + (_1904 if self._from_1904 else 0)
            if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
                day = (_EPOCH + timedelta(days=serial)).isoformat()
                note = self._problem(
                    "date-serial", row, column, text,
                    f"数字 {text} 没有日期格式，按表格软件的日期序号读作 {day}",
                    f"the number {text} has no date format; it is read as the day {day}",
                    severity=INFO,
                )  # fmt: skip
                problems.append(note)
                return day
        return text

    def _error(self, row: int, column: Column, error: str) -> Problem:
        if error == UNCALCULATED:
            zh = "公式没有存下结果；请用 Excel 或 WPS 打开后保存，或直接填写值"
            en = (
                "the formula has no stored value; open the workbook in Excel or WPS and save it, "
                "or write the value itself"
            )
        else:
            zh = f"公式的结果是错误值 {error}；请改正公式，或直接填写值"
            en = f"the formula gives the error {error}; mend it, or write the value itself"
        return self._problem("error-cell", row, column, error, zh, en)

    def _unnamed(self, value: Any, row: int, column: Column) -> Problem:
        """Return the problem of a value of which nobody can tell what it says."""
        head = f"{column.letters}{self._head.place + 1}"
        in_zh, in_en = ("", "") if self._sheet is not None else (
            "；值里有分隔符的，要用引号括起来",
            "; a value with a separator in it belongs in quotation marks",
        )  # fmt: skip
        return self._problem(
            "unnamed-column", row, column, excerpt(_shown(value)),
            f"这一列没有字段名，不知道说的是什么；请在 {head} 写上字段名，或把值并入它所属的列"
            f"{in_zh}",
            f"its column has no name, so nobody can tell what it says; name the column in {head}, "
            f"or move the value to the column where it belongs{in_en}",
        )  # fmt: skip

    def _rounded(self, row: int, column: Column, value: str) -> Problem:
        return self._problem(
            "rounded-number", row, column, value,
            "位数多的数字已被表格软件舍入；请把单元格设为文本格式，再重新输入",
            "the spreadsheet has rounded a number of many digits; format the cell as text and "
            "enter it anew",
        )  # fmt: skip

    def _twice(self, value: Any, row: int, column: Column, problems: list[Problem]) -> None:
        found = duplicate_field(column.name, excerpt(str(value)), self._source, row + 1)
        problems.append(
            Problem(
                code=found.code,
                severity=found.severity,
                message=found.message,
                field=column.name if column.facet is None else column.facet.code,
                value=found.value,
                source=found.source,
                row=found.row,
                sheet=self._sheet,
                cell=f"{column.letters}{row + 1}",
            )
        )

    def _problem(
        self, code: str, row: int, column: Column, value: str, zh: str, en: str,
        *, severity: str = ERROR,
    ) -> Problem:  # fmt: skip
        cell = f"{column.letters}{row + 1}"
        name_zh, name_en = (f"（{column.name}）", f" ({column.name})") if column.name else ("", "")
        in_zh, in_en = ("", "") if self._sheet is None else (
            f"工作表“{self._sheet}”", f" of sheet `{self._sheet}`"
        )  # fmt: skip
        return Problem(
            code=code,
            severity=severity,
            message={
                "zh": f"{in_zh}单元格 {cell}{name_zh}：{zh}。",
                "en": f"cell {cell}{in_en}{name_en}: {en}",
            },
            field=(column.name or None) if column.facet is None else column.facet.code,
            value=value,
            source=self._source,
            row=row + 1,
            sheet=self._sheet,
            cell=cell,
        )


def _is_blank(value: Any) -> bool:
    return value == "" or value is None or (type(value) is str and value.isspace())


def _shown(value: Any) -> str:
    """Return the value of a cell as text."""
    if type(value) is float or type(value) is int:
        return str(int(value)) if value == value // 1 else format(value, ".15g")
    try:
        return scalar_text(value) or ""
    except TypeError:
        return str(value)
