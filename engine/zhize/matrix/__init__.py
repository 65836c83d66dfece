"""`zhize matrix`: agencies × violations, and agencies × articles, as a responsibility matrix.

Nothing of it is written by hand. `deriving` puts to the engine, for each value that says what is
wrong and each norm that might concern an agency, whether some incident with this value alone makes
it so; `turning` finds the further facts on which that depends. Exceptions, knowledge and chains of
duties are seen because whole incidents are decided, not triggers read.
"""

from __future__ import annotations

from .deriving import TABLES, derive
from .rendering import FORMATS, render
from .values import Choice, Column, Condition, Entry, Matrix, Table, Turn

__all__ = [
    "FORMATS",
    "TABLES",
    "Choice",
    "Column",
    "Condition",
    "Entry",
    "Matrix",
    "Table",
    "Turn",
    "derive",
    "render",
]
