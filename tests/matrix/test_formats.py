"""The matrix as a file: read back by others, the same on every run, and nothing in it runs."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile

import msgspec
import pytest
from python_calamine import CalamineWorkbook

import zhize
from zhize.explain.names import Names
from zhize.explain.width import display_width
from zhize.matrix import FORMATS, Matrix, render
from zhize.matrix.citing import Citations
from zhize.matrix.layout import Layout
from zhize.matrix.words import circled
from zhize.model.rulebase import RuleBase
from zhize.pages import languages_of

LANGS = ("zh", "en", "both")


def bytes_of(made: str | bytes) -> bytes:
    return made if isinstance(made, bytes) else made.encode()


def written(matrix: Matrix, rulebase: RuleBase, name: str, lang: str = "zh") -> str:
    made = render(matrix, rulebase, name, languages_of(lang))
    assert isinstance(made, str)
    return made


def sheets(matrix: Matrix, rulebase: RuleBase, lang: str) -> dict[str, list[list[str]]]:
    """Return the workbook as an independent reader sees it."""
    made = render(matrix, rulebase, "xlsx", languages_of(lang))
    book = CalamineWorkbook.from_filelike(io.BytesIO(bytes_of(made)))
    return {
        name: [[str(v) for v in row] for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


# ---------------------------------------------------------------- Excel


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_has_the_same_cells_as_the_matrix(
    lang: str, notice: zhize.Mechanism, matrix: Matrix
) -> None:
    found = sheets(matrix, notice.rulebase, lang)
    layout = Layout(matrix, notice.rulebase, languages_of(lang))
    assert len(found) == 3
    for table, rows in zip(matrix.tables, list(found.values())[:2], strict=True):
        top = 1 if table.by == "violation" else 0
        assert len(rows) == top + 1 + len(table.rows)
        for agency, row in zip(table.rows, rows[top + 1 :], strict=True):
            assert row[0] == layout.line(layout.agency(agency))
            expected = [
                "\n".join(layout.text(line) for line in layout.lines(table.cell(agency, column)))
                for column in table.columns
            ]
            assert row[1:] == expected
    notes = ["".join(row) for row in list(found.values())[2]]
    for norm in Citations(layout).norms():
        assert any(norm.quote.exact in row and row.startswith(norm.code) for row in notes)
    for note in layout.notes:
        text = layout.line(layout.terms(note.terms))
        assert circled(note.number) + text in notes


def test_the_workbook_prints_on_one_page_wide_with_its_head_repeated(
    notice: zhize.Mechanism, matrix: Matrix
) -> None:
    made = bytes_of(render(matrix, notice.rulebase, "xlsx", ("zh",)))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        book = package.read("xl/workbook.xml").decode()
        core = package.read("docProps/core.xml").decode()
        assert {m.date_time for m in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert re.search(r'<pageSetup paperSize="8" fitToHeight="0" orientation="landscape"', sheet)
    assert 'xSplit="1" ySplit="2"' in sheet
    assert "<autoFilter ref=" in sheet
    assert re.search(r"Print_Titles.*\$1:\$2", book)
    assert "1980-01-01T00:00:00Z" in core


# ---------------------------------------------------------------- CSV, Markdown


def test_the_csv_is_one_wide_table_whose_cells_explain_themselves(
    notice: zhize.Mechanism, matrix: Matrix
) -> None:
    made = written(matrix, notice.rulebase, "csv")
    assert made.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(made.removeprefix("\ufeff"))))
    columns = sum(len(table.columns) for table in matrix.tables)
    assert {len(row) for row in rows} == {columns + 2}
    head = rows[0]
    water = next(row for row in rows if row[1] == "water")
    sand = water[head.index("非法违法采矿：非法违法采砂")]
    assert sand == (
        "主办 8.1、被告知 6.2[I-5] 7.2[I-5] 12.2[I-5] 15.4[I-5 I-7]"
        "（仅当区域含“河道”（含更窄者））；"
        "承办 15.5、反馈 15.6（仅当区域含“河道”（含更窄者）；"
        "只由 9.2 引起的，仅当选择 9.2 时产生）；"
        "通报 15.4[I-5 I-7]、得反馈 15.6；被告知 9.2[I-5]（仅当区域含“河道”（含更窄者），"
        "并且区域含“自然保护区”、“林地”、“草原”或“湿地”；仅当选择 9.2 时产生）"
    )
    forestry = next(row for row in rows if row[1] == "forestry")
    wild = forestry[head.index("非法违法采矿：非法违法采砂")]
    assert "9.1⇄[I-4]" in wild
    assert "9.2 可代替 9.1，二者择一" in wild
    assert water[head.index("第八条")] == "主办 8.1"


@pytest.mark.parametrize("lang", LANGS)
def test_the_markdown_tables_are_whole_and_stand_in_line(
    lang: str, notice: zhize.Mechanism, matrix: Matrix
) -> None:
    made = written(matrix, notice.rulebase, "md", lang)
    tables = [block for block in made.split("\n\n") if block.startswith("|")]
    assert len(tables) == 4
    for table in tables:
        lines = table.splitlines()
        assert len({display_width(line) for line in lines}) == 1
        bars = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
        assert len(bars) == 1
        assert re.fullmatch(r"\| -+( \| -+)* \|", lines[1])
    assert re.search(r"9\.1[①-㊿]?⇄", made)
    numbers = [circled(note.number) for note in Layout(matrix, notice.rulebase, ("zh",)).notes]
    for number in numbers:
        assert made.count(number) > 1, "it is explained, and referred to"


def test_english_output_has_no_chinese_but_quotes(notice: zhize.Mechanism, matrix: Matrix) -> None:
    text, _, norms = written(matrix, notice.rulebase, "md", "en").partition("## Norms cited")
    assert norms.count("“") > 50
    for made in (text, written(matrix, notice.rulebase, "csv", "en")):
        assert not re.search(r"[\u3400-\u9fff，。：；（）]", made)


# ---------------------------------------------------------------- what an answer rests on


@pytest.mark.parametrize("name", ["html", "md", "xlsx"])
def test_choices_interpretations_and_second_quotes_are_written_out(
    name: str, notice: zhize.Mechanism, matrix: Matrix
) -> None:
    rulebase = notice.rulebase
    if name == "xlsx":
        rows = [row for sheet in sheets(matrix, rulebase, "zh").values() for row in sheet]
        made = "\n".join(" ".join(row) for row in rows)
    else:
        made = written(matrix, rulebase, name)
    made = made.replace("\\", "")
    assert "9.2 可代替 9.1，二者择一" in made
    assert "⇄" in made
    assert "仅当选择 9.2 时产生" in made
    assert "只由 9.2 引起的，仅当选择 9.2 时产生" in made
    assert "让位于 8.1，据 I-2" in made
    assert "让位于 9.2，据 I-7" in made
    names = Names(rulebase, "zh")
    for code in ("I-2", "I-5", "I-7", "I-9"):
        assert names.interpretation_in_full(code) in made
    for norm in rulebase.norms:
        for quote in norm.also_quotes:
            assert f"“{quote.exact}”" in made, norm.code


def test_both_sides_of_a_choice_are_marked_and_nobody_who_is_told(
    notice: zhize.Mechanism, matrix: Matrix
) -> None:
    layout = Layout(matrix, notice.rulebase, ("zh",))
    seen = {
        (agency, line.part, cited.norm, cited.instead)
        for table in matrix.tables
        for agency in table.rows
        for column in table.columns
        for line in layout.lines(table.cell(agency, column))
        for cited in line.cited
        if cited.instead or cited.norm in {"9.1", "9.2"}
    }
    chosen = {row for row in seen if row[3] is not None}
    assert {(row[0], row[2]) for row in chosen} == {("forestry", "9.1"), ("forestry", "9.2")}
    assert {row[1] for row in seen - chosen} == {"notified"}


def test_where_there_is_nothing_to_choose_no_sign_is_explained(
    harbour: zhize.Mechanism, harbour_matrix: Matrix
) -> None:
    choices = any(norm.alternative_to for norm in harbour.norms)
    made = written(harbour_matrix, harbour.rulebase, "md", "en")
    assert ("⇄" in made) is choices


# ---------------------------------------------------------------- all formats


def test_a_second_run_under_another_hash_seed_gives_the_same_bytes(
    notice: zhize.Mechanism, matrix: Matrix
) -> None:
    script = (
        "import sys, hashlib, zhize\n"
        "from zhize.matrix import FORMATS, render\n"
        "m = zhize.load()\n"
        "matrix = m.matrix()\n"
        "for f in FORMATS:\n"
        "    made = render(matrix, m.rulebase, f, ('zh', 'en'))\n"
        "    data = made if isinstance(made, bytes) else made.encode()\n"
        "    print(f, hashlib.sha256(data).hexdigest())\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=120,
        env={**os.environ, "PYTHONHASHSEED": "4711"},
    )  # fmt: skip
    here = [
        f"{name} {hashlib.sha256(bytes_of(made)).hexdigest()}"
        for name in FORMATS
        for made in [render(matrix, notice.rulebase, name, ("zh", "en"))]
    ]
    assert ended.stdout.split("\n")[:-1] == here


EVIL = "=1+1|<b onclick=x>`*_</b>[a](http://x.example)\x1b"


@pytest.fixture
def hostile(notice: zhize.Mechanism) -> RuleBase:
    """The notice, with a label, a quote and a value that would like to be more than text."""
    rulebase = notice.rulebase
    replace = msgspec.structs.replace
    evil = {"zh": EVIL, "en": EVIL}
    agencies = tuple(replace(a, label=evil) if a.code == "water" else a for a in rulebase.agencies)
    concepts = tuple(
        replace(c, label=evil) if c.code in {"sand", "corruption"} else c for c in rulebase.concepts
    )
    norms = tuple(
        replace(n, quote=replace(n.quote, exact=EVIL)) if n.code == "8.1" else n
        for n in rulebase.norms
    )
    return replace(rulebase, agencies=agencies, concepts=concepts, norms=norms)


def test_nothing_that_a_mechanism_says_becomes_markup_or_a_formula(
    matrix: Matrix, hostile: RuleBase
) -> None:
    page = written(matrix, hostile, "html")
    assert "<b onclick" not in page
    assert "&lt;b onclick=x&gt;" in page
    text = written(matrix, hostile, "md")
    assert not re.search(r"(?<!\\)<(?!br>)", text)
    assert "=1+1\\|\\<b onclick=x\\>\\`\\*\\_" in text
    assert "\x1b" not in text
    rows = list(csv.reader(io.StringIO(written(matrix, hostile, "csv").removeprefix("\ufeff"))))
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    made = bytes_of(render(matrix, hostile, "xlsx", ("zh",)))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        inside = [package.read(n).decode() for n in package.namelist() if "worksheets/" in n]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in inside)


@pytest.mark.parametrize("name", FORMATS)
def test_another_mechanism_is_shown_as_well(
    name: str, harbour: zhize.Mechanism, harbour_matrix: Matrix
) -> None:
    made = bytes_of(render(harbour_matrix, harbour.rulebase, name, ("en",)))
    assert len(made) > 2_000
    if name == "md":
        text = made.decode()
        assert (
            "Not if weather: “storm” (yields to 4.b, by lecture-3); again if weather: “storm”, and"
            in text
        )
        assert "seen on: 2024-07-01 or later" in text
