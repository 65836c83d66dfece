"""Decisions, norms and reports in words, in zh and en: pure functions on frozen values."""

from __future__ import annotations

from .memo import memo
from .norm_page import norm_dict, norm_list, norm_text
from .report_text import report_text
from .width import display_width, pad, visible, wrap

__all__ = [
    "display_width",
    "memo",
    "norm_dict",
    "norm_list",
    "norm_text",
    "pad",
    "report_text",
    "visible",
    "wrap",
]
