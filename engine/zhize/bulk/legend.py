"""What the codes of a table stand for: outcomes and sets of faults, in order of appearance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa

from .pairs import Growing
from .ragged import Lists, in_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    import numpy.typing as npt

    from ..evaluation.decider import Decider
    from .entries import Entries, Entry
    from .pairs import Codes

KEPT = 1 << 17
"""Entries that a batch knows again, after which it begins anew to know them."""

DUTIES, PROBLEMS = "duties", "problems"
"""The two dictionaries, by the column of the rows that has their codes."""

_AT_ONCE = 1 << 12
"""Entries that are described at once."""

_TEXT = pa.string()

DUTY = pa.struct([
    ("norm", _TEXT), ("article", _TEXT), ("bearer", _TEXT), ("mode", _TEXT), ("role", _TEXT),
    ("to", pa.list_(_TEXT)), ("due_days", pa.int32()), ("alternative_to", _TEXT),
    ("conditional_on", _TEXT), ("placed_by", _TEXT),
])  # fmt: skip
"""A duty as a code stands for it; place and day of the incident are not in it."""

DISPLACED = pa.struct([("norm", _TEXT), ("bearer", _TEXT), ("by", _TEXT)])
UNADDRESSED = pa.struct([("norm", _TEXT), ("bearer", _TEXT)])
PROBLEM = pa.struct([("code", _TEXT), ("severity", _TEXT), ("field", _TEXT)])


class Listing(NamedTuple):
    """One column of a dictionary: in each entry, a list of pieces.

    Attributes:
        name: As it is written.
        piece: What a piece is read as from JSON.
        kind: What a piece is described as.
        describe: Describes a piece.
    """

    name: str
    piece: Any
    kind: pa.DataType
    describe: Callable[[Any], dict[str, Any]]


class Span(msgspec.Struct, frozen=True):
    """The codes of some rows.

    Attributes:
        first: The first code that was new. `count`: how many were.
        known: From which code on entries were known again afterwards.
    """

    first: int = 0
    count: int = 0
    known: int = 0

    @property
    def end(self) -> int:
        """The code that the next entry gets."""
        return self.first + self.count


class Legend:
    """Entries by code, in the order in which rows first need them.

    The numbers that an engine gives depend on what it met before; codes depend on the rows alone.
    Where there are more different entries than are known again, all are forgotten, and an entry
    that comes again gets another code. So codes differ where entries do; the reverse need not hold.

    Args:
        columns: What an entry is made of.
        most: How many entries are known again; None stands for all.
    """

    def __init__(self, columns: tuple[Listing, ...], most: int | None = None) -> None:
        self._columns = columns
        self._most = most
        self.begin(0)

    def begin(self, first: int) -> None:
        """Forget all entries; the next one gets this code."""
        self._pieces: list[dict[Hashable, int]] = [{} for _ in self._columns]
        self._described: list[list[dict[str, Any]]] = [[] for _ in self._columns]
        self._known: dict[bytes, int] = {}
        self._from = first
        self.cut(first)
        self.forget_numbers()

    def cut(self, first: int) -> None:
        """Hold no entries before this code, but know them again."""
        self._first = first
        self._whole = True
        self._flat = [Growing(kind="i") for _ in self._columns]
        self._ends = [Growing() for _ in self._columns]

    def next_part(self) -> None:
        """Let go of the entries held, and of all where it was begun anew among them."""
        if self._whole:
            self.cut(self._first + len(self))
        else:
            self.begin(self._first + len(self))

    def forget_numbers(self) -> None:
        """Take no number of the engine for known: it has begun again."""
        self._codes: npt.NDArray[np.int32] = np.zeros(0, np.int32)
        self._piece_of: list[npt.NDArray[np.int32]] = [np.zeros(0, np.int32) for _ in self._columns]

    def __len__(self) -> int:
        return len(self._ends[0])

    @property
    def known(self) -> int:
        """How many entries are known again."""
        return len(self._known)

    @property
    def span(self) -> Span:
        """The codes of the entries held."""
        return Span(self._first, len(self), self._from if self._whole else self._first + len(self))

    def codes(self, numbers: Codes, entries: Entries) -> npt.NDArray[np.int32]:
        """Return the codes of an engine's numbers, which are not negative.

        Args:
            numbers: One for each row.
            entries: What numbers stand for; the same until numbers are forgotten.
        """
        codes, done = np.zeros(len(numbers), np.int32), 0
        while done < len(numbers):
            if len(entries) > len(self._codes):
                more = np.full(len(entries) - len(self._codes), -1, np.int32)
                self._codes = np.concatenate([self._codes, more])
            rest = numbers[done:]
            count = self._add_new(rest, entries)
            codes[done : done + count] = self._codes.take(rest[:count])
            done += count
            if done < len(numbers):  # one more would be too many
                self._known.clear()
                self._whole = False
                self.forget_numbers()
        return codes

    def _add_new(self, numbers: Codes, entries: Entries) -> int:
        """Give codes to new numbers, and return for how many rows that went well."""
        missing = np.flatnonzero(self._codes.take(numbers) < 0)
        if not len(missing):
            return len(numbers)
        new, at = np.unique(numbers.take(missing), return_index=True)
        order = np.argsort(at)
        rows, new = missing.take(at.take(order)), new.take(order)
        columns = [
            self._own(number, entries.lists(number).take(new)[0], entries.pieces[number])
            for number in range(len(self._columns))
        ]
        codes, added = self._coded(in_bytes(columns))
        self._codes[new[: len(codes)]] = codes
        for flat, ends, lists in zip(self._flat, self._ends, columns, strict=True):
            (more, pieces), _ = lists.take(np.array(added, np.intp))
            ends.extend_by(more + len(flat))
            flat.extend_by(pieces)
        return int(rows[len(codes)]) if len(codes) < len(new) else len(numbers)

    def _coded(self, keys: Iterable[bytes]) -> tuple[list[int], list[int]]:
        """Return the codes of entries, as far as there is room for them, and which are added."""
        known = self._known
        codes: list[int] = []
        added: list[int] = []
        room = None if self._most is None else self._most - len(known)
        following = self._first + len(self)
        for number, key in enumerate(keys):
            code = known.get(key)
            if code is None:
                if len(added) == room:
                    break
                code = known[key] = following + len(added)
                added.append(number)
            codes.append(code)
        return codes, added

    def _own(self, column: int, lists: Lists, pieces: Sequence[Hashable]) -> Lists:
        """Return the pieces of entries by their numbers here, given those of an engine."""
        table = self._piece_of[column]
        if len(pieces) > len(table):
            more = np.full(len(pieces) - len(table), -1, np.int32)
            table = self._piece_of[column] = np.concatenate([table, more])
        found = table.take(lists.flat)
        if len(found) and found.min() < 0:
            new, at = np.unique(lists.flat[found < 0], return_index=True)
            for number in new.take(np.argsort(at)).tolist():
                table[number] = self._piece(column, pieces[number])
            found = table.take(lists.flat)
        return Lists(lists.ends, found)

    def _is_full(self) -> bool:
        return self._most is not None and len(self._known) >= self._most

    def _piece(self, column: int, piece: Hashable) -> int:
        """Return the number of a piece."""
        known = self._pieces[column]
        found = known.get(piece)
        if found is None:
            found = known[piece] = len(known)
        return found

    # ------------------------------------------------------------ what is held

    def described(self, column: int = 0) -> list[dict[str, Any]]:
        """Return what the pieces of a column stand for, by number."""
        rows, describe = self._described[column], self._columns[column].describe
        if len(rows) < len(self._pieces[column]):
            rows += [describe(piece) for piece in list(self._pieces[column])[len(rows) :]]
        return rows

    def entries(self, since: int = 0) -> Iterator[dict[str, list[dict[str, Any]]]]:
        """Yield what the entries held stand for, from one on, by the columns of the dictionary."""
        told = [self.described(number) for number in range(len(self._columns))]
        lists = [self.lists(number) for number in range(len(self._columns))]
        for at in range(since, len(self)):
            yield {
                column.name: [rows[n] for n in own.one(at)]
                for column, rows, own in zip(self._columns, told, lists, strict=True)
            }

    def lists(self, column: int = 0) -> Lists:
        """Return the pieces of the entries held, by their numbers."""
        return Lists(self._ends[column].array(), self._flat[column].array())

    @property
    def first(self) -> int:
        """The code of the first entry held."""
        return self._first

    @property
    def schema(self) -> pa.Schema:
        """The schema of the dictionary."""
        return schema_of(self._columns)

    def tables(self) -> Iterator[pa.Table]:
        """Yield the entries held as tables with their codes."""
        struct = [
            pa.array(self.described(number), column.kind)
            for number, column in enumerate(self._columns)
        ]
        for start in range(0, len(self), _AT_ONCE):
            end = min(start + _AT_ONCE, len(self))
            arrays = [pa.array(range(self._first + start, self._first + end), pa.int32())]
            for number, rows in enumerate(struct):
                ends, flat = self.lists(number)
                begin = int(ends[start - 1]) if start else 0
                offsets = np.append(begin, ends[start:end]) - begin
                values = rows.take(pa.array(flat[begin : int(ends[end - 1])]))
                arrays.append(pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), values))
            yield pa.Table.from_arrays(arrays, schema=self.schema)

    def table(self) -> pa.Table:
        """Return the entries held as one table."""
        return pa.concat_tables([self.schema.empty_table(), *self.tables()]).combine_chunks()

    # ------------------------------------------------------------ on disk

    def dump(self) -> bytes:
        """Return the entries held, for `load` and `recall`."""
        pieces, numbers = [], []
        for known, flat in zip(self._pieces, self._flat, strict=True):
            used = np.zeros(len(known), bool)
            used[flat.array()] = True
            pieces.append(
                [piece for piece, is_used in zip(known, used.tolist(), strict=True) if is_used]
            )
            numbers.append((np.cumsum(used, dtype="<i4") - 1).take(flat.array()).tobytes())
        ends = [ends.array().astype("<i8").tobytes() for ends in self._ends]
        return msgspec.msgpack.encode(_Dump(self._first, pieces, ends, numbers))

    def load(self, dump: bytes) -> None:
        """Hold the entries of a dump, and no others; none of them is known again."""
        found = msgspec.msgpack.decode(dump, type=_Dump)
        self.begin(found.first)
        for number, (pieces, ends, flat) in enumerate(self._columns_of(found)):
            self._pieces[number] = {piece: at for at, piece in enumerate(pieces)}
            self._ends[number].extend_by(ends)
            self._flat[number].extend_by(flat)

    def recall(self, dump: bytes) -> None:
        """Know the entries of a dump again, as many as there is room for."""
        found = msgspec.msgpack.decode(dump, type=_Dump)
        columns = []
        for number, (pieces, ends, flat) in enumerate(self._columns_of(found)):
            own = np.array([self._piece(number, piece) for piece in pieces], np.int32)
            columns.append(Lists(ends, own.take(flat)))
        for code, key in enumerate(in_bytes(columns), start=found.first):
            if self._is_full():
                return
            self._known.setdefault(key, code)

    def _columns_of(
        self, dump: _Dump
    ) -> Iterator[tuple[list[Hashable], Codes, npt.NDArray[np.int32]]]:
        for column, raw, ends, flat in zip(
            self._columns, dump.pieces, dump.ends, dump.flat, strict=True
        ):
            pieces = msgspec.convert(raw, list[column.piece], strict=True)  # type: ignore[name-defined]
            yield pieces, np.frombuffer(ends, "<i8"), np.frombuffer(flat, "<i4")


class _Dump(msgspec.Struct, frozen=True):
    """Entries on disk.

    Attributes:
        first: The code of the first.
        pieces: For each column, what its lists are made of.
        ends, flat: For each column, where the list of each entry ends, and the numbers of all.
    """

    first: int
    pieces: list[list[Any]]
    ends: list[bytes]
    flat: list[bytes]


def described(columns: tuple[Listing, ...], entry: Entry) -> dict[str, list[dict[str, Any]]]:
    """Return what an entry stands for, by the columns of its dictionary."""
    return {
        column.name: [column.describe(piece) for piece in pieces]
        for column, pieces in zip(columns, entry, strict=True)
    }


def outcome_columns(decider: Decider) -> tuple[Listing, ...]:
    """Return what an outcome is made of, without what differs by place and day."""
    units = decider.evaluator.program.units
    placed = {a.code: a.placed_by for a in decider.rulebase.agencies}

    def name(unit: int) -> dict[str, Any]:
        return {"norm": units[unit].norm.code, "bearer": units[unit].bearer}

    def duty(piece: tuple[int, tuple[str, ...], str | None]) -> dict[str, Any]:
        unit, to, condition = piece
        norm, bearer = units[unit].norm, units[unit].bearer
        return {
            "norm": norm.code,
            "article": str(norm.article),
            "bearer": bearer,
            "mode": norm.mode,
            "role": norm.role,
            "to": list(to),
            "due_days": norm.due_days,
            "alternative_to": norm.alternative_to,
            "conditional_on": condition,
            "placed_by": placed.get(bearer),
        }

    return (
        Listing(DUTIES, tuple[int, tuple[str, ...], str | None], DUTY, duty),
        Listing(
            "displaced", tuple[int, str], DISPLACED, lambda row: {**name(row[0]), "by": row[1]}
        ),
        Listing("unaddressed", int, UNADDRESSED, name),
    )


def fault_columns() -> tuple[Listing, ...]:
    """Return what a set of faults is made of: code, severity and field of each."""

    def problem(piece: tuple[str, str, str | None]) -> dict[str, Any]:
        return dict(zip(("code", "severity", "field"), piece, strict=True))

    return (Listing(PROBLEMS, tuple[str, str, str | None], PROBLEM, problem),)


def schema_of(columns: tuple[Listing, ...]) -> pa.Schema:
    """Return the schema of a dictionary."""
    return pa.schema([
        ("code", pa.int32()), *((column.name, pa.list_(column.kind)) for column in columns)
    ])  # fmt: skip
