"""An answer, as a frozen value, and the JSON of the public contract."""

from __future__ import annotations

from typing import Any

import msgspec

from ..model.decision import Duty
from ..model.rulebase import Text


class Understood(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a question speaks of, with its words.

    Attributes:
        start, end, text: The words, by character offsets.
        concept: Code of what they mean; `facet`: the field, or the kind of thing.
        negated, presumed: As in `zhize.text.scanner.Hit`.
    """

    start: int
    end: int
    text: str
    concept: str
    facet: str
    negated: bool = False
    presumed: bool = False


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """What the text leaves open, with the nearest words that it has.

    Attributes:
        what: What is left open, by language.
        article: Number or code of the provision.
        quote: The nearest words, or empty.
    """

    what: Text
    article: int | str | None = None
    quote: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {"what": dict(self.what), "article": self.article, "quote": self.quote}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to one question.

    Attributes:
        understood: What was understood; `not_understood`: words that were not.
        intent: Kind of question (`who`, `duties` …), or `not-covered`.
        agencies: Codes, the most responsible first.
        articles: Numbers (or codes, for a provision without a number), the weightiest first.
        duties: As in a decision; standing and periodic norms included.
        norms: Codes of the norms that the answer rests on.
        silent: What the text leaves open.
        suggestions: Words that may have been meant, only ever as a question.
        text: The answer by language.
    """

    question: str
    understood: tuple[Understood, ...]
    not_understood: tuple[tuple[int, int, str], ...]
    intent: str
    agencies: tuple[str, ...]
    articles: tuple[int | str, ...]
    duties: tuple[Duty, ...]
    norms: tuple[str, ...]
    silent: tuple[Silence, ...]
    suggestions: tuple[tuple[str, str], ...] = ()
    assumptions: tuple[Text, ...] = ()
    text: Text = {}

    @property
    def covered(self) -> bool:
        """The mechanism speaks of what was asked."""
        return self.intent != NOT_COVERED

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of the public contract."""
        return {
            "question": self.question,
            "understood": [
                {name: getattr(hit, name) for name in Understood.__struct_fields__}
                for hit in self.understood
            ],
            "not_understood": [
                {"start": start, "end": end, "text": text}
                for start, end, text in self.not_understood
            ],
            "intent": self.intent,
            "agencies": list(self.agencies),
            "articles": list(self.articles),
            "duties": [duty.to_dict() for duty in self.duties],
            "norms": list(self.norms),
            "silent": [silence.to_dict() for silence in self.silent],
            "suggestions": [{"text": t, "meant": m} for t, m in self.suggestions],
            "assumptions": [dict(text) for text in self.assumptions],
            "answer": dict(self.text),
        }


NOT_COVERED = "not-covered"
