"""The space of facts of one mechanism, whole: what follows in every class of incidents.

`cells` finds every set of triggers that some incident makes hold, `knowers` every way to know of
it; `space` decides each class by the compiled engine, and says what a question depends on, so that
it looks at no more classes than it must. `fates` says what becomes of a norm at best, `witness`
turns the facts of a class into a record that `zhize decide` takes. The audit, the matrix and the
training kit ask here; what they ask for is theirs.

It is not how facts are drawn to compare engines (`evaluation.samples`), nor how the spaces of two
versions are held against each other and counted (`examination.diff`).
"""

from __future__ import annotations

from .cells import Cell, Cells, Stated, first_day, places_of, stated_facts
from .fates import DISPLACED, FIRES, NEVER, UNADDRESSED, fate_of
from .knowers import Knowers, Who, separable
from .space import Case, Space, Value, required_facets
from .witness import Witnesses

__all__ = [
    "DISPLACED",
    "FIRES",
    "NEVER",
    "UNADDRESSED",
    "Case",
    "Cell",
    "Cells",
    "Knowers",
    "Space",
    "Stated",
    "Value",
    "Who",
    "Witnesses",
    "fate_of",
    "first_day",
    "places_of",
    "required_facets",
    "separable",
    "stated_facts",
]
