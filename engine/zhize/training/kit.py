"""A training kit: duty cards, exercises, their key, a quiz, and the same scenarios as data."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from .._errors import UsageError
from ..factspace import Space
from ..pages import Said, Voices, languages_of
from .answers import Answers, balance
from .audience import Audience, audience_of
from .cards import Cards
from .drawing import Drawing, Drawn, asked_about
from .exercises import Narrations, exercise
from .html_sheet import sheet_html
from .levels import LEVELS
from .lines import json_lines
from .narrative import Narrator
from .quiz import Quiz, has_choice
from .reasons import Reasons
from .sheet import Sheet
from .telling import Telling
from .word_sheet import sheet_document
from .words import KIT_WORDS

if TYPE_CHECKING:
    from ..evaluation.counterfactual import Counterfactuals
    from ..evaluation.decider import Decider
    from ..evaluation.proof import Prover
    from ..validation.checks import Check
    from .records import Take
    from .sheet import Section, Words

MOST = 500
"""Scenarios of one kit."""

FILES = (
    "cards.html", "cards.docx", "exercises.html", "exercises.docx", "answers.html",
    "answers.docx", "quiz.html", "exercises.jsonl",
)  # fmt: skip
"""What a kit holds."""


class Engine(NamedTuple):
    """What a kit is made with: parts of a loaded mechanism.

    Attributes:
        decider, prover, counterfactuals: What decides, says why, and says why not.
        checks: The record shapes.
        take: Checks a record.
    """

    decider: Decider
    prover: Prover
    counterfactuals: Counterfactuals
    checks: tuple[Check, ...]
    take: Take


class TrainingKit:
    """A kit for one audience; its files are made when they are asked for.

    Attributes:
        audience: Whom it is for.
        drawn: Its scenarios, and what could not be drawn.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        agency: str | None = None,
        role: str | None = None,
        count: int = 30,
        level: int | None = None,
        seed: int = 1,
        lang: str = "zh",
    ) -> None:
        if not 1 <= count <= MOST:
            raise UsageError(
                f"题数须在 1 至 {MOST} 之间，现为 {count}。",
                f"the count must be between 1 and {MOST}; it is {count}",
            )
        if level is not None and level not in LEVELS:
            raise UsageError(
                f"难度须为 {'、'.join(map(str, LEVELS))} 之一，现为 {level}。",
                f"the level must be one of {', '.join(map(str, LEVELS))}; it is {level}",
            )
        rulebase = engine.decider.rulebase
        self._engine, self._rulebase = engine, rulebase
        self._space = Space(rulebase, engine.decider.evaluator.program, engine.checks, {})
        self.audience: Audience = audience_of(self._space, agency, role)
        drawing = Drawing(self._space, engine.decider, engine.take, self.audience, seed)
        self.drawn: Drawn = drawing.draw(count, level)
        self._count, self._level, self._seed = count, level, seed
        self._voices = Voices(rulebase, languages_of(lang), KIT_WORDS)
        self._narrations = Narrations(self._voices, self._space.matter)

    def files(self) -> dict[str, bytes]:
        """Return all files of the kit, by name."""
        return {name: self.file(name) for name in FILES}

    def file(self, name: str) -> bytes:
        """Return one of `FILES`.

        Raises:
            UsageError: A kit has no such file.
        """
        if name not in FILES:
            raise UsageError(
                f"培训材料中没有“{name}”。可用：{'、'.join(FILES)}。",
                f"a kit has no file `{name}`; use one of {', '.join(FILES)}",
            )
        if name == "exercises.jsonl":
            return self._lines
        if name == "quiz.html":
            return self._quiz.encode()
        stem, _, ending = name.partition(".")
        sheet: Sheet = getattr(self, f"_{stem}")
        lang = self._voices.lang
        return sheet_html(sheet, lang).encode() if ending == "html" else sheet_document(sheet, lang)

    def asked(self) -> dict[str, int]:
        """Return how many scenarios are about each norm, in the order of the norms."""
        asked = asked_about(self.drawn.scenarios)
        return {norm: asked[norm] for norm in self.drawn.norms}

    # ------------------------------------------------------------ the sheets

    @cached_property
    def _cards(self) -> Sheet:
        cards = Cards(self._space, Telling(self._space), self._voices)
        sections = tuple(cards.card(agency) for agency in self.audience.agencies)
        return self._sheet("cards", sections, (self._for,), paged=True)

    @cached_property
    def _exercises(self) -> Sheet:
        sections = tuple(
            exercise(scenario, self._voices, self._narrations) for scenario in self.drawn.scenarios
        )
        intro = (
            self._for,
            *self._drawn_words,
            *((self._voices("exercises.how"),) if sections else ()),
        )
        return self._sheet("exercises", sections, intro)

    @cached_property
    def _answers(self) -> Sheet:
        answers = Answers(self._voices, self._narrations, self.reasons, self.audience)
        sections = [answers.answer(scenario) for scenario in self.drawn.scenarios]
        if sections or self.drawn.never:
            sections.append(balance(self.drawn, self._voices))
        return self._sheet("answers", tuple(sections), (self._for, *self._drawn_words))

    @cached_property
    def _quiz(self) -> str:
        quiz = Quiz(
            self._space, self._voices, self._narrations, self.reasons, self.audience, self._seed
        )
        choice = any(map(has_choice, self.drawn.scenarios))
        intro = (
            self._for,
            *self._drawn_words,
            self._voices("quiz.how"),
            *((self._voices("quiz.choice"),) if choice else ()),
        )
        sheet = self._sheet("quiz", (), intro)
        return quiz.html(sheet, self.drawn.scenarios)

    @cached_property
    def _lines(self) -> bytes:
        narrators = {
            lang: Narrator(self._rulebase, lang, self._space.matter) for lang in ("zh", "en")
        }
        return json_lines(self.drawn.scenarios, self._rulebase, narrators, self._seed)

    @cached_property
    def reasons(self) -> Reasons:
        """What says why a duty arises in a scenario, and why another does not."""
        return Reasons(self._engine.prover, self._engine.counterfactuals, self._voices)

    # ------------------------------------------------------------ what stands above

    def _sheet(
        self,
        name: str,
        sections: tuple[Section, ...],
        intro: tuple[Words, ...],
        *,
        paged: bool = False,
    ) -> Sheet:
        return Sheet(
            name=name,
            title=self._titled(f"{name}.title"),
            intro=intro,
            stamp=self._stamp,
            sections=sections,
            paged=paged,
        )

    def _titled(self, key: str) -> Words:
        """Return a title with the mechanism's name before it."""
        label = self._rulebase.info.label
        return self._voices.each(
            lambda names: names.words.colon(names.text(label), self._voices.fill(names, key))
        )

    @property
    def _for(self) -> Words:
        agency, role = self.audience.agency, self.audience.role
        if agency is not None:
            return self._voices("for.agency", who=lambda names: names.agency(agency))
        if role is not None:
            return self._voices("for.role", role=lambda names: names.role(role))
        return self._voices("for.all")

    @property
    def _drawn_words(self) -> tuple[Words, ...]:
        """Return what was drawn: how many, of which level, from which seed; or why nothing."""
        say, found = self._voices, len(self.drawn.scenarios)
        if not self.audience.units:
            return (say("exercises.none"),)
        if not found:
            return (say("exercises.none-here"),)
        level = self._level
        words = [
            say(
                "exercises.count",
                count=found,
                seed=self._seed,
                level=lambda names: str(level) if level else say.fill(names, "level.all"),
            )
        ]
        if self.drawn.short:
            words.append(say("exercises.short", wanted=self._count, count=found))
        return tuple(words)

    @property
    def _stamp(self) -> tuple[Said, ...]:
        info = self._rulebase.info
        return self._voices(
            "stamp",
            label=lambda names: names.text(info.label),
            id=info.code,
            version=info.version,
            sha=self._rulebase.sha256[:12],
        )
