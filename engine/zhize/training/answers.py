"""The answer key: what is to be done, by which words, because of what; and what is not, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..explain.alternatives import change_text
from ..explain.memo_page import memo_items
from ..explain.open_text import open_points
from ..explain.proof_text import Page
from ..explain.width import DEFAULT_WIDTH
from .cards import also_quoted
from .drawing import arising_in, asked_about
from .reasons import distance
from .sheet import Item, Part, Row, Section, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..evaluation.changes import Change
    from ..explain.memo_page import Item as MemoItem
    from ..explain.names import Names
    from ..model.decision import OpenQuestion
    from ..pages import Voices
    from .audience import Audience
    from .drawing import Drawn
    from .exercises import Narrations
    from .reasons import Reasons
    from .scenario import Scenario
    from .sheet import Words

_NOT_SHOWN = 2
"""Norms of one scenario that nearly hold, and of which the key says why they do not."""

_ROWS = {
    "memo.because": "row.because",
    "memo.rests": "row.rests",
    "memo.when": "row.by",
    "memo.choice": "row.instead",
    "memo.condition": "row.condition",
}
"""Rows of a memo's item, and the words that the key has for them."""


class Answers:
    """Writes the key.

    Args:
        voices: Its languages.
        narrations: The scenarios in words.
        reasons: Why something is a duty, and why not.
        audience: Whose norms are looked at for what did not arise.
    """

    def __init__(
        self, voices: Voices, narrations: Narrations, reasons: Reasons, audience: Audience
    ) -> None:
        self._say, self._narrations, self._reasons = voices, narrations, reasons
        self._agencies = audience.agencies
        self._told: Counter[str] = Counter()

    def answer(self, scenario: Scenario) -> Section:
        """Return the key of one exercise."""
        say, decision = self._say, scenario.decision
        parts = []
        if decision.applicable:
            items = tuple(self._duties(scenario))
            nothing = () if items else (say("answers.no-duties"),)
            parts.append(Part(say("answers.duties"), items, nothing))
        displaced = tuple(self._displaced(scenario))
        if displaced:
            parts.append(Part(say("answers.displaced"), displaced))
        missing = tuple(self._missing(scenario))
        if missing:
            parts.append(Part(say("answers.not"), missing))
        open_ = tuple(self._open(scenario))
        if open_:
            parts.append(Part(say("answers.open"), points=open_))
        return Section(
            anchor=f"a{scenario.id}",
            title=say("exercise", number=int(scenario.id)),
            aside=say("level", level=scenario.level),
            paragraphs=(self._narrations.of(scenario), *self._notes(scenario)),
            parts=tuple(parts),
        )

    def _notes(self, scenario: Scenario) -> Iterator[Words]:
        """Yield what the exercise is about, what makes it hard, and of what it is a near miss."""
        say, about, near = self._say, scenario.about, scenario.near_miss
        if about is not None:
            yield say(
                "answers.about",
                norm=lambda names: names.citation(about.norm),
                who=lambda names: names.agency(about.bearer),
            )
        if scenario.features:

            def features(names: Names) -> str:
                return names.words.listed(
                    say.fill(names, f"feature.{f}") for f in scenario.features
                )

            yield say("answers.features", features=features)
        if near is not None:

            def lost(names: Names) -> str:
                return names.words.aside(
                    names.citation(near.lost.norm), names.agency(near.lost.bearer)
                )

            yield say(
                "answers.pair",
                other=int(near.of),
                change=lambda names: _changes(near.changes, names),
                lost=lost,
            )
        if not scenario.decision.applicable:
            reason = scenario.decision.reason_text or {}
            yield say(
                "answers.outside", reason=lambda names: names.words.sentence(names.text(reason))
            )

    # ------------------------------------------------------------ what is to be done

    def _duties(self, scenario: Scenario) -> Iterator[Item]:
        decision, incident = scenario.decision, scenario.incident
        spoken = {
            names.words.lang: memo_items(decision, names, incident=incident)
            for names in self._say.names
        }
        for place in range(len(spoken[self._say.lang])):
            yield self._duty({lang: items[place] for lang, items in spoken.items()})

    def _duty(self, items: Mapping[str, MemoItem]) -> Item:
        """Return one item of a memo, as it reads in each language."""
        say = self._say
        entry = items[say.lang].entry
        duty = entry.first

        def title(names: Names) -> str:
            item = items[names.words.lang]
            who = names.words.aside(item.who, names.part(duty.norm))
            return f"{entry.number}. {names.words.colon(who, item.action)}"

        rows = [
            Row(say("row.basis"), self._citation(duty.norm)),
            Row(say("row.quote"), (say.quote(f"“{duty.quote}”"),)),
        ]
        norm = say.names[0].norm(duty.norm)
        if norm is not None and norm.also_quotes:
            rows.append(Row(say("row.also"), also_quoted(norm, say)))
        for key, label in _ROWS.items():
            text = self._row(items, key)
            if text:
                rows.append(Row(say(label), text))
        return Item(say.each(title), tuple(rows), duty.mode)

    def _row(self, items: Mapping[str, MemoItem], key: str) -> Words:
        return self._say.each(lambda names: dict(items[names.words.lang].rows).get(key, ""))

    def _citation(self, norm: str) -> Words:
        return self._say.each(lambda names: names.citation(norm))

    def _displaced(self, scenario: Scenario) -> Iterator[Item]:
        for row in scenario.decision.displaced:
            rows = [Row(self._say("row.yields"), self._citation(row.by))]
            rests = self._interpretations(row.interpretations)
            if rests:
                rows.append(Row(self._say("row.rests"), rests))
            yield Item(self._norm(row.norm, row.bearer), tuple(rows))

    def _interpretations(self, codes: Sequence[str]) -> Words:
        return self._say.each(lambda names: names.words.clauses(map(names.interpretation, codes)))

    def _norm(self, norm: str, bearer: str) -> Words:
        """Return how a duty that did not arise would be headed."""

        def head(names: Names) -> str:
            known = names.norm(norm)
            who = names.words.aside(names.agency(bearer), names.part(norm))
            action = "" if known is None else names.text(known.action)
            head = names.words.colon(f"{names.citation(norm)} {who}", action)
            return names.words.heading(head)

        return self._say.each(head)

    # ------------------------------------------------------------ what is not

    def _missing(self, scenario: Scenario) -> Iterator[Item]:
        chosen = []
        near = scenario.near_miss
        if near is not None:
            answers = self._reasons.why_not(scenario, near.lost.bearer).norms
            chosen += [answer for answer in answers if answer.norm == near.lost.norm]
        if scenario.decision.applicable:
            told = {answer.norm for answer in chosen}
            nearly = self._reasons.nearly(scenario, self._agencies)
            # Of norms as near, one that the key has not spoken of so often.
            nearly.sort(key=lambda answer: (distance(answer), self._told[answer.norm]))
            chosen += [answer for answer in nearly if answer.norm not in told][:_NOT_SHOWN]
        self._told.update(answer.norm for answer in chosen)
        for answer in chosen:
            reasons = self._reasons.of_no_duties(scenario, answer.bearer, [answer])
            # The head of each reason is the title of the item, which also names the agency.
            inner = tuple(reason._replace(nodes=reason.nodes[0].below) for reason in reasons)
            yield Item(self._norm(answer.norm, answer.bearer), (), "", inner)

    def _open(self, scenario: Scenario) -> Iterator[Words]:
        questions = scenario.decision.open
        found = {
            names.words.lang: _points(questions, names) for names in self._say.names
        }  # one list for each language, of equal length
        for place in range(len(found[self._say.lang][0])):
            yield self._point([(lang, points[place]) for lang, (points, _) in found.items()])
        rest = found[self._say.lang][1]
        if rest:
            yield self._say("answers.more", count=rest)

    def _point(self, spoken: Sequence[tuple[str, str]]) -> Words:
        texts = dict(spoken)
        return self._say.each(lambda names: texts[names.words.lang])


def _points(questions: Sequence[OpenQuestion], names: Names) -> tuple[list[str], int]:
    """Return the open questions as sentences, and how many more there are."""
    points, rest = open_points(questions, names, names.agency)
    return [names.words.colon(fact, one) for fact, lines in points for one in lines], rest


def balance(drawn: Drawn, voices: Voices) -> Section:
    """Return how often each norm occurs, and of which there is no exercise."""
    asked, arising = asked_about(drawn.scenarios), arising_in(drawn.scenarios)

    def row(code: str) -> tuple[Words, ...]:
        return (
            voices.each(lambda names: _norm_line(code, names)),
            voices.each(lambda _: str(asked[code])),
            voices.each(lambda _: str(arising[code])),
        )

    near = sum(s.near_miss is not None for s in drawn.scenarios)
    paragraphs = [voices("balance.near", count=near)]
    if drawn.never:
        norms = drawn.never
        paragraphs.append(voices("balance.never", norms=lambda names: names.words.listed(norms)))
    head = (voices("balance.norm"), voices("balance.asked"), voices("balance.arising"))
    return Section(
        anchor="balance",
        title=voices("balance.title"),
        paragraphs=tuple(paragraphs),
        table=Table(head, tuple(map(row, drawn.norms)), (96.0, 34.0, 36.0)),
    )


def _norm_line(code: str, names: Names) -> str:
    norm = names.norm(code)
    action = "" if norm is None else names.text(norm.action)
    return names.words.colon(names.words.aside(names.citation(code), names.part(code)), action)


def _changes(changes: Sequence[Change], names: Names) -> str:
    page = Page(names, DEFAULT_WIDTH)
    return names.words.clauses(change_text(change, page) for change in changes)
