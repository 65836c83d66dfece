"""Draft records read from narratives: only what the text says, with the words behind it."""

from __future__ import annotations

from .draft import Draft, Span, Unplaced
from .reader import NarrativeReader
from .render import draft_yaml, text_fields

__all__ = ["Draft", "NarrativeReader", "Span", "Unplaced", "draft_yaml", "text_fields"]
