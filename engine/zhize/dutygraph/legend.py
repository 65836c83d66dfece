"""What stands around a duty graph: title, column heads, legend, remarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..explain.width import visible
from .geometry import Run, Sample
from .measure import Breaker, text_width
from .signs import SIGNS, signs_of
from .style import FILLS, INK, SOFT, STROKES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..pages import Said, Voices
    from .model import DutyGraph

MARGIN = 28.0
TITLE, SUBTITLE, HEAD, NOTE = 22.0, 13.0, 13.0, 12.0
_SECOND = 0.75
"""So much smaller than the first is a second language."""
_SAMPLE_WIDTH, _SAMPLE_HEIGHT = 46.0, 14.0
_ROW = 24.0
_HOLLOW = frozenset({"sign.further", "sign.if-chosen"})
"""Signs of norms whose lines end in a hollow arrowhead."""


class Band:
    """Lines of text and samples, one below the other, from a given height on.

    Attributes:
        y: Where the next line goes.
        right: The farthest that anything reaches.
        runs, samples: What was put down.
    """

    def __init__(self, y: float) -> None:
        self.y = y
        self.right = 0.0
        self.runs: list[Run] = []
        self.samples: list[Sample] = []

    def write(self, spoken: Sequence[Said], size: float, *, bold: bool = False) -> None:
        """Put down words, each language in a line of its own."""
        for rank, said in enumerate(spoken):
            small = size * _SECOND if rank else size
            self.y += small * 1.35
            self.run(MARGIN, self.y, said, small, bold=bold and not rank, soft=bool(rank))

    def run(
        self, x: float, y: float, said: Said, size: float, *, bold: bool = False, soft: bool = False
    ) -> float:
        """Put down a run of words on a baseline, and return where it ends."""
        made = run_of(said, x, y, size, bold=bold, colour=SOFT if soft else INK)
        self.runs.append(made)
        self.right = max(self.right, x + made.width)
        return x + made.width


def run_of(
    said: Said, x: float, y: float, size: float, *, bold: bool = False, colour: str = INK
) -> Run:
    """Return words as a run from x on the baseline y, control characters spelt out."""
    text = visible(said.text)
    return Run(
        x=x,
        y=y,
        text=text,
        size=size,
        width=text_width(text, size, bold=bold),
        lang=said.lang,
        bold=bold,
        colour=colour,
    )


def title_band(graph: DutyGraph, voices: Voices) -> Band:
    """Return the title and the line below it."""
    band = Band(MARGIN - 8.0)
    band.write(voices.of(graph.title), TITLE, bold=True)
    band.y += 3.0
    band.write([_joined(voices.of(graph.subtitle))], SUBTITLE)
    return band


def foot_band(graph: DutyGraph, voices: Voices, y: float, width: float) -> Band:
    """Return legend and remarks, wrapped to the width of the picture."""
    band = Band(y)
    if graph.nodes:
        _legend(graph, voices, band, width)
    breaker = Breaker(())
    for remark in graph.remarks:
        for rank, said in enumerate(voices.of(remark)):
            size = NOTE * (0.9 if rank else 1.0)
            for line in breaker.lines(said.text, width - 2 * MARGIN, size):
                band.y += size * 1.5
                band.run(MARGIN, band.y, said._replace(text=line), size, soft=bool(rank))
    return band


def _legend(graph: DutyGraph, voices: Voices, band: Band, width: float) -> None:
    """Put down a sample of each line style each kind of box and each sign that the graph has."""
    modes = {edge.mode for edge in graph.edges} | {n.mode for n in graph.nodes if n.kind == "norm"}
    plain = {edge.kind for edge in graph.edges if edge.mode is None}
    entries: list[tuple[str | None, str | None, tuple[Said, ...]]] = [
        (mode, None, voices.each(lambda names: names.mode(mode)))  # noqa: B023 - called at once
        for mode in _in_order(modes - {None}, STROKES)
    ]
    entries += [(None, None, voices(f"line.{kind}")) for kind in sorted(plain)]
    kinds = {node.kind for node in graph.nodes}
    entries += [(None, kind, voices(f"kind.{kind}")) for kind in FILLS if kind in kinds]
    place = _Row(band, width)
    for mode, kind, spoken in entries:
        place.put(spoken, mode=mode, kind=kind)
    for name, key in signs_of(graph).items():
        kind = "norm" if any(node.kind == "norm" for node in graph.nodes) else "duty"
        spoken = voices(key)
        if key in _HOLLOW:
            spoken = voices.each(
                lambda names: voices.fill(names, "sign.hollow", sign=voices.fill(names, key))  # noqa: B023 - called at once
            )
        place.put(spoken, kind=kind, sign=SIGNS[name], strong=name == "turning")
    band.y = place.y + 4.0


class _Row:
    """Entries of a legend, one behind the other, as many in a row as there is room for."""

    def __init__(self, band: Band, width: float) -> None:
        self._band = band
        self._width = width
        self._x = MARGIN
        self.y = band.y + _ROW

    def put(
        self,
        spoken: Sequence[Said],
        *,
        mode: str | None = None,
        kind: str | None = None,
        sign: str = "",
        strong: bool = False,
    ) -> None:
        """Put down a sample, in a box of a kind a sign, and what it means."""
        said = _joined(spoken)
        needed = _SAMPLE_WIDTH + 8.0 + text_width(said.text, NOTE) + 26.0
        if self._x > MARGIN and self._x + needed > self._width - MARGIN + 26.0:
            self._x, self.y = MARGIN, self.y + _ROW
        run = run_of(said, self._x + _SAMPLE_WIDTH + 8.0, self.y, NOTE)
        runs = [run]
        if sign:
            middle = self._x + (_SAMPLE_WIDTH - text_width(sign, NOTE)) / 2
            runs.append(run_of(said._replace(text=sign), middle, self.y, NOTE))
        self._band.samples.append(
            Sample(
                x=self._x,
                y=self.y - NOTE * 0.35 - _SAMPLE_HEIGHT / 2,
                width=_SAMPLE_WIDTH,
                height=_SAMPLE_HEIGHT,
                runs=tuple(runs),
                mode=mode,
                kind=kind,
                strong=strong,
            )
        )
        self._band.right = max(self._band.right, run.x + run.width)
        self._x += needed


def _in_order(found: Iterable[str | None], order: Iterable[str]) -> list[str]:
    names = {name for name in found if name is not None}
    known = [name for name in order if name in names]
    return [*known, *sorted(names.difference(known))]


def _joined(spoken: Sequence[Said]) -> Said:
    """Return both languages as one line."""
    return spoken[0]._replace(text=" / ".join(said.text for said in spoken))
