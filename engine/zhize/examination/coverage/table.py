"""Coverage and drift as CSV, a row for each clause or quote; a byte order mark helps Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...documents import csv_text
from ...explain.names import Names
from .values import CoverageReport, Drift

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase


def coverage_csv(report: CoverageReport, rulebase: RuleBase, lang: str) -> str:
    """Return the clauses as CSV."""
    names = Names(rulebase, lang)
    head = (
        "provision", "article", "clause", "text", "status", "characters", "quoted", "norms",
        "tested", "untested_norms", "cases", "reason", "uncovered",
    )  # fmt: skip
    rows = [
        (
            clause.provision,
            clause.article,
            clause.number,
            clause.text,
            clause.status,
            clause.characters,
            clause.quoted,
            ";".join(norm.norm for norm in clause.norms),
            clause.tested or "",
            ";".join(n.norm for n in clause.norms if clause.tested and not n.cases),
            ";".join(dict.fromkeys(case for norm in clause.norms for case in norm.cases)),
            ";".join(names.text(reason) for reason in clause.reasons),
            ";".join(clause.uncovered),
        )
        for clause in report.clauses
    ]
    return csv_text(head, rows)


def drift_csv(drift: Drift) -> str:
    """Return the quotes as CSV."""
    head = (
        "norm", "provision", "status", "context", "places", "quote", "proposal", "similarity",
        "same_words",
    )  # fmt: skip
    rows = [
        (
            quote.norm or "",
            quote.provision,
            quote.status,
            str(quote.context).lower(),
            quote.places,
            quote.exact,
            "" if quote.proposal is None else quote.proposal.text,
            "" if quote.proposal is None else quote.proposal.similarity,
            "" if quote.proposal is None else str(quote.proposal.same_words).lower(),
        )
        for quote in drift.quotes
    ]
    return csv_text(head, rows)
