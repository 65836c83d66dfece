"""Whole transcripts of the shipped mechanism, read by a person; `make accept` refreshes them."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands import Run

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TRANSCRIPTS = {
    "decide-zh": "decide examples/reservoir-sand.yaml --today 2024-08-02",
    "decide-en": "decide examples/reservoir-sand.yaml --today 2024-08-02 --lang en",
    "decide-mixed": "decide tests/cli/data/mixed.yaml --today 2024-09-05",
    "decide-early": "decide tests/cli/data/early.yaml --today 2024-09-05",
    "validate-mixed": "validate tests/cli/data/mixed.yaml --today 2024-09-05 --lang en",
    "norm-zh": "norm 9.2",
    "norm-en": "norm 8.1 --lang en",
    "help": "--help",
    "help-decide": "decide --help --lang en",
}


@pytest.mark.parametrize("name", sorted(TRANSCRIPTS))
def test_the_transcript_is_as_accepted(
    name: str,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(ROOT)
    argv = TRANSCRIPTS[name].split()
    answer = run(*argv)
    parts = [f"$ zhize {TRANSCRIPTS[name]}\n", answer.out]
    if answer.err:
        parts += ["--- standard error\n", answer.err]
    parts.append(f"--- exit code {answer.code}\n")
    # The hash changes with every touch of the ontology, and says nothing to a reader.
    text = re.sub(r"(SHA-256\s+)[0-9a-f]{12}", r"\g<1>············", "".join(parts))
    golden = HERE / "golden" / f"{name}.txt"
    if request.config.getoption("--accept", default=False) or os.environ.get("ZHIZE_ACCEPT"):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


def test_every_golden_belongs_to_a_transcript() -> None:
    assert {path.stem for path in (HERE / "golden").iterdir()} == set(TRANSCRIPTS)
