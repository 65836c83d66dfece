"""Records from YAML: one or more documents, each a mapping or a list of mappings.

Values are built from parser events, not by a YAML constructor: every scalar stays the text that
was written (`no`, `1.0`, `0107`, a date), and aliases, foreign tags and deep nesting are refused
before anything is built.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from . import faults
from .faults import Fault, FaultFound
from .raw import RawRecord, broken, duplicate_field
from .source import bad_byte

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from ..model.report import Problem
    from .limits import Limits

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARKER = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)
_MARKER_BYTES = re.compile(rb"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)
_UNPRINTABLE = re.compile(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TOO_DEEP = "maximum nesting depth"
"""What newer versions of libyaml say where brackets are nested a thousand times."""
_CORE = "tag:yaml.org,2002:"
_NULL_TAG = _CORE + "null"
_TAGS = frozenset(
    _CORE + t for t in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
) | {"!"}


def read_yaml(data: bytes, source: str, limits: Limits) -> Iterator[RawRecord]:
    """Yield the records of all documents.

    A broken document that a `---` ends is a record with a problem, and reading goes on behind it.

    Raises:
        FileError: The last document is broken; the records before the damage came first.
    """
    file = _File(source, limits)
    line = 1
    while True:
        bad = _bad_character(data, line)
        # What comes before it is read, but for the record that may run on into it.
        end = len(data) if bad is None else bad[0]
        fault = yield from file.documents(data[:end].decode("utf-8"), line, cut=bad is not None)
        if bad is not None:
            fault = bad[1]
            marker = _MARKER_BYTES.search(data, bad[0])
            if marker is not None:
                yield file.broken(fault)
                line += data.count(b"\n", 0, marker.start())
                data = data[marker.start() :]
                continue
        if fault is not None:
            raise fault.error(source)
        return


def _bad_character(data: bytes, line: int) -> tuple[int, Fault] | None:
    """Return the offset of the first byte or character that YAML cannot hold, with its fault."""
    bad = bad_byte(data, line)
    text = (data if bad is None else data[: bad[0]]).decode("utf-8")
    found = _UNPRINTABLE.search(text)
    if found is None:
        return bad
    code = f"U+{ord(found.group()):04X}"
    row, column = faults.line_column(text, found.start(), line)
    return len(text[: found.start()].encode("utf-8")), Fault(
        "syntax",
        f"这里有控制字符 {code}；请删去",
        f"a control character ({code}) stands here; delete it",
        row,
        column,
    )


class _File:
    """What the documents of one file share: the numbering of records, and a limit of damage."""

    def __init__(self, source: str, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._numbers = count(1)
        self._restarts = limits.max_restarts
        self._left = limits.max_broken

    def broken(self, fault: Fault) -> RawRecord:
        """Return the stand-in for a malformed document, unless there are too many."""
        self._restarts -= 1
        if self._restarts < 0:
            raise fault.error(self._source)
        return broken(next(self._numbers), fault.line, fault, self._source)

    def _numbered(self, record: RawRecord) -> RawRecord:
        if record.problems and not record.fields:
            self._left -= 1
            if self._left < 0:
                raise faults.too_broken(self._limits.max_broken).at(record.line).error(self._source)
        return record._replace(position=next(self._numbers))

    def documents(
        self, text: str, line: int, *, cut: bool
    ) -> Generator[RawRecord, None, Fault | None]:
        """Yield the records of a text; return the fault of its last document, if it has one.

        Args:
            text: What is read.
            line: The number of its first line.
            cut: Whether the text goes on: then its last record may be incomplete, and is left out.
        """
        while True:
            reader = _Reader(text, line, self._source, self._limits)
            held: RawRecord | None = None
            fault: Fault | None = None
            try:
                for record in reader.records():
                    if held is not None:
                        yield self._numbered(held)
                    held = record
            except FaultFound as found:
                fault = found.fault
            if held is not None:
                complete = fault is not None or not cut or (held.line or 0) < reader.document_line
                if complete:
                    yield self._numbered(held)
            if fault is None:
                return None
            next_line = text.find("\n", reader.document_index) + 1
            marker = _MARKER.search(text, next_line) if next_line else None
            if marker is None:
                return fault
            yield self.broken(fault)
            line += text.count("\n", 0, marker.start())
            text = text[marker.start() :]


class _Reader:
    """Builds the records of one text from its events.

    Attributes:
        document_line, document_index: Where the latest document begins: line, and offset.
    """

    def __init__(self, text: str, line: int, source: str, limits: Limits) -> None:
        self._text = text
        self._first = line
        self._source = source
        self._limits = limits
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._nodes = 0
        self.document_line = line
        self.document_index = 0

    def records(self) -> Iterator[RawRecord]:
        """Yield one record for each mapping; index 0.

        Raises:
            FaultFound: The text is not YAML, or holds what a record file may not.
        """
        while True:
            event = self._next()
            if isinstance(event, yaml.StreamEndEvent):
                return
            if isinstance(event, yaml.DocumentStartEvent):
                self.document_line = self._line(event)
                mark = event.start_mark
                self.document_index = 0 if mark is None else mark.index
                yield from self._document()

    def _document(self) -> Iterator[RawRecord]:
        event = self._next()
        if not isinstance(event, yaml.SequenceStartEvent):
            yield from self._record(event, 1)
            return
        self._guard(event, 1)
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield from self._record(event, 2)

    def _record(self, event: Any, depth: int) -> Iterator[RawRecord]:
        """Yield the record that begins with an event, or none where it is empty."""
        line = self._line(event)
        self._nodes = 0
        if not isinstance(event, yaml.MappingStartEvent):
            if self._value(event, depth) is not None:
                yield broken(0, line, faults.no_object("YAML").at(line), self._source)
            return
        self._guard(event, depth)
        fields: dict[str, Any] = {}
        problems: list[Problem] = []
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            name = _written(self._value(key, depth + 1))
            row = self._line(key)
            value = self._value(self._next(), depth + 1)
            if name in fields:
                later = None if value is None else _written(value)
                problems.append(duplicate_field(name, later, self._source, row))
            else:
                fields[name] = value
        yield RawRecord(0, line, fields, tuple(problems))

    def _value(self, event: Any, depth: int) -> Any:
        """Return a node as text, None, a list or a dictionary."""
        self._guard(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            text: str = event.value
            plain = not event.style and event.tag is None
            return None if (plain and text in _NULLS) or event.tag == _NULL_TAG else text
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := self._next(), yaml.SequenceEndEvent):
                items.append(self._value(item, depth + 1))
            return items
        pairs: dict[str, Any] = {}
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            name = _written(self._value(key, depth + 1))
            pairs[name] = self._value(self._next(), depth + 1)
        return pairs

    def _guard(self, event: Any, depth: int) -> None:
        """Refuse what a record has no use for, before anything is built from it."""
        self._nodes += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            sign = f"*{event.anchor}" if isinstance(event, yaml.AliasEvent) else f"&{event.anchor}"
            raise self._fault(
                event,
                "alias",
                f"不接受 YAML 的锚点和别名（{sign}）；请把值写全",
                f"anchors and aliases (`{sign}`) are not accepted; write the value out",
            )
        if event.tag is not None and event.tag not in _TAGS:
            raise self._fault(
                event,
                "syntax",
                f"不接受 YAML 标签“{event.tag}”；请删去",
                f"the tag `{event.tag}` is not accepted; delete it",
            )
        if depth > self._limits.max_depth:
            raise FaultFound(self._at(faults.too_deep(self._limits.max_depth), event))
        if self._nodes > self._limits.max_nodes:
            raise self._fault(
                event,
                "too-large",
                f"一条记录的值超过 {self._limits.max_nodes} 个",
                f"one record has more than {self._limits.max_nodes} values",
            )

    def _fault(self, event: Any, code: str, zh: str, en: str) -> FaultFound:
        return FaultFound(self._at(Fault(code, zh, en), event))

    def _at(self, fault: Fault, event: Any) -> Fault:
        return fault.at(self._line(event), event.start_mark.column + 1)

    def _line(self, event: Any) -> int:
        number: int = event.start_mark.line
        return self._first + number

    def _next(self) -> Any:
        try:
            return next(self._events)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            if mark is None:
                raise FaultFound(
                    faults.syntax("YAML", "", error.problem or "", None, None)
                ) from None
            line, column = self._first + mark.line, mark.column + 1
            if _TOO_DEEP in (error.problem or ""):  # libyaml looks ahead, and meets its own limit
                found = faults.too_deep(self._limits.max_depth).at(line, column)
                raise FaultFound(found) from None
            if not self._text[mark.index :].strip():
                began = error.context_mark
                where = None  # the parser may take the end, where nothing is, for the beginning
                if began is not None and began.line < mark.line:
                    where = self._first + began.line
                raise FaultFound(faults.truncated("YAML", line, column, where)) from None
            near = self._text[mark.index : mark.index + 200]
            raise FaultFound(
                faults.syntax("YAML", near, error.problem or "", line, column)
            ) from None
        except yaml.YAMLError as error:
            raise FaultFound(
                faults.syntax("YAML", "", str(error).splitlines()[0], None, None)
            ) from None


def _written(value: Any) -> str:
    """Return a key, or a value to quote in a message, as text."""
    if isinstance(value, str):
        return value
    return "" if value is None else msgspec.json.encode(value).decode("utf-8")
