"""The marked text as frozen values: documents, their provisions, runs of text, and notes."""

from __future__ import annotations

import msgspec

from ..examination.coverage import CoverageReport
from ..examination.coverage.values import Failure, NormCases
from ..model.openness import OpenTerm
from ..model.rulebase import Named, Provision, Repair, UnquotedPassage

NORM, PASSAGE, REPAIR, OPEN, GAP = "norm", "passage", "repair", "open", "gap"
"""What a stretch of text may be: quoted by a norm; left unquoted for a reason; repaired; left open
by the text itself; neither quoted nor explained."""

READING = "reading"
"""What a sign behind marked words may also be about: an interpretation."""


class Mark(msgspec.Struct, frozen=True):
    """One thing said of a stretch of text.

    Attributes:
        kind: `norm`, `passage`, `repair`, `open` or `gap`.
        key: The code of the norm, or the number of the note.
        part: Which stretch of several with the same key it is, from 1. Of a norm, 1 is the quote
            itself, and the others are further words that it quotes.
    """

    kind: str
    key: str
    part: int = 1


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of text whose characters all bear the same marks.

    Attributes:
        text: Its characters; empty where a repair took words away.
        marks: All that cover it. Of norms, the one that quotes it most closely comes first.
        starts, ends: Those of them that begin with it, and that end with it.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    starts: tuple[Mark, ...] = ()
    ends: tuple[Mark, ...] = ()

    def of(self, kind: str) -> tuple[Mark, ...]:
        """Return the marks of one kind."""
        return tuple(mark for mark in self.marks if mark.kind == kind)


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A norm as it stands beside its provision.

    Attributes:
        norm: Its code.
        parts: Which of its quotes stand in the text, counted as in `Mark.part`.
        lost: Whether some quote stands nowhere in the provision, or in several places.
        cases: Cases that exercise it, and near misses; None where no cases were given, or no quote
            of it is found.
        failures: Cases about it that the mechanism does not fulfil.
    """

    norm: str
    parts: tuple[int, ...]
    lost: bool
    cases: NormCases | None
    failures: tuple[str, ...] = ()


class PassageNote(msgspec.Struct, frozen=True, kw_only=True):
    """Words that no norm quotes; `placed` is False where they are not found in one place."""

    key: str
    passage: UnquotedPassage
    placed: bool


class RepairNote(msgspec.Struct, frozen=True, kw_only=True):
    """A correction of the copy; `placed` is False where it does not lead to the text."""

    key: str
    repair: Repair
    placed: bool


class OpenNote(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the text leaves open.

    Attributes:
        key: Its number.
        term: What is open.
        places: Codes of the provisions in which its words were found.
    """

    key: str
    term: OpenTerm
    places: tuple[str, ...]


class MarkedProvision(msgspec.Struct, frozen=True, kw_only=True):
    """A provision with all that is made of it.

    Attributes:
        provision: Its words.
        runs: The same words, divided; together they are its text.
        cards: Its norms.
        passages, repairs, open_notes: What is said of its words besides.
        gaps: Words that are neither quoted nor explained.
        characters, quoted: How many characters of words it has, and how many some norm quotes.
    """

    provision: Provision
    runs: tuple[Run, ...]
    cards: tuple[Card, ...]
    passages: tuple[PassageNote, ...]
    repairs: tuple[RepairNote, ...]
    open_notes: tuple[OpenNote, ...]
    gaps: tuple[str, ...]
    characters: int
    quoted: int

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases that exercise its norms, each once."""
        found = (name for card in self.cards if card.cases for name in card.cases.cases)
        return tuple(dict.fromkeys(found))


class MarkedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document in reading order; `document` is None for provisions that are of none."""

    document: Named | None
    provisions: tuple[MarkedProvision, ...]


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What rests on an interpretation.

    Attributes:
        code: The interpretation's.
        norms: Norms, and exceptions by the norms that yield and those that go before.
        whole: It settles when or where the whole mechanism holds.
    """

    code: str
    norms: tuple[str, ...]
    exceptions: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    whole: bool


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case that is fulfilled: the norms that it exercises, and those that it nearly does."""

    name: str
    norms: tuple[str, ...]
    misses: tuple[str, ...]


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """The whole text with all that is made of it.

    Attributes:
        documents: In reading order.
        readings: The interpretations, in the order of the mechanism.
        repairs, open_notes: All of the text, in its order.
        cases: Those that are fulfilled and say something of a norm, by name.
        report: What is covered, with the sums.
    """

    documents: tuple[MarkedDocument, ...]
    readings: tuple[Reading, ...]
    repairs: tuple[RepairNote, ...]
    open_notes: tuple[OpenNote, ...]
    cases: tuple[CaseRow, ...]
    report: CoverageReport

    @property
    def provisions(self) -> tuple[MarkedProvision, ...]:
        """All provisions, in reading order."""
        return tuple(p for document in self.documents for p in document.provisions)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Cases that the mechanism does not fulfil."""
        return self.report.failures
