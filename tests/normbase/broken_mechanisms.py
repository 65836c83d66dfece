"""Copies of the toy mechanism with one sin each, as `tests/mechanisms/broken/` describes them."""

from __future__ import annotations

import shutil
from pathlib import Path

MECHANISMS = Path(__file__).resolve().parent.parent / "mechanisms"
TOY, BROKEN = MECHANISMS / "toy", MECHANISMS / "broken"
OVERLAYS = tuple(sorted(BROKEN.glob("*.ttl")))


def headers(overlay: Path, name: str) -> list[str]:
    """Return the values of the comments `# name: value` at the head of an overlay."""
    mark = f"# {name}: "
    lines = overlay.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(mark) for line in lines if line.startswith(mark)]


def expected(overlay: Path) -> list[str]:
    """Return the codes that an overlay must be reported with."""
    return sorted(code for line in headers(overlay, "expect") for code in line.split(", "))


def make(overlay: Path, folder: Path) -> Path:
    """Copy the toy into a folder, drop the lines that the overlay is `without`, add the overlay.

    Each `# without: words` names a whole line of the toy, which must exist.
    """
    shutil.copytree(TOY, folder)
    for words in headers(overlay, "without"):
        found = 0
        for path in folder.glob("*.ttl"):
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = [line for line in lines if line.strip() != words]
            found += len(lines) - len(kept)
            # What ended its statement leaves the end to the line before it.
            text = "".join(kept)
            if words.endswith(" .") and len(kept) < len(lines):
                at = next(i for i, line in enumerate(lines) if line.strip() == words)
                before = lines[at - 1]
                text = "".join((*lines[: at - 1], before.rstrip()[:-1] + ".\n", *lines[at + 1 :]))
            path.write_text(text, encoding="utf-8")
        assert found, f"{overlay.name}: the toy has no line `{words}`"
    shutil.copy(overlay, folder / "sin.ttl")
    return folder
