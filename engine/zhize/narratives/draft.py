"""What is read from a narrative: a draft record, and all that a reader must know about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """The words behind one value: `text` stands in the narrative from `start` to `end`.

    `follows_from` is the code of the stated fact that says it too, where no words of its own do.
    """

    field: str
    value: str
    start: int
    end: int
    text: str
    follows_from: str | None = None


class Unplaced(msgspec.Struct, frozen=True, kw_only=True):
    """Words that may matter and are not in the record, with the reason in zh and en.

    Attributes:
        reason: A stable name of the reason; `message` says it.
        field, value: What they would be, where that is known.
        candidates: Values of which the text does not say which is meant.
    """

    text: str
    start: int
    end: int
    reason: str
    message: dict[str, str]
    field: str | None = None
    value: str | None = None
    candidates: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[int, int, str, str, str]:
        """What tells two items apart, in the order in which they are listed."""
        return self.start, self.end, self.reason, self.field or "", self.value or ""


def listed(items: Iterable[Unplaced]) -> tuple[Unplaced, ...]:
    """Return items in the order of the text, equal ones once."""
    return tuple(item for _, item in sorted({item.key: item for item in items}.items()))


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft record with the words behind every fact.

    Attributes:
        text: The narrative.
        record: Values by field, in the order of a record; only what the text says.
        spans: The words behind each value, in the order of the record, then of the text.
        missing: Fields that a record needs and the text does not give.
        negated: What the text says does not hold.
        open: What the text speaks of and leaves open.
        unplaced: What may matter and could not be placed.
    """

    text: str
    record: dict[str, str | tuple[str, ...]]
    spans: tuple[Span, ...]
    missing: tuple[str, ...]
    negated: tuple[Span, ...]
    open: tuple[Span, ...]
    unplaced: tuple[Unplaced, ...]

    def completed(self, values: Mapping[str, str], order: Sequence[str]) -> Draft:
        """Return the draft with values that somebody gave besides the narrative.

        Args:
            values: Values by field; empty ones are left out.
            order: All fields, in the order of a record.
        """
        given = {field: value for field, value in values.items() if value}
        record = self.record | given
        return msgspec.structs.replace(
            self,
            record={field: record[field] for field in order if field in record},
            missing=tuple(field for field in self.missing if field not in given),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the draft as plain values, as `zhize read --format json` writes it."""
        return {
            "record": {f: list(v) if isinstance(v, tuple) else v for f, v in self.record.items()},
            "spans": [_plain(span) for span in self.spans],
            "missing": list(self.missing),
            "negated": [_plain(span) for span in self.negated],
            "open": [_plain(span) for span in self.open],
            "unplaced": [_plain(item) for item in self.unplaced],
        }


def _plain(value: Span | Unplaced) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(value)
    return {key: item for key, item in found.items() if item not in (None, [], ())}
