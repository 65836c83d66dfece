"""The sentences of diff, audit and coverage."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
