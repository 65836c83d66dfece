"""Days and places: what is certain is read, the rest is said."""

from __future__ import annotations

import pytest

import zhize

DAY, TOWNSHIP, VILLAGE, COUNTY = "reported_on", "township", "village", "county"


@pytest.mark.parametrize(
    "written",
    [
        "2024年8月1日", "2024-08-01", "2024.8.1", "2024/8/1", "2024 年 8 月 1 日",
        "２０２４年８月１日", "二〇二四年八月一日", "二零二四年八月一号",
        "1 August 2024", "August 1, 2024", "1st of August 2024",
        "Aug. 1, 2024", "the 1st August 2024",
    ],
)  # fmt: skip
def test_a_full_date_is_read(notice: zhize.Mechanism, written: str) -> None:
    assert notice.read(f"{written}，县水务局发现有人偷砂。").record[DAY] == "2024-08-01"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("8月1日", "no-year"), ("24年8月1日", "short-year"), ("2024年8月", "no-day"),
        ("2024年2月30日", "impossible"), ("2024-13-01", "impossible"), ("昨天", "relative-day"),
        ("last week", "relative-day"), ("12 March", "no-year"),
    ],
)  # fmt: skip
def test_a_date_that_is_not_certain_is_left_out_with_the_reason(
    notice: zhize.Mechanism, written: str, reason: str
) -> None:
    draft = notice.read(f"{written}，县水务局发现有人偷砂。")
    assert DAY not in draft.record
    assert [(u.text, u.reason) for u in draft.unplaced if u.field == DAY] == [(written, reason)]


def test_of_several_days_the_one_of_the_finding_counts(notice: zhize.Mechanism) -> None:
    draft = notice.read("该矿自2024年6月20日起无证采煤，7月16日被镇政府查获，7月20日上报县政府。")
    assert draft.record[DAY] == "2024-07-16"
    assert [u.value for u in draft.unplaced if u.reason == "other-day"] == [
        "2024-06-20",
        "2024-07-20",
    ]


def test_a_day_before_the_full_date_gets_no_year(notice: zhize.Mechanism) -> None:
    draft = notice.read("2024年12月15日县水务局发现有人偷砂，1月3日再次发现。")
    assert draft.record[DAY] == "2024-12-15"
    assert [u.reason for u in draft.unplaced if u.field == DAY] == ["no-year"]


def test_where_somebody_comes_from_is_not_where_it_happened(notice: zhize.Mechanism) -> None:
    draft = notice.read("家住北留镇的李某系次营镇人，在寺头乡马寨村偷挖煤炭，被村民举报。")
    assert draft.record[TOWNSHIP] == "寺头乡"
    assert draft.record[VILLAGE] == "马寨村"
    assert {(u.value, u.reason) for u in draft.unplaced if u.field == TOWNSHIP} == {
        ("北留镇", "origin"),
        ("次营镇", "origin"),
    }


def test_two_places_that_are_equally_plain_are_both_left_out(notice: zhize.Mechanism) -> None:
    draft = notice.read("北留镇、润城镇均有人盗采煤炭。")
    assert TOWNSHIP not in draft.record
    (item,) = (u for u in draft.unplaced if u.reason == "several-places")
    assert item.candidates == ("北留镇", "润城镇")


@pytest.mark.parametrize("ordinary", ["双方受益", "路过大桥", "银河璀璨", "河北籍司机", "西沟里"])
def test_short_names_are_ordinary_words(notice: zhize.Mechanism, ordinary: str) -> None:
    draft = notice.read(f"{ordinary}，有人偷砂。")
    assert TOWNSHIP not in draft.record
    assert VILLAGE not in draft.record


def test_a_short_name_counts_behind_its_township(notice: zhize.Mechanism) -> None:
    assert notice.read("横河镇受益有人偷砂。").record[VILLAGE] == "受益村"


def test_a_village_outside_the_township_named_leaves_the_record(
    notice: zhize.Mechanism,
) -> None:
    draft = notice.read("在东冶镇上伏村有人盗采煤炭。")
    assert draft.record[TOWNSHIP] == "东冶镇"
    assert VILLAGE not in draft.record
    (item,) = (u for u in draft.unplaced if u.reason == "place-elsewhere")
    assert item.candidates == ("润城镇",)


def test_a_village_without_its_township_says_where_it_is(notice: zhize.Mechanism) -> None:
    draft = notice.read("河头村有人偷砂。")
    assert draft.record[VILLAGE] == "河头村"
    assert TOWNSHIP in draft.missing
    (item,) = (u for u in draft.unplaced if u.reason == "place-above")
    assert item.candidates == ("润城镇",)


def test_a_former_township_is_what_it_is_now(notice: zhize.Mechanism) -> None:
    assert notice.read("原固隆乡有人盗采煤炭。").record[TOWNSHIP] == "次营镇"


def test_another_county_is_read_where_it_happened_there(notice: zhize.Mechanism) -> None:
    draft = notice.read("盗采煤炭的地点在高平市，群众举报。")
    assert draft.record[COUNTY] == "高平市"
    draft = notice.read("来自高平市的司机在北留镇盗采煤炭，群众举报。")
    assert COUNTY not in draft.record
    assert [u.reason for u in draft.unplaced if u.field == COUNTY] == ["origin"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("芹迟镇", "芹池镇"), ("北溜镇", "北留镇"), ("Qinchy Town", "Qinchi Town")],
)
def test_a_name_that_looks_like_a_place_is_only_a_question(
    notice: zhize.Mechanism, written: str, meant: str
) -> None:
    draft = notice.read(f"{written}，村民举报有人偷砂。")
    assert TOWNSHIP not in draft.record
    (item,) = (u for u in draft.unplaced if u.reason == "unknown-place")
    assert item.candidates == (meant,)
    assert meant in item.message["zh"]
    assert meant in item.message["en"]
