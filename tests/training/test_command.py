"""`zhize train`: the folder, what is wrong usage, and the same bytes on every run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx
import pytest

import zhize
from tests.commands import Run
from zhize.training import FILES


def test_the_folder_is_made_and_says_what_it_holds(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "kit"
    code, printed, said = run("train", "--agency", "水务", "--count", "4", "--out", str(out))
    assert (code, printed) == (0, "")
    assert "职责卡 1 张，练习 4 题" in said
    assert sorted(path.name for path in out.iterdir()) == sorted(FILES)
    (out / "cards.html").write_text("old")
    (out / "notes.txt").write_text("mine")
    code, _, said = run(
        "train", "--agency", "water", "--count", "4", "--out", str(out), "--lang", "en"
    )
    assert code == 0
    assert "duty cards 1, exercises 4 (near misses " in said
    assert (out / "notes.txt").read_text() == "mine"
    assert '<html lang="en">' in (out / "cards.html").read_text(encoding="utf-8")
    assert len(list(out.iterdir())) == len(FILES) + 1, "no temporary file is left"


def test_the_key_is_what_the_command_line_decides(
    run: Run, tmp_path: Path, rows: list[dict[str, Any]]
) -> None:
    """Each record is put to `zhize decide` again, and gives the decision of its row."""
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join(json.dumps(row["incident"]) for row in rows), encoding="utf-8")
    code, out, err = run("decide", str(records), "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out) == [row["decision"] for row in rows]
    for row in rows:
        assert set(row["narrative"]) == set(row["explanation"]) == {"zh", "en"}
        for duty in row["decision"]["duties"]:
            assert duty["norm"] in row["explanation"]["zh"]
            assert duty["norm"] in row["explanation"]["en"]
        graph = networkx.node_link_graph(row["duty_graph"], edges="edges")
        drawn = {norm for *_, norms in graph.edges.data("norms", "") for norm in norms.split()}
        assert {duty["norm"] for duty in row["decision"]["duties"]} <= drawn | {
            norm for _, norms in graph.nodes.data("norms", "") for norm in norms.split()
        }
        assert row["seed"] == 5
        assert row["level"] in {1, 2, 3}


WRONG: list[tuple[tuple[str, ...], str, str]] = [
    ((), "请用 --out 给出文件夹", "name a folder by --out"),
    (("--out", "-"), "请用 --out 给出文件夹", "name a folder by --out"),
    (("--out", "x", "--agency", "watr"), "是否指 water", "did you mean `water`"),
    (("--out", "x", "--role", "primry"), "是否指 primary", "did you mean `primary`"),
    (("--out", "x", "--role", "主办", "--agency", "water"), "只能给出一个", "not both of them"),
    (("--out", "x", "--count", "0"), "1 至 500 的整数", "whole number from 1 to 500"),
    (("--out", "x", "--count", "501"), "1 至 500 的整数", "whole number from 1 to 500"),
    (("--out", "x", "--level", "4"), "--level 不能是“4”", "--level cannot be `4`"),
    (("--out", "x", "--seed", "x"), "--seed 不能是“x”。请写整数", "--seed cannot be `x`; give a"),
    (("--out", "x", "--seed", "9" * 5000), "至多 18 位", "at most 18 digits"),
    (("--out", "x", "--count", "many"), "1 至 500 的整数", "whole number from 1 to 500"),
    (("--out", "x", "--lang", "fr"), "--lang 不能是“fr”", "--lang cannot be `fr`"),
]


@pytest.mark.parametrize(("argv", "zh", "en"), WRONG)
def test_wrong_usage_is_said_in_both_languages_and_makes_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    argv: tuple[str, ...], zh: str, en: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    for language, wanted in (("zh_CN.UTF-8", zh), ("en_US.UTF-8", en)):
        monkeypatch.setenv("LANG", language)
        code, out, err = run("train", *argv)
        assert (code, out) == (2, "")
        assert wanted in err
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "kit"
    path.write_text("mine")
    for lang, wanted in (("zh", "不是文件夹"), ("en", "is no folder")):
        code, _, err = run("train", "--count", "1", "--out", str(path), "--lang", lang)
        assert code == 2
        assert wanted in err
    assert path.read_text() == "mine"
    code, _, err = run("train", "--count", "1", "--out", str(path / "below"), "--lang", "en")
    assert code == 2
    assert "cannot make the folder" in err
    assert "a part of the path is a file, no folder" in err
    code, _, err = run("train", "--count", "1", "--out", str(path / "below"), "--lang", "zh")
    assert "路径中有一段是文件，不是文件夹" in err
    assert "Not a directory" not in err


def test_both_before_the_command_is_told_where_to_stand(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, wanted in (
        ("zh_CN.UTF-8", "可用：zh、en。--lang both 只用于展示命令，写在命令之后"),
        ("en_US.UTF-8", "stands behind the command"),
    ):
        monkeypatch.setenv("LANG", language)
        code, out, err = run("--lang", "both", "train", "--out", "x")
        assert (code, out) == (2, "")
        assert wanted in err


def test_the_count_by_default_asks_about_every_norm_of_the_notice(notice: zhize.Mechanism) -> None:
    kit = notice.train()
    assert kit.drawn.never == ()
    assert min(kit.asked().values()) == 1
    assert len(kit.asked()) == sum(n.mode in {"act", "notify", "feedback"} for n in notice.norms)


def test_a_role_may_be_named_by_its_label(run: Run, tmp_path: Path) -> None:
    code, _, said = run("train", "--role", "监管", "--count", "3", "--out", str(tmp_path / "kit"))
    assert code == 0
    assert "职责卡 3 张" in said


def test_the_bytes_are_the_same_on_every_run(tmp_path: Path) -> None:
    kits = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        environ = {**os.environ, "PYTHONHASHSEED": seed}
        argv = ["train", "--count", "10", "--lang", "both", "--out", str(out)]
        ended = subprocess.run(
            [sys.executable, "-m", "zhize.cli", *argv],
            env=environ, capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr.decode()
        kits.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert kits[0] == kits[1]
    assert set(kits[0]) == set(FILES)
