"""How large the letters of a duty card may be, so that it fills no more than one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..explain.width import display_width

if TYPE_CHECKING:
    from .sheet import Item, Section, Words

LETTERS_PT = (9.5, 8.8, 8.2, 7.6, 7.0)
"""Sizes of letters, the largest first: those of `card.css`."""

MARGIN_MM = 11.0
"""Margins of a card's page."""

_LINES = (60, 64, 73, 80)
"""Lines of a card that a page holds in each size of letters but the smallest."""

_COLUMNS = (104, 112, 120, 130, 141)
"""Columns of a line in each size, as `display_width` counts them."""

_GAP = 4
"""Columns that a row takes beside its words: the gaps around its label."""


def card_size(section: Section) -> int:
    """Return the size of letters, 0 for the largest, in which a card fits a page."""
    for size, most in enumerate(_LINES):
        if _lines(section, _COLUMNS[size]) <= most:
            return size
    return len(_LINES)


def _lines(section: Section, columns: int) -> float:
    """Return about how many lines a card takes."""
    lines = 4.0 + len(section.paragraphs)
    beside: list[float] = []
    for part in section.parts:
        room = columns if part.wide else columns // 2
        here = 1.8 + sum(_height(words, room) for words in part.points)
        for item in part.items:
            here += 0.6 + _height(item.title, room)
            here += _rows(item, room - 2)
        if part.wide:
            lines += here
        else:
            beside.append(here)
    return lines + max(beside, default=0)


def _rows(item: Item, columns: int) -> int:
    """Return how many lines the rows of an item take; short ones share a line."""
    lines, left = 0, 0
    for row in item.rows:
        label = _GAP + display_width(_line(row.label))
        texts = _line(row.text).split("\n")
        width = label + max(map(display_width, texts))
        if width <= left and len(texts) == 1:
            left -= width
        else:
            lines += sum(max(1, -(-display_width(t) // (columns - label))) for t in texts)
            left = columns - width if len(texts) == 1 else 0
    return lines


def _height(words: Words, columns: int) -> int:
    """Return how many lines words take."""
    return max(1, -(-display_width(_line(words)) // columns))


def _line(words: Words) -> str:
    return " ".join(part.text for part in words)
