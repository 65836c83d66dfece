from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.commands import Run
from zhize.cli.app import build
from zhize.cli.messages import Messages
from zhize.explain import display_width

pytestmark = pytest.mark.usefixtures("stub")

WRONG = [
    ((), "缺少命令", "no command given"),
    (("dcide",), "没有“dcide”这个命令。是否指 decide？", "no command `dcide`; did you mean"),
    (("decide",), "缺少参数 FILE", "argument FILE... is missing"),
    (("decide", "x", "--formt", "json"), "是否指 --format", "did you mean --format"),
    (("decide", "x", "--format", "xml"), "--format 不能是“xml”。可用：text、", "use one of text"),
    (("decide", "x", "--today", "1.8.2024"), "“1.8.2024”不是日期", "no date; write it like"),
    (("decide", "x", "--today", "20240801"), "“20240801”不是日期", "no date; write it like"),
    (("decide", "x", "--out"), "选项“--out”后面缺少值。", "option `--out` needs a value"),
    (("check", "--no-owl=1"), "选项“--no-owl”不带值。", "option `--no-owl` takes no value"),
    (("check", "a", "b"), "多余的参数：“a b”", "surplus arguments `a b`"),
    (("norm",), "请给出规范编号", "give either the code of a norm"),
    (("norm", "8.1", "--list"), "请给出规范编号", "give either the code of a norm"),
    (("norm", "8.9"), "没有编号为“8.9”的规范。是否指 8.1？", "did you mean `8.1`?"),
    (("decide", "-", "-"), "标准输入（-）只能出现一次", "standard input (-) can be named once"),
    (("decide", "x", "--lang", "fr"), "--lang 不能是“fr”", "--lang cannot be `fr`"),
    (("validate", "x", "--format", "turtle", "--engine", "compiled"), "只由 reference 引擎给出",
     "reference engine only"),
]  # fmt: skip


@pytest.mark.parametrize(("argv", "zh", "en"), WRONG)
def test_wrong_usage_exits_2_and_is_said_in_the_language(
    run: Run, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], zh: str, en: str
) -> None:
    for language, wanted in (("zh_CN.UTF-8", zh), ("en_US.UTF-8", en)):
        monkeypatch.setenv("LANG", language)
        answer = run(*argv)
        assert answer.code == 2
        assert answer.out == ""
        assert wanted in answer.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", [(), ("decide",), ("validate",), ("check",), ("norm",)])
def test_help_is_in_the_language_and_fits(run: Run, lang: str, command: tuple[str, ...]) -> None:
    answer = run("--lang", lang, *command, "--help")
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.startswith("用法：zhize" if lang == "zh" else "Usage: zhize")
    assert max(map(display_width, answer.out.splitlines())) <= 80
    if lang == "en":
        assert answer.out.isascii()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_parameter_is_explained(lang: str) -> None:
    group = build(Messages(lang))
    for command in (group, *group.commands.values()):
        for param in command.params:
            assert getattr(param, "zhize_help", ""), (command.name, param.name)


def test_options_may_stand_before_or_behind_the_command(run: Run) -> None:
    before, behind = (
        run("--lang", "en", "norm", "8.1"),
        run("norm", "8.1", "--lang", "en"),
    )
    assert before == behind
    assert before.out.startswith("8.1  County water department")


def test_the_version_is_shown(run: Run) -> None:
    assert run("--version").out.startswith("zhize（职责）")


def test_a_norm_and_the_list_are_shown_as_text_and_json(run: Run) -> None:
    assert run("norm", "8.1").out.startswith("8.1  县水务部门：")
    assert json.loads(run("norm", "8.1", "--format", "json").out)["code"] == "8.1"
    rows = json.loads(run("norm", "--list", "--format", "json").out)
    assert [row["code"] for row in rows][:2] == ["3.1", "3.3"]
    assert len(run("norm", "--list").out.splitlines()) >= len(rows)


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    heavy = ("rdflib", "pyshacl", "owlready2", "yaml", "networkx", "asyncio")
    code = f"import sys, zhize.cli; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_output_is_utf_8_under_the_c_locale() -> None:
    environ = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "zhize.cli", "--help"]
    done = subprocess.run(command, capture_output=True, env=environ, check=True)
    assert done.stdout.decode("utf-8").startswith("用法：zhize")


def test_a_reader_that_goes_away_is_no_fault() -> None:
    # The list of norms is longer than a pipe holds only in JSON; the reader leaves at once.
    command = [sys.executable, "-m", "zhize.cli", "norm", "--list", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in {0, 141}
