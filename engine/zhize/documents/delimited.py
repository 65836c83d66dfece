"""CSV that Excel opens as it is meant: a byte order mark, and no cell that is a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

BOM = "\ufeff"
RISKY = ("=", "+", "-", "@", "\t", "\r")


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV (RFC 4180)."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(value) for value in head])
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return BOM + out.getvalue()


def _cell(value: object) -> object:
    """Return a cell; a text that Excel would take for a formula is marked as text."""
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return value
