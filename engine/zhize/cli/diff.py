"""`zhize diff`: two versions of a mechanism, and whose duties change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .commands import Wrong
from .formats import asked_format

if TYPE_CHECKING:
    from .session import Session

_TWO = 2


def diff(
    session: Session,
    versions: tuple[str, ...],
    *,
    exit_code: bool,
    output_format: str | None,
    out: str | None,
) -> int:
    """Compare two mechanisms and return the exit code: 0, or 1 if asked to tell a difference."""
    import zhize

    if len(versions) > _TWO:
        raise Wrong(session.messages("too-many-versions", count=len(versions)))
    before = zhize.load(versions[0]) if len(versions) == _TWO else session.mechanism()
    after = zhize.load(versions[-1])
    chosen = asked_format(session, output_format, out, "json")
    with session.output(out) as output:
        found = zhize.diff(before, after)
        if chosen == "json":
            output.write(msgspec.json.format(msgspec.json.encode(found.to_dict()), indent=2))
            output.write("\n")
        else:
            from ..examination.diff import diff_text

            output.write(diff_text(found, before.rulebase, after.rulebase, session.lang))
    return int(exit_code and not found.same)
