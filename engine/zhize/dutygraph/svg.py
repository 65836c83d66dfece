"""A duty graph as SVG: one file that needs nothing else, or a part of a page.

There are no styles, scripts or references in it, only presentation attributes, so that it may stand
inside a page with a strict content security policy. `data-` attributes say what each part is.

Source: Scalable Vector Graphics 1.1, 5.4 (title, desc), 11.3 and 11.4 (fill, stroke).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ..explain.width import visible
from ..pages import Voices, language_tag
from .layout import lay_out
from .style import BAR, FILLS, PAPER, TURNING, fonts, stroke_of
from .words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model.rulebase import RuleBase
    from .geometry import Box, Picture, Point, Route, Run, Sample
    from .model import DutyGraph


def duty_graph_svg(graph: DutyGraph, rulebase: RuleBase, languages: Sequence[str]) -> str:
    """Return the picture of a duty graph, as a whole SVG document without an XML declaration.

    Args:
        graph: What to draw.
        rulebase: For what codes are called.
        languages: `("zh",)`, `("en",)` or `("zh", "en")`.
    """
    return picture_svg(lay_out(graph, Voices(rulebase, languages, WORDS)))


def picture_svg(picture: Picture) -> str:
    """Return a picture that is placed already."""
    pen = _Pen(picture.lang)
    width, height = _number(picture.width), _number(picture.height)
    head = _attributes(
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        role="img",
        lang=language_tag(picture.lang),
        font_family=fonts(picture.lang),
    )
    paper = _attributes(width=width, height=height, fill=PAPER)
    parts = [
        f"<svg{head}>",
        f"<title>{_text(picture.title)}</title>",
        f"<desc>{_text(picture.description)}</desc>",
        f"<rect{paper}/>",
        *(_route(route) for route in picture.routes),
        *(pen.box(box) for box in picture.boxes),
        *(pen.label(route) for route in picture.routes if route.label),
        *(pen.sample(sample) for sample in picture.samples),
        pen.runs(picture.texts),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


class _Pen:
    """Draws what has text in it.

    Args:
        lang: The language of the picture, whose fonts text has unless it is in another.
    """

    def __init__(self, lang: str) -> None:
        self._fonts = fonts(lang)

    def runs(self, runs: Iterable[Run]) -> str:
        """Write words."""
        return "".join(map(self._run, runs))

    def box(self, box: Box) -> str:
        node = box.node
        data = _attributes(
            data_id=node.id,
            data_kind=node.kind,
            data_code=node.code,
            data_mode=node.mode or "",
            data_role=node.role or "",
            data_norms=" ".join(node.norms),
            data_members=" ".join(node.members),
            data_interpretations=" ".join(node.interpretations),
            data_alternatives=" ".join(node.alternatives),
            data_optional=" ".join(node.optional),
            data_turning="true" if node.turning else "",
            data_further="true" if node.further else "",
        )
        frame = _frame(node.kind, box.x, box.y, box.width, box.height, strong=node.turning)
        bar = ""
        if node.mode is not None:
            stroke = stroke_of(node.mode)
            bar = _attributes(
                x=_number(box.x),
                y=_number(box.y),
                width=_number(BAR),
                height=_number(box.height),
                fill=stroke.colour,
            )
            bar = f"<rect{bar}/>"
        return f"<g{data}>{frame}{bar}{self.runs(box.runs)}</g>"

    def label(self, route: Route) -> str:
        """Draw the words of an edge on a bit of paper that interrupts its line."""
        data = _attributes(data_label=route.edge.id, data_norms=" ".join(route.edge.norms))
        first, last = route.label[0], route.label[-1]
        paper = _attributes(
            x=_number(first.x - 2),
            y=_number(first.y - first.size * 0.86),
            width=_number(last.x + last.width - first.x + 4),
            height=_number(first.size * 1.1),
            fill=PAPER,
        )
        return f"<g{data}><rect{paper}/>{self.runs(route.label)}</g>"

    def sample(self, sample: Sample) -> str:
        runs = self.runs(sample.runs)
        if sample.kind is not None:
            x, y, width, height = sample.x, sample.y, sample.width, sample.height
            frame = _frame(sample.kind, x, y, width, height, strong=sample.strong)
            return f"<g>{frame}{runs}</g>"
        stroke = stroke_of(sample.mode)
        middle = _number(sample.y + sample.height / 2)
        end = sample.x + sample.width
        line = _attributes(
            d=f"M{_number(sample.x)} {middle}H{_number(end)}",
            fill="none",
            stroke=stroke.colour,
            stroke_width=_number(stroke.width),
            stroke_dasharray=stroke.dash,
        )
        return f"<g><path{line}/>{runs}</g>"

    def _run(self, run: Run) -> str:
        fitting = fonts(run.lang, run.text)
        attributes = _attributes(
            x=_number(run.x),
            y=_number(run.y),
            font_size=_number(run.size),
            font_weight="bold" if run.bold else "",
            font_family="" if fitting == self._fonts else fitting,
            fill=run.colour,
            lang=language_tag(run.lang),
        )
        return f"<text{attributes}>{_text(run.text)}</text>"


def _route(route: Route) -> str:
    """Draw an edge: its line and its arrowhead."""
    edge, stroke = route.edge, stroke_of(route.edge.mode)
    line = _attributes(
        d=_path(route.points),
        fill="none",
        stroke=stroke.colour,
        stroke_width=_number(stroke.width),
        stroke_dasharray=stroke.dash,
    )
    head = ""
    if route.arrow:
        corners = " ".join(f"{_number(x)},{_number(y)}" for x, y in route.arrow)
        ink = {"fill": stroke.colour}
        if edge.conditional:
            ink = {"fill": PAPER, "stroke": stroke.colour, "stroke_width": "1.4"}
        head = f"<polygon{_attributes(points=corners, **ink)}/>"
    data = _attributes(
        data_id=edge.id,
        data_kind=f"edge-{edge.kind}",
        data_source=edge.source,
        data_target=edge.target,
        data_mode=edge.mode or "",
        data_norms=" ".join(edge.norms),
        data_interpretations=" ".join(edge.interpretations),
        data_further=" ".join(edge.further),
        data_optional=" ".join(edge.optional),
    )
    return f"<g{data}><path{line}/>{head}</g>"


def _frame(
    kind: str, x: float, y: float, width: float, height: float, *, strong: bool = False
) -> str:
    """Draw the outline of a kind of box; a group has a second one inside."""
    fill = FILLS[kind]
    stroke = TURNING if strong else fill.frame
    insets = (0.0, 2.6) if fill.double else (0.0,)
    return "".join(
        "<rect"
        + _attributes(
            x=_number(x + inset),
            y=_number(y + inset),
            width=_number(width - 2 * inset),
            height=_number(height - 2 * inset),
            rx=_number(max(fill.radius - inset, 0.0)),
            fill=fill.colour if not inset else "none",
            stroke=stroke.colour,
            stroke_width=_number(stroke.width),
            stroke_dasharray=stroke.dash,
        )
        + "/>"
        for inset in insets
    )


def _path(points: Sequence[Point]) -> str:
    parts = [f"M{_number(points[0].x)} {_number(points[0].y)}"]
    for place in range(1, len(points), 3):
        corners = " ".join(f"{_number(x)} {_number(y)}" for x, y in points[place : place + 3])
        parts.append(f"C{corners}")
    return "".join(parts)


def _attributes(**values: str) -> str:
    """Return attributes as they are written; those that are empty are left out."""
    return "".join(
        f' {name if name == "viewBox" else name.replace("_", "-")}="{_quoted(value)}"'
        for name, value in values.items()
        if value
    )


def _number(value: float) -> str:
    """Return a length with one decimal, and none where it is whole."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def _text(text: str) -> str:
    """Escape text; control characters, which XML does not have, are spelt out."""
    return escape(visible(text))


def _quoted(text: str) -> str:
    return escape(visible(text), {'"': "&quot;"})
