"""A loaded mechanism that shows itself: pictures, tables, calendars, pages and training kits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ._examining import Examining

if TYPE_CHECKING:
    from ._deciding import Fields
    from .model.incident import Incident
    from .training import TrainingKit


class Showing(Examining):
    """A loaded mechanism, as far as it is shown."""

    def train(
        self,
        *,
        agency: str | None = None,
        role: str | None = None,
        count: int = 20,
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
