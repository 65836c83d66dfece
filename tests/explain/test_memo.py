from __future__ import annotations

import dataclasses

import msgspec
import pytest

from tests.explain import toy
from zhize.explain import display_width, memo
from zhize.model.decision import Displaced, Duty, DutyGround, Unaddressed
from zhize.model.report import Problem


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


def _flat(text: str) -> str:
    """The text without line ends and indents, so that a search does not depend on the wrapping."""
    return "".join(_lines(text))


def _memo(lang: str, **values: str | tuple[str, ...]) -> str:
    return memo(toy.decide(toy.incident(**values)), toy.RULEBASE, lang)


def test_the_worked_example_reads_in_order() -> None:
    lines = _lines(memo(toy.decide(), toy.RULEBASE, "zh", incident=toy.SAND))
    wanted = [
        "职责认定：YC-2024-0107",
        "一、由谁处置",
        "（一）牵头",
        "1. 县自然资源部门",
        "牵头组织打击非法违法采矿行为。",
        "依据：第四条 [4.1] “县自然资源部门是打击非法违法采矿行为的牵头单位”",
        "因为：违法类型＝无证采矿、非法违法采砂（均算作非法违法采矿）",
        "解释：I-1（牵头的范围）",
        "（二）主办",
        "2. 县水务部门",
        "（三）属地",
        "3. 凤城镇：乡(镇)人民政府",
        "（四）承办",
        "4. 县自然资源部门、县水务部门",
        "因为：第5项（县生态环境部门依 6.2 告知）",
        "时限：及时",
        "二、谁向谁通报（含报告）",
        "5. 县生态环境部门 → 县自然资源部门、县水务部门",
        "三、谁向谁反馈",
        "6. 县自然资源部门、县水务部门（各自） → 县生态环境部门",
        "四、被排除的规范",
        "· 第四条 [4.2] 县自然资源部门：组织对无证非法采矿行为的打击查处。",
        "让位：第八条 [8.1]",
        "解释：I-2（第八条优先于第四条）",
        "五、未决问题（影响大的在前）",
        "情形",
    ]
    positions = [lines.index(line) for line in wanted]
    assert positions == sorted(positions)


def test_grounds_say_what_a_value_counts_as() -> None:
    text = _flat(_memo("zh"))
    assert "区域＝水库库区（算作河道）" in text
    assert "zones = reservoir area (counts as river channel)" in " ".join(_lines(_memo("en")))


def test_open_questions_are_put_in_words() -> None:
    assert (
        "若包括“涉嫌非法采矿、破坏性采矿犯罪”：增加县公安机关（主办 5.2、承办 15.5、反馈 15.6）；"
        "改变县生态环境部门（通报 6.2）。"
    ).replace(" ", "") in _flat(_memo("zh")).replace(" ", "")


def test_a_choice_is_shown_from_both_sides_and_where_it_matters() -> None:
    text = _flat(_memo("zh", zones="forest-land", discovered_by="forestry"))
    assert "选择：可改为第6项 [9.2]" in text
    assert "选择：可代替第3项 [9.1]，二者择一" in text
    assert "前提：仅当选择第6项 [9.2] 时产生" in text


def test_a_deadline_stands_beside_the_texts_own_word() -> None:
    text = _memo("zh", discovered_by="township-government")
    assert "时限：及时；最迟 2024-08-04" in text
    assert "凤城镇：乡(镇)人民政府 → 县政府、县自然资源部门" in text


def test_outside_the_mechanism_the_reason_is_the_memo() -> None:
    text = _memo("zh", reported_on="2024-01-01")
    assert "结论：事项获知于 2024-01-01，机制自 2024-06-12 起施行" in text
    assert "解释：I-8（印发之日）" in text
    assert "一、" not in text
    english = _memo("en", reported_on="2024-01-01")
    assert "The matter became known on 2024-01-01" in english


def test_facts_that_trigger_nothing_are_said_to() -> None:
    decision = dataclasses.replace(toy.decide(), duties=(), displaced=(), open=())
    assert "所述事实不产生任何义务。" in memo(decision, toy.RULEBASE, "zh")
    assert "No duty arises" in memo(decision, toy.RULEBASE, "en")


def test_unaddressed_notes_and_several_displacing_norms_are_shown() -> None:
    note = Problem(
        code="former-name", severity="info", message={"zh": "演礼乡已改。", "en": "renamed"}
    )
    decision = dataclasses.replace(
        toy.decide(),
        notes=(note,),
        unaddressed=(Unaddressed(norm="6.2", bearer="ecology-environment"),),
        displaced=tuple(
            Displaced(norm="4.2", bearer="natural-resources", by=by, interpretations=("I-2",))
            for by in ("8.1", "9.1")
        ),
    )
    text = memo(decision, toy.RULEBASE, "zh")
    assert "提示：演礼乡已改。" in text
    assert "让位：第八条 [8.1]、第九条 [9.1]" in text
    assert text.count("解释：I-2") == 1
    assert "没有需要告知的对象：不产生义务。" in text


def test_the_stamp_names_mechanism_version_and_hash() -> None:
    text = _flat(_memo("zh"))
    assert "机制：联合打击私挖滥采长效机制（toy-24，版本 1.0.0，SHA-256" in text
    assert "0123456789ab）" in text


def test_many_questions_are_cut_and_the_rest_is_counted() -> None:
    decision = toy.decide()
    question = decision.open[0]
    many = tuple(
        msgspec.structs.replace(question, value=f"v{n}", would_add=question.would_add[: n % 2 + 1],
                                would_remove=(question.would_add[0],) * n)
        for n in range(11)
    )  # fmt: skip
    text = memo(dataclasses.replace(decision, open=many), toy.RULEBASE, "zh")
    assert text.count("若包括") == 8
    assert "另有 3 个影响较小的问题" in text


def test_values_with_the_same_effect_are_one_question() -> None:
    decision = toy.decide()
    twice = (decision.open[0], msgspec.structs.replace(decision.open[0], value="forest-land"))
    assert "或“forest-land”" in memo(dataclasses.replace(decision, open=twice), toy.RULEBASE, "zh")


def test_texts_fall_back_to_the_mechanisms_first_language() -> None:
    french = msgspec.structs.replace(
        toy.RULEBASE,
        info=msgspec.structs.replace(
            toy.RULEBASE.info, languages=("fr",), label={"fr": "mécanisme"}
        ),
        agencies=tuple(
            msgspec.structs.replace(a, label={"fr": f"agence {a.code}"}) for a in toy.AGENCIES
        ),
    )
    text = memo(toy.decide(), french, "en")
    assert "Agence water" in text
    assert "Mechanism: mécanisme" in text
    assert "WHO ACTS" in text


def test_codes_that_the_rule_base_lacks_stand_for_themselves() -> None:
    duty = Duty(
        norm="99.9", article=99, bearer="nobody", mode="act", action={"fr": "agir"}, quote="x",
        role="novel", because=(DutyGround("98.1", "someone"),), to=("anybody",),
    )  # fmt: skip
    text = memo(dataclasses.replace(toy.decide(), duties=(duty,)), toy.RULEBASE, "zh")
    assert "nobody（对象：anybody）" in text
    assert "[99.9] “x”" in text
    assert "someone依 98.1 处置" in text


def test_a_record_cannot_steer_the_terminal_or_forge_lines() -> None:
    decision = dataclasses.replace(toy.decide(), incident="A\x1b[2J\n一、由谁处置")
    text = memo(decision, toy.RULEBASE, "zh")
    assert "\x1b" not in text
    assert text.splitlines()[0] == "职责认定：A\\x1b[2J 一、由谁处置"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_asked(lang: str, width: int) -> None:
    text = memo(toy.decide(), toy.RULEBASE, lang, width, incident=toy.SAND)
    assert max(map(display_width, text.splitlines())) <= width
    assert all(line == line.rstrip() for line in text.splitlines())


def test_the_same_decision_gives_the_same_memo() -> None:
    assert _memo("zh") == _memo("zh")
