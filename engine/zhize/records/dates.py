"""Dates as people write them, where there is only one way to read them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_OTHER = re.compile(r"(\d{4}) ?([年/.]) ?(\d{1,2}) ?([月/.]) ?(\d{1,2}) ?(日?)", re.ASCII)
_CLOSING = {"年": ("月", "日"), "/": ("/", ""), ".": (".", "")}


def iso_date(text: str) -> str | None:
    """Return the ISO form of `2024-08-01`, `2024年8月1日`, `2024/8/1` or `2024.8.1`, else None."""
    written = unicodedata.normalize("NFKC", text).strip()
    match = _ISO.fullmatch(written)
    if match is not None:
        year, month, day = match.groups()
    else:
        match = _OTHER.fullmatch(written)
        if match is None or _CLOSING[match[2]] != (match[4], match[6]):
            return None
        year, month, day = match[1], match[3], match[5]
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
