"""Records from JSON (an object or an array) and JSONL (one object a line)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Protocol

from . import faults
from .faults import Fault, FaultFound
from .json_text import Pairs, parse_object
from .raw import RawRecord, broken, duplicate_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.report import Problem
    from .limits import Limits

# Elements are told apart by brackets alone, so that a malformed one spoils no other.
# Strings are skipped whole; possessive, so that a long one costs no memory. A quote left over
# opens a string that never ends.
_HOPELESS = 10_000  # brackets that open and open: not worth looking for the end
_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRAY = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^,\[\]{}"\s]++|.', re.DOTALL)
_TOKEN = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}"]', re.DOTALL)


class Lines(Protocol):
    """What is read line by line."""

    def readline(self, size: int = -1, /) -> bytes:
        """Return the next line, or so many bytes of it; nothing at the end."""


def read_jsonl(stream: Lines, source: str, limits: Limits) -> Iterator[RawRecord]:
    """Yield one record a line, in constant memory; a bad line is a record with a problem.

    Args:
        stream: The lines; when a record is yielded, all of its line has been read, and no more.
        source: Name of the file, or `-`.
        limits: How long a line may be.
    """
    for number, line in lines_of(stream, source, limits):
        yield record_of_line(line, number, source) if isinstance(line, bytes) else line


def lines_of(
    stream: Lines, source: str, limits: Limits, before: int = 0
) -> Iterator[tuple[int, bytes | RawRecord]]:
    """Yield the lines that are not blank with their numbers; for an overlong one, a record.

    Args:
        stream: The lines; when one is yielded, all of it has been read, and no more.
        source: Name of the file, or `-`.
        limits: How long a line may be.
        before: So many lines of the file stand before the first one.
    """
    most = limits.max_record
    number = before
    readline = stream.readline
    while line := readline(most + 1):
        number += 1
        if len(line) > most and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = readline(1 << 16)
            yield number, broken(number, number, faults.record_too_large(most).at(number), source)
        elif not line.isspace():
            yield number, line


def record_of_line(line: bytes, number: int, source: str) -> RawRecord:
    """Return the record on a line; a bad line is one with a problem."""
    try:
        fields = parse_object(line, last=not line.endswith(b"\n"))
    except FaultFound as found:
        fault = found.fault
        return broken(number, number, fault.at(number, fault.column), source)
    return RawRecord(number, number, fields, twice(fields, source, number))


def read_json(data: bytes, source: str, limits: Limits) -> Iterator[RawRecord]:
    """Yield the objects of a JSON array, or the objects that stand in the document.

    A malformed element of an array is a record with a problem; the others are read.

    Raises:
        FileError: The document is not JSON, or ends too early; its complete objects came first.
    """
    document = _Document(data, source, limits)
    start = document.skip(0)
    first = data[start : start + 1]
    if first == b"[":
        yield from document.array(start + 1)
    elif first == b"{":
        yield from document.objects(start)
    else:
        raise document.syntax(start, "a list or an object is expected").error(source)


class _Document:
    """Walks one JSON document; `line` follows `counted`, the offset up to which lines are known."""

    def __init__(self, data: bytes, source: str, limits: Limits) -> None:
        self._data = data
        self._source = source
        self._limits = limits
        self._line = 1
        self._counted = 0
        self._index = 0
        self._left = limits.max_broken

    def skip(self, at: int) -> int:
        """Return the offset of the next character that is not white space."""
        match = _SPACE.match(self._data, at)
        return at if match is None else match.end()

    def line(self, at: int) -> int:
        """Return the line of an offset; offsets must not go back."""
        if at > self._counted:
            self._line += self._data.count(b"\n", self._counted, at)
            self._counted = at
        return self._line

    def syntax(self, at: int, detail: str) -> Fault:
        """Return the fault of what stands at an offset."""
        near = self._data[at : at + 200].decode("utf-8", "replace")
        return faults.syntax("JSON", near, detail, self.line(at), self._column(at))

    def objects(self, at: int) -> Iterator[RawRecord]:
        """Yield the objects that follow each other, usually one."""
        while at < len(self._data):
            if self._data[at : at + 1] != b"{":
                raise self.syntax(at, "extra data").error(self._source)
            record, at = self._element(at)
            if record.problems and not record.fields:
                raise self._fault.error(self._source)
            yield record
            at = self.skip(at)

    def array(self, at: int) -> Iterator[RawRecord]:
        """Yield the elements of an array; `at` is behind its bracket."""
        data = self._data
        at = self.skip(at)
        after_comma = False
        while at < len(data):
            char = data[at : at + 1]
            if char == b"]":
                if after_comma:
                    yield self._stray(at, "a comma with nothing after it")
                at = self.skip(at + 1)
                if at < len(data):
                    raise self.syntax(at, "extra data").error(self._source)
                return
            if char in b"{[":
                record, at = self._element(at)
                yield record
            else:
                match = _STRAY.match(data, at)
                if char == b'"' and match is not None and match.end() == at + 1:
                    raise self._truncated(self.line(at)).error(self._source)  # never closed
                yield self._stray(at, "an object is expected")
                at = len(data) if match is None else match.end()
            at = self.skip(at)
            after_comma = data[at : at + 1] == b","
            if after_comma:
                at = self.skip(at + 1)
            elif at < len(data) and data[at : at + 1] != b"]":
                yield self._stray(at, "a comma is expected")
        raise self._truncated(self.line(at)).error(self._source)

    def _element(self, at: int) -> tuple[RawRecord, int]:
        """Return the record that begins at a bracket, and the offset behind it."""
        self._index += 1
        line = self.line(at)
        end, depth = _balanced(self._data, at)
        if depth > _HOPELESS:
            raise faults.too_deep(self._limits.max_depth).at(line).error(self._source)
        if end < 0:
            raise self._truncated(line).error(self._source)
        try:
            if depth > self._limits.max_depth:
                raise FaultFound(faults.too_deep(self._limits.max_depth).at(1))
            if end - at > self._limits.max_record:
                raise FaultFound(faults.record_too_large(self._limits.max_record).at(1))
            fields = parse_object(self._data[at:end])
        except FaultFound as found:
            inside, column = found.fault.line or 1, found.fault.column
            if column is not None and inside == 1:
                column += self._column(at) - 1
            self._fault = found.fault.at(line + inside - 1, column)
            self._count_broken(at)
            return broken(self._index, line, self._fault, self._source), end
        problems = twice(fields, self._source, line)
        return RawRecord(self._index, line, fields, problems), end

    def _stray(self, at: int, detail: str) -> RawRecord:
        self._count_broken(at)
        fault = self.syntax(at, detail)
        self._index += 1
        return broken(self._index, self.line(at), fault, self._source)

    def _count_broken(self, at: int) -> None:
        self._left -= 1
        if self._left < 0:
            fault = faults.too_broken(self._limits.max_broken)
            raise fault.at(self.line(at)).error(self._source)

    def _truncated(self, began: int) -> Fault:
        end = len(self._data.rstrip())
        last = began + self._data.count(b"\n", self._counted, end)
        return faults.truncated("JSON", last, self._column(end), began)

    def _column(self, at: int) -> int:
        begin = self._data.rfind(b"\n", 0, at) + 1
        return len(self._data[begin:at][-10_000:].decode("utf-8", "replace")) + 1


def structure(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield offset and byte of each bracket that is not within a string, from an offset on."""
    for token in _TOKEN.finditer(data, at):
        begin = token.start()
        if token.end() > begin + 1:
            continue  # a string
        if data[begin] == 0x22:
            return  # a quote that nothing closes
        yield begin, data[begin]


def _balanced(data: bytes, at: int) -> tuple[int, int]:
    """Return the offset behind the bracket that closes the one at `at`, or -1; and the depth.

    Beyond a hopeless depth the search is given up.
    """
    depth = deepest = 0
    for begin, char in structure(data, at):
        if char in b"{[":
            depth += 1
            deepest = max(deepest, depth)
            if depth > _HOPELESS:
                break
        else:
            depth -= 1
            if depth == 0:
                return begin + 1, deepest
    return -1, deepest


def twice(fields: dict[str, Any], source: str, line: int | None) -> tuple[Problem, ...]:
    """Return a problem for each name that an object gave again."""
    if type(fields) is not Pairs:
        return ()
    return tuple(
        duplicate_field(
            name,
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
            source,
            line,
        )
        for name, value in fields.again
    )
