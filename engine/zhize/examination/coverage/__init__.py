"""Which clauses of the text norms encode and cases exercise; what a change of it unsettles."""

from __future__ import annotations

from .cases import Case, find_cases, read_cases
from .drift import text_drift
from .drift_text import drift_text
from .report import coverage_report
from .table import coverage_csv, drift_csv
from .text import coverage_text
from .values import Clause, CoverageReport, Drift

__all__ = [
    "Case",
    "Clause",
    "CoverageReport",
    "Drift",
    "coverage_csv",
    "coverage_report",
    "coverage_text",
    "drift_csv",
    "drift_text",
    "find_cases",
    "read_cases",
    "text_drift",
]
