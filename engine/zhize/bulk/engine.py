"""Judging blocks of rows: what is refused, what is decided, and how."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..model.incident import Record, Stated
from ..validation import Checker
from ..validation.checks import is_blind
from .checks import ColumnChecks, note_item
from .checks import is_refused as refuses
from .columns import Column, constant
from .deciding import ColumnDecider
from .kinds import Kinds
from .pairs import Growing
from .readings import ABSENT, ODD, Axis, TextAxis, WordAxis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import numpy.typing as npt

    from ..evaluation.decider import Decider
    from ..model.report import Problem
    from ..records import Lexicon
    from ..validation.checks import Check
    from ..validation.findings import Use
    from .block import Block
    from .checks import Item
    from .pairs import Codes

_SLOW = -2
"""The number of a complaint that came from checking a single record."""

_MOST = 1 << 18
"""Codes, combinations and states that are kept from block to block."""


class Checked(NamedTuple):
    """What the record shapes have against the rows of a block.

    Attributes:
        faults: Number of the set of faults and notes, 0 where there are none.
        refused: Whether the row is refused for them.
        codes: For each axis, by its first field, the codes of the rows.
    """

    faults: Codes
    refused: npt.NDArray[np.bool_]
    codes: dict[str, Column]


class Verdicts(NamedTuple):
    """What became of the rows of a block.

    Attributes:
        outcomes: Number of what was settled, -1 for a refused row.
        faults: Number of the set of faults and notes, 0 where there are none.
        codes: For each axis, by its first field, the codes of the rows.
    """

    outcomes: Codes
    faults: Codes
    codes: dict[str, Column]


class Engine:
    """Reads, checks and decides blocks of rows; not for two threads at once.

    Args:
        decider: Decides the facts of the mechanism.
        checks: The compiled record shapes.
        lexicon: The words of records.
        today: The day after which a date is in the future.

    Attributes:
        axes: What is read together. `words`: for each facet that is looked up, its axis.
        deciding, checks: What was met so far.
    """

    def __init__(
        self, decider: Decider, checks: tuple[Check, ...], lexicon: Lexicon, today: date
    ) -> None:
        self.lexicon = lexicon
        self.rulebase = decider.rulebase
        self._decider = decider
        self._checks = checks
        self._checker = Checker(self.rulebase, checks, today)
        self._today = today
        self._begin()

    def _begin(self) -> None:
        lexicon, vocabulary = self.lexicon, self._checker.vocabulary
        texts = [code for code, facet in lexicon.facets.items() if facet.kind == "text"]
        read = [(check, vocabulary.fields_of(check)) for check in self._checks]
        wordy = {
            field
            for check, fields in read
            for field in fields
            if field in texts and not (fields == (field,) and is_blind(check))
        }
        axes: list[Axis] = [TextAxis(field) for field in texts if field not in wordy]
        axes += [WordAxis((field,), lexicon) for field in sorted(wordy)]
        if lexicon.places.order:
            axes.append(WordAxis(lexicon.places.order, lexicon))
        axes += [
            WordAxis((code,), lexicon)
            for code, facet in lexicon.facets.items()
            if facet.kind not in ("text", "place")
        ]
        self._wordy = wordy
        self.axes = tuple(axes)
        self.words = {
            field: axis for axis in axes if isinstance(axis, WordAxis) for field in axis.fields
        }
        self.deciding = ColumnDecider(self._decider, self.axes)
        self.checks = ColumnChecks(self.rulebase, self._checks, self.axes, self._today)
        self._refusing = Growing()
        self._checked = Kinds(self.axes, self.checks.read, self._examine, 1)
        self._judged = Kinds(self.axes, self._read, self._settle, 2)

    @property
    def size(self) -> int:
        """How much was met so far and is kept."""
        met = sum(axis.size for axis in self.axes if isinstance(axis, WordAxis))
        kinds = self._checked.size + self._judged.size
        return met + kinds + self.deciding.size + self.checks.size

    def refresh(self) -> bool:
        """Forget what was met if it has become too much; tell whether numbers start again."""
        if self.size < _MOST:
            return False
        self._begin()
        gc.collect()  # what was met refers to itself in circles
        return True

    def check(self, block: Block, again: dict[int, Use], *, singly: bool = True) -> Checked:
        """Hold the rows of a block against the record shapes.

        Args:
            block: The rows.
            again: Rows whose identifier was used before.
            singly: Whether odd rows are checked, each as a single record; if not, what is said of
                them means nothing.
        """
        codes = self._codes(block)
        (faults,) = self._checked.look_up(codes, block.count)
        return self._complete(block, codes, faults.full(), again, singly=singly)

    def _complete(
        self, block: Block, codes: dict[str, Column], faults: Codes, again: dict[int, Use],
        *, singly: bool = True,
    ) -> Checked:  # fmt: skip
        """Add to the faults of the rows what their codes do not tell."""
        for axis in self.axes:
            column = codes[axis.fields[0]]
            if isinstance(axis, WordAxis) and (column.numbers == ODD).any():
                block.odd |= column.full() == ODD
        if singly:
            self._check_singly(block, np.flatnonzero(block.odd).tolist(), faults, again)
        numbered = self.checks.faults
        for row in again:
            if block.odd[row]:  # a single record knows whether that is worth saying
                continue
            more = [
                (number, complaint.code, complaint.severity, complaint.field, None)
                for number, complaint in self.checks.sharing
            ]
            faults[row] = numbered.number((*numbered.sets[faults[row]], *more))
        for number in range(len(self._refusing), len(numbered.sets)):
            self._refusing.append(refuses(numbered.sets[number]))
        return Checked(faults, self._refusing.array().take(faults) == 1, codes)

    def _read(self, axis: Axis) -> list[Codes]:
        return [*self.deciding.read(axis), *self.checks.read(axis)]

    def _examine(self, codes: Mapping[str, Codes], count: int) -> tuple[Codes]:
        faults = np.zeros(count, np.intp)
        rows, sets = self.checks.examine(codes, count)
        faults[rows] = sets
        return (faults,)

    def _settle(self, codes: Mapping[str, Codes], count: int) -> tuple[Codes, Codes]:
        return (*self._examine(codes, count), self.deciding.settle(codes, count))

    def judge(self, block: Block, again: dict[int, Use]) -> Verdicts:
        """Check the rows of a block, and decide those that are not refused.

        Args:
            block: The rows.
            again: Rows whose identifier was used before.
        """
        codes = self._codes(block)
        faults, settled = self._judged.look_up(codes, block.count)
        checked = self._complete(block, codes, faults.full(), again)
        outcomes = settled.full()
        outcomes[checked.refused] = -1
        singly = np.flatnonzero(block.odd & ~checked.refused).tolist()
        if singly:
            for row, record in zip(singly, block.records(singly), strict=True):
                values = self._checker.incident(record).values
                outcomes[row] = self.deciding.settled(values)
        return Verdicts(outcomes, checked.faults, checked.codes)

    def _codes(self, block: Block) -> dict[str, Column]:
        absent = constant(ABSENT, block.count)
        codes: dict[str, Column] = {}
        for axis in self.axes:
            name = axis.fields[0]
            if not isinstance(axis, WordAxis):
                codes[name] = block.texts[name].codes if name in block.texts else absent
                continue
            if name in self._wordy and name in block.texts:
                block.ids[name] = axis.raws[name].of(block.texts[name].array)
            codes[name] = axis.codes({f: block.ids.get(f, absent) for f in axis.fields})
        return codes

    def _check_singly(
        self, block: Block, rows: list[int], faults: Codes, again: dict[int, Use]
    ) -> None:
        """Check rows that are out of the ordinary, each as a single record."""
        if not rows:
            return
        for row, record in zip(rows, block.records(rows), strict=True):
            problems = self._checker_of(again.get(row)).check(record, in_full=False)
            items = tuple(
                note_item(p) if p in record.notes else
                (_SLOW, p.code, p.severity, p.field, p.value) for p in problems
            )  # fmt: skip
            faults[row] = self.checks.faults.number(items)

    def problems(
        self, block: Block, rows: Sequence[int], again: dict[int, Use]
    ) -> list[tuple[Problem, ...]]:
        """Return all that is wrong with some rows, in full sentences, as `Checker` says it."""
        return [
            self._checker_of(again.get(row)).check(record)
            for row, record in zip(rows, block.records(rows), strict=True)
        ]

    def _checker_of(self, before: Use | None) -> Checker:
        """Return a checker, which has met the record that used an identifier before."""
        checker = self._checker.again(self._today)
        if before is not None:
            text, (source, index, line) = before
            values: dict[str, tuple[Stated, ...]] = {self.lexicon.identifier or "": (text,)}
            checker.check(Record(source=source, index=index, line=line, values=values))
        return checker


def stripped(
    items: Sequence[Item], positions: dict[str, int]
) -> tuple[tuple[str, str, str | None], ...]:
    """Return a set of faults without the words of the record: code, severity and field.

    Args:
        items: The faults.
        positions: The order of the fields.
    """
    rows = sorted(
        (positions.get(field or "", 0 if field is None else len(positions) + 1),
         code, severity, field or "", field)
        for _, code, severity, field, _ in items
    )  # fmt: skip
    return tuple((code, severity, field) for _, code, severity, _, field in rows)
