"""`zhize matrix`: which part each agency has in what is wrong, and in each article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .formats import format_of

if TYPE_CHECKING:
    from .session import Session


def matrix(session: Session, *, by: str | None, out: str | None) -> int:
    """Write the responsibility matrix, Markdown to standard output; return 0."""
    from ..matrix import FORMATS, TABLES, render
    from ..pages import languages_of

    chosen = format_of(session, out, FORMATS, default="md")
    mechanism = session.mechanism()
    with session.output(out) as output:
        made = mechanism.matrix(TABLES if by is None else (by,))
        output.write(render(made, mechanism.rulebase, chosen, languages_of(session.shown)))
    return 0
