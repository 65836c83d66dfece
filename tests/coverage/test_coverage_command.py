"""`zhize coverage`: pages to be read, formats, exit codes."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

import zhize
from tests.commands import Run
from zhize.examination.coverage.words import WORDS
from zhize.explain import display_width

ROOT = Path(__file__).resolve().parent.parent.parent
GOLDEN = Path(__file__).parent / "golden"
HARBOUR = "tests/mechanisms/harbour"
PAGES = {
    "notice.zh": "coverage --cases tests/cases",
    "notice.en": "coverage --cases tests/cases --lang en",
    "harbour.en": f"--mechanism {HARBOUR} coverage --lang en",
    "toy.zh": "--mechanism tests/mechanisms/toy coverage",
    "drift.zh": "coverage --text tests/coverage/data/amended.txt",
    "drift.en": "coverage --text tests/coverage/data/amended.txt --lang en",
    "drift-harbour.en": f"--mechanism {HARBOUR} coverage --text tests/coverage/data/kerlanic.txt "
    "--lang en",
}


pytestmark = pytest.mark.usefixtures("at_root")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_as_accepted(name: str, run: Run, accept: bool) -> None:
    code, out, err = run(*PAGES[name].split())
    assert err == ""
    text = f"$ zhize {PAGES[name]}\n{out}--- exit code {code}\n"
    golden = GOLDEN / f"{name}.txt"
    if accept:
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")
    assert max(map(display_width, out.splitlines())) <= 80


def test_every_golden_belongs_to_a_page() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(PAGES)


def test_every_word_is_said_in_both_languages() -> None:
    for key, texts in WORDS.items():
        assert set(texts) == {"zh", "en"}, key
        fields = [set(re.findall(r"{(\w+)}", text)) for text in texts.values()]
        # Chinese counts all of several cases, English those beside the first.
        assert fields[0] == fields[1] or key == "norm-cases", key


def test_json_has_a_row_for_each_clause(run: Run) -> None:
    code, out, _ = run("coverage", "--cases", "tests/cases", "--format", "json")
    assert code == 0
    found = json.loads(out)
    assert found["ok"] is True
    assert found["totals"]["quoted"] == found["totals"]["normative"]
    rows = [row for row in found["clauses"] if row["article"] == 8]
    assert [row["status"] for row in rows] == ["explained", "encoded"]
    assert rows[1]["norms"][0]["norm"] == "8.1"
    assert rows[1]["tested"] == "all"


def test_csv_has_the_same_rows_and_opens_in_excel(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "coverage.csv"
    assert run("coverage", "--cases", "tests/cases", "--out", str(target))[0] == 0
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    clauses = zhize.load().coverage(ROOT / "tests" / "cases").clauses
    assert [row["text"] for row in rows] == [clause.text for clause in clauses]
    assert rows[-1]["status"] == "explained"
    assert {row["tested"] for row in rows} == {"all", ""}


def test_csv_of_a_drift_has_a_row_for_each_quote(run: Run) -> None:
    text = "tests/coverage/data/amended.txt"
    code, out, _ = run("coverage", "--text", text, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
    assert code == 1
    assert {"found", "orphaned"} <= {row["status"] for row in rows}
    assert {row["context"] for row in rows} <= {"true", "false"}


def test_without_cases_it_says_that_there_are_none(run: Run, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "toy"
    shutil.copytree(ROOT / "tests" / "mechanisms" / "toy", folder)
    (folder / "cases.yaml").unlink()
    code, out, _ = run("--mechanism", str(folder), "coverage", "--lang", "en")
    assert code == 0
    assert "none at hand (name them by --cases)" in out
    assert "no case)" not in out


def test_a_case_that_fails_is_a_finding(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(
        "- case: no such duty\n"
        "  record: {id: '1', seen_on: 2025-02-01, trouble: litter}\n"
        "  duties: [{norm: '1.1', bearer: warden}]\n",
        encoding="utf-8",
    )
    toy = str(ROOT / "tests" / "mechanisms" / "toy")
    code, out, _ = run("--mechanism", toy, "coverage", "--cases", str(path), "--lang", "en")
    assert code == 1
    assert "no such duty (cases.yaml): 1.1 did not arise" in out


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("--cases", "nowhere"), 3, "there is no such file or folder"),
        (("--text", "nowhere.txt"), 3, "does not exist"),
        (("--text", "tests"), 3, "is a folder"),
        (("--text", "x", "--cases", "y"), 2, "cannot be used together"),
        (("--format", "xml"), 2, "--format cannot be `xml`"),
    ],
)
def test_wrong_input_is_said_to_be_so(
    run: Run, argv: tuple[str, ...], code: int, said: str
) -> None:
    found, out, err = run("coverage", *argv, "--lang", "en")
    assert (found, out) == (code, "")
    assert said in err


def test_a_text_is_taken_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    text = "The warden removes dead fish from the pond. Thank you for your help."
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    toy = str(ROOT / "tests" / "mechanisms" / "toy")
    code, out, _ = run("--mechanism", toy, "coverage", "--text", "-", "--format", "json")
    assert code == 1
    found = json.loads(out)
    assert found["counts"] == {"found": 1, "moved": 0, "ambiguous": 0, "orphaned": 1}
    assert [row["status"] for row in found["clauses"]] == ["gone"]
