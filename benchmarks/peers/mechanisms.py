"""Where a mechanism comes from: the shipped one, a folder, or a generated one."""

from __future__ import annotations

from pathlib import Path

import zhize


def mechanism_at(where: str) -> zhize.Mechanism:
    """Return the mechanism of a folder; an empty text is the shipped one."""
    return zhize.load(Path(where)) if where else zhize.load()
