"""A result as text for people, CSV for spreadsheets, JSON for programs, or Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._errors import UsageError
from ..explain.width import DEFAULT_WIDTH, display_width, pad, visible, wrap
from .values import Thing, Words
from .words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.rulebase import Text
    from .values import Asked, Cell, Column, CompetencyQuery, Result, Single

FORMATS = ("text", "csv", "json", "turtle")
SUFFIXES = {".txt": "text", ".csv": "csv", ".json": "json", ".ttl": "turtle"}
"""The format of a file by the end of its name."""

_WIDTH = 100
"""Columns of a table: wider than running text, as Chinese and English terminals are."""
_NARROWEST = 10
_GAP = "  "


def rendered(
    result: Result, output_format: str, lang: str, query: CompetencyQuery | None = None
) -> str:
    """Return a result in one of `FORMATS`.

    Args:
        result: The answer of a query.
        output_format: A graph as `text` is its Turtle.
        lang: Language of heads and labels; labels that lack it come in the mechanism's first one.
        query: The competency query, for the head of a text.

    Raises:
        UsageError: Turtle is asked for, and the result is a table.
    """
    if output_format == "json":
        return _json(result)
    if output_format == "csv":
        return _csv(result, lang)
    if result.turtle is not None:
        return result.turtle
    if output_format == "turtle":
        raise UsageError(
            "这个查询的答案是表，不是图；turtle 只用于 CONSTRUCT 和 DESCRIBE。"
            "请用 text、csv 或 json。",
            "the answer of this query is a table and no graph; turtle is for CONSTRUCT and "
            "DESCRIBE: use text, csv or json",
        )
    return _text(result, lang, query)


def _json(result: Result) -> str:
    import msgspec

    encoded = msgspec.json.format(msgspec.json.encode(result.to_rows()), indent=2)
    return encoded.decode() + "\n"


def _csv(result: Result, lang: str) -> str:
    """Return the table as CSV (RFC 4180); several values in a cell are parted by `;`."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_head(column, lang) for column in result.columns])
    for row in result.rows:
        pairs = zip(result.columns, row, strict=True)
        writer.writerow([_shown(cell, column, lang, result, ";") for column, cell in pairs])
    return out.getvalue()


# ---------------------------------------------------------------- text


def _text(result: Result, lang: str, query: CompetencyQuery | None) -> str:
    lines: list[str] = []
    if query is not None:
        lines += wrap(query.question[lang], DEFAULT_WIDTH)
        lines += [line for one in result.asked for line in _asked(one, lang, result)]
        if query.note:
            lines += wrap(query.note[lang], DEFAULT_WIDTH, first=say("note", lang))
        lines.append("")
    if result.rows:
        lines += table_lines(
            [_head(column, lang) for column in result.columns],
            [
                [
                    visible(_shown(cell, column, lang, result, say("and", lang)))
                    for column, cell in zip(result.columns, row, strict=True)
                ]
                for row in result.rows
            ],
        )
        lines.append("")
    count = len(result.rows)
    lines.append(say("rows" if count > 1 else "row" if count else "nothing", lang, count=count))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _asked(asked: Asked, lang: str, result: Result) -> list[str]:
    """Return what was asked about: the name, and the code where that is another word."""
    name, value = _pick(asked.name, lang, result), _pick(asked.value, lang, result)
    shown = asked.code if value in ("", asked.code) else say("aside", lang, a=value, b=asked.code)
    return wrap(visible(shown), DEFAULT_WIDTH, first=say("colon", lang, name=name))


def table_lines(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table as lines, aligned by display width; long cells are broken into lines.

    Where a cell has more than one line, the rows are parted by blank lines.
    """
    widths = _widths(heads, rows)
    broken = [_broken(row, widths) for row in rows]
    apart = any(len(lines) > 1 for lines in broken)
    found = _broken(heads, widths)
    found.append(_GAP.join("-" * width for width in widths))
    for number, lines in enumerate(broken):
        if number and apart:
            found.append("")
        found += lines
    return found


def _broken(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [wrap(cell, width) for cell, width in zip(row, widths, strict=True)]
    height = max(map(len, cells), default=1)
    return [
        _GAP.join(
            pad(cell[n] if n < len(cell) else "", width)
            for cell, width in zip(cells, widths, strict=True)
        )
        for n in range(height)
    ]


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths of the columns: as wide as need be, the widest narrowed until all fit."""
    natural = [
        max([display_width(head), *(_widest(row[n]) for row in rows)])
        for n, head in enumerate(heads)
    ]
    room = max(_WIDTH - len(_GAP) * (len(heads) - 1), _NARROWEST * len(heads))
    widths = natural
    limit = max(natural, default=0)
    while sum(widths) > room and limit > _NARROWEST:
        limit -= 1
        widths = [min(width, limit) for width in natural]
    # A word that cannot be broken sticks out of its column, and would push the others aside.
    return [
        max([width, *(display_width(line) for row in rows for line in wrap(row[n], width))])
        for n, width in enumerate(widths)
    ]


def _widest(cell: str) -> int:
    return max(map(display_width, cell.split("\n")))


# ---------------------------------------------------------------- cells


def _head(column: Column, lang: str) -> str:
    return column.label.get(lang, column.name)


def _shown(cell: Cell, column: Column, lang: str, result: Result, separator: str) -> str:
    if cell is None:
        return ""
    values = cell if isinstance(cell, tuple) else (cell,)
    return separator.join(_single(value, column, lang, result) for value in values)


def _single(value: Single, column: Column, lang: str, result: Result) -> str:
    if isinstance(value, Thing):
        if column.kind == "label" and value.label:
            return _pick(value.label, lang, result)
        return value.code if value.code is not None else value.short
    if isinstance(value, Words):
        return _pick(value.by_language, lang, result)
    if isinstance(value, bool):
        return say("yes" if value else "no", lang)
    return str(value)


def _pick(text: Text, lang: str, result: Result) -> str:
    """Return a text in the wanted language, or in the nearest there is."""
    for language in (lang, *result.languages):
        if language in text:
            return text[language]
    return text[min(text)] if text else ""
