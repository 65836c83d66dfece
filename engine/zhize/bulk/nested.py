"""From verdicts to one nested value a row: status, reason, duties, problems, all in full.

For callers that see few rows at a time and have no use for codes whose meaning stands elsewhere.
Rows with equal values share one, so that a value is made once and a row costs a number.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from .coding import (
    DECIDED,
    NOT_APPLICABLE,
    REFUSED,
    STATUSES,
    Columns,
    first_stated,
    statuses_of,
)
from .columns import Column
from .deciding import REASONS
from .engine import stripped
from .legend import DISPLACED, PROBLEM, UNADDRESSED, described, outcome_columns
from .pairs import Growing, Tuples

if TYPE_CHECKING:
    from ..evaluation.decider import Decider
    from .block import Block
    from .engine import Engine, Verdicts
    from .pairs import Codes
    from .readings import Axis

_TEXT = pa.string()

DUTY = pa.struct([
    ("norm", _TEXT), ("article", _TEXT), ("bearer", _TEXT), ("bearer_place", _TEXT),
    ("mode", _TEXT), ("role", _TEXT), ("to", pa.list_(_TEXT)), ("due", pa.date32()),
    ("alternative_to", _TEXT), ("conditional_on", _TEXT),
])  # fmt: skip
"""A duty as a decision has it, place and day included."""

RESULT = pa.struct([
    ("status", _TEXT), ("reason", _TEXT), ("duties", pa.list_(DUTY)),
    ("displaced", pa.list_(DISPLACED)), ("unaddressed", pa.list_(UNADDRESSED)),
    ("problems", pa.list_(PROBLEM)),
])  # fmt: skip
"""What became of a record. `duties` and the two after it are null unless it was decided; no
problems are an empty list."""

_MOST = 1 << 14
"""Values that are kept from call to call."""


class Nester:
    """Makes nested values of the verdicts of one engine.

    Args:
        engine: Judged the rows.
        decider: The mechanism.
    """

    def __init__(self, engine: Engine, decider: Decider) -> None:
        self._engine = engine
        self._described = outcome_columns(decider)
        self._columns = Columns(decider)
        self._positions = {f.code: f.position for f in decider.rulebase.facets}
        self.begin()

    def begin(self) -> None:
        """Begin again with an engine that has forgotten what it met."""
        words, columns = self._engine.words, self._columns
        fields = (*columns.places, *([columns.day] if columns.day else ()))
        self._axes: list[Axis] = list(dict.fromkeys(words[field] for field in fields))
        self._matters = [Growing([0]) for _ in self._axes]
        self._entries: list[dict[str, Any]] = [{}]
        self._begin_values()

    def _begin_values(self) -> None:
        self._tuples = Tuples(2 + len(self._axes), self._number)
        self._values: list[dict[str, Any]] = []
        self._made = pa.array([], RESULT)

    def values(self, block: Block, verdicts: Verdicts) -> pa.DictionaryArray:
        """Return the value of each row, of type `RESULT`, each distinct one once."""
        if len(self._values) > _MOST:
            self._begin_values()
        numbers = self._numbers(verdicts)
        for row, record in block.singles():  # columns alone do not tell where, and when
            kind, faults = int(verdicts.outcomes[row]) + 1, int(verdicts.faults[row])
            if not kind:  # refused: there is nothing to tell of that
                continue
            stated = {f: first_stated(record, f) for axis in self._axes for f in axis.fields}
            numbers[row] = self._append(kind, faults, stated)
        distinct, at = np.unique(numbers, return_inverse=True)
        if len(self._made) < len(self._values):
            more = pa.array(self._values[len(self._made) :], RESULT)
            self._made = pa.concat_arrays([self._made, more])
        found = self._made.take(pa.array(distinct))
        return pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32)), found)

    def statuses(self, _: Block, verdicts: Verdicts) -> pa.DictionaryArray:
        """Return only the status of each row."""
        at = statuses_of(self._engine.deciding, verdicts.outcomes)
        return pa.DictionaryArray.from_arrays(pa.array(at), pa.array(STATUSES, _TEXT))

    def _numbers(self, verdicts: Verdicts) -> Codes:
        """Number the rows by all that their values depend on."""
        engine, kinds = self._engine, verdicts.outcomes + 1
        deciding = engine.deciding
        for number in range(len(self._entries) - 1, len(deciding.outcomes)):
            is_reached = not deciding.reasons[number]
            entry = described(self._described, deciding.outcomes[number]) if is_reached else {}
            self._entries.append(entry)
            for axis, matters in zip(self._axes, self._matters, strict=True):
                matters.append(any(self._reads(duty, axis) for duty in entry.get("duties", ())))
        columns = [Column(kinds), Column(verdicts.faults)]
        sizes = [len(self._entries), len(engine.checks.faults.sets)]
        for axis, matters in zip(self._axes, self._matters, strict=True):
            read = matters.array().take(kinds)
            columns.append(Column(np.where(read, verdicts.codes[axis.fields[0]].full(), 0)))
            sizes.append(len(axis.parts))
        return self._tuples.look_up(columns, sizes).full()

    def _reads(self, duty: dict[str, Any], axis: Axis) -> bool:
        """Tell whether a duty depends on what an axis states."""
        due = duty["due_days"] is not None and self._columns.day in axis.fields
        return due or duty["placed_by"] in axis.fields

    def _number(self, row: tuple[int, ...]) -> int:
        kind, faults, *codes = row
        stated = {
            field: first_stated(axis.parts[code], field)
            for axis, code in zip(self._axes, codes, strict=True)
            for field in axis.fields
        }
        return self._append(kind, faults, stated)

    def _append(self, kind: int, faults: int, stated: dict[str, str | None]) -> int:
        """Make a value, and return its number."""
        self._values.append(self._value(kind, faults, stated))
        return len(self._values) - 1

    def _value(self, kind: int, faults: int, stated: dict[str, str | None]) -> dict[str, Any]:
        items = self._engine.checks.faults.sets[faults]
        reason = REASONS[self._engine.deciding.reasons[kind - 1]] if kind else None
        value = {
            "status": REFUSED if not kind else NOT_APPLICABLE if reason else DECIDED,
            "reason": reason,
            "problems": stripped(items, self._positions),
        }
        entry = self._entries[kind]
        if not entry:
            return value
        return value | entry | {"duties": [self._duty(d, stated) for d in entry["duties"]]}

    def _duty(self, duty: dict[str, Any], stated: dict[str, str | None]) -> dict[str, Any]:
        day, days = stated.get(self._columns.day or ""), duty["due_days"]
        due = None if day is None or days is None else date.fromisoformat(day)
        return {
            **{name: duty[name] for name in DUTY.names if name in duty},
            "bearer_place": stated.get(duty["placed_by"]),
            "due": None if due is None else due + timedelta(days),
        }
