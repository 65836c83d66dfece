"""The matrices of the notice and of the harbour, derived once."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhize
from zhize.matrix import Matrix

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"


@pytest.fixture(scope="session")
def harbour() -> zhize.Mechanism:
    """A second mechanism: French, other facts, norms that hold for a time and in a place."""
    return zhize.load(MECHANISMS / "harbour")


@pytest.fixture(scope="session")
def matrix(notice: zhize.Mechanism) -> Matrix:
    """The matrix of the notice."""
    return notice.matrix()


@pytest.fixture(scope="session")
def harbour_matrix(harbour: zhize.Mechanism) -> Matrix:
    """The matrix of the harbour."""
    return harbour.matrix()


@pytest.fixture(params=["notice", "harbour"])
def either(
    request: pytest.FixtureRequest,
    notice: zhize.Mechanism,
    harbour: zhize.Mechanism,
    matrix: Matrix,
    harbour_matrix: Matrix,
) -> tuple[zhize.Mechanism, Matrix]:
    """Each mechanism with its matrix."""
    if request.param == "notice":
        return notice, matrix
    return harbour, harbour_matrix
