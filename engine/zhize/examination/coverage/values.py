"""What is covered of a text, clause by clause, as frozen values and as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from ...model.rulebase import Text

ENCODED, EXPLAINED, OPEN, BARE = "encoded", "explained", "open", "bare"
"""A clause: some norm quotes it; it is said why none does; neither; or it has no words."""

ALL, SOME, NONE = "all", "some", "none"
"""How many of the norms of a clause have a case."""

FOUND, MOVED, AMBIGUOUS, ORPHANED = "found", "moved", "ambiguous", "orphaned"
"""A quote in another version of the text: in its provision; elsewhere; in several places; lost."""

NEW, CHANGED, GONE = "new", "changed", "gone"
"""A clause that only another version of the text has, that it has otherwise, or lacks."""


class NormCases(msgspec.Struct, frozen=True, kw_only=True):
    """A norm and the cases that exercise it.

    Attributes:
        norm: Its code.
        cases: Cases that expect a duty under it, or state what it says where no incident
            triggers it.
        misses: Cases that expect that it does not apply.
    """

    norm: str
    cases: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """A clause of a provision.

    Attributes:
        provision, article: Where it stands; `number` is its rank there, from 1.
        text: Its words and marks.
        status: `encoded`, `explained`, `open` or `bare`.
        characters: Its characters without white space and punctuation; `quoted`: those that some
            norm quotes.
        norms: Norms that quote some of it.
        reasons: Why what is not quoted is not.
        uncovered: Words that are neither quoted nor explained.
        tested: How many of its norms have a case: `all`, `some` or `none`; None without norms, or
            where no cases were given.
    """

    provision: str
    article: int | str
    number: int
    text: str
    status: str
    characters: int
    quoted: int
    norms: tuple[NormCases, ...] = ()
    reasons: tuple[Text, ...] = ()
    uncovered: tuple[str, ...] = ()
    tested: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return one row of `clauses`."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        plain["norms"] = [msgspec.to_builtins(norm) for norm in self.norms]
        return plain


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A case that the mechanism does not fulfil: it exercises nothing.

    Attributes:
        case: Its name; `source`: its file.
        norms: The norms that it expects and that give no duty.
        unexpected: The norms that it says do not apply and that give one.

    Where both are empty, its record is refused.
    """

    case: str
    source: str
    norms: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """Sums over a text. Characters leave out white space, punctuation and symbols.

    Attributes:
        characters: All of the text.
        normative: Those that are not explained away as asking nothing: quoted or uncovered.
        quoted: Those that some norm quotes.
        clauses: Clauses with words; `encoded`, `explained` and `open` of them.
        tested, partly_tested: Encoded clauses all, or only some, of whose norms have a case.
        norms: Norms of the mechanism; `exercised`: those with a case.
        cases: Cases that were read and are fulfilled; None where none were given.
    """

    characters: int
    normative: int
    quoted: int
    clauses: int
    encoded: int
    explained: int
    open: int
    tested: int
    partly_tested: int
    norms: int
    exercised: int
    cases: int | None


class CoverageReport(msgspec.Struct, frozen=True, kw_only=True):
    """How much of the text the norms encode, and how much of that the cases exercise.

    Attributes:
        clauses: In reading order.
        totals: The sums.
        unexercised: Norms without a case; empty where no cases were given.
        failures: Cases that the mechanism does not fulfil.
        lost: Norms with a quote that stands nowhere in its provision, or in several places.
        sources: The files of cases that were read.
    """

    clauses: tuple[Clause, ...]
    totals: Totals
    unexercised: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    lost: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every word is accounted for, every quote found and every case fulfilled."""
        return not (self.totals.open or self.lost or self.failures)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `zhize coverage`."""
        return {
            "ok": self.ok,
            "totals": msgspec.to_builtins(self.totals),
            "clauses": [clause.to_dict() for clause in self.clauses],
            "unexercised": list(self.unexercised),
            "failures": [msgspec.to_builtins(f) for f in self.failures],
            "lost": list(self.lost),
            "sources": list(self.sources),
        }


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """The passage of the other version that is most like some words.

    Attributes:
        text: The passage.
        similarity: From 0 to 1.
        same_words: The two differ in white space, punctuation or width of characters only.
    """

    text: str
    similarity: float
    same_words: bool = False


class QuoteDrift(msgspec.Struct, frozen=True, kw_only=True):
    """What has become of one quote in another version of the text.

    Attributes:
        norm: Code of the norm; None for words that are listed as quoted by none.
        provision: Where it stood.
        exact: Its words.
        status: `found`, `moved`, `ambiguous` or `orphaned`.
        context: Whether its prefix and suffix still stand beside it.
        places: In how many places the words stand.
        proposal: The nearest passage, for a quote that is orphaned.
    """

    norm: str | None
    provision: str
    exact: str
    status: str
    context: bool
    places: int
    proposal: Proposal | None = None


class ClauseDrift(msgspec.Struct, frozen=True, kw_only=True):
    """A clause that is new, changed, gone or moved.

    Attributes:
        status: `new`, `changed`, `gone` or `moved`.
        provision: Where the earlier clause stands; for a new one, the provision behind whose
            clause it comes, or None at the beginning.
        before, after: The clause in each version, or None.
        norms: Norms that quote some of the earlier clause.
        similarity: Of the two, from 0 to 1.
        same_words: The two differ in white space, punctuation or width of characters only.
    """

    status: str
    provision: str | None
    before: str | None
    after: str | None
    norms: tuple[str, ...] = ()
    similarity: float | None = None
    same_words: bool = False


class RepairDrift(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the other version has the error that a repair mends.

    Attributes:
        provision, received, repaired: The repair.
        needed: True where the other version has the words as received; then they were repaired
            before anything was compared. None where it has neither.
    """

    provision: str
    received: str
    repaired: str
    needed: bool | None


class Drift(msgspec.Struct, frozen=True, kw_only=True):
    """How another version of the text differs from the mechanism's.

    Attributes:
        source: Name of the file.
        quotes: Every quote of a norm, and every passage listed as unquoted, in reading order.
        clauses: What is new, changed or gone, in reading order.
        repairs: Of each repair whether it is still needed.
    """

    source: str
    quotes: tuple[QuoteDrift, ...]
    clauses: tuple[ClauseDrift, ...]
    repairs: tuple[RepairDrift, ...]

    @property
    def ok(self) -> bool:
        """Whether no quote of a norm is orphaned or ambiguous."""
        return all(q.status in {FOUND, MOVED} for q in self.quotes if q.norm is not None)

    def counts(self) -> dict[str, int]:
        """Return how many quotes of norms have each status."""
        return {
            status: sum(q.status == status for q in self.quotes if q.norm is not None)
            for status in (FOUND, MOVED, AMBIGUOUS, ORPHANED)
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of `zhize coverage --text`."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return {"ok": self.ok, "counts": self.counts(), **plain}
