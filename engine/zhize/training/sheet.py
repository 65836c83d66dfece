"""A printed sheet as plain values: sections of items, each with labelled rows.

The same sheet is written as HTML (`html_sheet`) and as a Word document (`word_sheet`).
"""

from __future__ import annotations

from typing import NamedTuple

from ..pages import Said

Words = tuple[Said, ...]
"""Something said, once in each language of the sheet."""


class Row(NamedTuple):
    """A label, and what stands behind it; a text may have several lines."""

    label: Words
    text: Words


class Node(NamedTuple):
    """A line of a reason, in pieces of one language each, and what hangs below it."""

    pieces: Words
    below: tuple[Node, ...] = ()


class Reason(NamedTuple):
    """Why something is so, in one language."""

    lang: str
    nodes: tuple[Node, ...]


class Item(NamedTuple):
    """A heading with rows, and reasons, below it; `mark` is a mode, for the style."""

    title: Words
    rows: tuple[Row, ...] = ()
    mark: str = ""
    reasons: tuple[Reason, ...] = ()


class Part(NamedTuple):
    """What stands under one heading of the third level; `points` are a plain list."""

    title: Words
    items: tuple[Item, ...] = ()
    points: tuple[Words, ...] = ()
    wide: bool = True


class Table(NamedTuple):
    """A table; `widths_mm` add up to a page's width. `blank` rows are high, to be written in."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    widths_mm: tuple[float, ...]
    blank: bool = False


class Section(NamedTuple):
    """What stands under one heading of the second level.

    Attributes:
        anchor: The name that links lead to.
        title: The heading; `aside`: what stands behind it in small.
        paragraphs, table, parts: In this order.
    """

    anchor: str
    title: Words
    aside: Words = ()
    paragraphs: tuple[Words, ...] = ()
    table: Table | None = None
    parts: tuple[Part, ...] = ()


class Sheet(NamedTuple):
    """A whole sheet.

    Attributes:
        name: The name of its files, without an ending.
        title, intro, stamp: What stands above the sections.
        sections: In the order of the sheet.
        paged: Every section stands on a page of its own, and fills no more than that.
    """

    name: str
    title: Words
    intro: tuple[Words, ...]
    stamp: Words
    sections: tuple[Section, ...]
    paged: bool = False
