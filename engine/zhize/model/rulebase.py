"""The rule base: what a mechanism says, as frozen values.

A rule base is read from Turtle once (`zhize.loading`), kept in a cache, and compiled
(`zhize.compilation`). It holds codes, not IRIs, wherever one value points to another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

import msgspec

from .wording import fix

# A text in every language the mechanism has, by language tag: {"zh": "…", "en": "…"}. The
# values of a rule base hold a `Wording`.
Text = Mapping[str, str]

UNKNOWN = "unknown"
"""The code that says more may hold than is written (zz:unknown)."""


class _Value(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all rule-base values: frozen, keyword-only."""


class _Worded(_Value, frozen=True, kw_only=True):
    """Base of values with texts by language.

    Attributes:
        texts: The fields that hold these.
    """

    texts: ClassVar[tuple[str, ...]]

    def __post_init__(self) -> None:
        fix(self, self.texts)


class Named(_Worded, frozen=True, kw_only=True):
    """A thing with a code and labels.

    Attributes:
        code: The stable public name (skos:notation).
        iri: Its IRI in the ontology.
        label: Preferred label by language.
        alt: Alternative labels by language, each also accepted in a record.
        hidden: Colloquial or misspelt labels, for matching text only.
        definition: Definition by language.
    """

    texts: ClassVar[tuple[str, ...]] = ("label", "definition")

    code: str
    iri: str
    label: Text
    alt: dict[str, tuple[str, ...]] = {}
    hidden: dict[str, tuple[str, ...]] = {}
    definition: Text = {}


class Concept(Named, frozen=True, kw_only=True):
    """A value of a concept facet; `broader` holds the codes one level up."""

    facets: tuple[str, ...]
    broader: tuple[str, ...] = ()


class Agency(Named, frozen=True, kw_only=True):
    """A body that can bear a norm; `placed_by` is the place facet that says which one is meant."""

    kinds: tuple[str, ...] = ()
    placed_by: str | None = None


class AgencyKind(Named, frozen=True, kw_only=True):
    """A kind of agency that a norm can address as a whole."""


class Place(Named, frozen=True, kw_only=True):
    """A place. Its `code` is its authoritative label, because codes of different schemes clash.

    Attributes:
        codes: Official codes; `code_note` is what to say to somebody who wrote only one.
        within: The `iri` of the place one level up, or None.
        facets: The place facets that take it.
        successor: For a former place, the `code` of the place that it now is; else None.
        note: What to say to somebody who named a former place.
    """

    texts: ClassVar[tuple[str, ...]] = (*Named.texts, "code_note", "note")

    facets: tuple[str, ...]
    codes: tuple[str, ...] = ()
    code_note: Text = {}
    within: str | None = None
    successor: str | None = None
    note: Text = {}


class Facet(Named, frozen=True, kw_only=True):
    """A field of a record.

    Attributes:
        kind: `concept`, `agency`, `place`, `date` or `text`.
        many: True for a list, False for one value at most.
        position: Column order, from 1.
        serves: Special uses: `identifier`, `date-known`, `jurisdiction`, `knowledge`.
        values: The codes that a record may write, in the order of the ontology; for places empty.
        value_class: IRI of the class whose individuals are its values; None for dates and texts.
        sentence, sentence_of_none, sentence_of_unknown: How a narrative says its values
            (`{values}`), that it has none, and that they are unknown; empty where no words are set.
    """

    texts: ClassVar[tuple[str, ...]] = (
        *Named.texts,
        "sentence",
        "sentence_of_none",
        "sentence_of_unknown",
    )

    kind: str
    many: bool
    position: int
    serves: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    value_class: str | None = None
    sentence: Text = {}
    sentence_of_none: Text = {}
    sentence_of_unknown: Text = {}


class Test(_Value, frozen=True, kw_only=True):
    """A test of one facet: any of these values or a narrower one; `any_value` accepts all."""

    facet: str
    any_of: tuple[str, ...] = ()
    any_value: bool = False


class Trigger(_Value, frozen=True, kw_only=True):
    """A conjunction of tests.

    Attributes:
        name: Local name in the ontology, for messages and proofs.
        tests: All must hold.
        known_to_bearer: The bearer must also know of the matter.
        follows: Norms; the bearer must be a recipient of a duty under one of them. Such a trigger
            has no tests.
    """

    name: str
    tests: tuple[Test, ...] = ()
    known_to_bearer: bool = False
    follows: tuple[str, ...] = ()


class Quote(_Value, frozen=True, kw_only=True):
    """A text-quote selector (Web Annotation Data Model, 4.2.4): the words and their context."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class Norm(_Worded, frozen=True, kw_only=True):
    """One unit of a provision: who must (not) do what, when, and towards whom.

    Attributes:
        code: `8.1`. `iri`, `provision` (code) and `article` (number, or the provision's code).
        modality, mode, role: Codes of the core ontology; `role` is None unless `mode` is `act`.
        bearers: Agency codes, kinds already expanded; `bearer_kinds` as written.
        recipients: Agencies always addressed; `recipient_rule` finds others.
        triggers: Any one is enough; empty for standing and periodic norms.
        makes_aware: Agencies taken to know of the matter once the norm is triggered, and the
            interpretations that this rests on.
        valid_from, valid_until, applies_in: Own limits, narrower than the mechanism's.
        due_days: Calendar days from the day known, or None.
        recurrence: RFC 5545 RRULE of a periodic norm, or None.
    """

    texts: ClassVar[tuple[str, ...]] = (
        "action",
        "object",
        "urgency",
        "scope_note",
        "editorial_note",
    )

    code: str
    iri: str
    provision: str
    article: int | str
    modality: str
    mode: str
    bearers: tuple[str, ...]
    action: Text
    quote: Quote
    role: str | None = None
    bearer_kinds: tuple[str, ...] = ()
    object: Text = {}
    also_quotes: tuple[Quote, ...] = ()
    recipients: tuple[str, ...] = ()
    recipient_rule: str | None = None
    triggers: tuple[Trigger, ...] = ()
    alternative_to: str | None = None
    makes_aware: tuple[str, ...] = ()
    awareness_interpretations: tuple[str, ...] = ()
    interpretations: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    applies_in: tuple[str, ...] = ()
    urgency: Text | None = None
    due_days: int | None = None
    recurrence: str | None = None
    scope_note: Text = {}
    editorial_note: Text = {}


class LexSpecialis(_Value, frozen=True, kw_only=True):
    """Where a displacing norm applies, the displaced norm yields (lex specialis).

    Attributes:
        name: Local name in the ontology.
        displacing: Any one of these norms is enough.
        same_bearer: Only the displaced norm of the same agency yields.
        only_where: The exception's own conditions, any one enough; empty: unconditional.
    """

    name: str
    displacing: tuple[str, ...]
    displaced: tuple[str, ...]
    same_bearer: bool = False
    only_where: tuple[Trigger, ...] = ()
    interpretations: tuple[str, ...] = ()


class RecipientRule(Named, frozen=True, kw_only=True):
    """How recipients are found: `acting` (agencies with a duty to act) or `senders`."""

    kind: str
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    except_named_in: tuple[str, ...] = ()


class Interpretation(Named, frozen=True, kw_only=True):
    """A reading the words do not settle; `definition` says it."""


class Provision(_Worded, frozen=True, kw_only=True):
    """A passage that can be cited: its code (`8`, `letter-body` …), its text and as received."""

    texts: ClassVar[tuple[str, ...]] = ("label",)

    code: str
    iri: str
    document: str
    label: Text
    text: str
    text_as_received: str
    number: int | None = None
    position: int = 0


class UnquotedPassage(_Worded, frozen=True, kw_only=True):
    """Words that no norm quotes, and why."""

    texts: ClassVar[tuple[str, ...]] = ("reason",)

    provision: str
    exact: str
    reason: Text


class Repair(_Worded, frozen=True, kw_only=True):
    """One correction of a scanning error: `received` occurs once in the text as received."""

    texts: ClassVar[tuple[str, ...]] = ("note",)

    provision: str
    received: str
    repaired: str
    note: Text = {}


class Role(Named, frozen=True, kw_only=True):
    """A role of acts; `position` gives the order in a decision."""

    position: int


class MechanismInfo(Named, frozen=True, kw_only=True):
    """The mechanism itself: its version, its languages, where and when it holds.

    Attributes:
        languages: Language tags, the authoritative one first.
        applies_in: `code` of the place.
    """

    version: str
    languages: tuple[str, ...]
    applies_in: str
    valid_from: date | None = None
    valid_until: date | None = None
    time_interpretations: tuple[str, ...] = ()
    place_interpretations: tuple[str, ...] = ()


class RuleBase(_Value, frozen=True, kw_only=True):
    """Everything a mechanism says. `sha256` is over the Turtle it was read from."""

    info: MechanismInfo
    sha256: str
    facets: tuple[Facet, ...]
    concepts: tuple[Concept, ...]
    agencies: tuple[Agency, ...]
    kinds: tuple[AgencyKind, ...]
    places: tuple[Place, ...]
    roles: tuple[Role, ...]
    modes: tuple[Named, ...]
    modalities: tuple[Named, ...]
    unknown: Named
    none: Named
    provisions: tuple[Provision, ...]
    repairs: tuple[Repair, ...]
    unquoted: tuple[UnquotedPassage, ...]
    norms: tuple[Norm, ...]
    exceptions: tuple[LexSpecialis, ...]
    recipient_rules: tuple[RecipientRule, ...]
    interpretations: tuple[Interpretation, ...]

    def facet_serving(self, use: str) -> Facet | None:
        """Return the first facet with this special use, or None."""
        return next((f for f in self.facets if use in f.serves), None)


def norm_key(code: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key of a norm code: `2.1` before `10.1`, numbers before letters."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in code.split(".")
    )
