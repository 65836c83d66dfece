"""The languages in which a page, a picture or a document speaks: zh, en, or both, zh first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..explain.names import Names

if TYPE_CHECKING:
    from ..model.rulebase import RuleBase, Text

LANGUAGE_CHOICES: dict[str, tuple[str, ...]] = {
    "zh": ("zh",),
    "en": ("en",),
    "both": ("zh", "en"),
}
"""What `--lang` may ask of what is shown, and the languages it then speaks."""


class Said(NamedTuple):
    """Words, and the tag of the language they are in."""

    lang: str
    text: str


def languages_of(choice: str) -> tuple[str, ...]:
    """Return the languages of a choice, `zh`, `en` or `both`; another stands for the first."""
    return LANGUAGE_CHOICES.get(choice, LANGUAGE_CHOICES["zh"])


def language_tag(lang: str) -> str:
    """Return the tag for `lang` attributes: Chinese here is written in simplified characters."""
    return "zh-CN" if lang == "zh" else lang


class Voices:
    """Says things in one language or in two.

    Everything is said as a tuple of `Said`, one for each language, and once where two of them would
    say the same (a text that a mechanism has in one language only).

    Args:
        rulebase: The mechanism, for what its things are called.
        languages: `("zh",)`, `("en",)` or `("zh", "en")`.
        words: The interface words of what is shown, by key, each in zh and en.

    Attributes:
        names: For each language what things are called in it.
        own: The mechanism's authoritative language, in which its text is quoted.
    """

    def __init__(
        self, rulebase: RuleBase, languages: Iterable[str], words: Mapping[str, Text]
    ) -> None:
        self.rulebase = rulebase
        self.languages = tuple(languages)
        self.names = tuple(Names(rulebase, lang) for lang in self.languages)
        self.own = rulebase.info.languages[0]
        self._words = words

    @property
    def lang(self) -> str:
        """The language of the whole: the first."""
        return self.languages[0]

    def __call__(self, key: str, **parts: object) -> tuple[Said, ...]:
        """Return the words of a key.

        A part may be a function of `Names`, where it reads differently in each language.
        """
        return self.each(lambda names: self.fill(names, key, **parts))

    def fill(self, names: Names, key: str, **parts: object) -> str:
        """Return the words of a key in one of the languages, for use within `each`."""
        text = self._words[key][names.words.lang]
        if not parts:
            return text
        return text.format(**{k: v(names) if callable(v) else v for k, v in parts.items()})

    def each(self, say: Callable[[Names], str]) -> tuple[Said, ...]:
        """Return what a function says in each language, once where it says the same."""
        found: dict[str, Said] = {}
        for names in self.names:
            text = say(names)
            if text:
                found.setdefault(text, Said(names.words.lang, text))
        return tuple(found.values())

    def of(self, text: Text) -> tuple[Said, ...]:
        """Return a text of the mechanism in each language, or in the nearest that it has."""
        found: dict[str, Said] = {}
        for names in self.names:
            lang = next((lang for lang in (*names.languages, *sorted(text)) if lang in text), None)
            if lang is not None:
                found.setdefault(text[lang], Said(lang, text[lang]))
        return tuple(found.values())

    def agency(self, code: str, place: str | None = None) -> tuple[Said, ...]:
        """Return what an agency is called."""
        return self.each(lambda names: names.agency(code, place))

    def quote(self, words: str) -> Said:
        """Return words of the text itself, in its own language."""
        return Said(self.own, words)

    @staticmethod
    def line(said: Iterable[Said], between: str = " / ") -> str:
        """Return all of it on one line, for titles, cells and file formats without languages."""
        return between.join(part.text for part in said)
