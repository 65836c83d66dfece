from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.commands import Answer, Run

Write = Callable[..., str]
pytestmark = pytest.mark.usefixtures("stub")


def test_a_decided_record_exits_0_with_a_memo(run: Run, records: Write) -> None:
    answer = run("decide", records({}))
    assert answer.code == 0
    assert answer.out.startswith("职责认定：YC-2024-0107\n")
    assert answer.err == ""


def test_a_refused_record_exits_1_and_the_others_are_decided(run: Run, records: Write) -> None:
    answer = run(
        "decide",
        "--format",
        "jsonl",
        records({"id": "A"}, {"id": "B", "violations": []}, {"id": "C"}),
    )
    assert answer.code == 1
    assert [json.loads(line)["incident"] for line in answer.out.splitlines()] == ["A", "C"]
    assert "记录“B”：missing-field。" in answer.err
    assert answer.err.endswith("共 3 条记录：已认定 2 条，拒绝 1 条。\n")


def test_duplicates_are_found_across_files(run: Run, records: Write) -> None:
    first, second = records({"id": "A"}, name="1.json"), records({"id": "A"}, name="2.json")
    answer = run("decide", first, second)
    assert answer.code == 1
    assert "duplicate-id" in answer.err


def test_an_unreadable_file_exits_3_and_the_others_are_decided(run: Run, records: Write) -> None:
    answer = run("decide", "missing.json", records({}), "--lang", "en", "--format", "jsonl")
    assert answer.code == 3
    assert "No file `missing.json`" in answer.err
    assert len(answer.out.splitlines()) == 1


def test_unreadable_outweighs_refused(run: Run, records: Write) -> None:
    assert run("decide", records({"violations": []}), "missing.json").code == 3


def test_an_internal_fault_exits_4_in_one_line(run: Run, records: Write) -> None:
    answer = run("decide", records({"id": "fault"}))
    assert answer.code == 4
    assert answer.err.startswith("内部故障：KeyError: ")
    assert len(answer.err.splitlines()) == 1
    assert "Traceback" not in answer.err


def test_debug_shows_the_traceback(run: Run, records: Write) -> None:
    answer = run("--debug", "decide", records({"id": "fault"}))
    assert answer.code == 4
    assert "Traceback" in answer.err


def test_json_is_an_array_and_jsonl_the_same_one_a_line(run: Run, records: Write) -> None:
    name = records({"id": "A"}, {"id": "B"})
    array = run("decide", name, "--format", "json").out
    lines = run("decide", name, "--format", "jsonl").out
    rows = json.loads(array)
    assert rows == [json.loads(line) for line in lines.splitlines()]
    assert array == json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def test_no_decision_is_an_empty_array(run: Run, records: Write) -> None:
    assert run("decide", records({"violations": []}), "--format", "json").out == "[]\n"


def test_warnings_go_to_standard_error(run: Run, records: Write) -> None:
    answer = run("decide", records({"mineral": "coal"}), "--format", "json")
    assert answer.code == 0
    assert "future-date" in answer.err


def test_memos_are_parted_by_an_empty_line(run: Run, records: Write) -> None:
    out = run("decide", records({"id": "A"}, {"id": "B"})).out
    assert out.count("\n\n\n职责认定：") == 1


def test_standard_input_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'[{"id": "A"}]')))
    answer = run("decide", "-", "--input-format", "json", "--format", "jsonl")
    assert json.loads(answer.out)["incident"] == "A"


def test_out_writes_a_file_and_nothing_else(run: Run, records: Write, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    answer = run("decide", records({}), "--format", "jsonl", "--out", str(target))
    assert answer == Answer(0, "", "")
    assert json.loads(target.read_bytes())["incident"] == "YC-2024-0107"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.jsonl", "records.json"]


def test_a_fault_leaves_the_old_output_file(run: Run, records: Write, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old", encoding="utf-8")
    assert run("decide", records({"id": "fault"}), "--out", str(target)).code == 4
    assert target.read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 2


def test_the_output_may_not_be_an_input(run: Run, records: Write) -> None:
    name = records({})
    answer = run("decide", name, "--out", name)
    assert answer.code == 2
    assert "既是输入又是输出" in answer.err
    assert json.loads(Path(name).read_text(encoding="utf-8")) == [{}]


def test_a_folder_that_is_not_there_is_wrong_usage(run: Run, records: Write) -> None:
    answer = run("decide", records({}), "--out", "/nowhere/x.json", "--lang", "en")
    assert answer.code == 2
    assert "there is no such folder" in answer.err


def test_validate_reports_on_standard_output(run: Run, records: Write) -> None:
    name = records({"id": "A"}, {"id": "B", "violations": []}, {"id": "C", "mineral": "coal"})
    answer = run("validate", name)
    assert answer.code == 1
    assert answer.out.endswith("共检查 3 项：错误 1，警告 1，提示 0。\n")
    assert answer.err == ""


def test_warnings_alone_are_valid(run: Run, records: Write) -> None:
    assert run("validate", records({"mineral": "coal"})).code == 0
    assert run("validate", records({}), "--engine", "reference").code == 0


def test_validate_lists_unreadable_files_as_rows(run: Run, records: Write) -> None:
    answer = run("validate", "missing.json", records({}), "--format", "json")
    assert answer.code == 3
    assert [row["code"] for row in json.loads(answer.out)] == ["unreadable"]
