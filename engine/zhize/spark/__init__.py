"""Records on a cluster: Apache Spark hands each worker process its rows, through `mapInArrow`.

The compiled mechanism travels once, as bytes; a worker needs neither files nor Turtle, and keeps
its engine from partition to partition. Spark divides, moves, retries and writes; nothing of that
is done here. So a row gets what `Mechanism.decide_table` gives it on one machine.

Needs PySpark (the extra `spark`) where the job starts, and zhize on every worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .frame import DutyFrame, decide_dataframe

__all__ = ["DutyFrame", "decide_dataframe"]


def __getattr__(name: str) -> Any:
    """Import the rest when it is first asked for: workers need only a part of it."""
    if name in __all__:
        from . import frame

        return getattr(frame, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
