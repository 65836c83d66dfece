"""The empty ledger: its lists come from the ontology, and filled in it says what was chosen."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

import zhize
from tests.sheets.making import LEDGER, facts, read, xlsx
from zhize.cli import main
from zhize.records import resolve

HARBOUR = Path(__file__).resolve().parent.parent / "mechanisms" / "harbour"
LANGUAGES = [("zh",), ("en",), ("zh", "en")]


@pytest.fixture(scope="module")
def harbour() -> zhize.Mechanism:
    return zhize.load(HARBOUR)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def validation(sheet: Worksheet, column: int) -> DataValidation:
    letters = openpyxl.utils.get_column_letter(column + 1)
    [found] = [v for v in sheet.data_validations.dataValidation if f"{letters}2" in v.sqref]
    return found


def listed(book: Any, formula: str) -> list[str]:
    """Return the words of a plain list."""
    name, _, area = formula.removeprefix("=").partition("!")
    return [row[0].value for row in book[name][area.replace("$", "")]]


def test_the_columns_are_the_fields_in_their_order_with_the_needed_ones_starred(
    notice: zhize.Mechanism,
) -> None:
    sheet = opened(notice.template()).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    facets = sorted(notice.rulebase.facets, key=lambda f: f.position)
    needed = {"id", "reported_on", "township", "violations", "discovered_by"}
    assert heads == [f.label["zh"] + (" *" if f.code in needed else "") for f in facets]
    assert set(notice.needed_fields) == needed
    assert sheet.freeze_panes == "B2"


@pytest.mark.parametrize("languages", LANGUAGES)
def test_every_word_of_every_list_is_read_as_what_it_stands_for(
    notice: zhize.Mechanism, harbour: zhize.Mechanism, languages: tuple[str, ...]
) -> None:
    for mechanism in (notice, harbour):
        book = opened(mechanism.template(languages))
        checked = 0
        for column, words in enumerate(mechanism.lexicon.facets.values()):
            rule = validation(book.worksheets[0], column)
            if rule.type != "list" or words.kind == "place":
                continue
            got = [words.read([word], empty=False) for word in listed(book, rule.formula1)]
            codes = [r.values[0] for r in got if r.values]
            assert codes == list(words.facet.values)
            assert sum(r.unknown for r in got) == 1
            checked += 1
        assert checked >= 5


def test_villages_are_offered_by_township(notice: zhize.Mechanism) -> None:
    book = opened(notice.template())
    columns = [facet.code for facet in notice.lexicon.rulebase.facets]
    village = columns.index("village")
    rule = validation(book.worksheets[0], village)
    assert rule.formula1.startswith(
        "IF(COUNTIF(_zhize!$L$8:$L$348,$E2)=0,_zhize!$K$8:$K$348,OFFSET"
    )
    hidden = book["_zhize"]
    assert hidden.sheet_state == "hidden"
    uppers = [hidden.cell(r, 12).value for r in range(8, 349)]
    assert len(uppers) == 341
    for name in set(uppers):  # OFFSET needs the villages of a township to stand together
        first = uppers.index(name)
        assert uppers[first : first + uppers.count(name)] == [name] * uppers.count(name)
    for row in (8, 100, 348):
        record = resolve(
            {"township": hidden.cell(row, 12).value, "village": hidden.cell(row, 11).value},
            notice.lexicon,
        )
        assert record.problems == ()
        assert isinstance(record.values["village"][0], str)


def test_messages_explain_and_only_closed_single_values_are_enforced(
    notice: zhize.Mechanism,
) -> None:
    sheet = opened(notice.template()).worksheets[0]
    by_code = {
        facet.code: validation(sheet, rank)
        for rank, facet in enumerate(sorted(notice.rulebase.facets, key=lambda f: f.position))
    }
    for facet in notice.rulebase.facets:
        rule = by_code[facet.code]
        assert rule.promptTitle == facet.label["zh"]
        assert rule.prompt.startswith(facet.definition["zh"])
        assert len(rule.prompt) <= 255
        assert ("可填多个，用分号隔开。" in rule.prompt) == facet.many
    assert by_code["mineral"].errorStyle in {None, "stop"}
    assert by_code["violations"].errorStyle == "warning"
    assert by_code["township"].errorStyle == "warning"
    assert by_code["reported_on"].type == "date"
    assert sheet.column_dimensions["A"].number_format == "@", "long numbers stay whole"
    assert sheet.column_dimensions["A"].width >= 12


def test_english_template_speaks_english_only(notice: zhize.Mechanism) -> None:
    book = opened(notice.template(("en",)))
    assert book.sheetnames[:3] == ["Incidents", "Guide", "Example"]
    texts = [
        str(cell.value)
        for name in book.sheetnames[:3]
        for row in book[name].iter_rows()
        for cell in row
        if cell.value
    ]
    assert not [t for t in texts if any("\u4e00" <= c <= "\u9fff" for c in t)]


@pytest.mark.parametrize("languages", LANGUAGES)
def test_a_filled_template_says_exactly_what_was_filled_in(
    notice: zhize.Mechanism, languages: tuple[str, ...]
) -> None:
    book = opened(notice.template(languages))
    sheet = book.worksheets[0]
    columns = [f.code for f in sorted(notice.rulebase.facets, key=lambda f: f.position)]
    lists = {
        code: listed(book, validation(sheet, rank).formula1)
        for rank, code in enumerate(columns)
        if validation(sheet, rank).type == "list" and code != "village"
    }
    both = "；".join(lists["violations"][:2])
    filled = {
        "id": "140522198001011234", "reported_on": date(2024, 8, 1),
        "township": lists["township"][3], "violations": both,
        "discovered_by": lists["discovered_by"][2], "zones": lists["zones"][-1],
        "mineral": lists["mineral"][-1], "description": "=1+1",
    }  # fmt: skip
    for code, value in filled.items():
        cell = sheet.cell(2, columns.index(code) + 1)
        cell.value = value
        if code == "description":
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    [record] = read(notice, out.getvalue())
    words = {code: facet.values for code, facet in
             ((f.code, f) for f in notice.rulebase.facets)}  # fmt: skip
    expected = {
        "id": "140522198001011234", "reported_on": "2024-08-01",
        "township": [p for p in notice.rulebase.places if "township" in p.facets][3].code,
        "violations": list(words["violations"][:2]), "zones": [], "mineral": "unknown",
        "discovered_by": words["discovered_by"][2], "description": "=1+1",
    }  # fmt: skip
    ordered = {code: expected[code] for code in columns if code in expected}
    assert facts([record]) == facts([resolve(ordered, notice.lexicon)])
    assert record.problems == (), "its own version, and its guides are no other ledgers"


def test_the_example_is_a_good_record_on_a_sheet_of_its_own(
    notice: zhize.Mechanism, harbour: zhize.Mechanism
) -> None:
    for mechanism in (notice, harbour):
        data = mechanism.template()
        name = opened(data).sheetnames[2]
        [record] = read(mechanism, data, sheet=name)
        assert mechanism.validate([record], today=date(2026, 1, 1)).ok
        with pytest.raises(zhize.UnreadableError, match="no record"):
            read(mechanism, data)


def test_a_template_of_another_version_is_read_with_a_warning(
    notice: zhize.Mechanism, harbour: zhize.Mechanism
) -> None:
    def stamped(**rows: str) -> bytes:
        book = opened(notice.template())
        for row in book["_zhize"].iter_rows(1, 5):
            if row[0].value in rows:
                row[1].value = rows[row[0].value]
        sheet = book.worksheets[0]
        for column, value in (
            (1, "A"),
            (3, "2024-08-01"),
            (5, "凤城镇"),
            (7, "非法采矿"),
            (12, "水务部门"),
        ):
            sheet.cell(2, column).value = value
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def warned(data: bytes) -> Any:
        [record] = read(notice, data)
        [problem] = record.problems
        assert (problem.code, problem.severity) == ("other-version", "warning")
        notice.decide(record)
        return problem.message

    assert read(notice, stamped())[0].problems == ()
    older = warned(stamped(version="0.9", sha256="0" * 64))
    assert older["zh"].startswith("工作簿是按机制的版本 0.9 制作的，现用版本 1.0.0；")
    assert older["en"].startswith("the workbook was made for version 0.9; this is version 1.0.0;")
    assert "another text of version 1.0.0" in warned(stamped(sha256="0" * 64))["en"]
    assert "`other`" in warned(stamped(mechanism="other", sha256="0" * 64))["en"]


def test_the_bytes_are_the_same_on_every_run(notice: zhize.Mechanism, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "zhize.cli", "template", str(tmp_path / f"{seed}.xlsx")],
            env={**os.environ, "PYTHONHASHSEED": seed}, check=True, timeout=60,
        )  # fmt: skip
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
    assert (tmp_path / "1.xlsx").read_bytes() == notice.template()


def test_the_command_writes_workbooks_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["template", str(tmp_path / "a.xlsx"), "--lang", "both"]) == 0
    assert opened((tmp_path / "a.xlsx").read_bytes()).sheetnames[0] == "事项 ／ Incidents"
    assert main(["template", str(tmp_path / "a.xlsx")]) == 0, "an empty one may be made again"
    filled = xlsx(LEDGER)
    (tmp_path / "a.xlsx").write_bytes(filled)
    assert main(["template", str(tmp_path / "a.xlsx"), "--lang", "zh"]) == 2
    assert "已填有记录，不覆盖" in capsys.readouterr().err
    assert (tmp_path / "a.xlsx").read_bytes() == filled
    assert main(["template", str(tmp_path / "a.csv"), "--lang", "en"]) == 2
    assert ".xlsx" in capsys.readouterr().err
