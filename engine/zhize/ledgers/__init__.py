"""Ledgers as workbooks: an empty one to fill in."""

from __future__ import annotations

from .template import template

__all__ = ["template"]
