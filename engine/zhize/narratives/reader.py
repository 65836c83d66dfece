"""From a narrative to a draft record that contains only what the text says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._errors import UsageError
from ..text.tokens import LIMIT
from .agents import AgentReader
from .dates import FULL, choose, days_in
from .draft import Draft, Span, Unplaced, listed
from .elsewhere import elsewhere
from .facts import FactReader
from .places import PlaceReader
from .polarity import Judge
from .remarks import unplaced
from .words import NarrativeWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.rulebase import RuleBase
    from ..model.wordbase import WordBase
    from .view import View

_DATE_CUES = ("finds", "complains", "hears", "found-by", "tells")


class NarrativeReader:
    """Reads narratives for one mechanism. Safe to share between threads."""

    def __init__(self, rulebase: RuleBase, words: WordBase, required: Sequence[str]) -> None:
        self._words = NarrativeWords(words)
        self._facets = sorted(rulebase.facets, key=lambda f: f.position)
        self._required = tuple(f.code for f in self._facets if f.code in set(required))
        self._facts = FactReader(rulebase, self._words)
        self._places = PlaceReader(rulebase, self._words)
        self._agents = AgentReader(rulebase, self._words)
        day = rulebase.facet_serving("date-known")
        self._day = None if day is None else day.code
        county = rulebase.facet_serving("jurisdiction")
        self._county = None if county is None else county.code

    def read(self, text: str) -> Draft:
        """Read a draft record from a narrative.

        Raises:
            UsageError: The text is empty or too long.
        """
        if not text.strip():
            raise UsageError("文本是空的。请写出经过。", "the text is empty; say what happened")
        if len(text) > LIMIT:
            raise UsageError(
                f"文本有 {len(text)} 字，最多 {LIMIT} 字。请分几次读。",
                f"the text has {len(text)} characters; at most {LIMIT} are read: take it in parts",
            )
        text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
        view = self._words.look(text)
        judge = Judge(view)
        facts = self._facts.read(view, judge)
        places = self._places.read(view, judge, facts.places)
        agents = self._agents.read(view, judge)
        days, day_spans, day_left = self._days(view)
        values: dict[str, str | tuple[str, ...]] = {**days, **places.values, **agents.values}
        single = {f.code for f in self._facets if not f.many}
        for field, codes in facts.values.items():
            values[field] = codes[0] if field in single else codes
        spans = [*day_spans, *places.spans, *facts.spans, *agents.spans]
        left = [*day_left, *places.unplaced, *facts.unplaced, *agents.unplaced]
        if self._county is not None:
            other, more = elsewhere(view, judge, self._county, tuple(places.values))
            left += more
            if other is not None:
                values[self._county] = other.value
                spans.append(other)
        order = {facet.code: facet.position for facet in self._facets}
        return Draft(
            text=text,
            record={f: values[f] for f in sorted(values, key=lambda f: order[f])},
            spans=tuple(sorted(dict.fromkeys(spans), key=lambda s: (order[s.field], s.start))),
            missing=tuple(f for f in self._required if f not in values),
            negated=tuple(sorted(facts.negated, key=lambda s: (s.start, order[s.field]))),
            open=tuple(sorted(facts.open, key=lambda s: (s.start, order[s.field]))),
            unplaced=listed(left),
        )

    def _days(self, view: View) -> tuple[dict[str, str], list[Span], list[Unplaced]]:
        if self._day is None:
            return {}, [], []
        days = days_in(view.text)
        chosen = choose(days, view, _DATE_CUES, "since")
        left: list[Unplaced] = []
        spans: list[Span] = []
        for day in days:
            said = view.text[day.start : day.end]
            if chosen is not None and day.state == FULL and day.iso == chosen.iso:
                spans.append(
                    Span(field=self._day, value=day.iso, start=day.start, end=day.end, text=said)
                )
                continue
            reason = "other-day" if day.state == FULL else day.state
            left.append(
                unplaced(
                    reason, said, day.start, day.end, field=self._day,
                    value=day.iso or None, taken="" if chosen is None else chosen.iso,
                )
            )  # fmt: skip
        if chosen is None:
            for mark in view.marked("some-day"):
                start, end = view.tokens[mark.first].start, view.tokens[mark.last].end
                said = view.text[start:end]
                left.append(unplaced("relative-day", said, start, end, field=self._day))
        return ({} if chosen is None else {self._day: chosen.iso}), spans, left
