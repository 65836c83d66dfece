"""What the codes of a table stand for: outcomes and sets of faults, in order of appearance."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pyarrow as pa

from ..evaluation.outcome import OutcomeDuty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy.typing as npt

    from ..evaluation.decider import Decider
    from ..evaluation.outcome import Outcome
    from .pairs import Codes

_TEXT = pa.string()
_NAME = pa.struct([("norm", _TEXT), ("bearer", _TEXT)])

DUTY = pa.struct([
    ("norm", _TEXT), ("article", _TEXT), ("bearer", _TEXT), ("mode", _TEXT), ("role", _TEXT),
    ("to", pa.list_(_TEXT)), ("due_days", pa.int32()), ("alternative_to", _TEXT),
    ("conditional_on", _TEXT), ("placed_by", _TEXT),
])  # fmt: skip
"""A duty as a code stands for it; place and day of the incident are not in it."""

DUTIES = pa.schema([
    ("code", pa.int32()),
    ("duties", pa.list_(DUTY)),
    ("displaced", pa.list_(pa.struct([("norm", _TEXT), ("bearer", _TEXT), ("by", _TEXT)]))),
    ("unaddressed", pa.list_(_NAME)),
])  # fmt: skip
PROBLEMS = pa.schema([
    ("code", pa.int32()),
    ("problems",
     pa.list_(pa.struct([("code", _TEXT), ("severity", _TEXT), ("field", _TEXT)]))),
])  # fmt: skip


class Legend:
    """Entries by code, in the order in which rows first need them.

    The numbers that an engine gives depend on what it met before; codes depend on the rows alone.

    Args:
        entries: Those that are known already, in the order of their codes.
    """

    def __init__(self, entries: Iterable[dict[str, Any]] = ()) -> None:
        self.entries: list[dict[str, Any]] = []
        self._known: dict[bytes, int] = {}
        self._codes = np.zeros(0, np.int32)
        self.extend(entries)

    def extend(self, entries: Iterable[dict[str, Any]]) -> None:
        """Add entries that are known from before."""
        for entry in entries:
            self._add(entry)

    def forget_numbers(self) -> None:
        """Take no number of the engine for known: it has begun again."""
        self._codes = np.zeros(0, np.int32)

    def codes(
        self, numbers: Codes, entry: Callable[[int], dict[str, Any]]
    ) -> npt.NDArray[np.int32]:
        """Return the codes of an engine's numbers, which are not negative.

        Args:
            numbers: One for each row.
            entry: Describes what a number stands for.
        """
        size = int(numbers.max(initial=-1)) + 1
        if size > len(self._codes):
            more = np.full(size - len(self._codes), -1, np.int32)
            self._codes = np.concatenate([self._codes, more])
        found = self._codes[numbers]
        if len(found) and found.min() < 0:
            new, first = np.unique(numbers[found < 0], return_index=True)
            for number in new[np.argsort(first)].tolist():
                self._codes[number] = self._add(entry(number))
            found = self._codes[numbers]
        return found

    def _add(self, entry: dict[str, Any]) -> int:
        key = blake2b(msgspec.json.encode(entry), digest_size=16).digest()
        code = self._known.get(key)
        if code is None:
            code = self._known[key] = len(self.entries)
            self.entries.append(entry)
        return code

    def keys(self) -> list[str]:
        """Return a name for each entry, by code, that depends on what it says and nothing else."""
        return [key.hex() for key in self._known]

    def table(self, schema: pa.Schema) -> pa.Table:
        """Return the entries as a table with their codes."""
        rows = [{"code": code, **entry} for code, entry in enumerate(self.entries)]
        return pa.Table.from_pylist(rows, schema)


class Describer:
    """Says what an outcome stands for, without what differs by place and day."""

    def __init__(self, decider: Decider) -> None:
        self._units = decider.evaluator.program.units
        self._placed = {a.code: a.placed_by for a in decider.rulebase.agencies}
        self._duties: dict[OutcomeDuty, dict[str, Any]] = {}

    def entry(self, outcome: Outcome) -> dict[str, Any]:
        """Return an outcome as plain values; equal duties are one value."""
        return {
            "duties": [self._duty(duty) for duty in outcome.duties],
            "displaced": [{**self._name(unit), "by": by} for unit, by, _ in outcome.displaced],
            "unaddressed": [self._name(unit) for unit in outcome.unaddressed],
        }

    def _name(self, unit: int) -> dict[str, Any]:
        return {"norm": self._units[unit].norm.code, "bearer": self._units[unit].bearer}

    def _duty(self, duty: OutcomeDuty) -> dict[str, Any]:
        key = OutcomeDuty(duty.unit, duty.to, (), duty.conditional_on)
        found = self._duties.get(key)
        if found is None:
            norm, bearer = self._units[duty.unit].norm, self._units[duty.unit].bearer
            found = self._duties[key] = {
                "norm": norm.code,
                "article": str(norm.article),
                "bearer": bearer,
                "mode": norm.mode,
                "role": norm.role,
                "to": list(duty.to),
                "due_days": norm.due_days,
                "alternative_to": norm.alternative_to,
                "conditional_on": duty.conditional_on,
                "placed_by": self._placed.get(bearer),
            }
        return found
