"""The sentences of query and sparql."""

from __future__ import annotations

MESSAGES: dict[str, dict[str, str]] = {}
