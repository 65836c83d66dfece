"""Every narrative of the corpora is read exactly: no fact too few, none too many."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

import zhize

from .corpus import TABLES, Narrative, denied, faults, narratives, values_of

NARRATIVES = narratives()
FOUND, TOLD = "discovered_by", "reported_to"


def _rows(*names: str) -> list[dict[str, Any]]:
    return [
        row
        for name in names
        for row in yaml.safe_load((TABLES / f"{name}.yaml").read_text("utf-8"))
    ]


AGENTS = _rows("agents-zh", "agents-en")
FACTS = _rows("facts")
FACT_FIELDS = ("violations", "zones", "mineral", "operator_licence", "circumstances")


def test_the_corpora_are_there() -> None:
    languages = Counter("zh" if any(c >= "\u4e00" for c in n.text) else "en" for n in NARRATIVES)
    assert languages["zh"] >= 95
    assert languages["en"] >= 28
    assert len({n.text for n in NARRATIVES}) == len(NARRATIVES)
    assert len(AGENTS) >= 110
    assert len(FACTS) >= 45


@pytest.mark.parametrize("narrative", NARRATIVES, ids=lambda n: n.text[:40])
def test_the_narrative_is_read(notice: zhize.Mechanism, narrative: Narrative) -> None:
    draft = notice.read(narrative.text)
    assert faults(narrative, draft) == [], draft.to_dict()


@pytest.mark.parametrize("narrative", NARRATIVES, ids=lambda n: n.text[:40])
def test_every_fact_has_its_words(notice: zhize.Mechanism, narrative: Narrative) -> None:
    draft = notice.read(narrative.text)
    for item in (*draft.spans, *draft.negated, *draft.open, *draft.unplaced):
        assert narrative.text[item.start : item.end] == item.text
        assert item.text.strip()
    stated = {(f, v) for f, values in values_of(draft).items() for v in values}
    assert stated == {(span.field, span.value) for span in draft.spans}


@pytest.mark.parametrize("narrative", NARRATIVES, ids=lambda n: n.text[:40])
def test_what_is_denied_or_open_is_not_in_the_record_by_the_same_words(
    notice: zhize.Mechanism, narrative: Narrative
) -> None:
    draft = notice.read(narrative.text)
    said = {(s.field, s.value, s.start, s.end) for s in draft.spans}
    for span in (*draft.negated, *draft.open):
        assert (span.field, span.value, span.start, span.end) not in said


@pytest.mark.parametrize("row", AGENTS, ids=lambda r: r["text"][:40])
def test_who_found_it_and_who_was_told_is_read(
    notice: zhize.Mechanism, row: dict[str, Any]
) -> None:
    read = values_of(notice.read(row["text"]))
    assert read.get(FOUND, frozenset()) == frozenset(row["found"])
    assert read.get(TOLD, frozenset()) == frozenset(row["told"])


@pytest.mark.parametrize("row", FACTS, ids=lambda r: r["text"][:40])
def test_the_facts_are_read(notice: zhize.Mechanism, row: dict[str, Any]) -> None:
    draft = notice.read(row["text"])
    read = values_of(draft)
    for field in FACT_FIELDS:
        value = row.get(field, [])
        wanted = frozenset(value if isinstance(value, list) else [value])
        assert read.get(field, frozenset()) == wanted, field
    assert {value for _, value in denied(draft)} == set(row.get("negated", ()))
