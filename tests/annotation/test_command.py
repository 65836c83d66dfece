"""`zhize annotate`: formats, languages, cases, and what is wrong with a call."""

from __future__ import annotations

import zipfile
from functools import partial
from pathlib import Path

import pytest

from tests.annotation.conftest import HARBOUR
from tests.commands import Run


@pytest.fixture
def run(run: Run) -> Run:
    """Run the command on the harbour."""
    return partial(run, "--mechanism", str(HARBOUR), "annotate")


def test_the_name_of_the_file_says_the_format(run: Run, tmp_path: Path) -> None:
    assert run("--out", str(tmp_path / "a.html"), "--lang", "both") == (0, "", "")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert '<span lang="zh-CN">解释</span> <span lang="en" class="second">Interpretations' in page
    assert run("--out", str(tmp_path / "a.docx")) == (0, "", "")
    assert "word/document.xml" in zipfile.ZipFile(tmp_path / "a.docx").namelist()


def test_cases_are_taken_from_where_they_are_said_to_be(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text('- {norm: "12.a", case: le mien}\n', encoding="utf-8")
    assert run("--cases", str(own), "--out", str(tmp_path / "a.html"))[0] == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "le mien" in page
    assert "un maître de bassin voit du gazole" not in page


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        ((), 2, ".html, .docx"),
        (("--out", "-"), 2, ".html, .docx"),
        (("--out", "a.pdf"), 2, "`a.pdf`"),
        (("--out", "a.html", "--lang", "fr"), 2, "fr"),
        (("--out", "/nowhere/a.html"), 2, "/nowhere/a.html"),
        (("--out", "a.html", "--cases", "nowhere.yaml"), 3, "nowhere.yaml"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    argv: tuple[str, ...], code: int, words: str, run: Run,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en")
    ended, out, err = run(*argv)
    assert (ended, out) == (code, "")
    assert words in err
    assert list(tmp_path.iterdir()) == [], "nothing is written, and nothing is left behind"
