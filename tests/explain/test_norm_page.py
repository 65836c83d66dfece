from __future__ import annotations

import json

import pytest

import zhize
from tests.explain import toy
from zhize import UsageError
from zhize.explain import display_width, norm_dict, norm_list, norm_text
from zhize.explain.recurrence import recurrence_words
from zhize.explain.words import Words


def _row(text: str, label: str) -> str:
    """The words of one row, without line ends and indents."""
    rows: dict[str, str] = {}
    current = ""
    for line in text.splitlines()[2:]:
        if not line.startswith(" "):
            current, _, line = line.partition("  ")
        rows[current] = rows.get(current, "") + line.strip()
    return rows[label]


def test_triggers_are_told_apart_and_in_words() -> None:
    text = _row(norm_text(toy.RULEBASE, "8.1", "zh"), "触发")
    assert text.startswith("以下任一：")
    assert "· 违法类型为“非法违法采砂”，并且区域为“河道”（含更窄者）" in text


def test_an_exception_is_shown_on_both_norms() -> None:
    assert _row(norm_text(toy.RULEBASE, "8.1", "zh"), "例外").startswith("排除 4.2；I-2（")
    assert _row(norm_text(toy.RULEBASE, "4.2", "zh"), "例外").startswith("适用 8.1 时让位；I-2（")


def test_knowledge_recipients_and_alternative_are_in_words() -> None:
    text = norm_text(toy.RULEBASE, "9.2", "zh")
    assert _row(text, "触发").endswith("承担者知道该事项（写在“发现者”中）")
    assert "角色为牵头或主办" in _row(text, "对象")
    assert "已写在“发现者”中的除外" in _row(text, "对象")
    assert _row(text, "替代") == "可代替第九条 [9.1]"
    assert _row(norm_text(toy.RULEBASE, "9.1", "zh"), "替代") == "可改为第九条 [9.2]"


def test_how_else_a_bearer_knows_is_said_of_that_bearer(notice: zhize.Mechanism) -> None:
    for lang, wanted in (
        ("zh", "承担者知道该事项（写在“发现者”或“已报告”中）（县自然资源部门还可经 3.3 得知）"),
        ("en", "(the county natural resources department also through 3.3)"),
    ):
        text = norm_text(notice.rulebase, "15.4", lang, 400)
        assert wanted in text
        assert "I-9" in text
    assert "得知" not in norm_text(notice.rulebase, "9.2", "zh", 400)
    row = norm_dict(notice.rulebase, "15.4")
    assert "还可经 3.3 得知" in row["trigger_text"]["zh"][0]
    assert "I-9" in {note["code"] for note in row["interpretations"]}


def test_interpretations_are_given_in_full() -> None:
    text = norm_text(toy.RULEBASE, "4.1", "en")
    assert "I-1 (reach of the lead): The lead always acts." in text


def test_a_kind_of_bearer_lists_its_members() -> None:
    assert _row(norm_text(toy.RULEBASE, "15.6", "zh"), "承担者").startswith("职能部门（县自然资源")


def test_recurrence_is_in_words_with_its_rule() -> None:
    text = norm_text(toy.RULEBASE, "16.1", "zh")
    assert _row(text, "重复") == "每月25日前（含当日）；FREQ=MONTHLY;BYMONTHDAY=25"


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        ("FREQ=MONTHLY;INTERVAL=3", "每季度", "every quarter"),
        ("FREQ=DAILY", "每日", "every day"),
        ("FREQ=WEEKLY;INTERVAL=2", "每2周", "every 2 weeks"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一日前", "every month, by the last day"),
        ("FREQ=YEARLY", "每年", "every year"),
    ],
)
def test_common_rules_have_words(rule: str, zh: str, en: str) -> None:
    assert recurrence_words(rule, Words("zh")) == f"{zh}；{rule}"
    assert recurrence_words(rule, Words("en")) == f"{en}; {rule}"


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYDAY=2MO", "FREQ=HOURLY", "every now and then"])
def test_a_rule_without_words_stands_as_it_is(rule: str) -> None:
    assert recurrence_words(rule, Words("zh")) == rule


@pytest.mark.parametrize(("wrong", "near"), [("8.9", "8.1"), ("9", "9.1"), ("第八条", "3.1")])
def test_an_unknown_norm_is_answered_with_the_nearest(wrong: str, near: str) -> None:
    with pytest.raises(UsageError) as error:
        norm_text(toy.RULEBASE, wrong, "zh")
    if wrong != "第八条":
        assert near in error.value.message["zh"]
        assert f"`{near}`" in error.value.message["en"]
    assert "zhize norm --list" in error.value.message["en"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_norm_has_a_page_that_fits(lang: str) -> None:
    for norm in toy.NORMS:
        text = norm_text(toy.RULEBASE, norm.code, lang)
        assert max(map(display_width, text.splitlines())) <= 80
        assert f"“{norm.quote.exact}”" in "".join(line.strip() for line in text.splitlines())


def test_the_list_has_every_norm_once() -> None:
    lines = norm_list(toy.RULEBASE, "zh", width=200).splitlines()
    assert [line.split()[0] for line in lines] == [norm.code for norm in toy.NORMS]


def test_a_norm_as_data_is_plain_json() -> None:
    row = norm_dict(toy.RULEBASE, "4.2")
    assert json.loads(json.dumps(row)) == row
    assert row["displaced_by"][0]["displacing"] == ["8.1"]
    assert row["trigger_text"]["zh"] == ["违法类型为“无证采矿”"]
    assert norm_dict(toy.RULEBASE, "9.1")["alternatives"] == ["9.2"]
