"""Which agencies a text mentions, and of which fields its words are the cues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .claims import VIOLATION
from .letters import Party

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.rulebase import Agency, RuleBase
    from .view import Mark, Sight, View
    from .words import NarrativeWords


class AgentWords:
    """The agencies of a mechanism and the cues of who finds and who is told.

    Attributes:
        finding, telling: The fields that say who found the matter, and who was told.
        breaching: The fields of facts that are a breach of law.
        people: The agencies that complaints come from where they name nobody: the public.
    """

    def __init__(self, rulebase: RuleBase, words: NarrativeWords) -> None:
        self._allowed = {f.code: frozenset(f.values) for f in rulebase.facets if f.kind == "agency"}
        self._agencies = {a.code: a for a in rulebase.agencies}
        self.breaching = frozenset(f.code for f in rulebase.facets if f.value_class == VIOLATION)
        self._field: dict[str, str] = {}
        self.finding: str | None = None
        self.telling: str | None = None
        self._default: dict[str, str] = {}
        complaints: list[str] = []
        for entry in words.entries:
            cued = [u.removeprefix("cues ") for u in entry.uses if u.startswith("cues ")]
            if cued and cued[0] in self._allowed:
                self._field[entry.name] = cued[0]
                if "finds" in entry.uses:
                    self.finding = cued[0]
                if "tells" in entry.uses:
                    self.telling = cued[0]
                if "complains" in entry.uses:
                    complaints.append(entry.name)
                for name in words.entails.get(entry.name, ()):
                    meant = words.entry(name)
                    if meant is not None and meant.kind == "agency":
                        self._default[entry.name] = meant.code
        self.people = frozenset(self._default[n] for n in complaints if n in self._default)

    def field_of(self, mark: Mark) -> str | None:
        """Return the field of which a word is the cue."""
        return self._field.get(mark.name)

    def default_of(self, mark: Mark) -> str | None:
        """Return the agency that a cue means where the text names none."""
        return self._default.get(mark.name)

    def takes(self, field: str, code: str) -> bool:
        """Tell whether a field takes an agency."""
        return code in self._allowed[field]

    def parties(self, view: View) -> list[Party]:
        """Return the agencies that a text mentions, the longest names first found."""
        found: list[tuple[int, int, Sight]] = []
        ends = {s.last for s in view.sights if s.entry.kind == "place"}
        for sight in sorted(
            (s for s in view.sights if s.entry.kind == "agency"),
            key=lambda s: (s.first - s.last, s.first, not self._exact(view, s), s.entry.name),
        ):
            han = view.tokens[sight.first].han
            if han and sight.first in ends and sight.last == sight.first + 1:
                continue  # 张家庄村里: in the village, not its principal
            if all(sight.last < first or last < sight.first for first, last, _ in found):
                found.append((sight.first, sight.last, sight))
        parties = [
            Party(code=s.entry.code, first=first, last=last)
            for first, last, s in sorted(found, key=lambda item: item[:2])
        ]
        kept: list[Party] = []
        for party in parties:
            if kept and kept[-1].last + 1 == party.first:  # one name in two words: the latter is it
                if party.code in self.people:
                    continue  # but for a person of an agency: 县融媒体中心记者
                kept.pop()
            kept.append(party)
        return kept

    def _exact(self, view: View, sight: Sight) -> bool:
        """Tell whether the words are written just as the agency's own, not merely of one stem."""
        if sight.phrase:
            return True
        agency = self._agencies[sight.entry.code]
        said = view.said(sight.first, sight.last).casefold()
        return any(said == word.casefold() for word in _words(agency))


def _words(agency: Agency) -> Iterator[str]:
    yield from agency.label.values()
    for table in (agency.alt, agency.hidden):
        for words in table.values():
            yield from words
