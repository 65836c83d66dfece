"""The matrix as one HTML file that needs nothing else; it prints on A3, and on A4 made smaller."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..pages import page_html
from .citing import Citations
from .words import SWAP, circled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .layout import Layout
    from .values import Column, Table


def matrix_html(layout: Layout) -> str:
    """Return the whole matrix as one HTML document."""
    return page_html(
        Path(__file__).resolve().parent,
        "matrix.html.j2",
        lang=layout.voices.lang,
        styles=("matrix.css",),
        layout=layout,
        say=layout.voices,
        groups=_groups,
        place=_Places(layout),
        circled=circled,
        citations=Citations(layout),
        swap=SWAP,
    )


def _groups(layout: Layout, table: Table) -> Iterator[tuple[bool, list[Column]]]:
    """Yield the columns by group; True where a group has a heading of its own."""
    for _, found in groupby(table.columns, lambda column: (column.facet, column.group)):
        columns = list(found)
        if columns[0].facet is None:
            yield from ((False, [column]) for column in columns)
        else:
            yield layout.in_group(table, columns[0]), columns


class _Places:
    """Names for the cells of a page, so that notes can lead back to them."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._rank = {agency.code: rank for rank, agency in enumerate(layout.rulebase.agencies)}
        self._columns: dict[Column, tuple[str, Table]] = {}
        for table in layout.matrix.tables:
            for rank, column in enumerate(table.columns, start=1):
                self._columns[column] = (f"{table.by[0]}{rank}", table)

    def __call__(self, agency: str, column: Column) -> str:
        """Return the name of a cell."""
        return f"{self._columns[column][0]}-{self._rank[agency]}"

    def said(self, agency: str, column: Column) -> str:
        """Return what a cell is called."""
        layout = self._layout
        return f"{layout.line(layout.agency(agency))} × {layout.line(layout.column(column))}"
