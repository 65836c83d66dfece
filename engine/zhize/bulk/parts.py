"""The input as numbered parts: a part holds so many records of one file, and is found again.

Where a part begins depends on the rows alone, not on who read them before: so a run that goes on
gets the same parts as one that was never disturbed.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from .ahead import ahead
from .sources import BEGIN, Piece, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .block import Block, Names
    from .manifest import Part
    from .sources import Sources

ROWS = 1 << 15
"""Rows that are judged at once: so many that a step costs little, so few that they stay close."""


class Unit(NamedTuple):
    """One part to be read.

    Attributes:
        number: From 1. `file`: index of the file.
        pieces: What it holds; to be used up before the next part is asked for.
    """

    number: int
    file: int
    pieces: Iterator[Ready]


class Ready(NamedTuple):
    """Some rows with their values numbered.

    Attributes:
        names: Their identifiers.
        words: The axes by which they are; they hold as long as the engine has these.
    """

    piece: Piece
    block: Block
    names: Names
    words: object


class Parts:
    """Reads a batch part by part, from the beginning or from a part that is known.

    Args:
        sources: The files.
        rows: Records of a part; the last part of a file holds fewer.
        prepare: Numbers the values of rows; called by the thread that reads.
    """

    def __init__(self, sources: Sources, rows: int, prepare: Callable[[Piece], Ready]) -> None:
        self._sources = sources
        self._prepare = prepare
        self._rows = rows

    def after(self, done: Sequence[Part]) -> Iterator[Unit]:
        """Yield the parts behind those that are done."""
        if not done:
            yield from self._from(BEGIN, 1)
            return
        last = done[-1]
        place = last.end if last.rows == self._rows else Place(file=last.file + 1)
        yield from self._from(place, last.number + 1)

    def again(self, done: Sequence[Part], wanted: set[int]) -> Iterator[Unit]:
        """Yield some of the parts that are done once more."""
        for first, last in self._runs(done, wanted):
            before = done[first - 2] if first > 1 else None
            place = Place(file=done[first - 1].file)
            if before is not None and before.file == place.file:
                place = before.end
            for unit in self._from(place, first):
                if unit.number in wanted:
                    yield unit
                else:
                    skip(unit.pieces)
                if unit.number == last:
                    break

    def _runs(self, done: Sequence[Part], wanted: set[int]) -> list[tuple[int, int]]:
        """Return the first and last of parts that are best read in one go."""
        runs: list[tuple[int, int]] = []
        for number in sorted(wanted):
            if runs and (
                number == runs[-1][1] + 1
                or (not self._sources.seeks and done[number - 1].file == done[runs[-1][1] - 1].file)
            ):
                runs[-1] = runs[-1][0], number
            else:
                runs.append((number, number))
        return runs

    def _from(self, place: Place, number: int) -> Iterator[Unit]:
        size = self._rows
        read = self._sources.pieces(min(ROWS, size), size, place)
        pieces = map(self._prepare, ahead(read, lambda piece: piece.weight))

        def part_of(ready: Ready) -> tuple[int, int]:
            return ready.piece.file, (ready.piece.first - 1) // size

        ready = ahead(pieces, lambda ready: ready.piece.weight)
        for step, ((file, _), group) in enumerate(groupby(ready, key=part_of)):
            yield Unit(number + step, file, group)


def skip(pieces: Iterable[Ready]) -> None:
    """Read pieces and leave them."""
    for _ in pieces:
        pass
