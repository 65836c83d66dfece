"""From Turtle files to a `RuleBase`: the only layer that reads the ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .graph import (
    content_hash,
    load_graph,
    load_shapes,
    load_words_graph,
    ontology_files,
    shapes_files,
)

if TYPE_CHECKING:
    from pathlib import Path

    from ..model.rulebase import RuleBase

__all__ = [
    "content_hash",
    "load_graph",
    "load_shapes",
    "load_words_graph",
    "ontology_files",
    "read_rulebase",
    "shapes_files",
]


def read_rulebase(folder: Path) -> RuleBase:
    """Read a mechanism folder; uncached, so rdflib is imported.

    Raises:
        MechanismError: The Turtle is malformed, incomplete or contradictory.
    """
    from .rulebase import rulebase_of

    return rulebase_of(load_graph(folder), content_hash(folder))
