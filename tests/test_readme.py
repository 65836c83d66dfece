"""The README is run: every command of it, and its Python."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from zhize.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    line.split("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("zhize")
]


def test_the_commands_are_found() -> None:
    assert len(COMMANDS) >= 8
    assert "make demo" in README
    assert "make test" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(ROOT)
    argv = shlex.split(command)[1:]
    made = [at for at in range(1, len(argv)) if argv[at - 1] == "--out" or is_made(argv, at)]
    if not made:
        assert main(argv) == 0
        assert capsys.readouterr().out
        return
    out = tmp_path / argv[made[0]]  # what a command makes does not belong into the checkout
    argv[made[0]] = str(out)
    assert main(argv) == 0
    assert any(out.iterdir()) if out.is_dir() else out.stat().st_size > 0


def is_made(argv: list[str], at: int) -> bool:
    """Tell whether an argument that stands alone names what the command makes."""
    return (argv[0], at) in {("template", 1), ("batch", 2)}


def test_the_answer_shown_is_the_answer_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (block,) = re.findall(r"```console\n\$ zhize (.*?)\n(.*?)```", README, re.DOTALL)
    assert main([*shlex.split(block[0]), "--lang", "zh"]) == 0
    assert block[1] in capsys.readouterr().out


def test_the_record_shown_is_part_of_the_example() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    example = (ROOT / "examples" / "reservoir-sand.yaml").read_text("utf-8")
    shown = [line for line in block.splitlines() if not line.startswith("#")]
    assert len(shown) >= 4
    assert [line for line in shown if line not in example.splitlines()] == []


def test_the_python_runs() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block, "README.md", "exec"), {})
    assert "act water 8.1" in printed.getvalue()


def test_the_folders_named_exist() -> None:
    rows = re.findall(r"^\| `([a-z/]+)/` \|", README, re.MULTILINE)
    assert len(rows) >= 8
    assert [name for name in rows if not (ROOT / name).is_dir()] == []
