"""`zhize why-not`: what failed for the norms of an agency, and the smallest change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answering import Incidents, answer_all, asked_agency
from .formats import asked_format

if TYPE_CHECKING:
    from datetime import date

    from .session import Session


def why_not(
    session: Session,
    files: tuple[str, ...],
    *,
    agency: str | None,
    norm: str | None,
    record: str | None,
    output_format: str | None,
    today: date | None,
    input_format: str | None,
    sheet: str | None,
    out: str | None,
) -> int:
    """Answer for an agency in every record, and return the exit code."""
    from ..evaluation.naming import norm_of
    from ..explain.why_not_text import why_not_text

    mechanism = session.mechanism()
    code = asked_agency(session, mechanism, agency)
    if norm is not None:
        norm_of(mechanism.rulebase, norm, code)
    incidents = Incidents(
        session,
        mechanism,
        files,
        record=record,
        today=today,
        input_format=input_format,
        sheet=sheet,
    )
    chosen = asked_format(session, output_format, out, "json")
    answer_all(
        session,
        files,
        out,
        (mechanism.why_not(incident, code, norm) for incident in incidents),
        None
        if chosen == "json"
        else lambda answer: why_not_text(answer, mechanism.rulebase, session.lang),
    )
    incidents.end()
    return incidents.code
