"""The colours of modes, one for all that draws them: pages, pictures, documents."""

from __future__ import annotations

MODES: dict[str, str] = {
    "act": "#9c1c1c",
    "notify": "#0b4f8a",
    "feedback": "#1b6b3a",
    "standing": "#555555",
    "periodic": "#6a3d9a",
    "in-force": "#7a5200",
}
"""The colour of each mode, dark enough for small letters on white; `base.css` has those that
all pages share."""
