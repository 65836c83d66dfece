"""Fixtures that run the command line in this process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import zhize
from tests.cli.stub import Answer, StubMechanism
from zhize.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line load the stand-in."""
    monkeypatch.setattr(zhize, "load", lambda *_: StubMechanism())


@pytest.fixture
def zhize_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Answer]:
    """Run one command and return its exit code and output."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*argv: str) -> Answer:
        capsys.readouterr()
        code = main(argv)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run


@pytest.fixture
def records(tmp_path: Path) -> Callable[..., str]:
    """Write a file of records (changes to the worked example) and return its name."""

    def write(*rows: dict[str, Any], name: str = "records.json") -> str:
        path = tmp_path / name
        path.write_text(json.dumps(rows), encoding="utf-8")
        return str(path)

    return write
