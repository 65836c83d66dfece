"""Every table of interface words: in both languages, with the same parts, all of them used."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import zhize
from zhize.model.rulebase import Text

FOLDER = Path(zhize.__file__).parent
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
"""ASCII punctuation that touches a Chinese character; a code or a number may have its own."""

LISTS = {"ordinals", "halves", "weekdays", "months"}
"""Words of the calendar that code takes apart at their commas."""

UNLIKE = {
    "month",  # Chinese numbers the months, English names them
    "norm-cases",  # Chinese counts all of several cases, English those beside the first
    "read.engine",  # Chinese says of which facet the columns are
}
"""What has other parts in one language than in the other."""


PASSED = {f"{name}.{by}" for name in ("by", "sheet") for by in ("violation", "article")}
"""What the matrix calls a table in one place and in another: which place is passed on."""


def is_table(value: Any) -> bool:
    """Tell whether a value is a table of words by key."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(key, str) for key in value)
        and all(isinstance(texts, dict) and {"zh", "en"} >= set(texts) for texts in value.values())
        and all(isinstance(text, str) for texts in value.values() for text in texts.values())
    )


@cache
def tables() -> dict[str, dict[str, Text]]:
    """Return all tables, each once, by the module that it stands in."""
    found: dict[str, dict[str, Text]] = {}
    for module in pkgutil.walk_packages(zhize.__path__, "zhize."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            file = FOLDER / Path(*module.name.split(".")[1:]).with_suffix(".py")
            if is_table(value) and file.is_file() and _sets(file, name):
                found[f"{module.name.removeprefix('zhize.')}.{name}"] = value
    return found


def _sets(file: Path, name: str) -> bool:
    """Tell whether a module makes a value itself, and does not take it from another."""
    return re.search(rf"^{name}\b.*= ", file.read_text(encoding="utf-8"), re.MULTILINE) is not None


NAMES = sorted(tables())


@cache
def said() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the keys that code names outright, and a pattern of those that it puts together."""
    whole: set[str] = set()
    made: set[str] = set()
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):  # the keys of a table do not say themselves
                if all(isinstance(value, ast.Dict) for value in node.values):
                    for key in node.keys:
                        if isinstance(key, ast.Constant):
                            key.value = None
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                made |= set(_patterns(node))
    for path in sorted((*FOLDER.rglob("*.j2"), *FOLDER.rglob("*.js"))):
        text = path.read_text(encoding="utf-8")
        whole |= set(re.findall(r"""['"]([\w.-]+)['"]""", text))
        made |= {
            re.escape(start) + ".+" for start in re.findall(r"""['"]([\w.-]+[.-])['"] ~""", text)
        }
        made |= {rf"quiz\.{word}" for word in re.findall(r"words\.(\w+)", text)}
    return frozenset(whole), re.compile("|".join(sorted(made)))


def _patterns(node: ast.JoinedStr) -> Iterator[str]:
    """Yield a pattern for a key that begins or ends with a fixed word and a dot."""
    parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
    fixed = "".join(str(part or "") for part in parts)
    if re.fullmatch(r"[a-z][\w.-]*\.[\w.-]*|[\w.-]*\.[\w.-]*[a-z]", fixed):
        yield "".join(".+" if part is None else re.escape(str(part)) for part in parts)


def test_all_tables_are_found() -> None:
    assert len(NAMES) >= 24
    assert sum(map(len, tables().values())) > 1_000


@pytest.mark.parametrize("name", NAMES)
def test_words_are_there_in_both_languages_with_the_same_parts(name: str) -> None:
    for key, texts in tables()[name].items():
        assert tuple(texts) == ("zh", "en"), key
        assert all(texts.values()), key
        parts = [sorted(set(re.findall(r"\{(\w+)", text))) for text in texts.values()]
        assert (parts[0] == parts[1]) != (key in UNLIKE), key


@pytest.mark.parametrize("name", NAMES)
def test_chinese_has_full_width_punctuation(name: str) -> None:
    for key, texts in tables()[name].items():
        assert key in LISTS or not HALF_WIDTH.search(texts["zh"]), key


@pytest.mark.parametrize("name", NAMES)
def test_every_word_is_used(name: str) -> None:
    whole, made = said()
    keys = set(tables()[name]) - whole - PASSED
    assert [key for key in sorted(keys) if not made.fullmatch(key)] == []
