"""The command line: `zhize decide`, `validate`, `check`, `norm`.

Exit codes: 0 all well, 1 something was refused or found, 2 wrong usage, 3 an unreadable file,
4 a fault of ours. Data goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main", "run"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: The arguments without the program's name; by default those of the process.

    Returns:
        The exit code. No exception leaves this function.
    """
    from .app import execute

    return execute(list(sys.argv[1:] if argv is None else argv))


def run() -> None:
    """Run one command and leave the process with its exit code."""
    sys.exit(main())
