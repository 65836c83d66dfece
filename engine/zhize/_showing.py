"""A loaded mechanism that shows itself: pictures, tables, calendars, pages and training kits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ._examining import Examining

if TYPE_CHECKING:
    from .ledgers import ResultWorkbook


class Showing(Examining):
    """A loaded mechanism, as far as it is shown."""

    def template(self, languages: Iterable[str] = ("zh",)) -> bytes:
        """Return an empty ledger of incidents as a workbook (.xlsx), to be filled in and decided.

        Args:
            languages: In which it speaks: `zh`, `en` or both; its lists are in the first.
        """
        from .ledgers import template

        return template(self.lexicon, self.needed_fields, languages)

    def result_workbook(self, lang: str = "zh") -> ResultWorkbook:
        """Begin a workbook (.xlsx) with what is decided: add records to it, then take its bytes.

        Args:
            lang: `zh` or `en`.
        """
        from .ledgers import ResultWorkbook

        return ResultWorkbook(self.rulebase, lang)
