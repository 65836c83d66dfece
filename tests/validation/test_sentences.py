"""The sentences: what a clerk reads, in zh and en."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from zhize.model.incident import Record, Unresolved

if TYPE_CHECKING:
    from .conftest import Subject

GOOD: dict[str, Any] = {
    "id": "YC-1",
    "reported_on": "2024-08-01",
    "township": "凤城镇",
    "violations": ["illegal-mining"],
    "discovered_by": ["public"],
}
SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SENTENCES)
def test_a_sentence_names_record_field_value_and_what_to_write(
    county: Subject, case: dict[str, Any]
) -> None:
    (problem,) = county.compiled(county.records(GOOD | case["change"]))
    assert problem.message["zh"].startswith(case["zh"])
    assert problem.message["en"].startswith(case["en"])


def test_every_word_that_would_be_accepted_is_named(county: Subject) -> None:
    (problem,) = county.compiled(county.records(GOOD | {"discovered_by": ["qqqq"]}))
    facet = next(f for f in county.rulebase.facets if f.code == "discovered_by")
    assert problem.allowed == (*facet.values, "unknown")
    assert [word for word in problem.allowed if f"`{word}`" not in problem.message["en"]] == []
    assert "未知" in problem.message["zh"]


def test_villages_are_proposed_from_the_records_own_township(county: Subject) -> None:
    (problem,) = county.compiled(county.records(GOOD | {"village": "尹家勾"}))
    assert (problem.severity, problem.nearest) == ("warning", "尹家沟村")
    assert len(problem.allowed) == 58  # all of its villages
    assert "可填" not in problem.message["zh"]
    (other,) = county.compiled(county.records(GOOD | {"village": "尹家勾", "township": "横河镇"}))
    assert other.nearest != "尹家沟村"


def test_any_spelling_of_a_word_leads_to_its_code(county: Subject) -> None:
    for written, code in [
        ("非法违法采砂行为", "illegal-sand-mining"),
        ("Illegal_Sand_Minig", "illegal-sand-mining"),
        ("无证开采矿", "unlicensed-mining"),
        ("超载超线", "overloaded-vehicle"),
    ]:
        (problem,) = county.compiled(county.records(GOOD | {"violations": [written]}))
        assert problem.nearest == code, written


def test_what_is_like_nothing_gets_no_proposal(county: Subject) -> None:
    for written in ("qqqq", "今天天气不错", "?", "x" * 500):
        (problem,) = county.compiled(county.records(GOOD | {"violations": [written]}))
        assert problem.nearest is None


def test_a_record_without_id_is_named_by_its_place_in_the_file(county: Subject) -> None:
    record = Record(source="a.jsonl", index=9, line=31, values={"mineral": (Unresolved("金"),)})
    problem = next(p for p in county.compiled([record]) if p.field == "mineral")
    assert problem.message["zh"].startswith("第 9 条记录（第 31 行），字段“矿种”")
    assert problem.message["en"].startswith("record 9 (line 31), field `mineral`")
    assert (problem.record, problem.source, problem.row) == (None, "a.jsonl", 31)


def test_long_and_unprintable_values_are_shown_short_and_clean(county: Subject) -> None:
    value = "\x1b[31m" + "长" * 100
    (problem,) = county.compiled(county.records(GOOD | {"mineral": value}))
    assert problem.value == value
    for text in problem.message.values():
        assert "\x1b" not in text
        assert "长" * 61 not in text


def test_labels_of_another_language_stand_in_where_there_is_no_chinese(harbour: Subject) -> None:
    problems = harbour.compiled(harbour.records({"numero": "H-1", "meteo": "tempete"}))
    assert all(set(p.message) == {"zh", "en"} for p in problems)
    assert any("字段“" in p.message["zh"] for p in problems)
