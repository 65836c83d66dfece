"""A loaded mechanism that shows itself: pictures, tables, calendars, pages and training kits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ._examining import Examining

if TYPE_CHECKING:
    from .matrix import Matrix


class Showing(Examining):
    """A loaded mechanism, as far as it is shown."""

    def matrix(self, by: Iterable[str] = ("violation", "article")) -> Matrix:
        """Derive which part each agency has in what is wrong, and in each article.

        Args:
            by: The tables: `violation`, `article`, or both.

        Raises:
            UsageError: There is no such table.
        """
        from .matrix import derive

        return derive(self.rulebase, self.decider.evaluator.program, self.checks, by)
