"""An answer in words, in both languages of the interface: the conclusion first, then its basis."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from ..explain.names import Names
from ..explain.recurrence import recurrence_words
from .answer import NOT_COVERED, Answer, Silence
from .words import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model.decision import Duty
    from ..model.rulebase import RuleBase, Text
    from ..model.wordbase import OpenPoint
    from .choice import Choice
    from .question import Understanding

_MOST = 8
"""Duties shown in the text; the JSON has all."""


class Composer:
    """Writes answers."""

    def __init__(self, rulebase: RuleBase) -> None:
        self._rulebase = rulebase
        self._norms = {norm.code: norm for norm in rulebase.norms}

    @cached_property
    def _names(self) -> dict[str, Names]:
        return {lang: Names(self._rulebase, lang) for lang in LANGUAGES}

    # ------------------------------------------------------------ silence

    def open_term(self, point: OpenPoint) -> Silence:
        """Return an open term as what the text leaves open, with the text's own words."""
        article: int | str | None = None
        if point.articles:
            provision = next(p for p in self._rulebase.provisions if p.code == point.articles[0])
            article = provision.number or provision.document or provision.code
        return Silence(what=point.definition, article=article, quote=point.exact)

    def no_duty(self, agency: str) -> Silence:
        """Return that an agency is given no duty."""
        return Silence(
            what={
                lang: say("silence.no-duty", lang, agency=self._names[lang].agency(agency))
                for lang in LANGUAGES
            }
        )

    def silence(self, duties: tuple[Duty, ...]) -> Silence:
        """Return that a figure or detail is not in the text, with the nearest words."""
        nearest = duties[0] if duties else None
        return Silence(
            what={lang: say("silence.figure", lang) for lang in LANGUAGES},
            article=None if nearest is None else nearest.article,
            quote="" if nearest is None else nearest.quote,
        )

    def presumptions(self, whole: Understanding, choices: list[Choice]) -> Iterator[Text]:
        """Yield what was presumed for the answers: that an activity is unlawful."""
        if not any(choice.decision for choice in choices):
            return
        for part in whole.parts:
            for facet, value in sorted(part.presumed):
                yield {
                    lang: say("presumed", lang, value=self._names[lang].value(facet, value))
                    for lang in LANGUAGES
                }

    # ------------------------------------------------------------ the whole

    def complete(self, answer: Answer, whole: Understanding, choices: list[Choice]) -> Answer:
        """Return the answer with its words."""
        text = {lang: "\n".join(self._lines(answer, whole, choices, lang)) for lang in LANGUAGES}
        return msgspec.structs.replace(answer, text=text)

    def _lines(
        self, answer: Answer, whole: Understanding, choices: list[Choice], lang: str
    ) -> Iterator[str]:
        names = self._names[lang]
        if answer.intent == NOT_COVERED:
            label = names.text(self._rulebase.info.label)
            yield say("not-covered", lang, mechanism=label)
        for choice in choices:
            if choice.intent != NOT_COVERED:
                yield from self._choice(choice, names, lang)
        for text in answer.assumptions:
            yield names.text(text)
        rests = dict.fromkeys(code for d in answer.duties for code in d.interpretations)
        if rests:
            items = names.words.listed(names.interpretation(code) for code in rests)
            yield say("interpretations", lang, items=items)
        if whole.not_understood:
            words = names.words.listed(f"“{whole.text[s:e]}”" for s, e in whole.not_understood)
            yield say("unknown-words", lang, words=words)
        for found, meant in answer.suggestions:
            yield say("suggestion", lang, text=found, meant=meant)

    def _choice(self, choice: Choice, names: Names, lang: str) -> Iterator[str]:
        yield from self._headline(choice, names, lang)
        for silence in choice.silent:
            yield say("silent", lang, what=names.text(silence.what))
            if silence.quote and not choice.duties:
                yield "  " + say("quote", lang, article=silence.article, quote=silence.quote)
        if choice.intent == "text":
            for code in choice.provisions:
                provision = next(p for p in self._rulebase.provisions if p.code == code)
                label = names.text(provision.label)
                yield say("text", lang, provision=label, text=provision.text)
        if choice.silent and choice.duties:
            yield say("silence.nearest", lang)
        for code in dict.fromkeys(choice.norms):
            norm = self._norms[code]
            if not norm.bearers:  # it says something of the mechanism itself
                yield "- " + names.words.sentence(names.text(norm.action))
                citation = names.citation(code)
                yield "  " + say("basis", lang, citation=citation, quote=norm.quote.exact)
        rows = _joined(choice.duties)
        for duty, bearers in rows[:_MOST]:
            yield from self._duty(duty, bearers, names, lang)
        if len(rows) > _MOST:
            yield say("more", lang, count=len(rows) - _MOST)
        if choice.decision is not None:
            shown = {d.norm for d in choice.duties}
            for row in choice.decision.displaced:
                if row.by in shown:
                    codes = names.words.listed(row.interpretations)
                    rests = say("rests", lang, codes=codes) if codes else ""
                    yield say(
                        "displaced",
                        lang,
                        bearer=names.agency(row.bearer),
                        norm=row.norm,
                        by=row.by,
                        rests=rests,
                    )

    def _headline(self, choice: Choice, names: Names, lang: str) -> Iterator[str]:
        """Yield the conclusion."""
        agencies = [names.agency(code) for code in choice.agencies]
        first = agencies[0] if agencies else ""
        asked = names.agency(choice.asked) if choice.asked else ""
        first_day = self._rulebase.info.valid_from
        if choice.verdict == "outside-time" and first_day:
            yield say("outside-time", lang, day=first_day.isoformat())
        if choice.intent == "silent" or not agencies:
            return
        if choice.verdict in {"yes-to", "no-to"}:
            key = choice.verdict if choice.verdict == "yes-to" else "not-to"
            to = dict.fromkeys(names.agency(a) for d in choice.duties for a in d.to)
            yield say(key, lang, to=names.words.listed(to))
        elif choice.intent == "recipients":
            bearers = names.words.listed(
                dict.fromkeys(names.agency(d.bearer) for d in choice.duties)
            )
            yield say("recipients", lang, bearer=bearers, to=names.words.listed(agencies))
        elif choice.verdict in {"yes", "no", "partly"} and choice.intent == "whether":
            key = choice.verdict
            yield say(key, lang, asked=asked, agency=first)
        elif choice.intent == "permitted":
            if choice.verdict == "no":
                yield say("forbidden", lang)
        elif choice.intent == "duties":
            yield say("duties", lang, agency=first)
        elif choice.intent == "consequence":
            yield say("consequence", lang, agency=first)
        elif choice.intent == "lead":
            yield say("lead", lang, agency=first)
        elif choice.intent in {"who", "order"}:
            yield say("responsible", lang, agency=first)
            if agencies[1:]:
                yield say("with", lang, agencies=names.words.listed(agencies[1:]))

    def _duty(self, duty: Duty, bearers: tuple[str, ...], names: Names, lang: str) -> Iterator[str]:
        norm = self._norms[duty.norm]
        who = names.words.listed(names.agency(code) for code in bearers)
        action = names.text(duty.action).rstrip("。.")
        line = "- " + say("duty", lang, bearer=who, part=names.part(duty.norm), action=action)
        if duty.to:
            to = names.words.listed(names.agency(code) for code in duty.to)
            line += " " * (lang == "en") + say("to", lang, to=to)
        yield line
        if norm.recurrence:
            yield "  " + say("recurs", lang, rule=recurrence_words(norm.recurrence, names.words))
        elif duty.urgency:
            yield "  " + say("urgency", lang, urgency=names.text(duty.urgency))
        elif norm.valid_from and norm.valid_from != self._rulebase.info.valid_from:
            yield "  " + say("since", lang, day=norm.valid_from.isoformat())
        yield "  " + say("basis", lang, citation=names.citation(duty.norm), quote=duty.quote)


def _joined(duties: Iterable[Duty]) -> list[tuple[Duty, tuple[str, ...]]]:
    """Return duties that differ only in their bearer as one."""
    rows: dict[tuple[str, tuple[str, ...]], list[Duty]] = {}
    for duty in duties:
        rows.setdefault((duty.norm, duty.to), []).append(duty)
    return [(found[0], tuple(d.bearer for d in found)) for found in rows.values()]
