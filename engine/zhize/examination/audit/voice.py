"""The sentences of findings, made in every language of the interface at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ...explain.names import Names
from ...explain.words import LANGUAGES
from .words import SENTENCES

if TYPE_CHECKING:
    from ...model.rulebase import RuleBase, Text


class Voice:
    """Speaks of codes by their labels, in each language of the interface.

    A mechanism without labels in one of these gives those of its own language.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self.rulebase = rulebase
        self._names = {lang: Names(rulebase, lang) for lang in LANGUAGES}
        self._norms = {norm.code: norm for norm in rulebase.norms}
        self._order = {p.code: place for place, p in enumerate(rulebase.provisions)}
        self._agencies = {a.code: place for place, a in enumerate(rulebase.agencies)}

    def say(self, key: str, **parts: Text | str | int) -> Text:
        """Return the sentences of a key, filled with their parts."""
        return self.filled(SENTENCES[key], parts)

    def filled(self, template: Mapping[str, str], parts: Mapping[str, Text | str | int]) -> Text:
        """Return sentences of each language, filled with their parts; English begins large."""
        said = {
            lang: template[lang].format(
                **{
                    name: part.get(lang, "") if isinstance(part, dict) else part
                    for name, part in parts.items()
                }
            )
            for lang in LANGUAGES
        }
        return {lang: names.words.heading(said[lang]) for lang, names in self._names.items()}

    def of(self, text: Text) -> Text:
        """Return a text of the mechanism in each language, or in the nearest it has."""
        return {lang: names.text(text) for lang, names in self._names.items()}

    def joined(self, items: Iterable[Text]) -> Text:
        """Join like things."""
        found = list(items)
        return {
            lang: names.words.listed(item[lang] for item in found)
            for lang, names in self._names.items()
        }

    def clauses(self, items: Iterable[Text]) -> Text:
        """Join clauses by semicolons."""
        found = list(items)
        return {
            lang: names.words.clauses(item[lang] for item in found)
            for lang, names in self._names.items()
        }

    def agencies(self, codes: Iterable[str]) -> Text:
        """Name agencies, in the order of the ontology."""
        found = self.in_order(codes)
        return self.joined({la: n.agency(code) for la, n in self._names.items()} for code in found)

    def values(self, facet: str, codes: Iterable[str]) -> Text:
        """Name values of a facet, in quotation marks."""
        return self.joined(
            {la: n.words.quoted(n.value(facet, code)) for la, n in self._names.items()}
            for code in codes
        )

    def facet(self, code: str) -> Text:
        """Name a facet."""
        return {lang: names.facet(code) for lang, names in self._names.items()}

    def norms(self, codes: Iterable[str]) -> Text:
        """List the codes of norms."""
        return self.joined(dict.fromkeys(LANGUAGES, code) for code in codes)

    def interpretation(self, code: str) -> Text:
        """Name an interpretation by its code and label."""
        return {lang: names.interpretation(code) for lang, names in self._names.items()}

    def in_order(self, agencies: Iterable[str]) -> tuple[str, ...]:
        """Return agencies in the order of the ontology, each once."""
        last = len(self._agencies)
        return tuple(sorted(set(agencies), key=lambda a: (self._agencies.get(a, last), a)))

    def articles(self, norms: Iterable[str]) -> tuple[int | str, ...]:
        """Return the articles of norms in reading order, each once."""
        found = [self._norms[code] for code in norms if code in self._norms]
        found.sort(key=lambda norm: self._order.get(norm.provision, 0))
        return tuple(dict.fromkeys(norm.article for norm in found))
