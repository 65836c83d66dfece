"""An exception in words: what yields to what, where, and on which interpretations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..explain.norm_page import exception_limits
from .words import WORDS

if TYPE_CHECKING:
    from ..explain.names import Names
    from ..model.rulebase import LexSpecialis


def exception_words(names: Names, rule: LexSpecialis) -> str:
    """Say an exception in one language."""
    words = names.words
    text = WORDS["row.yields"][words.lang].format(
        norms=words.listed(rule.displaced), by=words.either(rule.displacing)
    )
    text += exception_limits(rule, names)
    rests = words.listed(rule.interpretations)
    return words.aside(text, rests) if rests else text
