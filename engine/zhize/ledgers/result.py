"""A workbook with what was decided: the ledger's own rows, and what follows from each.

The rows stand in the rows and columns where they stood, so that a cell named in a problem is the
same cell in the ledger and in the result.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ..documents.workbook import WorkbookFile
from ..explain.names import Names
from ..model.memo import Memo
from ..validation.findings import SEPARATOR
from .duty_rows import AGENCY_HEADS, HEADS, DutyRow, DutyRows, DutyWriter, Share
from .long_sheet import LongSheet, Place, Prepared
from .remarks import RemarkWriter
from .words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model.decision import Decision
    from ..model.incident import Columns, Record
    from ..model.report import Problem
    from ..model.rulebase import RuleBase

_ADDED = (
    "status", "acts", "notifies", "feeds-back", "articles", "duty-count", "problem-count",
    "problems", "clarify", "yielding",
)  # fmt: skip
_PROBLEM_HEADS = (
    "severity", "record", "file", "sheet", "row", "cell", "field", "value", "remedy", "nearest",
    "code",
)  # fmt: skip
_WIDE = 34.0
_ADDED_WIDTHS = {0: 14.0, 1: _WIDE, 2: _WIDE, 3: _WIDE, 4: 16.0, 7: 36.0, 8: 20.0, 9: _WIDE}
_DUTY_WIDTHS = {3: 20.0, 6: 20.0, 7: _WIDE, 8: _WIDE, 9: _WIDE, 12: 16.0}
_PROBLEM_WIDTHS = {8: 70.0}
_AGENCY_WIDTHS = {0: 26.0, 2: _WIDE, 3: _WIDE, 4: _WIDE, 5: 24.0}
_MEMO_LIMIT = 1 << 16
_SHORT = 4
"""Problems of one row that are told beside it; all stand on their own sheet."""


class ResultWorkbook:
    """Writes decisions as they are made, row by row, and holds the rows compressed.

    Only what each agency has to do is kept as it is, because it is sorted by agency at the end.

    Args:
        rulebase: The mechanism.
        lang: `zh` or `en`.

    Attributes:
        decided, refused: How many records were added with and without a decision.
    """

    def __init__(self, rulebase: RuleBase, lang: str) -> None:
        self._rulebase = rulebase
        self._names = Names(rulebase, lang)
        self._writer = DutyWriter(self._names, self._say)
        self._remarks = RemarkWriter(self._names, self._say)
        info = rulebase.info
        self._file = WorkbookFile(
            self._say("result", label=self._names.text(info.label)), bulk=True
        )
        serving = rulebase.facet_serving("identifier")
        self._identifier = "" if serving is None else serving.code
        self._facets = sorted(rulebase.facets, key=lambda facet: facet.position)
        self._agencies = {agency.code: rank for rank, agency in enumerate(rulebase.agencies)}
        self._severities = {
            s: self._names.words(f"report.{s}") for s in ("error", "warning", "info")
        }
        self._source: tuple[str, Columns | None] | None = None
        self._rows: LongSheet | None = None
        self._first = 0
        self._shares: dict[tuple[str, str | None], list[tuple[Share, str, str]]] = {}
        self._prepared: Memo[DutyRow, Prepared] = Memo(_MEMO_LIMIT)
        self._files: dict[str, None] = {}
        self.decided = self.refused = 0
        self._duties: LongSheet | None = None
        self._problems: LongSheet | None = None

    def add(
        self, record: Record, decision: Decision | None, problems: Sequence[Problem] = ()
    ) -> None:
        """Write a record with its decision; None where it was refused.

        Args:
            record: As it was read.
            decision: What was decided.
            problems: Everything that is to be said about it.
        """
        rows = self._sheet_of(record)
        duties, found = self._sheets()
        at = rows.next
        identifier = self._called(record) if decision is None else decision.incident
        if record.columns is not None and record.line is not None:
            at = Place(at.sheet, record.line - 1)
        links: dict[int, str] = {}
        said = None if decision is None else self._writer.of(decision)
        if said is not None and said.rows:
            links[self._first + _ADDED.index("duty-count")] = duties.next.link()
            self._write_duties(duties, identifier, at, said)
        about_it = [p for p in problems if p.record or p.field or p.row == record.line]
        for problem in problems:
            if problem not in about_it:  # on the file, told with its first record
                self._write_problem(found, problem, None)
        if about_it:
            links[self._first + _ADDED.index("problem-count")] = found.next.link()
        for problem in about_it:
            self._write_problem(found, problem, at)
        cells = [*self._cells(record), *self._added(decision, said, about_it)]
        rows.write(cells, links, row=at.row if record.columns is not None else None)
        if decision is None:
            self.refused += 1
        else:
            self.decided += 1

    def unread(self, problems: Iterable[Problem]) -> None:
        """Write what is wrong with files that could not be read."""
        _, found = self._sheets()
        for problem in problems:
            if problem.source is not None:
                self._files.setdefault(problem.source)
            self._write_problem(found, problem, None)

    @property
    def problem_sheet(self) -> str:
        """What the sheet of problems is called."""
        return self._say("problems")

    def to_bytes(self) -> bytes:
        """Return the workbook."""
        duties, problems = self._sheets()
        for sheet in (self._rows, duties, problems):
            if sheet is not None:
                sheet.end()
        self._write_agencies()
        self._write_mechanism()
        return self._file.to_bytes()

    def _say(self, key: str, **parts: object) -> str:
        return WORDS[key][self._names.words.lang].format(**parts)

    # ------------------------------------------------------------ the sheets

    def _sheets(self) -> tuple[LongSheet, LongSheet]:
        """Return the sheets of duties and of problems, which stand behind the first rows."""
        if self._duties is None or self._problems is None:
            self._duties = self._long("duties", HEADS, _DUTY_WIDTHS)
            self._problems = self._long("problems", _PROBLEM_HEADS, _PROBLEM_WIDTHS)
        return self._duties, self._problems

    def _long(self, name: str, heads: Sequence[str], wide: dict[int, float]) -> LongSheet:
        return LongSheet(self._file, self._say(name), [self._say(h) for h in heads], wide)

    def _sheet_of(self, record: Record) -> LongSheet:
        """Return the sheet of the file and the table that a record comes from."""
        source = (record.source, record.columns)
        before = self._source
        if self._rows is not None and before is not None:
            if source[0] == before[0] and source[1] is before[1]:
                return self._rows
        if self._rows is not None:
            self._rows.end()
        self._source = source
        self._files.setdefault(record.source)
        columns = record.columns
        above: tuple[tuple[str, ...], ...]
        if columns is None:
            heads = [self._names.text(facet.label) for facet in self._facets]
            name, above = self._say("records"), ()
        else:
            heads = [""] * (max(place for place, _ in columns.names) + 1)
            for place, text in columns.names:
                heads[place] = text
            stem = "" if record.source == "-" else PurePath(record.source).stem
            name, above = columns.sheet or stem or self._say("records"), columns.above
        self._first = len(heads)
        added = {self._first + rank: width for rank, width in _ADDED_WIDTHS.items()}
        heads += [self._say(key) for key in _ADDED]
        self._rows = LongSheet(self._file, name, heads, added, above=above)
        return self._rows

    # ------------------------------------------------------------ rows

    def _called(self, record: Record) -> str:
        stated = record.values.get(self._identifier, ("",)) or ("",)
        return stated[0] if isinstance(stated[0], str) else stated[0].text

    def _cells(self, record: Record) -> list[str]:
        if record.columns is not None:
            cells = [""] * self._first
            for (place, _), text in zip(record.columns.names, record.written, strict=True):
                cells[place] = text
            return cells
        return [self._stated(record, facet.code) for facet in self._facets]

    def _stated(self, record: Record, facet: str) -> str:
        """Return what a record that is no row of a table says of a field, as a cell would."""
        stated = record.values.get(facet)
        parts = [] if stated is None else [
            self._names.value(facet, value) if isinstance(value, str) else value.text
            for value in stated
        ]  # fmt: skip
        if facet in record.unknown:
            parts.append(self._names.text(self._rulebase.unknown.label))
        elif stated == ():
            parts.append(self._names.text(self._rulebase.none.label))
        return "；".join(parts)

    def _added(
        self, decision: Decision | None, said: DutyRows | None, problems: Sequence[Problem]
    ) -> tuple[str, ...]:
        told = (str(len(problems)) if problems else "", self._told(problems))
        if decision is None or said is None:
            return (self._say("refused"), "", "", "", "", "", *told, "", "")
        if not decision.applicable:
            reason = self._names.text(decision.reason_text or {}) or str(decision.reason)
            return (self._say("inapplicable", reason=reason), "", "", "", "", "", *told, "", "")
        status = self._say("decided" if said.rows else "no-duties")
        count = str(len(said.rows)) if said.rows else ""
        return (status, *said.by_mode, said.articles, count, *told, *self._remarks.of(decision))

    def _told(self, problems: Sequence[Problem]) -> str:
        """Return problems in short, each a line: cell, field, value, and the nearest word."""
        lines = [self._in_short(problem) for problem in problems[:_SHORT]]
        more = len(problems) - _SHORT
        return "\n".join([*lines, f"… +{more}"] if more > 0 else lines)

    def _in_short(self, problem: Problem) -> str:
        words = self._names.words
        field = "" if problem.field is None else self._names.facet(problem.field)
        value = self._worded(problem, problem.value)
        text = words.colon(field, value) if field and value else field
        if problem.nearest:
            word = self._worded(problem, problem.nearest)
            text = words.aside(text, self._say("perhaps", word=word))
        return " ".join(filter(None, (problem.cell, text or problem.code)))

    def _worded(self, problem: Problem, codes: str | None) -> str:
        """Return what a problem gives by codes in words; what is none stays as it was written.

        The codes of places are names already.
        """
        facet = self._names.facet_of(problem.field or "")
        if codes is None or facet is None or facet.kind in {"text", "place"}:
            return codes or ""
        unknown = self._rulebase.unknown
        return SEPARATOR.join(
            self._names.text(unknown.label) if code == unknown.code
            else self._names.value(facet.code, code)
            for code in codes.split(SEPARATOR)
        )  # fmt: skip

    def _message(self, problem: Problem) -> str:
        return self._names.text(problem.message)

    def _write_duties(self, sheet: LongSheet, identifier: str, at: Place, said: DutyRows) -> None:
        target = at.link()
        rows = [self._prepared.get(row) or self._prepare(sheet, row) for row in said.rows]
        sheet.write_under(identifier, target, rows)
        for share in said.shares:
            told = self._shares.setdefault((share.bearer, share.place), [])
            told.append((share, identifier, target))

    def _prepare(self, sheet: LongSheet, row: DutyRow) -> Prepared:
        """Return a row of the sheet of duties, but for the record."""
        cells = (row.asked.before, (row.because,), row.asked.behind)
        return self._prepared.keep(row, sheet.prepare((), *cells))

    def _write_problem(self, sheet: LongSheet, problem: Problem, at: Place | None) -> None:
        links = {}
        if at is not None:
            letters = (problem.cell or "A").rstrip("0123456789")
            row = (problem.cell or "")[len(letters) :]
            target = Place(at.sheet, int(row) - 1) if row else at
            links = {5 if problem.cell else 1: target.link(letters)}
        field = "" if problem.field is None else self._names.facet(problem.field)
        source = "" if problem.source is None else problem.source
        sheet.write(
            (
                self._severities.get(problem.severity, problem.severity),
                problem.record or "",
                self._say("stdin") if source == "-" else PurePath(source).name,
                problem.sheet or "",
                "" if problem.row is None else str(problem.row),
                problem.cell or "",
                field,
                self._worded(problem, problem.value),
                self._names.words.sentence(self._message(problem)),
                self._worded(problem, problem.nearest),
                problem.code,
            ),
            links,
        )

    # ------------------------------------------------------------ what stands at the end

    def _write_agencies(self) -> None:
        """Write what each agency has to do, in the order of the ontology."""
        sheet = self._long("agencies", AGENCY_HEADS, _AGENCY_WIDTHS)
        last = len(self._agencies)
        prepared: dict[Share, Prepared] = {}
        ordered = sorted(
            self._shares.items(),
            key=lambda item: (self._agencies.get(item[0][0], last), item[0][0], item[0][1] or ""),
        )
        for _, told in ordered:
            for share, identifier, target in told:
                cells = prepared.get(share)
                if cells is None:
                    who = self._names.agency(share.bearer, share.place)
                    cells = sheet.prepare((who,), (*share.parts, share.articles))
                    prepared[share] = cells
                sheet.write_under(identifier, target, (cells,))
        sheet.end()

    def _write_mechanism(self) -> None:
        info = self._rulebase.info
        sheet = self._file.sheet(self._say("mechanism"), landscape=True)
        sheet.widths([24, 90])
        rows: list[tuple[str, Any]] = [
            (self._say("mechanism"), self._names.text(info.label)),
            (self._say("code"), info.code),
            (self._say("version"), info.version),
            ("SHA-256", self._rulebase.sha256),
            (self._say("records-decided"), str(self.decided)),
            (self._say("records-refused"), str(self.refused)),
            *(
                (self._say("file"), self._say("stdin") if name == "-" else PurePath(name).name)
                for name in self._files
            ),
        ]
        for row in rows:
            sheet.write(row, [{"bold": True}])
