"""CSV as others write it, read by columns: no line is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from tests.bulk.files import told
from tests.bulk.rows import TODAY

HEAD = "编号,获知日期,乡镇,违法类型,区域,发现者,描述\n"


def row(name: str, words: str = "一段说明") -> str:
    return f"{name},2024-08-01,凤城镇,非法采砂,水库库区,县生态环境部门,{words}\n"


def batch(
    mechanism: zhize.Mechanism, path: Path, text: str, encoding: str
) -> list[tuple[str, str]]:
    path.write_bytes(text.encode(encoding))
    mechanism.batch(path, path.with_name("out.csv"), today=TODAY, part_rows=2)
    return [(str(line[0]), line[1]) for line in told(path.with_name("out.csv"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    "text",
    [
        HEAD + row("1") + row("2", '"夜间') + row("3") + row("4"),
        HEAD + row("1") + row("2", '"夜间') + row("3", '说""过'),
        HEAD + row("1") + row("2", 'a"b') + row("3", '"夜间'),
        HEAD + row("1") + row("2", '"夜间').rstrip("\n"),
        HEAD + row("1") + '"2',
        HEAD.replace("描述", '"描述') + row("1") + row("2"),
    ],
)
def test_a_quotation_that_is_never_closed_is_an_error(
    notice: zhize.Mechanism, tmp_path: Path, text: str, encoding: str
) -> None:
    with pytest.raises(zhize.UnreadableError) as raised:
        batch(notice, tmp_path / "in.csv", text, encoding)
    if text.startswith(HEAD + row("1") + "2"):
        assert "quotation mark is never closed" in raised.value.message["en"]
        assert "引号" in raised.value.message["zh"]
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(("words", "cells"), [("x,y", 8), (None, 6)])
def test_a_line_of_another_width_is_quoted_with_what_to_do(
    notice: zhize.Mechanism, tmp_path: Path, words: str | None, cells: int, encoding: str
) -> None:
    line = row("2").rsplit(",", 1)[0] + "\n" if words is None else row("2", words)
    with pytest.raises(zhize.UnreadableError) as raised:
        batch(notice, tmp_path / "in.csv", HEAD + row("1") + line + row("3"), encoding)
    start = line[:20]
    assert raised.value.message["zh"].startswith(
        f"in.csv：表头有 7 个字段名，却有一行是 {cells} 个值：“{start}"
    )
    assert raised.value.message["en"].startswith(
        f"in.csv: the head has 7 names, but a line has {cells} values: `{start}"
    )
    assert "in quotation marks" in raised.value.message["en"]


def test_what_failed_before_anything_was_done_is_begun_with_what_there_is(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    with pytest.raises(zhize.UnreadableError):
        batch(notice, tmp_path / "in.csv", HEAD + row("1", "x,y"), "utf-8")
    assert batch(notice, tmp_path / "in.csv", HEAD + row("1"), "utf-8") == [("1", "decided")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    "text",
    [
        HEAD + row("1") + row("2", '"夜间\n"'),
        HEAD + row("1") + row("2", '"他说""好""\n"').rstrip("\n"),
        HEAD + row("1") + row("2", 'a"b'),
        HEAD + row("1") + row("2").rstrip("\n"),
        (HEAD + row("1") + row("2")).replace("\n", "\r\n"),
        (HEAD + row("1") + row("2")).replace("\n", "\r"),
        "\n\n" + HEAD + row("1") + "\n" + row("2") + "\n\n",
    ],
)
def test_lines_end_and_are_quoted_in_many_ways(
    notice: zhize.Mechanism, tmp_path: Path, text: str, encoding: str
) -> None:
    found = batch(notice, tmp_path / "in.csv", text, encoding)
    assert found == [("1", "decided"), ("2", "decided")]


def test_identifiers_stay_texts_though_blank_lines_stand_above_the_head(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_text("\n" + HEAD + row("007") + row("1e5"), encoding="utf-8")
    notice.batch(tmp_path / "in.csv", tmp_path / "out.jsonl", today=TODAY)
    assert [line[0] for line in told(tmp_path / "out.jsonl")] == ["007", "1e5"]


def test_what_is_neither_encoding_and_what_has_no_head_is_said(
    notice: zhize.Mechanism, tmp_path: Path
) -> None:
    (tmp_path / "in.csv").write_bytes(HEAD.encode() + b"1,caf\xe9,,,,,\n")
    with pytest.raises(zhize.UnreadableError, match="neither UTF-8 nor GB18030"):
        notice.batch(tmp_path / "in.csv", tmp_path / "out.csv", today=TODAY)
    (tmp_path / "in.csv").write_bytes(b"\xef\xbb\xbf")
    with pytest.raises(zhize.UnreadableError, match="no record"):
        notice.batch(tmp_path / "in.csv", tmp_path / "out.csv", today=TODAY)
    (tmp_path / "in.csv").write_bytes(HEAD.strip().encode())
    assert notice.batch(tmp_path / "in.csv", tmp_path / "out.csv", today=TODAY).rows == 0
