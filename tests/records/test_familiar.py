"""A mechanism that has met many records answers as one that has met none."""

from __future__ import annotations

import enum
import io
import json
import random
import shutil
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhize
from benchmarks.records import random_records
from tests.test_api import FIELDS, HARBOUR
from zhize import RecordError
from zhize.records import familiar

NOTICE = zhize.load()
ENTRY = zhize._mechanism._cache.load_entry(NOTICE.folder)


class Word(enum.Enum):
    """What is written with the same bytes as a text, and is none."""

    SAND = "sand"
    DAY = "2024-08-01"


def fresh() -> zhize.Mechanism:
    return zhize.Mechanism(NOTICE.folder, ENTRY)


def forget(mechanism: zhize.Mechanism) -> None:
    """Let a mechanism forget whole records."""
    mechanism._familiar = familiar.Familiar(mechanism.lexicon)
    mechanism.lexicon.known.clear()


def answer(mechanism: zhize.Mechanism, fields: Any) -> object:
    """What a mechanism says to a record: the decision, or all that is wrong."""
    try:
        return mechanism.decide(fields).to_json()
    except RecordError as error:
        return error.problems


TEXTS = {"title": "水库", "description": "夜间取砂。"}
ODD: dict[str, Mapping[Any, Any]] = {
    "another id": {"id": "YC-2"},
    "no id": {"id": None},
    "empty id": {"id": ""},
    "blank id": {"id": " \u3000"},
    "half a character in the id": {"id": "A\ud800"},
    "number as id": {"id": 7},
    "list as id": {"id": ["A"]},
    "very long id": {"id": "A" * 100_001},
    "no title": {"title": None},
    "blank title": {"title": " "},
    "mapping as description": {"description": {"a": "b"}},
    "several descriptions": {"description": ["a", "b"]},
    "very long description": {"description": "字" * 100_001},
    "half a character in the description": {"description": "\udfff"},
    "date": {"reported_on": date(2024, 8, 1)},
    "time": {"reported_on": datetime(2024, 8, 1)},
    "no date though its bytes are": {"reported_on": Word.DAY},
    "no word though its bytes are": {"mineral": Word.SAND},
    "list where a word stood": {"mineral": ["sand"]},
    "letters of a word": {"mineral": list("sand")},
    "word where a list stood": {"zones": "reservoir-area"},
    "tuple": {"zones": ("reservoir-area",)},
    "set": {"zones": {"reservoir-area"}},
    "mapping": {"zones": {"reservoir-area": 1}},
    "list in a list": {"zones": [["reservoir-area"]]},
    "no word in a list": {"zones": [Word.SAND]},
    "number in a list": {"zones": [1]},
    "nothing in a list": {"zones": [None]},
    "left out": {"zones": None},
    "unknown word": {"zones": ["moon"]},
    "unknown field": {"moon": "sand"},
    "field that is no text": {7: "sand"},
    "field given twice": {"违法类型": "非法采砂"},
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_what_differs_in_type_or_is_blank_is_looked_at(name: str) -> None:
    usual = {**FIELDS, **TEXTS}
    odd = {**usual, **ODD[name]}
    expected = answer(fresh(), odd)
    mechanism = fresh()
    for _ in range(2):
        mechanism.decide(usual)
    assert mechanism._familiar.find(usual) is not None
    for _ in range(3):
        assert answer(mechanism, odd) == expected
    assert answer(mechanism, usual) == answer(fresh(), usual)


@pytest.mark.parametrize(
    "code", ["id", "title", "description", "mineral", "discovered_by", "zones"]
)
@pytest.mark.parametrize("blank", [None, "", "  ", ["  "]])
def test_a_field_given_twice_is_seen_where_one_of_its_names_was_blank_before(
    code: str, blank: Any
) -> None:
    label = next(f for f in NOTICE.rulebase.facets if f.code == code).label["zh"]
    usual = {"mineral": "sand", **FIELDS, **TEXTS}
    for one, other in ((code, label), (label, code)):
        own = {name: value for name, value in usual.items() if name != code}
        blanks = {**own, one: usual[code], other: blank}, {**own, one: blank}
        both = {**own, one: usual[code], other: usual[code]}
        half = {**own, one: blank, other: usual[code]}
        mechanism = fresh()
        for before in (usual, *blanks):
            for _ in range(2):
                answer(mechanism, before)
        for record in (both, half, *blanks):
            for _ in range(2):
                assert answer(mechanism, record) == answer(fresh(), record)


def test_the_odd_records_are_taken_as_well_as_refused() -> None:
    taken = [n for n in ODD if isinstance(answer(NOTICE, {**FIELDS, **TEXTS, **ODD[n]}), bytes)]
    assert {"another id", "date", "tuple", "set", "no title", "left out"} <= set(taken)
    assert {"no word though its bytes are", "mapping as description"}.isdisjoint(taken)
    assert len(ODD) - len(taken) > 12


def test_a_day_is_not_taken_for_its_number_nor_bare_bytes_for_a_word() -> None:
    day = date(2024, 8, 1)
    usual = {**FIELDS, "reported_on": day}
    mechanism = fresh()
    mechanism.decide(usual)
    assert mechanism._familiar.find(usual) is not None
    for odd in (
        {"reported_on": day.toordinal()},
        {"reported_on": datetime(2024, 8, 1)},
        {"reported_on": day.isoformat()},
        {"zones": day},
        {"mineral": b"sand"},
        {"mineral": bytearray(b"sand")},
    ):
        assert mechanism._familiar.find({**usual, **odd}) is None
        assert answer(mechanism, {**usual, **odd}) == answer(fresh(), {**usual, **odd})


def test_records_are_known_again_whatever_their_own_words() -> None:
    labels = {
        "编号": "甲", "获知日期": "2024-08-01", "乡镇": "凤城镇", "违法类型": ["非法采砂"],
        "发现者": ["公众"], "说明": "……",
    }  # fmt: skip
    labels = {name: value for name, value in labels.items() if NOTICE.lexicon.field(name)}
    mechanism = fresh()
    for usual, name, text in (
        ({**FIELDS, **TEXTS}, "id", "title"),
        ({**FIELDS, "description": None, "zones": None}, "id", "description"),
        (
            {**FIELDS, "reported_on": date(2024, 8, 1), "violations": ("unlicensed-mining",)},
            "id",
            "",
        ),
    ):
        assert mechanism._familiar.find(usual) is None
        first = mechanism.decide(usual)
        again = {**usual, name: "B", **({text: "another"} if text else {})}
        found = mechanism._familiar.find(again)
        assert found is not None
        assert found[0] == "B"
        assert found[1] is first.body
        assert mechanism._familiar.find(MappingProxyType(again)) == found
        assert mechanism._familiar.find(dict(reversed(again.items()))) == found
    assert {"编号", "违法类型"} <= labels.keys()


def test_what_is_no_mapping_is_refused_though_its_facts_are_familiar() -> None:
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    fields = {**FIELDS, "violations": "unlicensed-mining", "discovered_by": "public"}
    names = ", ".join(f"? AS {name}" for name in fields)
    row = connection.execute(f"SELECT {names}", tuple(map(_cell, fields.values()))).fetchone()
    connection.close()
    mechanism = fresh()
    before = answer(mechanism, row)
    for name in ("A", "B"):
        mechanism.decide({**dict(row), "id": name})
    assert answer(mechanism, row) == before


def _cell(value: Any) -> str:
    return ";".join(value) if isinstance(value, list) else str(value)


def test_what_was_remembered_does_not_follow_the_list_that_was_given() -> None:
    mechanism = fresh()
    fields = {**FIELDS, "violations": ["unlicensed-mining"]}
    before = answer(mechanism, fields)
    fields["violations"].append("illegal-sand-mining")
    assert answer(mechanism, fields) == answer(fresh(), fields) != before


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(familiar, "_LIMIT", 8)
    mechanism = fresh()
    records = random_records(NOTICE, random.Random(3), 40)
    expected = [answer(NOTICE, record) for record in records]
    for _ in range(2):
        assert [answer(mechanism, record) for record in records] == expected
        held = mechanism._familiar
        assert 0 < sum(len(shape.known) for shape in held._shapes.values()) <= 8
    long = {**FIELDS, "violations": ["unlicensed-mining"] * 200}
    mechanism.decide(long)
    assert mechanism._familiar.find(long) is None


@given(st.integers(min_value=0, max_value=2**32))
@settings(max_examples=40, deadline=None)
def test_records_are_answered_as_if_they_were_the_first(seed: int) -> None:
    rng = random.Random(seed)
    mechanism, other = fresh(), NOTICE
    records: list[dict[Any, Any]] = [*random_records(NOTICE, rng, 4), {**FIELDS, **TEXTS}]
    for _ in range(20):
        record = dict(rng.choice(records))
        if rng.random() < 0.6:
            record.update(ODD[rng.choice(sorted(ODD))])
        if rng.random() < 0.3:
            names = list(record)
            rng.shuffle(names)
            record = {name: record[name] for name in names}
        if rng.random() < 0.2:
            record.pop(rng.choice(list(record)))
        forget(other)
        assert answer(mechanism, record) == answer(other, record)


PATTERN = """
hars:numero-form a sh:PropertyShape ; sh:path har:aNumero ; sh:pattern "^C-" ;
    zz:problemCode "malformed-date" ; sh:message "编号以 C- 开头"@zh, "a number begins with C-"@en .
hars:constat sh:property hars:numero-form .
"""
NEEDED = """
hars:remarques-needed a sh:PropertyShape ; sh:path har:aRemarque ; sh:minCount 1 ;
    zz:problemCode "missing-field" ; sh:message "缺少备注"@zh, "the remarks are missing"@en .
hars:constat sh:property hars:remarques-needed .
"""


def test_a_mapping_is_refused_in_a_file_that_has_the_same_words_as_a_list() -> None:
    good = {**FIELDS, "zones": ["reservoir-area"]}
    bad = {**FIELDS, "id": "YC-2", "zones": {"reservoir-area": 1}}
    lines = "\n".join(json.dumps(record) for record in (good, bad)).encode()
    records = list(fresh().records(io.BytesIO(lines), format="jsonl"))
    assert [[p.code for p in record.problems] for record in records] == [[], ["wrong-type"]]


@pytest.mark.parametrize(
    ("shape", "wrong"),
    [(PATTERN, {"numero": "D-1"}), (NEEDED, {"remarques": " "}), (NEEDED, {"remarques": None})],
)
def test_a_shape_about_a_text_sees_every_record(
    shape: str, wrong: dict[str, Any], tmp_path: Path
) -> None:
    folder = tmp_path / "harbour"
    shutil.copytree(HARBOUR, folder)
    (file,) = (folder / "shapes").glob("*.ttl")
    file.write_text(file.read_text(encoding="utf-8") + shape, encoding="utf-8")
    fields = {
        "numero": "C-1", "constate_le": "2023-05-10", "pollutions": ["gazole"],
        "constate_par": ["douanes"], "remarques": "…",
    }  # fmt: skip
    for mechanism in (zhize.load(folder), zhize.load(HARBOUR)):
        refused = mechanism.folder == folder
        for _ in range(3):
            mechanism.decide(fields)
        assert (mechanism._familiar.find(fields) is None) == refused
        if refused:
            with pytest.raises(RecordError):
                mechanism.decide({**fields, **wrong})
        else:
            mechanism.decide({**fields, **wrong})
