"""The harbour, loaded once."""

from __future__ import annotations

import pytest

import zhize
from tests.dutygraph.samples import HARBOUR


@pytest.fixture(scope="session")
def harbour() -> zhize.Mechanism:
    """Another mechanism: French and English, other facets, chains of notices."""
    return zhize.load(HARBOUR)
