"""Parameters: codes or labels in, terms out; what is wrong is said with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from tests.queries.asked import Given

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"

SAME: list[tuple[str, Given, Given]] = [
    ("duties-of-agency", {"agency": "water"}, {"agency": "县水务部门"}),
    ("duties-of-agency", {"agency": "water"}, {"机关": "WATER"}),
    ("norms-of-article", {"article": "8"}, {"条款": "第八条"}),
    ("values-of-facet", {"facet": "zones"}, {"事实项": "区域"}),
    ("duties-of-kind", {"kind": "functional-department"}, {"kind of agency": "职能部门"}),
    ("agencies-in-role", {}, {"role": "牵头"}),
    (
        "who-acts-on",
        {"violations": "illegal-sand-mining", "zones": "reservoir-area"},
        {"违法类型": "非法采砂", "zone": "水库库区"},
    ),
    (
        "who-acts-on",
        {"violations": ["illegal-mining", "obstruction"]},
        {"incident": ["obstruction", "非法违法采矿", "obstruction"]},
    ),
]


@pytest.mark.parametrize(("name", "codes", "labels"), SAME)
def test_codes_and_labels_ask_the_same(
    name: str, codes: Given, labels: Given, notice: zhize.Mechanism
) -> None:
    assert notice.query(name, codes).rows == notice.query(name, labels).rows != ()


WRONG: list[tuple[str, Given, str, str]] = [
    ("workloads", {}, "是否指 workload", "did you mean workload"),
    ("zzz", {}, "可用：agencies-in-role", "use one of agencies-in-role"),
    ("workload", {"agency": "water"}, "没有参数。请去掉“agency”", "leave out `agency`"),
    ("duties-of-agency", {}, "缺少参数 agency（机关）", "needs parameter agency (agency)"),
    ("duties-of-agency", {}, "county-government、", "allowed: county-government, "),
    ("duties-of-agency", {"agncy": "water"}, "是否指 agency？", "did you mean agency?"),
    ("duties-of-agency", {"agency": "watter"}, "是否指 water？", "did you mean `water`?"),
    ("duties-of-agency", {"agency": "水利厅"}, "没有值“水利厅”", "has no value `水利厅`"),
    ("duties-of-agency", {"agency": ["water", "power"]}, "实有 2 个", "exactly one value"),
    ("duties-of-agency", {"agency": "water", "机关": "power"}, "只写一次", "give it once"),
    ("duties-of-agency", {"agency": []}, "实有 0 个", "exactly one value"),
    ("norms-of-article", {"article": "19"}, "没有值“19”", "allowed: letter-heading"),
    ("triggers-of-norm", {"norm": "8.9"}, "是否指 8.1？", "did you mean `8.1`?; allowed: 1.1,"),
    ("values-of-facet", {"facet": "township"}, "没有值“township”", "allowed: violations, zones"),
    ("who-acts-on", {}, "写成 --param 字段=值", "fields: violations, zones, mineral"),
    ("who-acts-on", {"zonez": "wetland"}, "是否指 zones？", "did you mean zones?"),
    ("who-acts-on", {"zones": "illegal-mining"}, "没有值“illegal-mining”", "allowed: river-ch"),
    ("who-acts-on", {"incident": "nothing such"}, "没有值", "has no value `nothing such`"),
    ("norms-that-say", {}, "缺少参数 words", "needs parameter words"),
    ("norms-that-say", {"words": " "}, "1 至 1000 个字符", "1 to 1000 characters"),
    ("norms-that-say", {"words": "x" * 1001}, "1 至 1000 个字符", "1 to 1000 characters"),
    ("duties-of-agency", {"agency": "x" * 5000}, "xxx…”", "xxx…`"),
]


@pytest.mark.parametrize(("name", "given", "zh", "en"), WRONG)
def test_what_is_wrong_is_said_with_what_would_be_right(
    name: str, given: Given, zh: str, en: str, notice: zhize.Mechanism
) -> None:
    with pytest.raises(zhize.UsageError) as found:
        notice.query(name, given)
    assert zh in found.value.message["zh"]
    assert en in found.value.message["en"]
    assert max(map(len, found.value.message.values())) < 1000


def test_a_value_of_two_fields_asks_which(tmp_path: Path) -> None:
    source = (MECHANISMS / "harbour").rglob("*.ttl")
    for path in source:
        target = tmp_path / path.relative_to(MECHANISMS / "harbour")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        target.write_text(text.replace('"calme"', '"dechets"'), encoding="utf-8")
    mechanism = zhize.load(tmp_path)
    with pytest.raises(zhize.UsageError) as found:
        mechanism.query("who-acts-on", {"incident": "dechets"})
    assert "pollutions, meteo" in found.value.message["en"]
    assert mechanism.query("who-acts-on", {"pollutions": "dechets"}).rows


HOSTILE = [
    '") } INSERT DATA { <urn:a> <urn:b> <urn:c> } #',
    '及时") || true || CONTAINS("',
    "' UNION { ?s ?p ?o } '",
    "\\u0022) } #",
    "?norm",
    "<https://w3id.org/zhize/core#Norm>",
    "{{{{",
    "\0",
    ".*",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_never_becomes_part_of_the_query(text: str, notice: zhize.Mechanism) -> None:
    before = len(notice._read_graph)
    assert notice.query("norms-that-say", {"words": text}).rows == ()
    assert len(notice._read_graph) == before
    with pytest.raises(zhize.UsageError):
        notice.query("duties-of-agency", {"agency": text})


def test_facts_asked_about_do_not_stay_in_the_graph(notice: zhize.Mechanism) -> None:
    before = len(notice._read_graph)
    first = notice.query("who-acts-on", {"violations": "obstruction"})
    notice.query("who-acts-on", {"violations": "corruption"})
    assert notice.query("who-acts-on", {"violations": "obstruction"}) == first
    assert len(notice._read_graph) == before


def test_a_default_is_taken_and_shown(notice: zhize.Mechanism) -> None:
    result = notice.query("agencies-in-role")
    assert [one.code for one in result.asked] == ["lead"]
    assert result.rows == notice.query("agencies-in-role", {"role": "lead"}).rows
