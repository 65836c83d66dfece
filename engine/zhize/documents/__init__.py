"""Files of office programs: Word documents, workbooks, CSV, plain text; the same on every run."""

from __future__ import annotations

from .delimited import csv_text
from .fixed import FIXED_DAY, settled
from .plain import read_text

__all__ = ["FIXED_DAY", "csv_text", "read_text", "settled"]
