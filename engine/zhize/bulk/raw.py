"""The values of a column as they are written: numbered, each distinct one once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as kinds

from ..records.arrow_values import python_values
from ..records.lexicon import scalar_text
from ..records.limits import DEFAULT_LIMITS
from .columns import Column, constant, told_apart
from .packed import LONGEST, MOST, NONE, packed, unpacked
from .pairs import Growing, Pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .columns import Indices
    from .pairs import Codes


_TEXTS = frozenset((str, type(None)))
"""What lists are made of, where they are not irregular."""

_LONG = 64
"""Characters of a text that count as one value more."""


class _Mark:
    """A value that is none."""


NOTHING, IRREGULAR = _Mark(), _Mark()
"""A blank cell; a value that only the reader of single records can judge."""


class RawValues:
    """The distinct values of one column, as Python values.

    Attributes:
        values: By number; 0 is nothing, 1 is irregular.
    """

    def __init__(self) -> None:
        self.values: list[Any] = [NOTHING, IRREGULAR]
        self._numbers: dict[object, int] = {"": 0}
        self._weight = 2
        self._last: tuple[pa.Array, Codes] | None = None
        self._elements: RawValues | None = None
        self._items: list[Any] = []
        self._packed: dict[int, int] = {}
        self._lists: list[tuple[int, ...]] = [()]
        self._list_numbers = Growing()
        self._next = Pairs(self._append)

    def __len__(self) -> int:
        """Return how much is kept; a long text counts as several values."""
        elements = 0 if self._elements is None else len(self._elements)
        return self._weight + len(self._packed) + len(self._next) + elements

    def number(self, value: Any) -> int:
        """Return the number of one value."""
        if value is None:
            return 0
        kind = type(value)
        if kind is list:
            return self._of_list(value) if _TEXTS.issuperset(map(type, value)) else 1
        if kind is str:
            key: object = value
            long = len(value)
        else:
            try:  # equal values may be written differently: one moment in two zones, 0.0 and -0.0
                key, long = (kind, scalar_text(value)), 0
            except TypeError:  # a mapping, say
                return 1
        return self._kept(value, key, long)

    def _of_list(self, texts: list[str | None]) -> int:
        """Return the number of a list of texts, some perhaps left out."""
        return self._kept(texts, tuple(texts), sum(map(len, filter(None, texts))))

    def _kept(self, value: Any, key: object, long: int) -> int:
        """Return the number of a value of so many characters, which is known by its key."""
        if long > DEFAULT_LIMITS.max_text:  # it is refused, or has very many values
            return 1
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.values)
            self.values.append(value)
            self._weight += 1 + long // _LONG
        return found

    def numbers(self, values: Iterable[Any]) -> Column:
        """Return the numbers of Python values."""
        return Column(np.array([self.number(value) for value in values], np.intp))

    def of(self, array: pa.Array) -> Column:
        """Return the numbers of an Arrow column."""
        kind = array.type
        if isinstance(array, pa.ExtensionArray):
            return self.of(array.storage)
        if _is_list(kind):
            return self._of_lists(array)
        if not kinds.is_dictionary(kind):
            if kinds.is_string_view(kind):
                array = array.cast(pa.large_string())
            try:
                array = array.dictionary_encode()
            except (pa.ArrowNotImplementedError, pa.ArrowTypeError):
                return self.numbers(python_values(array))
            if not kinds.is_dictionary(array.type):  # a column of nulls
                return constant(0, len(array))
        found = Column(self._of_dictionary(array.dictionary), indices_of(array))
        # What follows is done to each word: that is worth it where they are fewer than the rows.
        return found if len(array.dictionary) < len(array) else Column(found.full())

    def _of_dictionary(self, dictionary: pa.Array) -> Codes:
        """Return the numbers of the values of a dictionary, and behind them that of a null."""
        if self._last is None or not self._last[0].equals(dictionary):
            numbers = [self.number(value) for value in python_values(dictionary)]
            self._last = dictionary, np.array([*numbers, 0], np.intp)
        return self._last[1]

    def _of_lists(self, array: pa.Array) -> Column:
        """Number lists, all rows at once."""
        if self._elements is None:
            self._elements = RawValues()
            self._list_numbers.append(self.number([]))
            self._packed[int(NONE)] = 0
        starts, lengths, flat = _spans(array)
        longest = int(lengths.max(initial=0))
        elements = self._elements.of(flat)
        self._items += map(_item, self._elements.values[len(self._items) :])
        if longest <= LONGEST and len(self._elements.values) <= MOST:
            words = packed(elements, starts, lengths)
            if array.null_count:
                words[array.is_null().to_numpy(zero_copy_only=False)] = NONE
            different, at = told_apart(words)
            return Column(np.array([self._unpacked(w) for w in different.tolist()], np.intp), at)
        width = len(self._elements.values)
        numbers = self._walk(elements.full(), starts, lengths, width)
        numbers[lengths > DEFAULT_LIMITS.max_values] = 1
        numbers[array.is_null().to_numpy(zero_copy_only=False)] = 0
        return Column(numbers)

    def _unpacked(self, word: int) -> int:
        """Return the number of a packed list."""
        found = self._packed.get(word)
        if found is None:
            found = self._packed[word] = self._list(unpacked(word))
        return found

    def _walk(self, elements: Codes, starts: Codes, lengths: Codes, width: int) -> Codes:
        """Number lists of any length by walking along them, from list to longer list.

        Args:
            elements: The elements of all lists, below `width`.
            starts: Where each list begins.
            lengths: How long it is.
            width: How many different elements there are.
        """
        at = np.zeros(len(lengths), np.intp)
        longest = int(lengths.max(initial=0))
        rows = np.flatnonzero(lengths)
        for position in range(min(longest, DEFAULT_LIMITS.max_values)):
            if position:
                rows = rows[lengths.take(rows) > position]
            element = elements.take(starts.take(rows) + position)
            before = at.take(rows)
            at[rows] = self._next.look_up(before, element, len(self._lists), width)
        return self._list_numbers.array().take(at)

    def _append(self, at: int, element: int) -> int:
        """Return the number of a list with one more element."""
        longer = (*self._lists[at], element)
        self._lists.append(longer)
        self._list_numbers.append(self._list(longer))
        return len(self._lists) - 1

    def _list(self, elements: Sequence[int]) -> int:
        """Return the number of a list of elements."""
        items = [self._items[number] for number in elements]
        return 1 if IRREGULAR in items else self._of_list(items)


def _item(value: Any) -> Any:
    """Return an element as a text, or nothing; what is neither makes its list irregular."""
    if value is NOTHING:
        return None
    return value if type(value) is str else IRREGULAR


def encoded(array: pa.Array) -> pa.Array:
    """Return a column of texts, or of lists of texts, with its words told apart, if it is one.

    It says the same. `RawValues.of` would do it as well, but this another thread can do before.
    """
    kind = array.type
    if kinds.is_string(kind) or kinds.is_large_string(kind):
        return array.dictionary_encode()
    if not (kinds.is_list(kind) or kinds.is_large_list(kind)):
        return array
    if not (kinds.is_string(kind.value_type) or kinds.is_large_string(kind.value_type)):
        return array
    offsets, words = _offsets(array)
    made = pa.ListArray if kinds.is_list(kind) else pa.LargeListArray
    lacking = array.is_null() if array.null_count else None
    return made.from_arrays(pa.array(offsets), words.dictionary_encode(), mask=lacking)


def indices_of(array: pa.DictionaryArray) -> Indices:
    """Return the indices of an array with a dictionary; that of a null is the last."""
    indices = array.indices
    if indices.null_count:
        indices = indices.cast(pa.int32()).fill_null(-1)
    found: Indices = indices.to_numpy(zero_copy_only=False)
    return found


def _offsets(array: pa.Array) -> tuple[Indices, pa.Array]:
    """Return where each list of an array of such begins, the last one's end, and their elements."""
    offsets = array.offsets.to_numpy(zero_copy_only=False)
    first, last = int(offsets[0]), int(offsets[-1])
    return offsets - first, array.values.slice(first, last - first)


def _spans(array: pa.Array) -> tuple[Codes, Codes, pa.Array]:
    """Return where each list begins, how long it is, and the elements of all."""
    if kinds.is_list(array.type) or kinds.is_large_list(array.type):
        offsets, flat = _offsets(array)
        return offsets[:-1].astype(np.intp, copy=False), np.diff(offsets).astype(np.intp), flat
    counts = pc.list_value_length(array).fill_null(0).to_numpy(zero_copy_only=False)
    lengths = counts.astype(np.intp, copy=False)
    return np.cumsum(lengths) - lengths, lengths, array.flatten()


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        kinds.is_list(kind)
        or kinds.is_large_list(kind)
        or kinds.is_fixed_size_list(kind)
        or kinds.is_list_view(kind)
        or kinds.is_large_list_view(kind)
    )
