"""Whether a mechanism reaches an incident: time first, then place."""

from __future__ import annotations

from datetime import date

from ..model.decision import NOT_IN_FORCE, OUTSIDE_JURISDICTION
from ..model.rulebase import Place, RuleBase, Text
from .evaluator import Facts


class Scope:
    """Compares an incident's date and place with those of the mechanism.

    Attributes:
        date_field: Code of the facet that says when the matter became known, or an empty text.
        place_fields: Codes of the facets that say where.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self._info = rulebase.info
        self.date_field = _code(rulebase, "date-known") or ""
        self._jurisdiction = _code(rulebase, "jurisdiction")
        self.place_fields = tuple(f.code for f in rulebase.facets if f.kind == "place")
        self._by_iri = {place.iri: place for place in rulebase.places}
        self._by_name: dict[tuple[str, str], list[Place]] = {}
        for place in rulebase.places:
            for facet in place.facets:
                self._by_name.setdefault((facet, place.code), []).append(place)

    def day(self, facts: Facts) -> date | None:
        """Return the day the matter became known."""
        stated = facts.get(self.date_field, ())
        return date.fromisoformat(stated[0]) if stated else None

    def reason(self, facts: Facts) -> str | None:
        """Return why the mechanism does not reach the incident, or None where it does.

        Where both reasons hold, time goes first.
        """
        day, info = self.day(facts), self._info
        if day is not None and (
            (info.valid_from and day < info.valid_from)
            or (info.valid_until and day > info.valid_until)
        ):
            return NOT_IN_FORCE
        stated = facts.get(self._jurisdiction or "", ())
        if stated and info.applies_in not in self.places(facts, self._jurisdiction):
            return OUTSIDE_JURISDICTION
        return None

    def places(self, facts: Facts, facet: str | None = None) -> frozenset[str]:
        """Return the places an incident lies in; where none is stated, the mechanism's own.

        These are the places stated on place facets (or on one of them), and all that they lie
        within.
        """
        facets = self.place_fields if facet is None else (facet,)
        stated = [(f, name) for f in facets for name in facts.get(f, ())]
        known = [self._by_name.get(key, []) for key in stated]
        iris = {place.iri for found in known if len(found) == 1 for place in found}
        out: set[str] = set()
        for found in known:
            # A village's name may stand in several townships; the one stated beside it decides.
            fitting = [p for p in found if p.within in iris] if len(found) > 1 else found
            for place in fitting:
                step: Place | None = place
                while step is not None and step.code not in out:
                    out.add(step.successor or step.code)
                    step = self._by_iri.get(step.within or "")
        if not stated:
            out.add(self._info.applies_in)
        return frozenset(out)

    def reason_text(self, reason: str, facts: Facts) -> Text:
        """Return the reason as a sentence in zh and en."""
        info = self._info
        if reason == NOT_IN_FORCE:
            day = self.day(facts)
            start, end = info.valid_from, info.valid_until
            if start is not None and day is not None and day < start:
                return {
                    "zh": f"事项获知于 {day}，机制自 {start} 起施行：不适用，不产生任何义务。",
                    "en": f"the matter became known on {day}, and the mechanism holds from {start}"
                    ": it does not apply, and no duty arises",
                }
            return {
                "zh": f"事项获知于 {day}，机制施行至 {end} 止：不适用，不产生任何义务。",
                "en": f"the matter became known on {day}, and the mechanism held until {end}: "
                "it does not apply, and no duty arises",
            }
        where = "、".join(facts.get(self._jurisdiction or "", ()))
        homes = [p.label for p in self._by_iri.values() if p.code == info.applies_in]
        zh, en = (homes[0].get(language, info.applies_in) for language in ("zh", "en"))
        return {
            "zh": f"事项发生在{where}，机制只在{zh}内有效：不适用，不产生任何义务。",
            "en": f"the matter lies in {where}, and the mechanism binds within {en} only: "
            "it does not apply, and no duty arises",
        }

    def interpretations(self, reason: str) -> tuple[str, ...]:
        """Return the interpretations that a reason rests on."""
        info = self._info
        return info.time_interpretations if reason == NOT_IN_FORCE else info.place_interpretations


def _code(rulebase: RuleBase, use: str) -> str | None:
    facet = rulebase.facet_serving(use)
    return None if facet is None else facet.code
