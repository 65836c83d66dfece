"""Records from CSV and TSV: as Excel and WPS write them, in UTF-8 or GB18030."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from . import faults
from .faults import Fault, FaultFound
from .sheet_facts import ERROR_VALUES, SheetFacts, too_many_columns, too_many_rows
from .source import bad_byte
from .tables import HEAD_ROWS, Head, TableReader, find_head, no_head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .ignoring import Ignored
    from .lexicon import Lexicon
    from .limits import Limits
    from .raw import RawRecord

_MARKS = {"csv": (",", ";", "\t"), "tsv": ("\t", ",", ";")}
"""What may stand between the values, the usual one first."""


def read_delimited(
    data: bytes, source: str, lexicon: Lexicon, limits: Limits, kind: str, ignored: Ignored
) -> Iterator[RawRecord]:
    """Yield the records of a table; its rows are counted as a spreadsheet shows them.

    Args:
        data: The file.
        source: Its name.
        lexicon: The words of the mechanism.
        limits: Bounds on sizes.
        kind: `csv` or `tsv`: only which mark between values is tried first.
        ignored: Columns that are passed over.

    Raises:
        FaultFound: The encoding or the quoting is wrong, or there are no field names.
    """
    text = decoded(data)
    mark, head = _head(text, lexicon, _MARKS[kind])
    rows = list(_rows(text, mark, limits))
    facts = SheetFacts()
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value[:1] == "#" and value in ERROR_VALUES:  # a formula without a value, exported
                facts.errors[r, c] = value
    yield from TableReader(head, source, None, facts, limits, ignored).read(rows)


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8, with or without a mark, else GB18030; nothing is guessed.

    Raises:
        FaultFound: It is neither.
    """
    found = bad_byte(data)
    if found is None:
        return data.decode("utf-8-sig")
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise FaultFound(found[1]) from None


def _head(text: str, lexicon: Lexicon, marks: tuple[str, ...]) -> tuple[str, Head]:
    """Return the mark between values under which most field names appear, and the head."""
    best: tuple[str, Head] | None = None
    for mark in marks:
        head = find_head(_first_rows(text, mark), lexicon)
        if head is not None and (best is None or len(head.codes) > len(best[1].codes)):
            best = mark, head
    if best is None:
        raise FaultFound(no_head(lexicon))
    return best


def _first_rows(text: str, mark: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == HEAD_ROWS:
                break
    except csv.Error:
        pass  # with another mark, or farther down, it is said where
    return rows


def _rows(text: str, mark: str, limits: Limits) -> Iterator[list[str]]:
    """Yield all rows.

    Raises:
        FaultFound: `syntax`, `truncated` or `too-large`.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    number = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise FaultFound(_fault(str(error), line)) from None
        if row is None:
            return
        number += 1
        if number > limits.max_rows:
            raise FaultFound(too_many_rows(number, limits.max_rows, None))
        if len(row) > limits.max_columns:
            raise FaultFound(too_many_columns(len(row), limits.max_columns, None).at(line))
        yield row


def _fault(error: str, line: int) -> Fault:
    if "unexpected end" in error:
        return Fault(
            "truncated",
            "从这里开始的引号没有结束，文件可能不完整；请补上引号，或重新导出",
            "a quotation mark that begins here is never closed, so the file may be incomplete; "
            "close it, or export the file again",
            line,
        )
    if "field limit" in error:
        limit = csv.field_size_limit()
        return Fault(
            "too-large",
            f"一个值超过 {limit} 个字；请缩短，或检查引号是否成对",
            f"a value is longer than {limit} characters; shorten it, or check the quotation marks",
            line,
        )
    return faults.syntax("CSV", "", error, line, None)
