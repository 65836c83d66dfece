"""Trees as text, with box characters that line up in Chinese and Latin alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .width import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Branch(NamedTuple):
    """A line of a tree, and what hangs below it."""

    text: str
    below: tuple[Branch, ...] = ()


def tree_lines(branches: Sequence[Branch], width: int, indent: str = "") -> Iterator[str]:
    """Yield the lines of some branches, wrapped to a width.

    Args:
        branches: What hangs side by side.
        width: Columns of a line. A tree that is deep leaves little room, but no word is lost.
        indent: What stands before each line.
    """
    for place, branch in enumerate(branches, start=1):
        last = place == len(branches)
        stem = indent + ("   " if last else "│  ")
        rest = stem + ("│ " if branch.below else "  ")
        yield from wrap(branch.text, width, first=indent + ("└─ " if last else "├─ "), rest=rest)
        yield from tree_lines(branch.below, width, stem)
