"""Values as JSON values."""

from __future__ import annotations

from typing import Any

import msgspec


def plain(value: Any) -> Any:
    """Return a value as dicts, lists, texts and numbers, as a JSON reader would see it."""
    return msgspec.json.decode(msgspec.json.encode(value))
