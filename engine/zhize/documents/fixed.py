"""Making a zipped document the same bytes on every run: no clock, one order."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

FIXED_DAY = datetime(1980, 1, 1, tzinfo=UTC)
"""The time written where a format asks for one: the earliest that a zip file can hold."""


def settled(package: bytes) -> bytes:
    """Return a zip file with its members as they were, in their order, all of one time.

    Source: APPNOTE 4.4.6 (the time of a member counts from 1980).
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            fixed = zipfile.ZipInfo(member.filename, FIXED_DAY.timetuple()[:6])
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.create_system = 0  # not the system at hand
            new.writestr(fixed, old.read(member))
    return out.getvalue()
