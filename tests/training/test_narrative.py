"""The narratives say all that a record states, in plain words of one language."""

from __future__ import annotations

import re

import zhize
from zhize.explain.names import Names
from zhize.training import TrainingKit
from zhize.training.narrative import Narrator

SAMPLE = {
    "id": "N-1", "reported_on": "2024-08-01", "township": "凤城镇", "village": "尹家沟村",
    "violations": ["unlicensed-mining", "illegal-sand-mining"], "zones": ["reservoir-area"],
    "mineral": "sand", "operator_licence": "unknown", "circumstances": ["illegal-pit", "unknown"],
    "discovered_by": ["ecology-environment"], "reported_to": [],
}  # fmt: skip


def told(mechanism: zhize.Mechanism, fields: dict[str, object], lang: str) -> str:
    matter = ("violations",) if "violations" in fields else ("pollutions",)
    return Narrator(mechanism.rulebase, lang, matter).tell(mechanism.incident(fields))


def test_a_narrative_reads_like_one(notice: zhize.Mechanism) -> None:
    assert told(notice, SAMPLE, "zh") == (
        "2024年8月1日获知，凤城镇尹家沟村有下列情况：无证采矿、非法违法采砂。"
        "由县生态环境部门发现。尚未报告任何单位。事发地点位于水库库区范围内。"
        "涉及的矿种为砂。开采者有没有采矿许可证，尚未查明。"
        "另查明：有非法采矿坑口（可能还有其他，尚待查明）。"
    )
    assert told(notice, SAMPLE, "en") == (
        "The following became known on 1 August 2024, in Yinjiagou Village, Fengcheng Town: "
        "unlicensed mining, illegal sand extraction. "
        "Discovered by: county ecology and environment department. "
        "It has not been reported to anybody yet. The site lies within: reservoir area. "
        "The mineral concerned is recorded as sand. "
        "Whether the operator holds a mining licence is not yet known. "
        "It is further established: illegal pit (there may be more)."
    )


def test_without_sentences_of_its_own_a_field_says_its_name_and_values(
    harbour: zhize.Mechanism,
) -> None:
    fields = {
        "numero": "1", "constate_le": "2023-05-10", "bassin": "Bassin du Nord",
        "pollutions": ["gazole"], "navires": [], "meteo": "unknown", "constate_par": ["douanes"],
    }  # fmt: skip
    assert told(harbour, fields, "en") == (
        "The following became known on 10 May 2023, in North Dock: diesel oil. Seen by: customs. "
        "Ships: none. Weather: not known."
    )


def test_every_stated_fact_is_in_the_narrative(
    notice: zhize.Mechanism, kit: TrainingKit, rows: list[dict[str, dict[str, str]]]
) -> None:
    names = {lang: Names(notice.rulebase, lang) for lang in ("zh", "en")}
    for scenario, row in zip(kit.drawn.scenarios, rows, strict=True):
        for lang, text in row["narrative"].items():
            for field, values in scenario.incident.values.items():
                if field in {"id", "reported_on"}:
                    continue
                for value in values:
                    assert names[lang].value(field, value) in text, (scenario.id, lang, field)
            year, month, day = scenario.fields["reported_on"].split("-")
            assert year in text
            assert re.search(
                rf"\b{int(day)}\b" if lang == "en" else f"{int(month)}月{int(day)}日", text
            )
            for field in scenario.incident.unknown:
                words = notice.rulebase.facets[
                    [f.code for f in notice.rulebase.facets].index(field)
                ]
                unknown = words.sentence_of_unknown[lang]
                assert unknown in text or "可能还有其他" in text or "there may be more" in text


def test_an_english_narrative_has_no_chinese(rows: list[dict[str, dict[str, str]]]) -> None:
    for row in rows:
        assert not re.search("[\u4e00-\u9fff]", row["narrative"]["en"])


def test_the_reader_finds_most_of_it_again(
    notice: zhize.Mechanism, rows: list[dict[str, dict[str, object]]]
) -> None:
    """`zhize read` is made for people's words; of ours it should find nearly all."""
    stated = found = 0
    for row in rows:
        draft = notice.read(str(row["narrative"]["zh"])).to_dict()["record"]
        for field in ("violations", "zones", "circumstances", "discovered_by", "reported_to"):
            values = row["incident"][field]
            assert isinstance(values, list)
            wanted = {v for v in values if v != "unknown"}
            stated += len(wanted)
            found += len(wanted & set(draft.get(field) or ()))
        stated += 2
        found += draft.get("reported_on") == row["incident"]["reported_on"]
        found += draft.get("township") == row["incident"]["township"]
    assert found / stated > 0.9, (found, stated)
