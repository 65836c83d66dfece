"""A text is written into no file whose name says that it is something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import Run

RECORD = "examples/reservoir-sand.yaml"


@pytest.mark.usefixtures("at_root")
@pytest.mark.parametrize("ending", ["xls", "CSV", "pdf", "docx", "html"])
def test_a_decision_goes_into_no_file_of_another_kind(
    run: Run, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"r.{ending}"
    answer = run("decide", RECORD, "--out", str(out), "--lang", "en")
    assert answer.code == 2
    assert "use one of .txt, .xlsx, .json, .jsonl" in answer.err
    assert not out.exists()


@pytest.mark.usefixtures("at_root")
@pytest.mark.parametrize("name", ["r", "r.txt", "r.md", "r.2026"])
def test_any_other_name_gets_the_text(run: Run, tmp_path: Path, name: str) -> None:
    assert run("decide", RECORD, "--out", str(tmp_path / name), "--lang", "zh").code == 0
    assert "第八条" in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.usefixtures("at_root")
@pytest.mark.parametrize(
    "command",
    [
        ("why", RECORD, "--agency", "water"), ("why-not", RECORD, "--agency", "forestry"),
        ("what-if", RECORD, "--set", "zones=forest-land"), ("audit",), ("coverage",),
        ("diff", "ontology", "ontology"),
    ],
)  # fmt: skip
def test_nor_does_any_other_command(run: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    answer = run(*command, "--out", str(tmp_path / "r.pdf"), "--lang", "zh")
    assert answer.code == 2
    assert "“" + str(tmp_path / "r.pdf") + "”的扩展名" in answer.err


@pytest.mark.usefixtures("at_root")
def test_who_asks_for_a_format_gets_it_by_any_name(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "r.pdf"
    assert run("decide", RECORD, "--out", str(out), "--format", "json").code == 0
    assert out.read_bytes().startswith(b"[")
