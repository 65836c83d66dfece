"""`zhize graph --out`: the file's name says the format, and a picture without text is not made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zhize.cli import main
from zhize.dutygraph import png

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "reservoir-sand.yaml"


@pytest.mark.parametrize(
    ("ending", "begins", "holds"),
    [
        ("svg", b"<svg ", "县水务部门"),
        ("html", b"<!DOCTYPE html>", '<span lang="en" class="second">Agency</span>'),
        ("graphml", b"<?xml ", "county water department"),
        ("gexf", b"<?xml ", "县水务部门"),
        ("json", b"{\n", "county water department"),
        ("dot", b'digraph "YC-2024-0107" {', "county water department"),
        ("mmd", b"flowchart LR\n", "county water department"),
    ],
)
def test_each_ending_makes_its_format_of_an_incident_in_both_languages(
    ending: str, begins: bytes, holds: str, tmp_path: Path
) -> None:
    out = tmp_path / f"graph.{ending}"
    argv = ["graph", "--incident", str(EXAMPLE), "--lang", "both", "--out", str(out)]
    assert main(argv) == 0
    content = out.read_bytes()
    assert content.startswith(begins)
    assert holds in content.decode()
    assert main(argv) == 0
    assert out.read_bytes() == content


def test_a_png_is_a_png(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason='no resvg: pip install "zhize[png]"')
    out = tmp_path / "graph.png"
    assert main(["graph", "--article", "8", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "请安装中文字体"), ("en", "install a Chinese font")]
)
def test_without_a_font_the_command_ends_with_2_and_leaves_no_file(
    lang: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("resvg_py", reason='no resvg: pip install "zhize[png]"')
    nothing: Callable[[], tuple[Path, ...]] = tuple
    monkeypatch.setattr(png, "font_folders", nothing)
    monkeypatch.setattr(png, "packaged_font", lambda: None)
    out = tmp_path / "graph.png"
    argv = ["graph", "--article", "8", "--lang", lang, "--out", str(out)]
    assert main(argv) == 2
    assert words in capsys.readouterr().err
    assert not out.exists()
