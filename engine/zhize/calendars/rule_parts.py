"""The parts of a recurrence rule, and what RFC 5545 does not let them say."""

from __future__ import annotations

import re
from datetime import date

WRONG: dict[str, dict[str, str]] = {
    "malformed": {
        "zh": "不是 RFC 5545 的重复规则。例如 FREQ=MONTHLY;INTERVAL=3",
        "en": "is no recurrence rule of RFC 5545; write for example FREQ=MONTHLY;INTERVAL=3",
    },
    "intricate": {
        "zh": "没有写明哪一日，也不成整周、整月或整年的期间。请写 BYMONTHDAY 或 BYDAY",
        "en": "names no day, and its periods are no whole weeks, months or years; give it "
        "BYMONTHDAY or BYDAY",
    },
    "no-beginning": {
        "zh": "要从有效的第一日起数，而规范和机制都没有写 zz:validFrom。请写上",
        "en": "counts from the first day of validity, and neither the norm nor the mechanism has "
        "zz:validFrom; give it one",
    },
    "never": {
        "zh": "从不到来。请核对月份、日子和终止日",
        "en": "never comes; check its months, its days and its end",
    },
    "missing": {
        "zh": "没有写何时重复。请写 zz:recurrence",
        "en": "does not say when it recurs; give it zz:recurrence",
    },
}
"""Why a rule is refused, by key."""

_FREQ = "YEARLY|MONTHLY|WEEKLY|DAILY"
_WEEKDAY = "MO|TU|WE|TH|FR|SA|SU"
_UNTIL = r"[0-9]{8}(?:T[0-9]{6}Z?)?"
_BOUNDS = {
    "BYMONTH": (1, 12), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366), "INTERVAL": (1, 999), "COUNT": (1, 9999),
}  # fmt: skip
_LISTS = frozenset({"BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
_TEXTS = {
    "FREQ": re.compile(_FREQ),
    "WKST": re.compile(_WEEKDAY),
    "UNTIL": re.compile(_UNTIL),
    "BYDAY": re.compile(rf"(?:[+-]?[1-9][0-9]?)?(?:{_WEEKDAY})"
                        rf"(?:,(?:[+-]?[1-9][0-9]?)?(?:{_WEEKDAY}))*"),
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?[0-9]{1,4}")
_FORBIDDEN = {
    "BYWEEKNO": {"MONTHLY", "WEEKLY", "DAILY"},
    "BYYEARDAY": {"MONTHLY", "WEEKLY", "DAILY"},
    "BYMONTHDAY": {"WEEKLY"},
}
_DAYS = ("BYMONTHDAY", "BYYEARDAY", "BYDAY")


class BadRule(Exception):  # noqa: N818 - it carries a reason to where the norm is known
    """Carries the key of why a rule is refused; never leaves this package."""


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of a rule, by name.

    Raises:
        BadRule: The rule is malformed, or has parts that are not read here.
    """
    parts: dict[str, str] = {}
    for piece in rule.upper().split(";"):
        name, _, value = piece.partition("=")
        if name in parts or not _is_value(name, value):
            raise BadRule("malformed")
        parts[name] = value
    freq = parts.get("FREQ")
    if (
        freq is None
        or ("COUNT" in parts and "UNTIL" in parts)
        or any(name in parts and freq in refused for name, refused in _FORBIDDEN.items())
        or (freq in {"WEEKLY", "DAILY"} and re.search("[0-9]", parts.get("BYDAY", "")))
    ):
        raise BadRule("malformed")
    if not any(name in parts for name in _DAYS) and ("BYWEEKNO" in parts or "BYSETPOS" in parts):
        raise BadRule("intricate")
    return parts


def last_start(parts: dict[str, str]) -> date | None:
    """Return the day that UNTIL gives, or None."""
    until = parts.get("UNTIL")
    if until is None:
        return None
    try:
        return date(int(until[:4]), int(until[4:6]), int(until[6:8]))
    except ValueError:
        raise BadRule("malformed") from None


def _is_value(name: str, value: str) -> bool:
    if name in _TEXTS:
        return _TEXTS[name].fullmatch(value) is not None
    if name not in _BOUNDS:
        return False
    least, most = _BOUNDS[name]
    numbers = value.split(",") if name in _LISTS else [value]
    return all(
        _NUMBER.fullmatch(number) and least <= int(number) <= most and int(number) != 0
        for number in numbers
    )
