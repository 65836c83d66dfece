"""The files of the competency queries: their heads, their variables, and that they only read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.queries.asked import HARBOUR, NOTICE
from zhize.queries import DEFAULT_LIMITS, competency_queries, competency_query
from zhize.queries.binding import KINDS
from zhize.queries.guard import guarded
from zhize.queries.reading import read_query

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = sorted((ROOT / "queries").glob("*.rq"))
QUERIES = competency_queries()
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")


def test_every_file_is_a_query() -> None:
    assert len(FILES) >= 30
    assert [path.stem for path in FILES] == [query.name for query in QUERIES]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_the_head_says_all(query) -> None:  # type: ignore[no-untyped-def]
    for text in (query.question, query.note or {"zh": "", "en": ""}):
        assert set(text) == {"zh", "en"}
        assert not HALF_WIDTH.search(text["zh"])
    for one in (*query.parameters, *query.columns):
        assert set(one.label) == {"zh", "en"}
        assert one.label["en"].isascii()
    for parameter in query.parameters:
        assert parameter.kind in {*KINDS, "facts", "words"}
    head = query.sparql.split("PREFIX", 1)[0]
    assert all(line.startswith("# ") for line in head.strip().splitlines())
    assert head.startswith("# zh: ")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_columns_are_the_variables_and_the_order_is_said(query) -> None:  # type: ignore[no-untyped-def]
    read = guarded(query.sparql.encode(), DEFAULT_LIMITS, {})
    if read.algebra.name == "ConstructQuery":
        assert query.columns == ()
    else:
        assert [str(v) for v in read.algebra.PV] == [column.name for column in query.columns]
    assert "ORDER BY" in query.sparql
    assert "SELECT *" not in query.sparql
    used = set(re.findall(r"\?(\w+)", query.sparql.split("PREFIX", 1)[1]))
    assert {parameter.name for parameter in query.parameters} <= used


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("# column ?x: colour; zh: 甲; en: a", "no such column"),
        ("# column ?x code; zh: 甲; en: a", "unknown line"),
        ("# parameter ?x: agency, perhaps; zh: 甲; en: a", "required, optional or a default"),
        ("# remark", "unknown line"),
    ],
)
def test_a_malformed_head_is_a_fault(line: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text(f"# zh: 问？\n# en: ask?\n{line}\nSELECT ?x {{}}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_query(path)


def test_a_question_in_one_language_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "bad.rq"
    path.write_text("# en: ask?\nSELECT ?x {}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="zh and en"):
        read_query(path)


def test_a_query_by_name() -> None:
    assert competency_query("workload").name == "workload"


_SCRIPT = """
import sys, zhize
sys.path.insert(0, sys.argv[1])
from tests.queries.asked import HARBOUR, NOTICE
from zhize.queries import competency_query
from zhize.queries.rendering import rendered
for folder, asked in ((None, NOTICE), (sys.argv[2], HARBOUR)):
    mechanism = zhize.load(folder)
    for name in sorted(asked):
        for given in asked[name]:
            result = mechanism.query(name, given)
            for form in ("json", "csv", "text"):
                print(rendered(result, form, "en", competency_query(name)))
"""


def test_no_order_of_sets_reaches_a_user() -> None:
    assert len(NOTICE) == len(HARBOUR) == len(QUERIES)
    harbour = str(ROOT / "tests" / "mechanisms" / "harbour")
    answers = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", _SCRIPT, str(ROOT), harbour],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1
    assert len(answers.pop()) > 50_000
