"""Records given as dicts that say what an earlier one said, known again without being read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from marshal import dumps
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from .lexicon import Lexicon
from .limits import DEFAULT_LIMITS

T = TypeVar("T")
_LIMIT = 1 << 14
_MOST_TEXT = DEFAULT_LIMITS.max_text
_LONGEST = 1000
"""Bytes of the facts of a record that is remembered."""
_PLAIN, _LISTS = frozenset({str, date, type(None)}), frozenset({list, tuple})
_TEXTS = frozenset({str})
_UNLIKE = (KeyError, TypeError, ValueError, OverflowError, RecursionError)
"""What comes of fields, values or words that no remembered record has."""
_VERSION = 2
"""Of marshal: the last that writes equal texts alike, whichever objects they are."""

Key = bytes | tuple[bytes, tuple[int, ...]]
"""The facts of a record as bytes, which differ wherever texts, lists, tuples and None differ in
what they say or in type; with dates in them, those as numbers, and where they stand."""


class _Shape(NamedTuple, Generic[T]):
    """Records with the same field names.

    Attributes:
        own: How many fields are the record's own: its identifier, then its free texts.
        take: Takes the values of all fields, those first; fails where there are others.
        known: What was made of facts.
    """

    own: int
    take: Callable[[Any], tuple[Any, ...]]
    known: dict[Key, T]


class Familiar(Generic[T]):
    """Remembers what was made of the facts of records, whatever their identifiers and free texts.

    No record is kept, only bytes that nothing else is written with. Shared by threads.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._shapes: dict[tuple[str, ...], _Shape[T]] = {}
        self._latest: dict[int, _Shape[T]] = {}
        self._size = 0

    def find(self, fields: Mapping[str, Any]) -> tuple[str, T] | None:
        """Return the identifier of a record and what was made of facts like its own, or None.

        Its identifier and its free texts are then plain texts, about which nothing is to be said.
        """
        try:
            try:
                own, take, known = self._latest[len(fields)]
                given = take(fields)
            except KeyError:  # as many fields, but others
                own, take, known = self._latest[len(fields)] = self._shapes[tuple(fields)]
                given = take(fields)
            facts = given[own:]
            try:
                key: Key = dumps(facts, _VERSION)
            except ValueError:
                key = _dated(facts)
            made = known[key]
            try:
                said = "".join(given[:own])
            except TypeError:
                said = _without_none(given[:own])
        except _UNLIKE:
            return None
        name = given[0]
        # What cannot be printed may be half a character, which is replaced.
        if not name.isprintable() or not name.strip():
            return None
        return None if len(said) > _MOST_TEXT else (name, made)

    def keep(self, fields: Mapping[str, Any], made: T) -> None:
        """Remember what was made of a record, unless it has values of other types than most have.

        Args:
            fields: A record that raised no question.
            made: What was made of its facts alone.
        """
        if self._size >= _LIMIT:
            self._shapes, self._latest, self._size = {}, {}, 0
        names = tuple(fields)
        shape = self._shapes.get(names) or self._shape(names)
        if shape is None:
            return
        facts = shape.take(fields)[shape.own :]
        if not all(map(_is_plain, facts)):
            return
        key: Key
        try:
            key = written = dumps(facts, _VERSION)
        except ValueError:
            key = dated = _dated(facts)
            written = dated[0]
        if len(written) <= _LONGEST:
            self._shapes[names] = shape
            self._size += 1
            shape.known[key] = made

    def _shape(self, names: tuple[str, ...]) -> _Shape[T] | None:
        facets = {name: self._lexicon.field(name) for name in names}
        identifier, texts, facts = [], [], []
        if len({facet and facet.code for facet in facets.values()}) < len(facets):
            return None  # a field by two names, of which only one may be filled
        for name, facet in facets.items():
            if facet is None:
                return None
            if facet.kind != "text":
                facts.append(name)
            elif facet.code == self._lexicon.identifier:
                identifier.append(name)
            else:
                texts.append(name)
        if not identifier or not facts:
            return None
        own = [*identifier, *texts]
        return _Shape(len(own), itemgetter(*own, *facts), {})


def _without_none(texts: tuple[Any, ...]) -> str:
    """Return texts as one, those left out by writing None among them.

    Raises:
        TypeError: One is something else, or there is no identifier.
    """
    if texts[0] is None:
        raise TypeError
    return "".join([text for text in texts if text is not None])


def _dated(facts: tuple[Any, ...]) -> tuple[bytes, tuple[int, ...]]:
    """Return facts with dates among them, as they are remembered.

    Raises:
        ValueError: Some value is nothing that is remembered.
    """
    days = tuple([n for n, value in enumerate(facts) if value.__class__ is date])
    plain = tuple([v.toordinal() if v.__class__ is date else v for v in facts])
    return dumps(plain, _VERSION), days


def _is_plain(value: Any) -> bool:
    """Tell whether nothing but its equal is written with the bytes of a value.

    Arrays and numbers of other libraries are written as bare bytes, whatever their type.
    """
    kind = value.__class__
    return kind in _PLAIN or (kind in _LISTS and _TEXTS.issuperset(map(type, value)))
