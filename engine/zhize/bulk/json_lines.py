"""Lines of JSON as columns: Arrow reads those that are plain, the careful reader all others.

A line is plain where it gives known fields, each once, by one name, as a text or as a list of
texts. What Arrow is told to expect makes anything else an error to it; then the lines are looked
at more closely, and those that are not plain are read with care.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np
import pyarrow as pa
import pyarrow.json

from ..records.json_records import record_of_line
from ..records.limits import DEFAULT_LIMITS
from ..records.raw import without
from .block import block_of_batch, block_of_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..records import Ignored, Lexicon
    from ..records.raw import RawRecord
    from .block import Block
    from .readings import WordAxis

_FIRST = 64
"""Lines from which it is learned what to expect."""
_FEW = 256
"""Lines that are looked at one by one where there is one among them that is not plain."""
_MOST = 8
"""If more than one in so many lines is not plain, all are read with care."""
_PATIENCE = 3
"""So often in a row that may be, before no more lines are tried."""

_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())


class Lines(Sequence["RawRecord"]):
    """Records of a file of lines, each read with care when it is asked for.

    Args:
        source: Name of the file.
        written: The lines; or, where one could not be had, the record that says so.
        numbers: The number of each line in the file.
        ignored: Columns that are passed over.
    """

    def __init__(
        self, source: str, written: list[bytes | RawRecord], numbers: list[int],
        ignored: Ignored | None,
    ) -> None:  # fmt: skip
        self.source = source
        self.written = written
        self.numbers = numbers
        self.ignored = ignored

    @overload
    def __getitem__(self, at: int) -> RawRecord: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[RawRecord]: ...
    def __getitem__(self, at: int | slice) -> RawRecord | Sequence[RawRecord]:
        if isinstance(at, slice):
            return Lines(self.source, self.written[at], self.numbers[at], self.ignored)
        line = self.written[at]
        raw = (
            record_of_line(line, self.numbers[at], self.source) if isinstance(line, bytes) else line
        )
        return without(raw, self.ignored) if self.ignored else raw

    def __len__(self) -> int:
        return len(self.written)


class Shape:
    """What is expected of the lines of a file: learned from those that were read with care."""

    def __init__(self) -> None:
        self._types: dict[str, pa.DataType] = {}
        self._name_of: dict[str, str] = {}
        self._left = _PATIENCE

    def block(
        self, lines: Lines, lexicon: Lexicon, axes: Mapping[str, WordAxis], *, source: str
    ) -> Block:
        """Return lines with their values numbered.

        Args:
            lines: The lines.
            lexicon: The words of the mechanism.
            axes: Where the values of each facet are numbered.
            source: Name of the file.
        """
        found = self._table(lines, lexicon) if self._left else None
        if found is None:
            return block_of_records(list(lines), lexicon, axes, source=source)
        batch, odd = found
        block = block_of_batch(batch, lexicon, axes, source=source)
        if odd:
            raws = [lines[row] for row in odd]
            block.put(np.array(odd), block_of_records(raws, lexicon, axes, source=source))
        block.from_lines(lines, lines.numbers)
        return block

    def _table(self, lines: Lines, lexicon: Lexicon) -> tuple[pa.RecordBatch, list[int]] | None:
        """Return the lines as rows, with the numbers of those that are not plain; or nothing."""
        written = [line for line in lines.written if isinstance(line, bytes)]
        if lines.ignored or len(written) < len(lines):
            return None
        for raw in lines[:_FIRST]:
            self._learn(raw, lexicon)
        table = self._read(written)
        odd: list[int] = []
        if table is None:
            odd = self._not_plain(lines, written, 0, len(written), lexicon)
            for row in odd:
                written[row] = b"{}\n"
            table = self._read(written) if len(odd) * _MOST < len(written) else None
        if table is None:
            self._left -= 1
            return None
        self._left = _PATIENCE
        return table, odd

    def _not_plain(
        self, lines: Lines, written: list[bytes], start: int, end: int, lexicon: Lexicon
    ) -> list[int]:
        """Return the lines that are not plain, of some of which at least one is not."""
        if end - start <= _FEW:
            raws = [(row, lines[row]) for row in range(start, end)]
            for _, raw in raws:
                self._learn(raw, lexicon)
            return [row for row, raw in raws if not self._is_plain(raw)]
        middle = (start + end) // 2
        return [
            row
            for a, b in ((start, middle), (middle, end))
            if self._read(written[a:b]) is None
            for row in self._not_plain(lines, written, a, b, lexicon)
        ]

    def _learn(self, raw: RawRecord, lexicon: Lexicon) -> None:
        """Expect the fields of a record as it has them, if nothing else is expected."""
        for name, value in raw.fields.items():
            facet = lexicon.field(name)
            if facet is not None and _is_plain(value):
                if self._name_of.setdefault(facet.code, name) == name:
                    self._types.setdefault(name, _TEXT if isinstance(value, str) else _TEXTS)

    def _is_plain(self, raw: RawRecord) -> bool:
        return not raw.problems and all(
            name in self._types
            and (
                value is None
                or (_is_plain(value) and isinstance(value, str) == (self._types[name] is _TEXT))
            )
            for name, value in raw.fields.items()
        )

    def _read(self, written: list[bytes]) -> pa.RecordBatch | None:
        """Return lines as rows, or nothing where one is not plain."""
        data = b"".join(written)
        # Two records on one line, or one on two, would be taken without a word.
        ends = data.count(b"}\n{")
        if b"\r" in data:
            ends += data.count(b"}\r\n{")
        whole = data.startswith(b"{") and data.rstrip(b"\r\n").endswith(b"}")
        if not whole or ends != len(written) - 1:
            return None
        try:
            data.decode()
            table = pyarrow.json.read_json(
                io.BytesIO(data),
                pyarrow.json.ReadOptions(block_size=2 * DEFAULT_LIMITS.max_record),
                pyarrow.json.ParseOptions(
                    pa.schema(self._types.items()), unexpected_field_behavior="error"
                ),
            )
        except (pa.ArrowInvalid, UnicodeDecodeError):
            return None
        batches = table.combine_chunks().to_batches()
        return batches[0] if len(table) == len(written) and len(batches) == 1 else None


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(item is None or isinstance(item, str) for item in value)
    return isinstance(value, str)
