"""Decisions, norms and reports in words, in zh and en: pure functions on frozen values."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .memo_page import memo
    from .norm_page import norm_dict, norm_list, norm_text
    from .report_page import report_text
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

_HOMES = {
    "memo_page": ("memo",),
    "norm_page": ("norm_dict", "norm_list", "norm_text"),
    "report_page": ("report_text",),
    "width": ("display_width", "pad", "visible", "wrap"),
}


def __getattr__(name: str) -> Any:
    """Import a page when it is first asked for: an answer needs labels, and no memo."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f".{home}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
