"""A loaded mechanism that shows itself: pictures, tables, calendars, pages and training kits."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ._examining import Examining

if TYPE_CHECKING:
    from .annotation import Annotation
    from .calendars import DutyCalendar


class Showing(Examining):
    """A loaded mechanism, as far as it is shown."""

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
