"""`zhize audit`: what the mechanism leaves undone, undecided or unused."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec

from .formats import asked_format

if TYPE_CHECKING:
    from .session import Session

FORMATS = ("text", "json", "html")

_WIDTH = 30
"""Columns of the progress bar."""


def audit(
    session: Session, *, output_format: str | None, fail_on: str | None, out: str | None
) -> int:
    """Audit the mechanism, and return 1 if something as grave as `fail_on` was found, else 0."""
    from ..examination.audit import SEVERITIES, audit_html, audit_text

    mechanism = session.mechanism()
    chosen = asked_format(session, output_format, out, "json", "html")
    with session.output(out) as output:
        bar = _Bar(session.messages("audit.progress"))
        try:
            report = mechanism.audit(bar.show if bar.wanted else None)
        finally:
            bar.clear()
        if chosen == "json":
            output.write(msgspec.json.format(msgspec.json.encode(report.to_dict()), indent=2))
            output.write("\n")
        else:
            rendered = audit_html if chosen == "html" else audit_text
            output.write(rendered(report, mechanism.rulebase, session.lang))
    if fail_on is None:
        return 0
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return int(any(finding.severity in grave for finding in report.findings))


class _Bar:
    """How far the audit is, on standard error; only where a person watches it."""

    def __init__(self, label: str) -> None:
        self.wanted = sys.stderr is not None and sys.stderr.isatty()
        self._label = label
        self._shown = ""

    def show(self, done: int, total: int) -> None:
        """Draw the bar anew."""
        filled = _WIDTH * done // total
        self._write(f"{self._label} [{'#' * filled}{'.' * (_WIDTH - filled)}] {done}/{total}")

    def clear(self) -> None:
        """Leave an empty line for what comes after."""
        if self._shown:
            self._write("")

    def _write(self, text: str) -> None:
        from ..explain.width import display_width

        blank = " " * max(0, display_width(self._shown) - display_width(text))
        sys.stderr.write(f"\r{text}{blank}" + ("" if text else "\r"))
        sys.stderr.flush()
        self._shown = text
