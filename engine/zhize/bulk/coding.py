"""From verdicts to the rows of a table: one for each record, with codes for what follows."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .block import Block
from .deciding import REASONS
from .engine import Verdicts, stripped
from .entries import Entries
from .legend import Legend, fault_columns, outcome_columns
from .pairs import Growing
from .readings import ABSENT
from .texts import plain_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy.typing as npt

    from ..evaluation.decider import Decider
    from ..model.incident import Record
    from .deciding import ColumnDecider
    from .engine import Engine
    from .pairs import Codes
    from .readings import Axis, Part

    Mask = npt.NDArray[np.bool_]
    Singles = list[tuple[int, Record]]
    """Odd rows, each with what it says as a single record."""

DECIDED, NOT_APPLICABLE, REFUSED = "decided", "not-applicable", "refused"
STATUSES = (DECIDED, NOT_APPLICABLE, REFUSED)
_DECIDED = STATUSES.index(DECIDED)
_EPOCH = date(1970, 1, 1).toordinal()
_WORD = pa.dictionary(pa.int8(), pa.string())
_PLACE = pa.dictionary(pa.int32(), pa.string())


class Columns:
    """Names of the columns, which depend on the mechanism.

    Attributes:
        identifier: The facet that identifies a record. `day`: the day known, where some norm sets
            a deadline, else None. `places`: facets by which an agency exists once for each place.
        schema: The schema of a table of codes.
    """

    def __init__(self, decider: Decider) -> None:
        rulebase = decider.rulebase
        facet = rulebase.facet_serving("identifier")
        self.identifier = "id" if facet is None else facet.code
        self.day = decider.scope.date_field if decider.evaluator.program.uses_date else None
        placed = {agency.placed_by for agency in rulebase.agencies}
        self.places = tuple(f.code for f in rulebase.facets if f.code in placed)
        fields = [
            (self.identifier, pa.large_string()),
            ("status", _WORD), ("reason", _WORD), ("duties", pa.int32()), ("problems", pa.int32()),
            *((name, _PLACE) for name in self.places),
        ]  # fmt: skip
        if self.day:
            fields.append((self.day, pa.date32()))
        self.schema = pa.schema(fields)


class Coder:
    """Makes rows of codes, and the legend to them.

    Args:
        engine: Judged the rows.
        decider: The mechanism.
        most: How many entries of a legend are known again; None stands for all.

    Attributes:
        duties, problems: What the codes stand for.
    """

    def __init__(self, engine: Engine, decider: Decider, most: int | None = None) -> None:
        self.columns = Columns(decider)
        self.duties = Legend(outcome_columns(decider), most)
        self.problems = Legend(fault_columns(), most)
        self._engine = engine
        self._positions = {f.code: f.position for f in decider.rulebase.facets}
        self._names = {
            field: sorted({
                p.code for p in decider.rulebase.places
                if field in p.facets and p.successor is None
            })
            for field in self.columns.places
        }  # fmt: skip
        self.begin()

    def begin(self) -> None:
        """Begin again with an engine that has forgotten what it met."""
        self.duties.forget_numbers()
        self.problems.forget_numbers()
        self._faults = Entries([[]])
        self._days = Growing(kind="i")
        self._places = {field: Growing(kind="i") for field in self.columns.places}
        self._more: dict[str, dict[str, int]] = {field: {} for field in self.columns.places}

    def rows(self, block: Block, verdicts: Verdicts) -> pa.RecordBatch:
        """Return one row for each row of a block, in its order."""
        outcomes, faults = verdicts.outcomes, verdicts.faults
        deciding = self._engine.deciding
        statuses = statuses_of(deciding, outcomes)
        reasons = np.append(deciding.reasons.array() - 1, np.int8(-1)).take(outcomes)
        self._take_in_faults()
        singles = block.singles()
        columns = [
            self._identifiers(block, singles),
            pa.DictionaryArray.from_arrays(pa.array(statuses), list(STATUSES)),
            pa.DictionaryArray.from_arrays(
                pa.array(reasons, mask=_mask(reasons < 0)), list(REASONS[1:])
            ),
            _coded(
                statuses == _DECIDED, outcomes, lambda n: self.duties.codes(n, deciding.outcomes)
            ),
            _coded(faults != 0, faults, lambda n: self.problems.codes(n, self._faults)),
            *(self._place(field, verdicts, singles) for field in self.columns.places),
        ]
        if self.columns.day:
            columns.append(self._day(self.columns.day, verdicts, singles))
        return pa.RecordBatch.from_arrays(columns, schema=self.columns.schema)

    def _take_in_faults(self) -> None:
        sets = self._engine.checks.faults.sets
        for items in sets[len(self._faults) :]:
            self._faults.add((stripped(items, self._positions),))

    def _identifiers(self, block: Block, singles: Singles) -> pa.Array:
        """Return the identifier of each row; of an odd one, what it says as a single record."""
        texts = block.texts.get(self.columns.identifier)
        if texts is None:
            return pa.nulls(block.count, pa.large_string())
        array = texts.array.cast(pa.large_string())
        if (texts.codes.numbers == ABSENT).any():
            array = pc.if_else(pa.array(texts.codes.full() == ABSENT), None, array)
        stated = {row: record.values.get(self.columns.identifier) for row, record in singles}
        names = {row: found[0] for row, found in stated.items() if found and type(found[0]) is str}
        if names:
            there = np.zeros(block.count, bool)
            there[list(names)] = True
            told = pa.array(names.values(), pa.large_string())
            array = pc.replace_with_mask(plain_texts(array), there, told)
        return array

    def _axis(self, field: str) -> Axis:
        return self._engine.words[field]

    def _read(self, field: str, verdicts: Verdicts, table: Growing) -> Codes:
        """Return what a table has for the code of each row on the axis of a field."""
        return verdicts.codes[self._axis(field).fields[0]].through(table.array()).full()

    def _place(self, field: str, verdicts: Verdicts, singles: Singles) -> pa.Array:
        """Return the place of each row as a word of the mechanism, or as written."""
        known, more, found = self._names[field], self._more[field], self._places[field]
        for part in self._axis(field).parts[len(found) :]:
            found.append(self._place_number(field, part))
        places = self._read(field, verdicts, found)
        for row, record in singles:
            places[row] = self._place_number(field, record)
        words = known
        if more and (far := np.flatnonzero(places >= len(known))).size:
            # Names that no list has: only those of these rows, in order, whatever was met before.
            beyond, which = np.unique(places.take(far), return_inverse=True)
            listed = list(more)
            names = [listed[n - len(known)] for n in beyond.tolist()]
            order = np.array(sorted(range(len(names)), key=names.__getitem__))
            places[far] = len(known) + np.argsort(order).take(which)
            words = [*known, *(names[n] for n in order.tolist())]
        return pa.DictionaryArray.from_arrays(
            pa.array(places, pa.int32(), mask=_mask(places < 0)), pa.array(words, pa.string())
        )

    def _place_number(self, field: str, said: Part | Record) -> int:
        """Return the number of a place: that of the list, one behind the list, or -1 for none."""
        known, more = self._names[field], self._more[field]
        name = first_stated(said, field)
        if name is None:
            return -1
        at = bisect_left(known, name)
        if at < len(known) and known[at] == name:
            return at
        return len(known) + more.setdefault(name, len(more))

    def _day(self, field: str, verdicts: Verdicts, singles: Singles) -> pa.Array:
        for part in self._axis(field).parts[len(self._days) :]:
            self._days.append(_ordinal(first_stated(part, field)))
        days = self._read(field, verdicts, self._days)
        for row, record in singles:
            days[row] = _ordinal(first_stated(record, field))
        return pa.array(days, pa.int32(), mask=_mask(days == _NO_DAY)).cast(pa.date32())


_NO_DAY = -(1 << 31)


def statuses_of(deciding: ColumnDecider, outcomes: Codes) -> npt.NDArray[np.int8]:
    """Return the status of each row, by its place in `STATUSES`.

    Args:
        deciding: Numbered the outcomes.
        outcomes: Of the rows, -1 for a refused one.
    """
    decided, not_applicable, refused = range(len(STATUSES))
    settled = np.where(deciding.reasons.array(), not_applicable, decided)
    # The number of a refused row takes the last of all.
    return np.append(settled, refused).astype(np.int8).take(outcomes)


def _coded(
    there: Mask, numbers: Codes, codes: Callable[[Codes], npt.NDArray[np.int32]]
) -> pa.Array:
    """Return the codes of some numbers, null for the rows that have none."""
    if there.all():
        return pa.array(codes(numbers))
    found = np.zeros(len(there), np.int32)
    found[there] = codes(numbers[there])
    return pa.array(found, mask=~there)


def _mask(lacking: Mask) -> Mask | None:
    """Return which rows have nothing, as Arrow takes it with least work."""
    return lacking if lacking.any() else None


def _ordinal(text: str | None) -> int:
    if text is None:
        return _NO_DAY
    try:
        return date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:  # the row is refused
        return _NO_DAY


def first_stated(said: Part | Record, field: str) -> str | None:
    """Return what is stated first on a field, as a word of the mechanism or as written."""
    stated = said.values.get(field)
    if not stated:
        return None
    return stated[0] if isinstance(stated[0], str) else stated[0].text


def exploded(codes: pa.Table, legend: Legend, columns: Columns) -> pa.Table:
    """Return one row for each duty of each decided record, in the order of a decision.

    Args:
        codes: A table of codes.
        legend: Holds what the duty codes stand for.
        columns: The names of its columns.
    """
    kept = codes.filter(pc.is_valid(codes["duties"])).combine_chunks()
    numbers = kept["duties"].to_numpy().astype(np.intp) - legend.first
    (_, duties), rows = legend.lists().take(numbers)
    flat = legend.described()
    made: dict[str, pa.Array] = {
        columns.identifier: kept[columns.identifier].take(pa.array(rows)),
    }
    for name in ("norm", "article", "bearer"):
        made[name] = _words(flat, name, duties)
    made["bearer_place"] = _places(kept, flat, columns, rows, duties)
    for name in ("mode", "role"):
        made[name] = _words(flat, name, duties)
    made["to"] = pa.array([duty["to"] for duty in flat], pa.list_(pa.string())).take(
        pa.array(duties)
    )
    made["due"] = _due(kept, flat, columns, rows, duties)
    for name in ("alternative_to", "conditional_on"):
        made[name] = _words(flat, name, duties)
    return pa.table(made)


def _words(flat: list[dict[str, Any]], name: str, duties: Codes) -> pa.Array:
    words = sorted({duty[name] for duty in flat if duty[name] is not None})
    rank = {word: number for number, word in enumerate(words)}
    numbers = np.array([rank.get(duty[name], -1) for duty in flat], np.int32)[duties]
    return _dictionary(numbers, words)


def _dictionary(numbers: npt.NDArray[np.signedinteger[Any]], words: Iterable[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(numbers.astype(np.int32), mask=numbers < 0), pa.array(list(words), pa.string())
    )


def _places(
    kept: pa.Table, flat: list[dict[str, Any]], columns: Columns, rows: Codes, duties: Codes
) -> pa.Array:
    """Return where each duty's bearer is, for agencies that exist once for each place."""
    words: dict[str, int] = {}
    numbers = np.full(len(duties), -1, np.intp)
    for field in columns.places:
        array = _one(kept[field])
        own = np.array([words.setdefault(w, len(words)) for w in array.dictionary.to_pylist()])
        placed = np.array([duty["placed_by"] == field for duty in flat], bool)[duties]
        at = array.indices.cast(pa.int64()).fill_null(-1).to_numpy()[rows[placed]]
        numbers[placed] = np.append(own, -1).astype(np.intp)[at]
    return _dictionary(numbers, words)


def _one(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Return a column of dictionaries as one array with one dictionary."""
    array = column.unify_dictionaries().combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0) if array.num_chunks else pa.array([], column.type)
    return array


def _due(
    kept: pa.Table, flat: list[dict[str, Any]], columns: Columns, rows: Codes, duties: Codes
) -> pa.Array:
    days = np.array([duty["due_days"] or 0 for duty in flat], np.int64)
    sets = np.array([duty["due_days"] is not None for duty in flat], bool)
    if columns.day is None or not sets.any():
        return pa.nulls(len(duties), pa.date32())
    known = kept[columns.day].cast(pa.int32()).combine_chunks()
    valid = known.is_valid().to_numpy(zero_copy_only=False)[rows] & sets[duties]
    found = known.fill_null(0).to_numpy()[rows] + days[duties]
    return pa.array(found.astype(np.int32), pa.int32(), mask=~valid).cast(pa.date32())
