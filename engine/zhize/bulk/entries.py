"""What the numbers of an engine stand for, before they become the codes of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .pairs import Growing
from .ragged import Lists

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

Entry = tuple[tuple["Hashable", ...], ...]
"""For each column of a dictionary, the pieces that stand there: short values that mean something
only to the mechanism, such as the number of a norm. They are described when they are written."""


class Entries:
    """Entries by number; what they are made of is kept once.

    Args:
        pieces: For each column, the pieces by number. Whoever gave them may add more.
    """

    def __init__(self, pieces: Sequence[list[Hashable]]) -> None:
        self.pieces = pieces
        self._ends = [Growing() for _ in pieces]
        self._flat = [Growing(kind="i") for _ in pieces]
        self._numbers: list[dict[Hashable, int]] = [{} for _ in pieces]

    def __len__(self) -> int:
        return len(self._ends[0])

    def lists(self, column: int) -> Lists:
        """Return the pieces of all entries, by number."""
        return Lists(self._ends[column].array(), self._flat[column].array())

    def extend(self, columns: Sequence[Lists]) -> None:
        """Add entries, given by the numbers of their pieces."""
        for ends, flat, (more, numbers) in zip(self._ends, self._flat, columns, strict=True):
            ends.extend_by(more + len(flat))
            flat.extend_by(numbers)

    def add(self, entry: Entry) -> int:
        """Add one entry, and return its number."""
        for column, pieces in enumerate(entry):
            for piece in pieces:
                self._flat[column].append(self._piece(column, piece))
            self._ends[column].append(len(self._flat[column]))
        return len(self) - 1

    def __getitem__(self, number: int) -> Entry:
        return tuple(
            tuple([pieces[n] for n in self.lists(column).one(number).tolist()])
            for column, pieces in enumerate(self.pieces)
        )

    def _piece(self, column: int, piece: Hashable) -> int:
        known, pieces = self._numbers[column], self.pieces[column]
        for number in range(len(known), len(pieces)):
            known.setdefault(pieces[number], number)
        found = known.setdefault(piece, len(pieces))
        if found == len(pieces):
            pieces.append(piece)
        return found
