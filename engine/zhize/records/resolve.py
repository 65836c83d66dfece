"""From field names and values as written to a `Record` in the mechanism's own codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from ..model.incident import Record, Stated, Unresolved
from ..model.report import ERROR, INFO, Problem
from .faults import excerpt
from .lexicon import ABSENT, FacetWords, Lexicon, Reading, scalar_text
from .limits import DEFAULT_LIMITS, Limits
from .raw import duplicate_field
from .remembered import key_of, met_before, of_known_words, sign

_STRONG, _WEAK = re.compile("[;；\r\n]"), "、"
_MOST_PIECES = 8
"""So many pieces between weaker marks may be one word."""


def resolve(
    fields: Mapping[str, Any],
    lexicon: Lexicon,
    *,
    source: str = "-",
    index: int = 1,
    line: int | None = None,
    problems: Sequence[Problem] = (),
    limits: Limits = DEFAULT_LIMITS,
    signed: bool = True,
) -> Record:
    """Look up the words of one record.

    Args:
        fields: Values by field name: texts, numbers, dates, None, or lists of these.
        lexicon: The words of the mechanism.
        source: Name of the file, or `-`.
        index: Position in the file, from 1.
        line: Line where the record begins, from 1, or None.
        problems: What went wrong while it was read.
        limits: Bounds on texts and lists.
        signed: Remember the facts of the whole record, and know them again. False for one whose
            facts somebody else remembers.
    """
    if type(fields) is not dict and not isinstance(fields, Mapping):
        found = Problem(
            code="wrong-type", severity=ERROR, message=_no_mapping(fields, index),
            source=source, row=line,
        )  # fmt: skip
        return Record(source=source, index=index, line=line, values={}, problems=(found,))
    key = None
    if not problems:
        key = key_of(fields, lexicon.free) if signed else None
        record = met_before(fields, key, lexicon, source, index, line, limits)
        if record is None:
            record = of_known_words(fields, lexicon, source, index, line, limits)
            if record is not None:
                return sign(record, key, lexicon)
        if record is not None:
            return record
    work = _Resolution(lexicon, limits, source, line)
    for name, raw in fields.items():
        facet = lexicon.field(str(name))
        if facet is None:
            work.unrecognised.append(str(name))
        elif raw is None or (type(raw) is str and not raw):
            continue
        elif facet.code in work.seen:
            work.again(facet, str(name), raw)
        else:
            work.seen[facet.code] = raw
            if facet.kind == "place":
                work.values[facet.code] = ()  # its place in the order; looked up below
            else:
                work.keep(facet.code, work.read(facet, raw))
    work.read_places()
    return sign(work.record(index, problems), key, lexicon)


def _no_mapping(given: object, index: int) -> dict[str, str]:
    """Return what is wrong with a record that a caller gives as something else."""
    kind = type(given).__name__
    return {
        "zh": f"第 {index} 条记录应是从字段到值的映射（dict），不是“{kind}”；"
        "表格请用 decide_table 或 validate_table。",
        "en": f"record {index} is to be a mapping of fields to values (a dict), not a `{kind}`; "
        "for a table, use decide_table or validate_table",
    }


class _Resolution:
    """One record on its way: what was found so far, and what is to be told."""

    def __init__(self, lexicon: Lexicon, limits: Limits, source: str, line: int | None) -> None:
        self.values: dict[str, tuple[Stated, ...]] = {}
        self.unknown: list[str] = []
        self.unrecognised: list[str] = []
        self.seen: dict[str, Any] = {}
        self._lexicon = lexicon
        self._limits = limits
        self._source = source
        self._line = line
        self._problems: list[Problem] = []
        self._notes: list[Problem] = []

    def read(self, facet: FacetWords, raw: Any) -> Reading:
        """Return the meaning of a value that is not remembered."""
        before = len(self._problems)
        texts, empty = self._texts(facet, raw)
        if facet.kind == "text":
            return Reading(tuple(texts)) if texts else ABSENT
        reading = facet.read(texts, empty=empty)
        if len(self._problems) == before:
            if type(raw) is str:
                facet.remember(raw, reading)
            elif type(raw) is list and all(type(item) is str for item in raw):
                facet.remember(tuple(raw), reading)
        return reading

    def read_places(self) -> None:
        """Look up the places of the record, those above before those below them."""
        order = self._lexicon.places.order
        before = len(self._problems) + len(self._notes)
        readings = [
            (code, self._read_place(self._lexicon.facets[code], self.seen[code]))
            for code in order
            if code in self.seen
        ]
        key = tuple(self.seen.get(code) for code in order)
        plain = all(raw is None or type(raw) is str for raw in key)
        if readings and plain and len(self._problems) + len(self._notes) == before:
            self._lexicon.remember_places(key, tuple(readings))

    def _read_place(self, facet: FacetWords, raw: Any) -> Reading:
        places = self._lexicon.places
        own = facet.code == places.jurisdiction
        outside = not own and not places.inside(self.values.get(places.jurisdiction or ""))
        texts, empty = self._texts(facet, raw)

        def find(text: str) -> str | None:
            return self._place(facet, text, own=own, outside=outside)

        reading = facet.read(texts, empty=empty, find=find)
        if reading.values is None:
            del self.values[facet.code]
        self.keep(facet.code, reading)
        return reading

    def keep(self, code: str, reading: Reading) -> None:
        """Take a reading into the record."""
        if reading.values is not None:
            self.values[code] = reading.values
        if reading.unknown:
            self.unknown.append(code)

    def _place(self, facet: FacetWords, text: str, *, own: bool, outside: bool) -> str | None:
        """Return the place that a text names; where nothing is to be checked, the text itself."""
        place = None if outside else self._lexicon.places.find(facet.code, text, self.values)
        if place is None:
            unchecked = (own or outside) and not facet.is_unknown(text) and not facet.is_none(text)
            return text if unchecked else None
        if place.former is not None:
            note = {
                "zh": f"“{text}”是旧称，按“{place.code}”处理",
                "en": f"`{text}` is a former name; it is read as `{place.code}`",
            }
            self._note("former-name", facet.code, text, {**note, **place.former.note})
        if place.code_note:
            self._note("ambiguous-code", facet.code, text, dict(place.code_note))
        return place.code

    def again(self, facet: FacetWords, name: str, raw: Any) -> None:
        """Take in a facet that the record names a second time, under another name."""
        earlier = self.seen[facet.code]
        if facet.kind == "place":
            both = [*_as_list(earlier), *_as_list(raw)]
            self.seen[facet.code] = both
        else:
            reading = self.read(facet, raw)
            if reading.values is not None:
                self.values[facet.code] = (*self.values.get(facet.code, ()), *reading.values)
            if reading.unknown and facet.code not in self.unknown:
                self.unknown.append(facet.code)
        problem = duplicate_field(name, excerpt(_shown(raw)), self._source, self._line)
        self._problems.append(msgspec.structs.replace(problem, field=facet.code))

    def _texts(self, facet: FacetWords, raw: Any) -> tuple[list[Stated], bool]:
        """Return a value as a list of texts, blanks left out; and whether it is an empty list."""
        listed = isinstance(raw, list | tuple)
        if isinstance(raw, set | frozenset):
            raw, listed = sorted(raw, key=str), True
        items = list(raw) if listed else [raw]
        most = self._limits.max_values
        if len(items) > most:
            self._problem(
                "too-large", facet.code, None,
                f"“{facet.code}”有 {len(items)} 个值，最多 {most} 个",
                f"`{facet.code}` has {len(items)} values; at most {most} are read",
            )  # fmt: skip
            items = items[:most]
        texts = [text for item in items if (text := self._text(facet, item)) is not None]
        if not listed and facet.many and facet.kind != "text" and len(texts) == 1:
            texts = self._split(facet, texts[0])
        return texts, listed and not items

    def _split(self, facet: FacetWords, text: Stated) -> list[Stated]:
        """Take a text apart at its separators, unless the whole is a word."""
        if not isinstance(text, str) or self._is_word(facet, text):
            return [text]
        parts: list[Stated] = []
        for part in filter(None, map(str.strip, _STRONG.split(text))):
            # Labels may hold the weaker mark themselves: 失职、渎职 is one word.
            if _WEAK not in part or self._is_word(facet, part):
                parts.append(part)
            else:
                parts += self._split_weakly(facet, part)
        return parts or [text]

    def _split_weakly(self, facet: FacetWords, text: str) -> Iterator[str]:
        """Yield what stands between weaker marks; pieces that are one word together stay so."""
        pieces = [piece for piece in map(str.strip, text.split(_WEAK)) if piece]
        start = 0
        while start < len(pieces):
            end = min(start + _MOST_PIECES, len(pieces))
            while end > start + 1 and not self._is_word(facet, _WEAK.join(pieces[start:end])):
                end -= 1
            yield _WEAK.join(pieces[start:end])
            start = end

    def _is_word(self, facet: FacetWords, text: str) -> bool:
        if facet.kind == "place":
            return self._lexicon.places.find(facet.code, text, self.values) is not None
        return facet.code_of(text) is not None

    def _text(self, facet: FacetWords, item: Any) -> Stated | None:
        """Return one value as text; what is no single value, or too long, stays unresolved."""
        try:
            text = scalar_text(item)
        except TypeError:
            shown = excerpt(_shown(item))
            self._problem(
                "wrong-type", facet.code, shown,
                f"“{facet.code}”的值“{shown}”不是文字、数字或日期；请写成单个值或简单列表",
                f"the value `{shown}` of `{facet.code}` is no text, number or date; "
                "write a single value or a plain list",
            )  # fmt: skip
            return Unresolved(shown)
        most = self._limits.max_text
        if text is None or len(text) <= most:
            return text
        self._problem(
            "too-large", facet.code, excerpt(text),
            f"“{facet.code}”的值有 {len(text)} 个字，最多 {most} 个",
            f"the value of `{facet.code}` has {len(text)} characters; at most {most} are read",
        )  # fmt: skip
        return Unresolved(excerpt(text))

    def _problem(self, code: str, field: str, value: str | None, zh: str, en: str) -> None:
        self._problems.append(self._found(code, ERROR, field, value, {"zh": zh, "en": en}))

    def _note(self, code: str, field: str, value: str, message: dict[str, str]) -> None:
        self._notes.append(self._found(code, INFO, field, value, message))

    def _found(
        self, code: str, severity: str, field: str, value: str | None, message: dict[str, str]
    ) -> Problem:
        return Problem(
            code=code, severity=severity, message=message, field=field, value=value,
            source=self._source, row=self._line,
        )  # fmt: skip

    def record(self, index: int, given: Sequence[Problem]) -> Record:
        """Return the record, with its identifier in every problem."""
        notes: tuple[Problem, ...] = tuple(self._notes)
        problems = (*given, *self._problems)
        if notes or problems:
            stated = self.values.get(self._lexicon.identifier or "", ())
            if stated and isinstance(stated[0], str):
                name = stated[0]
                notes = tuple(msgspec.structs.replace(p, record=name) for p in notes)
                problems = tuple(msgspec.structs.replace(p, record=name) for p in problems)
        return Record(
            source=self._source,
            index=index,
            line=self._line,
            values=self.values,
            unknown=tuple(self.unknown),
            unrecognised=tuple(self.unrecognised),
            notes=notes,
            problems=problems,
        )


def _as_list(raw: Any) -> list[Any]:
    return list(raw) if isinstance(raw, list | tuple | set | frozenset) else [raw]


def _shown(value: Any) -> str:
    """Return a value as JSON, or as Python shows it, for a message."""
    if isinstance(value, str):
        return value
    try:
        return msgspec.json.encode(value, enc_hook=repr).decode("utf-8")
    except (ValueError, TypeError, RecursionError, OverflowError):
        return type(value).__name__
