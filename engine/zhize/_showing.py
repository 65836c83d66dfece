"""A loaded mechanism that shows itself: pictures, tables, calendars, pages and training kits."""

from __future__ import annotations

from collections.abc import Iterable

from ._examining import Examining


class Showing(Examining):
    """A loaded mechanism, as far as it is shown."""

    def template(self, languages: Iterable[str] = ("zh",)) -> bytes:
        """Return an empty ledger of incidents as a workbook (.xlsx), to be filled in and decided.

        Args:
            languages: In which it speaks: `zh`, `en` or both; its lists are in the first.
        """
        from .ledgers import template

        return template(self.lexicon, self.needed_fields, languages)
