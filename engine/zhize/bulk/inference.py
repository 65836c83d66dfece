"""The evaluator over columns: what follows for many rows at once, the chain included.

It is the second implementation of what `evaluation.evaluator` does for one incident, and gives the
same outcomes. A row is a set of bits, as there; what holds in it becomes pairs of a row and a unit,
in the order of the rows, and each step is done to all pairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .bits import Narrow, different, has, number_of, rows_of, set_bits, width_of
from .ragged import Lists, beginnings, empty, lists_from, lists_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    import numpy.typing as npt

    from ..evaluation.evaluator import Evaluator
    from ..evaluation.tables import Level
    from .bits import Rows
    from .pairs import Codes

_AT_ONCE = 1 << 21
"""Bytes of rows that are looked at together, more or less: what a cache holds."""


class Inferred(NamedTuple):
    """What follows for each row, in pieces: see `Inference.pieces`."""

    duties: Lists
    displaced: Lists
    unaddressed: Lists


class _Found(NamedTuple):
    """Units of rows, in the order of the rows and the units.

    Attributes:
        rows, units: Which unit of which row. `to`: its recipients, as bits.
        terms: The number of what it is conditional on; 0 is nothing.
    """

    rows: Codes
    units: Codes
    to: Rows
    terms: Codes

    def some(self, which: npt.NDArray[np.bool_]) -> _Found:
        return _Found(self.rows[which], self.units[which], self.to[which], self.terms[which])


class Inference:
    """Infers outcomes of rows.

    Args:
        evaluator: Holds the program, and settles what yields to what.

    Attributes:
        width: Words of a set of triggers. `agencies`: of a set of agencies.
        groups: How many sets of agencies may be left out as recipients; at least one.
        pieces: What numbers stand for in the lists of outcomes: duties as (unit, recipients,
            condition), what is displaced as (unit, norm), what is unaddressed as units.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        program, tables = evaluator.program, evaluator.tables
        units = program.units
        self.width = width_of(program.all_bits)
        self.agencies = width_of(1 << len(tables.agencies))
        self.groups = max(1, len(tables.namings))
        self.pieces: tuple[list[Hashable], list[Hashable], list[Hashable]] = (
            [], [], list(range(len(units)))
        )  # fmt: skip
        self._evaluator = evaluator
        self._owner = np.array(program.unit_of_bit, np.intp)
        self._triggers = Narrow([unit.mask for unit in units])
        self._own = rows_of(tables.own, self.agencies)
        self._fixed = rows_of(tables.fixed, self.agencies)
        self._telling = np.array([unit.needs_recipient for unit in units], bool)
        self._senders = np.array([unit.senders for unit in units], bool)
        self._by_fact = rows_of([tables.by_fact], self.width)[0]
        self._rule = np.array([unit.acting for unit in units], np.intp)
        self._naming_of = np.array(tables.naming_of, np.intp)
        members: list[list[int]] = [[] for _ in units]
        for number, rule in enumerate(program.acting_rules):
            for unit in sorted(rule.units):
                members[unit].append(number)
        self._rules_with = lists_from(members)
        self._reports = [
            (rows_of([mask], self.width)[0], rows_of([program.aware[agency]], self.width)[0])
            for mask, agency in program.makes_aware
            if program.aware.get(agency)
        ]
        self._yielding = rows_of([tables.yielding], self.width)[0]
        self._yields = np.zeros(len(units), bool)
        self._yields[list(tables.edges)] = True
        self._levels = [_Level(level, len(units)) for level in tables.levels]
        self._terms: list[str | None] = [None]
        self._number_of_term: dict[str | None, int] = {None: 0}
        self._alternative = np.array(
            [self._term(u.norm.code) if u.norm.alternative_to else 0 for u in units], np.intp
        )
        self._recipients: dict[int, int] = {}
        self._duties: dict[tuple[int, int], int] = {}
        self._displaced: dict[tuple[int, str], int] = {}

    @property
    def size(self) -> int:
        """How much was met, and is remembered."""
        return len(self._recipients) + len(self._duties) + len(self._displaced) + len(self._terms)

    def infer(self, bits: Rows, known: Rows, named: Rows) -> Iterator[Inferred]:
        """Yield what follows for rows, some of them at a time.

        Args:
            bits: The triggers that the facts of each row leave standing, time and place included.
            known: The triggers whose bearer is named as knowing, or that ask for no knowledge.
            named: The agencies that the groups of recipient rules leave out, side by side.
        """
        named = named.reshape(-1, self.groups, self.agencies)
        each = 8 * (4 * self.width + self.agencies * (self.groups + 32))
        step = max(64, _AT_ONCE // each)
        for start in range(0, len(bits), step):
            end = start + step
            known_now = self._known(bits[start:end], known[start:end])
            yield self._infer(bits[start:end] & known_now, named[start:end])

    def _infer(self, held: Rows, named: Rows) -> Inferred:
        count = len(held)
        rows, bits = set_bits(held & self._by_fact)
        units = self._owner.take(bits)
        first = beginnings(rows * len(self._own) + units)  # the bits of a unit stand side by side
        rows, units = rows.take(first), units.take(first)
        rows, units, displaced = self._without_displaced(held, rows, units)
        acting = self._acting(rows, units, named)
        found, silent = self._addressed(
            _Found(rows, units, self._to(rows, units, acting), np.zeros(len(rows), np.intp))
        )
        for level in self._levels:
            more, rest = self._addressed(self._followers(level, found, held, acting))
            found, silent = self._merged(found, more), self._merged(silent, rest)
        return Inferred(
            lists_of(found.rows, self._numbers(found), count),
            displaced,
            lists_of(silent.rows, silent.units, count),
        )

    def _known(self, bits: Rows, known: Rows) -> Rows:
        """Return the triggers that ask for no knowledge, or whose bearer knows or learns."""
        told = bits & known
        for mask, aware in self._reports:
            words = np.flatnonzero(mask)
            reporting = (told[:, words] & mask[words]).any(axis=1)
            if reporting.any():
                known = known | np.where(reporting[:, None], aware, np.uint64(0))
        return known

    def _without_displaced(
        self, held: Rows, rows: Codes, units: Codes
    ) -> tuple[Codes, Codes, Lists]:
        """Return the pairs of which the unit yields to no other, and the pieces of those that do.

        What yields to what is settled by few bits, so that few different rows have to be settled.
        """
        count = len(held)
        at = np.unique(rows[self._yields.take(units)])
        if not len(at):
            return rows, units, empty(count)
        words = np.flatnonzero(self._yielding)
        keys, which = different(held[np.ix_(at, words)] & self._yielding[words])
        gone = np.zeros((len(keys) + 1, len(self._own)), bool)
        lists = []
        for number, key in enumerate(keys):
            whole = np.zeros(self.width, np.uint64)
            whole[words] = key
            settled = self._evaluator.displaced(number_of(whole))
            gone[number, [unit for unit, _ in settled]] = True
            lists.append([self._yield(unit, code) for unit, by in settled for code, _ in by])
        of_row = np.full(count, len(keys), np.intp)
        of_row[at] = which
        kept = ~gone[of_row.take(rows), units]
        return rows[kept], units[kept], lists_from([*lists, []]).take(of_row)[0]

    def _acting(self, rows: Codes, units: Codes, named: Rows) -> _Acting:
        """Return the agencies that recipient rules find."""
        lists, at = self._rules_with.take(units)
        keys = rows.take(at) * len(self._naming_of) + lists.flat
        order = np.argsort(keys, kind="stable")
        keys = keys.take(order)
        first = beginnings(keys)
        if not len(first):
            return _Acting(keys, np.zeros((0, self.agencies), np.uint64), len(self._naming_of))
        own = self._own.take(units.take(at.take(order)), axis=0)
        found = np.bitwise_or.reduceat(own, first, axis=0)
        keys = keys.take(first)
        row, rule = np.divmod(keys, len(self._naming_of))
        found &= ~named[row, self._naming_of.take(rule)]
        return _Acting(keys, found, len(self._naming_of))

    def _to(self, rows: Codes, units: Codes, acting: _Acting) -> Rows:
        """Return the recipients of units, but for those whose duty they follow."""
        to = self._fixed.take(units, axis=0)
        rules = self._rule.take(units)
        some = np.flatnonzero(rules >= 0)
        if len(some):
            own = self._own.take(units.take(some), axis=0)
            to[some] |= acting.found(rows.take(some), rules.take(some)) & ~own
        return to

    def _addressed(self, found: _Found) -> tuple[_Found, _Found]:
        """Part units by whether they have a recipient or need none."""
        well = ~self._telling.take(found.units) | found.to.any(axis=1)
        return (found, found.some(~well)) if well.all() else (found.some(well), found.some(~well))

    def _followers(self, level: _Level, found: _Found, held: Rows, acting: _Acting) -> _Found:
        """Return the units that duties give rise to, in rows in which their triggers hold."""
        ways, at = level.ways.take(found.units)
        follows = has(found.to, at, level.recipient.take(ways.flat))
        at, units = at[follows], level.follower.take(ways.flat[follows])
        rows = found.rows.take(at)
        kept = self._triggers.touch(held, rows, units)
        at, rows, units = at[kept], rows[kept], units[kept]
        order = np.argsort(rows * len(self._own) + units, kind="stable")
        at, rows, units = at.take(order), rows.take(order), units.take(order)
        first = beginnings(rows * len(self._own) + units)
        if not len(first):
            return found.some(np.zeros(len(found.rows), bool))
        sources = found.units.take(at)
        rows, units = rows.take(first), units.take(first)
        to = self._to(rows, units, acting)
        senders = self._senders.take(units)
        if senders.any():
            own = np.bitwise_or.reduceat(self._own.take(sources, axis=0), first, axis=0)
            to |= np.where(senders[:, None], own, np.uint64(0))
        terms = self._alternative.take(sources)
        terms = np.where(terms > 0, terms, found.terms.take(at))
        return _Found(rows, units, to, self._joined(terms, first))

    def _joined(self, terms: Codes, first: Codes) -> Codes:
        """Return what followers are conditional on: nothing where one of their sources is firm."""
        least = np.minimum.reduceat(terms, first)
        found: Codes = np.where(least == np.maximum.reduceat(terms, first), least, 0)
        ends = np.append(first[1:], len(terms))
        for number in np.flatnonzero((least > 0) & (found == 0)).tolist():
            of_sources = {self._terms[t] for t in terms[first[number] : ends[number]].tolist()}
            found[number] = self._term(self._evaluator.condition_of(of_sources))
        return found

    def _term(self, condition: str | None) -> int:
        """Return the number of a condition."""
        found = self._number_of_term.setdefault(condition, len(self._terms))
        if found == len(self._terms):
            self._terms.append(condition)
        return found

    def _merged(self, one: _Found, more: _Found) -> _Found:
        """Return the units of both, in order."""
        if not len(more.rows):
            return one
        rows = np.concatenate([one.rows, more.rows])
        units = np.concatenate([one.units, more.units])
        order = np.argsort(rows * len(self._own) + units, kind="stable")
        return _Found(
            rows.take(order),
            units.take(order),
            np.concatenate([one.to, more.to]).take(order, axis=0),
            np.concatenate([one.terms, more.terms]).take(order),
        )

    def _numbers(self, found: _Found) -> Codes:
        """Return the numbers of duties."""
        sets, at = different(found.to)
        known, count = self._recipients, len(self._own)
        masks = [number_of(row) for row in sets]
        to = np.array([known.setdefault(mask, len(known)) for mask in masks], np.intp)
        rest = (found.terms * count + found.units).astype(np.uint64)
        keys, which = different(np.stack([rest, to.take(at).astype(np.uint64)], axis=1))
        mask_of = dict(zip(to.tolist(), masks, strict=True))
        numbers = []
        for key in map(tuple, keys.tolist()):
            number = self._duties.get(key)
            if number is None:
                number = self._duties[key] = len(self.pieces[0])
                term, unit = divmod(key[0], count)
                recipients = self._evaluator.names_of(mask_of[key[1]])
                self.pieces[0].append((unit, recipients, self._terms[term]))
            numbers.append(number)
        return np.array(numbers, np.intp).take(which)

    def _yield(self, unit: int, code: str) -> int:
        """Return the number of a unit that yields to a norm."""
        key = unit, code
        number = self._displaced.get(key)
        if number is None:
            number = self._displaced[key] = len(self.pieces[1])
            self.pieces[1].append(key)
        return number


class _Acting(NamedTuple):
    """The agencies that recipient rules find in rows.

    Attributes:
        keys: Row times `rules` plus rule, in order. `agencies`: the bits of those found.
        rules: How many rules there are.
    """

    keys: Codes
    agencies: Rows
    rules: int

    def found(self, rows: Codes, rules: Codes) -> Rows:
        """Return what is found by rules in rows."""
        keys = rows * self.rules + rules
        at = np.searchsorted(self.keys, keys)
        there = at < len(self.keys)
        there[there] = self.keys.take(at[there]) == keys[there]
        found = np.zeros((len(keys), self.agencies.shape[1]), np.uint64)
        found[there] = self.agencies.take(at[there], axis=0)
        return found


class _Level:
    """Who follows whom at one level of chains.

    Attributes:
        ways: For each unit, ways in which others follow it.
        recipient, follower: For each way, the number of the recipient's bit, and who follows.
    """

    def __init__(self, level: Level, count: int) -> None:
        ways: list[list[int]] = [[] for _ in range(count)]
        recipient: list[int] = []
        follower: list[int] = []
        for unit, table in sorted(level.items()):
            for bit, followers in table:
                for other in followers:
                    ways[unit].append(len(recipient))
                    recipient.append(bit.bit_length() - 1)
                    follower.append(other)
        self.ways = lists_from(ways)
        self.recipient = np.array(recipient, np.intp)
        self.follower = np.array(follower, np.intp)
