"""A ledger says the same as the records in YAML, whatever program and encoding wrote it."""

from __future__ import annotations

import io
import itertools
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhize
from tests.sheets.making import (
    COAL,
    HEAD,
    KINDS,
    LEDGER,
    SAND,
    delimited,
    facts,
    ods,
    read,
    table,
    xls,
    xlsx,
)  # fmt: skip
from zhize.records import FileError, resolve

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
PLAIN = [
    {
        "id": "A", "reported_on": "2024-08-01", "township": "凤城镇",
        "violations": ["unlicensed-mining", "illegal-sand-mining"],
        "discovered_by": ["water"], "zones": ["reservoir-area"],
    },
    {
        "id": "B", "reported_on": "2024-08-02", "township": "北留镇",
        "violations": ["illegal-mining"], "discovered_by": ["public"],
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def harbour() -> zhize.Mechanism:
    return zhize.load(HARBOUR)


def plain(mechanism: zhize.Mechanism, records: list[dict[str, Any]]) -> Any:
    from zhize.records import resolve

    return facts([resolve(fields, mechanism.lexicon) for fields in records])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_table_says_what_plain_records_say(
    notice: zhize.Mechanism, kind: str
) -> None:
    records = read(notice, table(LEDGER, kind), f"ledger.{kind}")
    assert facts(records) == plain(notice, PLAIN)
    assert [(r.index, r.line, r.problems, r.notes) for r in records] == [
        (1, 2, (), ()),
        (2, 3, (), ()),
    ]
    assert [notice.decide(r).to_dict() for r in records] == [
        notice.decide(fields).to_dict() for fields in PLAIN
    ]


@pytest.mark.parametrize(
    "head",
    [
        ["id", "reported_on", "township", "violations", "discovered_by", "zones"],
        ["identifier", "date known", "Township", "VIOLATION TYPE", "found by", "zone"],
        [" *编号", "获知\n日期", "乡（镇）", "违法行为*", "发现\r\n单位", "特殊区域＊"],
    ],
)
def test_a_head_may_say_codes_labels_or_other_words(
    notice: zhize.Mechanism, head: list[str]
) -> None:
    assert facts(read(notice, xlsx([head, SAND, COAL]))) == plain(notice, PLAIN)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["csv", "tsv", "xls"])
def test_text_is_read_in_both_encodings_whatever_stands_between_the_values(
    notice: zhize.Mechanism, encoding: str, mark: str, ending: str
) -> None:
    records = read(notice, delimited(LEDGER, mark, encoding), f"export.{ending}")
    assert facts(records) == plain(notice, PLAIN)


@pytest.mark.parametrize(
    ("made", "ending"), [(xls, "xlsx"), (xlsx, "xls"), (ods, "xlsx"), (xlsx, "csv"), (xls, "et")]
)
def test_the_content_counts_where_the_name_is_of_another_table(
    notice: zhize.Mechanism, made: Any, ending: str
) -> None:
    assert facts(read(notice, made(LEDGER), f"book.{ending}")) == plain(notice, PLAIN)


def test_standard_input_is_read_as_what_it_is_or_is_said_to_be(notice: zhize.Mechanism) -> None:
    assert facts(read(notice, xlsx(LEDGER), "-")) == plain(notice, PLAIN)
    text = delimited(LEDGER, ";", "gb18030")
    assert facts(read(notice, text, "-", format="csv")) == plain(notice, PLAIN)
    with pytest.raises(FileError) as raised:
        read(notice, text, "-")
    assert raised.value.code == "unknown-format"


def test_titles_above_the_head_and_blank_rows_are_passed_but_counted(
    notice: zhize.Mechanism,
) -> None:
    rows = [
        ["阳城县打非办台账"],
        [],
        ["填报日期", "2024-09-01"],
        HEAD,
        [],
        SAND,
        [None, "  "],
        COAL,
    ]
    records = read(notice, xlsx(rows))
    assert facts(records) == plain(notice, PLAIN)
    assert [(r.index, r.line) for r in records] == [(1, 6), (2, 8)]
    assert [r.cell("township") for r in records] == ["C6", "C8"]


def test_columns_may_begin_anywhere_and_trail_blanks(notice: zhize.Mechanism) -> None:
    rows = [[], *([None, None, *row, None, " "] for row in LEDGER)]
    records = read(notice, xlsx(rows))
    assert facts(records) == plain(notice, PLAIN)
    assert [r.cell("id") for r in records] == ["C3", "C4"]


def test_an_empty_cell_is_unknown_and_none_is_a_known_empty_list(notice: zhize.Mechanism) -> None:
    head = [*HEAD, "情形", "已报告"]
    rows = [head, [*SAND, None, "无"], [*COAL[:-1], "none", "非法矿井;未知", "未知"]]
    first, second = read(notice, xlsx(rows))
    assert "circumstances" not in first.values
    assert first.values["reported_to"] == ()
    assert second.values["zones"] == ()
    assert second.unknown == ("circumstances", "reported_to")
    assert second.values["circumstances"] == ("illegal-pit",)


@pytest.mark.parametrize("mark", [";", "；", "、", "\n", "\r\n", " ; "])
def test_the_values_of_a_cell_are_parted_by_any_usual_mark(
    notice: zhize.Mechanism, mark: str
) -> None:
    row = [*SAND[:3], mark.join(["无证开采", "非法采砂"]), *SAND[4:]]
    assert facts(read(notice, xlsx([HEAD, row]))) == plain(notice, PLAIN[:1])


def test_numbers_are_read_as_they_are_shown(notice: zhize.Mechanism) -> None:
    head = [*HEAD, "标题", "描述"]
    rows = [head, [107, *SAND[1:], 3.5, True], ["108", *SAND[1:], 0.1 + 0.2, date(2024, 1, 2)]]
    first, second = read(notice, xlsx(rows))
    assert (first.values["id"], first.values["title"]) == (("107",), ("3.5",))
    assert first.values["description"] == ("true",)
    assert second.values["title"] == ("0.3",)
    assert second.values["description"] == ("2024-01-02",)


def test_a_place_may_be_given_by_its_number(notice: zhize.Mechanism) -> None:
    [record] = read(notice, xlsx([HEAD, [*SAND[:2], 140522100, *SAND[3:]]]))
    assert record.values["township"] == ("凤城镇",)


def test_the_first_visible_sheet_with_the_fields_needed_is_read_and_named(
    notice: zhize.Mechanism,
) -> None:
    def more(book: Any, first: Any) -> None:
        first.write_row(0, 0, ["乡镇", "违法类型", "件数"])
        hidden, ledger, old = (book.add_worksheet(n) for n in ("底稿", "台账", "旧台账"))
        hidden.hide()
        for sheet, name in ((hidden, "H"), (ledger, "L"), (old, "O")):
            sheet.write_row(0, 0, HEAD)
            sheet.write_row(1, 0, [name, "2024-08-01", *SAND[2:]])

    data = xlsx(sheet="统计", more=more)
    [record] = read(notice, data)
    assert record.values["id"] == ("L",)
    [note] = record.problems
    assert (note.code, note.severity, note.record) == ("sheet-chosen", "info", None)
    assert note.message == {
        "zh": "只读了工作表“台账”（表头在第 1 行），没有读“统计”、“旧台账”；可用 --sheet 指定。",
        "en": "only the sheet `台账` was read (its head is row 1), not `统计`, `旧台账`; name "
        "another by --sheet",
    }
    assert notice.decide(record).notes == (), "a remark on the file changes no decision"
    for name, identifier in (("旧台账", "O"), (" 底稿 ", "H")):
        [record] = read(notice, data, sheet=name)
        assert (record.values["id"], record.problems) == ((identifier,), ())
    with pytest.raises(FileError) as raised:
        read(notice, data, sheet="台帐")
    assert raised.value.code == "no-such-sheet"
    assert "统计、底稿、台账、旧台账" in raised.value.message["zh"]


def test_hidden_rows_are_read_like_others(notice: zhize.Mechanism) -> None:
    data = xlsx(LEDGER, more=lambda _, sheet: sheet.set_row(1, None, None, {"hidden": True}))
    assert facts(read(notice, data)) == plain(notice, PLAIN)


def test_another_mechanism_is_read_by_its_own_words(harbour: zhize.Mechanism) -> None:
    codes = [f.code for f in harbour.rulebase.facets]
    french = [f.label["fr"] for f in harbour.rulebase.facets]
    pollution = harbour.rulebase.facets[4]
    assert pollution.code == "pollutions"
    row: list[Any] = [None] * len(codes)
    row[0], row[1] = "N-1", date(2024, 5, 1)
    row[4] = ";".join(pollution.values[:2])
    results = [facts(read(harbour, xlsx([head, row]))) for head in (codes, french)]
    assert results[0] == results[1]
    assert results[0][0][0]["pollutions"] == pollution.values[:2]


# ---------------------------------------------------------------- random records

_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
).filter(lambda t: t.strip() == t and not t[0].isdigit())


@st.composite
def records(draw: st.DrawFn, mechanism: zhize.Mechanism) -> dict[str, Any]:
    """A record with any fields, lists parted as in a cell."""
    fields: dict[str, Any] = {}
    for facet in mechanism.rulebase.facets:
        if facet.code != "id" and draw(st.booleans()):
            continue
        if facet.kind == "text":
            fields[facet.code] = draw(_TEXT)
        elif facet.kind == "date":
            fields[facet.code] = draw(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
        elif facet.kind == "place":
            places = [p.code for p in mechanism.rulebase.places if facet.code in p.facets]
            fields[facet.code] = draw(st.sampled_from(places))
        elif facet.many:
            codes = draw(st.lists(st.sampled_from(facet.values), unique=True, max_size=3))
            fields[facet.code] = codes + (["unknown"] if draw(st.booleans()) else [])
        else:
            fields[facet.code] = draw(st.sampled_from((*facet.values, "unknown")))
    return fields


@settings(max_examples=25, deadline=None)
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_random_records_survive_a_table(
    notice: zhize.Mechanism, data: st.DataObject, kind: str
) -> None:
    made = data.draw(st.lists(records(notice), min_size=1, max_size=4))
    codes = [facet.code for facet in notice.rulebase.facets]

    def cell(value: Any) -> Any:
        return ";".join(value) or "无" if isinstance(value, list) else value

    rows = [codes, *([cell(fields.get(code)) for code in codes] for fields in made)]
    read_back = read(notice, table(rows, kind), f"t.{kind}")
    ordered = [{c: fields[c] for c in codes if c in fields} for fields in made]
    assert facts(read_back) == plain(notice, ordered)


def test_a_stream_and_a_file_read_alike(notice: zhize.Mechanism, tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(xlsx(LEDGER))
    assert facts(list(notice.records(path))) == facts(
        list(notice.records(io.BytesIO(path.read_bytes()), name="x.xlsx"))
    )


@pytest.mark.parametrize("field", ["violations", "discovered_by", "circumstances"])
def test_labels_that_hold_the_weaker_mark_may_stand_beside_others(
    notice: zhize.Mechanism, field: str
) -> None:
    things = {t.code: t for t in (*notice.rulebase.concepts, *notice.rulebase.agencies)}
    codes = notice.lexicon.facets[field].facet.values
    labels = {code: things[code].label["zh"] for code in codes}
    assert any("、" in label for label in labels.values())
    for one, other in itertools.permutations(codes, 2):
        cell = f"{labels[one]}、{labels[other]}"
        assert resolve({field: cell}, notice.lexicon).values == {field: (one, other)}, cell
