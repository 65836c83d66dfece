"""`zhize decide`: decide every record of every file, and go on past those that are refused."""

from __future__ import annotations

import gc
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from ..model.encoding import DecisionEncoder
from ..model.report import Problem
from .commands import Wrong
from .formats import asked_format
from .session import STDIN, Inputs, Session
from .streams import Output, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    import zhize

    from ..model.decision import Decision
    from ..model.incident import Incident, Record


def decide(
    session: Session,
    files: tuple[str, ...],
    *,
    output_format: str | None,
    engine: str,
    today: date | None,
    input_format: str | None,
    sheet: str | None,
    out: str | None,
    ignore: tuple[str, ...],
) -> int:
    """Decide the records of all files and return the exit code."""
    chosen = asked_format(session, output_format, out, "xlsx", "json", "jsonl")
    if chosen == "xlsx" and (out is None or out == STDIN):
        raise Wrong(session.messages("needs-out", names=".xlsx"))
    mechanism = session.mechanism()
    gc.freeze()  # the mechanism stays until the end: the collector need not look at it again
    inputs = Inputs(session, mechanism, files, input_format, sheet, ignore)
    if chosen == "xlsx":
        from .result import decide_into_workbook

        return decide_into_workbook(
            session, mechanism, inputs, files, engine=engine, today=today, out=out
        )
    remarks = _Remarks(session, mechanism)
    batch = _Batch(session, mechanism, engine, today, remarks)
    with session.output(out, files) as output:
        writer = _WRITERS[chosen](output, mechanism, session.lang)
        writer.live = STDIN in files
        writer.begin()
        try:
            for incident, decision, problems in batch.decisions(inputs):
                writer.write(decision, incident)
                if problems:
                    remarks.tell(writer.unsaid(problems, decision))
        finally:
            writer.flush()  # what was decided is said, whatever happens then
        writer.end()
    remarks.end()
    session.report(inputs.unread)
    if batch.refused:
        say(
            session.messages(
                "tally",
                all=batch.decided + batch.refused,
                decided=batch.decided,
                refused=batch.refused,
            )
        )
    return max(inputs.code, 1 if batch.refused else 0)


_TOGETHER = 1 << 20
"""Bytes of decisions that are written at once."""


class _Batch:
    """Decides records one by one. One checker sees them all, so that duplicates are found."""

    def __init__(
        self,
        session: Session,
        mechanism: zhize.Mechanism,
        engine: str,
        today: date | None,
        remarks: _Remarks,
    ) -> None:
        self.remarks = remarks
        self._session = session
        self._mechanism = mechanism
        self._engine = engine
        self._checker = mechanism.checker(today)
        self.decided = 0
        self.refused = 0

    def decisions(
        self, records: Iterable[Record]
    ) -> Iterator[tuple[Incident, Decision, tuple[Problem, ...]]]:
        """Yield the incident, the decision and the warnings of each record that is not refused."""
        judge, checker, engine = self._mechanism.judge, self._checker, self._engine
        for record in records:
            problems, incident, decision = judge(
                record, checker, engine=engine, in_full=self.remarks.in_full
            )
            if incident is None or decision is None:
                self.refused += 1
                self._session.report(problems, self._mechanism.rulebase.info.languages)
                continue
            self.decided += 1
            yield incident, decision, problems


class _Remarks:
    """Warnings and notes on records that were decided: the first few in full, the rest counted.

    A long file may have one for every other line, and nobody reads ten thousand of them here;
    `zhize validate` lists all.
    """

    MOST = 20

    def __init__(self, session: Session, mechanism: zhize.Mechanism) -> None:
        self._session = session
        self._languages = mechanism.rulebase.info.languages
        self._said = 0
        self._rest: Counter[str] = Counter()

    @property
    def in_full(self) -> bool:
        """Whether the next problems will be said, not counted."""
        return self._said < self.MOST

    def tell(self, problems: Iterable[Problem]) -> None:
        """Say problems of one record, or count them."""
        if self.in_full:
            found = tuple(problems)
            self._said += len(found)
            self._session.report(found, self._languages)
        else:
            self._rest.update(problem.code for problem in problems)

    def end(self) -> None:
        """Say how many were counted."""
        if self._rest:
            codes = "; ".join(f"{code} {count}" for code, count in sorted(self._rest.items()))
            say(self._session.messages("more-remarks", count=self._rest.total(), codes=codes))


class _Writer:
    """Writes decisions, one JSON object a line (JSONL)."""

    def __init__(self, output: Output, mechanism: zhize.Mechanism, lang: str) -> None:
        self.output = output
        self.rulebase = mechanism.rulebase
        self.lang = lang
        self.encode = DecisionEncoder().encode
        self.live = False
        self._waiting: list[bytes] = []
        self._size = 0

    def begin(self) -> None:
        """Write what comes before the first decision."""

    def write(self, decision: Decision, incident: Incident) -> None:
        """Write one decision; unless somebody waits for each, many go out together."""
        del incident
        line = self.encode(decision)
        self._waiting += (line, b"\n")
        self._size += len(line)
        if self.live or self._size > _TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self._waiting:
            self.output.write(b"".join(self._waiting))
            self._waiting.clear()
            self._size = 0

    def end(self) -> None:
        """Write what comes after the last decision."""

    def unsaid(self, problems: tuple[Problem, ...], decision: Decision) -> Iterable[Problem]:
        """Return the problems that the output does not show to a person."""
        del decision
        return problems


class _JsonWriter(_Writer):
    """Writes one array, indented; never more than one decision is held."""

    _first = True

    def begin(self) -> None:
        """Open the array."""
        self.output.write(b"[")

    def write(self, decision: Decision, incident: Incident) -> None:
        """Write one element."""
        del incident
        body = msgspec.json.format(self.encode(decision), indent=2)
        # Line ends within strings are escaped: every one here is of the layout.
        self.output.write((b"\n  " if self._first else b",\n  ") + body.replace(b"\n", b"\n  "))
        self._first = False

    def end(self) -> None:
        """Close the array."""
        self.output.write(b"]\n" if self._first else b"\n]\n")


class _TextWriter(_Writer):
    """Writes memos with an empty line between them."""

    _first = True

    def write(self, decision: Decision, incident: Incident) -> None:
        """Write one memo."""
        from ..explain import memo

        text = memo(decision, self.rulebase, self.lang, incident=incident)
        self.output.write(text if self._first else f"\n\n{text}")
        self._first = False

    def unsaid(self, problems: tuple[Problem, ...], decision: Decision) -> Iterable[Problem]:
        """Return the problems that the memo does not already carry as notes."""
        return [problem for problem in problems if problem not in decision.notes]


_WRITERS = {"text": _TextWriter, "json": _JsonWriter, "jsonl": _Writer}
