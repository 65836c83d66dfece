"""What stands in the box of each node, wrapped and measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..records.words import words_of
from .geometry import Run
from .measure import Breaker, text_width
from .signs import signed_code
from .style import BAR, INK, SOFT, stroke_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..pages import Said, Voices
    from .model import Line, Node

SIZE = 12.0
"""Size of the text in boxes; a second language is set smaller."""
SECOND = 10.5
SMALL = 8.5
"""Of the interpretations that a norm rests on."""
LEADING = 1.3
"""Distance of lines, as a multiple of the size."""
PAD_X, PAD_Y = 8.0, 3.5
_GAP = 8.0  # between the code of a norm, its tag and its text
_ASCENT = 0.86  # of a Chinese font, as a part of its size


class Sized(NamedTuple):
    """A node's text, placed from the upper left corner of its box, and how large it makes it."""

    node: Node
    runs: tuple[Run, ...]
    width: float
    height: float


class Typesetter:
    """Sets the text of nodes.

    Args:
        voices: The languages, and what things are called.
        norms: The norms of the graph, whose codes and tags stand in columns of one width.
    """

    def __init__(self, voices: Voices, norms: Iterable[Node]) -> None:
        self._voices = voices
        rulebase = voices.rulebase
        named = (*rulebase.agencies, *rulebase.kinds, *rulebase.concepts)
        self._breaker = Breaker(word for thing in named for word in words_of(thing))
        shown = list(norms)
        self._code = max((text_width(signed_code(n), SIZE, bold=True) for n in shown), default=0.0)
        rests = max((text_width(_rests_on(n), SMALL) for n in shown), default=0.0)
        self._rests = rests + _GAP if rests else 0.0
        self._tag = max(
            (
                text_width(said.text, size, bold=True)
                for n in shown
                for said, size in self._sized(self._part(n))
            ),
            default=0.0,
        )

    def box(self, node: Node, most: float) -> Sized:
        """Set the text of a node within a width."""
        return self._norm(node, most) if node.kind == "norm" else self._named(node, most)

    # ------------------------------------------------------------ a norm: code, tag, action

    def _part(self, node: Node) -> tuple[Said, ...]:
        """Say how a norm works: its role, or its mode."""
        return self._voices.each(lambda names: names.part(node.code))

    def _norm(self, node: Node, most: float) -> Sized:
        colour = stroke_of(node.mode).colour
        sheet = _Sheet(PAD_X + BAR, PAD_Y)
        rests = sheet.left + self._code + _GAP
        start = rests + self._rests
        text = start + self._tag + _GAP
        parts = self._sized(self._part(node))
        actions = self._sized(self._voices.of(node.label))
        for rank in range(max(len(parts), len(actions))):
            y = sheet.y
            if not rank:
                code = _Words(signed_code(node), SIZE, self._voices.own, bold=True)
                sheet.at(sheet.left, y, code)
                small = _Words(_rests_on(node), SMALL, self._voices.own, colour=SOFT)
                if small.text:
                    sheet.at(rests, y + (SIZE - SMALL) * _ASCENT, small)
            if rank < len(parts):
                said, size = parts[rank]
                sheet.at(start, y, _Words(said.text, size, said.lang, bold=True, colour=colour))
            if rank < len(actions):
                said, size = actions[rank]
                ink = SOFT if rank else INK
                bold = node.turning and not rank
                room = most - text - PAD_X
                for line in self._breaker.lines(said.text, room, size, bold=bold):
                    sheet.line(text, _Words(line, size, said.lang, bold=bold, colour=ink))
            else:
                sheet.down(SIZE)
        return sheet.sized(node)

    # ------------------------------------------------------------ everything else: a name, lines

    def _named(self, node: Node, most: float) -> Sized:
        sheet = _Sheet(PAD_X, PAD_Y)
        room = most - 2 * PAD_X
        for said, size in self._sized(self._voices.of(node.label)):
            bold = size == SIZE
            # A record's name is its own; it is no word to be spelt with a capital.
            name = said.text if node.kind == "incident" else _heading(said)
            for piece in self._breaker.lines(name, room, size, bold=bold):
                ink = INK if bold else SOFT
                sheet.line(PAD_X, _Words(piece, size, said.lang, bold=bold, colour=ink))
        for said, size in self._sized(self._voices.of(node.place)):
            for piece in self._breaker.lines(said.text, room, size):
                sheet.line(PAD_X, _Words(piece, size, said.lang, colour=SOFT))
        if node.members:
            self._members(sheet, node, room)
        for line in node.lines:
            self._line(sheet, line, room)
        return sheet.sized(node)

    def _members(self, sheet: _Sheet, node: Node, room: float) -> None:
        names = self._voices.each(
            lambda names: names.words.listed(names.agency(code) for code in node.members)
        )
        if node.kind == "rule":
            count = len(node.members)
            names = self._voices.each(
                lambda names: self._voices.fill(
                    names,
                    "rule.members",
                    count=count,
                    agencies=names.words.listed(names.agency(code) for code in node.members),
                )
            )
        for said in names:
            for line in self._breaker.lines(said.text, room, SECOND):
                sheet.line(PAD_X, _Words(line, SECOND, said.lang, colour=SOFT))

    def _line(self, sheet: _Sheet, line: Line, room: float) -> None:
        """Set a line of a node: what it begins with in bold, then what it says."""
        sheet.down(3.0 / LEADING)
        heads = self._sized(self._voices.of(line.head))
        texts = self._sized(self._voices.of(line.text))
        norm = None if line.norm is None else self._voices.names[0].norm(line.norm)
        colour = SOFT if norm is None else stroke_of(norm.mode).colour
        for rank, (said, size) in enumerate(texts):
            head = heads[rank] if rank < len(heads) else None
            first = 0.0
            if head is not None:
                words = _Words(head[0].text, size, head[0].lang, bold=not rank, colour=colour)
                first = words.width + 6.0
                sheet.at(PAD_X, sheet.y, words)
            ink = SOFT if rank else INK
            broken = self._breaker.lines(said.text, room, size, first=first)
            for place, piece in enumerate(broken):
                left = PAD_X + (0.0 if place else first)
                sheet.line(left, _Words(piece, size, said.lang, colour=ink))

    @staticmethod
    def _sized(spoken: Sequence[Said]) -> list[tuple[Said, float]]:
        """Return each language with its size: the first is the larger."""
        return [(said, SECOND if rank else SIZE) for rank, said in enumerate(spoken)]


class _Words:
    """Some words in one type."""

    def __init__(
        self, text: str, size: float, lang: str, *, bold: bool = False, colour: str = INK
    ) -> None:
        self.text, self.size, self.lang, self.bold, self.colour = text, size, lang, bold, colour
        self.width = text_width(text, size, bold=bold)


class _Sheet:
    """Text as it is set, line below line."""

    def __init__(self, left: float, top: float) -> None:
        self.left = left
        self.y = top
        self._runs: list[Run] = []

    def at(self, x: float, top: float, words: _Words) -> None:
        """Put words into the line whose top is given; the sheet does not move on."""
        self._runs.append(
            Run(
                x=x,
                y=top + words.size * (_ASCENT + (LEADING - 1) / 2),
                text=words.text,
                size=words.size,
                width=words.width,
                lang=words.lang,
                bold=words.bold,
                colour=words.colour,
            )
        )

    def line(self, x: float, words: _Words) -> None:
        """Put words into a line of their own."""
        self.at(x, self.y, words)
        self.down(words.size)

    def down(self, size: float) -> None:
        """Move on by a line of this size."""
        self.y += size * LEADING

    def sized(self, node: Node) -> Sized:
        """Return what was set."""
        width = max((run.x + run.width for run in self._runs), default=0.0) + PAD_X
        return Sized(node, tuple(self._runs), width, self.y + PAD_Y)


def _rests_on(node: Node) -> str:
    """Return the interpretations of a norm, as they stand behind its code."""
    return " ".join(node.interpretations)


def _heading(said: Said) -> str:
    """Return a name as it begins a box: with a capital in a language that has them."""
    return said.text[:1].upper() + said.text[1:]
