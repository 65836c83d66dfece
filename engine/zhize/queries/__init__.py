"""Competency queries with parameters, and free SPARQL that can only read.

`reading` knows the shipped queries, `binding` what their parameters mean, `running` answers them
in this process. `isolated` answers free queries in a process of its own (`locked`), after `guard`
has looked at them. `rendering` writes a `Result` as text, CSV, JSON or Turtle.
"""

from __future__ import annotations

from .binding import bind
from .limits import DEFAULT_LIMITS, Limits
from .reading import competency_queries, competency_query
from .values import Column, CompetencyQuery, Parameter, Result

__all__ = [
    "DEFAULT_LIMITS",
    "Column",
    "CompetencyQuery",
    "Limits",
    "Parameter",
    "Result",
    "bind",
    "competency_queries",
    "competency_query",
]
