"""`zhize why`: the proof of each duty of an agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answering import Incidents, answer_all, asked_agency
from .formats import asked_format

if TYPE_CHECKING:
    from datetime import date

    from .session import Session


def why(
    session: Session,
    files: tuple[str, ...],
    *,
    agency: str | None,
    record: str | None,
    output_format: str | None,
    today: date | None,
    input_format: str | None,
    sheet: str | None,
    out: str | None,
) -> int:
    """Prove the duties of an agency in every record, and return the exit code."""
    mechanism = session.mechanism()
    code = asked_agency(session, mechanism, agency)
    incidents = Incidents(
        session,
        mechanism,
        files,
        record=record,
        today=today,
        input_format=input_format,
        sheet=sheet,
    )
    chosen = asked_format(session, output_format, out, "json", "turtle")
    if chosen == "turtle":
        from ..evaluation.provenance import proof_turtle

        with session.output(out, files) as output:
            pairs = [(incident, mechanism.why(incident, code)) for incident in incidents]
            output.write(proof_turtle(pairs, mechanism.rulebase))
    else:
        from ..explain.proof_text import why_text

        answer_all(
            session,
            files,
            out,
            (mechanism.why(incident, code) for incident in incidents),
            None
            if chosen == "json"
            else lambda answer: why_text(answer, mechanism.rulebase, session.lang),
        )
    incidents.end()
    return incidents.code
