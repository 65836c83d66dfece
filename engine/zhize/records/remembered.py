"""Records of which everything, or every word, was met before: nearly all of a long file.

Each way here gives what `resolve` would give the long way round, or None.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

import msgspec

from ..model.incident import Record, Signature, Unresolved
from .lexicon import Key, Lexicon
from .limits import Limits

_LISTS = {list: tuple, tuple: tuple}
"""Only these: a mapping is refused, though a tuple of its keys would pass for a list."""

_TEXTS = {str, type(None)}


def key_of(fields: Mapping[str, Any], free: Mapping[str, str]) -> Key | None:
    """Return what a record says on all facets but free text; None where a value is no plain one."""
    try:
        return tuple(
            [
                (name, raw if raw.__class__ is str or raw is None else _LISTS[raw.__class__](raw))
                for name, raw in fields.items()
                if name not in free
            ]
        )
    except KeyError:
        return None


def sign(record: Record, key: Key | None, lexicon: Lexicon) -> Record:
    """Remember the facts of a record that raised no question, and mark the record."""
    if key is None or record.problems or record.notes or record.unrecognised:
        return record
    if not all(map(_is_written, key)):
        return record
    texts = lexicon.text_codes
    values = {code: stated for code, stated in record.values.items() if code not in texts}
    if Unresolved in map(type, chain.from_iterable(values.values())):
        return record
    signature = Signature(values, record.unknown, texts)
    if not lexicon.remember(key, signature):
        return record
    return msgspec.structs.replace(record, signature=signature)


def met_before(
    fields: Mapping[str, Any],
    key: Key | None,
    lexicon: Lexicon,
    source: str,
    index: int,
    line: int | None,
    limits: Limits,
) -> Record | None:
    """Return the record if one with the same facts was met before, else None."""
    try:
        signature = lexicon.known.get(key)
        if signature is None:
            return None
        stated, names, free, most = signature.values, lexicon.names, lexicon.free, limits.max_text
        values: dict[str, Any] = {}
        for name, raw in fields.items():
            code = free.get(name)
            if code is None:
                code = names[name].code  # type: ignore[union-attr]
                if code in stated:
                    values[code] = stated[code]
            elif raw is not None:
                if code in values or not _is_plain(raw, most):
                    return None
                values[code] = (raw,)
    except (KeyError, TypeError, AttributeError, UnicodeEncodeError):
        return None
    return Record(
        source=source,
        index=index,
        line=line,
        values=values,
        unknown=signature.unknown,
        signature=signature,
    )


def of_known_words(
    fields: Mapping[str, Any],
    lexicon: Lexicon,
    source: str,
    index: int,
    line: int | None,
    limits: Limits,
) -> Record | None:
    """Return the record if every word of it was met before and raised no question, else None."""
    names, most = lexicon.names, limits.max_text
    values: dict[str, Any] = {}
    unknown: list[str] = []
    placed = False
    try:
        for name, raw in fields.items():
            facet = names[name]
            if facet is None:
                return None
            if raw is None:
                continue
            code, kind, given = facet.code, facet.kind, type(raw)
            if code in values or code in unknown:
                return None
            if given is str:
                if kind == "text":
                    if not _is_plain(raw, most):
                        return None
                    values[code] = (raw,)
                    continue
                if kind == "place":
                    values[code] = raw  # looked up below, with the others
                    placed = True
                    continue
                reading = facet.memory.get(raw) or facet.read_known(raw, limits.max_values)
            elif given is list and kind != "text" and kind != "place":
                reading = facet.memory.get(tuple(raw)) or facet.read_known(raw, limits.max_values)
            else:
                return None
            if reading.unknown:
                unknown.append(code)
            if reading.values is not None:
                values[code] = reading.values
            elif not reading.unknown:  # a blank, after which the field may be given once more
                return None
        if placed:
            order = lexicon.places.order
            for code, reading in lexicon.place_memory[tuple(map(values.get, order))]:
                if reading.unknown:
                    unknown.append(code)
                if reading.values is None:
                    del values[code]
                else:
                    values[code] = reading.values
    except (KeyError, TypeError, UnicodeEncodeError):  # new, nested, or no text at all
        return None
    return Record(source=source, index=index, line=line, values=values, unknown=tuple(unknown))


def _is_written(item: tuple[str, str | tuple[str, ...] | None]) -> bool:
    """Tell whether a field has texts alone: 1 and True are equal, and not the same."""
    return item[1].__class__ is not tuple or {*map(type, item[1])} <= _TEXTS


def _is_plain(text: str, most: int) -> bool:
    """Tell whether a text is neither blank nor too long, and has no half characters.

    Raises:
        UnicodeEncodeError: It has half characters.
    """
    return len(text) <= most and not text.isspace() and bool(text.encode())
