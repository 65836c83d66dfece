"""Dividing a text into runs, so that marks may overlap in any way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..validation.quotes import Span
from .values import Mark, Run


def divide(text: str, marks: Sequence[tuple[Span, Mark]]) -> tuple[Run, ...]:
    """Return the text in runs, each with the marks that cover it, in the order given.

    A mark of no length makes an empty run where it stands.
    """
    edges = {edge for span, _ in marks for edge in span}
    cuts = sorted(edges | {0, len(text)})
    runs = []
    for start, end in _stretches(cuts, {start for (start, end), _ in marks if start == end}):
        here = [(span, mark) for span, mark in marks if _covers(span, (start, end))]
        runs.append(
            Run(
                text=text[start:end],
                marks=tuple(mark for _, mark in here),
                starts=tuple(mark for span, mark in here if span[0] == start),
                ends=tuple(mark for span, mark in here if span[1] == end),
            )
        )
    return tuple(runs)


def _stretches(cuts: Sequence[int], points: set[int]) -> Iterator[Span]:
    """Yield the stretches between cuts, and before each an empty one where a point stands."""
    for at, following in zip(cuts, [*cuts[1:], None], strict=True):
        if at in points:
            yield at, at
        if following is not None:
            yield at, following


def _covers(span: Span, stretch: Span) -> bool:
    """Tell whether a mark covers a stretch between two neighbouring cuts; a point only itself."""
    if stretch[0] == stretch[1]:
        return span == stretch
    return span[0] <= stretch[0] and stretch[1] <= span[1]
