"""What why, why-not and what-if share: the incidents of files, answered one by one."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

import msgspec

from .commands import Wrong
from .session import Inputs, Session
from .streams import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from typing import Any

    import zhize

    from ..model.incident import Incident
    from ..model.report import Problem

_LISTED = 12


class Answer(Protocol):
    """What can be shown as text and as JSON."""

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON values."""


class Incidents:
    """The incidents of all input files, past records that are refused.

    Attributes:
        refused: How many records were refused, before or after a change.
        code: The exit code that the reading of the files asks for.
    """

    def __init__(
        self,
        session: Session,
        mechanism: zhize.Mechanism,
        files: tuple[str, ...],
        *,
        record: str | None,
        today: date | None,
        input_format: str | None,
        sheet: str | None = None,
    ) -> None:
        self._session = session
        self._mechanism = mechanism
        self._wanted = record
        self._today = today
        self._inputs = Inputs(session, mechanism, files, input_format, sheet)
        self.refused = 0

    @property
    def code(self) -> int:
        """Return 3 where a file could not be read, 1 where a record was refused, else 0."""
        return max(self._inputs.code, 1 if self.refused else 0)

    def __iter__(self) -> Iterator[Incident]:
        from ..validation import is_refused

        checker = self._mechanism.checker(self._today)
        serving = self._mechanism.rulebase.facet_serving("identifier")
        field = "" if serving is None else serving.code
        seen: list[str] = []
        found = False
        for record in self._inputs:
            problems = checker.check(record)
            name = next((str(value) for value in record.values.get(field, ())), "")
            seen.append(name)
            if self._wanted is not None and name != self._wanted:
                continue
            found = True
            if is_refused(problems):
                self.refuse(problems)
                continue
            self._session.report(problems, self._mechanism.rulebase.info.languages)
            yield checker.incident(record, unchanged=True)
        if self._wanted is not None and not found and seen:
            raise Wrong(self._no_such(self._wanted, seen))

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Say why a record is refused, and count it."""
        self.refused += 1
        self._session.report(problems, self._mechanism.rulebase.info.languages)

    def end(self) -> None:
        """Say which files could not be read, and how many records were refused."""
        self._session.report(self._inputs.unread)
        if self.refused:
            say(self._session.messages("answers-refused", count=self.refused))

    def _no_such(self, wanted: str, seen: list[str]) -> str:
        messages = self._session.messages
        near = messages.near(get_close_matches(wanted, seen, n=1))
        listed = messages.listed(seen[:_LISTED]) + ("…" if len(seen) > _LISTED else "")
        return messages("no-such-record", id=wanted, near=near.rstrip("?"), names=listed)


def answer_all(
    session: Session,
    files: tuple[str, ...],
    out: str | None,
    answers: Iterable[Answer],
    as_text: Callable[[Any], str] | None,
) -> None:
    """Write answers one by one: as text with empty lines between them, or as a JSON array.

    Args:
        session: The call.
        files: The inputs, none of which may be the output.
        out: The file to write, or None.
        answers: What to write, made as it is needed.
        as_text: Puts an answer into words; None for JSON.
    """
    with session.output(out, files) as output:
        first = True
        if as_text is None:
            output.write(b"[")
        for answer in answers:
            if as_text is not None:
                output.write(("" if first else "\n\n") + as_text(answer))
            else:
                body = msgspec.json.format(msgspec.json.encode(answer.to_dict()), indent=2)
                lead = b"\n  " if first else b",\n  "
                output.write(lead + body.replace(b"\n", b"\n  "))
            first = False
        if as_text is None:
            output.write(b"]\n" if first else b"\n]\n")


def asked_agency(session: Session, mechanism: zhize.Mechanism, agency: str | None) -> str:
    """Return the code of the agency asked about.

    Raises:
        Wrong: None is named.
        UsageError: There is no such agency.
    """
    from ..evaluation.naming import agency_of

    if agency is None:
        bearers = [bearer for norm in mechanism.norms if norm.triggers for bearer in norm.bearers]
        raise Wrong(session.messages("no-agency", example=next(iter(bearers), "CODE")))
    return agency_of(mechanism.rulebase, agency)
