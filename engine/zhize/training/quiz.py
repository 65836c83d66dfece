"""The quiz: for each scenario who must act, notify and feed back, with a reason for every mistake.

What the page shows is all here; the script only compares ticks. Reasons that several options share
stand once.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..pages import Said, page_html
from .levels import ALTERNATIVE
from .reasons import distance
from .sheet import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..evaluation.why_not_steps import NormAnswer
    from ..explain.names import Names
    from ..factspace import Space
    from ..pages import Voices
    from .audience import Audience
    from .exercises import Narrations
    from .reasons import Reasons
    from .scenario import Scenario
    from .sheet import Reason, Sheet, Words

_ASKED = ("act", "notify", "feedback")
_WRONG, _MOST = 4, 10
"""Options of a question that are wrong, and options in all, at most; none that is right is left
out."""

_WHY = 2
"""Norms of one agency of which a reason says why they give no duty."""


class Option(NamedTuple):
    """An agency that may be ticked, whether it should be, and the number of the reason."""

    agency: str
    name: Words
    right: bool
    reason: int


class Question(NamedTuple):
    """What is asked about one scenario: a mode, and the agencies to choose from."""

    mode: str
    options: tuple[Option, ...]


class Quiz:
    """Writes the quiz.

    Args:
        space: The mechanism, and its space of facts.
        voices: The languages of the page.
        narrations: The scenarios in words.
        reasons: Why something is a duty, and why not.
        audience: Whose mistakes are the likeliest: they are among the options where they can be.
        seed: Of which wrong options are offered, where several are as near.
    """

    def __init__(
        self,
        space: Space,
        voices: Voices,
        narrations: Narrations,
        reasons: Reasons,
        audience: Audience,
        seed: int,
    ) -> None:
        self._space, self._say = space, voices
        self._narrations, self._reasons = narrations, reasons
        self._audience = frozenset(audience.agencies) if audience.agency else frozenset()
        self._rng = random.Random(str(seed))
        self._order = {a.code: n for n, a in enumerate(space.rulebase.agencies)}
        self._bearing = {
            mode: sorted(
                {u.bearer for u in space.units if u.norm.mode == mode}, key=self._order.__getitem__
            )
            for mode in _ASKED
        }
        self._texts: dict[tuple[Reason, ...], int] = {}

    def questions(self, scenario: Scenario) -> tuple[Question, ...]:
        """Return what is asked about a scenario; only modes that the mechanism has."""
        found = []
        for mode in _ASKED:
            right = {d.bearer for d in scenario.decision.duties if d.mode == mode}
            wrong = self._wrong(scenario, mode, right)
            if mode == "feedback" and not right:
                continue  # nobody was notified: the question before has asked that
            agencies = sorted((*right, *wrong), key=lambda code: self._order[code])
            options = tuple(self._option(scenario, mode, code, code in right) for code in agencies)
            if options:
                found.append(Question(mode=mode, options=options))
        return tuple(found)

    def _wrong(self, scenario: Scenario, mode: str, right: set[str]) -> list[str]:
        """Return the agencies that are offered although they have no such duty, the nearest."""
        near = scenario.near_miss
        rows = []
        for agency in self._bearing[mode]:
            if agency not in right:
                norms = self._answers(scenario, agency, mode)
                lost = near is not None and near.lost.bearer == agency
                far = min((distance(n) for n in norms), default=(0, False))
                rows.append(
                    (not lost, agency not in self._audience, far, self._rng.random(), agency)
                )
        most = max(2, min(_WRONG, _MOST - len(right)))
        return [row[-1] for row in sorted(rows)[:most]]

    def _answers(self, scenario: Scenario, agency: str, mode: str) -> list[NormAnswer]:
        answers = self._reasons.why_not(scenario, agency).norms
        mine = [answer for answer in answers if answer.mode == mode]
        return sorted(mine, key=distance)

    def _option(self, scenario: Scenario, mode: str, agency: str, right: bool) -> Option:
        if right:
            reasons = tuple(
                reason._replace(nodes=(*reason.nodes, *self._chosen(scenario, agency, mode, names)))
                for reason, names in zip(
                    self._reasons.of_duties(scenario, agency, mode), self._say.names, strict=True
                )
            )
        else:
            near = scenario.near_miss
            answers = self._answers(scenario, agency, mode)
            if near is not None and near.lost.bearer == agency:
                answers.sort(key=lambda answer: answer.norm != near.lost.norm)
            reasons = self._reasons.of_no_duties(scenario, agency, answers[:_WHY])
        number = self._texts.setdefault(reasons, len(self._texts))
        return Option(agency=agency, name=self._say.agency(agency), right=right, reason=number)

    def _chosen(self, scenario: Scenario, agency: str, mode: str, names: Names) -> Iterator[Node]:
        """Yield that a tick is right although the duty is one of two, or follows from one."""
        mine = [d for d in scenario.decision.duties if d.bearer == agency]
        replaced = {d.alternative_to for d in mine}
        for key, norms in (
            ("quiz.because-chosen", [d.norm for d in mine if d.mode == mode
                        and (d.alternative_to or d.norm in replaced)]),
            ("quiz.because-follows", [d.norm for d in mine if d.mode == mode and d.conditional_on]),
        ):  # fmt: skip
            if norms:
                text = self._say.fill(names, key, norms=names.words.listed(dict.fromkeys(norms)))
                yield Node((Said(names.words.lang, text),))

    def html(self, sheet: Sheet, scenarios: tuple[Scenario, ...]) -> str:
        """Return the page.

        Args:
            sheet: The title, the intro and the stamp of the page.
            scenarios: What it asks about.
        """
        asked = [(scenario, self.questions(scenario)) for scenario in scenarios]
        island = {
            "questions": [
                [[option.right, option.reason] for option in question.options]
                for _, questions in asked
                for question in questions
            ],
            "reasons": [
                [[reason.lang, [_plain(node) for node in reason.nodes]] for reason in reasons]
                for reasons in self._texts
            ],
            "words": {
                key: [[part.lang, part.text] for part in self._say(f"quiz.{key}", **blanks)]
                for key, blanks in _SCRIPT_WORDS.items()
            },
        }
        return page_html(
            Path(__file__).resolve().parent,
            "quiz.html.j2",
            lang=self._say.lang,
            styles=("sheet.css", "quiz.css"),
            scripts=("quiz.js",),
            say=self._say,
            sheet=sheet,
            narrations=self._narrations,
            asked=asked,
            choice=has_choice,
            count=sum(len(questions) for _, questions in asked),
            island=island,
        )


def has_choice(scenario: Scenario) -> bool:
    """Tell whether some duty of a scenario is one of two to choose from, or follows from one."""
    return ALTERNATIVE in scenario.features


_SCRIPT_WORDS: dict[str, dict[str, str]] = {
    "score": {"done": "{done}", "all": "{all}", "right": "{right}"},
    "right": {},
    "wrong": {"wrong": "{wrong}", "missed": "{missed}"},
    "wrongly": {"who": "{who}"},
    "missing": {"who": "{who}"},
    "check": {},
    "again": {},
}
"""Sentences that the script fills: their blanks are left as they are."""


def _plain(node: Node) -> list[Any]:
    """Return a line of a reason for the script: its pieces, and what hangs below."""
    pieces = [[part.lang, part.text] for part in node.pieces]
    return [pieces, [_plain(inner) for inner in node.below]]
