"""What the texts of coverage and of drift share: words, names, and lines behind labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...explain.names import Names
from ...explain.width import display_width, pad, wrap
from .words import WORDS

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase


class Page:
    """Writes lines in one language.

    Attributes:
        names: The labels of the mechanism; `words`: its punctuation.
        lang: `zh` or `en`.
        width: Columns of a line.
    """

    def __init__(self, rulebase: RuleBase, lang: str, width: int) -> None:
        self.names = Names(rulebase, lang)
        self.words = self.names.words
        self.lang = self.words.lang
        self.width = width
        self.provisions = {p.code: self.names.text(p.label) for p in rulebase.provisions}

    def say(self, key: str, **parts: object) -> str:
        """Return the words of a key, filled with their parts."""
        text = WORDS[key][self.lang]
        return text.format(**parts) if parts else text

    def head(self, title: str) -> Iterator[str]:
        """Yield the title with a line under it."""
        lines = wrap(title, self.width)
        yield from lines
        yield "─" * max(map(display_width, lines))

    def table(self, rows: list[tuple[str, str]]) -> Iterator[str]:
        """Yield texts behind their labels, aligned."""
        column = max(display_width(label) for label, _ in rows) + 2
        for label, text in rows:
            yield from wrap(text, self.width, first=pad(label, column))

    def provision(self, code: str | None) -> str:
        """Return what a provision is called."""
        return "" if code is None else self.provisions.get(code, code)

    @staticmethod
    def number(value: int) -> str:
        """Return a number with its thousands set apart."""
        return f"{value:,}"


def share(part: int, whole: int) -> str:
    """Return a part in per cent, one digit behind the point; never 100 % of what is not whole."""
    if not whole:
        return "—"
    if part == whole:
        return "100%"
    tenths = (part * 1000) // whole
    return f"{tenths // 10}.{tenths % 10}%"
