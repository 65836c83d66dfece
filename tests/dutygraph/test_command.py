"""`zhize graph`: formats by the output's name, text without one, and what is wrong usage."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.commands import Run
from tests.dutygraph.samples import BIG, EXAMPLE, HARBOUR
from zhize.explain.width import display_width

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def run(run: Run) -> Run:
    """Run the command."""
    return partial(run, "graph")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    def records(*rows: dict[str, Any]) -> str:
        path = tmp_path / "records.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        return str(path)

    return records


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("water-zh", ["--agency", "water"]),
        ("article-3-both", ["--article", "3", "--lang", "both"]),
        ("reservoir-sand-zh", ["--incident", str(EXAMPLE)]),
        ("reservoir-sand-en", ["--incident", str(EXAMPLE), "--lang", "en"]),
    ],
)
def test_the_text_is_as_accepted(name: str, arguments: list[str], run: Run, accept: bool) -> None:
    code, out, err = run(*arguments)
    assert (code, err) == (0, "")
    assert all(display_width(line) <= 80 for line in out.splitlines())
    golden = GOLDEN / f"{name}.txt"
    if accept:
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(out, encoding="utf-8", newline="\n")
    assert out == golden.read_text(encoding="utf-8")


def test_the_output_is_drawn_in_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    for lang, tag in (("zh", "zh-CN"), ("en", "en"), ("both", "zh-CN")):
        path = tmp_path / f"{lang}.svg"
        assert run("--agency", "water", "--lang", lang, "--out", str(path)) == (0, "", "")
        assert ElementTree.parse(path).getroot().attrib["lang"] == tag


def test_another_mechanism_is_drawn_as_well(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "harbour.svg"
    assert run("--mechanism", str(HARBOUR), "--out", str(path)) == (0, "", "")
    assert "capitainerie" in path.read_text(encoding="utf-8").lower()


def test_an_incident_is_read_from_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(EXAMPLE.read_bytes()), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", stdin)
    code, out, _ = run("--incident", "-")
    assert code == 0
    assert "8.1 主办" in out


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (
            ["--incident", str(EXAMPLE), "--agency", "water"],
            "--incident 不能与 --agency、--article、--violation 同时使用",
            "--incident cannot be combined with --agency, --article or --violation",
        ),
        (["--out", "graph.pdf"], "“graph.pdf”的扩展名不是", "`graph.pdf` has no extension"),
        (["--out", "graph"], "“graph”的扩展名不是", "`graph` has no extension"),
        (["--article", "99"], "没有“99”这一条", "there is no article `99`"),
        (["--agency", "watr"], "是否指 water", "did you mean `water`?"),
        (["--violation", "sandd"], "是否指 sand（砂）", "did you mean `sand`?"),
    ],
    ids=["both", "ending", "no-ending", "article", "agency", "violation"],
)
def test_wrong_usage_is_said_in_both_languages(
    arguments: list[str], zh: str, en: str, run: Run
) -> None:
    for lang, sentence in (("zh", zh), ("en", en)):
        code, out, err = run("--lang", lang, *arguments)
        assert (code, out) == (2, "")
        assert sentence in err


def test_a_file_with_several_records_is_refused_with_what_to_do(
    run: Run, write: Callable[..., str], tmp_path: Path
) -> None:
    path, out = write(BIG, {**BIG, "id": "BIG-2"}), tmp_path / "x.svg"
    code, _, err = run("--incident", path, "--out", str(out))
    assert code == 2
    assert "含有 2 条记录，职责图一次只画一条。请把要画的那一条单独存成文件" in err
    assert not out.exists()
    code, _, err = run("--incident", path, "--lang", "en")
    assert "holds 2 records, and a duty graph is of one; put the one to draw" in err
    code, _, err = run("--incident", write())
    assert code == 3
    assert "文件里没有记录" in err


def test_a_refused_record_is_answered_with_its_problems_and_no_picture(
    run: Run, write: Callable[..., str], tmp_path: Path
) -> None:
    out = tmp_path / "x.svg"
    path = write({**BIG, "violations": ["sand-mining"], "township": "北京"})
    code, printed, err = run("--incident", path, "--out", str(out))
    assert (code, printed) == (1, "")
    assert "sand-mining" in err
    assert "北京" in err
    assert not out.exists()


def test_a_file_that_is_missing_is_said_to_be(run: Run) -> None:
    code, out, err = run("--incident", "missing.yaml")
    assert (code, out) == (3, "")
    assert "missing.yaml" in err


def test_the_record_is_not_overwritten_by_its_picture(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "record.svg"
    path.write_text("x", encoding="utf-8")
    code, _, _ = run("--incident", str(path), "--out", str(path))
    assert code != 0
    assert path.read_text(encoding="utf-8") == "x"


def test_a_title_cannot_steer_the_terminal(run: Run, write: Callable[..., str]) -> None:
    code, out, _ = run("--incident", write({**BIG, "title": "库区\x1b[31m采砂"}))
    assert code == 0
    assert "\x1b" not in out
    assert r"库区\x1b[31m采砂" in out
