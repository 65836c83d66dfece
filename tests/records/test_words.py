"""The lexicon: names and values as people write them become codes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zhize.model.incident import Record, Unresolved
from zhize.records import Lexicon, resolve

from . import toy

LEXICON = Lexicon(toy.rulebase())


def read(**fields: Any) -> Record:
    return resolve(fields, LEXICON)


def codes(record: Record) -> list[str]:
    return [problem.code for problem in record.problems]


def test_codes_come_through_as_they_are() -> None:
    record = resolve(toy.GOOD, LEXICON)
    assert record.values == {
        key: tuple(value) if isinstance(value, list) else (value,)
        for key, value in toy.GOOD.items()
    }
    assert not record.unknown
    assert not record.problems


@pytest.mark.parametrize(
    "name", ["troubles", "问题", "问题类型", "TROUBLES", " troubles field ", "ｔｒｏｕｂｌｅｓ"]
)
def test_a_field_may_be_named_by_code_or_any_label(name: str) -> None:
    assert resolve({name: "litter"}, LEXICON).values == {"troubles": ("litter",)}


@pytest.mark.parametrize(
    "word",
    ["dead-fish", "死鱼", "鱼死了", "Fish Kill", " dead fish ", toy.NS + "troubles-dead-fish"],
)
def test_a_value_may_be_a_code_a_label_or_an_iri(word: str) -> None:
    assert read(troubles=[word]).values == {"troubles": ("dead-fish",)}


def test_two_words_for_one_value_are_one_value() -> None:
    assert read(troubles=["死鱼", "dead-fish"]).values == {"troubles": ("dead-fish",)}


def test_a_word_of_nothing_stays_as_written() -> None:
    assert read(troubles=["Ghosts", "litter"]).values == {
        "troubles": (Unresolved("Ghosts"), "litter")
    }


def test_an_unknown_field_is_kept_by_name() -> None:
    assert read(trubles="litter").unrecognised == ("trubles",)


def test_a_single_value_may_stand_for_a_list() -> None:
    assert read(seen_by="看塘人").values == {"seen_by": ("warden",)}


@pytest.mark.parametrize("cell", ["死鱼;垃圾", "死鱼；垃圾", "死鱼、垃圾", "死鱼; 垃圾 ;"])
def test_a_cell_is_split_at_its_separators(cell: str) -> None:
    assert read(troubles=cell).values == {"troubles": ("dead-fish", "litter")}


def test_a_cell_that_is_a_word_is_not_split() -> None:
    assert read(troubles="气味;味道").values == {"troubles": ("smell-taste",)}


def test_several_values_of_a_single_field_are_all_kept_for_validation() -> None:
    assert read(permit=["held", "none"]).values == {"permit": ("held", "none")}


@pytest.mark.parametrize("value", [None, "", "  ", float("nan"), [None], [""]])
def test_a_blank_is_absent_and_never_none(value: Any) -> None:
    record = read(troubles=value, permit=value, note=value, town=value)
    assert record.values == {}
    assert record.unknown == ()


def test_blanks_of_numpy_and_pandas_are_blanks() -> None:
    numpy, pandas = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    for blank in (numpy.float32("nan"), numpy.float16("nan"), pandas.NaT):
        record = read(troubles=blank, permit=blank, note=blank, town=blank, day=blank)
        assert record.values == {}, blank
        assert record.unknown == ()


@pytest.mark.parametrize("value", [[], "无", "none", ["没有"]])
def test_an_empty_list_is_known_to_be_empty(value: Any) -> None:
    assert read(told=value).values == {"told": ()}


def test_none_beside_a_value_is_a_contradiction_for_validation() -> None:
    assert read(told=["none", "warden"]).values == {"told": ("warden", Unresolved("none"))}


def test_none_may_be_a_value_of_its_own_scheme() -> None:
    assert read(permit="none").values == {"permit": ("none",)}
    assert read(permit="无").values == {"permit": (Unresolved("无"),)}


@pytest.mark.parametrize("word", ["unknown", "未知", "不详"])
def test_unknown_marks_the_field(word: str) -> None:
    record = read(troubles=["litter", word], permit=word, seen_on=word, town=word, note=word)
    assert record.values == {"troubles": ("litter",), "note": (word,)}
    assert sorted(record.unknown) == ["permit", "seen_on", "town", "troubles"]


@pytest.mark.parametrize(
    "written",
    ["2024-08-01", "2024年8月1日", "2024年08月01日", "2024/8/1", "2024.8.1", "２０２４-０８-０１",
     date(2024, 8, 1), datetime(2024, 8, 1)],
)  # fmt: skip
def test_dates_with_one_reading_are_taken(written: Any) -> None:
    assert read(seen_on=written).values == {"seen_on": ("2024-08-01",)}


@pytest.mark.parametrize(
    "written",
    ["2024-13-01", "2023-02-29", "1/8/2024", "24-08-01", "2024-8-1", "20240801", "2024-W31-4",
     "2024/8.1", "2024年8月1", "2024-08-01T10:00:00", "八月一日", "0000-01-01"],
)  # fmt: skip
def test_other_dates_stay_as_written(written: str) -> None:
    assert read(seen_on=written).values == {"seen_on": (Unresolved(written),)}


@pytest.mark.parametrize(
    ("value", "text"),
    [(107, "107"), (1.5, "1.5"), (True, "true"), (False, "false"), (Decimal("1.10"), "1.10"),
     ("1.0", "1.0"), ("no", "no"), (" a ", " a ")],
)  # fmt: skip
def test_free_text_is_kept_as_written(value: Any, text: str) -> None:
    assert read(note=value).values == {"note": (text,)}


@pytest.mark.parametrize("value", [{"a": 1}, [["x"]], b"x", object(), [{"a": "b"}]])
@pytest.mark.parametrize("field", ["troubles", "note", "seen_on", "town"])
def test_what_is_no_single_value_is_the_wrong_type(field: str, value: Any) -> None:
    record = resolve({"id": "P-9", field: value}, LEXICON)
    assert codes(record) == ["wrong-type"]
    assert isinstance(record.values[field][0], Unresolved)
    assert record.problems[0].record == "P-9"


def test_what_is_no_mapping_is_no_record() -> None:
    assert codes(resolve(["x"], LEXICON)) == ["wrong-type"]  # type: ignore[arg-type]


def test_a_field_given_under_two_names_is_a_problem_and_nothing_is_lost() -> None:
    record = read(troubles="litter", 问题="死鱼", town="东镇", 乡镇="西镇")
    assert codes(record) == ["duplicate-field", "duplicate-field"]
    assert record.values == {"troubles": ("litter", "dead-fish"), "town": ("东镇", "西镇")}


def test_bounds_on_texts_and_lists_are_problems() -> None:
    record = read(note="x" * 200_000, troubles=["litter"] * 2000)
    assert sorted(codes(record)) == ["too-large", "too-large"]


def test_half_a_character_never_reaches_the_output() -> None:
    record = read(note="a\ud800b", troubles=["\udc80"])
    assert str(record).encode("utf-8")


# ---------------------------------------------------------------- places


@pytest.mark.parametrize("word", ["东镇", "east", "东关镇", "999001100", "999001100000", 999001100])
def test_a_place_is_found_by_label_or_code(word: Any) -> None:
    record = read(town=word)
    assert record.values == {"town": ("东镇",)}
    assert not record.notes


def test_a_code_of_two_schemes_gets_a_note() -> None:
    record = read(id="P-2", town="999001101")
    assert record.values["town"] == ("西镇",)
    (note,) = record.notes
    assert (note.code, note.severity, note.record) == ("ambiguous-code", "info", "P-2")
    assert note.message["zh"] == "另一套代码相反"
    assert not read(town="西镇").notes


def test_a_former_place_is_read_as_its_successor_with_a_note() -> None:
    for _ in range(2):  # the second time from memory, if at all
        record = read(town="西乡", hamlet="下村")
        assert record.values == {"town": ("西镇",), "hamlet": ("下村",)}
        assert [note.code for note in record.notes] == ["former-name"]
        assert record.notes[0].message["zh"] == "西乡现为西镇"


def test_a_place_is_looked_up_only_within_the_one_above() -> None:
    assert read(town="西镇", hamlet="下村").values["hamlet"] == ("下村",)
    assert read(town="东镇", hamlet="下村").values["hamlet"] == (Unresolved("下村"),)
    assert read(town="东镇", hamlet="999001101201").values["hamlet"] == (
        Unresolved("999001101201"),
    )


def test_a_place_below_an_unknown_one_is_looked_up_everywhere() -> None:
    assert read(hamlet="下村").values["hamlet"] == ("下村",)
    assert read(town="无此镇", hamlet="下村").values == {
        "town": (Unresolved("无此镇"),),
        "hamlet": ("下村",),
    }


def test_nothing_is_looked_up_in_another_county() -> None:
    record = read(county="红县", town="东镇", hamlet="无此村")
    assert record.values == {"county": ("红县",), "town": ("东镇",), "hamlet": ("无此村",)}
    assert not record.notes
    assert read(county="青县", town="无此镇").values["town"] == (Unresolved("无此镇"),)
    assert read(county="qing", town="东镇").values["county"] == ("青县",)


def test_the_order_of_the_record_is_kept_from_memory_or_not() -> None:
    fields = dict(reversed(list(toy.GOOD.items())))
    fresh = Lexicon(toy.rulebase())
    first, second = resolve(fields, fresh), resolve(fields, fresh)
    assert list(first.values) == list(second.values) == list(fields)
    assert first == second


def test_memory_is_bounded() -> None:
    lexicon = Lexicon(toy.rulebase())
    for number in range(20_000):
        word = str(number)
        resolve({"troubles": word, "town": word, word: word, "seen_on": word}, lexicon)
    assert len(lexicon.names) <= 8192
    assert len(lexicon.place_memory) <= 8192
    assert all(len(words.memory) <= 8192 for words in lexicon.facets.values())


def test_a_number_is_not_taken_for_a_remembered_truth_value() -> None:
    lexicon = Lexicon(toy.rulebase())
    written = [resolve({"troubles": [v]}, lexicon).values for v in ("1", 1, True, 1.0, "true")]
    texts = [values["troubles"][0] for values in written]
    assert texts == [Unresolved(t) for t in ("1", "1", "true", "1.0", "true")]
