"""`zhize check`: examine the mechanism itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .validate import rendered

if TYPE_CHECKING:
    from .session import Session


def check(session: Session, *, owl: bool, output_format: str) -> int:
    """Check the mechanism's folder and return the exit code.

    The mechanism is not loaded first: a broken one would not load, and this command is there to
    say what is broken.
    """
    from .._resources import data_folder
    from ..validation.normbase import check_mechanism

    folder = data_folder("ontology") if session.folder is None else Path(session.folder)
    report = check_mechanism(folder, owl=owl)
    with session.output(None) as output:
        output.write(rendered(report, output_format, session.lang))
    return 0 if report.ok else 1
