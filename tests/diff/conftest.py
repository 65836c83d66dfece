"""Other versions of the mechanisms, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import zhize
from tests.diff.variants import HARBOUR, NOTICE, TOY
from tests.diff.versions import version

EDITS = {"notice": NOTICE, "harbour": HARBOUR, "toy": TOY}
Pair = tuple[zhize.Mechanism, zhize.Mechanism]
Pairs = Callable[[str, str], Pair]


@pytest.fixture(scope="session")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Pairs:
    """Return a copy of a mechanism as it is, and one edited as `variants` says."""
    folder: Path = tmp_path_factory.mktemp("versions")
    made: dict[tuple[str, str], zhize.Mechanism] = {}

    def pair(source: str, name: str) -> Pair:
        original = folder / source
        if (source, "") not in made:
            made[source, ""] = version(source, original)
        if (source, name) not in made:
            copy = folder / f"{source}-{name}"
            made[source, name] = version(original, copy, **EDITS[source][name])
        return made[source, ""], made[source, name]

    return pair
