"""The sentences of why, why-not and what-if."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
