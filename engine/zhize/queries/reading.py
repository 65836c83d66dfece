"""The shipped competency queries: SPARQL files whose first comment says what they ask.

The head of a file is lines of a comment, in this order:

    # zh: the question in Chinese
    # en: the question in English
    # note zh: …, # note en: …             (what to know when reading the answer; may be missing)
    # parameter ?name: KIND, required|optional|default CODE; zh: …; en: …
    # column ?name: code|label|text|plain[, many]; zh: …; en: …

Questions and labels are the interface's own, so they are in its two languages, whatever the
languages of the mechanism.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from .._errors import UsageError
from .._resources import data_folder
from .values import Column, CompetencyQuery, Parameter

if TYPE_CHECKING:
    from pathlib import Path

_TEXT = re.compile(r"(note )?(zh|en): (.+)")
_DECLARED = re.compile(r"(parameter|column) \?(\w+): ([^;]+); zh: ([^;]+); en: ([^;]+)")
_COLUMN_KINDS = frozenset({"code", "label", "text", "plain"})


@cache
def competency_queries() -> tuple[CompetencyQuery, ...]:
    """Return the shipped competency queries, by name."""
    return tuple(read_query(path) for path in sorted(data_folder("queries").glob("*.rq")))


def competency_query(name: str) -> CompetencyQuery:
    """Return one competency query.

    Raises:
        UsageError: There is none of that name; the message has the nearest, or all.
    """
    found = {query.name: query for query in competency_queries()}
    if name in found:
        return found[name]
    near = get_close_matches(name, sorted(found), n=3, cutoff=0.5)
    if near:
        zh, en = f"是否指 {'、'.join(near)}？", f"; did you mean {' or '.join(near)}?"
    else:
        zh, en = f"可用：{'、'.join(sorted(found))}。", f"; use one of {', '.join(sorted(found))}"
    raise UsageError(f"没有名为“{name}”的查询。{zh}", f"there is no query `{name}`{en}")


def read_query(path: Path) -> CompetencyQuery:
    """Return the query of a file.

    Raises:
        ValueError: Its head is malformed. The files are ours, so that is our fault.
    """
    sparql = path.read_text(encoding="utf-8")
    texts: dict[str, dict[str, str]] = {"": {}, "note ": {}}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    for line in sparql.splitlines():
        if not line.startswith("# "):
            break
        words = line.removeprefix("# ").strip()
        if said := _TEXT.fullmatch(words):
            texts[said[1] or ""][said[2]] = said[3]
        elif declared := _DECLARED.fullmatch(words):
            label = {"zh": declared[4], "en": declared[5]}
            kind, *more = declared[3].split(", ")
            if declared[1] == "parameter":
                parameters.append(_parameter(declared[2], kind, more, label))
            elif kind in _COLUMN_KINDS and more in ([], ["many"]):
                column = Column(name=declared[2], kind=kind, many=bool(more), label=label)
                columns.append(column)
            else:
                raise ValueError(f"{path.name}: no such column: {words}")
        else:
            raise ValueError(f"{path.name}: unknown line of the head: {words}")
    if set(texts[""]) != {"zh", "en"}:
        raise ValueError(f"{path.name}: the question must be in zh and en")
    return CompetencyQuery(
        name=path.stem,
        question=texts[""],
        note=texts["note "],
        parameters=tuple(parameters),
        columns=tuple(columns),
        sparql=sparql,
    )


def _parameter(name: str, kind: str, more: list[str], label: dict[str, str]) -> Parameter:
    (need,) = more
    if need not in {"required", "optional"} and not need.startswith("default "):
        raise ValueError(f"?{name}: required, optional or a default, not {need}")
    return Parameter(
        name=name,
        kind=kind,
        required=need == "required",
        default=need.removeprefix("default ") if need.startswith("default ") else None,
        label=label,
    )
