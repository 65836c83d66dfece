"""`zhize read`: a narrative in, a draft out that `zhize decide` takes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from zhize.cli import main

TEXT = "2024年8月1日，县水务局巡查发现凤城镇尹家沟村水库库区有人无证采砂，已通报县自然资源局。"
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def zhize_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run one command; return its exit code and both outputs."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*argv: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(argv)
        ended = capsys.readouterr()
        return code, ended.out, ended.err

    return run


def test_a_narrative_becomes_a_draft_that_can_be_decided(zhize_run: Command) -> None:
    code, draft, _ = zhize_run("read", "--id", "YC-7", "--title", "采砂", TEXT)
    assert code == 0
    assert draft.startswith("id: YC-7\ntitle: 采砂\nreported_on: 2024-08-01  # “2024年8月1日”\n")
    code, decision, _ = zhize_run("decide", "-", "--format", "json", stdin=draft.encode())
    assert code == 0
    assert json.loads(decision)[0]["incident"] == "YC-7"


def test_json_has_the_record_and_its_words(zhize_run: Command) -> None:
    code, out, _ = zhize_run("read", TEXT, "--format", "json")
    draft = json.loads(out)
    assert code == 0
    assert draft["record"]["violations"] == ["unlicensed-mining", "illegal-sand-mining"]
    assert draft["missing"] == ["id"]
    assert draft["negated"] == []
    for span in draft["spans"]:
        assert TEXT[span["start"] : span["end"]] == span["text"]
    assert {"record", "spans", "missing", "negated", "open", "unplaced"} == set(draft)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_and_standard_input_are_read_alike(
    zhize_run: Command, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(TEXT.encode(encoding))
    named = zhize_run("read", "--file", str(path))
    assert named == zhize_run("read", "-", stdin=TEXT.encode(encoding))
    assert named == zhize_run("read", TEXT)


def test_the_narrative_can_be_left_out_of_the_record(zhize_run: Command) -> None:
    assert "description:" in zhize_run("read", TEXT)[1]
    assert "description:" not in zhize_run("read", TEXT, "--no-description")[1]


def test_comments_are_in_the_language_asked_for(zhize_run: Command) -> None:
    out = zhize_run("read", "--lang", "en", "村民举报有人偷砂。")[1]
    assert "# missing (a record needs it, the text does not give it):" in out
    assert "#   township (township)" in out


@pytest.mark.parametrize("argv", [["read"], ["read", "x", "--file", "y"]])
def test_a_text_or_a_file_is_needed_and_not_both(zhize_run: Command, argv: list[str]) -> None:
    code, out, err = zhize_run(*argv)
    assert (code, out) == (2, "")
    assert "--file" in err


def test_a_file_that_cannot_be_read_is_named(zhize_run: Command, tmp_path: Path) -> None:
    missing = tmp_path / "none.txt"
    code, _, err = zhize_run("read", "--file", str(missing))
    assert code == 3
    assert "none.txt" in err
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xfe\x00\x81")
    code, _, err = zhize_run("read", "--file", str(binary), "--lang", "en")
    assert code == 3
    assert "save it as UTF-8" in err


def test_an_endless_text_is_refused_without_reading_it_all(
    zhize_run: Command, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes("砂".encode() * 100_000)
    code, _, err = zhize_run("read", "--file", str(path), "--lang", "en")
    assert code == 2
    assert "at most 20000" in err


def test_the_result_is_not_written_over_the_narrative(zhize_run: Command, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    code, _, _ = zhize_run("read", "--file", str(path), "--out", str(path))
    assert code == 2
    assert path.read_text("utf-8") == TEXT
