"""Where boxes stand in their columns: as near to what they are linked with as order permits.

Source: pool adjacent violators, for least squares under an order (Barlow et al. 1972).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

_ROUNDS = 14


class Stack:
    """The nodes of one column from top to bottom.

    Attributes:
        nodes: Their ids.
        offsets: For each, the distance of its middle from that of the first where all stand as
            close as they may.
        height: Of the whole where they do.
    """

    def __init__(
        self,
        nodes: Sequence[str],
        heights: Mapping[str, float],
        gap: Callable[[str, str], float],
    ) -> None:
        self.nodes = tuple(nodes)
        self.first = heights[nodes[0]] / 2 if nodes else 0.0
        self.offsets: list[float] = []
        at = 0.0
        for place, node in enumerate(nodes):
            if place:
                before = nodes[place - 1]
                at += (heights[before] + heights[node]) / 2 + gap(before, node)
            self.offsets.append(at)
        self.height = self.first + at + (heights[nodes[-1]] / 2 if nodes else 0.0)

    def place(self, wanted: Sequence[float], weights: Sequence[float], room: float) -> list[float]:
        """Return the middles nearest to those wanted that keep order, gaps and the room."""
        fitted = _isotonic([w - o for w, o in zip(wanted, self.offsets, strict=True)], weights)
        low, high = self.first, self.first + max(room - self.height, 0.0)
        return [min(max(f, low), high) + o for f, o in zip(fitted, self.offsets, strict=True)]


def _isotonic(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Return the non-decreasing values with the least weighted squares of differences."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        mean, total, count = value, weight, 1
        while blocks and blocks[-1][0] > mean:
            before, heavy, many = blocks.pop()
            mean = (before * heavy + mean * total) / (heavy + total)
            total, count = heavy + total, count + many
        blocks.append((mean, total, count))
    return [mean for mean, _, count in blocks for _ in range(count)]


Pulls = Mapping[str, Sequence[tuple[str, float, float]]]
"""For each node those it is linked with, how far below their middles its own would best be, and how
much that matters."""


def middles(
    stacks: Sequence[Stack], pulls: Callable[[Mapping[str, float]], Pulls]
) -> dict[str, float]:
    """Return the middle of each node, the first column beginning at 0.

    Args:
        stacks: The columns.
        pulls: What draws the nodes, given their middles so far: links leave in their order.
    """
    room = max((stack.height for stack in stacks), default=0.0)
    found: dict[str, float] = {}
    for stack in stacks:
        spare = room - stack.height
        last = max(len(stack.nodes) - 1, 1)
        for place, node in enumerate(stack.nodes):  # spread out, to begin with
            found[node] = stack.first + stack.offsets[place] + spare * place / last
    order = sorted(stacks, key=lambda stack: -stack.height)
    for _ in range(_ROUNDS):
        drawn = pulls(found)
        for stack in order:
            wanted, weights = [], []
            for node in stack.nodes:
                mine = drawn.get(node, ())
                weight = sum(heavy for _, _, heavy in mine)
                wish = sum((found[other] + below) * heavy for other, below, heavy in mine)
                wanted.append(wish / weight if weight else found[node])
                weights.append(weight or 0.1)
            found.update(zip(stack.nodes, stack.place(wanted, weights, room), strict=True))
    return found
