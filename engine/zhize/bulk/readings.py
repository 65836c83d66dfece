"""From the values of columns to what they say: each distinct value is looked up once."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec

from ..model.incident import Stated
from ..model.report import Problem
from ..records import resolve
from ..records.limits import DEFAULT_LIMITS
from .pairs import Growing, Tuples
from .raw import IRREGULAR, NOTHING, RawValues

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..records import Lexicon
    from .columns import Column
    from .pairs import Codes

Read = TypeVar("Read", bound=Hashable)
"""What is read of a code."""

ABSENT, ODD = 0, 1
"""Codes of every axis: nothing is stated; the row must be read as a single record."""

_MOST = DEFAULT_LIMITS.max_values
"""Values of a list; what is wrong with a longer one is said by the reader of single records."""


class Part(msgspec.Struct, frozen=True):
    """What a record says on one axis, and what is to be told about it.

    Attributes:
        values: As in a `Record`.
        unknown: Facets on which more may hold.
        notes: Problems of severity `info`.
    """

    values: dict[str, tuple[Stated, ...]]
    unknown: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


class Axis:
    """Facets that are read together: one facet, or all places, which depend on each other.

    Two ways to write the same get the same code, unless a note shows what was written.

    Attributes:
        fields: Codes of the facets.
        parts: What is stated, by code.
    """

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self.parts: list[Part] = [Part({}), Part({})]
        self._codes: dict[object, int] = {self._key(Part({})): ABSENT}

    def code(self, part: Part) -> int:
        """Return the code of what is stated."""
        key = self._key(part)
        found = self._codes.get(key)
        if found is None:
            found = self._codes[key] = len(self.parts)
            self.parts.append(part)
        return found

    def _key(self, part: Part) -> object:
        return (
            *map(part.values.get, self.fields),
            part.unknown and tuple([field for field in self.fields if field in part.unknown]),
            *[(note.code, note.field, note.value) for note in part.notes],
        )


class Coded(Protocol):
    """Parts with a code each: an axis, or what was made of one."""

    @property
    def parts(self) -> list[Part]:
        """What is stated, by code."""


class Classes(Generic[Read]):
    """The codes of an axis by what somebody reads of them.

    Attributes:
        read: For each class, what was read.
        firsts: For each class, what is stated by its first code.

    Args:
        axis: The axis, or classes of its codes, which are then the codes.
        reader: Reads a code.
    """

    def __init__(self, axis: Coded, reader: Callable[[int], Read]) -> None:
        self.read: list[Read] = []
        self.firsts: list[Part] = []
        self._axis = axis
        self._reader = reader
        self._of = Growing()
        self._numbers: dict[Read, int] = {}

    def of_codes(self) -> Growing:
        """Return the class of each code; those that are new are read first."""
        parts, numbers, read = self._axis.parts, self._numbers, self.read
        for code in range(len(self._of), len(parts)):
            what = self._reader(code)
            number = numbers.setdefault(what, len(read))
            if number == len(read):
                read.append(what)
                self.firsts.append(parts[code])
            self._of.append(number)
        return self._of

    def of(self, codes: Codes) -> Codes:
        """Return the class of each of some codes."""
        return self.of_codes().array().take(codes)


class WordAxis(Axis):
    """An axis whose values are looked up in the lexicon.

    Args:
        fields: Codes of the facets, those first on which the others depend.
        lexicon: The words of the mechanism.
    """

    def __init__(self, fields: tuple[str, ...], lexicon: Lexicon) -> None:
        super().__init__(fields)
        self._lexicon = lexicon
        self.raws = {field: RawValues() for field in fields}
        self._read_as = Tuples(len(fields), self._code_of)

    @property
    def size(self) -> int:
        """How much was met so far, to keep it within bounds."""
        return sum(map(len, self.raws.values())) + len(self._read_as) + len(self.parts)

    def codes(self, ids: Mapping[str, Column]) -> Column:
        """Return the code of each row.

        Args:
            ids: For each facet, the numbers of the values as written.
        """
        sizes = [len(self.raws[field].values) for field in self.fields]
        return self._read_as.look_up([ids[field] for field in self.fields], sizes)

    def _code_of(self, numbers: tuple[int, ...]) -> int:
        raws = [self.raws[f].values[n] for f, n in zip(self.fields, numbers, strict=True)]
        return self._read(tuple(raws))

    def _read(self, raws: tuple[Any, ...]) -> int:
        """Return the code of values as written."""
        if len(raws) == 1 and type(raws[0]) is list and 0 < len(raws[0]) <= _MOST:
            (field,) = self.fields
            try:  # words met before: `resolve` would find the same, by a longer way
                return self.code(Part({field: self._lexicon.facets[field].codes_met(raws[0])}))
            except KeyError:
                pass
        if any(raw is IRREGULAR for raw in raws):
            return ODD
        stated = {
            field: raw for field, raw in zip(self.fields, raws, strict=True) if raw is not NOTHING
        }
        record = resolve(stated, self._lexicon, signed=False)
        if record.problems or record.unrecognised:
            return ODD
        return self.code(Part(record.values, record.unknown, record.notes))


class TextAxis(Axis):
    """A field of free text, of which only counts whether there is one."""

    ONE = 2

    def __init__(self, field: str) -> None:
        super().__init__((field,))
        self.code(Part({field: ("…",)}))
