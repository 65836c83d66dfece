"""`zhize norm`: one norm on one page, or the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .commands import Wrong

if TYPE_CHECKING:
    from .session import Session


def norm(session: Session, code: str | None, *, listed: bool, output_format: str) -> int:
    """Show a norm, or list all, and return the exit code."""
    from ..explain import norm_dict, norm_list, norm_text

    if listed == (code is not None):
        raise Wrong(session.messages("norm-or-list"))
    rulebase = session.mechanism().rulebase
    text: str | bytes
    if output_format == "json":
        rows = (
            norm_dict(rulebase, code)
            if code
            else [norm_dict(rulebase, norm.code) for norm in rulebase.norms]
        )
        text = msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n"
    elif code is None:
        text = norm_list(rulebase, session.lang)
    else:
        text = norm_text(rulebase, code, session.lang)
    with session.output(None) as output:
        output.write(text)
    return 0
