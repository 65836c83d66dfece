"""A loaded mechanism that reads records, checks and decides them, and is checked itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from . import _cache
from ._errors import RecordError, UsageError
from .compilation import compile_rulebase
from .evaluation.decider import Decider
from .model.decision import Body, decision_of
from .model.incident import Incident, Record
from .model.report import ERROR, Problem, Report
from .records import Ignored, Lexicon, read_records, resolve
from .records.familiar import Familiar
from .validation import Checker, is_refused

if TYPE_CHECKING:
    from rdflib import Graph

    from .evaluation.counterfactual import Counterfactuals
    from .evaluation.proof import Prover
    from .evaluation.reference import ReferenceEngine
    from .model.decision import Decision
    from .model.rulebase import Agency, Norm, RuleBase

ENGINES = ("compiled", "reference")
Fields = Mapping[str, Any]


class Deciding:
    """A loaded mechanism, as far as it reads, checks and decides records.

    Safe to share between threads; holds no open files.

    Attributes:
        folder: Where its Turtle lies.
        rulebase: All it says, as frozen values.
        checks: Its record shapes, compiled.
    """

    def __init__(self, folder: Path, entry: _cache.Entry) -> None:
        self.folder = folder
        self.rulebase: RuleBase = entry.rulebase
        self.checks = entry.checks
        self.decider = Decider(entry.rulebase, compile_rulebase(entry.rulebase))

    @property
    def norms(self) -> tuple[Norm, ...]:
        """All norms, by code."""
        return self.rulebase.norms

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """All agencies, in the order of the ontology."""
        return self.rulebase.agencies

    @cached_property
    def _checker(self) -> Checker:
        return Checker(self.rulebase, self.checks, date.max)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that records may use."""
        return Lexicon(self.rulebase)

    @cached_property
    def _familiar(self) -> Familiar[Body]:
        return Familiar(self.lexicon)

    # ------------------------------------------------------------ records

    def records(
        self,
        source: str | Path | BinaryIO,
        *,
        name: str | None = None,
        format: str | None = None,
        sheet: str | None = None,
        ignore: str | Iterable[str] = (),
    ) -> Iterator[Record]:
        """Read incident records from a file or a binary stream, one by one.

        Args:
            source: The file or stream.
            name: Its name for messages; the extension tells the format. `-` is standard input.
            format: What it is, whatever its name.
            sheet: Which sheet of a workbook; by default the first that has the fields needed.
            ignore: Columns that are no fields and are passed over, or one, named as in the head; a
                table without one of them cannot be read.

        Raises:
            UsageError: A field of the mechanism is to be ignored.
            UnreadableError: The file, or the rest of it, cannot be read.
        """
        if isinstance(source, str):
            source = Path(source)
        if name is None:
            name = str(source) if isinstance(source, Path) else "-"
        return read_records(
            source,
            self.lexicon,
            name=name,
            format=format,
            sheet=sheet,
            needed=lambda: self.needed_fields,
            ignore=Ignored(ignore, self.lexicon),
        )

    @cached_property
    def needed_fields(self) -> tuple[str, ...]:
        """The fields that every record must have, by the record shapes, in the shapes' order."""
        empty = Record(source="-", index=1, line=None, values={})
        problems = self._checker.again(date.max).check(empty)
        return tuple(p.field for p in problems if p.severity == ERROR and p.field is not None)

    def checker(self, today: date | None = None) -> Checker:
        """Return a checker for one batch of records; it remembers the identifiers it has seen.

        Args:
            today: The day after which a date is in the future; by default the system's.
        """
        return self._checker.again(today or date.today())

    def validate(
        self,
        records: Iterable[Record | Fields] | Record | Fields,
        *,
        today: date | None = None,
        engine: str = "compiled",
    ) -> Report:
        """Check records against the record shapes.

        Args:
            records: Records or plain dicts; one of them may be given alone.
            today: As for `checker`.
            engine: `compiled` (the shapes as plain checks) or `reference` (pySHACL).

        Raises:
            UsageError: The engine is neither.
        """
        batch = [records] if isinstance(records, Record | Mapping) else records
        found = [self._record(r, index) for index, r in enumerate(batch, start=1)]
        if _engine(engine) == "reference":
            return self.validate_with_shacl(found, today=today)[0]
        checker = self.checker(today)
        return Report.of((p for record in found for p in checker.check(record)), len(found))

    def validate_with_shacl(
        self, records: Iterable[Record], *, today: date | None = None
    ) -> tuple[Report, Graph]:
        """Check records by pySHACL; also return the W3C validation report as a graph."""
        from .validation.reference import validate_records

        return validate_records(
            list(records), self.rulebase, self.graph(), self.shapes_graph(), today or date.today()
        )

    def _record(self, given: Record | Fields, index: int = 1) -> Record:
        if isinstance(given, Record):
            return given
        return resolve(given, self.lexicon, index=index)

    # ------------------------------------------------------------ decisions

    def decide(self, incident: Incident | Record | Fields, *, engine: str = "compiled") -> Decision:
        """Decide one incident, with every ground, displaced norm and open question.

        Args:
            incident: A plain dict with the fields of a record, or a value made from one.
            engine: `compiled`, or `reference` (the SHACL rules; slow, for those who doubt).

        Raises:
            RecordError: The record is refused; `problems` says why.
            UsageError: The engine is neither.
        """
        if engine != "compiled" and _engine(engine) == "reference":
            return self._decide_by_rules(self.incident(incident))
        if incident.__class__ is not dict:
            if isinstance(incident, Incident):
                return self.decider.decide(incident)
            if isinstance(incident, Record):
                return self.decider.decide(self.incident(incident))
            if not isinstance(incident, Mapping):  # refused, though its facts may be familiar
                return self._decide_anew(incident)
        met = self._familiar.find(incident)
        if met is None:
            return self._decide_anew(incident)
        return decision_of(met[0], met[1])

    def _decide_anew(self, fields: Any) -> Decision:
        incident = self._incident_of(resolve(fields, self.lexicon, signed=False))
        body = self.decider.body(incident.values, incident.unknown)
        if not incident.notes and not self._checker.reads_texts:
            self._familiar.keep(fields, body)
        return decision_of(incident.id, body, incident.notes)

    def judge(
        self, record: Record, checker: Checker, *, engine: str = "compiled", in_full: bool = True
    ) -> tuple[tuple[Problem, ...], Incident | None, Decision | None]:
        """Check a record as it comes from the reader and, unless it is refused, decide it.

        Args:
            record: One of `records`, unchanged.
            checker: One for the whole batch.
            engine: As for `decide`.
            in_full: As for `Checker.check`.

        Returns:
            All problems; the incident and the decision, or None for a refused record.
        """
        problems = checker.check(record, in_full=in_full)
        if problems and is_refused(problems):
            return problems, None, None
        incident = checker.incident(record, unchanged=True)
        if engine != "compiled":
            return problems, incident, self.decide(incident, engine=engine)
        return problems, incident, self.decider.decide(incident, unchanged=True)

    def decide_many(
        self, incidents: Iterable[Incident | Record | Fields], *, engine: str = "compiled"
    ) -> Iterator[Decision]:
        """Decide incidents one by one, in their order.

        Raises:
            RecordError: A record is refused; those before it have been decided.
        """
        for incident in incidents:
            yield self.decide(incident, engine=engine)

    def incident(self, given: Incident | Record | Fields) -> Incident:
        """Return a checked incident.

        Raises:
            RecordError: The record is refused.
        """
        if isinstance(given, Incident):
            return given
        return self._incident_of(self._record(given))

    def _incident_of(self, record: Record) -> Incident:
        checker = self._checker.again(date.max)  # no date is in the future: that is a warning only
        problems = checker.check(record)
        errors = tuple(p for p in problems if p.severity == ERROR)
        if errors:
            raise refusal(errors)
        return checker.incident(record)

    @cached_property
    def reference(self) -> ReferenceEngine:
        """The reference engine: SHACL-AF rules under pySHACL."""
        from .evaluation.reference import ReferenceEngine

        return ReferenceEngine(self.rulebase, self.decider.evaluator.program, self.graph())

    def _decide_by_rules(self, incident: Incident) -> Decision:
        """Let the rules infer the duties and all that each unknown fact would change."""
        body = self.decider.body_from(incident.values, incident.unknown, self.reference.outcomes)
        return decision_of(incident.id, body, incident.notes)

    # ------------------------------------------------------------ proofs and counterfactuals

    @cached_property
    def _prover(self) -> Prover:
        from .evaluation.proof import Prover

        return Prover(self.decider)

    @cached_property
    def _counterfactuals(self) -> Counterfactuals:
        from .evaluation.counterfactual import Counterfactuals

        return Counterfactuals(self._prover, self._brief_problems)

    def _brief_problems(self, incident: Incident) -> tuple[Problem, ...]:
        """Hold an incident against the record shapes, by itself and in their own words."""
        record = Record(
            source="-", index=1, line=None, values=dict(incident.values), unknown=incident.unknown
        )
        return self._checker.again(date.max).check(record, in_full=False)

    # ------------------------------------------------------------ the mechanism itself

    def graph(self) -> Graph:
        """Return a fresh graph of the ontology, core included."""
        from .loading import load_graph

        return load_graph(self.folder)

    def shapes_graph(self) -> Graph:
        """Return a fresh graph of the record shapes."""
        from .loading import load_shapes

        return load_shapes(self.folder)

    def check(self, *, owl: bool = True) -> Report:
        """Examine the mechanism: norm base, hygiene, quotes, and OWL consistency if `owl`."""
        from .validation.normbase import check_mechanism

        return check_mechanism(self.folder, owl=owl)


def refusal(problems: tuple[Problem, ...]) -> RecordError:
    """Return the error for a refused record, with all its problems in the message."""
    return RecordError(
        problems,
        "；".join(p.message.get("zh", "") for p in problems),
        "; ".join(p.message.get("en", "") for p in problems),
    )


def _engine(name: str) -> str:
    if name not in ENGINES:
        raise UsageError(
            f"没有名为“{name}”的引擎。可用：{'、'.join(ENGINES)}。",
            f"`{name}` is no engine; use one of {', '.join(ENGINES)}",
        )
    return name
