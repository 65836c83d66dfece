"""`zhize audit`: what a mechanism leaves undone, undecided or unused.

Findings come from two sources. *The space of facts* is examined whole, by the compiled engine:
`factspace` decides every class of incidents; `acting`, `telling`, `firing` and `reliance` ask the
questions. *Text and structure* are examined by the queries in `queries/audit/`, put by `asking`.
Nothing here knows a mechanism: another is examined by the same questions.
"""

from __future__ import annotations

from .auditor import Progress, audit_mechanism
from .finding import INFO, NOTABLE, SERIOUS, SEVERITIES, AuditReport, Extent, Finding, Passage
from .html_page import audit_html
from .text_page import audit_text

__all__ = [
    "INFO",
    "NOTABLE",
    "SERIOUS",
    "SEVERITIES",
    "AuditReport",
    "Extent",
    "Finding",
    "Passage",
    "Progress",
    "audit_html",
    "audit_mechanism",
    "audit_text",
]
