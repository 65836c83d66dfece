"""Recurrence rules (RFC 5545, section 3.3.10) in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .words import Words

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_QUARTER = ("MONTHLY", 3)


def recurrence_words(rule: str, words: Words) -> str:
    """Return a rule in words with the rule itself behind it; empty for an empty rule."""
    said = recurrence_said(rule, words)
    return said if said == rule else words.clauses((said, rule))


def recurrence_said(rule: str, words: Words) -> str:
    """Return a rule in words alone.

    A day of the month is read as the last day on which the thing may be done. A rule with parts
    that have no words here is returned as it stands.
    """
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    unit = _UNITS.get(parts.pop("FREQ", ""))
    every = parts.pop("INTERVAL", "1")
    day = parts.pop("BYMONTHDAY", None)
    if unit is None or parts or not every.isdecimal() or (day and "," in day):
        return rule
    text = _every(unit, int(every), words)
    if day == "-1":
        text = words("recurs.last-day", every=text)
    elif day is not None:
        text = words("recurs.by-day", every=text, day=day)
    return text


def _every(unit: str, interval: int, words: Words) -> str:
    if (unit.upper() + "LY", interval) == _QUARTER:
        return words("recurs.quarter")
    if interval == 1:
        return words(f"recurs.{unit}")
    return words(f"recurs.{unit}s", n=interval)
