"""`zhize template`: write an empty ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .commands import Wrong
from .formats import format_of

if TYPE_CHECKING:
    import zhize

    from .session import Session


def template(session: Session, out: str) -> int:
    """Write a workbook to fill in; return 0.

    Raises:
        Wrong: It is named like a ledger that has been filled in.
    """
    from ..pages import languages_of

    format_of(session, out, ("xlsx",))
    mechanism = session.mechanism()
    if _is_filled(mechanism, Path(out)):
        raise Wrong(session.messages("filled-ledger", name=out))
    with session.output(out) as output:
        output.write(mechanism.template(languages_of(session.shown)))
    return 0


def _is_filled(mechanism: zhize.Mechanism, path: Path) -> bool:
    """Tell whether there is a ledger with records, which nobody means to lose."""
    from .._errors import UnreadableError

    try:
        return next(mechanism.records(path), None) is not None
    except UnreadableError:
        return False
