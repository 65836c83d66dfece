"""`zhize validate`: list every problem of every record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ..model.report import Report
from .commands import Wrong
from .session import Inputs, Session

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import zhize

    from ..model.incident import Record
    from ..model.report import Problem


def validate(
    session: Session,
    files: tuple[str, ...],
    *,
    output_format: str,
    engine: str | None,
    today: date | None,
    input_format: str | None,
    sheet: str | None,
    out: str | None,
    ignore: tuple[str, ...],
) -> int:
    """Check the records of all files and return the exit code."""
    if output_format == "turtle" and engine == "compiled":
        raise Wrong(session.messages("turtle-engine"))
    mechanism = session.mechanism()
    inputs = Inputs(session, mechanism, files, input_format, sheet, ignore)
    with session.output(out, files) as output:
        if output_format == "turtle":
            report, graph = mechanism.validate_with_shacl(inputs, today=today)
            output.write(graph.serialize(format="turtle", encoding="utf-8"))
            session.report(inputs.unread)
        else:
            found: Report | None = None
            if engine == "reference":
                found = mechanism.validate(inputs, today=today, engine="reference")
            elif all(Path(name).suffix.lower() == ".parquet" for name in files):
                found = _check_columns(mechanism, files, today, input_format, ignore)
            report = _check(mechanism, inputs, today) if found is None else found
            report = Report((*report.problems, *inputs.unread), report.examined)
            output.write(rendered(report, output_format, session.lang, mechanism))
    return max(inputs.code, 0 if report.ok else 1)


def rendered(
    report: Report, output_format: str, lang: str, mechanism: zhize.Mechanism | None = None
) -> str | bytes:
    """Return a report as text or as JSON rows."""
    if output_format == "json":
        return msgspec.json.format(msgspec.json.encode(report.to_dict()), indent=2) + b"\n"
    from ..explain import report_text

    fallback = () if mechanism is None else mechanism.rulebase.info.languages
    return report_text(report, lang, fallback=fallback)


def _check_columns(
    mechanism: zhize.Mechanism,
    files: tuple[str, ...],
    today: date | None,
    input_format: str | None,
    ignore: tuple[str, ...],
) -> Report | None:
    """Check files column by column; None where that cannot be done with one of them.

    Their records are then read one by one, as far as that goes, and it is said where it ends.
    """
    from .._errors import CompilationError, UnreadableError

    if input_format not in (None, "parquet"):
        return None
    try:
        return mechanism.validate_files(files, today=today, ignore=ignore)
    except (CompilationError, UnreadableError):
        return None


def _check(mechanism: zhize.Mechanism, records: Iterable[Record], today: date | None) -> Report:
    """Check records as they are read: only their problems are held."""
    checker = mechanism.checker(today)
    problems: list[Problem] = []
    examined = 0
    for record in records:
        examined += 1
        problems += checker.check(record)
    return Report.of(problems, examined)
