"""Columns of free text: whether there is one, and a hash by which equal ones are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.types as kinds

from ..records.arrow_values import python_values
from ..records.lexicon import scalar_text
from ..records.limits import DEFAULT_LIMITS
from .columns import Column, constant
from .packed import MASKS, words_of
from .raw import indices_of
from .readings import ABSENT, ODD, TextAxis

if TYPE_CHECKING:
    from .pairs import Codes

Hashes: TypeAlias = npt.NDArray[np.uint64]

_SUSPICIOUS = np.zeros(256, bool)
_SUSPICIOUS[[*range(0x21), 0x7F, 0xC2, 0xE1, 0xE2, 0xE3]] = True
"""First bytes of white space in UTF-8, and of much that is none."""

_HASHED = 256
"""Bytes of a text that its hash looks at."""

_FACTORS = np.array([0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB], np.uint64)


class Texts(NamedTuple):
    """A column of free text.

    Attributes:
        array: The texts, perhaps with a dictionary; null where a cell is irregular.
        codes: As those of a `TextAxis`.
    """

    array: pa.Array
    codes: Column


def read_texts(array: pa.Array) -> Texts:
    """Return a column as texts; what is neither blank nor one plain text is odd."""
    kind = array.type
    if isinstance(kind, pa.UuidType):
        return _of_objects([scalar_text(value) for value in array.to_pylist()])
    if isinstance(array, pa.ExtensionArray):
        return read_texts(array.storage)
    if kinds.is_integer(kind):
        array = array.cast(pa.large_string())
    elif kinds.is_dictionary(kind):
        return _of_dictionary(array)
    elif kinds.is_string_view(kind):
        array = array.cast(pa.large_string())
    elif kinds.is_null(kind):
        return Texts(pa.nulls(len(array), pa.string()), constant(ABSENT, len(array)))
    elif not (kinds.is_string(kind) or kinds.is_large_string(kind)):
        return _of_objects(python_values(array))
    return _plain(array)


def _of_dictionary(array: pa.DictionaryArray) -> Texts:
    """Look at each word once."""
    words = array.dictionary
    if kinds.is_string_view(words.type):  # of which nothing can be taken
        words = words.cast(pa.large_string())
    if not (kinds.is_string(words.type) or kinds.is_large_string(words.type)):
        return read_texts(words.take(array.indices))
    codes = Column(np.append(_plain(words).codes.full(), ABSENT), indices_of(array))
    if array.dictionary is not words:
        array = pa.DictionaryArray.from_arrays(array.indices, words)
    return Texts(array, codes)


def plain_texts(array: pa.Array) -> pa.Array:
    """Return texts without a dictionary."""
    return array.dictionary.take(array.indices) if kinds.is_dictionary(array.type) else array


def _of_objects(values: list[object]) -> Texts:
    """Keep texts; anything else is left to the reader of single records."""
    codes = np.array(
        [ABSENT if value is None else TextAxis.ONE if type(value) is str else ODD
         for value in values], np.intp,
    )  # fmt: skip
    array = pa.array([value if type(value) is str else None for value in values], pa.string())
    plain = _plain(array)
    texts = codes == TextAxis.ONE
    codes[texts] = plain.codes.full()[texts]
    return Texts(plain.array, Column(codes))


def _plain(array: pa.Array) -> Texts:
    starts, data = _bytes(array)
    if data[starts[0] : starts[-1]].max(initial=0) >= 0x80:
        array.validate(full=True)  # it may be no UTF-8
    lengths = np.diff(starts)
    rows = np.flatnonzero(lengths)
    firsts = starts[:-1] if len(rows) == len(array) else starts.take(rows)
    suspicious = np.flatnonzero(_SUSPICIOUS.take(data.take(firsts)))
    overlong = int(lengths.max(initial=0)) > DEFAULT_LIMITS.max_text
    if len(rows) == len(array) and not (len(suspicious) or overlong or array.null_count):
        return Texts(array, constant(TextAxis.ONE, len(array)))
    codes = np.full(len(array), TextAxis.ONE, np.intp)
    codes[lengths == 0] = ABSENT
    for row in rows.take(suspicious).tolist():
        text = array[row].as_py()
        if text is None or text.isspace():
            codes[row] = ABSENT
    codes[lengths > DEFAULT_LIMITS.max_text] = ODD
    if array.null_count:
        codes[array.is_null().to_numpy(zero_copy_only=False)] = ABSENT
    return Texts(array, Column(codes))


def _bytes(array: pa.Array) -> tuple[Codes, npt.NDArray[np.uint8]]:
    """Return where each text begins (and the last ends), and the bytes of all."""
    _, offsets, data = array.buffers()
    width = np.int64 if kinds.is_large_string(array.type) else np.int32
    if offsets is None or not len(array):
        return np.zeros(len(array) + 1, np.intp), np.zeros(0, np.uint8)
    starts = np.frombuffer(offsets, width)[array.offset : array.offset + len(array) + 1]
    held = np.zeros(0, np.uint8) if data is None else np.frombuffer(data, np.uint8)
    return starts.astype(np.intp), held


def hash_texts(array: pa.Array) -> Hashes:
    """Return 64 bits for each text; equal texts have equal ones, others very seldom.

    A text is taken by words of eight bytes, all texts at once.
    """
    starts, data = _bytes(array)
    first = int(starts[0]) if len(starts) else 0
    held = np.zeros(int(starts[-1]) - first + 8, np.uint8)
    held[:-8] = data[first : first + len(held) - 8]
    words = words_of(held)
    lengths, at = np.diff(starts), starts[:-1] - first
    shortest, longest = int(lengths.min(initial=_HASHED)), int(lengths.max(initial=0))
    hashes: Hashes = lengths.astype(np.uint64) * _FACTORS[0]
    for done in range(0, min(longest, _HASHED), 8):
        if done + 8 <= shortest:
            _mix(hashes, words[at + done])
            continue
        rows = np.flatnonzero(lengths > done)
        found = words[at[rows] + done] & MASKS[np.minimum(lengths[rows] - done, 8)]
        mixed = hashes[rows]
        _mix(mixed, found)
        hashes[rows] = mixed
    return hashes


def _mix(hashes: Hashes, words: Hashes) -> None:
    """Take one more word into each hash, in place."""
    hashes ^= words
    hashes *= _FACTORS[1]
    hashes ^= hashes >> np.uint64(29)
    hashes *= _FACTORS[2]
    hashes ^= hashes >> np.uint64(32)


def found_in(ordered: Hashes, hashes: Hashes) -> tuple[Codes, Codes]:
    """Return which of some hashes are among others, and for each of these where it stands there.

    Args:
        ordered: The others, in order; at least one.
        hashes: The hashes.
    """
    at = np.searchsorted(ordered, hashes)
    at[at == len(ordered)] = 0
    mine = np.flatnonzero(ordered[at] == hashes)
    return mine, at[mine]


def repeated(hashes: Hashes) -> Hashes:
    """Return, in order, the hashes that occur more than once; those given are put in order."""
    hashes.sort()
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
