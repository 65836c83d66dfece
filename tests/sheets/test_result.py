"""The result workbook: the ledger's own rows where they stood, and what follows from each."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine

import zhize
from tests.sheets.making import COAL, HEAD, SAND, read, xlsx
from zhize.cli import main
from zhize.documents.bulk_rows import escaped
from zhize.ledgers import long_sheet

TODAY = "2025-01-01"
HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
ROWS = [
    ["阳城县台账", None, "2024 年"],
    [],
    [*HEAD, "标题"],
    [*SAND, '=HYPERLINK("http://x.example")'],
    [],
    [*COAL, "http://x.example/_x0041_"],
    [107, date(2024, 8, 3), "凤诚镇", "非法采矿", "水务部门", None, "  两端有空格 \n第二行"],
    ["D", "2023-01-01", "凤城镇", "非法采矿", "水务部门", None, None],
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger and its results in both languages."""
    folder = tmp_path_factory.mktemp("result")
    (folder / "台账.xlsx").write_bytes(xlsx(ROWS))
    for lang in ("zh", "en"):
        argv = ["decide", str(folder / "台账.xlsx"), "--out", str(folder / f"{lang}.xlsx")]
        assert main([*argv, "--lang", lang, "--today", TODAY]) == 1
    return folder


def cells(path: Path, sheet: int | str = 0) -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_path(path)
    found = (
        book.get_sheet_by_index(sheet) if isinstance(sheet, int) else book.get_sheet_by_name(sheet)
    )
    return found.to_python(skip_empty_area=False)


def test_the_rows_stand_where_they_stood_as_they_were(folder: Path) -> None:
    rows = cells(folder / "zh.xlsx")
    shown = [[str(v or "") for v in row[:7]] for row in rows]
    assert shown == [
        ["阳城县台账", "", "2024 年", "", "", "", ""],
        [""] * 7,
        [*HEAD, "标题"],
        ["A", "2024-08-01", *SAND[2:], '=HYPERLINK("http://x.example")'],
        [""] * 7,
        ["B", *COAL[1:5], "", "http://x.example/_x0041_"],
        ["107", "2024-08-03", "凤诚镇", "非法采矿", "水务部门", "", "  两端有空格 \n第二行"],
        ["D", "2023-01-01", "凤城镇", "非法采矿", "水务部门", "", ""],
    ]


def test_beside_each_row_stands_what_follows(folder: Path, notice: zhize.Mechanism) -> None:
    rows = cells(folder / "zh.xlsx")
    assert rows[2][7:] == [
        "结果", "由谁处置", "谁向谁通报", "谁向谁反馈", "条款", "职责数", "问题数", "问题",
        "待核实", "被排除的规范",
    ]  # fmt: skip
    decision = notice.decide(read(notice, xlsx(ROWS))[0])
    assert rows[3][7:] == [
        "已认定",
        "；".join(
            [
                "县自然资源部门（牵头）",
                "县水务部门（主办）",
                "凤城镇：乡（镇）人民政府（属地）",
                "县自然资源部门（承办）",
            ]
        ),
        "县水务部门 → 县自然资源部门",
        "县自然资源部门 → 县水务部门",
        "第三条、第四条、第八条、第十五条",
        str(len(decision.duties)),
        "",
        "",
        "矿种、采矿许可证、情形、已报告",
        "4.2（县自然资源部门）让位于 8.1",
    ]
    assert rows[6][7:] == [
        "被拒绝，请见“问题”", "", "", "", "", "", "1", "C7 乡镇：凤诚镇（是否指 凤城镇）",
        "", "",
    ]  # fmt: skip
    assert rows[7][7].startswith("不适用：")
    assert rows[7][12] == ""


def test_every_duty_has_a_row_with_its_norm_words_and_grounds(
    folder: Path, notice: zhize.Mechanism
) -> None:
    head, *rows = cells(folder / "zh.xlsx", "职责")
    assert head == [
        "事项", "条款", "规范", "承担者", "方式", "角色", "对象", "行动", "原文", "因为", "时限",
        "解释", "替代与前提",
    ]  # fmt: skip
    duties = [
        (decision.incident, duty)
        for record in read(notice, xlsx(ROWS))
        if not notice.validate([record]).with_severity("error")
        for decision in (notice.decide(record),)
        for duty in decision.duties
    ]
    assert [(r[0], r[2], r[8], r[11]) for r in rows] == [
        (incident, duty.norm, duty.quote, "、".join(duty.interpretations))
        for incident, duty in duties
    ]
    water = next(r for r in rows if r[2] == "8.1")
    assert water[:8] == [
        "A", "第八条", "8.1", "县水务部门", "处置", "主办", "",
        "打击查处河道（水库库区）范围内的非法违法采砂行为",
    ]  # fmt: skip
    assert water[9] == "违法类型＝非法违法采砂；区域＝水库库区（算作河道）"


def test_each_agency_finds_its_incidents_together(folder: Path) -> None:
    head, *rows = cells(folder / "zh.xlsx", "按机关")
    assert head == ["承担者", "事项", "由谁处置", "谁向谁通报", "谁向谁反馈", "条款"]
    assert ["县水务部门", "A", "主办", "县自然资源部门", "", "第八条、第十五条"] in rows
    bearers = [row[0] for row in rows]
    assert bearers == sorted(bearers, key=bearers.index)
    for bearer in set(bearers):
        first = bearers.index(bearer)
        assert set(bearers[first : first + bearers.count(bearer)]) == {bearer}


def test_problems_lead_to_their_cells_and_rows_to_their_problems(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "zh.xlsx")
    problems = book["问题"]
    heads = [cell.value for cell in problems[1]]
    [row] = [r for r in problems.iter_rows(2) if r[0].value == "错误"]
    told = {head: cell.value for head, cell in zip(heads, row, strict=True)}
    remedy = told.pop("问题与改法")
    assert told == {
        "程度": "错误", "事项": "107", "文件": "台账.xlsx", "工作表": "事项", "行": "7",
        "单元格": "C7", "字段": "乡镇", "值": "凤诚镇", "是否指": "凤城镇",
        "代码": "unknown-place",
    }  # fmt: skip
    assert remedy.startswith("记录 107，字段“乡镇”，值“凤诚镇”：本县没有这个乡镇；是否指 凤城镇？")
    assert row[5].hyperlink.location == "'事项'!C7"
    ledger = book["事项"]
    assert ledger["C7"].value == "凤诚镇"
    assert ledger["N7"].hyperlink.location == f"'问题'!A{row[0].row}"
    assert ledger["M4"].hyperlink.location == "'职责'!A2"
    assert book["职责"]["A2"].hyperlink.location == "'事项'!A4"


@pytest.mark.parametrize(
    ("lang", "values", "nearest"),
    [
        ("zh", ["林地", "无证采矿者", "未知"], ["", "无证采矿", ""]),
        ("en", ["forest land", "无证采矿者", "unknown"], ["", "unlicensed mining", ""]),
    ],
)
def test_problems_are_told_in_the_words_of_their_language(
    tmp_path: Path, lang: str, values: list[str], nearest: list[str]
) -> None:
    rows = [
        ["A", date(2024, 8, 1), "凤城镇", "非法使用炸药", "水务部门", "林地"],
        ["B", date(2024, 8, 1), "凤城镇", "无证采矿者", "水务部门", None],
        ["C", "不详", "凤城镇", "无证采矿", "水务部门", None],
    ]
    (tmp_path / "book.xlsx").write_bytes(xlsx([HEAD, *rows]))
    out = tmp_path / "result.xlsx"
    assert main(["decide", str(tmp_path / "book.xlsx"), "--out", str(out), "--lang", lang]) == 1
    head, *problems = cells(out, 2)
    assert [row[7] for row in problems] == values, head
    assert [row[9] for row in problems] == nearest
    for row, value, word in zip(cells(out, 0)[1:], values, nearest, strict=True):
        assert value in row[-3]
        assert word in row[-3]


def test_the_mechanism_is_named_with_what_was_counted(
    folder: Path, notice: zhize.Mechanism
) -> None:
    said = dict(cells(folder / "zh.xlsx", "机制"))
    assert said["SHA-256"] == notice.rulebase.sha256
    assert said["版本"] == notice.rulebase.info.version
    assert (said["已认定的记录"], said["被拒绝的记录"], said["文件"]) == ("3", "1", "台账.xlsx")


def test_in_english_only_the_users_words_and_quotes_are_chinese(folder: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(folder / "en.xlsx")
    assert book.sheet_names == ["事项", "Duties", "Problems", "By agency", "Mechanism"]
    for name, own in (("Duties", {8}), ("By agency", set()), ("Mechanism", {1})):
        for row in book.get_sheet_by_name(name).to_python():
            for column, text in enumerate(row):
                chinese = any("\u4e00" <= c <= "\u9fff" for c in str(text))
                assert not chinese or column in own, text


def test_nothing_is_a_formula_or_a_link_outwards(folder: Path) -> None:
    with zipfile.ZipFile(folder / "zh.xlsx") as archive:
        sheets = [archive.read(n).decode() for n in archive.namelist() if "worksheets" in n]
        assert not [n for n in archive.namelist() if "externalLink" in n or "sheets/_rels" in n]
    assert len(sheets) == 5
    for sheet in sheets:
        assert "<f>" not in sheet
        assert 'r:id="' not in sheet


def test_sheets_freeze_their_heads_filter_and_print_on_a4(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "zh.xlsx")
    assert [s.freeze_panes for s in book][:4] == ["B4", "B2", "B2", "B2"]
    assert book["事项"].auto_filter.ref == "A3:Q8"
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (
            True, 0,
        )  # fmt: skip
    tall = book["职责"].row_dimensions[3].height
    assert tall is not None
    assert tall > 15, "wrapped words are seen"


def test_the_bytes_are_the_same_on_every_run(folder: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "zhize.cli", "decide", str(folder / "台账.xlsx"),
             "--out", str(tmp_path / "r.xlsx"), "--lang", "zh", "--today", TODAY],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=False, timeout=60,
        )  # fmt: skip
        assert (tmp_path / "r.xlsx").read_bytes() == (folder / "zh.xlsx").read_bytes()


def test_the_users_own_file_is_never_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = folder / "台账.xlsx"
    before = ledger.read_bytes()
    for out in (str(ledger), str(folder / "." / "台账.xlsx")):
        assert main(["decide", str(ledger), "--out", out, "--lang", "zh"]) == 2
        assert "既是输入又是输出" in capsys.readouterr().err
    assert main(["decide", str(ledger), "--format", "xlsx", "--lang", "en"]) == 2
    assert "name a file by --out" in capsys.readouterr().err
    assert ledger.read_bytes() == before


def test_several_files_of_any_kind_share_one_result(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = tmp_path / "plain.yaml"
    plain.write_text(
        "id: Y\nreported_on: 2024-08-01\ntownship: 凤城镇\nviolations: [illegal-mining, unknown]\n"
        "discovered_by: [public]\nzones: []\n",
        encoding="utf-8",
    )
    out = tmp_path / "r.xlsx"
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    argv = ["decide", str(folder / "台账.xlsx"), str(plain), str(broken), "--out", str(out)]
    assert main([*argv, "--lang", "zh", "--today", TODAY]) == 3
    said = capsys.readouterr().err
    assert "共 5 条记录：已认定 4 条，拒绝 1 条。" in said
    assert "工作簿不完整或已损坏" in said
    book = python_calamine.CalamineWorkbook.from_path(out)
    assert book.sheet_names == ["事项", "职责", "问题", "事项 2", "按机关", "机制"]
    head, row = cells(out, "事项 2")
    told = dict(zip(head, row, strict=True))
    assert told["违法类型"] == "非法违法采矿；未知"
    assert (told["区域"], told["矿种"], told["发现者"]) == ("无", "", "社会公众")
    assert [r[-1] for r in cells(out, "问题")][-1] == "damaged-workbook"


def test_another_mechanism_has_its_own_results(tmp_path: Path) -> None:
    mechanism = zhize.load(HARBOUR)
    head = [f.code for f in mechanism.rulebase.facets]
    row: list[Any] = [None] * len(head)
    row[0], row[1], row[4], row[8] = "N-1", date(2024, 5, 1), "hydrocarbures", "capitainerie"
    for code, values in (("pollutions", 4), ("constate_par", 8)):
        facet = next(f for f in mechanism.rulebase.facets if f.code == code)
        row[values] = facet.values[0]
    book = mechanism.result_workbook("en")
    for record in read(mechanism, xlsx([head, row])):
        book.add(record, mechanism.decide(record))
    out = tmp_path / "r.xlsx"
    out.write_bytes(book.to_bytes())
    assert (book.decided, book.refused) == (1, 0)
    assert len(cells(out, "Duties")) > 1


def test_a_full_sheet_goes_on_in_another(
    notice: zhize.Mechanism, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(long_sheet, "MOST_ROWS", 5)
    book = notice.result_workbook("zh")
    fields = {
        "id": "A", "reported_on": "2024-08-01", "township": "凤城镇",
        "violations": ["illegal-mining"], "discovered_by": ["water"],
    }  # fmt: skip
    [record] = read(notice, xlsx([[*fields], ["；".join(v) if isinstance(v, list) else v
                                              for v in fields.values()]]))  # fmt: skip
    decision = notice.decide(record)
    for _ in range(3):
        book.add(record, decision)
    out = tmp_path / "r.xlsx"
    out.write_bytes(book.to_bytes())
    names = [n for n in python_calamine.CalamineWorkbook.from_path(out).sheet_names
             if n.startswith("职责")]  # fmt: skip
    rows = [row for name in names for row in cells(out, name)[1:]]
    assert len(names) > 1
    assert [r[2] for r in rows] == [duty.norm for duty in decision.duties] * 3


@pytest.mark.parametrize(
    "text", ["a&b<c>\"d'", "\x00\x07\x1f", "_x0041_", "tab\tand\nline\r\n", " 两端 ", "𠮷😀"]
)
def test_any_text_survives_the_xml(text: str) -> None:
    from xml.etree import ElementTree

    read_back = ElementTree.fromstring(f"<t>{escaped(text)}</t>").text or ""
    undone = re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), read_back)
    assert undone == text


def test_what_is_decided_is_the_same_as_without_a_workbook(
    notice: zhize.Mechanism, folder: Path
) -> None:
    by_row = cells(folder / "zh.xlsx", "职责")[1:]
    plain = notice.decide(
        {
            "id": "A", "reported_on": "2024-08-01", "township": "凤城镇",
            "violations": ["unlicensed-mining", "illegal-sand-mining"],
            "discovered_by": ["water"], "zones": ["reservoir-area"],
        }
    )  # fmt: skip
    assert [r[2] for r in by_row if r[0] == "A"] == [duty.norm for duty in plain.duties]
