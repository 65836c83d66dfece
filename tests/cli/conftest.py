"""A stand-in for the mechanism, and records for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import zhize
from tests.cli.stub import StubMechanism

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line load the stand-in."""
    monkeypatch.setattr(zhize, "load", lambda *_: StubMechanism())


@pytest.fixture
def records(tmp_path: Path) -> Callable[..., str]:
    """Write a file of records (changes to the worked example) and return its name."""

    def write(*rows: dict[str, Any], name: str = "records.json") -> str:
        path = tmp_path / name
        path.write_text(json.dumps(rows), encoding="utf-8")
        return str(path)

    return write
