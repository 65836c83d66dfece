"""How wide text is, and where its lines break, without a font.

A picture is drawn with whatever font the reader has. Widths here are upper bounds over the fonts
that are likely: a Chinese character is one em wide in all of them, a Latin letter as wide as in the
widest (DejaVu Sans). So no text leaves its box, and none needs a font to be laid out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from wcwidth import wcwidth

from ..explain.width import atoms, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_CLASSES = (
    (0.29, "ijlI'"),
    (0.32, " ,."),
    (0.35, ":;|f"),
    (0.40, "-()/[\\]t!"),
    (0.42, "r"),
    (0.53, 'sz*"'),
    (0.56, "cJL_–?"),
    (0.59, "kvxy"),
    (0.64, "FT`aoebdghnpqu$0123456789{}"),
    (0.67, "EPSY"),
    (0.70, "KAVBXZ"),
    (0.73, "CR"),
    (0.78, "UHNDG&"),
    (0.85, "OQw#+<=>^~"),
    (0.99, "MmW%"),
    (1.05, "œŒæÆ@"),
)
_WIDTHS = {character: width for width, characters in _CLASSES for character in characters}
_BOLD = 0.12
"""So much wider than regular is a bold Latin letter at most."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at most, in the units of its font size."""
    return size * sum(_bold(character) if bold else _advance(character) for character in text)


@cache
def _advance(character: str) -> float:
    if wcwidth(character) <= 0:
        return 0.0
    return _WIDTHS.get(_base(character), 1.0)


@cache
def _bold(character: str) -> float:
    return _advance(character) + (_BOLD if _base(character) in _WIDTHS else 0.0)


def _base(character: str) -> str:
    """Return a letter without its accents."""
    return unicodedata.normalize("NFD", character)[0]


class Breaker:
    """Breaks text into lines that fit a width, and divides no term where it can help it.

    Lines break where `explain.width` lets them: never inside a Latin word, before closing or after
    opening punctuation.

    Args:
        terms: Words that stay whole, such as the names of agencies. Those longer than a few
            characters may be divided.
    """

    _LONGEST = 12

    def __init__(self, terms: Iterable[str]) -> None:
        short = {term for term in terms if 1 < len(term) <= self._LONGEST}
        ordered = sorted(short, key=lambda term: (-len(term), term))
        self._terms = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def lines(
        self, text: str, width: float, size: float, *, bold: bool = False, first: float = 0.0
    ) -> list[str]:
        """Return the lines of a text; a word wider than a whole line is cut.

        Args:
            text: What to break.
            width: How wide a line may be.
            size: Size of the font.
            bold: Whether it is set in bold.
            first: What is taken off the first line, for something that stands before it.
        """
        lines: list[str] = []
        line, used, room = "", 0.0, width - first
        for gap, atom in self._whole(visible(" ".join(text.split()))):
            space = gap if line else ""
            taken = text_width(space + atom, size, bold=bold)
            if line and used + taken > room:
                lines.append(line)
                line, used, room, space = "", 0.0, width, ""
                taken = text_width(atom, size, bold=bold)
            line += space + atom
            used += taken
            while line and used > room:  # no room at all leaves a character a line
                cut = _fitting(line, room, size, bold)
                lines.append(line[:cut])
                line, room = line[cut:], width
                used = text_width(line, size, bold=bold)
        return [*lines, line] if line else lines

    def _whole(self, text: str) -> list[tuple[str, str]]:
        """Return the parts that no line break may divide, with terms kept whole."""
        if self._terms is None:
            return atoms(text)
        inside = {
            place
            for match in self._terms.finditer(text)
            for place in range(match.start() + 1, match.end())
        }
        parts: list[tuple[str, str]] = []
        place = 0
        for gap, atom in atoms(text):
            place += len(gap)
            if parts and not gap and place in inside:
                parts[-1] = (parts[-1][0], parts[-1][1] + atom)
            else:
                parts.append((gap, atom))
            place += len(atom)
        return parts


def _fitting(text: str, width: float, size: float, bold: bool) -> int:
    """Return how many characters fit, at least one."""
    for end in range(2, len(text) + 1):
        if text_width(text[:end], size, bold=bold) > width:
            return end - 1
    return len(text)
