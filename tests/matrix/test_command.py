"""`zhize matrix`: formats by the file's name, Markdown without one, one table or both."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from tests.commands import Run

from .conftest import MECHANISMS


@pytest.fixture
def run(run: Run) -> Run:
    """Run the command on the harbour."""
    return partial(run, "--mechanism", str(MECHANISMS / "harbour"), "matrix")


def test_without_a_file_markdown_is_printed(run: Run) -> None:
    code, out, err = run("--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith("# Responsibility matrix: Kerlanic harbour\n")
    assert "## Agencies × pollutions" in out
    assert "## Agencies × articles" in out


def test_one_table_can_be_asked_for(run: Run) -> None:
    _, out, _ = run("--by", "article", "--lang", "en")
    assert "## Agencies × articles" in out
    assert "Agencies × pollutions" not in out


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("m.html", b"<!DOCTYPE html>"), ("m.xlsx", b"PK"), ("m.csv", b"\xef\xbb\xbf"),
        ("m.md", b"# "), ("m.json", b"{"),
    ],
)  # fmt: skip
def test_the_name_of_the_file_says_the_format(
    name: str, begins: bytes, run: Run, tmp_path: Path
) -> None:
    assert run("--out", str(tmp_path / name), "--lang", "both") == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_json_is_the_dictionary(run: Run, tmp_path: Path) -> None:
    run("--out", str(tmp_path / "m.json"))
    found = json.loads((tmp_path / "m.json").read_bytes())
    assert set(found) == {"mechanism", "parts", "complete", "tables"}
    assert found["mechanism"]["id"] == "kerlanic-7"


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--by", "agency"), "agency"),
        (("--out", "m.pdf"), ".xlsx"),
        (("--out", "m"), ".md"),
        (("surplus",), "surplus"),
        (("--out", "/nowhere/m.md"), "/nowhere/m.md"),
    ],
)
def test_wrong_usage_is_said_in_a_sentence(argv: tuple[str, ...], words: str, run: Run) -> None:
    code, out, err = run(*argv, "--lang", "en")
    assert (code, out) == (2, "")
    assert words in err
