"""How decisions and reports show themselves in a notebook: one escaped HTML table, no scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .decision import Decision
    from .report import Report


def decision_html(decision: Decision) -> str:
    """Return the duties of a decision as a table, or the reason why there are none."""
    head = f"<p><strong>{escape(decision.incident)}</strong></p>"
    if decision.reason_text is not None:
        return head + f"<p>{_texts(decision.reason_text)}</p>"
    rows = [
        (
            duty.mode if duty.role is None else f"{duty.mode} ({duty.role})",
            duty.bearer if duty.bearer_place is None else f"{duty.bearer} ({duty.bearer_place})",
            ", ".join(duty.to),
            _texts(duty.action),
            f"{escape(str(duty.article))} [{escape(duty.norm)}] {escape(duty.quote)}",
        )
        for duty in decision.duties
    ]
    return head + _table(("mode", "bearer", "to", "action", "article"), rows, raw=(3, 4))


def report_html(report: Report) -> str:
    """Return the problems of a report as a table."""
    rows = [
        (p.severity, p.record or "", p.field or "", p.value or "", _texts(p.message))
        for p in report.problems
    ]
    return _table(("severity", "record", "field", "value", "message"), rows, raw=(4,))


def _texts(text: Mapping[str, str]) -> str:
    return "<br>".join(
        f'<span lang="{escape(language)}">{escape(words)}</span>'
        for language, words in text.items()
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], raw: Sequence[int]) -> str:
    """Return a table; the columns of `raw` are already HTML."""
    top = "".join(f"<th>{escape(head)}</th>" for head in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{cell if column in raw else escape(cell)}</td>" for column, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
