"""A duty graph placed on a canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from .boxes import SIZE, Sized, Typesetter
from .gathering import gathered
from .geometry import Box, Picture, Point, Route, Run
from .layers import layered
from .legend import HEAD, MARGIN, foot_band, run_of, title_band
from .measure import text_width
from .placing import Stack, middles
from .routing import ARROW, LEAVING, Harness, Step, arrowhead, bent, straight
from .signs import signed_norms
from .style import SOFT, stroke_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..pages import Said, Voices
    from .model import DutyGraph, Edge, Node

LABEL = 10.5
"""Size of the words on edges."""
A3 = (1587.4, 1122.5)
"""A sheet of A3 (ISO 216) in pixels."""
LEGIBLE = 7.4
"""Text as small as this, 5.5 points, can just be read in print."""

_MOST = {"article": 130.0, "agency": 240.0, "recipient": 240.0}
"""How wide the boxes of a column may be."""
_OTHER = 220.0
_VARIANTS: dict[str, tuple[dict[str, float], ...]] = {
    "article": tuple(
        {"norm": width} for width in (1000.0, 860.0, 720.0, 620.0, 540.0, 460.0, 380.0)
    ),
    "incident": (
        {"incident": 280.0, "known": 280.0, "act": 380.0},
        {"incident": 240.0, "known": 230.0, "act": 320.0, "told": 180.0, "fed": 180.0},
        {"incident": 210.0, "known": 190.0, "act": 260.0, "told": 150.0, "fed": 150.0},
    ),
}
"""Widths that are tried, by the first column of a graph."""
_SLACKS = (0.45, 0.3, 0.2)
"""How wide a gap between columns is, as a part of how far its edges climb."""
_GAP, _BETWEEN = 3.0, 8.0  # between boxes: of one article, and others
_FOOT = 80.0  # about how high the legend is
_LANE = 13.0  # height of the way of an edge past a column


def lay_out(graph: DutyGraph, voices: Voices) -> Picture:
    """Place a duty graph: boxes with their text, edges, legend.

    Of some widths of boxes and gaps, those are taken with which it comes out largest on a sheet of
    A3, across if it can be read so, else upright.
    """
    layout = _Layout(gathered(graph), voices)
    plans = layout.plans()
    across = max(plans, key=lambda plan: scale(plan.extent, A3))
    if scale(across.extent, A3) * SIZE >= LEGIBLE:
        return layout.picture(across)
    upright = (A3[1], A3[0])
    return layout.picture(max(plans, key=lambda plan: scale(plan.extent, upright)))


def scale(extent: tuple[float, float], sheet: tuple[float, float]) -> float:
    """Return how large a picture is on a sheet, as a part of its own size; 1 at most."""
    return min(sheet[0] / extent[0], sheet[1] / extent[1], 1.0)


class _Plan(NamedTuple):
    """One way to place a graph: its boxes, where they stand, and how large that is."""

    sized: dict[str, Sized]
    heights: dict[str, float]
    centres: dict[str, float]
    lefts: list[float]
    columns: list[float]
    extent: tuple[float, float]


class _Layout:
    """Places one graph; the order within columns is found once."""

    def __init__(self, graph: DutyGraph, voices: Voices) -> None:
        self._graph = graph
        self._voices = voices
        self._setter = Typesetter(voices, [n for n in graph.nodes if n.kind == "norm"])
        self._layers = layered(graph)
        self._nodes = {node.id: node for node in graph.nodes}
        self._labels = {edge.id: self._label(edge) for edge in graph.edges}
        stubs = [
            max((self._label_width(s.edge) for s in steps if self._is_first(s)), default=0.0)
            for steps in self._layers.gaps
        ]
        self._stubs = [stub + 12.0 if stub else 2.0 for stub in stubs]
        spacing = [LEAVING if stub else 7.0 for stub in stubs]
        self._harness = Harness(self._layers.gaps, spacing)
        self._head = title_band(graph, voices)
        filled = {node.column for node in graph.nodes}
        self._heads = [
            voices.of(column.label) if i in filled else () for i, column in enumerate(graph.columns)
        ]
        self._articles = {edge.target: edge.source for edge in graph.edges if edge.kind == "states"}

    def plans(self) -> list[_Plan]:
        """Return some ways to place the graph, that differ in how wide boxes and gaps are."""
        codes = [column.code for column in self._graph.columns]
        sized: dict[str, Sized] = {}
        plans: list[_Plan] = []
        for variant in _VARIANTS[codes[0]]:
            for node in self._graph.nodes:
                code = codes[node.column]
                if node.id not in sized or code in variant:
                    most = variant.get(code, _MOST.get(code, _OTHER))
                    sized[node.id] = self._setter.box(node, most)
            plans += self._plans(dict(sized))
        return plans

    def _plans(self, sized: dict[str, Sized]) -> Iterator[_Plan]:
        """Place boxes of given sizes, and yield a plan for each width of gaps."""
        heights = dict.fromkeys(self._layers.bends, _LANE)
        heights |= {
            node: max(box.height, self._harness.needed(node)) for node, box in sized.items()
        }
        stacks = [Stack(nodes, heights, self._gap) for nodes in self._layers.order]
        placed = middles(stacks, self._harness.pulls)
        top = self._top()
        bottom = top + max((stack.height for stack in stacks), default=0.0)
        centres = {node: top + y for node, y in placed.items()}
        for slack in _SLACKS:
            lefts, columns = self._across(sized, placed, slack)
            extent = (lefts[-1] + columns[-1] + MARGIN, bottom + _FOOT)
            yield _Plan(sized, heights, centres, lefts, columns, extent)

    def picture(self, plan: _Plan) -> Picture:
        """Return the picture of a plan."""
        lefts, columns, centres = plan.lefts, plan.columns, plan.centres
        head, heads, top = self._head, self._heads, self._top()
        boxes = tuple(self._box(plan, node) for node in self._graph.nodes)
        routes = tuple(self._routes(lefts, columns, centres))
        texts: list[Run] = list(head.runs)
        for left, spoken in zip(lefts, heads, strict=True):
            y = top - 12.0 - HEAD * 1.35 * (len(spoken) - 1)
            for rank, said in enumerate(spoken):
                texts.append(run_of(said, left, y, HEAD * (0.85 if rank else 1), bold=not rank))
                y += HEAD * 1.35
        ends = [box.right for box in boxes] + [run.x + run.width for run in texts]
        width = max(max(ends, default=0.0), 520.0) + MARGIN
        bottom = max((box.bottom for box in boxes), default=top)
        foot = foot_band(self._graph, self._voices, bottom + 14.0, width)
        title = self._voices.line(self._voices.of(self._graph.title))
        return Picture(
            width=width,
            height=foot.y + MARGIN,
            lang=self._voices.lang,
            title=title,
            description=self._voices.line(self._voices.of(self._graph.subtitle)),
            boxes=boxes,
            routes=routes,
            samples=tuple(foot.samples),
            texts=(*texts, *foot.runs),
        )

    def _top(self) -> float:
        """Return where the columns begin."""
        heads = HEAD * 1.5 * max(map(len, self._heads))
        return self._head.y + (26.0 + heads if self._graph.nodes else 10.0)

    def _gap(self, above: str, below: str) -> float:
        """Return how far apart two neighbours stand: norms of one article closer than others."""
        mine = self._articles.get(above)
        return _GAP if mine is not None and mine == self._articles.get(below) else _BETWEEN

    def _across(
        self, sized: Mapping[str, Sized], centres: Mapping[str, float], slack: float
    ) -> tuple[list[float], list[float]]:
        """Return where each column begins, and how wide it is."""
        columns = [
            max((s.width for s in sized.values() if s.node.column == i), default=0.0)
            for i in range(len(self._graph.columns))
        ]
        lefts, x = [], MARGIN
        for i, width in enumerate(columns):
            lefts.append(x)
            x += width
            if i < len(self._layers.gaps):
                steps = self._layers.gaps[i]
                far = max((abs(centres[s.target] - centres[s.source]) for s in steps), default=0.0)
                bend = min(max(60.0, slack * far), 460.0)
                if all(s.edge.mode is None for s in steps):
                    bend = min(bend, 110.0)
                x += self._stubs[i] + bend + ARROW
        return lefts, columns

    @staticmethod
    def _box(plan: _Plan, node: Node) -> Box:
        sized, height = plan.sized[node.id], plan.heights[node.id]
        left, y = plan.lefts[node.column], plan.centres[node.id] - height / 2
        down = (height - sized.height) / 2
        return Box(
            node=node,
            x=left,
            y=y,
            width=plan.columns[node.column],
            height=height,
            runs=tuple(
                msgspec.structs.replace(run, x=run.x + left, y=run.y + y + down)
                for run in sized.runs
            ),
        )

    # ------------------------------------------------------------ edges

    def _is_first(self, step: Step) -> bool:
        """Tell whether an edge begins with this step, and is labelled."""
        return step.source == step.edge.source and bool(self._labels[step.edge.id])

    def _label(self, edge: Edge) -> tuple[Said, ...]:
        """Say what stands on an edge: its norms, where no norm's box says so already, and more."""
        if edge.kind in ("states", "binds"):
            return ()
        norms = self._voices.quote(signed_norms(edge))
        return tuple(said for said in (norms, *self._voices.of(edge.label)) if said.text)

    def _label_width(self, edge: Edge) -> float:
        return sum(text_width(said.text, LABEL) + 4.0 for said in self._labels[edge.id])

    def _label_runs(self, edge: Edge, start: Point) -> tuple[Run, ...]:
        """Put the words of an edge behind one another, from where it starts."""
        runs: list[Run] = []
        x, y = start.x + 6.0, start.y + LABEL * 0.36
        colour = SOFT if edge.mode is None else stroke_of(edge.mode).colour
        for said in self._labels[edge.id]:
            runs.append(run_of(said, x, y, LABEL, colour=colour))
            x += runs[-1].width + 4.0
        return tuple(runs)

    def _routes(
        self, lefts: list[float], columns: list[float], centres: Mapping[str, float]
    ) -> list[Route]:
        leaves, arrives = self._harness.ports(centres)
        routes = []
        for chain in self._layers.chains:
            edge = chain[0].edge
            i = self._nodes[edge.source].column
            start = Point(lefts[i] + columns[i], centres[edge.source] + leaves[chain[0]])
            points = [start]
            for place, step in enumerate(chain, start=i):
                here = points[-1]
                points += straight(here, lefts[place] + columns[place] + self._stubs[place])
                end = Point(lefts[place + 1], centres[step.target] + arrives[step])
                shaft = end
                if step.target == edge.target and edge.mode is not None:
                    shaft = Point(end.x - ARROW, end.y)
                points += bent(points[-1], shaft)
                if step.target != edge.target:
                    points += straight(points[-1], end.x + columns[place + 1])
            tip = points[-1]
            routes.append(
                Route(
                    edge=edge,
                    points=tuple(points),
                    arrow=() if edge.mode is None else arrowhead(Point(tip.x + ARROW, tip.y)),
                    label=self._label_runs(edge, start),
                )
            )
        return routes
