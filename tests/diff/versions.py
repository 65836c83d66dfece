"""Other versions of a mechanism, made by editing its Turtle as an author would."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import zhize

ROOT = Path(__file__).resolve().parent.parent.parent
MECHANISMS = ROOT / "tests" / "mechanisms"
Edit = Callable[[str], str]


def version(source: str | Path, folder: Path, **edits: Edit) -> zhize.Mechanism:
    """Copy a mechanism (`notice`, `harbour`, `toy` or a folder) and edit its files.

    Args:
        source: Which mechanism.
        folder: Where the copy goes.
        edits: For a file (`mechanism`, `facts`, `agencies` …) what to make of its text; an edit
            that changes nothing is a mistake of the test.
    """
    if source == "notice":
        shutil.copytree(ROOT / "ontology", folder)
        (folder / "shapes").mkdir()
        shutil.copy(ROOT / "shapes" / "record.ttl", folder / "shapes")
    else:
        shutil.copytree(MECHANISMS / source, folder)  # a whole path stays what it is
    for name, edit in edits.items():
        path = folder / f"{name}.ttl"
        before = path.read_text(encoding="utf-8")
        after = edit(before)
        assert before != after, f"nothing was edited in {name}.ttl"
        path.write_text(after, encoding="utf-8")
    return zhize.load(folder)


def replace(old: str, new: str) -> Edit:
    """Replace words that stand once in the file."""

    def edit(text: str) -> str:
        assert text.count(old) == 1, f"`{old}` stands {text.count(old)} times"
        return text.replace(old, new)

    return edit


def within(term: str, old: str, new: str) -> Edit:
    """Replace words in the statement of one term."""

    def edit(text: str) -> str:
        statement = _statement(text, term)
        assert statement.count(old) >= 1, f"{term} does not say `{old}`"
        return text.replace(statement, statement.replace(old, new))

    return edit


def without(term: str) -> Edit:
    """Leave out a term."""

    def edit(text: str) -> str:
        return text.replace(_statement(text, term), "")

    return edit


def adding(turtle: str) -> Edit:
    """Put statements at the end."""
    return lambda text: f"{text}\n{turtle}\n"


def everywhere(old: str, new: str) -> Edit:
    """Replace a pattern wherever it stands."""
    return lambda text: re.sub(old, new, text)


def both(*edits: Edit) -> Edit:
    """Edit a file in several ways."""

    def edit(text: str) -> str:
        for one in edits:
            text = one(text)
        return text

    return edit


def _statement(text: str, term: str) -> str:
    found = re.search(rf"^{re.escape(term)} a .*?\.$\n*", text, flags=re.DOTALL | re.MULTILINE)
    assert found is not None, f"there is no {term}"
    return found.group()
