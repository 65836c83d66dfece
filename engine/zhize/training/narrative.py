"""A record told in plain words: when, where, what, who found it, what else is known or is not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..explain.names import Names
from .narrative_words import MONTHS, NARRATIVE_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.incident import Incident
    from ..model.rulebase import Facet, RuleBase


class Narrator:
    """Tells records of one mechanism in one language.

    A field is told by the sentence that the mechanism has for it; where it has none in the
    language, by its name and its values.

    Args:
        rulebase: The mechanism.
        lang: `zh` or `en`.
        matter: The facets that say what is wrong: these open the narrative.
    """

    def __init__(self, rulebase: RuleBase, lang: str, matter: Sequence[str]) -> None:
        self._names = Names(rulebase, lang)
        self._lang = self._names.words.lang
        self._matter = tuple(matter)
        facets = sorted(rulebase.facets, key=lambda f: f.position)
        self._places = [f for f in facets if f.kind == "place"]
        self._day = next((f.code for f in facets if "date-known" in f.serves), None)
        told = [f for f in facets if f.kind in {"concept", "agency"} and f.code not in self._matter]
        # Who found it is told behind what was found.
        self._told = sorted(told, key=lambda f: f.kind != "agency")
        self._depths = _depths(rulebase)

    def tell(self, incident: Incident) -> str:
        """Return the narrative of an incident: sentences, with nothing stated left out."""
        sentences = [self._opening(incident)]
        sentences += [
            self._unknown(facet)
            for facet in self._names.rulebase.facets
            if facet.code in self._matter and _unknown_only(facet, incident)
        ]
        sentences += [text for facet in self._told if (text := self._sentence(facet, incident))]
        return ("" if self._lang == "zh" else " ").join(sentences)

    def _say(self, key: str, **parts: str) -> str:
        return NARRATIVE_WORDS[key][self._lang].format(**parts)

    def _opening(self, incident: Incident) -> str:
        stated = [
            part
            for facet in self._names.rulebase.facets
            if facet.code in self._matter and (part := self._values(facet, incident))
        ]
        matter = self._names.words.clauses(stated) or self._say("nothing-certain")
        day, place = self._when(incident), self._where(incident)
        key = {
            (True, True): "opening",
            (False, True): "opening.no-day",
            (True, False): "opening.no-place",
            (False, False): "opening.bare",
        }[bool(day), bool(place)]
        return self._say(key, day=day, place=place, matter=matter)

    def _when(self, incident: Incident) -> str:
        stated = incident.values.get(self._day or "", ())
        if not stated:
            return ""
        day = date.fromisoformat(stated[0])
        month = str(day.month) if self._lang == "zh" else MONTHS[day.month - 1]
        return self._say("day", year=str(day.year), month=month, day=str(day.day))

    def _where(self, incident: Incident) -> str:
        """Return the places: in Chinese the largest first, in English the smallest."""
        stated = [
            (self._depths.get((facet.code, code), 0), self._names.place(facet.code, code))
            for facet in self._places
            for code in incident.values.get(facet.code, ())
        ]
        stated.sort(key=lambda row: row[0])
        names = list(dict.fromkeys(name for _, name in stated))
        return "".join(names) if self._lang == "zh" else ", ".join(reversed(names))

    def _values(self, facet: Facet, incident: Incident) -> str:
        """Return the stated values, with a word on those that may not be stated."""
        words = self._names.words
        stated = [self._names.value(facet.code, v) for v in incident.values.get(facet.code, ())]
        if not stated:
            return ""
        listed = words.listed(stated)
        return (
            words.aside(listed, self._say("maybe-more")) if self._more(facet, incident) else listed
        )

    @staticmethod
    def _more(facet: Facet, incident: Incident) -> bool:
        return facet.many and facet.code in incident.unknown

    def _sentence(self, facet: Facet, incident: Incident) -> str:
        """Return what a record says on one field; nothing where it does not mention it."""
        values = self._values(facet, incident)
        if values:
            own = facet.sentence.get(self._lang)
            if own is not None:
                return own.replace("{values}", values)
            return self._say("sentence", facet=self._name(facet), values=values)
        if facet.code in incident.unknown:
            return self._unknown(facet)
        if facet.code in incident.values:
            none = facet.sentence_of_none.get(self._lang)
            return none or self._say("sentence.none", facet=self._name(facet))
        return ""

    def _unknown(self, facet: Facet) -> str:
        own = facet.sentence_of_unknown.get(self._lang)
        return own or self._say("sentence.unknown", facet=self._name(facet))

    def _name(self, facet: Facet) -> str:
        return self._names.words.heading(self._names.text(facet.label))


def _unknown_only(facet: Facet, incident: Incident) -> bool:
    return facet.code in incident.unknown and not incident.values.get(facet.code)


def _depths(rulebase: RuleBase) -> dict[tuple[str, str], int]:
    """Return for each place of each field how many places it lies within."""
    by_iri = {place.iri: place for place in rulebase.places}
    found: dict[tuple[str, str], int] = {}
    for place in rulebase.places:
        depth, step = 0, by_iri.get(place.within or "")
        while step is not None and depth < len(by_iri):
            depth, step = depth + 1, by_iri.get(step.within or "")
        found |= {(facet, place.code): depth for facet in place.facets}
    return found
