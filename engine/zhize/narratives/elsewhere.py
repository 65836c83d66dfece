"""Another jurisdiction that a narrative names: the matter may lie outside the mechanism's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .draft import Span, Unplaced
from .places import touching
from .remarks import unplaced

if TYPE_CHECKING:
    from collections.abc import Collection

    from .polarity import Judge
    from .view import Mark, View


def elsewhere(
    view: View, judge: Judge, field: str, home_places: Collection[str]
) -> tuple[Span | None, tuple[Unplaced, ...]]:
    """Return the other jurisdiction in which a text says that the matter lies.

    Args:
        view: The text.
        judge: Its judge.
        field: The field that takes it; the words that cue it are names of other jurisdictions.
        home_places: Places of the mechanism's own that the text gives; they count for more.
    """
    left: list[Unplaced] = []
    found: Span | None = None
    for mark in sorted(view.marked(f"cues {field}"), key=lambda m: (m.first, -m.last)):
        if judge.supposed(mark.first) or (found and view.tokens[mark.first].start < found.end):
            continue
        said = view.said(mark.first, mark.last)
        span = Span(
            field=field,
            value=said,
            start=view.tokens[mark.first].start,
            end=view.tokens[mark.last].end,
            text=said,
        )
        reason = _aside(view, mark) or ("foreign-place" if home_places else "")
        if not reason and found is None:
            found = span
        elif reason:
            left.append(unplaced(reason, said, span.start, span.end, field=field, value=said))
    return found, tuple(left)


def _aside(view: View, mark: Mark) -> str:
    """Return why a place is not where it happened, or nothing."""
    if touching(view, view.marked_at(mark.first, "comes-from"), before=mark.first, reach=1.0):
        return "origin"
    if touching(view, view.marked_at(mark.first, "heads-for"), before=mark.first, reach=0.5):
        return "destination"
    if touching(view, view.marked_at(mark.first, "beside-before"), before=mark.first, reach=1.0):
        return "landmark"
    if touching(view, view.marked_at(mark.last, "belongs-to"), after=mark.last, reach=0.0):
        return "origin"
    return ""
