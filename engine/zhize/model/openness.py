"""What a text leaves open, as frozen values. No decision reads it."""

from __future__ import annotations

import msgspec

from .rulebase import Named, Text


class OpenTerm(msgspec.Struct, frozen=True, kw_only=True):
    """Words that a text uses and does not settle, or a point on which it is silent.

    Attributes:
        name: Local name in the ontology.
        label, definition: What it is called, and what is left open.
        sort: In which respect it is open.
        words: The text's own words for it.
        provisions: Codes of those in which the words stand, the one that it is about first.
    """

    name: str
    label: Text
    definition: Text
    sort: Named
    words: tuple[str, ...]
    provisions: tuple[str, ...]
