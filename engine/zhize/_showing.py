"""A loaded mechanism that shows itself: pictures, tables, calendars, pages and training kits."""

from __future__ import annotations

from ._examining import Examining


class Showing(Examining):
    """A loaded mechanism, as far as it is shown."""
