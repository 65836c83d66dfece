"""The audit as one HTML file that needs nothing else; it prints on A4."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...pages import page_html
from .finding import SEVERITIES, AuditReport
from .page import Page, yaml_of

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase


def audit_html(report: AuditReport, rulebase: RuleBase, lang: str) -> str:
    """Return the whole audit as one HTML document."""
    page = Page(rulebase, lang)
    stamp, *sentences = page.head(report)
    findings = [f for severity in SEVERITIES for f in report.findings if f.severity == severity]
    numbered = list(enumerate(findings, start=1))
    grouped = (
        (severity, [(number, f) for number, f in numbered if f.severity == severity])
        for severity in SEVERITIES
    )
    return page_html(
        Path(__file__).resolve().parent,
        "audit.html.j2",
        lang=page.lang,
        styles=("audit.css",),
        page=page,
        stamp=stamp,
        sentences=sentences,
        findings=findings,
        sections=[(severity, found) for severity, found in grouped if found],
        yaml_of=yaml_of,
    )
