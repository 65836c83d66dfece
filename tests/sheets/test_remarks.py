"""Beside each row of a result workbook: the fields to be clarified, and the norms that yield."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine

import zhize
from benchmarks.records import random_records
from tests.sheets.making import read, xlsx
from zhize.explain.names import Names

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
TODAY = date(2026, 1, 1)
HEADS = {"zh": ("待核实", "被排除的规范"), "en": ("To be clarified", "Displaced norms")}
YIELDS = {
    "zh": re.compile(r"(\S+?)（(.+)）让位于 (.+)"),
    "en": re.compile(r"(\S+) \((.+)\) yields to (.+)"),
}


@pytest.fixture(scope="module", params=["the notice", "harbour"])
def mechanism(request: pytest.FixtureRequest, notice: zhize.Mechanism) -> zhize.Mechanism:
    return notice if request.param == "the notice" else zhize.load(HARBOUR)


def ledger(mechanism: zhize.Mechanism, rng: random.Random, count: int) -> bytes:
    """Return a ledger in which lists are complete, unknown, or not known to be complete."""
    facets = mechanism.rulebase.facets
    unknown = mechanism.rulebase.unknown.code
    rows: list[list[Any]] = [[facet.code for facet in facets]]
    for fields in random_records(mechanism, rng, count):
        row: list[Any] = []
        for facet in facets:
            value = fields.get(facet.code)
            if isinstance(value, list):
                more = [unknown] if value and facet.many and rng.random() < 0.3 else []
                value = ";".join([*value, *more]) or "none"
            elif value is None and facet.kind in {"concept", "agency"} and rng.random() < 0.3:
                value = unknown
            row.append(value)
        rows.append(row)
    return xlsx(rows)


def told(text: str, lang: str) -> list[tuple[str, str, str]]:
    """Return the norm, the bearer and the displacing norm of each that a cell names."""
    found = []
    for clause in filter(None, re.split("； ?|; ", text)):
        match = YIELDS[lang].fullmatch(clause)
        assert match is not None, clause
        found += [(match[1], match[2], by) for by in re.split("、|, ", match[3])]
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_they_say_what_the_decision_says(
    mechanism: zhize.Mechanism, lang: str, tmp_path: Path
) -> None:
    checker, book = mechanism.checker(TODAY), mechanism.result_workbook(lang)
    decisions = []
    for record in read(mechanism, ledger(mechanism, random.Random(11), 300)):
        problems, _, decision = mechanism.judge(record, checker)
        book.add(record, decision, problems)
        decisions.append(decision)
    (tmp_path / "r.xlsx").write_bytes(book.to_bytes())
    sheet = python_calamine.CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_index(0)
    head, *rows = sheet.to_python(skip_empty_area=False)
    clarify, yielding = (head.index(name) for name in HEADS[lang])
    assert (clarify, yielding) == (len(head) - 2, len(head) - 1), "behind what was there before"

    names = Names(mechanism.rulebase, lang)
    facets = sorted(mechanism.rulebase.facets, key=lambda facet: facet.position)
    seen: set[tuple[bool, bool]] = set()
    for row, decision in zip(rows, decisions, strict=True):
        asked, displaced = set(), []
        if decision is not None:
            asked = {question.fact for question in decision.open}
            displaced = [(d.norm, names.agency(d.bearer), d.by) for d in decision.displaced]
        fields = [names.facet(facet.code) for facet in facets if facet.code in asked]
        assert row[clarify] == names.words.listed(fields)
        assert told(row[yielding], lang) == displaced
        seen.add((bool(asked), bool(displaced)))
    assert len(seen) == 4, "rows of every sort were compared"
