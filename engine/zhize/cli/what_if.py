"""`zhize what-if`: the duties of a record with other facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from .._errors import RecordError
from ..model.report import Problem
from .answering import Incidents, answer_all
from .commands import Wrong
from .formats import asked_format

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import zhize

    from ..evaluation.what_if import WhatIf
    from .messages import Messages
    from .session import Session

_EQUALS = re.compile("[=＝]")
_SEPARATOR = re.compile("[;；]")


def what_if(
    session: Session,
    files: tuple[str, ...],
    *,
    edit_set: Sequence[str],
    edit_add: Sequence[str],
    edit_remove: Sequence[str],
    edit_unset: Sequence[str],
    record: str | None,
    output_format: str | None,
    today: date | None,
    input_format: str | None,
    sheet: str | None,
    out: str | None,
) -> int:
    """Compare every record with itself with other facts, and return the exit code."""
    from ..explain.what_if_text import what_if_text

    mechanism = session.mechanism()
    if not (edit_set or edit_add or edit_remove or edit_unset):
        raise Wrong(session.messages("no-edit", example=_example(mechanism)))
    wanted = _set(edit_set, session.messages)
    added = _listed("--add", edit_add, session.messages)
    removed = _listed("--remove", edit_remove, session.messages)
    incidents = Incidents(
        session,
        mechanism,
        files,
        record=record,
        today=today,
        input_format=input_format,
        sheet=sheet,
    )

    def answers() -> Iterator[WhatIf]:
        for incident in incidents:
            try:
                yield mechanism.what_if(
                    incident, set=wanted, add=added, remove=removed, unset=edit_unset
                )
            except RecordError as error:
                incidents.refuse(_unplaced(error.problems))

    chosen = asked_format(session, output_format, out, "json")
    answer_all(
        session,
        files,
        out,
        answers(),
        None
        if chosen == "json"
        else lambda answer: what_if_text(answer, mechanism.rulebase, session.lang),
    )
    incidents.end()
    return incidents.code


def _unplaced(problems: tuple[object, ...]) -> list[Problem]:
    """Return problems of a changed record, which stands in no file."""
    found = [problem for problem in problems if isinstance(problem, Problem)]
    return [msgspec.structs.replace(problem, source=None, row=None) for problem in found]


def _parted(option: str, text: str, messages: Messages) -> tuple[str, str]:
    """Return the field and the value of an edit.

    Raises:
        Wrong: There is no equals sign, or nothing before or behind it.
    """
    field, *rest = _EQUALS.split(text, maxsplit=1)
    if not rest or not field.strip() or not rest[0].strip():
        raise Wrong(messages("bad-edit", option=option, value=text))
    return field.strip(), rest[0].strip()


def _set(edits: Sequence[str], messages: Messages) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in edits:
        field, value = _parted("--set", text, messages)
        if field in found:
            raise Wrong(messages("edited-twice", field=field))
        found[field] = value
    return found


def _listed(option: str, edits: Sequence[str], messages: Messages) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in edits:
        field, value = _parted(option, text, messages)
        parts = [part.strip() for part in _SEPARATOR.split(value) if part.strip()]
        found.setdefault(field, []).extend(parts)
    return found


def _example(mechanism: zhize.Mechanism) -> str:
    """Return an edit of the mechanism's own."""
    for facet in mechanism.rulebase.facets:
        if facet.kind == "concept":
            return f"{facet.code}={facet.values[0]}"
    return "FIELD=VALUE"
