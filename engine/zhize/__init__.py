"""zhize (职责, duty): who must act, notify or feed back, by which article, and why.

`zhize.load()` gives the shipped mechanism; `Mechanism.decide` decides one incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._errors import (
    CompilationError,
    MechanismError,
    QueryError,
    RecordError,
    UnreadableError,
    UsageError,
    ZhizeError,
)
from ._version import __version__
from .model.decision import Decision, Displaced, Duty, OpenQuestion
from .model.incident import Incident
from .model.report import Problem, Report
from .model.rulebase import Agency, Norm

if TYPE_CHECKING:
    from ._mechanism import Mechanism, diff, load

__all__ = [
    "Agency",
    "CompilationError",
    "Decision",
    "Displaced",
    "Duty",
    "Incident",
    "Mechanism",
    "MechanismError",
    "Norm",
    "OpenQuestion",
    "Problem",
    "QueryError",
    "RecordError",
    "Report",
    "UnreadableError",
    "UsageError",
    "ZhizeError",
    "__version__",
    "diff",
    "load",
]


def __getattr__(name: str) -> Any:
    """Import the façade when it is first asked for: `zhize.model` alone costs nothing of it."""
    if name in {"Mechanism", "diff", "load"}:
        from . import _mechanism

        return getattr(_mechanism, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
