"""Where a mechanism comes from: the shipped one, a folder, or one grown from the shipped one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import zhize
from benchmarks.synthetic import grown

if TYPE_CHECKING:
    from rdflib import Graph

_GROWN = "grown:"


def grown_to(norms: int) -> str:
    """Return how a mechanism of so many norms is called here."""
    return f"{_GROWN}{norms}"


def norms_of(where: str) -> int | None:
    """Return to how many norms a mechanism was grown, or None."""
    return int(where.removeprefix(_GROWN)) if where.startswith(_GROWN) else None


def mechanism_at(where: str) -> zhize.Mechanism:
    """Return a mechanism; an empty text is the shipped one."""
    norms = norms_of(where)
    if norms is not None:
        return grown(zhize.load(), norms)
    return zhize.load(Path(where)) if where else zhize.load()


def graph_at(where: str) -> Graph:
    """Return a mechanism as RDF."""
    from benchmarks.synthetic_turtle import write_folder
    from zhize.loading import load_graph

    norms = norms_of(where)
    if norms is None:
        return mechanism_at(where).graph()
    with tempfile.TemporaryDirectory() as folder:
        write_folder(zhize.load(), norms, Path(folder))
        return load_graph(Path(folder))
