"""Kits that several tests look at, made once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import zhize
from zhize.training import TrainingKit

MECHANISMS = Path(__file__).resolve().parents[1] / "mechanisms"
COUNT, SEED = 60, 5
"""More than the notice has norms that incidents trigger, so that each is asked about."""


@pytest.fixture(scope="package")
def harbour() -> zhize.Mechanism:
    """A mechanism in French and English that is nothing like the notice."""
    return zhize.load(MECHANISMS / "harbour")


@pytest.fixture(scope="package")
def kit(notice: zhize.Mechanism) -> TrainingKit:
    """A kit for everybody, in Chinese."""
    return notice.train(count=COUNT, seed=SEED)


@pytest.fixture(scope="package")
def files(kit: TrainingKit) -> dict[str, bytes]:
    """Its files."""
    return kit.files()


@pytest.fixture(scope="package")
def rows(files: dict[str, bytes]) -> list[dict[str, Any]]:
    """The rows of its `exercises.jsonl`."""
    return [json.loads(line) for line in files["exercises.jsonl"].splitlines()]
