"""`zhize coverage`: the clauses that norms encode and cases exercise; quotes in a changed text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from .commands import Wrong
from .formats import asked_format
from .session import STDIN
from .streams import standard_input

if TYPE_CHECKING:
    import zhize

    from .session import Session


def coverage(
    session: Session,
    *,
    cases: str | None,
    text: str | None,
    output_format: str | None,
    out: str | None,
) -> int:
    """Show coverage, or drift where another text is given, and return 1 for findings, else 0."""
    if cases is not None and text is not None:
        raise Wrong(session.messages("cases-or-text"))
    mechanism = session.mechanism()
    chosen = asked_format(session, output_format, out, "json", "csv")
    inputs = tuple(name for name in (cases, text) if name is not None)
    with session.output(out, inputs) as output:
        if text is None:
            rendered, ok = _coverage(session, mechanism, cases, chosen)
        else:
            rendered, ok = _drift(session, mechanism, text, chosen)
        output.write(rendered)
    return 0 if ok else 1


def _coverage(
    session: Session, mechanism: zhize.Mechanism, cases: str | None, chosen: str
) -> tuple[str | bytes, bool]:
    from ..examination.coverage import coverage_csv, coverage_text

    report = mechanism.coverage(cases)
    if chosen == "json":
        return _json(report.to_dict()), report.ok
    write = coverage_csv if chosen == "csv" else coverage_text
    return write(report, mechanism.rulebase, session.lang), report.ok


def _drift(
    session: Session, mechanism: zhize.Mechanism, name: str, chosen: str
) -> tuple[str | bytes, bool]:
    from ..documents import read_text
    from ..examination.coverage import drift_csv, drift_text

    text = read_text(standard_input() if name == STDIN else Path(name))
    drift = mechanism.drift(text, name=name)
    if chosen == "json":
        return _json(drift.to_dict()), drift.ok
    if chosen == "csv":
        return drift_csv(drift), drift.ok
    return drift_text(drift, mechanism.rulebase, session.lang), drift.ok


def _json(rows: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n"
