"""How edges run: from port to port, by smooth curves between the columns, past all boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from .geometry import Point
from .model import Edge
from .placing import Pulls
from .style import STROKES

ARROW = 8.0
ARRIVING, LEAVING = 8.0, 14.0
"""Distance of ports on the left of a box, and on the right where edges are labelled."""
_PULL = {2: 1.0, 1: 2.0, 0: 20.0}
"""How much it matters that a step runs level, by how many of its ends are boxes (Gansner et al.
1993): a long edge is to be straight where it passes others."""
_MARGIN = 5.0  # of the outermost port from the corner

_RANK = {mode: place for place, mode in enumerate(STROKES)}


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """The part of an edge between two neighbouring layers; `source` or `target` may be a bend.

    Each is itself only: two edges of different modes run beside each other.
    """

    edge: Edge
    source: str
    target: str


Middles = Mapping[str, float]


class Harness:
    """All steps of all edges, and where they leave and reach their ends.

    Args:
        steps: The steps of each gap between two layers.
        spacing: For each gap, the distance of the ports that edges leave from.
    """

    def __init__(self, gaps: Sequence[Sequence[Step]], spacing: Sequence[float]) -> None:
        self.gaps = gaps
        self._leaving: dict[str, list[Step]] = {}
        self._arriving: dict[str, list[Step]] = {}
        self._spacing: dict[str, float] = {}
        for steps, distance in zip(gaps, spacing, strict=True):
            for step in steps:
                self._leaving.setdefault(step.source, []).append(step)
                self._arriving.setdefault(step.target, []).append(step)
                self._spacing[step.source] = distance

    def needed(self, node: str) -> float:
        """Return how high a node must be for its ports."""
        leaving = (len(self._leaving.get(node, ())) - 1) * self._spacing.get(node, 0.0)
        arriving = (len(self._arriving.get(node, ())) - 1) * ARRIVING
        return max(leaving, arriving, 0.0) + 2 * _MARGIN

    def ports(self, middles: Middles) -> tuple[dict[Step, float], dict[Step, float]]:
        """Return for each step how far below the middle of its ends it leaves and arrives."""
        leaves = self._offsets(self._leaving, self._spacing, "target", middles)
        spacing = dict.fromkeys(self._arriving, ARRIVING)
        return leaves, self._offsets(self._arriving, spacing, "source", middles)

    @staticmethod
    def _offsets(
        ends: Mapping[str, list[Step]], spacing: Mapping[str, float], other: str, middles: Middles
    ) -> dict[Step, float]:
        end = attrgetter(other)
        found: dict[Step, float] = {}
        for node, steps in ends.items():
            ordered = sorted(
                steps,
                key=lambda s: (
                    middles[end(s)],
                    end(s),
                    _RANK.get(s.edge.mode or "", -1),
                ),
            )
            for place, step in enumerate(ordered):
                found[step] = (place - (len(ordered) - 1) / 2) * spacing[node]
        return found

    def pulls(self, middles: Middles) -> Pulls:
        """Return how far below its neighbours each node would stand for its steps to run level."""
        leaves, arrives = self.ports(middles)
        found: dict[str, list[tuple[str, float, float]]] = {}
        for steps in self.gaps:
            for step in steps:
                below = leaves[step] - arrives[step]
                ends = (step.source == step.edge.source) + (step.target == step.edge.target)
                heavy = _PULL[ends]
                found.setdefault(step.target, []).append((step.source, below, heavy))
                found.setdefault(step.source, []).append((step.target, -below, heavy))
        return found


def straight(start: Point, x: float) -> tuple[Point, ...]:
    """Return a level run as a curve."""
    third = (x - start.x) / 3
    return (
        Point(start.x + third, start.y),
        Point(x - third, start.y),
        Point(x, start.y),
    )


def bent(start: Point, end: Point) -> tuple[Point, ...]:
    """Return a smooth curve that leaves and arrives level."""
    middle = (start.x + end.x) / 2
    return (Point(middle, start.y), Point(middle, end.y), end)


def arrowhead(tip: Point) -> tuple[Point, ...]:
    """Return the corners of an arrowhead that points to the right."""
    half = ARROW * 0.42
    return (tip, Point(tip.x - ARROW, tip.y - half), Point(tip.x - ARROW, tip.y + half))
