"""Making another version of the text comparable: without Markdown, its known errors mended."""

from __future__ import annotations

import re

from ...model.rulebase import RuleBase
from .values import RepairDrift

_RULE = re.compile(r"^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE)
CONTEXT = 6
"""Characters on either side by which a repair, or a break, is known again."""


def without_markdown(text: str) -> str:
    """Return a text without headings' #, rules and the marks of bold type."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HEADING.sub("", _RULE.sub("", text)).replace("**", "")


def mend(rulebase: RuleBase, text: str) -> tuple[tuple[RepairDrift, ...], str]:
    """Return what became of each repair, and the text with those carried out that it needs."""
    rows: list[RepairDrift] = []
    texts = {p.code: (p.text_as_received or p.text, p.text) for p in rulebase.provisions}
    for repair in rulebase.repairs:
        received, repaired = texts.get(repair.provision, ("", ""))
        found = _around(text, received, repair.received)
        needed: bool | None = True
        if found:
            for start, end in reversed(found):
                text = text[:start] + repair.repaired + text[end:]
        else:
            needed = False if _around(text, repaired, repair.repaired) else None
        rows.append(
            RepairDrift(
                provision=repair.provision,
                received=repair.received,
                repaired=repair.repaired,
                needed=needed,
            )
        )
    return tuple(rows), text


def _around(text: str, home: str, words: str) -> list[tuple[int, int]]:
    """Return where words stand in a text with the same neighbours as at home, on one side at least.

    A page break is part of the words, so white space is compared here: any run of it is alike.
    """
    at = home.find(words)
    if at < 0:
        return []
    before = _loose(home[max(at - CONTEXT, 0) : at])
    after = _loose(home[at + len(words) : at + len(words) + CONTEXT])
    found: list[tuple[int, int]] = []
    for left, right in ((before, after), (before, ""), ("", after)):
        if left or right:
            pattern = f"{left}({_strict(words)}){right}"
            found = [match.span(1) for match in re.finditer(pattern, text)]
        if found and ((left and right) or len(found) == 1):
            return found
    return []


def _loose(words: str) -> str:
    """Return a pattern for words with any white space between their characters."""
    return r"\s*" + r"\s*".join(re.escape(c) for c in words if not c.isspace()) + r"\s*"


def _strict(words: str) -> str:
    """Return a pattern for words with white space only where they have it."""
    return r"\s+".join(map(re.escape, re.split(r"\s+", words)))
