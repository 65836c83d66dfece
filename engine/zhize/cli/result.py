"""`zhize decide --out RESULT.xlsx`: decisions as a workbook, refused records among them."""

from __future__ import annotations

import gc
from itertools import islice
from typing import TYPE_CHECKING

from .streams import say

if TYPE_CHECKING:
    from datetime import date

    import zhize

    from .session import Inputs, Session

_TOGETHER = 64
"""Records that are read, then decided, then written: a processor's cache has room for one job."""


def decide_into_workbook(
    session: Session,
    mechanism: zhize.Mechanism,
    inputs: Inputs,
    files: tuple[str, ...],
    *,
    engine: str,
    today: date | None,
    out: str | None,
) -> int:
    """Decide the records of all files, write the result workbook, and return the exit code."""
    checker = mechanism.checker(today)
    book = mechanism.result_workbook(session.lang)
    with session.output(out, files) as output:
        gc.disable()  # rows by the hundred thousand, none of them in a circle: a sixth of the time
        try:
            records = iter(inputs)
            while some := list(islice(records, _TOGETHER)):
                judged = [mechanism.judge(record, checker, engine=engine) for record in some]
                for record, (problems, _, decision) in zip(some, judged, strict=True):
                    book.add(record, decision, problems)
            book.unread(inputs.unread)
            output.write(book.to_bytes())
        finally:
            gc.freeze()  # nor need it look at them when the process ends
            gc.enable()
    session.report(inputs.unread)
    if book.refused:
        total = book.decided + book.refused
        say(session.messages("tally", all=total, decided=book.decided, refused=book.refused))
        say(session.messages("in-workbook", name=out, sheet=book.problem_sheet))
    return max(inputs.code, 1 if book.refused else 0)
