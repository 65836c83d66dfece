"""A duty graph as it is placed on a canvas: pure values, known to no file format.

Lengths are in pixels of 1/96 inch, from the upper left corner; text stands on its baseline.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from .model import Edge, Node


class Point(NamedTuple):
    """A place on the canvas."""

    x: float
    y: float


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Some words of one language in one type.

    Attributes:
        x: Where they begin. `width`: how much room was measured for them.
        colour: Their ink.
    """

    x: float
    y: float
    text: str
    size: float
    width: float
    lang: str
    bold: bool = False
    colour: str


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """A node in its place, with its text."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    runs: tuple[Run, ...]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """An edge as it runs.

    Attributes:
        points: The start, then three points for each cubic curve: two controls and its end.
        arrow: The corners of the arrowhead, or none.
        label: The words on it.
    """

    edge: Edge
    points: tuple[Point, ...]
    arrow: tuple[Point, ...] = ()
    label: tuple[Run, ...] = ()


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the legend: a line of a mode or a box of a kind, and what it means.

    Attributes:
        strong: The box has the frame of a norm that turns on the fact asked about.
        mode, kind: What it shows: a mode of lines (None for structure) or a kind of boxes.
        x, y, width, height: Where the sample stands.
    """

    x: float
    y: float
    width: float
    height: float
    runs: tuple[Run, ...]
    mode: str | None = None
    kind: str | None = None
    strong: bool = False


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A whole duty graph in its place.

    Attributes:
        lang: The first of its languages.
        title, description: In plain words, for those who cannot see it.
        texts: Title, column heads, remarks: all that stands in no box.
    """

    width: float
    height: float
    lang: str
    title: str
    description: str
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    samples: tuple[Sample, ...]
    texts: tuple[Run, ...]
