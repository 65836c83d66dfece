"""Files of office programs: Word documents, workbooks, CSV; the same bytes on every run."""

from __future__ import annotations

from .delimited import csv_text
from .fixed import FIXED_DAY, settled

__all__ = ["FIXED_DAY", "csv_text", "settled"]
