"""The matrix as Markdown and as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..documents import csv_text
from ..explain.width import display_width, pad, visible
from .citing import Citations
from .layout import Terms
from .words import circled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .layout import Cited, Layout
    from .values import Column, Entry, Table


def matrix_markdown(layout: Layout) -> str:
    """Return the tables, their conditions and the norms cited, in GitHub's Markdown."""
    say, heading = layout.line, layout.heading
    out = [f"# {_escaped(say(layout.title()))}", _escaped(layout.stamp())]
    for table in layout.matrix.tables:
        out.append(f"## {_escaped(say(layout.name(table)))}")
        head = [say(heading("agency")), *(say(layout.full(table, c)) for c in table.columns)]
        rows = [
            [
                say(layout.agency(agency)),
                *("<br>".join(_lines(layout, table, agency, c)) for c in table.columns),
            ]
            for agency in table.rows
        ]
        out.append(_table(head, rows))
    out.append(f"## {say(heading('read'))}")
    out.append("\n".join(f"- {_escaped(say(said))}" for said in layout.reading()))
    if layout.notes:
        out.append(f"## {say(heading('conditions'))}")
        rows = [[circled(note.number), say(layout.terms(note.terms))] for note in layout.notes]
        out.append(_table([say(heading("number")), say(heading("meaning"))], rows))
    out.append(f"## {say(heading('norms'))}")
    citations = Citations(layout)
    out.append(_table([say(heading(key)) for key in NORM_COLUMNS], norm_rows(citations)))
    if rests := citations.interpretations():
        out.append(f"## {say(heading('interpretations'))}")
        out.append("\n".join(f"- {_escaped(say(said))}" for _, said in rests))
    return "\n\n".join(out) + "\n"


NORM_COLUMNS = ("norm", "article", "part", "bearer", "quote", "rests")
"""The headings of `norm_rows`."""


def norm_rows(citations: Citations) -> list[list[str]]:
    """Return the norms cited: code, provision, part, bearers, words, interpretations."""
    line = citations.layout.line
    return [
        [
            norm.code,
            line(citations.provision(norm)),
            line(citations.part(norm)),
            line(citations.bearers(norm)),
            citations.quoted(norm),
            " ".join(citations.rests_on(norm)),
        ]
        for norm in citations.norms()
    ]


def _lines(layout: Layout, table: Table, agency: str, column: Column) -> list[str]:
    return [layout.text(line) for line in layout.lines(table.cell(agency, column))]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose columns also stand under one another where it is not rendered."""
    lines = [[_escaped(cell, line_break=True) for cell in row] for row in (head, *rows)]
    widths = [max(3, *(display_width(row[i]) for row in lines)) for i in range(len(head))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(pad(c, w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in lines
    )


def _escaped(text: str, *, line_break: bool = False) -> str:
    """Return a text that Markdown shows as it is."""
    parts = text.split("<br>") if line_break else [text]
    shown = []
    for part in parts:
        clean = " ".join(visible(part).split())
        for mark in "\\`*_[]<>|#~":
            clean = clean.replace(mark, f"\\{mark}")
        shown.append(clean)
    return "<br>".join(shown)


def matrix_csv(layout: Layout) -> str:
    """Return one wide table, a row for each agency, in which every cell explains itself.

    The columns of the table by violation come first, then those by article; a cell writes each
    condition out, because no other place is left for it.
    """
    tables = layout.matrix.tables
    columns = [(table, column) for table in tables for column in table.columns]
    rows = {agency for table in tables for agency in table.rows}
    head = [layout.line(layout.heading("agency")), layout.line(layout.heading("code"))]
    head += [layout.line(layout.full(*place)) for place in columns]
    return csv_text(
        head,
        (
            [
                layout.line(layout.agency(agency.code)),
                agency.code,
                *(_spelt(layout, table.cell(agency.code, column)) for table, column in columns),
            ]
            for agency in layout.rulebase.agencies
            if agency.code in rows
        ),
    )


def _spelt(layout: Layout, entries: Iterable[Entry]) -> str:
    """Return a cell in full: parts with the same condition share it."""
    groups: dict[tuple[Terms, tuple[str, str] | None], list[str]] = {}
    terms = {note.number: note.terms for note in layout.notes}
    for line in layout.lines(entries):
        alike: dict[tuple[Terms, tuple[str, str] | None], list[str]] = {}
        for cited in line.cited:
            key = (Terms(None, None) if cited.mark is None else terms[cited.mark], cited.instead)
            alike.setdefault(key, []).append(_cited(cited))
        for key, norms in alike.items():
            said = " ".join((layout.line(layout.part(line.part)), *norms))
            groups.setdefault(key, []).append(said)
    names = layout.voices.names[0]
    out = []
    for (found, instead), parts in groups.items():
        text = names.words.listed(parts)
        clauses = layout.voices.each(
            lambda n, t=found, i=instead: n.words.clauses(  # type: ignore[misc]
                [*filter(None, [layout.clause(n, t)]), *([layout.instead(n, i)] if i else [])]
            )
        )
        out.append(names.words.aside(text, layout.line(clauses)) if clauses else text)
    return names.words.clauses(out)


def _cited(cited: Cited) -> str:
    """Return a norm with its signs and, in brackets, the interpretations it rests on."""
    rests = f"[{' '.join(cited.interpretations)}]" if cited.interpretations else ""
    return f"{cited.norm}{cited.signs}{rests}"
