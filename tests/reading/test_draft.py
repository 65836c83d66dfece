"""A draft is valid YAML that gives back its record, and its limits are said."""

from __future__ import annotations

from io import BytesIO

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import zhize
from zhize.narratives import draft_yaml
from zhize.text.tokens import LIMIT

from .corpus import narratives

NARRATIVES = narratives()
WORDS = sorted({piece for n in NARRATIVES for piece in n.text.replace("，", " ").split()})[::3]
TEXTS = st.one_of(
    st.text(min_size=1, max_size=60),
    st.lists(
        st.one_of(
            st.sampled_from(WORDS),
            st.sampled_from(
                [
                    "\n",
                    "\x00",
                    "\x1b[31m",
                    "\u2028",
                    "\ufeff",
                    "\x85",
                    "\U0001f600",
                    "\ud800",
                    "#",
                    ": ",
                    "- ",
                    "'",
                    '"',
                    "---\n",
                    "  ",
                    "|",
                    "\t",
                    "\r\n",
                    "？",
                    "%",
                    "{",
                    "&a",
                ]
            ),
        ),
        min_size=1,
        max_size=12,
    ).map("".join),
).filter(lambda t: bool(t.strip()))


def _loaded(mechanism: zhize.Mechanism, text: str, lang: str) -> tuple[dict[str, object], str]:
    draft = mechanism.read(text)
    written = draft_yaml(draft, mechanism.rulebase, lang)
    loaded = yaml.load(written, Loader=yaml.BaseLoader)
    expected: dict[str, object] = {
        f: list(v) if isinstance(v, tuple) else v for f, v in draft.record.items()
    }
    assert loaded == {**expected, "description": draft.text}
    return expected, written


@pytest.mark.parametrize("narrative", NARRATIVES[::4], ids=lambda n: n.text[:40])
def test_the_draft_is_a_record_that_decide_takes(
    notice: zhize.Mechanism, narrative: zhize.narratives.Draft
) -> None:
    text = narrative.text
    expected, written = _loaded(notice, text, "zh")
    (record,) = notice.records(BytesIO(written.encode()), format="yaml")
    stated = {f: list(v) for f, v in record.values.items() if f != "description"}
    assert stated == {f: v if isinstance(v, list) else [v] for f, v in expected.items()}
    assert not record.problems
    draft = notice.read(text)
    fields = {**{f: list(v) if isinstance(v, tuple) else v for f, v in draft.record.items()}}
    fields["id"] = "X-1"
    if draft.missing == ("id",):
        assert notice.decide(fields).incident == "X-1"
    else:
        with pytest.raises(zhize.RecordError) as refused:
            notice.decide(fields)
        assert {p.field for p in refused.value.problems} == set(draft.missing) - {"id"}


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_whatever_is_read_the_yaml_gives_back_the_record(
    notice: zhize.Mechanism, text: str
) -> None:
    for lang in ("zh", "en"):
        _loaded(notice, text, lang)
        written = draft_yaml(notice.read(text), notice.rulebase, lang)
        (record,) = notice.records(BytesIO(written.encode()), format="yaml")
        assert not record.unrecognised


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_reading_twice_gives_the_same_bytes(notice: zhize.Mechanism, text: str) -> None:
    first = draft_yaml(notice.read(text), notice.rulebase, "zh")
    assert first == draft_yaml(notice.read(text), notice.rulebase, "zh")


def test_comments_name_the_words_and_what_is_not_in_the_record(notice: zhize.Mechanism) -> None:
    text = (
        "12月15日深夜，芹池镇一处私开煤窑被镇政府巡查人员发现，现场未使用炸药，"
        "是否有采矿许可证尚不清楚，已上报县自然资源局。"
    )
    written = draft_yaml(notice.read(text), notice.rulebase, "zh", description=False)
    assert written.splitlines() == [
        "township: 芹池镇  # “芹池镇”",
        "violations: [illegal-mining]  # “私开煤窑”",
        "mineral: coal  # “煤窑”",
        "circumstances: [illegal-pit]  # “私开煤窑”",
        "discovered_by: [township-government]  # “镇政府巡查人员发现”",
        "reported_to: [natural-resources]  # “已上报县自然资源局”",
        "#",
        "# 缺少（记录必须有，文中没有）：",
        "#   id（编号）",
        "#   reported_on（获知日期）",
        "#",
        "# 文中否定的：",
        "#   violations: explosives-violation  “未使用炸药”",
        "#",
        "# 文中未定的：",
        "#   operator_licence: held  “有采矿许可证”",
        "#",
        "# 没有放入记录的：",
        "#   “12月15日”（reported_on）：没有写年份，不能作为日期",
    ]


def test_an_empty_record_is_still_a_document(notice: zhize.Mechanism) -> None:
    draft = notice.read("你好。")
    assert draft.record == {}
    assert yaml.safe_load(draft_yaml(draft, notice.rulebase, "zh", description=False)) == {}


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_text_is_refused(notice: zhize.Mechanism, text: str) -> None:
    with pytest.raises(zhize.UsageError, match="empty"):
        notice.read(text)


def test_a_text_that_is_too_long_is_refused_with_its_length(notice: zhize.Mechanism) -> None:
    assert notice.read("偷" * LIMIT).record == {}
    with pytest.raises(zhize.UsageError, match=str(LIMIT + 1)):
        notice.read("偷" * (LIMIT + 1))


def test_values_given_besides_the_narrative_are_no_longer_missing(
    notice: zhize.Mechanism,
) -> None:
    order = [f.code for f in sorted(notice.rulebase.facets, key=lambda f: f.position)]
    draft = notice.read("县水务局2025年3月1日在润城镇发现有人盗采河砂。")
    assert draft.missing == ("id",)
    done = draft.completed({"id": "YC-1", "title": ""}, order)
    assert done.missing == ()
    assert list(done.record)[:2] == ["id", "reported_on"]
