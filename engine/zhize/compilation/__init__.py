"""From a `RuleBase` to a `Program`: bit sets that decide without looking at the norms again."""

from __future__ import annotations

from .compiler import compile_rulebase
from .program import Edge, Program, Unit
from .reach import Reach

__all__ = ["Edge", "Program", "Reach", "Unit", "compile_rulebase"]
