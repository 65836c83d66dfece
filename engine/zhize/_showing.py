"""A loaded mechanism that shows itself: pictures, tables, calendars, pages and training kits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ._errors import UsageError
from ._examining import Examining
from .records.ignoring import names_in

if TYPE_CHECKING:
    from ._deciding import Fields
    from .annotation import Annotation
    from .calendars import DutyCalendar
    from .dutygraph import DutyGraph
    from .ledgers import ResultWorkbook
    from .matrix import Matrix
    from .model.incident import Incident, Record
    from .training import TrainingKit


class Showing(Examining):
    """A loaded mechanism, as far as it is shown."""

    def duty_graph(
        self,
        incident: Incident | Record | Fields | None = None,
        *,
        agency: str | None = None,
        article: str | None = None,
        violation: str | None = None,
    ) -> DutyGraph:
        """Return the duty graph of the mechanism, of a part of it, or of one incident.

        Args:
            incident: As for `decide`: who found it, who notifies whom, who acts, who feeds back.
            agency: Only what this agency bears or is owed, by code or label.
            article: Only this article.
            violation: Only what arises where this value of a fact holds: alone, where it says
                what is wrong; else in the smallest incidents in which a norm turns on it.

        Raises:
            UsageError: A word names nothing, or an incident is combined with a choice.
            RecordError: The record is refused.
        """
        from .dutygraph import incident_graph, mechanism_graph, select
        from .factspace import Space

        if incident is None:
            chosen = select(self.rulebase, agency=agency, article=article, violation=violation)
            program = self.decider.evaluator.program
            return mechanism_graph(Space(self.rulebase, program, self.checks, {}), chosen)
        if not agency == article == violation is None:
            raise UsageError(
                "事项的职责图不能再限定机关、条款或违法行为：请只给出其中一种。",
                "the duty graph of an incident takes no agency, article or violation; "
                "give one or the other",
            )
        found = self.incident(incident)
        return incident_graph(found, self.decider.decide(found), self.rulebase)

    def matrix(self, by: str | Iterable[str] = ("violation", "article")) -> Matrix:
        """Derive which part each agency has in what is wrong, and in each article.

        Args:
            by: The tables: `violation`, `article`, or both.

        Raises:
            UsageError: There is no such table.
        """
        from .matrix import derive

        return derive(self.rulebase, self.decider.evaluator.program, self.checks, names_in(by))

    def calendar(
        self,
        start: str | date,
        months: int = 12,
        *,
        agency: str | None = None,
        holidays: str | Path | None = None,
    ) -> DutyCalendar:
        """Say when the periodic duties are due, and advise on working days.

        Args:
            start: The first month, as `2026-01` or as any of its days.
            months: How many months, 120 at most.
            agency: Code or label of the only agency whose duties are wanted.
            holidays: A file of holidays; by default `holidays.csv` in the mechanism's folder. Where
                there is none, and in years that it does not have, working days are undetermined.

        Raises:
            UsageError: There is no such month or agency, or there are too many months.
            UnreadableError: The file of holidays is missing, or says what cannot be.
            MechanismError: A norm's recurrence is invalid.
        """
        from .calendars import duty_calendar, find_holidays, read_holidays
        from .evaluation.naming import agency_of

        code = None if agency is None else agency_of(self.rulebase, agency)
        known = find_holidays(self.folder) if holidays is None else read_holidays(Path(holidays))
        return duty_calendar(self.rulebase, start, months, agency=code, holidays=known)

    def annotate(self, cases: str | Path | None = None) -> Annotation:
        """Mark the text with the norms that quote it, their cases, repairs and open terms.

        Args:
            cases: As for `coverage`.

        Raises:
            UnreadableError: There are no such cases, or they cannot be read.
        """
        from .annotation import annotate_text
        from .loading.openness import documents, open_terms

        graph = self.graph()
        return annotate_text(
            self.rulebase, self.coverage(cases), documents(graph), open_terms(graph)
        )

    def train(
        self,
        *,
        agency: str | None = None,
        role: str | None = None,
        count: int = 30,
        level: int | None = None,
        seed: int = 1,
        lang: str = "zh",
    ) -> TrainingKit:
        """Make a training kit: duty cards, exercises, their key, a quiz, and the data behind them.

        Args:
            agency: Code or label of the only agency that it is for.
            role: Code or label of a role; the kit is for the agencies that act in it.
            count: How many exercises.
            level: 1, 2 or 3 for exercises of this level only.
            seed: Equal seeds give equal kits, to the byte.
            lang: `zh`, `en` or `both`.

        Raises:
            UsageError: There is no such agency, role or level, or the count is out of bounds.
        """
        from .training import Engine, TrainingKit

        engine = Engine(
            decider=self.decider,
            prover=self._prover,
            counterfactuals=self._counterfactuals,
            checks=self.checks,
            take=self._taken,
        )
        return TrainingKit(
            engine, agency=agency, role=role, count=count, level=level, seed=seed, lang=lang
        )

    def _taken(self, fields: Fields) -> Incident | None:
        """Return a record as an incident, or None if anything is said against it."""
        record, checker = self._record(fields), self._checker.again(date.max)
        return None if checker.check(record) else checker.incident(record)

    def template(self, languages: str | Iterable[str] = ("zh",)) -> bytes:
        """Return an empty ledger of incidents as a workbook (.xlsx), to be filled in and decided.

        Args:
            languages: In which it speaks: `zh`, `en` or both; its lists are in the first.
        """
        from .ledgers import template

        return template(self.lexicon, self.needed_fields, names_in(languages))

    def result_workbook(self, lang: str = "zh") -> ResultWorkbook:
        """Begin a workbook (.xlsx) with what is decided: add records to it, then take its bytes.

        Args:
            lang: `zh` or `en`.
        """
        from .ledgers import ResultWorkbook

        return ResultWorkbook(self.rulebase, lang)
