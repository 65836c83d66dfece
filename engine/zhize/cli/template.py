"""`zhize template`: write an empty ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .formats import format_of

if TYPE_CHECKING:
    from .session import Session


def template(session: Session, out: str) -> int:
    """Write a workbook to fill in; return 0."""
    from ..pages import languages_of

    format_of(session, out, ("xlsx",))
    mechanism = session.mechanism()
    with session.output(out) as output:
        output.write(mechanism.template(languages_of(session.shown)))
    return 0
