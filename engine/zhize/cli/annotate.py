"""`zhize annotate`: the text article by article, with all that is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .formats import format_of

if TYPE_CHECKING:
    from .session import Session

FORMATS = ("html", "docx")


def annotate(session: Session, *, cases: str | None, out: str | None) -> int:
    """Write the annotated text, and return 0."""
    from ..annotation import annotation_docx, annotation_html

    chosen = format_of(session, out, FORMATS)
    mechanism = session.mechanism()
    inputs = () if cases is None else (cases,)
    with session.output(out, inputs) as output:
        annotation = mechanism.annotate(cases)
        write = annotation_docx if chosen == "docx" else annotation_html
        output.write(write(annotation, mechanism.rulebase, session.shown))
    return 0
