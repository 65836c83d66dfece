"""How modes and kinds are drawn: colour, dash and width together, so that print needs no colour."""

from __future__ import annotations

import msgspec

from ..explain.width import display_width
from ..pages.colours import MODES

INK = "#1a1a1a"
SOFT = "#555555"
PAPER = "#ffffff"


_CHINESE = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei'"
_LATIN = "'Liberation Sans', Arial, 'Helvetica Neue', 'DejaVu Sans'"


def fonts(lang: str, text: str = "") -> str:
    """Return fonts that most readers have, the fitting ones first; none is fetched.

    A Chinese font would give English its own wide quotation marks; a Latin one has no Chinese.
    """
    chinese = lang == "zh" or display_width(text) > len(text)
    first, then = (_CHINESE, _LATIN) if chinese else (_LATIN, _CHINESE)
    return f"{first}, {then}, sans-serif"


BAR = 5.0
"""Width of the bar in the colour of its mode at the left of a norm."""


class Stroke(msgspec.Struct, frozen=True):
    """A line style; `dash` is empty for a solid line."""

    colour: str
    width: float
    dash: str = ""


STROKES: dict[str, Stroke] = {
    "act": Stroke(MODES["act"], 2.2),
    "notify": Stroke(MODES["notify"], 1.8, "9 4"),
    "feedback": Stroke(MODES["feedback"], 2.4, "2.4 3.2"),
    "standing": Stroke(MODES["standing"], 1.0),
    "periodic": Stroke(MODES["periodic"], 1.7, "12 3 3 3"),
    "in-force": Stroke(MODES["in-force"], 1.4, "5 5"),
}
"""Line styles by mode. A mode that is not among them is drawn as a standing one."""

STRUCTURE = Stroke("#8c8c8c", 0.8)
"""From an article to its norms, and from an incident to those who know of it."""


TURNING = Stroke(INK, 2.6)
"""Around a norm that turns on the fact that a graph is of."""


class Fill(msgspec.Struct, frozen=True):
    """How the box of a kind of node is filled and framed."""

    colour: str
    frame: Stroke
    radius: float = 4.0
    double: bool = False


FILLS: dict[str, Fill] = {
    "article": Fill("#f4efe4", Stroke("#8a7a55", 1.0)),
    "norm": Fill("#ffffff", Stroke("#8c8c8c", 0.8)),
    "agency": Fill("#e6eef7", Stroke("#3f5f82", 1.2), 7.0),
    "group": Fill("#e6eef7", Stroke("#3f5f82", 1.2), 7.0, double=True),
    "recipient": Fill("#edf4e8", Stroke("#4d6b3c", 1.2), 7.0),
    "rule": Fill("#edf4e8", Stroke("#4d6b3c", 1.2, "5 3"), 7.0),
    "incident": Fill("#fff5dc", Stroke("#8a6a10", 1.6)),
    "duty": Fill("#ffffff", Stroke("#1a1a1a", 1.2)),
}
"""Boxes by kind of node."""


def stroke_of(mode: str | None) -> Stroke:
    """Return the line style of a mode; None is structure."""
    return STRUCTURE if mode is None else STROKES.get(mode, STROKES["standing"])
