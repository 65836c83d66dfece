"""What a shape has against a record, before it is put into words; the same for both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ..model.incident import Record, Stated, Unresolved
from .conformance import NONE, UNKNOWN, UNRECOGNISED, Given

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .checks import Check, Term
    from .conformance import Open, Vocabulary

_SAID_WHILE_READING = frozenset(
    {"wrong-type", "too-large", "error-cell", "rounded-number", "merged-cell"}
)
"""Problems found while a record was read that leave nothing to add about the value."""

SEPARATOR = "; "
"""Between the values of one field, as in a cell of a spreadsheet."""

Where = tuple[str, int, int | None]
"""Where a record stands: file, position in it from 1, and line from 1 or None."""
Use = tuple[str, Where]
"""An identifier, and the record that used it first."""


class Complaint(msgspec.Struct, frozen=True, kw_only=True):
    """What a shape reports, whatever the record.

    Attributes:
        code, severity: As in a `Problem`.
        message: The shape's own sentence by language.
        field: Facet code; None where the shape names none.
        about_names: The values are the names of fields that the mechanism does not have.
    """

    code: str
    severity: str
    message: dict[str, str]
    field: str | None = None
    about_names: bool = False


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One complaint about one record.

    Attributes:
        complaint: What the shape reports.
        field: Facet code, or the name of an unrecognised field.
        value: The offending value, or all values of the field, as written.
        recognised: True where `value` is or holds a word of the mechanism: then no other word is
            to be proposed.
        earlier: The record that used the identifier before.
    """

    complaint: Complaint
    field: str | None = None
    value: str | None = None
    recognised: bool = False
    earlier: Where | None = None


def complaint_of(check: Check) -> Complaint:
    """Return what a check reports."""
    return Complaint(
        code=check.code,
        severity=check.severity,
        message=check.message,
        field=check.field,
        about_names=check.reads == (UNRECOGNISED,),
    )


def finding(
    complaint: Complaint, term: Term | None, stated: Given, vocabulary: Vocabulary
) -> Finding:
    """Return what a complaint says about a record.

    Args:
        complaint: What the shape reports.
        term: The offending value; None where it is the number of values, or several fields.
        stated: All values of the record.
        vocabulary: The words of the mechanism.
    """
    if complaint.about_names and term is not None:
        return Finding(complaint=complaint, field=term.text)
    if term is not None:
        return Finding(
            complaint=complaint,
            field=complaint.field,
            value=vocabulary.written(term),
            recognised=_is_word(term),
        )
    facet = vocabulary.by_code.get(complaint.field or "")
    values = None if facet is None else stated.get(facet.code)
    if facet is None or values is None:
        return Finding(complaint=complaint, field=complaint.field)
    return Finding(
        complaint=complaint,
        field=facet.code,
        value=_listed(values, vocabulary),
        recognised=any(_is_word(vocabulary.term(facet, v, stated)) for v in values),
    )


def rank(
    complaint: Complaint, field: str | None, value: str | None, positions: Mapping[str, int]
) -> tuple[int, str, str, str]:
    """Return where a finding stands among those of its record: by the field, then by the code.

    Args:
        complaint: What the shape reports.
        field: As in a `Finding`.
        value: As in a `Finding`.
        positions: The order of the mechanism's fields.
    """
    position = 0 if field is None else positions.get(field, len(positions) + 1)
    return position, complaint.code, f"{field or ''}\n{value or ''}", str(complaint.message)


def _is_word(term: Term) -> bool:
    return term.datatype is None and term != NONE


def _listed(values: tuple[Stated | Open, ...], vocabulary: Vocabulary) -> str:
    """Return all values of a field as a spreadsheet cell would hold them."""
    if not values:
        return vocabulary.codes[NONE.text]
    return SEPARATOR.join(
        value
        if isinstance(value, str)
        else value.text
        if isinstance(value, Unresolved)
        else vocabulary.codes[UNKNOWN.text]
        for value in values
    )


class Identifiers:
    """The values of one field that the records of a batch have used so far."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, Where] = {}

    def used_before(self, values: tuple[Stated | Open, ...], record: Record) -> Use | None:
        """Note the values of a record; return the first that an earlier one has, and where."""
        seen, new, found = self._seen, [], None
        for value in values:
            text = value if isinstance(value, str) else getattr(value, "text", None)
            if text is None:  # left open: the field does not identify the record
                continue
            where = seen.get(text)
            if where is None:
                new.append(text)
            elif found is None:
                found = (text, where)
        for text in new:
            seen[text] = (record.source, record.index, record.line)
        return found

    def first_use(self, value: str, record: Record) -> bool:
        """Note a single value; return False where an earlier record has it (`used_before`)."""
        where = (record.source, record.index, record.line)
        return self._seen.setdefault(value, where) is where


def worth_saying(findings: Iterable[Finding], record: Record) -> list[Finding]:
    """Return each finding once, without those about values that reading the record refused."""
    said = {(p.field, p.value) for p in record.problems if p.code in _SAID_WHILE_READING}
    kept: list[Finding] = []
    for found in findings:
        if found not in kept and (found.value is None or (found.field, found.value) not in said):
            kept.append(found)
    return kept
