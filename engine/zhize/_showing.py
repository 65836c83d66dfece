"""A loaded mechanism that shows itself: pictures, tables, calendars, pages and training kits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._examining import Examining

if TYPE_CHECKING:
    from .dutygraph import DutyGraph


class Showing(Examining):
    """A loaded mechanism, as far as it is shown."""

    def duty_graph(
        self,
        *,
        agency: str | None = None,
        article: str | None = None,
        violation: str | None = None,
    ) -> DutyGraph:
        """Return the duty graph of the mechanism, or of a part of it.

        Args:
            agency: Only what this agency bears or is owed, by code or label.
            article: Only this article.
            violation: Only what this value of a fact may trigger, and what follows from it.

        Raises:
            UsageError: A word names nothing.
        """
        from .dutygraph import mechanism_graph, select

        chosen = select(self.rulebase, agency=agency, article=article, violation=violation)
        return mechanism_graph(self.rulebase, self.decider.evaluator.program, chosen)
