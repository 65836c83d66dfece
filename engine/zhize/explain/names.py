"""Labels of a rule base by code, in one language with a fallback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .words import Words

if TYPE_CHECKING:
    from ..model.rulebase import Facet, Norm, Place, RuleBase, Text


class Names:
    """Looks up what a code is called.

    A text that lacks the wanted language is given in the mechanism's first one (its authoritative
    language), then in any. A code that the rule base does not have stands for itself.
    """

    def __init__(self, rulebase: RuleBase, lang: str) -> None:
        self.rulebase = rulebase
        self.words = Words(lang)
        self.languages = (lang, *rulebase.info.languages)
        self._agencies = {a.code: a for a in rulebase.agencies}
        self._facets = {f.code: f for f in rulebase.facets}
        self._concepts = {(f, c.code): c for c in rulebase.concepts for f in c.facets}
        self._norms = {n.code: n for n in rulebase.norms}
        self._provisions = {p.code: p for p in rulebase.provisions}
        self._interpretations = {i.code: i for i in rulebase.interpretations}
        self._kinds = {k.code: k for k in rulebase.kinds}
        self._roles = {r.code: r for r in rulebase.roles}
        self._places: dict[tuple[str, str], Place] | None = None

    def text(self, text: Text) -> str:
        """Return a text in the wanted language, or in the nearest there is; empty if none."""
        for language in self.languages:
            if language in text:
                return text[language]
        return text[min(text)] if text else ""

    def norm(self, code: str) -> Norm | None:
        """Return a norm, or None."""
        return self._norms.get(code)

    def facet_of(self, code: str) -> Facet | None:
        """Return a facet, or None."""
        return self._facets.get(code)

    def facet(self, code: str) -> str:
        """Return what a field is called."""
        facet = self._facets.get(code)
        return code if facet is None else self.text(facet.label)

    def value(self, facet: str, code: str) -> str:
        """Return what a value of a field is called."""
        known = self._facets.get(facet)
        if known is None:
            return code
        if known.kind == "agency":
            return self.agency(code)
        if known.kind == "place":
            return self.place(facet, code)
        concept = self._concepts.get((facet, code))
        return code if concept is None else self.text(concept.label)

    def place(self, facet: str | None, code: str) -> str:
        """Return what a place is called; its code is its authoritative name."""
        if self._places is None:
            self._places = {(f, p.code): p for p in self.rulebase.places for f in p.facets}
        place = self._places.get((facet or "", code))
        return code if place is None else self.text(place.label)

    def agency(self, code: str, place: str | None = None) -> str:
        """Return what an agency is called: with its place, where it exists once for each."""
        agency = self._agencies.get(code)
        if agency is None:
            return code
        label = self.text(agency.label)
        if place is None:
            return label
        return self.words.colon(self.place(agency.placed_by, place), label)

    def placed_by(self, code: str) -> str | None:
        """Return the place field that says which one of an agency is meant, or None."""
        agency = self._agencies.get(code)
        return None if agency is None else agency.placed_by

    def kind(self, code: str) -> str:
        """Return what a kind of agency is called."""
        kind = self._kinds.get(code)
        return code if kind is None else self.text(kind.label)

    def role(self, code: str) -> str:
        """Return what a role is called."""
        role = self._roles.get(code)
        return code if role is None else self.text(role.label)

    def mode(self, code: str) -> str:
        """Return what a mode is called."""
        return next((self.text(m.label) for m in self.rulebase.modes if m.code == code), code)

    def modality(self, code: str) -> str:
        """Return what a modality is called."""
        return next((self.text(m.label) for m in self.rulebase.modalities if m.code == code), code)

    def part(self, norm: str) -> str:
        """Return how a norm works: its role where it is an act, else its mode."""
        known = self._norms.get(norm)
        if known is None:
            return ""
        return self.mode(known.mode) if known.role is None else self.role(known.role)

    def citation(self, code: str) -> str:
        """Return the provision and the code of a norm: 第八条 [8.1]."""
        norm = self._norms.get(code)
        provision = None if norm is None else self._provisions.get(norm.provision)
        return f"[{code}]" if provision is None else f"{self.text(provision.label)} [{code}]"

    def interpretation(self, code: str) -> str:
        """Return an interpretation by its code and its short name."""
        known = self._interpretations.get(code)
        return code if known is None else self.words.aside(code, self.text(known.label))

    def interpretation_in_full(self, code: str) -> str:
        """Return what an interpretation says."""
        known = self._interpretations.get(code)
        if known is None:
            return code
        body = self.text(known.definition)
        return (
            self.words.colon(self.interpretation(code), body) if body else self.interpretation(code)
        )
