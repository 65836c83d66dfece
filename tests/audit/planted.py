"""Copies of the flawless mechanism with defects, as `tests/mechanisms/planted/` describes them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import zhize
from zhize.examination.audit import Finding

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"
FLAWLESS = MECHANISMS / "flawless"
PLANTS = tuple(sorted((MECHANISMS / "planted").glob("*.ttl")))


def expected(plant: Path) -> list[str]:
    """Return the lines `# expect: code subjects` at the head of a file."""
    mark = "# expect: "
    lines = plant.read_text(encoding="utf-8").splitlines()
    return sorted(line.removeprefix(mark) for line in lines if line.startswith(mark))


def planted(plants: Iterable[Path], folder: Path) -> zhize.Mechanism:
    """Return the flawless mechanism with these files added."""
    shutil.copytree(FLAWLESS, folder)
    for plant in plants:
        shutil.copy(plant, folder / plant.name)
    return zhize.load(folder)


def speaks_of(finding: Finding, line: str) -> bool:
    """Tell whether a finding is the one that a line describes, with all that it names.

    What is named is a norm, an agency, a value (with its field before a slash, where it is not of
    the field `trouble`), or, after @, an article.
    """
    code, *subjects = line.split()
    values = {value for _, value in finding.values} | {f"{f}/{v}" for f, v in finding.values}
    named = {*finding.norms, *finding.agencies, *values, *(f"@{a}" for a in finding.articles)}
    return code == finding.code and set(subjects) <= named
