"""`zhize calendar`: pages to be read, formats, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.commands import Run
from zhize.explain import display_width

ROOT = Path(__file__).resolve().parent.parent.parent
GOLDEN = Path(__file__).parent / "golden"
PAGES = {
    "notice.zh": "calendar --from 2026-07 --months 7",
    "notice.en": "calendar --from 2026-07 --months 7 --lang en",
    "beginning.both": "calendar --from 2024-06 --months 1 --lang both",
    "water.zh": "calendar --from 2026-01 --agency 县水务部门",
    "harbour.en": "--mechanism tests/mechanisms/harbour calendar --from 2026-01 --lang en",
    "holidays-refused.zh": "calendar --from 2026-01 --holidays tests/calendars/data/refused.csv",
    "holidays-refused.en": "calendar --from 2026-01 --lang en "
    "--holidays tests/calendars/data/refused.csv",
}


pytestmark = pytest.mark.usefixtures("at_root")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_as_accepted(name: str, run: Run, accept: bool) -> None:
    code, out, err = run(*PAGES[name].split())
    assert (err == "") == (code == 0)
    text = f"$ zhize {PAGES[name]}\n{out}{err}--- exit code {code}\n"
    # The hash changes with every touch of the ontology, and says nothing to a reader.
    text = re.sub(r"(SHA-256\s+)[0-9a-f]{12}", r"\g<1>············", text)
    golden = GOLDEN / f"{name}.txt"
    if accept:
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")
    assert max(map(display_width, out.splitlines()), default=0) <= 80


def test_every_golden_belongs_to_a_page() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(PAGES)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("duties.ics", b"BEGIN:VCALENDAR\r\n"),
        ("duties.csv", b"\xef\xbb\xbf"),
        ("duties.html", b"<!DOCTYPE html>"),
        ("duties.htm", b"<!DOCTYPE html>"),
        ("duties.json", b"{\n"),
        ("duties.TXT", "定期职责日程".encode()),
    ],
)
def test_the_name_of_the_file_says_the_format(
    run: Run, tmp_path: Path, name: str, begins: bytes
) -> None:
    out = tmp_path / name
    assert run("calendar", "--from", "2026-01", "--out", str(out)) == (0, "", "")
    assert out.read_bytes().startswith(begins)


def test_a_calendar_file_speaks_both_languages_unless_one_is_asked_for(
    run: Run, tmp_path: Path
) -> None:
    said = {}
    for lang in (None, "both", "zh", "en"):
        path = tmp_path / f"{lang}.ics"
        more = () if lang is None else ("--lang", lang)
        assert run("calendar", "--from", "2026-01", "--out", str(path), *more) == (0, "", "")
        said[lang] = path.read_bytes().replace(b"\r\n ", b"").decode()
    assert said[None] == said["both"]
    assert "定期召开" in said["both"]
    assert "call the joint meeting" in said["both"]
    assert "call the joint meeting" not in said["zh"]


def test_json_has_a_row_for_each_time(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "duties.json"
    run("calendar", "--from", "2026-12", "--months", "2", "--out", str(out))
    found = json.loads(out.read_bytes())
    assert found["holidays"] == {"name": "holidays.csv", "years": [2024, 2025, 2026]}
    reports = [row for row in found["rows"] if row["norm"] == "16.1"]
    assert [row["due"] for row in reports] == ["2026-12-25", "2027-01-25"]
    assert [row["advice"]["status"] for row in reports] == ["working-day", "undetermined"]


@pytest.mark.parametrize(
    ("argv", "zh", "en"),
    [
        ("", "缺少参数 --from YYYY-MM。", "argument --from YYYY-MM is missing"),
        ("--from 2026-13", "“2026-13”不是可用的月份", "`2026-13` is no month to begin with"),
        ("--from 2026-1", "“2026-1”不是可用的月份", "`2026-1` is no month to begin with"),
        ("--from 2026-01 --months 0", "--months 不能是“0”", "--months cannot be `0`"),
        ("--from 2026-01 --months 121", "1 至 120", "from 1 to 120"),
        ("--from 2026-01 --months x", "--months 不能是“x”", "--months cannot be `x`"),
        ("--from 2026-01 --out a.pdf", ".ics、.csv、.html", "use one of .ics, .csv, .html"),
        ("--from 2026-01 --agency watr", "是否指 water", "did you mean `water`"),
        (
            "--from 2026-01 --agency water --out a.ics",
            "县水务部门没有定期职责。RFC 5545", "county water department has no periodic duties; a",
        ),
    ],
)  # fmt: skip
def test_wrong_usage_is_said_in_both_languages(run: Run, argv: str, zh: str, en: str) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        code, out, err = run("calendar", *argv.split(), "--lang", lang)
        assert (code, out) == (2, "")
        assert said in err
    assert not (ROOT / "a.ics").exists()


def test_a_missing_file_of_holidays_is_unreadable(run: Run) -> None:
    code, _, err = run("calendar", "--from", "2026-01", "--holidays", "nowhere.csv")
    assert code == 3
    assert "“nowhere.csv”：没有这个文件；请核对路径。" in err


def test_the_output_is_not_the_file_of_holidays(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "holidays.csv"
    path.write_text("year,from,kind\n", encoding="utf-8")
    argv = ("--from", "2026-01", "--holidays", str(path), "--out", str(path))
    assert run("calendar", *argv)[0] == 2
    assert path.read_text("utf-8") == "year,from,kind\n"
