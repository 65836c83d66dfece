"""A loaded mechanism that examines its text and the whole space of facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ._batching import Batching
from ._deciding import Fields
from ._errors import RecordError
from ._resources import data_folder

if TYPE_CHECKING:
    from .examination.audit import AuditReport, Progress
    from .examination.coverage import CoverageReport, Drift


class Examining(Batching):
    """A loaded mechanism, as far as it is examined."""

    def coverage(self, cases: str | Path | None = None) -> CoverageReport:
        """Say of each clause which norms encode it, and which cases exercise these.

        Args:
            cases: A file of cases or a folder of them; by default those that lie where they
                usually do, if there are any.

        Raises:
            UnreadableError: There are no such cases, or they cannot be read.
        """
        from .examination.coverage import coverage_report, find_cases, read_cases

        shipped = self.folder.resolve() == data_folder("ontology").resolve()
        place = find_cases(self.folder, shipped=shipped) if cases is None else Path(cases)
        found = None if place is None else read_cases(place)
        return coverage_report(self.rulebase, found, self._norms_of_duties)

    def _norms_of_duties(self, fields: Fields) -> set[str] | None:
        """Return the norms of a record's duties; None where the record is refused."""
        try:
            return {duty.norm for duty in self.decide(fields).duties}
        except RecordError:
            return None

    def drift(self, text: str, *, name: str = "-") -> Drift:
        """Hold the quotes and clauses against another version of the text.

        Args:
            text: The other version, whole, as plain text or Markdown.
            name: What it is called.

        Raises:
            UnreadableError: It is very long, or has no words.
        """
        from .examination.coverage import text_drift

        return text_drift(self.rulebase, text, name)

    def audit(self, progress: Progress | None = None) -> AuditReport:
        """Examine what the mechanism leaves undone, undecided or unused.

        The whole space of facts is gone through, and the text and structure queried.

        Args:
            progress: Told after each step how many are done, and of how many.
        """
        from .examination.audit import audit_mechanism

        program = self.decider.evaluator.program
        return audit_mechanism(self.rulebase, program, self.checks, self.graph(), progress)
