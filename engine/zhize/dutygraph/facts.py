"""What a record says, as lines of the box of its incident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .model import Line

if TYPE_CHECKING:
    from ..model.incident import Incident
    from ..model.rulebase import Facet, Text
    from .words import Wording

ID_LENGTH, TITLE_LENGTH = 60, 200
"""So many characters of what a record is called are shown."""


class Facts:
    """Puts the facts of an incident into words.

    Args:
        incident: The incident.
        wording: The languages.
    """

    def __init__(self, incident: Incident, wording: Wording) -> None:
        self._incident = incident
        self._wording = wording

    def lines(self) -> tuple[Line, ...]:
        """Return the record's title, and each stated fact in the order of a record's fields.

        Free text but the title is left out, and who knows of the matter: they have boxes.
        """
        rulebase = self._wording.rulebase
        facets = sorted(rulebase.facets, key=lambda facet: facet.position)
        lines: list[Line] = []
        for facet in facets:
            stated = self._incident.values.get(facet.code)
            if facet.kind == "text":
                if stated and not lines and "identifier" not in facet.serves:
                    title = shortened(stated[0], TITLE_LENGTH)
                    lines.append(Line(text={rulebase.info.languages[0]: title}))
            elif "knowledge" not in facet.serves and (
                stated is not None or facet.code in self._incident.unknown
            ):
                lines.append(Line(head=self._head(facet), text=self._text(facet, stated or ())))
        return tuple(lines)

    def place_of(self, agency: str) -> Text:
        """Return the place that the record gives to an agency that exists once for each place."""
        names = self._wording.names
        field = next(iter(names.values())).placed_by(agency)
        stated = self._incident.values.get(field or "", ())
        if field is None or not stated:
            return {}
        return {lang: n.place(field, stated[0]) for lang, n in names.items()}

    def _head(self, facet: Facet) -> Text:
        return {
            lang: n.words.colon(n.facet(facet.code), "").rstrip()
            for lang, n in self._wording.names.items()
        }

    def _text(self, facet: Facet, stated: tuple[str, ...]) -> Text:
        unknown = facet.code in self._incident.unknown
        said: dict[str, str] = {}
        for lang, names in self._wording.names.items():
            values = [names.value(facet.code, value) for value in stated]
            if unknown:
                values.append(names.words("incomplete" if values else "unknown"))
            said[lang] = names.words.listed(values or [names.words("none")])
        return said


def shortened(text: str, length: int) -> str:
    """Return a text on one line, cut where it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length]}…"
