"""Duty graphs: who answers for what towards whom, as values and as pictures.

`mechanism_graph` and `incident_graph` make a `DutyGraph`; everything else shows one.
"""

from __future__ import annotations

from .gathering import gathered
from .incident import incident_graph
from .mechanism import mechanism_graph
from .model import Column, DutyGraph, Edge, Group, Line, Node
from .selection import Selection, select

__all__ = [
    "Column",
    "DutyGraph",
    "Edge",
    "Group",
    "Line",
    "Node",
    "Selection",
    "gathered",
    "incident_graph",
    "mechanism_graph",
    "select",
]
