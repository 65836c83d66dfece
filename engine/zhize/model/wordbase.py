"""The word base: by which words running text speaks of what a mechanism knows.

It is read from the labels of a mechanism (preferred, alternative, hidden) and from its word sets
and phrases, and kept apart from the rule base, which no decision needs it for.
"""

from __future__ import annotations

import msgspec

from .rulebase import Text

GAP = "…"
"""In a form, or between two of its tokens: up to a few other words of the same sentence."""


class _Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all values of the word base: frozen, keyword-only."""


class Entry(_Value, frozen=True, kw_only=True):
    """One thing that words can speak of.

    Attributes:
        name: Local name in the ontology; unique, and what phrases point to.
        kind: `concept`, `agency`, `place`, `kind`, `mode`, `role`, `norm`,
            `mechanism`, `provision`, `open-term` (as people ask about it), `open-word` (the text's
            own words for it), `question`, `set`.
        code: Its public code.
        facet: For a concept its facets' codes; for a place those that take it.
        uses: For a set, what its words do in a text (`negates`, `masks` …).
        label: As in the rule base.
        forms: Its words as tokens (see `zhize.text.tokens`) joined by spaces, sorted; `weak`:
            those that say something only as part of a phrase.
        within: For a place, the name of the place one level up.
        genre: For a set, `questions` or `narratives` where it counts in those only.
    """

    name: str
    kind: str
    code: str
    facets: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    label: Text = {}
    forms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    within: str | None = None
    genre: str = ""


class Phrase(_Value, frozen=True, kw_only=True):
    """Words that together, in one sentence, speak of something.

    Attributes:
        name: Local name in the ontology.
        expresses: Names of the entries that it speaks of.
        together: For each part, the names of entries of which one must occur.
        unless: Names of entries of which none may occur in the sentence.
        presumed: It names an activity without saying that it is unlawful. A question about duties
            presumes that it is; a record states it only where something else in the text says so.
        near: At most so many tokens from the first part to the last.
        genre: `questions` or `narratives` where it counts in those only, else empty.
        ordered: The parts stand in this order. `wide`: they may stand in several clauses of a
            sentence (of a narrative; in a question they always may).
        denied: The words say that what the phrase expresses does not hold.
    """

    name: str
    expresses: tuple[str, ...]
    together: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    presumed: bool = False
    near: int = 24
    genre: str = ""
    ordered: bool = False
    wide: bool = False
    denied: bool = False


class OpenPoint(_Value, frozen=True, kw_only=True):
    """What a text leaves open.

    Attributes:
        code: Name of its entry.
        definition: What is left open, by language.
        exact: The text's own words, or empty.
        articles: Codes of the provisions.
    """

    code: str
    definition: Text
    exact: str = ""
    articles: tuple[str, ...] = ()


class WordBase(_Value, frozen=True, kw_only=True):
    """All words of one mechanism. `sha256` is over the Turtle it was read from.

    Attributes:
        entails: (name, names) pairs: a text that states the first states the others.
        dispels: (name, names) pairs: where the first is stated, the others are not presumed.
        breaches: (norm, names) pairs: facts that breach a norm, by its code.
        open_points: What the text leaves open.
        failure: Names of what it is to fail in a duty of the mechanism.
        told, told_phrases: Word sets and phrases that count in narratives only.
    """

    sha256: str
    entries: tuple[Entry, ...]
    phrases: tuple[Phrase, ...]
    entails: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dispels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    breaches: tuple[tuple[str, tuple[str, ...]], ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    failure: tuple[str, ...] = ()
    told: tuple[Entry, ...] = ()
    told_phrases: tuple[Phrase, ...] = ()
