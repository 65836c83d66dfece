"""Random rows of any mechanism, good and bad, and what single records would make of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

import zhize
from zhize.model.report import Problem
from zhize.model.rulebase import Facet, Named, RuleBase
from zhize.records import resolve

TODAY = date(2025, 6, 1)
Row = dict[str, Any]


def random_rows(
    mechanism: zhize.Mechanism, rng: random.Random, count: int, *, bad: float = 0.04
) -> list[Row]:
    """Return rows over all fields: codes and labels, blanks, several values, and bad ones."""
    makers = [_Maker(mechanism.rulebase, facet, rng, bad) for facet in mechanism.rulebase.facets]
    return [
        {maker.facet.code: value for maker in makers if (value := maker.value(number)) is not None}
        for number in range(count)
    ]


class _Maker:
    """Makes values of one field."""

    def __init__(self, rulebase: RuleBase, facet: Facet, rng: random.Random, bad: float) -> None:
        self.facet = facet
        self._rng = rng
        self._bad = bad
        self._home = rulebase.info.applies_in
        self._always = "identifier" in facet.serves or "date-known" in facet.serves
        things: Iterable[Named] = ()
        if facet.kind == "concept":
            things = [c for c in rulebase.concepts if facet.code in c.facets]
        elif facet.kind == "agency":
            things = [a for a in rulebase.agencies if a.code in facet.values]
        elif facet.kind == "place":
            things = [p for p in rulebase.places if facet.code in p.facets]
        self._words = [
            word
            for thing in things
            for word in (
                thing.code, *thing.label.values(),
                *(w for words in thing.alt.values() for w in words),
            )
        ]  # fmt: skip
        info = rulebase.info
        self._days = [d for d in (info.valid_from, info.valid_until) if d is not None] or [TODAY]

    def value(self, number: int) -> Any:
        rng, facet = self._rng, self.facet
        if rng.random() < (self._bad if self._always else 0.12):
            return rng.choice([None, None, "", "  "]) if not facet.many else None
        if facet.kind == "text":
            if "identifier" in facet.serves:
                return f"N-{number if rng.random() > self._bad else rng.randrange(number + 1)}"
            return rng.choice(["一段说明", "=1+1", " some words "])
        if facet.kind == "date":
            return self._day()
        if facet.kind == "place":
            if "jurisdiction" in facet.serves:
                return rng.choice([None, self._home, self._home, "沁水县", *self._words])
            return self._word()
        if not facet.many:
            return self._word()
        return [self._word() for _ in range(rng.choice((0, 1, 1, 1, 2, 3)))]

    def _word(self) -> str | None:
        if self._rng.random() < self._bad:
            return self._rng.choice(["unknown", "未知", "none", "无", "nonsense", "=x", "", None])
        return self._rng.choice(self._words)

    def _day(self) -> str:
        rng = self._rng
        if rng.random() < self._bad:
            return rng.choice(["2025-02-30", "someday", "unknown", "2025年3月1日", "2025/3/1"])
        edge = rng.choice(self._days).toordinal()
        return date.fromordinal(edge + rng.choice((-1, 0, 1, 40, 200, 400))).isoformat()


def as_table(rows: Sequence[Row]) -> pa.Table:
    """Return rows as a table; lists stay lists."""
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def as_texts(rows: Sequence[Row]) -> list[Row]:
    """Return rows as a spreadsheet has them: lists are cells with semicolons."""
    return [
        {
            name: "; ".join(v or "" for v in value) if isinstance(value, list) else value
            for name, value in row.items()
        }
        for row in rows
    ]


def judged(
    mechanism: zhize.Mechanism, rows: Iterable[Row]
) -> list[tuple[tuple[Problem, ...], zhize.Decision | None]]:
    """Return what single records get, one after the other."""
    checker = mechanism.checker(TODAY)
    found = []
    for index, row in enumerate(rows, start=1):
        given = {name: value for name, value in row.items() if value is not None}
        record = resolve(given, mechanism.lexicon, index=index)
        problems, _, decision = mechanism.judge(record, checker)
        found.append((problems, decision))
    return found


def duties_of(decision: zhize.Decision) -> list[Row]:
    """Return the duties of a decision in the columns of an exploded table."""
    return [
        {
            "norm": duty.norm,
            "article": str(duty.article),
            "bearer": duty.bearer,
            "bearer_place": duty.bearer_place,
            "mode": duty.mode,
            "role": duty.role,
            "to": list(duty.to),
            "due": None if duty.due is None else date.fromisoformat(duty.due),
            "alternative_to": duty.alternative_to,
            "conditional_on": duty.conditional_on,
        }
        for duty in decision.duties
    ]
