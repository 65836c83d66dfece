"""`zhize read`: a narrative in, a draft out that `zhize decide` takes."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.commands import Answer, Run

TEXT = "2024年8月1日，县水务局巡查发现凤城镇尹家沟村水库库区有人无证采砂，已通报县自然资源局。"


@pytest.fixture
def run(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one command, with something to read on standard input."""

    def command(*argv: str, stdin: bytes = b"") -> Answer:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        return run(*argv)

    return command


def test_a_narrative_becomes_a_draft_that_can_be_decided(run: Run) -> None:
    code, draft, _ = run("read", "--id", "YC-7", "--title", "采砂", TEXT)
    assert code == 0
    assert draft.startswith("id: YC-7\ntitle: 采砂\nreported_on: 2024-08-01  # “2024年8月1日”\n")
    code, decision, _ = run("decide", "-", "--format", "json", stdin=draft.encode())
    assert code == 0
    assert json.loads(decision)[0]["incident"] == "YC-7"


def test_json_has_the_record_and_its_words(run: Run) -> None:
    code, out, _ = run("read", TEXT, "--format", "json")
    draft = json.loads(out)
    assert code == 0
    assert draft["record"]["violations"] == ["unlicensed-mining", "illegal-sand-mining"]
    assert draft["missing"] == ["id"]
    assert draft["negated"] == []
    for span in draft["spans"]:
        assert TEXT[span["start"] : span["end"]] == span["text"]
    assert {"record", "spans", "missing", "negated", "open", "unplaced"} == set(draft)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_and_standard_input_are_read_alike(run: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "报告.txt"
    path.write_bytes(TEXT.encode(encoding))
    named = run("read", "--file", str(path))
    assert named == run("read", "-", stdin=TEXT.encode(encoding))
    assert named == run("read", TEXT)


def test_the_narrative_can_be_left_out_of_the_record(run: Run) -> None:
    assert "description:" in run("read", TEXT)[1]
    assert "description:" not in run("read", TEXT, "--no-description")[1]


def test_comments_are_in_the_language_asked_for(run: Run) -> None:
    out = run("read", "--lang", "en", "村民举报有人偷砂。")[1]
    assert "# missing (a record needs it, the text does not give it):" in out
    assert "#   township (township)" in out


@pytest.mark.parametrize("argv", [["read"], ["read", "x", "--file", "y"]])
def test_a_text_or_a_file_is_needed_and_not_both(run: Run, argv: list[str]) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert "--file" in err


def test_a_file_that_cannot_be_read_is_named(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "none.txt"
    code, _, err = run("read", "--file", str(missing))
    assert code == 3
    assert "none.txt" in err
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xfe\x00\x81")
    code, _, err = run("read", "--file", str(binary), "--lang", "en")
    assert code == 3
    assert "save it as UTF-8" in err


def test_an_endless_text_is_refused_without_reading_it_all(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes("砂".encode() * 100_000)
    code, _, err = run("read", "--file", str(path), "--lang", "en")
    assert code == 2
    assert "at most 20000" in err


def test_the_result_is_not_written_over_the_narrative(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    code, _, _ = run("read", "--file", str(path), "--out", str(path))
    assert code == 2
    assert path.read_text("utf-8") == TEXT
