"""A stand-in for a loaded mechanism, to test the command line's own behaviour alone."""

from __future__ import annotations

# ruff: noqa: ARG002 - a stand-in takes what the real one takes
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import zhize
from tests.explain import toy
from zhize.model.incident import Incident, Record
from zhize.model.report import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


class StubChecker:
    """Refuses records without violations and repeated ids; warns of coal."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def check(self, record: Record, *, in_full: bool = True) -> tuple[Problem, ...]:
        name = str(record.values["id"][0])
        found = []
        if name in self.seen:
            found.append(_problem("duplicate-id", "error", name))
        if not record.values.get("violations"):
            found.append(_problem("missing-field", "error", name))
        if record.values.get("mineral") == ("coal",):
            found.append(_problem("future-date", "warning", name))
        self.seen.add(name)
        return tuple(found)

    def incident(self, record: Record) -> Incident:
        return Incident(id=str(record.values["id"][0]), values=record.values)  # type: ignore[arg-type]


class StubMechanism:
    """Reads JSON arrays of changes to the worked example, and decides them on the toy."""

    rulebase = toy.RULEBASE

    def records(
        self,
        source: Path | BinaryIO,
        *,
        name: str,
        format: str | None,
        sheet: str | None,
        ignore: tuple[str, ...] = (),
    ) -> Iterator[Record]:
        try:
            content = source.read_bytes() if isinstance(source, Path) else source.read()
        except OSError as error:
            raise zhize.UnreadableError(f"没有“{name}”。", f"no file `{name}`") from error
        for index, row in enumerate(json.loads(content), start=1):
            values = {k: (v,) if isinstance(v, str) else tuple(v) for k, v in row.items()}
            merged = {**toy.SAND.values, **values}
            yield Record(source=name, index=index, line=None, values=merged)

    def checker(self, today: object) -> StubChecker:
        return StubChecker()

    def decide(self, incident: Incident, *, engine: str) -> zhize.Decision:
        if incident.id == "fault":
            raise KeyError("two\nlines")
        return toy.decide(incident)

    def judge(
        self, record: Record, checker: StubChecker, *, engine: str, in_full: bool
    ) -> tuple[tuple[Problem, ...], Incident | None, zhize.Decision | None]:
        problems = checker.check(record, in_full=in_full)
        if any(problem.severity == "error" for problem in problems):
            return problems, None, None
        incident = checker.incident(record)
        return problems, incident, self.decide(incident, engine=engine)

    def validate(self, records: Any, *, today: object, engine: str) -> zhize.Report:
        checker, found = StubChecker(), list(records)
        return zhize.Report.of((p for r in found for p in checker.check(r)), len(found))


def _problem(code: str, severity: str, name: str) -> Problem:
    message = {"zh": f"记录“{name}”：{code}。", "en": f"record `{name}`: {code}"}
    return Problem(code=code, severity=severity, message=message, record=name)
