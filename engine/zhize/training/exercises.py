"""The exercise sheet: scenarios told in words, with room for the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..pages import Said
from .narrative import Narrator
from .sheet import Section, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..pages import Voices
    from .scenario import Scenario
    from .sheet import Words

_ASKED = ("act", "notify", "feedback")
_WIDTHS_MM = (38.0, 98.0, 30.0)


class Narrations:
    """Tells scenarios in the languages of a kit.

    Args:
        voices: The languages.
        matter: The facets that say what is wrong.
    """

    def __init__(self, voices: Voices, matter: Sequence[str]) -> None:
        self._narrators = [
            (lang, Narrator(voices.rulebase, lang, matter)) for lang in voices.languages
        ]

    def of(self, scenario: Scenario) -> Words:
        """Return the narrative of a scenario, once in each language."""
        return tuple(
            Said(lang, narrator.tell(scenario.incident)) for lang, narrator in self._narrators
        )


def exercise(scenario: Scenario, voices: Voices, narrations: Narrations) -> Section:
    """Return one exercise: the narrative, and a table to write the answers in."""
    head = (voices("blank.question"), voices("blank.answer"), voices("blank.article"))
    return Section(
        anchor=f"e{scenario.id}",
        title=voices("exercise", number=int(scenario.id)),
        aside=voices("level", level=scenario.level),
        paragraphs=(narrations.of(scenario),),
        table=Table(
            head,
            tuple((voices(f"blank.{mode}"), (), ()) for mode in _ASKED),
            _WIDTHS_MM,
            blank=True,
        ),
    )
