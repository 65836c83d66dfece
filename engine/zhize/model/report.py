"""What is wrong with a record, a file or a mechanism, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from . import display

ERROR, WARNING, INFO = "error", "warning", "info"


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One finding.

    Attributes:
        code: Stable kebab-case name of the kind of problem (`unknown-code`, `missing-field` …).
        severity: `error` (refused), `warning` or `info`.
        message: The sentence by language: what is wrong, where, and what to do.
        record: Identifier of the record, or None.
        field: Facet code, or the field name as written, or None.
        value: The offending value as written, or None.
        allowed: What would have been accepted (codes), possibly cut.
        nearest: The allowed word nearest to `value`, or None.
        source: File name; `row`: line or row in it, from 1; None if not known.
        sheet, cell: Where it stands in a table: name of the sheet, and cell in A1 style; else None.
    """

    code: str
    severity: str
    message: dict[str, str]
    record: str | None = None
    field: str | None = None
    value: str | None = None
    allowed: tuple[str, ...] = ()
    nearest: str | None = None
    source: str | None = None
    row: int | None = None
    sheet: str | None = None
    cell: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON row of the public contract."""
        return {
            "record": self.record,
            "field": self.field,
            "value": self.value,
            "severity": self.severity,
            "code": self.code,
            "message": dict(self.message),
            "allowed": list(self.allowed),
            "nearest": self.nearest,
            "source": self.source,
            "row": self.row,
            "sheet": self.sheet,
            "cell": self.cell,
        }


class Report(msgspec.Struct, frozen=True):
    """All findings about some records or a mechanism, and how many things were examined."""

    problems: tuple[Problem, ...]
    examined: int = 0

    @property
    def ok(self) -> bool:
        """True where nothing was refused; warnings do not count."""
        return not any(p.severity == ERROR for p in self.problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    def with_severity(self, severity: str) -> tuple[Problem, ...]:
        """Return the problems of one severity."""
        return tuple(p for p in self.problems if p.severity == severity)

    def to_dict(self) -> list[dict[str, Any]]:
        """Return the rows of the public contract."""
        return [p.to_dict() for p in self.problems]

    def _repr_html_(self) -> str:
        return display.report_html(self)

    @staticmethod
    def of(problems: Iterable[Problem], examined: int = 0) -> Report:
        """Collect problems into a report."""
        return Report(tuple(problems), examined)
