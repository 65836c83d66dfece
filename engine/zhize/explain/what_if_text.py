"""The answer to what if as text: what was changed, and which duties that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..evaluation.what_if import DIFFERING
from ..model.decision import FactGround
from .names import Names
from .proof_text import Page
from .width import DEFAULT_WIDTH, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..evaluation.what_if import Altered, FieldChange, Gained, Lost, WhatIf, Yielding
    from ..model.decision import Duty
    from ..model.rulebase import RuleBase

_MARK, _MARGIN = "  · ", "    "


def what_if_text(answer: WhatIf, rulebase: RuleBase, lang: str, width: int = DEFAULT_WIDTH) -> str:
    """Return what changed facts would change as text for a person.

    Args:
        answer: What was compared.
        rulebase: The mechanism, for labels and wording.
        lang: `zh` or `en`; texts of the mechanism that lack it are given in its first language.
        width: Columns of a line.

    Returns:
        Lines ending in a line feed, the last one too.
    """
    return visible("\n".join(_WhatIfPage(answer, Names(rulebase, lang), width).lines())) + "\n"


class _WhatIfPage(Page):
    """Writes the answer to what if."""

    def __init__(self, answer: WhatIf, names: Names, width: int) -> None:
        super().__init__(names, width)
        self.answer = answer
        duties = [row.duty for row in answer.lost]
        duties += [row.duty for row in answer.gained]
        duties += [row.after for row in answer.changed]
        self.places.update({d.bearer: d.bearer_place for d in duties if d.bearer_place})

    def lines(self) -> Iterator[str]:
        """Yield the lines of the page."""
        answer = self.answer
        yield from self.title(self.say("if.title", id=answer.incident))
        if not answer.fields:
            yield from self.sentence(self.say("if.no-field"))
        for change in answer.fields:
            yield from wrap(self._field(change), self.width, first=self.say("if.fields"))
        for side, key in ((answer.before, "if.before"), (answer.after, "if.after")):
            if not side.applicable:
                reason = self.words.sentence(self.names.text(side.reason_text or {}))
                yield from wrap(self.words.heading(self.say(key, reason=reason)), self.width)
        if not answer.differs:
            yield ""
            yield from self.sentence(self.say("if.same"))
            return
        yield from self._section("if.gained", answer.gained)
        for gained in answer.gained:
            yield from self._gained(gained)
        yield from self._section("if.lost", answer.lost)
        for lost in answer.lost:
            yield from self._lost(lost)
        yield from self._section("if.changed", answer.changed)
        for altered in answer.changed:
            yield from self._altered(altered)
        yield from self._section("if.displaced", answer.displaced)
        for row in answer.displaced:
            yield from self._yielding(row, "if.yields")
        yield from self._section("if.restored", answer.restored)
        for row in answer.restored:
            yield from self._yielding(row, "if.yielded")

    def _section(self, key: str, rows: Sequence[object]) -> Iterator[str]:
        if rows:
            yield ""
            yield self.say(key) + self.say("if.count", count=len(rows))

    def _field(self, change: FieldChange) -> str:
        return self.say(
            "if.field",
            facet=self.names.facet(change.field),
            before=self._state(change.field, change.before, open_=change.before_open),
            after=self._state(change.field, change.after, open_=change.after_open),
        )

    def _state(self, field: str, values: tuple[str, ...] | None, *, open_: bool) -> str:
        """Return what a field says; nothing written is unknown, an empty list is none."""
        stated = [self.names.value(field, value) for value in values or ()]
        if open_ or values is None:
            stated.append(self.words("incomplete" if stated else "unknown"))
        return self.words.listed(stated or [self.words("none")])

    # ------------------------------------------------------------ duties

    def _gained(self, row: Gained) -> Iterator[str]:
        duty = row.duty
        yield from self._duty(duty)
        if duty.to:
            yield from self._note(self.say("if.to", who=self._agencies(duty.to)))
        yield from self._note(self.say("if.because", grounds=self._grounds(duty)))
        if duty.conditional_on is not None:
            norms = self.words.listed(duty.conditional_on.split(";"))
            yield from self._note(self.say("why.condition", norms=norms))
        if row.restored:
            yield from self._note(self.say("if.was-displaced"))

    def _lost(self, row: Lost) -> Iterator[str]:
        yield from self._duty(row.duty)
        if row.status == "inapplicable":  # the reason stands at the head
            return
        norms = self.words.listed(self.names.citation(code) for code in row.by)
        parts = {"norms": norms} if row.by else {}
        if row.status == "not-triggered":
            parts["grounds"] = self._grounds(row.duty)
        text = self.say(f"if.lost.{row.status}", **parts)
        notes = self.notes(row.interpretations)
        yield from self._note(self.words.aside(text, notes) if notes else text)

    def _altered(self, row: Altered) -> Iterator[str]:
        yield from self._duty(row.after)
        for key in DIFFERING:
            old, new = getattr(row.before, key), getattr(row.after, key)
            if old != new:
                before, after = self._part(row.before, key), self._part(row.after, key)
                yield from self._note(self.say(f"if.differs.{key}", before=before, after=after))

    def _part(self, duty: Duty, key: str) -> str:
        """Return one part of a duty in words."""
        if key == "to":
            return self._agencies(duty.to)
        if key == "conditional_on":
            condition = duty.conditional_on
            return condition or self.say("if.unconditional")
        if key == "bearer_place" and duty.bearer_place is not None:
            return self.names.place(self.names.placed_by(duty.bearer), duty.bearer_place)
        return str(getattr(duty, key) or self.words("unknown"))

    def _yielding(self, row: Yielding, key: str) -> Iterator[str]:
        yields = self.say(key, norm=self.names.citation(row.by))
        text = self.words.colon(self.duty(row.norm, row.bearer), yields)
        notes = self.notes(row.interpretations)
        text = self.words.aside(text, notes) if notes else text
        yield from wrap(self.words.sentence(self.words.heading(text)), self.width, first=_MARK)

    def _duty(self, duty: Duty) -> Iterator[str]:
        text = self.duty(duty.norm, duty.bearer, self.names.text(duty.action))
        yield from wrap(self.words.sentence(self.words.heading(text)), self.width, first=_MARK)
        yield from wrap(self.words.quoted(duty.quote), self.width, first=_MARGIN)

    def _note(self, text: str) -> Iterator[str]:
        yield from wrap(self.words.sentence(text), self.width, first=_MARGIN)

    def _agencies(self, codes: Sequence[str]) -> str:
        return self.words.listed(self.agency(code) for code in codes)

    def _grounds(self, duty: Duty) -> str:
        """Return the grounds of a duty in words."""
        facts: dict[str, list[str]] = {}
        earlier = []
        for ground in duty.because:
            if isinstance(ground, FactGround):
                text = self.names.value(ground.fact, ground.value)
                if ground.as_ is not None:
                    broader = self.names.value(ground.fact, ground.as_)
                    text += self.words("memo.counts", broader=broader)
                facts.setdefault(ground.fact, []).append(text)
            else:
                earlier.append(self.duty(ground.duty, ground.bearer))
        stated = [
            self.words.equals(self.names.facet(fact), self.words.listed(values))
            for fact, values in facts.items()
        ]
        return self.words.clauses([*stated, *earlier])
