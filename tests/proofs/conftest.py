"""The mechanisms that proofs are tried on."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"
ROOT = MECHANISMS.parent.parent


@pytest.fixture(scope="session")
def harbour() -> zhize.Mechanism:
    """The invented harbour: chains, exceptions of exceptions, windows, areas; in French."""
    return zhize.load(MECHANISMS / "harbour")


@pytest.fixture(scope="session")
def toy() -> zhize.Mechanism:
    """The smallest mechanism."""
    return zhize.load(MECHANISMS / "toy")


@pytest.fixture
def example(notice: zhize.Mechanism) -> zhize.Incident:
    """The worked example: sand dredged in a reservoir area, found by the environment department."""
    return notice.incident(next(notice.records(ROOT / "examples" / "reservoir-sand.yaml")))
