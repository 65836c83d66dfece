"""Ledgers as workbooks: an empty one to fill in, and one that holds what was decided."""

from __future__ import annotations

from .result import ResultWorkbook
from .template import template

__all__ = ["ResultWorkbook", "template"]
